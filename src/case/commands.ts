import { randomUUID } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import { type DataClass, householdClasses } from '../access/classes.js';
import { illegalStep, ruleFor, type Standing, type Step } from '../access/steps.js';
import { commonFaults, notFound } from '../commonFaults.js';
import type { Context } from '../context.js';
import { versionConflict, type Writing } from '../database/commands.js';
import { idOf, idWithin } from '../database/planner/identifiers.js';
import { dayInSeoul } from '../day.js';
import { errorOf } from '../faults.js';
import { required } from '../text/required.js';
import { caseFaults } from './faults.js';
import type { ContactFields, ParticipantsInput, StepFields } from './inputs.js';
import { mostMinutes, mostParticipants } from './limits.js';

/** A case at a step: what a command may look at while it records what the step is about. */
export interface Taken extends Writing {
  district: string;
  caseId: string;
  householdId: string;
  standing: Standing & { level: string | null; version: number; opened_on: string };
  /** Whom a row of a class concerns: the members that were named, or whoever its consent is asked of. */
  subjects(dataClass: DataClass, memberIds: readonly string[] | null | undefined): string[];
  /** Says for the log that rows of a class were recorded. */
  wrote(dataClass: DataClass, subjects: readonly string[]): void;
}

/** What a step changes of the case itself; what it does not name stays. */
export interface Change {
  track?: string | null | undefined;
  level?: string | null | undefined;
  emergency?: boolean;
  closureReason?: string | null;
  /** Who is responsible since. */
  toCenterId?: string;
}

export type CaseKey = { district: string; id: string };

/** What a step's note is about; of a step that is not here it is OTHER. */
const noteKinds: Partial<Record<Step, string>> = {
  CONSULT: 'CONSULTATION',
  VISIT: 'VISIT',
  CONFER: 'CONFERENCE',
  MONITOR: 'MONITORING',
  FOLLOW_UP: 'FOLLOW_UP',
};

/**
 * Takes a step with a case: under a lock, at the version that was expected, and legal at its stage, with its history and
 * its note. `record` writes what the step is about and says what of the case changes.
 */
export async function takeStep(
  context: Context,
  name: string,
  step: Step,
  input: StepFields,
  record: (taken: Taken) => Promise<Change> = async () => ({}),
): Promise<CaseKey> {
  const { district, id } = idOf('Case', input.caseId);
  const about = { type: 'Case', district, id };
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const { sql, viewer, scope } = writing;
    // Seen and locked only where the viewer may change it: hidden and unknown are the same.
    const [row] = await sql`
      select household_id, center_id, array(select id from members m where m.district_id = cases.district_id
          and m.household_id = cases.household_id and hamkke.has_left(m.district_id, m.id)) as gone, stage, track, level, emergency, version, opened_on::text as opened_on from cases
      where district_id = ${district} and id = ${id} for update`;
    if (!row) throw notFound('사례');
    // Whoever knows the household sees every case of it; the work is of those who are responsible.
    if (row.center_id !== viewer.organizationId) throw errorOf(caseFaults.CASE_OF_OTHER_CENTER);
    const standing = row as unknown as Taken['standing'];
    if (standing.version !== input.expectedVersion) throw versionConflict(standing.version);
    const rule = ruleFor(step, standing);
    if (!rule) throw illegalStep(step, standing);
    const householdId = String(row.household_id);
    const shown: Record<string, DataClass[]> = { [householdId]: ['SUMMARY'] };
    const members = [...scope.keys()].filter((each) => each !== householdId && !row.gone.includes(each));
    const taken: Taken = {
      ...writing,
      district: district!,
      caseId: id,
      householdId,
      standing,
      subjects(dataClass, memberIds) {
        if (!memberIds?.length) return householdClasses.includes(dataClass) ? [householdId] : members;
        const named = [...new Set(memberIds.map((each) => idWithin('Member', each, district, '가구원')))];
        if (named.some((each) => !members.includes(each))) throw notFound('가구원');
        return named;
      },
      wrote(dataClass, subjects) {
        for (const each of subjects) shown[each] = [...new Set([...(shown[each] ?? []), dataClass])];
      },
    };
    const change = await record(taken);
    const stage = rule.to ?? standing.stage;
    const track = change.track === undefined ? standing.track : change.track;
    const level = change.level ?? standing.level;
    const emergency = change.emergency ?? standing.emergency;
    const closing = stage === 'CLOSED';
    const version = standing.version + 1;
    await sql`
      update cases set stage = ${stage}, track = ${track}, level = ${level}, emergency = ${emergency}, version = ${version},
        closed_on = case when ${closing} then hamkke.today() when ${stage === 'FOLLOW_UP'} then closed_on end,
        closure_reason = case when ${stage === 'FOLLOW_UP'} then closure_reason else ${change.closureReason ?? null} end
      where district_id = ${district} and id = ${id}`;
    await sql`insert into case_steps ${sql({
      district_id: district,
      id: randomUUID(),
      household_id: householdId,
      case_id: id,
      version,
      step,
      from_stage: standing.stage,
      to_stage: stage,
      track,
      level,
      closure_reason: change.closureReason ?? null,
      to_center_id: change.toCenterId ?? null,
      post_id: viewer.postId,
      organization_id: viewer.organizationId,
    })}`;
    const { tookPlaceAt, place } = input;
    const day = dayInSeoul(tookPlaceAt ? new Date(tookPlaceAt) : new Date());
    const onSite = place ? place === 'HOME' || place === 'ELSEWHERE' : step === 'VISIT';
    await sql`select hamkke.take_clocks_along(${district}, ${id}, ${step}, ${day}, ${onSite})`;
    await addNote(taken, step, input);
    writing.recorded(householdId, shown);
    return { district: district!, id };
  });
}

/** When, where and for how long, as columns of a note. */
export function contactOf({ tookPlaceAt = null, place = null, minutes = null }: ContactFields) {
  if (minutes !== null && (minutes < 1 || minutes > mostMinutes))
    throw errorOf(commonFaults.NUMBER_OUT_OF_RANGE, { least: 1, most: mostMinutes }, 'input.minutes');
  return { took_place_at: tookPlaceAt, place, minutes };
}

/** Says of a note that was just written who took part in what it tells of. */
export async function addParticipants(
  sql: TransactionSql,
  note: CaseKey,
  named: ParticipantsInput | null | undefined,
) {
  const ids = (type: string, some: readonly string[] | null | undefined) =>
    (some ?? []).map((each) => idOf(type, each).id);
  const all = {
    posts: ids('Post', named?.postIds),
    organizations: ids('Organization', named?.organizationIds),
    members: ids('Member', named?.memberIds),
  };
  const count = all.posts.length + all.organizations.length + all.members.length;
  if (count > mostParticipants)
    throw errorOf(caseFaults.TOO_MANY_PARTICIPANTS, { most: mostParticipants }, 'input.participants');
  if (count > 0) await sql`select hamkke.add_participants(${note.district}, ${note.id}, ${sql.json(all)})`;
}

async function addNote(taken: Taken, step: Step, input: StepFields) {
  const { note, noteMemberIds, tookPlaceAt, place, minutes, participants } = input;
  if (note === null || note === undefined) {
    if (tookPlaceAt || place || minutes || participants) throw errorOf(caseFaults.NOTE_NEEDED);
    return;
  }
  if (tookPlaceAt) await checkTime(taken.sql, { ...taken, openedOn: taken.standing.opened_on }, tookPlaceAt);
  const id = await addRows(taken, 'case_notes', 'CASE_NOTE', noteMemberIds, {
    kind: noteKinds[step] ?? 'OTHER',
    written_at: new Date().toISOString(),
    body: required(note, 'input.note'),
    ...contactOf(input),
    post_id: taken.viewer.postId,
    organization_id: taken.viewer.organizationId,
  });
  await addParticipants(taken.sql, { district: taken.district, id }, participants);
}

/** How far the clock of whoever writes may go before ours. */
const clockDifference = 5 * 60_000;

interface KnownSince {
  district: string;
  householdId: string;
  openedOn: string;
}

/** Refuses a time that is to come, or at which nobody here knew of the household. */
export async function checkTime(
  sql: TransactionSql,
  { district, householdId, openedOn }: KnownSince,
  tookPlaceAt: string | Date,
) {
  const at = new Date(tookPlaceAt);
  if (at.getTime() > Date.now() + clockDifference) throw errorOf(caseFaults.TOOK_PLACE_LATER);
  const [summary] = await sql`
    select least(registered_on, ${openedOn}::date)::text as since from household_summaries
    where district_id = ${district} and household_id = ${householdId}`;
  const since = String(summary?.since ?? openedOn);
  if (dayInSeoul(at) < since)
    throw errorOf(caseFaults.BEFORE_HOUSEHOLD_KNOWN, { since }, 'input.tookPlaceAt');
}

/** Records a row that carries its class, for those whom it concerns; its id. */
export async function addRows(
  taken: Taken,
  table: 'needs' | 'goals' | 'linkages' | 'case_notes',
  dataClass: DataClass,
  memberIds: readonly string[] | null | undefined,
  values: Record<string, unknown>,
): Promise<string> {
  const subjects = taken.subjects(dataClass, memberIds);
  if (subjects.length === 0) throw notFound('가구원');
  const { sql } = taken;
  const row: Record<string, unknown> = {
    district_id: taken.district,
    id: randomUUID(),
    household_id: taken.householdId,
    case_id: taken.caseId,
    data_class: dataClass,
    subject_ids: subjects,
    ...values,
  };
  await sql`insert into ${sql(table)} ${sql(row as Record<string, never>)}`;
  taken.wrote(dataClass, subjects);
  return String(row.id);
}
