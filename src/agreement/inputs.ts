import { ID, InputType, Int } from 'type-graphql';
import { comingDay, termDay, words } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { common, ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { InputField } from '../access/decorators.js';
import { type NewOrganization, NewOrganizationInput } from '../catalogue/editing/inputs.js';
import * as enums from '../database/tables/enums.js';
import { usualNoticeDays } from './limits.js';
import { agreementTitle } from './texts.js';

// Registered as the modules load: enums must be known before the schema is built.
const PurposeType = enumObject(enums.purpose);
const ClassType = enumObject(enums.dataClass);
const optional = { optional: true };

const classes = '최대 공유 항목. The most classes that may ever be shared under it; never INVESTIGATION.';
const noticeDays = `통지 기간. Days before the end of a term until which either side may keep it from renewing; ${usualNoticeDays} unless said otherwise.`;

@InputType({
  description:
    '협약 체결. 시·군·구와 기관이 약속한 것을 적습니다. What the viewer’s district and an organization agreed on.',
})
export class ConcludeAgreementInput {
  @InputField(
    () => ID,
    '협약 기관. The organization, one of the public catalogue; or a new one in its place.',
    optional,
  )
  organizationId?: string | null;

  @InputField(
    () => NewOrganizationInput,
    '새 협약 기관. One that the catalogue does not have yet: it is entered in the same step, and nobody has verified it.',
    optional,
  )
  newOrganization?: NewOrganization | null;

  @InputField(agreementTitle, '협약명. Title.')
  title!: string;

  @InputField(termDay, '시작일. First day.')
  validFrom!: string;

  @InputField(termDay, '종료일. Last day of the first term.')
  validUntil!: string;

  @InputField(
    () => Boolean,
    '자동 연장. Whether it renews by itself, each time for as long as the first term; not unless said.',
    optional,
  )
  autoRenews?: boolean | null;

  @InputField(() => Int, noticeDays, optional)
  noticeDays?: number | null;

  @InputField(() => [PurposeType], '목적. Purposes that it covers.')
  purposes!: string[];

  @InputField(() => [ClassType], classes)
  classes!: string[];

  @IdempotencyKey
  idempotencyKey?: string | null;
}

/** What every change of an agreement is given. */
export abstract class AgreementChange {
  agreementId!: string;
  expectedVersion!: number;
  reason?: string | null;
  idempotencyKey?: string | null;
}

const OfAgreement = common({
  agreementId: InputField(() => ID, '협약. Id of the agreement.'),
  expectedVersion: ExpectedVersion,
  reason: InputField(words(1000), '사유. Why, in words; both sides read it.', optional),
  idempotencyKey: IdempotencyKey,
} satisfies Record<keyof AgreementChange, PropertyDecorator>);

@OfAgreement
@InputType({
  description:
    '협약 변경. 앞으로의 내용을 적으며, 적지 않은 것은 그대로 둡니다. What it shall say from now on; what is left out stays.',
})
export class AmendAgreementInput extends AgreementChange {
  @InputField(agreementTitle, '협약명. Title.', optional)
  title?: string | null;

  @InputField(termDay, '종료일. Last day of the term.', optional)
  validUntil?: string | null;

  @InputField(() => Boolean, '자동 연장. Whether it renews by itself.', optional)
  autoRenews?: boolean | null;

  @InputField(() => Int, noticeDays, optional)
  noticeDays?: number | null;

  @InputField(
    () => [PurposeType],
    '목적. Purposes; what rested on one that goes is closed on the next request.',
    optional,
  )
  purposes?: string[] | null;

  @InputField(() => [ClassType], classes, optional)
  classes?: string[] | null;
}

@OfAgreement
@InputType({
  description:
    '종료 통지. 연장하지 않겠다고 적습니다. 늦었으면 다음 기간의 끝까지 갑니다. That it shall not renew: its last day is that of this term, or of the next where it is too late.',
})
export class GiveAgreementNoticeInput extends AgreementChange {}

@OfAgreement
@InputType({
  description:
    '통지 철회. 통지한 쪽이 다시 연장하겠다고 적습니다. That it shall renew after all, said by the side that gave notice.',
})
export class WithdrawAgreementNoticeInput extends AgreementChange {}

@OfAgreement
@InputType({
  description: '협약 해지. 협약을 기간이 차기 전에 끝낸다는 것을 적습니다. That it ends before its term.',
})
export class EndAgreementInput extends AgreementChange {
  @InputField(
    comingDay,
    '마지막 날. Access ends at midnight in Seoul after this day; today unless said otherwise.',
    optional,
  )
  lastDay?: string | null;

  @InputField(() => Boolean, '즉시. Whether access ends with the next request instead.', optional)
  atOnce?: boolean | null;
}
