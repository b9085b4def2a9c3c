import { ID, InputType, Int } from 'type-graphql';
import { line, pastDay, several, visitDay, words } from '../access/bounds.js';
import { type DataClass, type Purpose, proposalClasses } from '../access/classes.js';
import { enumObject } from '../access/columns.js';
import { ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import * as enums from '../database/tables/enums.js';
import type { FormKey } from './forms/definitions.js';
import type { Tier } from './forms/score.js';

// Registered as the modules load: enums must be known before the schema is built.
const ClassType = enumObject(enums.dataClass);
const FormType = enumObject(enums.screeningForm);
const KindType = enumObject(enums.universalVisitKind);
const AnswerType = enumObject(enums.visitAnswer);
const PlaceType = enumObject(enums.contactPlace);
const PurposeType = enumObject(enums.purpose);
const TierType = enumObject(enums.visitTier);

const optional = { optional: true };

@InputType({
  description: '보편방문 제안. 누구에게 왜 방문을 제안했는지 적습니다. To whom a visit was offered, and why.',
})
export class OfferUniversalVisitInput {
  @InputField(() => ID, '가구원. Who turns sixty-five, or was born.')
  memberId!: string;

  @InputField(() => KindType, '유형. Why it is offered.')
  kind!: (typeof enums.universalVisitKind.enumValues)[number];

  @InputField(pastDay, '제안일. Day on which it was offered; today unless said otherwise.', optional)
  offeredOn?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '보편방문 응답. 제안하거나 찾아간 결과를 적습니다. What came of an offer, or of a try to make the visit.',
})
export class AnswerUniversalVisitInput {
  @InputField(() => ID, '보편방문. Id of the visit that was offered.')
  universalVisitId!: string;

  @InputField(() => AnswerType, '응답. What came of it.')
  answer!: (typeof enums.visitAnswer.enumValues)[number];

  @InputField(
    pastDay,
    '응답일. Day of the answer, the try or the visit; today unless said otherwise.',
    optional,
  )
  answeredOn?: string | null;

  @InputField(visitDay, '방문 예정일. Day that was agreed; AGREED needs it.', optional)
  agreedFor?: string | null;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '검사. 검사 도구에 답한 것을 적습니다. What was answered to a form, or measured.',
})
export class ScreeningInput {
  @InputField(() => FormType, '검사 도구. Which form.')
  form!: FormKey;

  @InputField(() => Int, '판. Which version of it, see `screeningForms`.')
  version!: number;

  @InputField(() => [Int], '답. One for each item, in their order; each in the range of its item.')
  answers!: number[];
}

@InputType({
  description: '검사 기록. 누구를 언제 검사했는지 적습니다. Who was screened, when, and what they answered.',
})
export class RecordScreeningInput {
  @InputField(() => ID, '가구원. Who was screened.')
  memberId!: string;

  @InputField(() => ScreeningInput, '검사. What was answered or measured.')
  screening!: ScreeningInput;

  @InputField(pastDay, '검사일. The day; today unless said otherwise.', optional)
  takenOn?: string | null;

  @InputField(() => ID, '방문. The visit at which it was taken.', optional)
  visitId?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '건강 방문 기록. 찾아가서 살피고 권한 것을 적습니다. What was seen and offered at a visit to a member.',
})
export class RecordHealthVisitInput {
  @InputField(() => ID, '가구원. Who was visited.')
  memberId!: string;

  @InputField(pastDay, '방문일. The day.')
  visitedOn!: string;

  @InputField(() => PlaceType, '장소. Where it took place; HOME unless said otherwise.', optional)
  place?: (typeof enums.contactPlace.enumValues)[number] | null;

  @InputField(words(10_000), '소견. What was found, in words; of the class HEALTH.', optional)
  findings?: string | null;

  @InputField(several(line(100)), '받기로 한 것. What was offered and they took.', optional)
  accepted?: string[] | null;

  @InputField(several(line(100)), '사양한 것. What was offered and they did not want.', optional)
  declined?: string[] | null;

  @InputField(() => [ScreeningInput], '검사. Screenings that were made there.', optional)
  screenings?: ScreeningInput[] | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '방문 주기 군 변경. 방문 주기를 왜 바꾸는지 적습니다. How often somebody is visited, and why.',
})
export class ChangeTierInput {
  @InputField(() => ID, '가구원. Who is visited.')
  memberId!: string;

  @InputField(() => TierType, '방문 주기 군. How often.')
  tier!: Tier;

  @InputField(words(2_000), '까닭. Why, in words.')
  reason!: string;

  @InputField(
    () => Boolean,
    '정신건강 여부. Whether it is because of their mental health, and so MENTAL_HEALTH; HEALTH unless said otherwise.',
    optional,
  )
  forMentalHealth?: boolean | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '의뢰 제안 확정. 어느 기관에 무엇을 함께 보낼지 적습니다. To whom the referral goes, and what with it.',
})
export class ConfirmReferralProposalInput {
  @InputField(() => ID, '의뢰 제안. Which proposal.')
  referralProposalId!: string;

  @InputField(() => ID, '받는 기관. An organization of one of the kinds that were proposed.')
  recipientId!: string;

  @InputField(() => ID, '서비스. One of its services.', optional)
  serviceId?: string | null;

  @InputField(
    () => [ClassType],
    `제공 항목. Classes that go with it; ${proposalClasses.join(', ')} unless said otherwise.`,
    optional,
  )
  classes?: DataClass[] | null;

  @InputField(
    () => PurposeType,
    '목적. The purpose that was consented to; the request’s own (`Hamkke-Purpose`) unless said otherwise.',
    optional,
  )
  purpose?: Purpose | null;

  @InputField(words(10_000), '전달 사항. What the recipient should know, in words.', optional)
  message?: string | null;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '의뢰 제안 기각. 왜 의뢰하지 않는지 적습니다. Why nobody is referred.',
})
export class DismissReferralProposalInput {
  @InputField(() => ID, '의뢰 제안. Which proposal.')
  referralProposalId!: string;

  @InputField(words(2_000), '까닭. Why, in words.')
  reason!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}
