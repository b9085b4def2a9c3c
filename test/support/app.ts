import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Purpose } from '../../src/access/classes.js';
import { type Limits, type Mode, readConfig } from '../../src/config.js';
import type { Documents } from '../../src/database/documents.js';
import { openPool, type Pool } from '../../src/database/pool.js';
import { subjectOf } from '../../src/demo/known.js';
import type { Language } from '../../src/errors.js';
import { developmentIssuer } from '../../src/identity/developmentIssuer.js';
import { tokenVerifier } from '../../src/identity/tokens.js';
import { serve } from '../../src/serve.js';
import type { TestDatabase } from './database.js';
import { runLog } from './runLog.js';
import { uniqueIds } from './uniqueIds.js';

/**
 * Which walls stand: `database only` takes the conditions out of the statements and the gates off the fields,
 * `application only` connects as a role that row-level security does not hold; with `neither`, a test of walls proves
 * that it would see through a hole.
 */
export type Walls = 'both' | 'database only' | 'application only' | 'neither';

export interface AppOptions {
  database: TestDatabase;
  walls?: Walls;
  /** Generated operations are larger than those of people. */
  limits?: Partial<Limits>;
  onStatement?: (text: string) => void;
  /** The run’s own unless the test looks at it. */
  log?: Logger;
  /** False for a server that was given no keys for registration numbers. */
  withKeys?: boolean;
  /** `production` says less of what is wrong with a document. */
  mode?: Mode;
  /** Whether the API's address leads through a pooler in transaction mode. */
  pooled?: boolean;
  /** Nobody unless the test says so. */
  trustedProxies?: string[];
  /** Origins whose pages may ask. */
  allowedOrigins?: string[];
  /**
   * Whether the database keeps the plan of every operation, as it does of the published ones: most of what a large question
   * costs is its plan, and a test asks the same for many viewers.
   */
  keepsPlans?: boolean;
  /** How many connections the API has; one after the other takes a plan of its own. */
  connections?: number;
  /** Milliseconds from one look for webhooks and streams to the next; a second as in every server unless a test waits for it. */
  paceMs?: number;
}

export interface AskOptions {
  /** Id of the post to act in; the primary one unless said otherwise. */
  post?: string | undefined;
  purpose?: Purpose | undefined;
  /** English unless said otherwise: tests look for words that all who read them know. */
  language?: Language;
  /** Whether the executor must answer, and not what the server remembers of the document. */
  executed?: boolean;
}

export interface Answered<Data> {
  status: number;
  data: Data | null | undefined;
  errors:
    | { message: string; path?: unknown[]; extensions: { code: string; reason: string; field?: string } }[]
    | undefined;
  /** The whole body as it left. */
  body: string;
}

export type Ask = <Data = Record<string, unknown>>(
  persona: string | null,
  operation: string,
  variables?: Record<string, unknown>,
  options?: AskOptions,
) => Promise<Answered<Data>>;

export interface App {
  url: string;
  pool: Pool;
  /** What the server remembers of documents. */
  documents: Documents;
  /** The way in: asks over HTTP as a person of the demo data, or as nobody. */
  ask: Ask;
  /** For ways in beside GraphQL's own. */
  tokenOf(persona: string): Promise<string>;
  /** Any other request, as a person of the demo data. */
  request(
    persona: string | null,
    path: string,
    init?: RequestInit,
  ): Promise<{ status: number; body: string }>;
  stop(): Promise<void>;
}

/**
 * Machines that test are slow, and tests ask faster than anybody may: only tests of deadlines and of rates have those of
 * every day.
 */
const unhurried = {
  requestDeadlineMs: 30_000,
  addressRate: 1e6,
  personRate: 1e6,
  organizationRate: 1e6,
  personNumbers: 1e6,
  organizationNumbers: 1e6,
};

/** The whole server in this process, listening on a free port of this machine. */
export async function startApp({
  database,
  walls = 'both',
  limits,
  onStatement,
  log,
  withKeys = true,
  mode = 'test',
  pooled = false,
  trustedProxies = [],
  allowedOrigins = [],
  keepsPlans = false,
  connections = 4,
  paceMs,
}: AppOptions): Promise<App> {
  const folder = await mkdtemp(join(tmpdir(), 'hamkke-issuer-'));
  const pool = await poolOf(database, walls, pooled, connections);
  const issuer = await developmentIssuer(folder);
  const config = readConfig({ NODE_ENV: 'test' });
  const kept = log ? null : runLog();
  const running = await serve({
    config: {
      ...config,
      mode,
      trustedProxies,
      allowedOrigins,
      limits: { ...config.limits, ...unhurried, ...limits },
    },
    pool,
    verifier: tokenVerifier(issuer),
    developmentIssuer: issuer,
    uniqueIds: withKeys ? uniqueIds : null,
    log: log ?? kept!.log,
    walls: { application: walls === 'both' || walls === 'application only' },
    ...(onStatement ? { onStatement } : {}),
    ...(paceMs ? { paceMs } : {}),
    ...(keepsPlans ? { registered: { has: () => true } } : {}),
  });
  const url = await running.listen('127.0.0.1', 0);
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (persona: string) => {
    const token = tokens.get(persona) ?? issuer.token(subjectOf(persona));
    tokens.set(persona, token);
    return token;
  };
  const ask: Ask = async (persona, operation, variables = {}, options = {}) => {
    const { post, purpose, executed, language = 'en' } = options;
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': language,
        ...(executed ? { accept: 'application/graphql-response+json' } : {}),
        ...(persona ? { authorization: `Bearer ${await tokenOf(persona)}` } : {}),
        ...(post ? { 'hamkke-post': post } : {}),
        ...(purpose ? { 'hamkke-purpose': purpose } : {}),
      },
      body: JSON.stringify({ query: operation, variables }),
    });
    const body = await response.text();
    return { status: response.status, ...JSON.parse(body), body };
  };
  return {
    url,
    pool,
    documents: running.documents,
    ask,
    tokenOf,
    async request(persona, path, init = {}) {
      const token = persona && (await tokenOf(persona));
      const response = await fetch(url + path, {
        ...init,
        headers: {
          'accept-language': 'en',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(init.headers as object),
        },
      });
      return { status: response.status, body: await response.text() };
    },
    async stop() {
      await running.stop();
      await pool.end();
      kept?.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function poolOf(database: TestDatabase, walls: Walls, pooled: boolean, size: number): Promise<Pool> {
  if (walls === 'both' || walls === 'database only')
    return openPool(database.apiUrl ?? database.ownerUrl, {
      size,
      becomesApi: database.apiUrl === null,
      deadlineMs: 30_000,
      pooled,
    });
  const [role] = await database.owner`
    select rolsuper or rolbypassrls as free from pg_roles where rolname = current_user`;
  if (!role?.free)
    throw new Error('To test without row-level security, the owner of the test server must be a superuser.');
  return openPool(database.ownerUrl, { size, becomesApi: false, deadlineMs: 30_000 });
}
