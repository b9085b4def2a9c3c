import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, known } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { Books, centreFamilies, codeOf, nowhere } from './books.js';

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

const allocated = async (pledge: string, linkage: string, amount = 1000) => {
  const { data, errors } = await books.allocate(pledge, linkage, amount);
  if (errors) throw new Error(JSON.stringify(errors));
  return data!.allocatePledge!.allocation.id;
};
const everything = `{ pledges(first: 100) { totalCount nodes { id districtId sponsorId sponsorName title kind unit state
  domains serviceId householdTypes validFrom validUntil balance { committed allocated available } } } }`;

describe('a sponsor', () => {
  test('sees amounts, days and balances of their own pledges, and nothing that says which family it was', async () => {
    const pledge = await books.pledge(100_000, { words: 'canary-words' });
    const linkage = await books.linkage(families.never);
    const allocation = await allocated(pledge, linkage, 30_000);
    const released = await books.send('case-manager', 'releaseAllocation', {
      allocationId: allocation,
      amount: 5000,
      reason: 'DECLINED',
    });
    expect(released.errors).toBeUndefined();
    const [list, ledger] = [await app.ask('sponsor', everything), await books.ledger('sponsor', pledge)];
    expect(ledger.data!.ledger!.nodes).toMatchObject([
      { kind: 'PLEDGED', amount: 100_000, enteredBy: null, words: null },
      { kind: 'ALLOCATED', amount: 30_000, domain: null, enteredBy: null },
      { kind: 'RELEASED', amount: 5000, domain: null, enteredBy: null, reason: null },
    ]);
    const told = list.body + ledger.body;
    const { never } = families;
    for (const canary of [
      linkage,
      allocation,
      never.id,
      never.caseId,
      never.member(0),
      'canary-words',
      'DECLINED',
    ])
      expect(told).not.toContain(canary.split(':').at(-1));
    const inside = (await books.ledger('portal', pledge)).data!.ledger!.nodes;
    expect(inside).toMatchObject([
      { enteredBy: '권담당거', words: 'canary-words' },
      { enteredBy: '이담당나', domain: null },
      { reason: 'DECLINED' },
    ]);
    expect(
      (await app.ask('sponsor', 'query ($id: ID!) { node(id: $id) { id } }', { id: allocation })).data
        ?.node ?? null,
    ).toBeNull();
  });

  test('is told what it was for once five households were given it for that need, not once a fifth linkage was', async () => {
    const pledge = await books.pledge(100_000);
    const domains = async () =>
      (await books.ledger('sponsor', pledge))
        .data!.ledger!.nodes.filter(({ kind }) => kind === 'ALLOCATED')
        .map(({ domain }) => domain);
    await allocated(pledge, await books.linkage(families.never, { domain: 'MENTAL_HEALTH' }));
    for (const family of centreFamilies.slice(0, 4))
      for (let twice = 0; twice < 2; twice++) await allocated(pledge, await books.linkage(family));
    expect(await domains()).toEqual(Array(9).fill(null));
    await allocated(pledge, await books.linkage(centreFamilies[4]!));
    expect(await domains()).toEqual([null, ...Array(9).fill('HEALTH')]);
  });

  test('that earmarked one need knows that it was for that', async () => {
    const pledge = await books.pledge(100_000, { domains: ['HEALTH'] });
    await allocated(pledge, await books.linkage(families.never));
    expect((await books.ledger('sponsor', pledge)).data!.ledger!.nodes[1]).toMatchObject({
      domain: 'HEALTH',
    });
  });

  test('cannot tell another sponsor’s pledge or a budget line from none', async () => {
    const unknown = await books.ledger('sponsor', nowhere());
    expect(unknown.data).toEqual({ ledger: null });
    for (const other of [
      `Pledge:11170:${known.pledges.anonymous}`,
      `Pledge:11440:${known.pledges.mapo}`,
      `BudgetLine:11170:${known.budgetLines.yongsan}`,
    ])
      expect((await books.ledger('sponsor', other)).body).toBe(unknown.body);
    const { data } = await app.ask<{ pledges: { nodes: { sponsorId: string }[] } }>('sponsor', everything);
    expect(new Set(data!.pledges.nodes.map(({ sponsorId }) => sponsorId))).toEqual(
      new Set([`Sponsor:${known.sponsors.company}`]),
    );
  });
});

test('a district’s people see its pledges and budget lines, and those of no other', async () => {
  const districts = async (persona: string) =>
    new Set(
      (
        await app.ask<{ pledges: { nodes: { districtId: string }[] } }>(persona, everything)
      ).data!.pledges.nodes.map(({ districtId }) => districtId),
    );
  for (const persona of ['portal', 'catalogue-editor', 'case-manager', 'head'])
    expect(await districts(persona)).toEqual(new Set(['11170']));
  expect(await districts('mapo-case-manager')).toEqual(new Set(['11440']));
  for (const persona of ['welfare-centre', 'police', 'counsellor', 'nurse', 'statistics', 'privacy-officer'])
    expect(codeOf(await app.ask(persona, everything))).toBe('FORBIDDEN');
  const lines = await app.ask(
    'mapo-case-manager',
    '{ budgetLines { nodes { year title balance { available } } } }',
  );
  expect(lines.data).toMatchObject({ budgetLines: { nodes: [{ year: 2010 }] } });
  const [pledge, line] = [`Pledge:11440:${known.pledges.mapo}`, `BudgetLine:11440:${known.budgetLines.mapo}`];
  for (const account of [pledge, line]) {
    expect((await books.ledger('portal', account)).data).toEqual({ ledger: null });
    expect((await books.ledger('mapo-case-manager', account)).data!.ledger!.nodes.length).toBeGreaterThan(2);
  }
  for (const [name, input] of [
    ['recordReceipt', { pledgeId: pledge, amount: 1 }],
    ['refundPledge', { pledgeId: pledge, amount: 1 }],
    ['adjustBudgetLine', { budgetLineId: line, amount: 1, cut: false }],
  ] as const)
    expect(codeOf(await books.send('portal', name, input))).toBe('NOT_FOUND');
});

test('an anonymous citizen stays without a name, and is named only by choice', async () => {
  const register = (more: object) =>
    books.send('catalogue-editor', 'registerSponsor', { kind: 'CITIZEN', ...more });
  expect(codeOf(await register({ publicName: '홍길동하' }))).toBe('BAD_INPUT');
  const chosen = await register({ publicName: '홍길동하', choseToBeNamed: true });
  expect(chosen.data!.registerSponsor).toMatchObject({ sponsor: { publicName: '홍길동하' } });
  const anonymous = await register({});
  const { id } = (anonymous.data!.registerSponsor as { sponsor: { id: string } }).sponsor;
  const pledge = await books.pledge(10, { sponsorId: id, kind: 'IN_KIND', unit: '상자' });
  const receipt = await books.send('portal', 'recordReceipt', { pledgeId: pledge, amount: 4 });
  expect(receipt.data!.recordReceipt).toMatchObject({
    pledge: { sponsorName: null, balance: { received: 4 } },
  });
});

describe('an allocation', () => {
  const refusal = async (pledge: string, linkage: string, amount = 1000) => {
    const answer = await books.allocate(pledge, linkage, amount);
    return [codeOf(answer), answer.errors?.[0]?.message ?? ''] as const;
  };

  test('is refused with the reason where it does not fit what the sponsor said', async () => {
    const linkage = await books.linkage(families.never);
    for (const [more, reason] of [
      [{ domains: ['EDUCATION', 'HOUSING'] }, 'EDUCATION, HOUSING'],
      [{ validUntil: '2024-12-31' }, 'ended on 2024-12-31'],
      [{ validFrom: '2050-01-01' }, 'begins on 2050-01-01'],
      [{ serviceId: `Service:${known.services.dental}` }, 'another service'],
      [{ householdTypes: ['MULTICULTURAL'] }, 'MULTICULTURAL'],
    ] as const) {
      const [code, message] = await refusal(await books.pledge(10_000, more), linkage);
      expect([code, message]).toEqual(['CONFLICT', expect.stringContaining(reason)]);
    }
    const dental = await books.linkage(families.never, { service: known.services.dental });
    await allocated(await books.pledge(10_000, { serviceId: `Service:${known.services.dental}` }), dental);
    const pledge = await books.pledge(10_000);
    const otherwise = await books.linkage(families.never, { fundedBy: 'PROVIDER' });
    expect((await refusal(pledge, otherwise))[0]).toBe('CONFLICT');
    const worth = await books.linkage(families.never, { valueKrw: 700 });
    expect((await refusal(pledge, worth))[1]).toContain('700');
    const mapo = `Linkage:11440:${randomUUID()}`;
    expect((await refusal(pledge, mapo))[0]).toBe('BAD_INPUT');
  });

  test('to a linkage that the viewer may not record is like one to none, and is for whoever links', async () => {
    const pledge = await books.pledge(10_000);
    const elsewhere = await books.linkage({ ...families.office });
    const unknown = await books.allocate(pledge, `Linkage:11170:${randomUUID()}`, 1000);
    const hidden = await books.allocate(pledge, elsewhere, 1000);
    expect([codeOf(hidden), hidden.body]).toEqual(['NOT_FOUND', unknown.body]);
    for (const persona of ['counsellor', 'portal', 'sponsor', 'welfare-centre', 'catalogue-editor'])
      expect(
        codeOf(
          await books.send(persona, 'allocatePledge', { pledgeId: pledge, linkageId: elsewhere, amount: 1 }),
        ),
      ).toBe('FORBIDDEN');
    expect(await books.balanceOf(pledge)).toMatchObject({ allocated: 0 });
  });

  test('is seen with its linkage by whoever has the linkage’s class, and by nobody else', async () => {
    const pledge = await books.pledge(10_000);
    const id = await allocated(pledge, await books.linkage(families.active));
    const seen = async (persona: string) => {
      const { data } = await app.ask<{ node: { amount: number } | null }>(
        persona,
        'query ($id: ID!) { node(id: $id) { ... on Allocation { amount source } } }',
        { id },
      );
      return data?.node ?? null;
    };
    expect(await seen('case-manager')).toEqual({ amount: 1000, source: 'PLEDGE' });
    for (const persona of ['portal', 'counsellor', 'police', 'welfare-centre-none', 'mapo-case-manager'])
      expect(await seen(persona)).toBeNull();
    const { data } = await app.ask(
      'case-manager',
      'query ($id: ID!) { case(id: $id) { linkages { allocations { id amount released } } } }',
      { id: `Case:11170:${families.active.caseId}` },
    );
    expect(JSON.stringify(data)).toContain(id);
  });

  test('of a budget line is of this year, and the line can be cut by what is left alone', async () => {
    const open = async (year: number, title: string) => {
      const { data } = await books.send('portal', 'openBudgetLine', { year, title, amount: 50_000 });
      return String((data!.openBudgetLine as { budgetLine: { id: string } }).budgetLine.id);
    };
    const [{ year }] = await database.owner<[{ year: number }]>`
      select extract(year from now() at time zone 'Asia/Seoul')::int as year`;
    const [now, before] = [await open(year, '시험 예산'), await open(year - 1, '시험 예산')];
    const linkage = await books.linkage(families.never, { fundedBy: 'BUDGET_LINE' });
    const give = (budgetLineId: string) =>
      books.send('case-manager', 'allocateBudget', { budgetLineId, linkageId: linkage, amount: 20_000 });
    expect(codeOf(await give(before))).toBe('CONFLICT');
    expect((await give(now)).errors).toBeUndefined();
    const adjust = (amount: number, cut: boolean) =>
      books.send('portal', 'adjustBudgetLine', { budgetLineId: now, amount, cut });
    const refused = await adjust(30_001, true);
    expect(refused.errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', available: 30_000 });
    expect((await adjust(30_000, true)).data!.adjustBudgetLine).toMatchObject({
      budgetLine: { balance: { committed: 50_000, cancelled: 30_000, allocated: 20_000, available: 0 } },
    });
    expect((await adjust(1, false)).errors).toBeUndefined();
    expect(
      codeOf(await books.send('portal', 'openBudgetLine', { year, title: '시험 예산', amount: 1 })),
    ).toBe('CONFLICT');
    expect(await books.faults()).toEqual([]);
  });
});

test('a ledger is read in pages that follow each other', async () => {
  const pledge = await books.pledge(10_000);
  for (let nth = 0; nth < 4; nth++)
    await books.send('portal', 'recordReceipt', { pledgeId: pledge, amount: 10 + nth });
  const numbers: number[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<Books['ledger']>> = await books.ledger('portal', pledge, 2, after);
    const { ledger } = page.data!;
    numbers.push(...ledger!.nodes.map(({ number }) => number));
    expect(ledger!.totalCount).toBe(5);
    after = ledger!.nodes.length < 2 ? null : ledger!.pageInfo.endCursor;
  } while (after);
  expect(numbers).toEqual([1, 2, 3, 4, 5]);
});
