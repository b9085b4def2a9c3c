import { ID, InputType } from 'type-graphql';
import { line, pastDay, words } from '../access/bounds.js';
import type { DataClass, Purpose } from '../access/classes.js';
import { enumObject } from '../access/columns.js';
import { ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import type { Domain } from '../case/inputs.js';
import * as enums from '../database/tables/enums.js';
import { mostQuestions } from './limits.js';

// Registered as the modules load: enums must be known before the schema is built.
const DomainType = enumObject(enums.needDomain);
const ClassType = enumObject(enums.dataClass);
const PurposeType = enumObject(enums.purpose);

const optional = { optional: true };

@InputType({
  description:
    '상담 질문. 가족이 가져온 질문 하나와, 다른 기관에 물을 때는 어디에 의뢰할지 적습니다. One question that a family brought and, where another organization is asked, which one.',
})
export class ConsultationQuestionInput {
  @InputField(() => DomainType, '욕구 영역. The part of life; its class follows from it.')
  domain!: Domain;

  @InputField(words(2_000), '질문. What they ask, in words; the organization that is asked never reads it.')
  words!: string;

  @InputField(
    () => [ID],
    '대상. Members whom it is about; where none is named, the household as a whole.',
    optional,
  )
  memberIds?: string[] | null;

  @InputField(
    () => ID,
    '받는 기관. The organization that is asked: a referral to it is drafted and not sent yet. None where somebody at the table answers.',
    optional,
  )
  recipientId?: string | null;

  @InputField(() => ID, '서비스. One of the recipient’s services.', optional)
  serviceId?: string | null;

  @InputField(
    () => [ClassType],
    '제공 항목. Classes that go with the referral; unless said otherwise that of the domain and, where members are named, IDENTITY and CONTACT.',
    optional,
  )
  classes?: DataClass[] | null;

  @InputField(
    words(10_000),
    '전달 사항. What the recipient should know, in words; of the class of the domain.',
    optional,
  )
  message?: string | null;
}

const purposeWords =
  '목적. The purpose of the referrals that was consented to; the request’s own (`Hamkke-Purpose`) unless said otherwise.';

@InputType({
  description: '원스톱 상담 시작. 한자리에서 무엇을 물었는지 적습니다. What a family asked at one place.',
})
export class OpenConsultationInput {
  @InputField(() => ID, '가구. The household.')
  householdId!: string;

  @InputField(() => ID, '사례. The case that it belongs to.', optional)
  caseId?: string | null;

  @InputField(pastDay, '상담일. Day on which it was held; today unless said otherwise.', optional)
  heldOn?: string | null;

  @InputField(line(100), '장소. Where it was held.', optional)
  place?: string | null;

  @InputField(
    () => [ConsultationQuestionInput],
    `질문. What the family asked, from 1 to ${mostQuestions} questions.`,
  )
  questions!: ConsultationQuestionInput[];

  @InputField(() => PurposeType, purposeWords, optional)
  purpose?: Purpose | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '질문 추가. 열린 상담에 질문을 더합니다. One more question of a consultation that is open.',
})
export class AddConsultationQuestionInput {
  @InputField(() => ID, '상담. Which consultation.')
  consultationId!: string;

  @InputField(() => ConsultationQuestionInput, '질문. What the family asks.')
  question!: ConsultationQuestionInput;

  @InputField(() => PurposeType, purposeWords, optional)
  purpose?: Purpose | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({ description: '상담 업무. 어느 상담인지 적습니다. Which consultation, as it was read.' })
export class ConsultationStepInput {
  @InputField(() => ID, '상담. Which consultation.')
  consultationId!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({ description: '상담 답변. 질문에 무엇이라 답했는지 적습니다. What came of a question.' })
export class AnswerConsultationQuestionInput {
  @InputField(() => ID, '질문. Which question.')
  questionId!: string;

  @InputField(words(10_000), '답. What came of it, in words; of the class of the question.')
  answer!: string;

  @InputField(
    () => ID,
    '답한 기관. The organization whose staff answered at the table; none where the specialist did.',
    optional,
  )
  answererId?: string | null;

  @InputField(pastDay, '답한 날. The day; today unless said otherwise.', optional)
  answeredOn?: string | null;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}
