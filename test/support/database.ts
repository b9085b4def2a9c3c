import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import { fileOfRun } from './runLog.js';

export interface TestDatabase {
  name: string;
  /** As the owner, who on the run's own server is a superuser. */
  ownerUrl: string;
  owner: Sql;
  /** As hamkke_api; null on another server, where the owner becomes it. */
  apiUrl: string | null;
  drop(): Promise<void>;
}

/** A database of one's own, cloned in a moment: migrated, with the demo data unless `empty` is asked for. */
export async function freshDatabase(data: 'demo' | 'empty' = 'demo'): Promise<TestDatabase> {
  return cloned(await serverWith(data), `${given('HAMKKE_TEST_PREFIX')}_${data}`);
}

/**
 * A clone of what several files begin with: the first that asks makes it out of the demo data, while others wait. What `make`
 * answers is told to all of them, as JSON.
 */
export async function preparedDatabase<T>(
  name: string,
  make: (database: TestDatabase) => Promise<T>,
): Promise<{ database: TestDatabase; made: T }> {
  const server = await serverWith('demo');
  const template = `${given('HAMKKE_TEST_PREFIX')}_${name}`;
  const answer = join(given('HAMKKE_TEST_LEFT'), `${name}.json`);
  // Of this process's own connection, so that whoever waits goes on when this process has ended.
  await asAdmin(server.url, `select pg_advisory_lock(hashtext('${template}'))`);
  try {
    const there = await asAdmin(server.url, `select from pg_database where datname = '${template}'`);
    if (there.length === 0) {
      const database = await freshDatabase();
      await writeFile(answer, JSON.stringify(await make(database)));
      await database.owner.end({ timeout: 5 });
      await asAdmin(server.url, `alter database ${database.name} rename to ${template}`);
    }
  } finally {
    await asAdmin(server.url, `select pg_advisory_unlock(hashtext('${template}'))`);
  }
  return { database: await cloned(server, template), made: JSON.parse(await readFile(answer, 'utf8')) };
}

async function cloned({ url, apiPassword }: Server, template: string): Promise<TestDatabase> {
  const name = `${given('HAMKKE_TEST_PREFIX')}_${randomBytes(6).toString('hex')}`;
  // File by file: otherwise each of its blocks is written twice, the other time to the log of a crash.
  await asAdmin(url, `create database ${name} template ${template} strategy file_copy`);
  const ownerUrl = within(url, name);
  const owner = postgres(ownerUrl, { max: 2, onnotice: () => {} });
  const [start] = await owner<[{ xid: string }]>`select pg_current_xact_id()::xid::text as xid`;
  return {
    name,
    ownerUrl,
    owner,
    apiUrl: apiPassword && apiUrl(ownerUrl, apiPassword),
    async drop() {
      await owner.end({ timeout: 5 });
      await keepRows(ownerUrl, start.xid, apiPassword !== null);
      await asAdmin(url, `drop database if exists ${name} with (force)`);
    },
  };
}

/** Every row that was written since, for the end of the run, which looks through it for registration numbers. */
async function keepRows(ownerUrl: string, since: string, superuser: boolean) {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {}, fetch_types: false });
  try {
    // The owner of our own server is a superuser, whom no policy holds.
    if (!superuser) await sql`set role hamkke_keeper`;
    await sql`set lock_timeout = '10s'`;
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')`;
    const rows = tables.map(
      ({ name }) =>
        `select '${name}' as place, t::text as line from ${name} t where age(t.xmin) <= (select age('${since}'::xid))`,
    );
    if (rows.length === 0) return;
    const written = await sql.unsafe(rows.join(' union all '));
    await writeFile(fileOfRun('rows'), written.map(({ place, line }) => `${place} ${line}\n`).join(''));
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Work that reads and writes behind the policies, as nothing in the API can. */
export const asKeeper = async <T>(owner: Sql, work: (sql: TransactionSql) => Promise<T>) =>
  (await owner.begin(async (sql) => {
    await sql`set local role hamkke_keeper`;
    return work(sql);
  })) as T;

/**
 * Waits until so many sessions wait for locks of others; a second at most, since whoever is refused before never does.
 */
export async function untilBlocked(owner: Sql, count: number): Promise<void> {
  for (const deadline = Date.now() + 1000; Date.now() < deadline; ) {
    const waiting = await owner`
      select from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`;
    if (waiting.length >= count) return;
    await pause(10);
  }
}

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: run the tests through Vitest, whose globalSetup sets it.`);
  return value;
}

function within(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

function apiUrl(ownerUrl: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = 'hamkke_api';
  url.password = password;
  return url.href;
}

interface Server {
  url: string;
  /** Null on a server that is not the run's own. */
  apiPassword: string | null;
}

/** The run's server, which starts and makes what tests clone when the first of them asks. */
async function serverWith(data: 'demo' | 'empty'): Promise<Server> {
  // A connection of its own: one that is kept may just be closed by the other side.
  const door = { socketPath: given('HAMKKE_TEST_DOOR'), path: `/${data}`, agent: false };
  const answer = await new Promise<string>((done, fail) => {
    request(door, async (response) => {
      const body = await text(response);
      if (response.statusCode === 200) done(body);
      else fail(new Error(`There is no database to clone: ${body}`));
    })
      .on('error', fail)
      .end();
  });
  return JSON.parse(answer);
}

/** This process's own connection to the server, kept from one file to the next: to make one takes as long as what is asked. */
let admin: Sql | undefined;
async function asAdmin(server: string, statement: string) {
  admin ??= postgres(server, { max: 1, onnotice: () => {}, fetch_types: false });
  return admin.unsafe(statement);
}
