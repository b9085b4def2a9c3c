import { randomUUID } from 'node:crypto';
import { type Column, getTableColumns, getTableName } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { bit } from '../../access/classes.js';
import { scopes } from '../../access/visible.js';
import { caseFaults } from '../../case/faults.js';
import { commonFaults, notFound } from '../../commonFaults.js';
import type { Context } from '../../context.js';
import { versionConflict, type Writing } from '../../database/commands.js';
import { idOf, idWithin } from '../../database/planner/identifiers.js';
import { householdSummaries } from '../../database/tables/household.js';
import { errorOf } from '../../faults.js';
import { householdFaults } from '../faults.js';
import type { RecordInput, Recording } from './inputs.js';
import { placeIn } from './place.js';

export type SubjectKey = { district: string; id: string };
type Value = string | number | boolean | string[] | null;
export type Values = Record<string, Value>;

/** Of whom or of which household something is written down. */
export interface Subject extends SubjectKey {
  household: string;
}

/**
 * Writes down what one data class says of a member or of a household: the fields that were sent, at the version that was
 * read. Each change stays in the history with what stood there before.
 */
export async function record(
  context: Context,
  name: string,
  recording: Recording,
  input: RecordInput,
): Promise<SubjectKey> {
  const { subject: type, dataClass } = recording;
  const { district, id } = idOf(type, (type === 'Member' ? input.memberId : input.householdId)!);
  const about = { type, district, id };
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const subject = await subjectOf(writing, recording, { district: district!, id });
    const values = valuesOf(recording, subject, input);
    await fits(writing, subject, values);
    const moves = recording.facet.table === householdSummaries && (await placeIn(writing, subject, values));
    if (dataClass === 'SAFE_LOCATION') await hide(writing, subject, values);
    else await keep(writing, recording, subject, values, input.expectedVersion ?? null);
    if (values.visitTier !== undefined)
      await writing.sql`select hamkke.follow_tier(${district!}, ${id}, ${dataClass})`;
    if (moves) await writing.sql`select hamkke.follow_place(${district!}, ${id})`;
    writing.recorded(subject.household, { [id]: [dataClass] });
    return { district: district!, id };
  });
}

/** Takes back where a member stays under protection. Whether anything was there is not said. */
export async function removeSafeLocation(
  context: Context,
  name: string,
  recording: Recording,
  input: RecordInput,
): Promise<SubjectKey> {
  const { district, id } = idOf('Member', input.memberId!);
  const about = { type: 'Member', district, id };
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const subject = await subjectOf(writing, recording, { district: district!, id });
    await hide(writing, subject, null);
    writing.recorded(subject.household, { [id]: ['SAFE_LOCATION'] });
    return { district: district!, id };
  });
}

/** Whose it is, where the viewer writes that class down: hidden, unknown and not theirs to record are the same. */
export async function subjectOf(
  { sql }: Writing,
  { subject, dataClass }: Recording,
  { district, id }: SubjectKey,
): Promise<Subject> {
  const [row] = await sql`
    select ${sql(subject === 'Member' ? 'household_id' : 'id')} as household
    from ${sql(subject === 'Member' ? 'members' : 'households')}
    where district_id = ${district} and id = ${id}
      and (${sql.unsafe(scopes.records)} -> id::text)::int & ${bit(dataClass)} <> 0`;
  if (!row) throw notFound(subject === 'Member' ? '가구원' : '가구');
  return { district, id, household: String(row.household) };
}

/** The id of a member of a district; of any other they are unknown here. */
export const memberIn = (district: string, member: string): string =>
  idWithin('Member', member, district, '가구원');

/** The values that were sent, as the columns take them; a blank text takes away what was there. */
function valuesOf({ facet, holds }: Recording, { district }: Subject, input: RecordInput): Values {
  const columns = getTableColumns(facet.table) as Record<string, Column>;
  const sent = Object.entries(holds).filter(([field]) => input[field] !== undefined);
  if (sent.length === 0) throw errorOf(commonFaults.NOTHING_TO_RECORD, {}, 'input');
  return Object.fromEntries(
    sent.map(([field, held]) => {
      let value = input[field] as Value;
      if (typeof value === 'string') value = value.trim() || null;
      else if (Array.isArray(value)) value = value.map((each) => each.trim()).filter(Boolean);
      if (value === null && columns[field]!.notNull)
        throw errorOf(commonFaults.FIELD_NOT_REMOVABLE, {}, `input.${field}`);
      if (Array.isArray(held) && typeof value === 'number') {
        const [least, most] = held as [number, number];
        if (value < least || value > most)
          throw errorOf(commonFaults.NUMBER_OUT_OF_RANGE, { least, most }, `input.${field}`);
      }
      if (held === 'id' && value !== null) value = memberIn(district, String(value));
      return [field, value];
    }),
  );
}

/** What only the database can say of a value. */
async function fits({ sql }: Writing, { district, id, household }: Subject, values: Values) {
  const { headId, responsibleDong, birthDate } = values;
  if (headId) {
    const [head] = await sql`
      select hamkke.has_died(district_id, id) as died, hamkke.has_left(district_id, id) as gone from members
      where district_id = ${district} and household_id = ${household} and id = ${headId as string}`;
    if (!head) throw notFound('가구원');
    if (head.died) throw errorOf(householdFaults.HEAD_HAS_DIED);
    if (head.gone) throw errorOf(householdFaults.HEAD_HAS_LEFT);
  }
  if (birthDate) {
    const died = await sql`
      select from member_identities
      where district_id = ${district} and member_id = ${id} and died_on < ${birthDate as string}::date`;
    if (died.count) throw errorOf(householdFaults.BORN_AFTER_DEATH);
  }
  if (responsibleDong) {
    const [dong] = await sql`select hamkke.is_dong_of(${district}, ${responsibleDong as string}) as there`;
    if (!dong!.there) throw errorOf(caseFaults.DONG_OUTSIDE_DISTRICT, {}, 'input.responsibleDong');
  }
}

/**
 * Keeps the values at the next version, and what they changed in the history.
 *
 * @param expected the version that was read, or null where there was none; undefined where what follows from other rows is
 * written, whatever stands there
 */
export async function keep(
  writing: Writing,
  { facet, subject: type, dataClass }: Recording,
  subject: Subject,
  values: Values,
  expected: number | null | undefined,
) {
  const { sql, viewer } = writing;
  const table = sql(getTableName(facet.table));
  const key = sql(type === 'Member' ? 'member_id' : 'household_id');
  const [row] = await sql`
    select version, to_jsonb(facet) as was from ${table} facet
    where district_id = ${subject.district} and ${key} = ${subject.id} for update`;
  const version = (row?.version ?? null) as number | null;
  if (expected !== undefined && version !== expected) throw versionConflict(version);
  const changes = differences((row?.was ?? {}) as Values, values, subject.district);
  if (changes.length === 0) return;
  const columns = Object.fromEntries(
    Object.entries(values).map(([field, value]) => [toSnakeCase(field), value]),
  );
  if (version === null) {
    const missing = missingIn(facet, values);
    if (missing) throw errorOf(householdFaults.FIELD_NEEDED_FIRST, {}, `input.${missing}`);
    const owner = { district_id: subject.district, household_id: subject.household };
    const whose = type === 'Member' ? { ...owner, member_id: subject.id } : owner;
    const made = await sql`insert into ${table} ${sql({ ...whose, ...columns })} on conflict do nothing`;
    if (made.count === 0) throw versionConflict(1);
  } else
    await sql`
      update ${table} set ${sql({ ...columns, version: version + 1 })}, recorded_at = now()
      where district_id = ${subject.district} and ${key} = ${subject.id}`;
  await sql`insert into facet_changes ${sql({
    district_id: subject.district,
    id: randomUUID(),
    household_id: subject.household,
    member_id: type === 'Member' ? subject.id : null,
    data_class: dataClass,
    subject_ids: [subject.id],
    version: (version ?? 0) + 1,
    post_id: viewer.postId,
    organization_id: viewer.organizationId,
    changes: sql.json(changes as never),
  })}`;
}

/** The first field that a new row needs and that was not sent. */
function missingIn({ table }: Recording['facet'], values: Values): string | undefined {
  const columns = Object.entries(getTableColumns(table) as Record<string, Column>);
  return columns.find(
    ([field, { notNull, hasDefault }]) =>
      notNull && !hasDefault && !/^(district|household|member)Id$/.test(field) && !(field in values),
  )?.[0];
}

/** Of these the history says that they changed and not how: it is read with SUMMARY, and they are told with CONTACT. */
const unsaid = ['responsibleTong', 'responsibleBan'];

/** Field by field what is another value now, as text: ids as readers know them. */
function differences(was: Values, values: Values, district: string) {
  const textOf = (field: string, value: Value) =>
    field === 'headId' && value !== null ? `Member:${district}:${value}` : asText(value);
  return Object.entries(values)
    .map(([field, value]) => ({
      field,
      before: textOf(field, was[toSnakeCase(field)] ?? null),
      after: textOf(field, value),
    }))
    .filter(({ before, after }) => before !== after)
    .map((each) => (unsaid.includes(each.field) ? { ...each, before: null, after: null } : each));
}
const asText = (value: Value) =>
  value === null || typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? JSON.stringify(value)
      : String(value);

/** Writes down where somebody stays, or takes it away: by a function, as nobody reads it back who writes it. */
const hide = ({ sql }: Writing, { district, id }: Subject, values: Values | null) =>
  sql`select hamkke.record_safe_location(${district}, ${id}, ${sql.json(values as never)})`;
