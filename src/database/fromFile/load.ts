import type { Sql, TransactionSql } from 'postgres';
import { type Bounded, heldBy } from '../../access/bounds.js';
import type { Duty } from '../../access/duties.js';
import { HamkkeError, inLanguage, StartError } from '../../errors.js';
import { clientError } from '../failures.js';
import { locks } from '../locks.js';
import { logOperator, type OperatorChange } from '../operatorLog.js';

/** What became of the rows of a file. */
export interface Loaded<Counted extends string> {
  /** How many of each kind were added. */
  added: Record<Counted, number>;
  /** Rows that said what was there already. */
  unchanged: number;
  wrong: { row: number; sentence: string }[];
}

/** What a row adds: how many of each kind, or that it is there already, or why it cannot be. */
export type Outcome<Counted extends string> =
  | { added: Partial<Record<Counted, number>> }
  | 'unchanged'
  | { wrong: string };

/** Undoes all that was done. */
class Undo extends Error {}

/** In whose name rows are written. */
export interface Writer {
  /** What the identity provider calls them. */
  subject: string;
  duty: Duty;
  /** What the access log calls it. */
  operation: string;
}

/**
 * Writes rows as somebody would by hand, by the same rules and with the same history. Where a row is wrong nothing is kept
 * of any.
 *
 * @param add writes one row; what the database refuses of it is told in the words that clients read
 */
export async function loadRows<Row extends { row: number }, Counted extends string>(
  owner: Sql,
  rows: readonly Row[],
  writer: Writer,
  counted: readonly Counted[],
  add: (sql: TransactionSql, row: Row) => Promise<Outcome<Counted>>,
  { dryRun }: { dryRun: boolean },
): Promise<Loaded<Counted>> {
  const none = Object.fromEntries(counted.map((each) => [each, 0])) as Record<Counted, number>;
  const loaded: Loaded<Counted> = { added: none, unchanged: 0, wrong: [] };
  try {
    await owner.begin(async (sql) => {
      await sql`set local role hamkke_keeper`;
      // Two at once would each find nothing there, and add it twice.
      await sql`select pg_advisory_xact_lock(${locks.rows})`;
      await actAs(sql, writer);
      for (const row of rows) {
        const outcome = await sql
          .savepoint((inner) => add(inner, row))
          .catch((error): Outcome<Counted> => ({ wrong: sentenceOf(error) }));
        if (outcome === 'unchanged') loaded.unchanged++;
        else if ('wrong' in outcome) loaded.wrong.push({ row: row.row, sentence: outcome.wrong });
        else for (const each of counted) loaded.added[each] += outcome.added[each] ?? 0;
      }
      if (dryRun || loaded.wrong.length > 0) throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return loaded;
}

/** Makes the writer the viewer of this transaction, as a request of theirs would. */
async function actAs(sql: TransactionSql, { subject, duty, operation }: Writer) {
  const [viewer] = await sql<{ post: string; stamp: string }[]>`
    select post_id as post, stamp from hamkke.viewer_of(${subject})
    where ${duty} = any(duties::text[]) order by is_primary desc limit 1`;
  if (!viewer) throw new StartError(`Nobody with the subject ${subject} has the duty ${duty}.`);
  await sql`select hamkke.open_request(${viewer.post}, ${viewer.stamp}, 'CASE_MANAGEMENT')`;
  const [who] = await sql<[Omit<OperatorChange, 'operation'>]>`
    select staff as "staffId", post as "postId", organization as "organizationId", district as "districtId"
    from hamkke.viewer()`;
  await logOperator(sql, { operation, ...who });
}

/** Calls a function of the database with values under the names of its columns. */
export const call = (sql: TransactionSql, name: string, values: object) =>
  sql`select ${sql.unsafe(`hamkke.${name}`)}(${JSON.stringify(values)}::text::jsonb)`;

/** Why the database refused a row, by the name of the fault; null where that is none of ours. */
export function refusalOf(error: unknown): string | null {
  const { code, message } = error as { code?: string; message: string };
  return code === 'HK400' ? message : null;
}

/** Refuses cells that hold what they may not when they come by a mutation, each by the name of its column. */
export function refuseUnheld<Column extends string>(
  row: Readonly<Record<NoInfer<Column>, string>>,
  bounds: Readonly<Record<Column, Bounded>>,
): void {
  for (const [column, { holds }] of Object.entries(bounds) as [Column, Bounded][])
    if (row[column] !== '') heldBy(holds, row[column], column);
}

/** The id that a cell names an organization by; undefined where it is a name. */
export const organizationIdIn = (cell: string): string | undefined =>
  /^(?:Organization:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(cell)?.[1];

/** What is wrong with a row, as clients read it; what is wrong with the database or with us ends it all. */
function sentenceOf(error: unknown): string {
  const meant = clientError(error);
  if (!(meant instanceof HamkkeError) || meant.code === 'UNAVAILABLE') throw error;
  if (meant.code === 'NOT_FOUND') return 'This is administered by others, or there is no such record.';
  const { field } = meant.extensions;
  return `${field === undefined ? '' : `${field}: `}${inLanguage(meant.message, 'en')}`;
}
