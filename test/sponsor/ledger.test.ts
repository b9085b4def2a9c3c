import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';
import { type Balance, Books, centreFamilies, codeOf } from './books.js';

let database: TestDatabase;
let app: App;
let books: Books;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  books = new Books(app, database);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

/** Sends until it is neither refused for want of time nor for a lock that is held: what remains is decided. */
async function decided<Answer extends Awaited<ReturnType<Books['allocate']>>>(send: () => Promise<Answer>) {
  for (;;) {
    const answer = await send();
    const [error] = answer.errors ?? [];
    if (error?.extensions.code !== 'UNAVAILABLE' && !error?.message.includes('right now')) return answer;
  }
}

test('fifty allocations at once of one pledge never exceed it, and exactly as many succeed as fit', async () => {
  const pledge = await books.pledge(1_000_000);
  const linkages = await Promise.all(centreFamilies.slice(0, 5).map((family) => books.linkage(family)));
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, nth) => {
      const idempotencyKey = randomUUID();
      return decided(() => books.allocate(pledge, linkages[nth % 5]!, 70_000, { idempotencyKey }));
    }),
  );
  const refused = answers.filter(({ errors }) => errors);
  // 14 × 70,000 fit into 1,000,000, and 15 do not.
  expect(answers.length - refused.length).toBe(14);
  for (const { errors } of refused)
    expect(errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', available: 20_000, unit: 'KRW' });
  expect(await books.balanceOf(pledge)).toMatchObject({
    committed: 1_000_000,
    allocated: 980_000,
    available: 20_000,
  });
  const ledger = (await books.ledger('portal', pledge)).data!.ledger!;
  expect(ledger.nodes.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, at) => at + 1));
  expect(
    ledger.nodes.filter(({ kind }) => kind === 'ALLOCATED').reduce((sum, { amount }) => sum + amount, 0),
  ).toBe(980_000);
  expect(await books.faults()).toEqual([]);
});

test('the same allocation sent twenty times at once is entered once, and never again after the keys of commands are gone', async () => {
  const pledge = await books.pledge(100_000);
  const linkage = await books.linkage(centreFamilies[0]!);
  const idempotencyKey = randomUUID();
  const send = () => decided(() => books.allocate(pledge, linkage, 30_000, { idempotencyKey }));
  const answers = await Promise.all(Array.from({ length: 20 }, send));
  expect(new Set(answers.map(({ data }) => data?.allocatePledge?.allocation.id)).size).toBe(1);
  expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
  await asKeeper(database.owner, (sql) => sql`delete from idempotency_keys where key = ${idempotencyKey}`);
  expect(codeOf(await send())).toBe('CONFLICT');
  expect(await books.balanceOf(pledge)).toMatchObject({ allocated: 30_000 });
});

test('two sources at once give a linkage no more than it is worth', async () => {
  const pledges = await Promise.all([books.pledge(500_000), books.pledge(500_000)]);
  const linkage = await books.linkage(centreFamilies[1]!, { valueKrw: 300_000 });
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, nth) => {
      const idempotencyKey = randomUUID();
      return decided(() => books.allocate(pledges[nth % 2]!, linkage, 100_000, { idempotencyKey }));
    }),
  );
  expect(answers.filter(({ errors }) => !errors)).toHaveLength(3);
  expect(await books.faults()).toEqual([]);
});

const kinds = ['recordReceipt', 'cancelPledge', 'refundPledge', 'allocate', 'release'] as const;
const step = fc.record({
  kind: fc.constantFrom(...kinds),
  amount: fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 1, max: 100 }) },
    { weight: 3, arbitrary: fc.integer({ min: 100, max: 1000 }) },
    { weight: 1, arbitrary: fc.constant(9_007_199_254_740_991) },
  ),
  which: fc.nat({ max: 9 }),
});

test('whatever happens in whatever order: sums are those of the entries, nothing is given twice, and what came back can be given again', async () => {
  const linkage = await books.linkage(centreFamilies[2]!);
  const seen = { done: 0, refused: 0, givenAgain: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 200, max: 1000 }),
      fc.array(step, { minLength: 8, maxLength: 25 }),
      async (amount, steps) => {
        const pledge = await books.pledge(amount);
        const sum = { cancelled: 0, received: 0, refunded: 0, allocated: 0 };
        const given: { id: string; left: number }[] = [];
        let everGiven = 0;
        for (const { kind, amount: wanted, which } of steps) {
          const left = amount - sum.cancelled - sum.refunded - sum.allocated;
          const to = given[which % Math.max(1, given.length)];
          if (kind === 'release' && !to) continue;
          const most = {
            recordReceipt: amount - sum.cancelled - sum.received,
            cancelPledge: Math.min(left, amount - sum.cancelled - sum.received),
            refundPledge: Math.min(left, sum.received - sum.refunded),
            allocate: left,
            release: to?.left ?? 0,
          }[kind];
          const answer =
            kind === 'allocate'
              ? await books.allocate(pledge, linkage, wanted)
              : kind === 'release'
                ? await books.send('case-manager', 'releaseAllocation', {
                    allocationId: to!.id,
                    amount: wanted,
                    reason: 'NOT_USED',
                  })
                : await books.send('portal', kind, { pledgeId: pledge, amount: wanted });
          if (wanted > most) {
            expect([kind, codeOf(answer)]).toEqual([kind, 'CONFLICT']);
            seen.refused++;
            continue;
          }
          expect([kind, answer.errors]).toEqual([kind, undefined]);
          seen.done++;
          if (kind === 'allocate') {
            const { allocation } = (answer.data as { allocatePledge: { allocation: { id: string } } })
              .allocatePledge;
            given.push({ id: allocation.id, left: wanted });
            sum.allocated += wanted;
            everGiven += wanted;
          } else if (kind === 'release') {
            to!.left -= wanted;
            sum.allocated -= wanted;
          } else
            sum[
              ({ recordReceipt: 'received', cancelPledge: 'cancelled', refundPledge: 'refunded' } as const)[
                kind
              ]
            ] += wanted;
        }
        if (everGiven > amount) seen.givenAgain++;
        const expected: Balance = {
          committed: amount,
          ...sum,
          available: amount - sum.cancelled - sum.refunded - sum.allocated,
        };
        expect(await books.balanceOf(pledge, 'sponsor')).toEqual(expected);
        expect(expected.available).toBeGreaterThanOrEqual(0);
        expect(await books.faults()).toEqual([]);
        // For the next run: a list of pledges has at most a hundred.
        await books.send('portal', 'cancelPledge', { pledgeId: pledge, amount: 1 });
      },
    ),
    { numRuns: 9, seed: 20_261_122, examples: [[100, again]] },
  );
  expect(seen.done).toBeGreaterThan(50);
  expect(seen.refused).toBeGreaterThan(10);
  expect(seen.givenAgain).toBeGreaterThan(0);
});
/** All of it given, given back and given again. */
const again = (['allocate', 'release', 'allocate'] as const).map((kind) => ({ kind, amount: 100, which: 0 }));

test('nothing that was entered can be changed or removed by any role that serves', async () => {
  for (const role of ['hamkke_keeper', 'hamkke_api'])
    for (const statement of [
      'update ledger_entries set amount = 1',
      'delete from ledger_entries',
      'truncate ledger_entries',
    ])
      await expect(
        database.owner.begin(async (sql) => {
          await sql.unsafe(`set local role ${role}`);
          await sql.unsafe(statement);
        }),
      ).rejects.toThrow('permission denied');
});
