import { randomUUID } from 'node:crypto';
import type { ReceivedKey } from '../case/intake.js';
import { commonFaults, notFound } from '../commonFaults.js';
import type { Context } from '../context.js';
import type { Writing } from '../database/commands.js';
import { type GlobalId, idOf, idWithin } from '../database/planner/identifiers.js';
import { dayInSeoul } from '../day.js';
import { errorOf } from '../faults.js';
import { required } from '../text/required.js';
import type * as inputs from './inputs.js';
import { mostActivities } from './limits.js';

export type RowKey = { district: string; id: string };

// Who may go to whom, and what becomes of a line, is decided by the database (campaign.sql, lines.sql, matches.sql).

/** An id of something that a district owns. */
function ownedId(type: string, id: string, what: string): GlobalId & { district: string } {
  const found = idOf(type, id);
  if (found.district === null) throw notFound(what);
  return { ...found, district: found.district };
}

const lineOf = (id: string) => ownedId('CampaignLine', id, '조사 대상');

/** Begins a campaign of the viewer’s organization; its key. */
export function beginCampaign(context: Context, input: inputs.BeginCampaignInput): Promise<RowKey> {
  const { districtId: district } = context.viewer!;
  const campaign = {
    district_id: district,
    id: randomUUID(),
    name: required(input.name, 'input.name'),
    list: input.list,
    reason: required(input.reason, 'input.reason'),
    starts_on: input.startsOn,
    ends_on: input.endsOn,
    agreement_id: input.agreementId ? idWithin('Agreement', input.agreementId, district) : null,
  };
  const command = { name: 'beginCampaign', about: { district }, input };
  return context.commands.run(context, command, async ({ sql }) => {
    await sql`select hamkke.begin_campaign(${sql.json(campaign)})`;
    return { district, id: campaign.id };
  });
}

/** Changes what a campaign says, from the version that was read. */
export function changeCampaign(context: Context, input: inputs.ChangeCampaignInput): Promise<RowKey> {
  const { district, id } = ownedId('Campaign', input.campaignId, '발굴조사');
  const changes = {
    reason: input.reason ? required(input.reason, 'input.reason') : null,
    ends_on: input.endsOn ?? null,
  };
  const command = { name: 'changeCampaign', about: { district }, input };
  return context.commands.run(context, command, async ({ sql }) => {
    await sql`
      select hamkke.change_campaign(${district}, ${id}, ${input.expectedVersion}, ${sql.json(changes)})`;
    return { district, id };
  });
}

/** Says in the log that somebody of a list was written about. */
const recordedOf = ({ recorded }: Writing, line: string) =>
  recorded(null, { [line]: ['IDENTITY', 'CONTACT'] });

/** Records what became of going to somebody of a list. */
export function recordLineOutcome(context: Context, input: inputs.RecordLineOutcomeInput): Promise<RowKey> {
  const { district, id } = lineOf(input.lineId);
  const outcome = {
    outcome: input.outcome,
    outcome_on: input.day ?? dayInSeoul(),
    surveyed: input.surveyed ?? null,
    remark: input.remark ? required(input.remark, 'input.remark') : null,
  };
  const command = { name: 'recordLineOutcome', about: { district }, input };
  return context.commands.run(context, command, async (writing) => {
    const { sql } = writing;
    await sql`
      select hamkke.record_line_outcome(${district}, ${id}, ${input.expectedVersion}, ${sql.json(outcome)})`;
    recordedOf(writing, id);
    return { district, id };
  });
}

interface SealedOfLine {
  ciphertext: string;
  key: string;
}

/** Makes a report of somebody of a list, of a new household or of the one that was confirmed to be theirs. */
export function selectLine(context: Context, input: inputs.SelectLineInput): Promise<ReceivedKey> {
  const { district, id } = lineOf(input.lineId);
  const ids = {
    household_id: randomUUID(),
    member_id: randomUUID(),
    case_id: randomUUID(),
    step_id: randomUUID(),
    report_id: randomUUID(),
    screening_id: randomUUID(),
  };
  const narrative = input.narrative ? required(input.narrative, 'input.narrative') : null;
  const command = { name: 'selectLine', about: { district }, input };
  return context.commands.run(context, command, async (writing) => {
    const { sql, recorded } = writing;
    const [held] = await sql`
      select hamkke.line_to_select(${district}, ${id}, ${input.expectedVersion}) as number`;
    const report = {
      ...ids,
      emergency: input.emergency ?? false,
      narrative,
      sealed: resealed(context, district, id, ids.member_id, held!.number as SealedOfLine | null),
    };
    const [row] = await sql`
      select * from hamkke.select_line(${district}, ${id}, ${sql.json(report as never)})`;
    recordedOf(writing, id);
    const household = String(row!.household_id);
    recorded(household, {
      [household]: ['SUMMARY'],
      ...(household === ids.household_id ? { [ids.member_id]: ['IDENTITY', 'CONTACT'] } : {}),
    });
    const belongsTo = row!.case_id as string | null;
    return { district, id: belongsTo ?? ids.case_id, report: ids.report_id, waits: belongsTo === null };
  });
}

/** The number of a line as it is sealed for the member who is made of it; null where its key is not here. */
function resealed(
  { uniqueIds }: Context,
  districtId: string,
  line: string,
  member: string,
  number: SealedOfLine | null,
) {
  if (!number || !uniqueIds) return null;
  const opened = uniqueIds.open(
    { districtId, memberId: line },
    { registrationNumberCiphertext: number.ciphertext, registrationNumberKeyId: number.key },
  );
  return opened.kind === 'number' ? uniqueIds.reseal({ districtId, memberId: member }, opened.digits) : null;
}

/** Decides whether somebody of a list belongs to a household that was proposed. */
export function decideMatch(
  context: Context,
  name: string,
  input: inputs.ConfirmLineMatchInput & { reason?: string },
): Promise<RowKey> {
  const { district, id } = lineOf(input.lineId);
  const household = idWithin('Household', input.householdId, district);
  const command = { name, about: { district }, input };
  return context.commands.run(context, command, async (writing) => {
    const { sql, recorded } = writing;
    await sql`select hamkke.decide_line_match(${district}, ${id}, ${household}, ${input.reason ?? null})`;
    recordedOf(writing, id);
    recorded(household, { [household]: ['SUMMARY'] });
    return { district, id };
  });
}

/** Records promotion activities of the viewer’s organization; their key. */
export function recordPromotion(context: Context, input: inputs.RecordPromotionInput): Promise<RowKey> {
  const { districtId: district } = context.viewer!;
  const activities = input.activities ?? 1;
  if (activities < 1 || activities > mostActivities)
    throw errorOf(commonFaults.NUMBER_OUT_OF_RANGE, { least: 1, most: mostActivities }, 'input.activities');
  const promotion = {
    district_id: district,
    id: randomUUID(),
    campaign_id: input.campaignId ? idWithin('Campaign', input.campaignId, district) : null,
    kind: input.kind,
    took_place_on: input.tookPlaceOn ?? dayInSeoul(),
    activities,
    description: input.description ? required(input.description, 'input.description') : null,
  };
  const command = { name: 'recordPromotion', about: { district }, input };
  return context.commands.run(context, command, async ({ sql }) => {
    await sql`select hamkke.record_promotion(${sql.json(promotion)})`;
    return { district, id: promotion.id };
  });
}
