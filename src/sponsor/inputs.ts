import { ID, InputType, Int } from 'type-graphql';
import { anyInstant, line, termDay, words } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { InputField } from '../access/decorators.js';
import * as enums from '../database/tables/enums.js';
import { AmountScalar } from '../scalars.js';

// Registered as the modules load: enums must be known before the schema is built.
const SponsorKindType = enumObject(enums.sponsorKind);
const PledgeKindType = enumObject(enums.pledgeKind);
const ReasonType = enumObject(enums.releaseReason);
const DomainType = enumObject(enums.needDomain);
const HouseholdTypeType = enumObject(enums.householdType);

const optional = { optional: true };
const key =
  '중복 방지 키. A UUID of the client’s: the same key and input again has the same answer; it is never entered twice.';
const named = '실명 공개 선택. Whether a citizen chose to be named: a citizen’s name needs it.';
const amount = '금액 또는 수량. Whole won, or whole units of what is given in kind.';
const noted = '적요. What is noted with the entry, for the district’s own people; nothing of any household.';

@InputType({ description: '후원자 등록. 누가 후원하는지 적습니다. Who gives.' })
export class RegisterSponsorInput {
  @InputField(() => SponsorKindType, '후원자 유형. Company, foundation, group, academy or citizen.')
  kind!: string;

  @InputField(line(200), '공개 이름. The name that everybody may see; anonymous without one.', optional)
  publicName?: string | null;

  @InputField(() => Boolean, named, optional)
  choseToBeNamed?: boolean | null;

  @InputField(
    () => ID,
    '기관. The organization of the catalogue that it is: its people with the duty SPONSOR see its pledges.',
    optional,
  )
  organizationId?: string | null;

  @InputField(line(200), key)
  idempotencyKey!: string;
}

@InputType({
  description:
    '후원자 수정. 등록된 후원자에서 바꿀 것을 적으며, 적지 않은 것은 그대로 두고 null은 지웁니다. What is other of a sponsor that is registered; what is left out stays, and null takes it away.',
})
export class ChangeSponsorInput {
  @InputField(() => ID, '후원자. The sponsor.')
  sponsorId!: string;

  @InputField(
    anyInstant,
    '읽은 수정 시각. The `lastModified` that was read; CONFLICT when somebody changed it since.',
  )
  expectedLastModified!: string;

  @InputField(() => SponsorKindType, '후원자 유형. Company, foundation, group, academy or citizen.', optional)
  kind?: string | null;

  @InputField(line(200), '공개 이름. The name that everybody may see; null makes it anonymous.', optional)
  publicName?: string | null;

  @InputField(() => Boolean, named, optional)
  choseToBeNamed?: boolean | null;

  @InputField(
    termDay,
    '종료일. Last day on which it gives: what it pays for ends by then; null where it gives again.',
    optional,
  )
  closedOn?: string | null;

  @InputField(line(200), key)
  idempotencyKey!: string;
}

@InputType({
  description:
    '후원약정 등록. 후원자가 시·군·구에 약속한 것을 적습니다. What a sponsor promises to the viewer’s district.',
})
export class RecordPledgeInput {
  @InputField(() => ID, '후원자. The sponsor.')
  sponsorId!: string;

  @InputField(line(200), '약정명. What it is called; the sponsor reads it.')
  title!: string;

  @InputField(() => PledgeKindType, '약정 유형. Money, or in kind.')
  kind!: string;

  @InputField(() => AmountScalar, amount)
  amount!: number;

  @InputField(line(200), '단위. What a pledge in kind is counted in; none for money.', optional)
  unit?: string | null;

  @InputField(
    () => [DomainType],
    '지정 욕구 영역. Needs that it may be used for; any unless said otherwise.',
    optional,
  )
  domains?: string[] | null;

  @InputField(() => ID, '지정 서비스. The one service that it may be used for.', optional)
  serviceId?: string | null;

  @InputField(
    () => [HouseholdTypeType],
    '지정 가구 유형. Households that it may be used for; any unless said otherwise.',
    optional,
  )
  householdTypes?: string[] | null;

  @InputField(termDay, '시작일. First day on which it may be allocated.')
  validFrom!: string;

  @InputField(termDay, '종료일. Last day.', optional)
  validUntil?: string | null;

  @InputField(words(200), noted, optional)
  words?: string | null;

  @InputField(line(200), key)
  idempotencyKey!: string;
}

@InputType({
  description:
    '약정 분개. 약정에서 들어오거나 돌아가거나 오지 않을 것을 적습니다. What came in of a pledge, went back, or will not come.',
})
export class PledgeEntryInput {
  @InputField(() => ID, '후원약정. The pledge.')
  pledgeId!: string;

  @InputField(() => AmountScalar, amount)
  amount!: number;

  @InputField(words(200), noted, optional)
  words?: string | null;

  @InputField(line(200), key)
  idempotencyKey!: string;
}

@InputType({
  description: '예산 편성. 시·군·구 예산의 한 줄을 적습니다. A line of the viewer’s district’s budget.',
})
export class OpenBudgetLineInput {
  @InputField(() => Int, '회계연도. The year that it may be used in.')
  year!: number;

  @InputField(line(200), '과목명. What it is called, once a year.')
  title!: string;

  @InputField(() => AmountScalar, '편성액. Won.')
  amount!: number;

  @InputField(
    () => [DomainType],
    '욕구 영역. Needs that it may be used for; any unless said otherwise.',
    optional,
  )
  domains?: string[] | null;

  @InputField(words(200), noted, optional)
  words?: string | null;

  @InputField(line(200), key)
  idempotencyKey!: string;
}

@InputType({
  description:
    '예산 조정. 예산 과목을 얼마나 늘리거나 줄이는지 적습니다. By how much a budget line grows or is cut.',
})
export class AdjustBudgetLineInput {
  @InputField(() => ID, '예산 과목. The budget line.')
  budgetLineId!: string;

  @InputField(() => AmountScalar, '조정액. Won, by how much.')
  amount!: number;

  @InputField(() => Boolean, '감액 여부. Whether it is cut; otherwise it grows.')
  cut!: boolean;

  @InputField(words(200), noted, optional)
  words?: string | null;

  @InputField(line(200), key)
  idempotencyKey!: string;
}

@InputType({
  description:
    '약정 배분. 후원약정에서 서비스연계에 무엇을 주는지 적습니다. What a linkage is given of a pledge.',
})
export class AllocatePledgeInput {
  @InputField(() => ID, '후원약정. The pledge.')
  pledgeId!: string;

  @InputField(() => ID, '서비스연계. A linkage that the viewer may record, funded by a pledge.')
  linkageId!: string;

  @InputField(() => AmountScalar, amount)
  amount!: number;

  @InputField(line(200), key)
  idempotencyKey!: string;
}

@InputType({
  description:
    '예산 배분. 예산 과목에서 서비스연계에 무엇을 주는지 적습니다. What a linkage is given of a budget line.',
})
export class AllocateBudgetInput {
  @InputField(() => ID, '예산 과목. The budget line.')
  budgetLineId!: string;

  @InputField(() => ID, '서비스연계. A linkage that the viewer may record, funded by a budget line.')
  linkageId!: string;

  @InputField(() => AmountScalar, '배분액. Won.')
  amount!: number;

  @InputField(line(200), key)
  idempotencyKey!: string;
}

@InputType({
  description: '배분 취소. 배분에서 무엇을 되돌리는지 적습니다. What is given back of an allocation.',
})
export class ReleaseAllocationInput {
  @InputField(() => ID, '배분. The allocation.')
  allocationId!: string;

  @InputField(() => AmountScalar, '취소액. How much; all that is left of it unless said otherwise.', optional)
  amount?: number | null;

  @InputField(() => ReasonType, '사유. Why.')
  reason!: string;

  @InputField(line(200), key)
  idempotencyKey!: string;
}
