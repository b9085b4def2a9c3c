import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Head } from '../../src/seal/chain.js';
import { headColumns } from '../../src/seal/chain.js';
import type { LogKey } from '../../src/seal/key.js';
import { Sealer } from '../../src/seal/sealer.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { isLong } from '../support/long.js';
import { newKey, undone, verified, writeEntries } from './logs.js';
import {
  deletions,
  edits,
  insertions,
  logTables,
  rehashing,
  seeded,
  swappings,
  type Tamper,
  truncations,
} from './tampers.js';

let database: TestDatabase;
let key: LogKey;
let stored: Head[];
beforeAll(async () => {
  database = await freshDatabase('empty');
  key = newKey();
  const sealer = new Sealer(() => ({ sql: database.owner, end: async () => {} }), {
    key,
    headsFile: null,
    report: () => {},
  });
  // Heads after one entry and after many, and more entries than a batch of the walk holds.
  for (const [at, count] of [1, 1, 40, 3, 30, 1, 15, 4, 2, 13].entries()) {
    await writeEntries(database.owner, count, at * 1000);
    await sealer.seal();
  }
  stored = [
    ...(await database.owner.unsafe<Head[]>(`select ${headColumns} from access_log_heads order by 1`)),
  ];
});
afterAll(() => database?.drop());

/** How many faults are found after a tamper, which is undone again: by the database alone, or with stored heads. */
const foundAfter = (tamper: Tamper, seed: number) =>
  undone(database.owner, async (sql) => {
    await tamper.run(sql, seeded(seed));
    const { result: alone } = await verified(sql, key);
    if (!tamper.needsHeads) return { alone: alone.faults, compared: alone.faults };
    const { result: compared } = await verified(sql, key, { heads: stored });
    return { alone: alone.faults, compared: compared.faults };
  });

test('an untouched log is whole, and agrees with the heads that were stored elsewhere', async () => {
  const { findings, result } = await undone(database.owner, (sql) => verified(sql, key, { heads: stored }));
  expect(findings).toEqual([]);
  expect(result).toMatchObject({ entries: 110n, heads: 10n, compared: 10n, faults: 0 });
});

describe('of random tampers with the log and its chain', () => {
  test.each<[string, () => Promise<Tamper[]> | Tamper[], number]>([
    ...logTables.map((table): [string, () => Promise<Tamper[]>, number] => [
      `edits of each column of ${table}`,
      () => edits(database.owner, table),
      20,
    ]),
    ['deletions', () => deletions, 40],
    ['swaps', () => swappings, 50],
    ['truncations', () => truncations, 40],
    ['insertions', () => insertions, 20],
    ['edits with all hashes made anew', () => [rehashing], 10],
  ])('all are found: %s', async (_, kinds, times) => {
    const tampers = await kinds();
    const missed: string[] = [];
    // Each kind so often, on rows and with values that are drawn.
    for (let seed = 0; seed < tampers.length * (isLong ? times : Math.ceil(times / 4)); seed++) {
      const tamper = tampers[seed % tampers.length]!;
      const { alone, compared } = await foundAfter(tamper, seed);
      // What ends everywhere alike can be told by what is kept elsewhere, and by nothing else.
      if (tamper.needsHeads) expect([tamper.name, alone]).toEqual([tamper.name, 0]);
      if (compared === 0) missed.push(`${tamper.name}, seed ${seed}`);
    }
    expect(missed).toEqual([]);
  });
});
