import { Int, ObjectType } from 'type-graphql';
import { agreementKeepers } from '../access/agreements.js';
import { columns, enumObject } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import { duty, inherited } from '../access/grants.js';
import { Computed, Many, One } from '../access/relations.js';
import { Organization } from '../catalogue/types.js';
import { connectionOf } from '../connection.js';
import * as tables from '../database/tables/agreement.js';
import { agreementState } from '../database/tables/enums.js';
import { Node } from '../node.js';
import { DateScalar } from '../scalars.js';

// Registered as the modules load: enums must be known before the schema is built.
const AgreementStateType = enumObject(agreementState);

const id = [inherited, '고유 식별자. Stable identifier.'] as const;
const optional = { optional: true };

@ObjectType({
  description: '협약의 현재 상태. 협약이 오늘 어떤 상태인지 보여 줍니다. How an agreement stands today.',
})
export class AgreementStanding {
  @OutputField(() => AgreementStateType, '상태. Its state.')
  state!: string;

  @OutputField(() => Int, '연장 횟수. How many times it has renewed by itself.')
  renewals!: number;

  @OutputField(
    () => DateScalar,
    '현재 기간 시작일. First day of the present term, or of the first one before it begins.',
  )
  termFrom!: string;

  @OutputField(() => DateScalar, '현재 기간 종료일. Last day of that term.')
  termUntil!: string;

  @OutputField(
    () => DateScalar,
    '통지 기한. Last day on which a notice still keeps it from renewing after this term; null where it will not renew anyhow.',
    optional,
  )
  noticeBy!: string | null;
}

@ObjectType({
  description:
    '협약에 근거하는 것. 협약이 끝나면 닫힐 것들을 보여 줍니다. What ending an agreement would close.',
})
export class RestingOn {
  @OutputField(() => Int, '동의. Consents that are open today.')
  consents!: number;

  @OutputField(() => Int, '의뢰. Open referrals, which would be revoked.')
  referrals!: number;
}

@ObjectType({
  description:
    '협약 이력. 협약에 있었던 변동과 그 뒤의 내용을 보여 줍니다. A step in the life of an agreement, with what it said after it.',
})
export class AgreementStepTaken extends columns(tables.agreementSteps, {
  step: [inherited, '변동. Which step.'],
  version: [inherited, '판 번호. The version that the agreement had after it.'],
  at: [inherited, '일시. When it was taken.'],
  reason: [inherited, '사유. Why, in words; both sides read it.'],
  title: [inherited, '협약명. Title.'],
  validUntil: [inherited, '종료일. Last day of the term.'],
  lastDay: [inherited, '효력 종료일. Last day on which it gives access; null while it renews.'],
  autoRenews: [inherited, '자동 연장. Whether it renews by itself.'],
  noticeDays: [inherited, '통지 기간. Days of notice before it would renew.'],
  purposes: [inherited, '목적. Purposes that it covers.'],
  classes: [inherited, '최대 공유 항목. The most classes that may be shared under it.'],
}) {
  @One(
    () => Organization,
    { id: 'takenById' },
    { grant: inherited, description: '처리 기관. Whose staff took it; null for one from before.' },
  )
  readonly takenBy!: Organization | null;
}

@ObjectType({
  implements: Node,
  description:
    '협약. 시·군·구와 기관이 맺은 약속입니다. 끝나면 그에 근거한 열람도 끝납니다. What a district and an organization agreed on; when it ends, access that rests on it ends.',
})
export class Agreement extends columns(tables.agreements, {
  id,
  title: [inherited, '협약명. Title.'],
  validFrom: [inherited, '시작일. First day.'],
  validUntil: [inherited, '종료일. Last day of the first term, or of the one that it was last given.'],
  endedOn: [inherited, '해지일. Day that it was ended early; access ended as that day began.'],
  autoRenews: [inherited, '자동 연장. Whether it renews by itself.'],
  lastDay: [
    inherited,
    '효력 종료일. Last day on which it gives access, until midnight in Seoul; null while it renews.',
  ],
  noticeDays: [inherited, '통지 기간. Days of notice before it would renew.'],
  purposes: [inherited, '목적. Purposes that it covers.'],
  classes: [inherited, '최대 공유 항목. The most classes that may ever be shared under it.'],
  version: [inherited, '판 번호. Counts its changes; send it as `expectedVersion`.'],
}) {
  @One(
    () => Organization,
    { id: 'organizationId' },
    { grant: inherited, description: '협약 기관. The organization.' },
  )
  readonly organization!: Organization | null;

  @Computed(
    () => AgreementStanding,
    (t) => `hamkke.agreement_json(${t})`,
    {
      grant: inherited,
      description: '현재 상태. How it stands today.',
    },
  )
  readonly standing!: AgreementStanding;

  @Computed(
    () => RestingOn,
    (t) => `hamkke.resting_on(${t})`,
    {
      grant: duty(...agreementKeepers),
      description:
        '근거하는 동의와 의뢰. What ending it would close, for those who keep the district’s agreements; null for everybody else.',
    },
  )
  readonly resting!: RestingOn | null;

  @Many(() => AgreementStepTaken, { districtId: 'districtId', agreementId: 'id' }, ['version', 'id'], {
    grant: inherited,
    description: '협약 이력. What became of it, in order.',
  })
  readonly steps!: AgreementStepTaken[];
}

export const AgreementConnection = connectionOf(Agreement, 'Agreement', '협약');
