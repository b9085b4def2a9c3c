import { randomUUID } from 'node:crypto';
import { newOrganizationSaid } from '../catalogue/editing/commands.js';
import { notFound } from '../commonFaults.js';
import type { Context } from '../context.js';
import { versionConflict } from '../database/commands.js';
import { idOf } from '../database/planner/identifiers.js';
import { errorOf } from '../faults.js';
import { required } from '../text/required.js';
import { agreementFaults } from './faults.js';
import type * as inputs from './inputs.js';
import { usualNoticeDays } from './limits.js';

export type RowKey = { district: string; id: string };

// What may be agreed on, and by whom, is decided by the database (agreement.sql).

const once = (values: readonly string[]) => [...new Set(values)];

/** Records an agreement of the viewer’s district with an organization; its key. */
export function concludeAgreement(context: Context, input: inputs.ConcludeAgreementInput): Promise<RowKey> {
  const district = context.viewer!.districtId;
  const id = randomUUID();
  const { organizationId, newOrganization } = input;
  const agreement = {
    id,
    step_id: randomUUID(),
    organization_id: organizationId ? idOf('Organization', organizationId).id : null,
    new_organization: newOrganization ? newOrganizationSaid(newOrganization, 'input.newOrganization') : null,
    title: required(input.title, 'input.title'),
    valid_from: input.validFrom,
    valid_until: input.validUntil,
    auto_renews: input.autoRenews ?? false,
    notice_days: input.noticeDays ?? usualNoticeDays,
    purposes: once(input.purposes),
    classes: once(input.classes),
  };
  const command = { name: 'concludeAgreement', about: { district }, input };
  return context.commands.run(context, command, async ({ sql }) => {
    await sql`select hamkke.conclude_agreement(${sql.json(agreement as never)})`;
    return { district, id };
  });
}

/** Changes what an agreement says, from the version that was read. */
export const amendAgreement = (context: Context, input: inputs.AmendAgreementInput) =>
  change(context, 'amendAgreement', 'AMENDED', input, {
    title: input.title ? required(input.title, 'input.title') : null,
    valid_until: input.validUntil ?? null,
    auto_renews: input.autoRenews ?? null,
    notice_days: input.noticeDays ?? null,
    purposes: input.purposes ? once(input.purposes) : null,
    classes: input.classes ? once(input.classes) : null,
  });

/** Records that one side does not renew an agreement. */
export const giveAgreementNotice = (context: Context, input: inputs.GiveAgreementNoticeInput) =>
  change(context, 'giveAgreementNotice', 'NOTICE_GIVEN', input, {});

/** Takes a notice back, by the side that gave it. */
export const withdrawAgreementNotice = (context: Context, input: inputs.WithdrawAgreementNoticeInput) =>
  change(context, 'withdrawAgreementNotice', 'NOTICE_WITHDRAWN', input, {});

/** Ends an agreement, and with it what rests on it. */
export function endAgreement(context: Context, input: inputs.EndAgreementInput) {
  if (input.atOnce && input.lastDay) throw errorOf(agreementFaults.LAST_DAY_BESIDE_AT_ONCE);
  return change(context, 'endAgreement', 'ENDED', input, {
    last_day: input.lastDay ?? null,
    at_once: input.atOnce ?? false,
  });
}

function change(
  context: Context,
  name: string,
  step: string,
  input: inputs.AgreementChange,
  changes: Record<string, unknown>,
): Promise<RowKey> {
  const { district, id } = idOf('Agreement', input.agreementId);
  // An id without a district is of nothing that a district owns.
  if (district === null) throw notFound('협약');
  const asked = {
    district_id: district,
    id,
    step_id: randomUUID(),
    step,
    expected_version: input.expectedVersion,
    reason: input.reason ? required(input.reason, 'input.reason') : null,
    ...changes,
  };
  return context.commands.run(context, { name, about: { district }, input }, async ({ sql }) => {
    const [row] = await sql`select hamkke.change_agreement(${sql.json(asked as never)}) as version`;
    if (row!.version !== null) throw versionConflict(row!.version as number);
    return { district, id };
  });
}
