import { ObjectType } from 'type-graphql';
import type { DataClass } from '../access/classes.js';
import { columns, enumObject } from '../access/columns.js';
import { inherited } from '../access/grants.js';
import { Computed, Many, One } from '../access/relations.js';
import { Agreement } from '../agreement/types.js';
import { Organization } from '../catalogue/types.js';
import * as tables from '../database/tables/consent.js';
import { dataClass } from '../database/tables/enums.js';
import { Member } from '../household/types.js';
import { Node } from '../node.js';

// Registered as the modules load: enums must be known before the schema is built.
const DataClassType = enumObject(dataClass);

/** A consent as those are told of it who may know that somebody is accused. */
const whole = (t: string) => `(hamkke.whole_consent(${t}.district_id, ${t}.id))`;
const toKeepers = 'told to those who keep the household’s consents and have SAFETY, and to nobody else';
const id = [inherited, '고유 식별자. Stable identifier.'] as const;

@ObjectType({
  implements: Node,
  description:
    '동의. 한 사람이 정해진 기관에 정해진 항목을 정해진 목적과 기간 동안 보여도 좋다고 한 것입니다. A member’s agreement that one named organization may see some classes, for a purpose and a time.',
})
export class Consent extends columns(tables.consents, {
  id,
  purpose: [inherited, '목적. For what.'],
  validFrom: [inherited, '시작일. First day.'],
  validUntil: [inherited, '종료일. Last day.'],
  method: [inherited, '동의 방법. How it was given.'],
  givenAt: [inherited, '동의 시각. When it was given.'],
  withdrawnAt: [inherited, '철회 시각. When it was withdrawn; null while it was not.'],
  version: [inherited, '판 번호. Counts its changes; send it as `expectedVersion`.'],
}) {
  @Computed(
    () => [DataClassType],
    (t) => `hamkke.classes_of_consent(${t}.district_id, ${t}.id)`,
    {
      grant: inherited,
      description:
        '항목. Which classes: those that it opens now, and all that it was given for to those who keep the household’s consents and have SAFETY.',
    },
  )
  readonly classes!: DataClass[];

  @Computed(
    () => Boolean,
    (t) => `json_array_length(hamkke.opened_by(${t}.district_id, ${t}.id)) > 0`,
    { grant: inherited, description: '유효 여부. Whether it opens anything now.' },
  )
  readonly valid!: boolean;

  @Computed(
    () => Boolean,
    (t) => `${whole(t)}.household_wide`,
    {
      grant: inherited,
      description: `가구 단위 포함. Whether it also opens rows of the household as a whole; ${toKeepers}.`,
    },
    { optional: true },
  )
  readonly householdWide!: boolean | null;

  @One(
    () => Member,
    { districtId: 'districtId', id: (t) => `${whole(t)}.member_id` },
    { grant: inherited, description: `정보주체. Whose data it opens; ${toKeepers}.` },
  )
  readonly member!: Member | null;

  @One(
    () => Member,
    { districtId: 'districtId', id: (t) => `${whole(t)}.given_by_id` },
    {
      grant: inherited,
      description: `동의자. Who gave it: the member or their guardian; null where the district’s legal basis stood in; ${toKeepers}.`,
    },
  )
  readonly givenBy!: Member | null;

  @One(
    () => Organization,
    { id: 'organizationId' },
    { grant: inherited, description: '받는 기관. The organization that it was given to.' },
  )
  readonly organization!: Organization | null;

  @One(
    () => Agreement,
    { districtId: 'districtId', id: 'agreementId' },
    { grant: inherited, description: '근거 협약. The agreement that it rests on.' },
  )
  readonly agreement!: Agreement | null;

  @Many(() => ConsentStepTaken, { districtId: 'districtId', consentId: 'id' }, ['version', 'id'], {
    grant: inherited,
    description:
      '동의 이력. What became of it, in order, for those who keep the household’s consents and have SAFETY; empty for everybody else.',
  })
  readonly steps!: ConsentStepTaken[];
}

@ObjectType({
  description:
    '동의 이력. 동의에 있었던 변동 하나를 적은 그대로 보여 줍니다. A step in the life of a consent, as it was written down.',
})
export class ConsentStepTaken extends columns(tables.consentSteps, {
  step: [inherited, '변동. Which step.'],
  version: [inherited, '판 번호. The version that the consent had after it.'],
  at: [inherited, '일시. When it was written down.'],
  method: [inherited, '방법. How it was asked for.'],
  notices: [inherited, '고지 사항. What was told before; none where something was only taken back.'],
  classesBefore: [inherited, '이전 항목. The classes before; null for the first.'],
  classes: [inherited, '이후 항목. The classes after.'],
  householdWide: [inherited, '가구 단위 포함. Whether it opened rows of the household after it.'],
  validUntilBefore: [inherited, '이전 종료일. The last day before; null for the first.'],
  validUntil: [inherited, '이후 종료일. The last day after.'],
}) {
  @One(
    () => Member,
    { districtId: 'districtId', id: 'askedById' },
    {
      grant: inherited,
      description: '요청자. Who asked for it; null where the district’s legal basis stood in.',
    },
  )
  readonly askedBy!: Member | null;

  @One(
    () => Organization,
    { id: 'organizationId' },
    { grant: inherited, description: '담당 기관. Whose staff wrote it down.' },
  )
  readonly organization!: Organization | null;
}

@ObjectType({
  implements: Node,
  description:
    '후견. 누가 아이를 대신하는지 적은 기록입니다. Who speaks for a child: FAMILY of both, and SAFETY of the child where the district stands in.',
})
export class Guardianship extends columns(tables.guardianships, {
  id,
  kind: [inherited, '유형. By what right.'],
  legalBasis: [inherited, '법적 근거. The law that the district or the guardian acts by, in words.'],
  dataClass: [inherited, '항목. The class that this row is of.'],
  from: [inherited, '시작일. First day.'],
  until: [inherited, '종료일. Last day; null while it has none.'],
  version: [inherited, '판 번호. Counts its changes; send it as `expectedVersion`.'],
}) {
  @One(
    () => Member,
    { districtId: 'districtId', id: 'guardianId' },
    { grant: inherited, description: '보호자. Who it is; null where the district stands in.' },
  )
  readonly guardian!: Member | null;
}
