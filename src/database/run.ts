import { GraphQLError } from 'graphql';
import { overloaded } from '../errors.js';
import type { Viewer } from '../identity/viewer.js';
import type { Connection, Pool } from './pool.js';

export interface Statement {
  text: string;
  values: unknown[];
  /** Kept by the database under a name: only for registered operations, as nothing ever forgets it. */
  prepare: boolean;
}

/** What a subject's classes and bases are (as bit sets), and of which household it is. */
export type Scope = Readonly<Record<string, [classes: number, bases: number, household: string]>>;

/** The call that opens the scope of the request's households: `open_households`, `open_rows` or `open_household_page`. */
export interface ScopeCall {
  text: string;
  values: unknown[];
}

export interface Answer {
  opened: unknown;
  answer: unknown;
}

/** Raised by the database when the person's rights are not what this server remembers: ask again with those of now. */
export const viewerChanged = 'HK001';

/**
 * Runs one root field's statement as hamkke_api for a viewer: begin, identity, scope, statement and commit leave in one
 * flush, so that it costs one round trip. A failure of any turns the commit into a rollback.
 */
export async function run(
  pool: Pool,
  viewer: Viewer | null,
  purpose: string,
  scope: ScopeCall | 'identity' | null,
  statement: Statement,
): Promise<Answer> {
  const connection = await reserve(pool);
  try {
    const sent: Promise<unknown>[] = [];
    const send = (text: string, values: unknown[], prepare: boolean) => {
      const query = connection.unsafe(text, values as never[], { prepare }).execute();
      sent.push(query);
      return query as unknown as Promise<Record<string, unknown>[]>;
    };
    const inTransaction = pool.becomesApi || scope !== null;
    if (inTransaction) send(pool.becomesApi ? beginAsApi : begin, [], false);
    if (scope && viewer) send(openRequest, [viewer.postId, viewer.stamp, purpose], true);
    const opened = scope && scope !== 'identity' ? send(scope.text, scope.values, true) : null;
    const answer = send(statement.text, statement.values, statement.prepare);
    if (inTransaction) send('commit', [], false);
    // The first failure is the cause; what follows it only says that the transaction is aborted.
    const results = await Promise.allSettled(sent);
    const failed = results.find((each) => each.status === 'rejected');
    if (failed) throw meaning(failed.reason);
    return { opened: opened ? (await opened)[0]?.opened : null, answer: (await answer)[0]?.answer };
  } finally {
    connection.release();
  }
}

const begin = 'begin read write';
const beginAsApi = 'begin read write; set local role hamkke_api';
const openRequest = 'select hamkke.open_request($1::uuid, $2::text, $3::text)';

async function reserve(pool: Pool): Promise<Connection> {
  try {
    return await pool.sql.reserve();
  } catch (error) {
    throw meaning(error);
  }
}

const changed = () =>
  new GraphQLError('권한이 방금 바뀌었습니다. Your record changed a moment ago: ask again.', {
    extensions: { code: 'VIEWER_CHANGED' },
  });

/** Failures of the connection or the server that pass: killed, starting, shutting down, full, too slow. */
const passing = /^(CONNECT|ECONN|ENOTFOUND|EPIPE|57P0|57014|53|08|25P03)/;

/** What a failure of the database means to the client; most mean nothing and stay as they are, to be masked. */
function meaning(error: unknown): unknown {
  const code = String((error as { code?: unknown }).code ?? '');
  if (code === viewerChanged) return changed();
  return passing.test(code) ? Object.assign(overloaded(), { cause: error }) : error;
}
