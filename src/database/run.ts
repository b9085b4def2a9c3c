import type { Sql } from 'postgres';
import { scopes } from '../access/visible.js';
import type { HamkkeError } from '../errors.js';
import type { Deadline } from './deadline.js';
import { isUnreadable } from './failures.js';
import { notOfThisList } from './planner/cursor.js';
import type { Pool } from './pool.js';

export interface Statement {
  text: string;
  values: unknown[];
  /** Kept by the database under a name: only for registered operations, as nothing ever forgets it. */
  prepare: boolean;
}

/**
 * By subject: what its classes and bases are (as bit sets), and of which household it is. A map, and a list where it
 * comes from the database: an object with an identifier for every name is slow to make, and never made twice.
 */
export type Scope = ReadonlyMap<string, Opened>;
type Opened = readonly [subject: string, classes: number, bases: number, household: string];

/** What the database opened, as a scope. */
export const scopeOf = (opened: unknown): Scope =>
  new Map(((opened ?? []) as readonly Opened[]).map((each) => [each[0], each]));

/** What a statement needs to know before it reads: nothing, who asks, or also the scope that a function opens. */
export type Opening =
  | 'nothing'
  | 'identity'
  | 'rows'
  | 'page'
  | 'number'
  | 'person'
  | 'referrals'
  | 'clocks'
  | 'cases';

export interface Answer {
  opened: unknown;
  answer: unknown;
}

/**
 * The types of what `identityOf` binds. What a client wrote is cast in the database: the driver would turn a date that it
 * cannot read into a crash of its own.
 */
export const viewerTypes = ['uuid', 'text', 'text'];
/** One that comes to answer in another form gets another name: a server of before, which may still run, fails and misreads nothing. */
const functions = {
  identity: { name: 'open_request', types: [] },
  rows: { name: 'open_scope', types: ['text', 'text', 'uuid[]'] },
  number: { name: 'open_scope_by_number', types: ['text', 'text'] },
  person: { name: 'open_scope_by_person', types: ['text', 'text::jsonb'] },
  page: { name: 'find_households', types: ['text', 'text::jsonb'] },
  referrals: { name: 'find_referrals', types: ['text', 'text'] },
  clocks: { name: 'find_clocks', types: ['text', 'text::jsonb'] },
  cases: { name: 'find_cases', types: ['text', 'text'] },
};

/**
 * Puts what must come first in front of a statement with `bound` parameters of its own: the viewer confirmed and put
 * into settings, and the scope. All of it is one statement, which is its own transaction, so that the settings end with
 * it and a read is one message to the database. The order holds because the statement takes its row from the opening;
 * were it not to hold, the settings would be empty and nothing would be seen. It has one row whatever is found, so that
 * "nothing there" is said by the database and never concluded from what did not arrive.
 *
 * @param listed of a page that a function finds: what chooses it of the ids that were \`found\` (see planner/listed.ts)
 */
export function withScope(kind: Opening, text: string, bound: number, listed?: string): string {
  if (kind === 'nothing') return `select (select s.answer from (${text}) s) as answer`;
  const { name, types } = functions[kind];
  const given = [...viewerTypes, ...types].map((type, place) => `$${bound + place + 1}::${type}`).join(', ');
  const call = `hamkke.${name}(${given})`;
  // What was found takes its row from the function, and what is opened takes its own from that: each holds the order anew.
  const done = listed
    ? `sought as materialized (select ${call} as found), judged as materialized (select found, ${scopes.setting} as scope from sought where found is not null), listed as materialized (select l.* from judged opened cross join lateral (${listed}) l), done as materialized (select json_build_object('days', days, 'total', total, 'named', named, 'scope', hamkke.open_page(district, page, households)) as opened from listed)`
    : `done as materialized (select ${call} as opened)`;
  return `with ${done}, opened as materialized (select opened, ${scopes.setting} as scope from done where opened is not null) select opened.opened, (select s.answer from (${text}) s) as answer from opened union all select null, null where not exists (select from opened)`;
}

/** What `withScope` binds for the viewer, between the statement's own values and those of the scope. */
export const identityOf = (viewer: { postId: string; stamp: string }, purpose: string) => [
  viewer.postId,
  viewer.stamp,
  purpose,
];

/**
 * Runs a statement of one row as hamkke_api: one message there and one back.
 *
 * @param unfit what a value means that PostgreSQL cannot read: every other value of a read by GraphQL was looked at
 *   before (see access/bounds.ts), and what a cursor holds only the order knows
 */
export async function run(
  pool: Pool,
  statement: Statement,
  deadline: Deadline,
  unfit: () => HamkkeError = notOfThisList,
): Promise<Answer> {
  const { opened, answer } = await pool.health.ask(deadline, async () =>
    onlyRow(
      await (pool.opening ? inTransaction(pool, statement) : send(pool.sql, statement)).then(
        null,
        (error: unknown) => {
          throw isUnreadable(error) ? unfit() : error;
        },
      ),
    ),
  );
  return { opened: opened ?? null, answer };
}

/** The row that a statement always has: one that did not arrive must not be taken for nothing being there. */
export function onlyRow<T>(rows: readonly T[]): T {
  if (rows.length !== 1)
    throw new Error(`The database answered with ${rows.length} rows where there is always one`);
  return rows[0]!;
}

const send = (sql: Pick<Sql, 'unsafe'>, { text, values, prepare }: Statement) =>
  sql.unsafe(text, values as never[], { prepare }) as PromiseLike<Partial<Answer>[]>;

/**
 * What must be said first holds for one transaction. By `begin`, as it alone fails with its connection: what postgres.js
 * 3.4 keeps for a connection that was reserved is never answered once that one is lost.
 */
const inTransaction = (pool: Pool, statement: Statement) =>
  pool.sql.begin(async (sql) => {
    const [, rows] = await Promise.all([sql.unsafe(pool.opening).execute(), send(sql, statement)]);
    return rows;
  });
