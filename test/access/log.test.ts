import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, postId } from '../../src/demo/known.js';
import type { App } from '../support/app.js';
import { asKeeper } from '../support/database.js';
import { Canaries } from './canaries.js';
import { Expectation, everythingOf, globalId, print } from './everything.js';
import { idOf, viewers } from './households.js';
import { bySubject, type Logged, lastLine, linesAfter } from './logged.js';
import { Asker, objectType, type Prepared, prepare, startWide, viewOf } from './prepared.js';
import { nodeTypes, tableOfNode } from './roots.js';
import { consentScoped, householdOf } from './rows.js';

let prepared: Prepared;
let app: App;
let asker: Asker;
beforeAll(async () => {
  prepared = await prepare();
  app = await startWide({ database: prepared.database, connections: 2 });
  asker = new Asker(app, 'one');
});
afterAll(async () => {
  await app?.stop();
  await prepared?.database.drop();
});

/** What the log gained by some work. */
async function logged(work: () => Promise<unknown>): Promise<Logged[]> {
  const { owner } = prepared.database;
  const last = await lastLine(owner);
  await work();
  return linesAfter(owner, last);
}

const selection = everythingOf(objectType('Household'));
const whole = `query Everything($id: ID!) { household(id: $id) { ${print(selection)} } }`;
// Of whole households, of everybody and on every basis, the matrix says it.
describe('what was shown', () => {
  test('of a list is one entry a household of the page, and no entry for the others', async () => {
    const [portal] = viewers.filter(({ name }) => name === 'portal');
    let ids: string[] = [];
    const entries = await logged(async () => {
      const { data } = await asker.ask(
        portal!,
        '{ households(first: 3) { nodes { id summary { responsibleDong } } totalCount } }',
      );
      const page = data?.households as { nodes: { id: string }[]; totalCount: number };
      expect(page.totalCount).toBeGreaterThan(3);
      ids = page.nodes.map(({ id }) => id);
    });
    expect(entries.map((each) => `Household:${each.district_id}:${each.household_id}`).sort()).toEqual(
      ids.sort(),
    );
    for (const { classes, allowed } of entries)
      expect({ classes, allowed }).toEqual({ classes: ['SUMMARY'], allowed: true });
  });

  describe('by a list that is narrowed', () => {
    const list = (first: number) =>
      `query Find($filter: HouseholdFilter) { households(filter: $filter, first: ${first}) { totalCount nodes { id } } }`;
    const find = async (filter: object, first = 5) => {
      let total = 0;
      const entries = await logged(async () => {
        const { data, errors } = await app.ask('head', list(first), { filter });
        expect(errors).toBeUndefined();
        total = (data as { households: { totalCount: number } }).households.totalCount;
      });
      const search = entries.filter(({ action }) => action === 'SEARCH');
      return { total, search, reads: entries.filter(({ action }) => action === 'READ'), entries };
    };
    const name = () =>
      String(prepared.world.one('member_identities', 'member_id', families.a.member(1))!.name);

    test('by a name is IDENTITY of those who have it, and of nobody else', async () => {
      const { total, reads } = await find({ memberName: name() });
      expect(total).toBe(1);
      expect(reads.map((each) => [each.household_id, each.shown])).toEqual([
        [families.a.id, { [families.a.id]: ['SUMMARY'], [families.a.member(1)]: ['IDENTITY'] }],
      ]);
    });

    test('is one entry more that names the conditions and not what they sought, found or not', async () => {
      const nobody = `${name()}아닌`;
      const [found, counted, none] = [
        await find({ memberName: name() }),
        await find({ memberName: name() }, 0),
        await find({ memberName: nobody, stages: ['CLOSED'], responsibleDong: null }),
      ];
      expect([counted.total, counted.reads, none.total, none.reads]).toEqual([1, [], 0, []]);
      const kept = {
        household_id: null,
        district_id: '11170',
        operation: 'Find',
        classes: [],
        allowed: true,
      };
      for (const { search } of [found, counted, none]) expect(search).toMatchObject([kept]);
      expect(found.search.map(({ shown }) => JSON.parse(shown.filter![0]!))).toEqual([
        { query: 'households', conditions: ['memberName'] },
      ]);
      expect(none.search.map(({ shown }) => JSON.parse(shown.filter![0]!))).toEqual([
        { query: 'households', conditions: ['memberName', 'stages'] },
      ]);
      expect(JSON.stringify([found, counted, none])).not.toContain(name());
    });

    test('or not is SUMMARY of every household in it whose SUMMARY the viewer has, as its place tells', async () => {
      for (const filter of [
        {},
        { stages: ['RECEIVED', 'CLOSED', 'LINKING'] },
        { openedFrom: '2000-01-01' },
      ]) {
        const { reads, search } = await find(filter);
        expect(reads.length).toBeGreaterThan(0);
        for (const each of reads) expect(each.shown).toEqual({ [each.household_id!]: ['SUMMARY'] });
        expect(search).toHaveLength(Object.keys(filter).length);
      }
    });
  });

  test('by a row of any type names the household that the row belongs to', async () => {
    const [head] = viewers.filter(({ name }) => name === 'head');
    for (const type of nodeTypes.filter((each) => consentScoped.includes(tableOfNode(each)))) {
      const table = tableOfNode(type);
      const view = viewOf(prepared.world, head!, families.a.id)!;
      const row = prepared.world
        .all(table)
        .find((each) => householdOf(table, each) === families.a.id && view.mayHave(table, each));
      // Family A is in no referral: test/referral and test/case read those, and what is given by them.
      if (!row && ['Referral', 'ServiceRecord', 'ServiceRecordChange'].includes(type)) continue;
      if (!row) throw new Error(`Family A has no ${type}`);
      const plain = everythingOf(objectType(type), { depth: 0 });
      const expectation = new Expectation(prepared.world);
      expectation.of(plain, table, row, view);
      const entries = await logged(() =>
        asker.ask(head!, `query ($id: ID!) { node(id: $id) { ... on ${type} { ${print(plain)} } } }`, {
          id: globalId(type, row),
        }),
      );
      expect([type, entries.map((each) => each.household_id)]).toEqual([type, [families.a.id]]);
      expect([type, bySubject(Object.entries(entries[0]!.shown))]).toEqual([
        type,
        bySubject(expectation.shown),
      ]);
    }
  });

  test('of the public catalogue is in no log', async () => {
    const [partner] = viewers.filter(({ name }) => name === 'welfare-centre');
    expect(
      await logged(() => asker.ask(partner!, '{ services(first: 5) { nodes { name } } viewer { name } }')),
    ).toEqual([]);
  });
});

describe('what was refused', () => {
  test('a hidden household and one that is not there leave the same entry, but for the id that was asked for', async () => {
    const [partner] = viewers.filter(({ name }) => name === 'welfare-centre-none');
    const { districtId, id } = families.a;
    const entryOf = async (type: string, asked: string) => {
      const document = 'query Look($id: ID!) { node(id: $id) { id } }';
      const entries = await logged(() =>
        asker.ask(partner!, document, { id: `${type}:${districtId}:${asked}` }),
      );
      expect(entries).toHaveLength(1);
      return JSON.parse(JSON.stringify(entries[0]).replaceAll(asked, 'the id'));
    };
    const absent = idOf('absent');
    for (const [type, there] of [
      ['Household', id],
      ['Member', families.a.member(1)],
      ['Case', families.a.caseId],
    ] as const) {
      const refused = await entryOf(type, there);
      expect(refused).toMatchObject({ allowed: false, classes: [], bases: [], shown: { 'the id': [] } });
      expect(await entryOf(type, absent)).toEqual(refused);
    }
  });

  test('several root fields leave an entry each', async () => {
    const [partner] = viewers.filter(({ name }) => name === 'welfare-centre');
    const { active, never } = families;
    const entries = await logged(() =>
      asker.ask(
        partner!,
        `{ a: household(id: "Household:${active.districtId}:${active.id}") { id } b: household(id: "Household:${never.districtId}:${never.id}") { id } }`,
      ),
    );
    expect(entries.map((each) => [each.household_id, each.allowed]).sort()).toEqual(
      [
        [active.id, true],
        [never.id, false],
      ].sort(),
    );
  });
});

describe('a request that is worked on more than once', () => {
  const refused = '{ accessLog { totalCount } }';
  const { active } = families;
  const household = `household(id: "Household:${active.districtId}:${active.id}") { summary { responsibleDong } }`;
  const linesOf = async (work: () => Promise<unknown>) =>
    (await logged(work)).map((each) => [each.household_id, each.allowed]);
  const ask = (text: string) => app.ask('case-manager', text);

  test('is refused in one entry, whether or not the viewer was remembered', async () => {
    await asKeeper(
      prepared.database.owner,
      (sql) => sql`update posts set title = title where id = ${postId('case-manager')}`,
    );
    for (const _time of [1, 2, 3]) expect(await linesOf(() => ask(refused))).toEqual([[null, false]]);
    const node = `{ node(id: "Household:${active.districtId}:${active.id}") { id } }`;
    for (const _time of [1, 2])
      expect(await linesOf(() => app.ask('privacy-officer', node))).toEqual([[active.id, false]]);
  });

  test('has one entry of what stands beside a refusal, and one of the refusal', async () => {
    for (const _time of [1, 2, 3])
      expect(await linesOf(() => ask(`{ ${household} accessLog { totalCount } }`))).toEqual(
        expect.arrayContaining([
          [active.id, true],
          [null, false],
        ]),
      );
    expect(await linesOf(() => ask(`{ ${household} accessLog { totalCount } }`))).toHaveLength(2);
  });

  test('has one entry of what stands beside something that cannot be answered', async () => {
    const document = `query ($after: String) { ${household} households(after: $after) { totalCount } }`;
    const cursor = Buffer.from('["no day", "no id"]').toString('base64url');
    expect((await app.ask('case-manager', document, { after: null })).errors).toBeUndefined();
    const entries = await linesOf(async () => {
      const { errors } = await app.ask('case-manager', document, { after: cursor });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_INPUT']);
    });
    expect(entries).toEqual([[active.id, true]]);
  });

  test('keeps an entry for each time that a document asks for the same', async () => {
    expect(await linesOf(() => ask(`{ a: ${household} b: ${household} }`))).toEqual(
      Array(2).fill([active.id, true]),
    );
  });

  test('leaves no refusal where the duty was given meanwhile', async () => {
    const duties = (duty: string) =>
      asKeeper(
        prepared.database.owner,
        (sql) => sql`update posts set duties = array[${duty}]::duty[] where id = ${postId('case-manager-2')}`,
      );
    expect((await app.ask('case-manager-2', refused)).errors).toHaveLength(1);
    await duties('PRIVACY_OFFICER');
    try {
      const entries = await logged(async () =>
        expect((await app.ask('case-manager-2', refused)).errors).toBeUndefined(),
      );
      expect(entries.map((each) => [each.action, each.allowed])).toEqual([['LOG_READ', true]]);
    } finally {
      await duties('CASE_MANAGER');
    }
  });
});

describe('without a log', () => {
  test('no data leaves, whether shown, listed or refused, and it does again when the log is back', async () => {
    const { owner, apiUrl } = prepared.database;
    const [head] = viewers.filter(({ name }) => name === 'head');
    const { districtId, id } = families.a;
    const ask = () => asker.ask(head!, whole, { id: `Household:${districtId}:${id}` });
    const canaries = new Canaries(prepared.world);
    expect(canaries.in((await ask()).body).length).toBeGreaterThan(50);
    expect(apiUrl === null || apiUrl.includes('hamkke_api')).toBe(true);
    await owner`revoke insert on access_log from hamkke_api`;
    try {
      const single = await ask();
      expect(single.errors).toHaveLength(1);
      const list = await asker.ask(
        head!,
        '{ households(first: 5) { nodes { id summary { responsibleDong } } totalCount } }',
      );
      const refused = await asker.ask(head!, whole, { id: `Household:${districtId}:${idOf('absent')}` });
      for (const { body, errors, data } of [single, list, refused]) {
        expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['INTERNAL']);
        expect(Object.values(data ?? {}).filter((each) => each !== null)).toEqual([]);
        expect(canaries.in(body)).toEqual([]);
      }
      const open = await asker.ask(head!, '{ services(first: 1) { nodes { id } } }');
      expect(open.errors).toBeUndefined();
    } finally {
      await owner`grant insert on access_log to hamkke_api`;
    }
    expect((await ask()).errors).toBeUndefined();
  });

  test('many requests at once each leave their own entry', async () => {
    const [partner] = viewers.filter(({ name }) => name === 'welfare-centre');
    const { districtId, id } = families.active;
    const document = 'query Often($id: ID!) { household(id: $id) { summary { responsibleDong } } }';
    const entries = await logged(() =>
      Promise.all(
        Array.from({ length: 20 }, () =>
          asker.ask(partner!, document, { id: `Household:${districtId}:${id}` }),
        ),
      ),
    );
    expect(entries.map((each) => each.operation)).toEqual(Array(20).fill('Often'));
  });
});
