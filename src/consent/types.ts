import { ObjectType } from 'type-graphql';
import { columns } from '../access/columns.js';
import { inherited } from '../access/grants.js';
import { One } from '../access/relations.js';
import { Organization } from '../catalogue/types.js';
import * as tables from '../database/tables/consent.js';
import { Member } from '../household/types.js';
import { Node } from '../node.js';

const id = [inherited, '고유 식별자. Stable identifier.'] as const;

@ObjectType({
  implements: Node,
  description:
    '협약. What a district and an organization agreed on; when it ends, access that rests on it ends.',
})
export class Agreement extends columns(tables.agreements, {
  id,
  title: [inherited, '협약명. Title.'],
  validFrom: [inherited, '시작일. First day.'],
  validUntil: [inherited, '종료일. Last day of the term.'],
  endedOn: [inherited, '해지일. Day that it was ended early; access ended as that day began.'],
  autoRenews: [inherited, '자동 연장. Whether it renews by itself.'],
  noticeDays: [inherited, '통지 기간. Days of notice before it would renew.'],
  purposes: [inherited, '목적. Purposes that it covers.'],
  classes: [inherited, '최대 공유 항목. The most classes that may ever be shared under it.'],
}) {
  @One(
    () => Organization,
    { id: 'organizationId' },
    { grant: inherited, description: '협약 기관. The organization.' },
  )
  readonly organization!: Organization | null;
}

@ObjectType({
  implements: Node,
  description:
    '동의. A member’s agreement that one named organization may see some classes, for a purpose and a time.',
})
export class Consent extends columns(tables.consents, {
  id,
  purpose: [inherited, '목적. For what.'],
  classes: [inherited, '항목. Which classes.'],
  householdWide: [inherited, '가구 단위 포함. Whether it also opens rows of the household as a whole.'],
  validFrom: [inherited, '시작일. First day.'],
  validUntil: [inherited, '종료일. Last day.'],
  method: [inherited, '동의 방법. How it was given.'],
  givenAt: [inherited, '동의 시각. When it was given.'],
  withdrawnAt: [inherited, '철회 시각. When it was withdrawn; null while it was not.'],
}) {
  @One(
    () => Member,
    { districtId: 'districtId', id: 'memberId' },
    { grant: inherited, description: '정보주체. Whose data it opens.' },
  )
  readonly member!: Member | null;

  @One(
    () => Member,
    { districtId: 'districtId', id: 'givenById' },
    { grant: inherited, description: '동의자. Who gave it: the member or their guardian.' },
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
}
