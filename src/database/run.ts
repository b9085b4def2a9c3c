import { GraphQLError } from 'graphql';
import type { Sql } from 'postgres';
import { scopes } from '../access/visible.js';
import { badInput, conflict, HamkkeError, notFound, overloaded } from '../errors.js';
import type { Viewer } from '../identity/viewer.js';
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
export type Opening = 'nothing' | 'identity' | 'rows' | 'page' | 'number' | 'referrals';

export interface Answer {
  opened: unknown;
  answer: unknown;
}

/** Raised by the database when the person's rights are not what this server remembers: ask again with those of now. */
export const viewerChanged = 'HK001';

// What a client wrote is cast in the database: the driver would turn a date that it cannot read into a crash of its own.
const viewerTypes = ['uuid', 'text', 'text'];
/** One that comes to answer in another form gets another name: a server of before, which may still run, fails and misreads nothing. */
const functions = {
  identity: { name: 'open_request', types: [] },
  rows: { name: 'open_scope', types: ['text', 'text', 'uuid[]'] },
  number: { name: 'open_scope_by_number', types: ['text', 'text'] },
  page: {
    name: 'open_page_of_households',
    types: ['text', 'text::jsonb', 'text::date', 'text::uuid', 'int', 'boolean'],
  },
  referrals: {
    name: 'open_page_of_referrals',
    types: ['text', 'text', 'text::jsonb', 'text::timestamptz', 'text::uuid', 'int', 'boolean'],
  },
};

/**
 * Puts what must come first in front of a statement with `bound` parameters of its own: the viewer confirmed and put
 * into settings, and the scope. All of it is one statement, which is its own transaction, so that the settings end with
 * it and a read is one message to the database. The order holds because the statement takes its row from the opening;
 * were it not to hold, the settings would be empty and nothing would be seen.
 */
export function opening(kind: Opening, text: string, bound: number): string {
  if (kind === 'nothing') return text;
  const { name, types } = functions[kind];
  const given = [...viewerTypes, ...types].map((type, place) => `$${bound + place + 1}::${type}`).join(', ');
  return `with done as materialized (select hamkke.${name}(${given}) as opened), opened as materialized (select opened, ${scopes.setting} as scope from done where opened is not null) select opened.opened, (select s.answer from (${text}) s) as answer from opened`;
}

/** What `opening` binds for the viewer, between the statement's own values and those of the scope. */
export const identityOf = (viewer: Viewer, purpose: string) => [viewer.postId, viewer.stamp, purpose];

/** Runs a statement as hamkke_api: one message there and one back. */
export async function run(pool: Pool, statement: Statement): Promise<Answer> {
  try {
    const [row] = await (pool.becomesApi ? asApi(pool, statement) : send(pool.sql, statement));
    return { opened: row?.opened ?? null, answer: row?.answer };
  } catch (error) {
    // Every other value of a read was looked at before (see access/bounds.ts); what a cursor holds only the order knows.
    if (unreadable.test(codeOf(error))) throw notOfThisList();
    throw meaning(error);
  }
}

const send = (sql: Sql, { text, values, prepare }: Statement) =>
  sql.unsafe(text, values as never[], { prepare }) as PromiseLike<Partial<Answer>[]>;

/** A login that is not hamkke_api becomes it for one transaction, whose statements leave in one flush. */
async function asApi(pool: Pool, statement: Statement): Promise<Partial<Answer>[]> {
  const connection = await pool.sql.reserve();
  try {
    const results = await Promise.allSettled([
      connection.unsafe('begin read write; set local role hamkke_api').execute(),
      (send(connection, statement) as unknown as { execute(): PromiseLike<Partial<Answer>[]> }).execute(),
      connection.unsafe('commit').execute(),
    ]);
    // The first failure is the cause; what follows it only says that the transaction is aborted.
    for (const each of results) if (each.status === 'rejected') throw each.reason;
    return (results[1] as PromiseFulfilledResult<Partial<Answer>[]>).value;
  } finally {
    connection.release();
  }
}

const changed = () =>
  new GraphQLError('권한이 방금 바뀌었습니다. Your record changed a moment ago: ask again.', {
    extensions: { code: 'VIEWER_CHANGED' },
  });

/** Raised where an idempotency key comes again with something else. */
const keyUsed = 'HK409';
/** Raised by functions that change what a policy does not reach: unknown and not for this viewer are the same. */
const nothingThere = 'HK404';

/** Raised by functions that decide by themselves, with the words that the client reads; see `hamkke.refuse`. */
const inTheirWords = { HK400: 'BAD_INPUT', HK403: 'FORBIDDEN', HK410: 'CONFLICT' } as const;

/** Failures of the connection or the server that pass: killed, starting, shutting down, full, too slow. */
const passing = /^(CONNECT|ECONN|ENOTFOUND|EPIPE|57P0|57014|53|08|25P03)/;

/** A value of the client's that is no text, date, number, identifier or JSON to PostgreSQL. */
const unreadable = /^(22003|22007|22008|22009|22021|22P02|22P05)$/;

const codeOf = (error: unknown) => String((error as { code?: unknown }).code ?? '');

/** What a failure of the database means to the client; most mean nothing and stay as they are, to be masked. */
export function meaning(error: unknown): unknown {
  const code = codeOf(error);
  if (code === viewerChanged) return changed();
  if (code === keyUsed)
    return conflict(
      '이 idempotencyKey는 다른 요청에 이미 쓰였습니다. That "idempotencyKey" was used for another input.',
    );
  if (code === '55P03' || code === '40P01')
    return conflict('다른 사람이 변경하고 있습니다. Somebody is changing it right now: try again.');
  // A parent that is hidden and one that is not there are the same: neither can be written to.
  if (code === nothingThere || code === '23503' || code === '42501') return notFound('대상');
  if (code in inTheirWords) {
    const { message, detail } = error as { message: string; detail?: string };
    return new HamkkeError(
      inTheirWords[code as keyof typeof inTheirWords],
      message,
      detail ? JSON.parse(detail) : {},
    );
  }
  if (unreadable.test(code)) return badInput('값을 읽을 수 없습니다. A value that was given cannot be read.');
  return passing.test(code) ? Object.assign(overloaded(), { cause: error }) : error;
}
