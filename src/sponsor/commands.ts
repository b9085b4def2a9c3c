import { randomUUID } from 'node:crypto';
import type { DataClass } from '../access/classes.js';
import { commonFaults, notFound } from '../commonFaults.js';
import type { Context } from '../context.js';
import type { Command } from '../database/commands.js';
import { type GlobalId, idOf } from '../database/planner/identifiers.js';
import { errorOf } from '../faults.js';
import { required } from '../text/required.js';
import { sponsorFaults } from './faults.js';
import type * as inputs from './inputs.js';

export type RowKey = { district: string; id: string };

/** Functions of the database that enter what concerns no household: each decides by itself whose it is. */
const entering = {
  registerSponsor: 'register_sponsor',
  changeSponsor: 'change_sponsor',
  recordPledge: 'record_pledge',
  recordReceipt: 'enter_of_pledge',
  refundPledge: 'enter_of_pledge',
  cancelPledge: 'enter_of_pledge',
  openBudgetLine: 'open_budget_line',
  adjustBudgetLine: 'adjust_budget_line',
} as const;

type Keyed = { idempotencyKey: string };

/** Enters something of the viewer's own district, and answers the row that it is about. */
function enter(
  context: Context,
  name: keyof typeof entering,
  input: Keyed,
  row: RowKey,
  given: Record<string, unknown>,
): Promise<RowKey> {
  const about = { district: context.viewer!.districtId };
  return context.commands.run(context, { name, about, input }, async ({ sql }) => {
    const values = sql.json({ ...given, idempotency_key: input.idempotencyKey } as never);
    await sql`select ${sql(`hamkke.${entering[name]}`)}(${values})`;
    return row;
  });
}

/** Registers a sponsor; its key. */
export function registerSponsor(context: Context, input: inputs.RegisterSponsorInput): Promise<RowKey> {
  const name = optionalText(input.publicName, 'input.publicName');
  // A citizen is anonymous unless they chose otherwise (docs/domain.md, section 6).
  if (input.kind === 'CITIZEN' && name !== null && !input.choseToBeNamed)
    throw errorOf(sponsorFaults.CITIZEN_NOT_TO_BE_NAMED);
  const id = randomUUID();
  return enter(context, 'registerSponsor', input, own(context, id), {
    id,
    kind: input.kind,
    public_name: name,
    organization_id: input.organizationId ? idOf('Organization', input.organizationId).id : null,
  });
}

/** Changes what is said of a sponsor, or closes it; its key. */
export function changeSponsor(context: Context, input: inputs.ChangeSponsorInput): Promise<RowKey> {
  const { id } = idOf('Sponsor', input.sponsorId);
  const { kind, publicName, closedOn } = input;
  if (kind === null) throw errorOf(commonFaults.FIELD_NOT_REMOVABLE, {}, 'input.kind');
  if (kind === undefined && publicName === undefined && closedOn === undefined)
    throw errorOf(commonFaults.NOTHING_TO_RECORD, {}, 'input');
  return enter(context, 'changeSponsor', input, own(context, id), {
    id,
    expected_last_modified: input.expectedLastModified,
    chose_to_be_named: input.choseToBeNamed ?? false,
    values: {
      ...(kind === undefined ? {} : { kind }),
      ...(publicName === undefined ? {} : { public_name: optionalText(publicName, 'input.publicName') }),
      ...(closedOn === undefined ? {} : { closed_on: closedOn }),
    },
  });
}

/** Records what a sponsor promises to the viewer’s district. */
export function recordPledge(context: Context, input: inputs.RecordPledgeInput): Promise<RowKey> {
  const id = randomUUID();
  const sponsor = idOf('Sponsor', input.sponsorId).id;
  const service = input.serviceId ? idOf('Service', input.serviceId).id : null;
  const unit = optionalText(input.unit, 'input.unit');
  if ((input.kind === 'IN_KIND') !== (unit !== null)) throw errorOf(sponsorFaults.UNIT_WITHOUT_GOODS);
  return enter(context, 'recordPledge', input, own(context, id), {
    id,
    sponsor_id: sponsor,
    title: required(input.title, 'input.title'),
    kind: input.kind,
    unit: unit ?? 'KRW',
    amount: input.amount,
    domains: distinct(input.domains),
    service_id: service,
    household_types: distinct(input.householdTypes),
    valid_from: input.validFrom,
    valid_until: input.validUntil ?? null,
    words: optionalText(input.words, 'input.words'),
  });
}

/** What came in of a pledge, went back to the sponsor, or will not come. */
export function enterOfPledge(
  context: Context,
  name: 'recordReceipt' | 'refundPledge' | 'cancelPledge',
  input: inputs.PledgeEntryInput,
): Promise<RowKey> {
  const kind = { recordReceipt: 'RECEIVED', refundPledge: 'REFUNDED', cancelPledge: 'CANCELLED' }[name];
  return enterOf(context, name, input, districted('Pledge', input.pledgeId), kind);
}

/** The first year of a budget that anybody keeps here, and the last. */
const years = [2000, 2100] as const;

/** Opens a line of the district’s budget. */
export function openBudgetLine(context: Context, input: inputs.OpenBudgetLineInput): Promise<RowKey> {
  if (input.year < years[0] || input.year > years[1])
    throw errorOf(commonFaults.NUMBER_OUT_OF_RANGE, { least: years[0], most: years[1] }, 'input.year');
  const id = randomUUID();
  return enter(context, 'openBudgetLine', input, own(context, id), {
    id,
    year: input.year,
    title: required(input.title, 'input.title'),
    domains: distinct(input.domains),
    amount: input.amount,
    words: optionalText(input.words, 'input.words'),
  });
}

/** Adds to a budget line, or cuts it by no more than is left. */
export const adjustBudgetLine = (context: Context, input: inputs.AdjustBudgetLineInput): Promise<RowKey> =>
  enterOf(
    context,
    'adjustBudgetLine',
    input,
    districted('BudgetLine', input.budgetLineId),
    input.cut ? 'BUDGET_CUT' : 'BUDGETED',
  );

function enterOf(
  context: Context,
  name: keyof typeof entering,
  input: Keyed & { amount: number; words?: string | null },
  row: RowKey,
  kind: string,
) {
  const words = optionalText(input.words, 'input.words');
  const given = { district_id: row.district, account_id: row.id, kind, amount: input.amount, words };
  return enter(context, name, input, row, given);
}

/** Gives a linkage something of a pledge or a budget line of its own district. */
export function allocate(
  context: Context,
  input: inputs.AllocatePledgeInput | inputs.AllocateBudgetInput,
): Promise<RowKey> {
  const ofPledge = 'pledgeId' in input;
  const account = ofPledge
    ? districted('Pledge', input.pledgeId)
    : districted('BudgetLine', input.budgetLineId);
  const about = idOf('Linkage', input.linkageId);
  // Told from the ids alone, whatever there is under them.
  if (account.district !== about.district) throw errorOf(sponsorFaults.SOURCE_OF_OTHER_DISTRICT);
  const id = randomUUID();
  const name = ofPledge ? 'allocatePledge' : 'allocateBudget';
  return change(context, { name, about, input }, 'allocate', {
    district_id: account.district,
    id,
    linkage_id: about.id,
    account_id: account.id,
    source: ofPledge ? 'PLEDGE' : 'BUDGET_LINE',
    amount: input.amount,
  });
}

/** Takes back what a linkage was given, or a part of it. */
export function releaseAllocation(context: Context, input: inputs.ReleaseAllocationInput): Promise<RowKey> {
  const about = idOf('Allocation', input.allocationId);
  return change(context, { name: 'releaseAllocation', about, input }, 'release_allocation', {
    district_id: about.district,
    id: about.id,
    amount: input.amount ?? null,
    reason: input.reason,
  });
}

/** A change of what a household was given: logged as its class of those whom the linkage concerns. */
const change = (
  context: Context,
  command: Command & { about: GlobalId },
  call: 'allocate' | 'release_allocation',
  given: { district_id: string | null; id: string } & Record<string, unknown>,
): Promise<RowKey> =>
  context.commands.run(context, command, async ({ sql, recorded }) => {
    const values = sql.json({ ...given, idempotency_key: command.input.idempotencyKey } as never);
    const [row] = await sql`select ${sql(`hamkke.${call}`)}(${values}) as changed`;
    const { household, data_class, subjects } = row!.changed as {
      household: string;
      data_class: DataClass;
      subjects: string[];
    };
    recorded(household, Object.fromEntries(subjects.map((each) => [each, [data_class]])));
    return { district: given.district_id!, id: given.id };
  });

const own = (context: Context, id: string): RowKey => ({ district: context.viewer!.districtId, id });

function districted(type: string, given: string): RowKey {
  const { district, id } = idOf(type, given);
  // An id without a district is of nothing that a district owns.
  if (district === null) throw notFound('대상');
  return { district, id };
}

const distinct = (values: readonly string[] | null | undefined) => [...new Set(values ?? [])];

const optionalText = (given: string | null | undefined, field: string) =>
  given === null || given === undefined ? null : required(given, field);
