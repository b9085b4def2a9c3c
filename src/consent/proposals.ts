import { randomUUID } from 'node:crypto';
import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, ID, Info, InputType, Query, Resolver } from 'type-graphql';
import { birthDay, line, termDay } from '../access/bounds.js';
import { enumObject } from '../access/columns.js';
import { ExpectedVersion, IdempotencyKey } from '../access/commonFields.js';
import { AllowedTo, InputField } from '../access/decorators.js';
import { consentReceivers, consentRecorders } from '../access/duties.js';
import { duty } from '../access/grants.js';
import type { Context } from '../context.js';
import type { FunctionRow } from '../database/functionReads.js';
import { idOf } from '../database/planner/identifiers.js';
import type { Page as Answered } from '../database/planner/page.js';
import { totalAsked } from '../database/planner/selection.js';
import * as enums from '../database/tables/enums.js';
import { functionField, mutation, mutations, payload, valueField } from '../mutation.js';
import { Page } from '../page.js';
import { required } from '../text/required.js';
import { maybe, ofConsent, once, type RowKey, type Written } from './commands.js';
import { consentPayload } from './mutations.js';
import { ConsentProposalReceipt, ProposalConnection, ReceiptConnection } from './proposalTypes.js';

// Registered as the modules load: enums must be known before the schema is built.
const DismissalType = enumObject(enums.consentDismissal);
const PurposeType = enumObject(enums.purpose);
const DataClassType = enumObject(enums.dataClass);
const MethodType = enumObject(enums.consentMethod);
const NoticeType = enumObject(enums.consentNotice);

const optional = { optional: true };

/** Whose names a list of proposals told, a line of the log for each household; one line where it told of nobody. */
function namedIn(rows: FunctionRow[]) {
  const shown = new Map<string, Record<string, 'IDENTITY'[]>>();
  for (const { $t } of rows)
    for (const [household, member] of $t as [string, string][])
      shown.set(household, { ...shown.get(household), [member]: ['IDENTITY'] });
  if (shown.size === 0) return [{}];
  return [...shown].map(([householdId, each]) => ({
    householdId,
    shown: each,
    bases: ['CONTROLLER' as const],
  }));
}

@Resolver()
export class ConsentProposalResolver {
  @AllowedTo(duty(...consentReceivers))
  @Query(() => ReceiptConnection, {
    nullable: true,
    description:
      '우리 기관의 동의 제안. 우리 창구에서 받은 동의와 그 상태를 최근 것부터 보여 줍니다. Consents that were signed at the viewer’s desk and how each stands, newest first.',
  })
  ownConsentProposals(
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    return pageOf(context, info, 'own_consent_proposals_page', page, () => [{}]);
  }

  @AllowedTo(duty(...consentRecorders))
  @Query(() => ProposalConnection, {
    nullable: true,
    description:
      '확인할 동의 제안. 확인할 수 있는 동의 제안을 기한이 먼저 끝나는 순으로 보여 줍니다. Proposals of consents that the viewer can confirm, the one that lapses first at the top: those that match somebody whose consents the viewer writes down.',
  })
  consentProposals(
    @Args(() => Page) page: Page,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Answered | null> {
    return pageOf(context, info, 'consent_proposals_page', page, namedIn);
  }
}

const pageOf = (
  context: Context,
  info: GraphQLResolveInfo,
  name: 'own_consent_proposals_page' | 'consent_proposals_page',
  page: Page,
  entries: (rows: FunctionRow[]) => object[],
) =>
  context.reads.functions.page(
    context,
    info,
    { name, given: [], parts: 2, count: totalAsked(info), first: page.first, after: page.after },
    entries,
  );

@InputType({
  description:
    '동의 제안. 우리 기관의 창구에서 받은 동의를 적습니다. A consent that somebody signed at the desk of the viewer’s organization.',
})
class ProposeConsentInput {
  @InputField(line(100), '이름. The name that the person gave.')
  name!: string;

  @InputField(birthDay, '생년월일. The birth date that the person gave.')
  birthDate!: string;

  @InputField(() => ID, '근거 협약. The organization’s own agreement that it rests on.')
  agreementId!: string;

  @InputField(() => PurposeType, '목적. For what.')
  purpose!: string;

  @InputField(() => [DataClassType], '항목. Which classes; SAFE_LOCATION and INVESTIGATION never.')
  classes!: string[];

  @InputField(termDay, '시작일. First day; where it is confirmed later, that day.')
  validFrom!: string;

  @InputField(termDay, '종료일. Last day.')
  validUntil!: string;

  @InputField(() => MethodType, '동의 방법. How it was given.')
  method!: string;

  @InputField(() => [NoticeType], '고지 사항. What the person was told before; refused unless all five were.')
  notices!: string[];

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({ description: '동의 제안 확인. 제안이 누구의 동의인지 적습니다. Whose consent a proposal is.' })
class ConfirmConsentInput {
  @InputField(() => ID, '동의 제안. Id of the proposal.')
  proposalId!: string;

  @InputField(() => ID, '정보주체. Member whose data it opens: one of those whom it matches.')
  memberId!: string;

  @InputField(
    () => ID,
    '동의한 사람. Who gave it, where that was not the member: the guardian of a child.',
    optional,
  )
  givenById?: string | null;

  @InputField(
    () => Boolean,
    '가구 단위 포함. Whether it also opens rows of the household as a whole: the head’s.',
  )
  householdWide!: boolean;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description: '동의 제안 반려. 어느 제안을 왜 반려하는지 적습니다. Which proposal is dismissed, and why.',
})
class DismissConsentProposalInput {
  @InputField(() => ID, '동의 제안. Id of the proposal.')
  proposalId!: string;

  @InputField(() => DismissalType, '사유. Why; the partner is not told.')
  reason!: string;

  @ExpectedVersion
  expectedVersion!: number;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

@InputType({
  description:
    '동의 제안 철회. 우리 기관의 어느 제안을 거두는지 적습니다. Which of the organization’s own proposals is taken back.',
})
class WithdrawConsentProposalInput {
  @InputField(() => ID, '동의 제안. Number of the receipt.')
  proposalId!: string;

  @IdempotencyKey
  idempotencyKey?: string | null;
}

const receiptPayload = payload<RowKey>(
  'ConsentProposalPayload',
  '동의 제안 결과. 동의를 제안한 결과를 돌려줍니다. What a proposal answered.',
  {
    proposal: functionField(
      () => ConsentProposalReceipt,
      'own_consent_proposal',
      '접수증. The receipt, the same whether or not anybody is known.',
    ),
  },
);
const dismissalPayload = payload(
  'DismissConsentProposalPayload',
  '반려 결과. 동의 제안을 반려한 결과를 돌려줍니다. What dismissing answered.',
  {
    proposalId: valueField(() => ID, '동의 제안. Id of the proposal.'),
  },
);

function proposeConsent(context: Context, input: ProposeConsentInput, name: string): Promise<RowKey> {
  const { district, id: agreement } = idOf('Agreement', input.agreementId);
  const id = randomUUID();
  const proposal = {
    district_id: district,
    id,
    agreement_id: agreement,
    name: required(input.name, 'input.name'),
    birth_date: input.birthDate,
    purpose: input.purpose,
    classes: once(input.classes),
    valid_from: input.validFrom,
    valid_until: input.validUntil,
    method: input.method,
    notices: once(input.notices),
  };
  return context.commands.run(context, { name, about: { district: district! }, input }, async ({ sql }) => {
    await sql`select hamkke.propose_consent(${sql.json(proposal as never)})`;
    return { district: district!, id };
  });
}

function withdrawProposal(context: Context, input: WithdrawConsentProposalInput, name: string) {
  const { district, id } = idOf('ConsentProposal', input.proposalId);
  return context.commands.run(context, { name, about: { district: district! }, input }, async ({ sql }) => {
    await sql`select hamkke.withdraw_consent_proposal(${district}, ${id})`;
    return { district: district!, id };
  });
}

function confirmConsent(context: Context, input: ConfirmConsentInput, name: string): Promise<RowKey> {
  const { district, id: proposal } = idOf('ConsentProposal', input.proposalId);
  const member = maybe(input.memberId, district!)!;
  const id = randomUUID();
  const consent = {
    district_id: district,
    id,
    step_id: randomUUID(),
    proposal_id: proposal,
    member_id: member,
    given_by_id: maybe(input.givenById, district!) ?? member,
    household_wide: input.householdWide,
    expected_version: input.expectedVersion,
  };
  return context.commands.run(
    context,
    { name, about: { district: district! }, input },
    async ({ sql, recorded }) => {
      const [row] = await sql`select hamkke.confirm_consent(${sql.json(consent as never)}) as given`;
      const { household, sheltered } = row!.given as Written;
      recorded(household, { [member]: ofConsent(sheltered) });
      return { district: district!, id };
    },
  );
}

function dismissProposal(context: Context, input: DismissConsentProposalInput, name: string) {
  const { district, id } = idOf('ConsentProposal', input.proposalId);
  return context.commands.run(
    context,
    { name, about: { district: district! }, input },
    async ({ sql, recorded }) => {
      const [row] = await sql`
        select hamkke.dismiss_consent_proposal(${district}, ${id}, ${input.expectedVersion}, ${input.reason}) as households`;
      for (const household of row!.households as string[]) recorded(household, { [household]: [] });
      return { proposalId: input.proposalId };
    },
  );
}

/** Consents that are signed where the district does not sit. */
export const ConsentProposalMutations = mutations({
  proposeConsent: mutation({
    grant: duty(...consentReceivers),
    description:
      '동의 제안. 창구에서 받은 동의를 본인이 밝힌 이름과 생년월일로 보냅니다. 접수증을 받고, 지자체가 확인하기 전에는 아무것도 열리지 않습니다. Hands in a consent that somebody signed at the desk, by the name and birth date that they gave: the answer is a receipt, and nothing is opened before the district confirms it.',
    input: ProposeConsentInput,
    answers: receiptPayload,
    run: proposeConsent,
  }),
  withdrawConsentProposal: mutation({
    grant: duty(...consentReceivers),
    description:
      '동의 제안 철회. 아직 동의가 되지 않은 우리 기관의 제안을 거둡니다. Takes back a proposal of the viewer’s organization that is no consent yet: the person thinks better of it, or it was written down wrongly. A consent is withdrawn by `withdrawConsent`.',
    input: WithdrawConsentProposalInput,
    answers: receiptPayload,
    run: withdrawProposal,
  }),
  confirmConsent: mutation({
    grant: duty(...consentRecorders),
    description:
      '동의 제안 확인. 제안이 어느 가구원의 동의인지 확인합니다. 오늘 받은 동의와 똑같이 따져서 동의가 됩니다. Confirms that a proposal is the consent of a member: it becomes that consent, judged as one that is given today.',
    input: ConfirmConsentInput,
    answers: consentPayload,
    run: confirmConsent,
  }),
  dismissConsentProposal: mutation({
    grant: duty(...consentRecorders),
    description:
      '동의 제안 반려. 누구의 동의도 아닌 제안을 반려합니다. Dismisses a proposal that is nobody’s consent.',
    input: DismissConsentProposalInput,
    answers: dismissalPayload,
    run: dismissProposal,
  }),
});
