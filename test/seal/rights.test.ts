import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Sealer } from '../../src/seal/sealer.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { newKey, undone, writeEntries } from './logs.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase('empty');
});
afterAll(() => database?.drop());

describe('whoever answers requests', () => {
  const asApi = async (text: string) =>
    undone(database.owner, async (sql) => {
      await sql`set local role hamkke_api`;
      await sql.unsafe(text);
    });

  test.each([
    'select from access_log',
    'update access_log set allowed = true',
    'delete from access_log',
    'truncate access_log',
    `insert into access_log (at) values ('2020-01-01')`,
    'insert into access_log (id) overriding system value values (1)',
    ...['access_log_seals', 'access_log_heads'].flatMap((table) => [
      `select from ${table}`,
      `insert into ${table} default values`,
      `delete from ${table}`,
      `truncate ${table}`,
    ]),
    `select hamkke.append_seals(1, '{1}', '{00}', 1, 0, 1, now(), 'key', '00')`,
  ])('may not: %s', async (text) => {
    await expect(asApi(text)).rejects.toThrow('permission denied');
  });

  test('may add to the log', async () => {
    await asApi(`insert into access_log (request_id, staff_id, post_id, organization_id, operation, action, purpose,
      shown, bases, classes, allowed) select i, i, i, i, 'x', 'READ', 'CASE_MANAGEMENT', '{}', '{}', '{}', true
      from (select '${randomUUID()}'::uuid as i) one`);
  });

  test('nor may the keeper of the other data change what was logged or sealed', async () => {
    for (const table of ['access_log', 'access_log_seals', 'access_log_heads'])
      for (const text of [
        `delete from ${table}`,
        `truncate ${table}`,
        `update ${table} set ${table === 'access_log' ? 'allowed = true' : 'hash = null'}`,
      ])
        await expect(asKeeper(database.owner, (sql) => sql.unsafe(text))).rejects.toThrow(
          'permission denied',
        );
  });

  test('nor may a second sealer add a head that is not the next one', async () => {
    await writeEntries(database.owner, 1);
    await new Sealer(() => ({ sql: database.owner, end: async () => {} }), {
      key: newKey(),
      headsFile: null,
      report: () => {},
    }).seal();
    await expect(
      asKeeper(
        database.owner,
        (sql) => sql`select hamkke.append_seals(1, '{1}', '{00}', 1, 0, 1, now(), 'key', '00')`,
      ),
    ).rejects.toThrow('does not follow');
  });
});
