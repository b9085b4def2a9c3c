import postgres, { type Sql, type TransactionSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importHsds } from '../../src/hsds/import/load.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { idOf, service } from './documents.js';
import { make, names } from './finding.js';
import { fileOf, removePackages } from './packages.js';

afterAll(removePackages);

// What services are found by is what they are, whoever changes them, when, and how.

let database: TestDatabase;
let app: App;
let second: Sql;
beforeAll(async () => {
  database = await freshDatabase('empty');
  app = await startApp({ database });
  second = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await second?.end({ timeout: 5 });
  await app?.stop();
  await database?.drop();
});

describe('two who change services at once', () => {
  const keep = (sql: TransactionSql, id: string) => sql`select hamkke.keep_search(array[${id}]::uuid[])`;

  test('do not wait for each other where their names have the same words', async () => {
    const [one, two] = await make(database, [{ name: '빨래방 하나' }, { name: '빨래방 두울' }]);
    await asKeeper(database.owner, async (sql) => {
      await sql`update services set status = 'INACTIVE' where id = ${one!}`;
      await keep(sql, one!);
      await asKeeper(second, async (other) => {
        await other`set local lock_timeout = '1s'`;
        await other`update services set status = 'INACTIVE' where id = ${two!}`;
        await keep(other, two!);
      });
    });
  });

  test('leave a service as both left it, whoever is the last', async () => {
    const [id] = await make(database, [{ name: '이불 빨래방', room: 3 }]);
    let late: Promise<unknown> | undefined;
    await asKeeper(database.owner, async (sql) => {
      await sql`update service_capacities set available = 0 where service_id = ${id!}`;
      await keep(sql, id!);
      late = asKeeper(second, (other) => keep(other, id!));
      for (let waits = false; !waits; ) {
        [{ waits }] = await sql<[{ waits: boolean }]>`
          select exists (select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()) as waits`;
      }
    });
    await late;
    expect(await names(app, { search: '이불 빨래방', roomAvailable: true })).toEqual([]);
  });
});

test('what a package gives to another service is found by that, and the first by it no more', async () => {
  const room = [
    {
      id: idOf('room'),
      unit: { id: idOf('seats'), name: '자리' },
      available: 3,
      updated: new Date().toISOString(),
    },
  ];
  const spoken = [{ id: idOf('tongue'), code: 'xx', name: '먼말' }];
  const bring = async (...services: unknown[]) =>
    importHsds(database.owner, await fileOf('services.json', Buffer.from(JSON.stringify(services))), {
      source: 'test',
    });
  const found = async () =>
    Promise.all([names(app, { roomAvailable: true }), names(app, { languages: ['xx'] })]);
  await bring(service('가람', { capacities: room, languages: spoken }), service('나루', { capacities: [] }));
  expect(await found()).toEqual([['가람 주거 상담'], ['가람 주거 상담']]);
  await bring(service('나루', { capacities: room, languages: spoken }));
  expect(await found()).toEqual([['나루 주거 상담'], ['나루 주거 상담']]);
});
