import { ID, InputType } from 'type-graphql';
import { termDay, words } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { common, ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import * as enums from '../database/tables/enums.js';
import { consentLimits } from './limits.js';

// Registered as the modules load: enums must be known before the schema is built.
const PurposeType = enumObject(enums.purpose);
const DataClassType = enumObject(enums.dataClass);
const MethodType = enumObject(enums.consentMethod);
const NoticeType = enumObject(enums.consentNotice);
const GuardianshipKindType = enumObject(enums.guardianshipKind);

const optional = { optional: true };
const { consentAge, hidingDays, longestConsentDays } = consentLimits;
const asker = `요청자. Who asks: the member, or the guardian of a child under ${consentAge}; without anybody the district’s legal basis stands in, as recorded with \`recordGuardianship\`.`;
const notices =
  '고지 사항. What they were told before; refused unless all five were: recipient, purpose, items, retention, the right to refuse.';

@InputType({
  description:
    '동의. 정해진 한 기관에 한 동의를 그대로 적습니다. A consent as it was given, to one named organization.',
})
export class GiveConsentInput {
  @InputField(() => ID, '정보주체. Member whose data it opens.')
  memberId!: string;

  @InputField(() => ID, asker, optional)
  givenById?: string | null;

  @InputField(
    () => ID,
    '받는 기관. The one organization that it is given to; it must be that of the agreement.',
  )
  organizationId!: string;

  @InputField(
    () => ID,
    '근거 협약. Agreement that it rests on: in force, for this purpose, with every class. A shelter tells its own to those who were told where the member is.',
  )
  agreementId!: string;

  @InputField(() => PurposeType, '목적. For what.')
  purpose!: string;

  @InputField(
    () => [DataClassType],
    '항목. Which classes; INVESTIGATION never, SAFE_LOCATION only by itself.',
  )
  classes!: string[];

  @InputField(
    () => Boolean,
    '가구 단위 포함. Whether it also opens rows of the household as a whole: the head’s.',
  )
  householdWide!: boolean;

  @InputField(termDay, '시작일. First day.')
  validFrom!: string;

  @InputField(
    termDay,
    `종료일. Last day: at most ${longestConsentDays} days on unless the district says otherwise, ${hidingDays} for SAFE_LOCATION.`,
  )
  validUntil!: string;

  @InputField(() => MethodType, '동의 방법. How it was given.')
  method!: string;

  @InputField(() => [NoticeType], notices)
  notices!: string[];

  @IdempotencyKey
  idempotencyKey?: string | null;
}

/** What every change of a consent is given. */
export abstract class ConsentChange {
  consentId!: string;
  expectedVersion!: number;
  askedById?: string | null;
  method!: string;
  idempotencyKey?: string | null;
}

const OfConsent = common({
  consentId: InputField(() => ID, '동의. Id of the consent.'),
  expectedVersion: ExpectedVersion,
  askedById: InputField(() => ID, asker, optional),
  method: InputField(() => MethodType, '동의·요청 방법. How it was given anew or asked for.'),
  idempotencyKey: IdempotencyKey,
} satisfies Record<keyof ConsentChange, PropertyDecorator>);

@OfConsent
@InputType({
  description:
    '동의 축소. 동의에서 무엇을 줄이는지 적으며, 적지 않은 것은 그대로 둡니다. What is taken back of a consent; what is not given stays.',
})
export class NarrowConsentInput extends ConsentChange {
  @InputField(() => [DataClassType], '항목. The classes that remain.', optional)
  classes?: string[] | null;

  @InputField(() => Boolean, '가구 단위 포함. False to close the rows of the household as a whole.', optional)
  householdWide?: boolean | null;

  @InputField(termDay, '종료일. An earlier last day, today at the earliest.', optional)
  validUntil?: string | null;
}

@OfConsent
@InputType({
  description: '동의 연장. 다시 더 오래 하는 동의를 적습니다. A consent that is given anew, for longer.',
})
export class ExtendConsentInput extends ConsentChange {
  @InputField(termDay, '종료일. A later last day, within the longest time counted from today.')
  validUntil!: string;

  @InputField(() => [NoticeType], notices)
  notices!: string[];
}

@OfConsent
@InputType({
  description: '동의 철회. 전부 철회하는 동의를 적습니다. A consent that is withdrawn as a whole.',
})
export class WithdrawConsentInput extends ConsentChange {}

@InputType({ description: '후견 기록. 누가 아이를 대신하는지 적습니다. Who speaks for a child.' })
export class RecordGuardianshipInput {
  @InputField(() => ID, '아동. The child.')
  memberId!: string;

  @InputField(() => ID, '보호자. An adult of the household; nobody where the district stands in.', optional)
  guardianId?: string | null;

  @InputField(() => GuardianshipKindType, '유형. By what right.')
  kind!: string;

  @InputField(words(1000), '법적 근거. The law in words; needed where the district stands in.', optional)
  legalBasis?: string | null;

  @InputField(termDay, '시작일. First day.')
  from!: string;

  @InputField(termDay, '종료일. Last day, where there is one.', optional)
  until?: string | null;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '후견 종료. 언제까지 아이를 대신하는지 적습니다. When somebody ceases to speak for a child.',
})
export class EndGuardianshipInput {
  @InputField(() => ID, '후견. Id of the guardianship.')
  guardianshipId!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @InputField(termDay, '종료일. Last day; consents given until then stand.')
  until!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}
