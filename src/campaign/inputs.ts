import { ID, InputType, Int } from 'type-graphql';
import { line, pastDay, termDay, words } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import * as enums from '../database/tables/enums.js';
import { mostActivities } from './limits.js';

// Registered as the modules load: enums must be known before the schema is built.
const ListType = enumObject(enums.screeningList);
const OutcomeType = enumObject(enums.campaignLineOutcome);
const PromotionKindType = enumObject(enums.promotionKind);
const DismissalType = enumObject(enums.reportMatchDismissal);
const optional = { optional: true };

/** What a cell of a list may hold, as an input may. */
export const lineTexts = { name: line(100), phone: line(60), address: line(300) };

@InputType({
  description:
    '발굴조사 시작. 어떤 명단을 왜, 언제까지 찾아갈지 적습니다. Which list is gone to, why and until when.',
})
export class BeginCampaignInput {
  @InputField(line(200), '조사명. Name.')
  name!: string;

  @InputField(() => ListType, '명단 유형. What kind of list.')
  list!: string;

  @InputField(words(1000), '사유. Why these people are gone to.')
  reason!: string;

  @InputField(termDay, '시작일. First day.')
  startsOn!: string;

  @InputField(termDay, '종료일. Last day.')
  endsOn!: string;

  @InputField(
    () => ID,
    '협약. The agreement under which a partner surveys the people of the list; it must cover IDENTITY and CONTACT.',
    optional,
  )
  agreementId?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '발굴조사 변경. 앞으로의 내용을 적으며, 적지 않은 것은 그대로 둡니다. What it shall be from now on; what is left out stays.',
})
export class ChangeCampaignInput {
  @InputField(() => ID, '발굴조사. Id of the campaign.')
  campaignId!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @InputField(words(1000), '사유. Why these people are gone to.', optional)
  reason?: string | null;

  @InputField(termDay, '종료일. Last day; an earlier one ends it, and what a partner reads of it.', optional)
  endsOn?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '조사 결과. 찾아간 결과를 적습니다. What became of going to somebody of the list.',
})
export class RecordLineOutcomeInput {
  @InputField(() => ID, '조사 대상. Id of the line.')
  lineId!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @InputField(() => OutcomeType, '결과. What became of it; ABSENT counts as one try.')
  outcome!: string;

  @InputField(pastDay, '결과일. The day; today unless said otherwise.', optional)
  day?: string | null;

  @InputField(() => Boolean, '조사 여부. Whether the survey was filled in.', optional)
  surveyed?: boolean | null;

  @InputField(words(500), '비고. What whoever goes next should know.', optional)
  remark?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '접수로 잇기. 상담한 사람을 접수하여 가구와 사례로 잇습니다. Makes a report, and with it a household and a case, of somebody who was consulted.',
})
export class SelectLineInput {
  @InputField(() => ID, '조사 대상. Id of the line.')
  lineId!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @InputField(() => Boolean, '긴급 여부. Whether it is an emergency; not unless said.', optional)
  emergency?: boolean | null;

  @InputField(words(10_000), '경위. What was found there, in words.', optional)
  narrative?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '동일인 확인. 명단의 사람이 이미 아는 가구의 사람이라고 적습니다. Which household somebody of the list belongs to.',
})
export class ConfirmLineMatchInput {
  @InputField(() => ID, '조사 대상. Id of the line.')
  lineId!: string;

  @InputField(() => ID, '가구. Id of the household that was proposed.')
  householdId!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '동일인 기각. 명단의 사람이 그 가구의 사람이 아니며 왜 그런지 적습니다. Which household somebody of the list does not belong to, and why.',
})
export class DismissLineMatchInput {
  @InputField(() => ID, '조사 대상. Id of the line.')
  lineId!: string;

  @InputField(() => ID, '가구. Id of the household that was proposed.')
  householdId!: string;

  @InputField(() => DismissalType, '사유. Why they do not.')
  reason!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '홍보 활동. 한 홍보 활동을 적습니다. What was done so that people know where to turn to.',
})
export class RecordPromotionInput {
  @InputField(() => PromotionKindType, '유형. What kind.')
  kind!: string;

  @InputField(pastDay, '활동일. The day; today unless said otherwise.', optional)
  tookPlaceOn?: string | null;

  @InputField(
    () => Int,
    `건수. How many activities of this kind, 1 to ${mostActivities}; one unless said otherwise.`,
    optional,
  )
  activities?: number | null;

  @InputField(words(1000), '내용. What was done, in words.', optional)
  description?: string | null;

  @InputField(() => ID, '조사. The campaign that it belonged to, if any.', optional)
  campaignId?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}
