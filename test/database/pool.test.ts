import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Deadline } from '../../src/database/deadline.js';
import { openPool, type Pool } from '../../src/database/pool.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase('empty');
  // With one connection, the next question can only go to the one that was lost.
  pool = openPool(database.apiUrl ?? database.ownerUrl, { size: 1, becomesApi: false, deadlineMs: 10_000 });
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

const ask = (text: string) =>
  pool.health.ask(new Deadline(10_000), async () => (await pool.sql.unsafe(text))[0]);

/** Ends the connections that work on a statement which holds this mark. */
async function kill(mark: string) {
  for (;;) {
    const killed = await database.owner`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and state = 'active' and query like ${`%${mark}%`} and pid <> pg_backend_pid()`;
    if (killed.length) return;
    await pause(5);
  }
}

test('what is asked after a connection was killed is answered, and does not fail by the old failure', async () => {
  await ask('select 1');
  for (const mark of ['first', 'second', 'third']) {
    const lost = ask(`select pg_sleep(30), '${mark}'`).catch((error) => error.code);
    await kill(mark);
    expect(await lost).toBe('UNAVAILABLE');
    expect(await ask('select 1 as answer')).toEqual({ answer: 1 });
  }
});

test('what others are at when a connection is killed is answered', async () => {
  const two = openPool(database.apiUrl ?? database.ownerUrl, {
    size: 2,
    becomesApi: false,
    deadlineMs: 10_000,
  });
  try {
    const asked = (text: string) =>
      two.health.ask(new Deadline(10_000), async () => (await two.sql.unsafe(text))[0]);
    const others = asked("select pg_sleep(1.5), 'others' as answer");
    const lost = asked("select pg_sleep(30), 'lost'").catch((error) => error.code);
    await kill('lost');
    expect(await lost).toBe('UNAVAILABLE');
    expect(await others).toMatchObject({ answer: 'others' });
  } finally {
    await two.end();
  }
});
