import { ID, InputType, Int } from 'type-graphql';
import { comingDay, comingInstant, pastDay, words } from '../access/bounds.js';
import type { DataClass, Purpose } from '../access/classes.js';
import { enumObject } from '../access/columns.js';
import { common, ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import { filterField, isAnyOf } from '../access/filters.js';
import { inherited } from '../access/grants.js';
import type { ReferralState } from '../access/referrals.js';
import type { Domain } from '../case/inputs.js';
import * as enums from '../database/tables/enums.js';
import { AmountScalar, KrwScalar } from '../scalars.js';
import { longestAnswerInWords, usualAnswerDays } from './limits.js';

// Registered as the modules load: enums must be known before the schema is built.
const DomainType = enumObject(enums.needDomain);
const ClassType = enumObject(enums.dataClass);
const PurposeType = enumObject(enums.purpose);
const ReasonType = enumObject(enums.declineReason);
const StateType = enumObject(enums.referralState);
const UnitType = enumObject(enums.serviceUnit);

const optional = { optional: true };

/** Whoever was given a referral was given what it is narrowed by. */
const OfReferral = filterField(inherited);

@InputType({
  description:
    '의뢰 조건. 주어진 조건을 모두 만족하는 것만 받습니다. Every condition that is given must hold.',
})
export class ReferralFilter {
  @OfReferral(
    () => [StateType],
    '상태. 이 상태 가운데 하나인 것만 받습니다. At any of these states.',
    isAnyOf('state', 'referral_state'),
  )
  states?: ReferralState[] | null;

  @OfReferral(
    () => [DomainType],
    '욕구 영역. Of any of these parts of life.',
    isAnyOf('domain', 'need_domain'),
  )
  domains?: Domain[] | null;
}

@InputType({
  description:
    '의뢰 작성. 누구에게 무엇을 부탁하고 가구의 무엇을 함께 보내는지 적습니다. What is asked of whom, and what of the household goes with it.',
})
export class DraftReferralInput {
  @InputField(() => ID, '가구. The household.')
  householdId!: string;

  @InputField(() => ID, '사례. The case that it belongs to.', optional)
  caseId?: string | null;

  @InputField(() => ID, '받는 기관. The organization that is asked.')
  recipientId!: string;

  @InputField(() => ID, '서비스. One of its services.', optional)
  serviceId?: string | null;

  @InputField(() => DomainType, '욕구 영역. The part of life; its class follows from it.')
  domain!: Domain;

  @InputField(
    () => [ClassType],
    '제공 항목. Classes that go with it; the fewest that will do, and only what the household consented to. None makes an inquiry that names nobody.',
  )
  classes!: DataClass[];

  @InputField(
    () => [ID],
    '대상. Members of whom they go; where none is named, rows of the household as a whole alone (SUMMARY, HOUSING, FINANCE, FAMILY).',
    optional,
  )
  memberIds?: string[] | null;

  @InputField(
    () => PurposeType,
    '목적. The purpose that was consented to; the request’s own (`Hamkke-Purpose`) unless said otherwise.',
    optional,
  )
  purpose?: Purpose | null;

  @InputField(
    comingInstant,
    `회신 기한. Until when an answer is awaited; ${usualAnswerDays} days from now unless said otherwise, ${longestAnswerInWords.english} at most.`,
    optional,
  )
  expiresAt?: string | null;

  @InputField(
    words(10_000),
    '전달 사항. What the recipient should know, in words; of the class of the domain.',
    optional,
  )
  message?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

/** What every step of a referral is given. */
export abstract class ReferralStepFields {
  referralId!: string;
  expectedVersion!: number;
  idempotencyKey?: string | null;
  message?: string | null;
}

const OfReferralStep = common({
  referralId: InputField(() => ID, '의뢰. Id of the referral.'),
  expectedVersion: ExpectedVersion,
  idempotencyKey: IdempotencyKey,
  message: InputField(
    words(10_000),
    '전달 사항. What the other side should know, in words; of the class of the domain.',
    optional,
  ),
} satisfies Record<keyof ReferralStepFields, PropertyDecorator>);

@OfReferralStep
@InputType({
  description:
    '의뢰 업무 입력. 전할 말만 있으면 되는 업무를 적습니다. A step that needs nothing but a message.',
})
export class ReferralStepInput extends ReferralStepFields {
  @InputField(
    () => KrwScalar,
    '제공 금액. What was given is worth, in won, when it is completed; refused of other steps. The sum of what was recorded in won unless said otherwise.',
    optional,
  )
  valueKrw?: number | null;
}

@OfReferralStep
@InputType({ description: '거절. 왜 의뢰를 거절하는지 적습니다. Why a referral is declined.' })
export class RejectReferralInput extends ReferralStepFields {
  @InputField(() => ReasonType, '거절 사유. The reason; OTHER needs words in `message`.')
  reason!: string;
}

@OfReferralStep
@InputType({
  description:
    '대기 등록. 의뢰가 대기 명단의 어디에 있는지 적습니다. Where a referral stands on the waiting list.',
})
export class WaitlistReferralInput extends ReferralStepFields {
  @InputField(() => Int, '대기 순번. Its place, from 1 on.', optional)
  position?: number | null;

  @InputField(comingDay, '대기 예상일. Day on which its turn is expected.', optional)
  until?: string | null;
}

/** What a record of the service says. */
abstract class ServiceFields {
  providedOn!: string;
  amount!: number;
  unit!: (typeof enums.serviceUnit.enumValues)[number];
  words?: string | null;
  idempotencyKey?: string | null;
}

const OfService = common({
  providedOn: InputField(pastDay, '제공일. The day on which it was given; not before the referral was sent.'),
  amount: InputField(() => AmountScalar, '수량. How much, in whole units.'),
  unit: InputField(() => UnitType, '단위. In what it is counted.'),
  words: InputField(
    words(2_000),
    '내용. What is to be said of it, in words; of the class of the referral.',
    optional,
  ),
  idempotencyKey: IdempotencyKey,
} satisfies Record<keyof ServiceFields, PropertyDecorator>);

@OfService
@InputType({ description: '제공 기록. 의뢰에 따라 제공한 것을 적습니다. What was given for a referral.' })
export class RecordServiceInput extends ServiceFields {
  @InputField(() => ID, '의뢰. Id of the referral, which the viewer’s organization gives now.')
  referralId!: string;
}

@OfService
@InputType({
  description:
    '제공 기록 정정. 제공 기록이 어떻게 되어야 하는지 전부 적습니다. How a record of what was given should read, as a whole.',
})
export class CorrectServiceRecordInput extends ServiceFields {
  @InputField(() => ID, '제공 기록. Id of the record.')
  serviceRecordId!: string;

  @ExpectedVersion
  expectedVersion!: number;
}

@InputType({
  description: '회신 링크. 어느 의뢰의 링크를 만드는지 적습니다. For which referral a link is made.',
})
export class IssueReferralLinkInput {
  @InputField(() => ID, '의뢰. Id of the referral, which waits for an answer.')
  referralId!: string;
}
