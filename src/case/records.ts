import { classOfDomain } from '../access/classes.js';
import { commonFaults, notFound } from '../commonFaults.js';
import { idOf, idWithin } from '../database/planner/identifiers.js';
import { errorOf } from '../faults.js';
import { required } from '../text/required.js';
import { addRows, type Change, type Taken } from './commands.js';
import { caseFaults } from './faults.js';
import type { AssessInput, LinkInput, PlanInput } from './inputs.js';
import { mostLinkageKrw } from './limits.js';

/** The most needs or goals that one step records. */
const mostRows = 50;
const few = (count: number, field: string) => {
  if (count === 0 || count > mostRows)
    throw errorOf(commonFaults.LIST_LENGTH_OUT_OF_RANGE, { least: 1, most: mostRows }, field);
};

/** Records the needs that a survey found; a level where it was changed. */
export async function assess(taken: Taken, { needs, level }: AssessInput): Promise<Change> {
  few(needs.length, 'input.needs');
  for (const [at, { domain, severity, description, memberIds }] of needs.entries())
    await addRows(taken, 'needs', classOfDomain(domain), memberIds, {
      domain,
      severity: severity ?? null,
      description: required(description, `input.needs[${at}].description`),
    });
  return { level };
}

/** Records the goals that were agreed. */
export async function plan(taken: Taken, { goals }: PlanInput): Promise<Change> {
  few(goals.length, 'input.goals');
  for (const [at, { domain, description, dueOn, memberIds }] of goals.entries())
    await addRows(taken, 'goals', classOfDomain(domain), memberIds, {
      domain,
      description: required(description, `input.goals[${at}].description`),
      due_on: dueOn ?? null,
    });
  return {};
}

/** Records a service that a family was linked with. */
export async function link(taken: Taken, input: LinkInput): Promise<Change> {
  const { sql } = taken;
  const referral = input.referralId ? idWithin('Referral', input.referralId, taken.district, '의뢰') : null;
  let service = input.serviceId ? idOf('Service', input.serviceId).id : null;
  let provider = input.providerId ? idOf('Organization', input.providerId).id : null;
  if (referral !== null) {
    const [asked] = await sql`
      select recipient_id, service_id from referrals where district_id = ${taken.district} and id = ${referral}`;
    if (!asked) throw notFound('의뢰');
    provider ??= String(asked.recipient_id);
    service ??= asked.service_id as string | null;
  }
  // Both are looked for as the viewer sees the catalogue: a shelter is as unknown here as what is not there.
  if (service !== null) {
    const [row] = await sql`select organization_id from services where id = ${service}`;
    if (!row) throw notFound('서비스');
    provider ??= row.organization_id as string | null;
  }
  const isPublic = async (table: 'services' | 'organizations', id: string | null) =>
    id === null || (await sql`select from ${sql(table)} where id = ${id}`).count > 0;
  if (!(await isPublic('organizations', provider))) throw notFound('제공기관');
  if (input.valueKrw && input.valueKrw > mostLinkageKrw)
    throw errorOf(commonFaults.NUMBER_OUT_OF_RANGE, { least: 0, most: mostLinkageKrw }, 'input.valueKrw');
  const [{ today }] = (await sql`select hamkke.today()::text as today`) as unknown as [{ today: string }];
  if (input.linkedOn && input.linkedOn < taken.standing.opened_on)
    throw errorOf(caseFaults.BEFORE_CASE_OPENED, { openedOn: taken.standing.opened_on }, 'input.linkedOn');
  const linkage = await addRows(taken, 'linkages', classOfDomain(input.domain), input.memberIds, {
    domain: input.domain,
    service_id: service,
    provider_id: provider,
    sector: input.sector,
    funded_by: input.fundedBy,
    value_krw: input.valueKrw ?? null,
    linked_on: input.linkedOn ?? today,
  });
  // Somebody may have made them confidential while this was written: what tells of them was taken from view then.
  if (!(await isPublic('organizations', provider))) throw notFound('제공기관');
  if (!(await isPublic('services', service))) throw notFound('서비스');
  if (referral !== null) await sql`select hamkke.link_referral(${taken.district}, ${referral}, ${linkage})`;
  return {};
}
