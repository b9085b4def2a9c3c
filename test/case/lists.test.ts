import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOpen } from '../../src/access/steps.js';
import { families, known } from '../../src/demo/known.js';
import { codes } from '../staff/people.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';

// Lists inside rows, read to their end in pages.

const { districtId, caseId, id: householdId, member } = families.a;
const mother = member(1);
const many = 450;
const noteClasses = ['CASE_NOTE', 'HEALTH', 'EDUCATION'];

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  await asKeeper(database.owner, async (sql) => {
    await sql`delete from note_participants where district_id = ${districtId}`;
    await sql`delete from case_notes where district_id = ${districtId} and case_id = ${caseId}`;
    // Three at each moment, of three classes in turn: the order goes on by their ids.
    await sql`insert into case_notes (district_id, household_id, id, case_id, data_class, subject_ids, kind, written_at, body)
      select ${districtId}, ${householdId}, gen_random_uuid(), ${caseId},
        (${noteClasses}::data_class[])[1 + n % 3], array[${mother}]::uuid[], 'VISIT',
        timestamptz '2026-01-01 09:00+09' + n / 3 * interval '61.000001 seconds', 'note ' || n
      from generate_series(1, ${many}) n`;
  });
  app = await startApp({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

interface Note {
  id: string;
  dataClass: string;
  writtenAt: string;
}
interface Page<Node> {
  totalCount: number;
  nodes: Node[];
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}
interface Asked {
  order?: 'OLDEST_FIRST' | 'NEWEST_FIRST';
  first?: number;
  after?: string | null;
  last?: number;
  before?: string | null;
}
const pageOf = (node: string) =>
  `totalCount nodes { ${node} } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
const ofCase = `Case:${districtId}:${caseId}`;
const given = 'order: $order, first: $first, after: $after, last: $last, before: $before';
const document = `query ($id: ID!, $order: ListOrder, $first: Int, $after: String, $last: Int, $before: String) {
  case(id: $id) { notesConnection(${given}) { ${pageOf('id dataClass writtenAt')} } } }`;
const ask = (persona: string, asked: Asked) =>
  app.ask<{ case: { notesConnection: Page<Note> } | null }>(persona, document, { id: ofCase, ...asked });
async function notes(persona: string, asked: Asked): Promise<Page<Note>> {
  const { data, errors } = await ask(persona, asked);
  expect(errors).toBeUndefined();
  const page = data!.case!.notesConnection;
  expect(page.edges.map(({ node }) => node.id)).toEqual(page.nodes.map(({ id }) => id));
  expect(page.pageInfo).toMatchObject({
    startCursor: page.edges[0]?.cursor ?? null,
    endCursor: page.edges.at(-1)?.cursor ?? null,
  });
  return page;
}

/** All pages from the beginning, one behind the other, or from the end, one before the other. */
async function walk(persona: string, order: Asked['order'], size: number, backward: boolean) {
  const all: Note[] = [];
  let cursor: string | null = null;
  for (let more = true; more; ) {
    const asked: Asked = backward ? { last: size, before: cursor } : { first: size, after: cursor };
    const page: Page<Note> = await notes(persona, { order, ...asked });
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    expect(backward ? hasNextPage : hasPreviousPage).toBe(all.length > 0);
    all.push(...(backward ? [...page.nodes].reverse() : page.nodes));
    more = backward ? hasPreviousPage : hasNextPage;
    cursor = backward ? startCursor : endCursor;
  }
  return backward ? all.reverse() : all;
}
const idsOf = (all: readonly { id: string }[]) => all.map(({ id }) => id);

describe('a case with 450 notes', () => {
  test('is read to its end, each note once, from either side, and the oldest or the newest first', async () => {
    const oldest = await walk('head', 'OLDEST_FIRST', 100, false);
    expect(new Set(idsOf(oldest)).size).toBe(many);
    expect(oldest.map(({ writtenAt }) => writtenAt)).toEqual(oldest.map(({ writtenAt }) => writtenAt).sort());
    expect(idsOf(await walk('head', 'OLDEST_FIRST', 100, true))).toEqual(idsOf(oldest));
    const newest = idsOf(oldest).reverse();
    expect(idsOf(await walk('head', 'NEWEST_FIRST', 100, false))).toEqual(newest);
    expect(idsOf(await walk('head', 'NEWEST_FIRST', 100, true))).toEqual(newest);
  });

  test('is to whoever has some classes only a case with the notes of those', async () => {
    const theirs = await walk('welfare-centre', 'NEWEST_FIRST', 60, false);
    const all = await walk('head', 'NEWEST_FIRST', 100, false);
    const classes = new Set(theirs.map(({ dataClass }) => dataClass));
    expect(classes.size).toBeGreaterThan(0);
    expect(classes.size).toBeLessThan(3);
    expect(idsOf(theirs)).toEqual(idsOf(all.filter(({ dataClass }) => classes.has(dataClass))));
    expect(idsOf(await walk('welfare-centre', 'NEWEST_FIRST', 60, true))).toEqual(idsOf(theirs));
    const { totalCount } = await notes('welfare-centre', { first: 0 });
    expect(totalCount).toBe(theirs.length);
    // A cursor of somebody who sees more leads on to the viewer's own rows, and tells of none between them.
    const place = all.findIndex(({ dataClass }) => !classes.has(dataClass));
    const { edges } = await notes('head', { order: 'NEWEST_FIRST', first: place + 1 });
    const behind = await notes('welfare-centre', {
      order: 'NEWEST_FIRST',
      first: 2,
      after: edges.at(-1)!.cursor,
    });
    expect(idsOf(behind.nodes)).toEqual(
      idsOf(
        all
          .slice(place)
          .filter(({ dataClass }) => classes.has(dataClass))
          .slice(0, 2),
      ),
    );
    expect(behind.pageInfo.hasPreviousPage).toBe(
      all.slice(0, place).some(({ dataClass }) => classes.has(dataClass)),
    );
  });

  test('is cut to 200 in the plain list, whose deprecation says so', async () => {
    const { data } = await app.ask<{
      case: { notes: Note[] };
      __type: { fields: { name: string; deprecationReason: string | null }[] };
    }>(
      'head',
      `query ($id: ID!) { case(id: $id) { notes { id } }
        __type(name: "Case") { fields(includeDeprecated: true) { name deprecationReason } } }`,
      { id: ofCase },
    );
    expect(data!.case.notes.length).toBe(200);
    const reason = data!.__type.fields.find(({ name }) => name === 'notes')!.deprecationReason;
    expect(reason).toMatch(/Use notesConnection: this list ends after 200 rows/);
  });

  test('has every page that can be asked for, with what lies on either side of it', async () => {
    const all = await walk('head', 'OLDEST_FIRST', 100, false);
    const cursors = new Map<string, string>();
    for (let after: string | null = null; cursors.size < many; ) {
      const { edges } = await notes('head', { first: 100, after });
      for (const { cursor, node } of edges) cursors.set(node.id, cursor);
      after = edges.at(-1)!.cursor;
    }
    const somewhere = fc.option(fc.nat({ max: many - 1 }), { nil: undefined });
    const window = fc.record({
      newest: fc.boolean(),
      // Small pages at the ends, where a mistake of one shows.
      size: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
      byLast: fc.boolean(),
      after: fc.oneof(somewhere, fc.constantFrom(0, many - 1, many - 2)),
      before: fc.oneof(somewhere, fc.constantFrom(0, many - 1, 1)),
    });
    for (const { newest, size, byLast, after, before } of fc.sample(window, 40)) {
      const list = newest ? idsOf(all).reverse() : idsOf(all);
      const asked: Asked = {
        order: newest ? 'NEWEST_FIRST' : 'OLDEST_FIRST',
        ...(size === undefined ? {} : byLast ? { last: size } : { first: size }),
        ...(after === undefined ? {} : { after: cursors.get(list[after]!)! }),
        ...(before === undefined ? {} : { before: cursors.get(list[before]!)! }),
      };
      const [from, until] = [after === undefined ? 0 : after + 1, before ?? many];
      const between = list.slice(from, Math.max(from, until));
      const most = size ?? 20;
      const fromEnd = size === undefined ? before !== undefined && after === undefined : byLast;
      const cut = Math.max(0, between.length - most);
      const page = await notes('head', asked);
      expect({ asked, nodes: idsOf(page.nodes) }).toEqual({
        asked,
        nodes: fromEnd ? between.slice(cut) : between.slice(0, most),
      });
      expect({ asked, ...page.pageInfo, startCursor: '', endCursor: '' }).toEqual({
        asked,
        hasPreviousPage: after !== undefined || (fromEnd && cut > 0),
        hasNextPage: before !== undefined || (!fromEnd && cut > 0),
        startCursor: '',
        endCursor: '',
      });
      expect(page.totalCount).toBe(many);
    }
  });
});

describe('a page that cannot be', () => {
  const cursor = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
  const anyId = '00000000-0000-4000-8000-000000000000';
  test.each<[string, Asked, string]>([
    ['first and last together', { first: 1, last: 1 }, 'last'],
    ['fewer rows than none', { first: -1 }, 'first'],
    ['fewer rows than none from the end', { last: -1 }, 'last'],
    ['more rows than a page may have', { first: 101 }, 'first'],
    ['more rows from the end than a page may have', { last: 101 }, 'last'],
    ['what is no cursor', { after: 'nonsense' }, 'after'],
    ['what is no cursor to end before', { last: 2, before: 'nonsense' }, 'before'],
    ['a cursor of another list', { after: cursor('2026-01-01', anyId) }, 'after'],
    ['a cursor with a day that is none', { after: cursor('2026-02-30 00:00:00+00', anyId) }, 'after'],
    ['a cursor with an id that is none', { before: cursor('2026-01-01 00:00:00+00', 'x') }, 'before'],
  ])('is refused, and the argument is named: %s', async (_, asked, field) => {
    // Alike where there are notes, where all of them are withheld, and where there is no case at all.
    const answers = [
      await ask('head', asked),
      await ask('portal', asked),
      await app.ask('head', document, { id: `Case:${districtId}:${anyId}`, ...asked }),
    ];
    for (const { errors } of answers)
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', field } }]);
    expect(new Set(answers.map(({ errors }) => errors![0]!.message)).size).toBe(1);
  });
});

test('households are found by how long nothing was done with their open case', async () => {
  const [row] = await database.owner`select (max(taken_at) at time zone 'Asia/Seoul')::date::text as last,
    ((max(taken_at) at time zone 'Asia/Seoul')::date + 1)::text as next from case_steps where case_id = ${caseId}`;
  const found = async (day: string, more = '') => {
    const { data } = await app.ask<{ households: { nodes: { id: string }[] } }>(
      'head',
      `{ households(first: 100, filter: { lastStepBefore: "${day}" ${more} }) { nodes { id } } }`,
    );
    return idsOf(data!.households.nodes).includes(`Household:${districtId}:${householdId}`);
  };
  expect(await found(row!.last)).toBe(false);
  expect(await found(row!.next)).toBe(true);
  expect(await found(row!.next, `center: "Organization:${known.organizations.centre}"`)).toBe(true);
  expect(await found(row!.next, `center: "Organization:${known.organizations.districtOffice}"`)).toBe(false);
});

test('households are listed in each order page by page, those whose place is withheld last', async () => {
  interface Listed {
    id: string;
    summary: { registeredOn: string } | null;
    casesConnection: {
      nodes: { stage: string; stepsConnection: { nodes: { takenAt: string }[] } }[];
    };
  }
  const list = `query ($orderBy: HouseholdOrder, $first: Int, $after: String) {
    households(orderBy: $orderBy, first: $first, after: $after) { pageInfo { hasNextPage endCursor }
      nodes { id summary { registeredOn } casesConnection(first: 20) { nodes { stage
        stepsConnection(last: 1) { nodes { takenAt } } } } } } }`;
  const page = async (persona: string, variables: object) =>
    (
      await app.ask<{
        households: { nodes: Listed[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      }>(persona, list, { ...variables })
    ).data!.households;
  const registered = ({ summary }: Listed) => Date.parse(summary?.registeredOn ?? '');
  const step = ({ casesConnection }: Listed) =>
    Math.max(
      ...casesConnection.nodes
        .filter(({ stage }) => isOpen(stage))
        .flatMap(({ stepsConnection }) => stepsConnection.nodes.map(({ takenAt }) => Date.parse(takenAt))),
    );
  const places = {
    NEWEST_FIRST: (row: Listed) => -registered(row),
    OLDEST_FIRST: registered,
    LONGEST_WITHOUT_STEP: (row: Listed) => step(row),
  };
  const last = (place: number) => (Number.isFinite(place) ? place : Infinity);
  const idOf = ({ id }: Listed) => id.split(':').at(-1)!;
  for (const persona of ['head', 'case-manager', 'welfare-centre', 'nurse', 'clinic'])
    for (const [orderBy, place] of Object.entries(places)) {
      const whole = (await page(persona, { orderBy, first: 100 })).nodes;
      const sorted = [...whole].sort(
        (one, other) => last(place(one)) - last(place(other)) || (idOf(one) < idOf(other) ? -1 : 1) || 0,
      );
      expect([persona, orderBy, idsOf(whole)]).toEqual([persona, orderBy, idsOf(sorted)]);
      const first = await page(persona, { orderBy, first: 1 });
      const rest = await page(persona, { orderBy, first: 100, after: first.pageInfo.endCursor });
      expect(idsOf([...first.nodes, ...rest.nodes])).toEqual(idsOf(whole));
    }
  const { endCursor } = (await page('head', { orderBy: 'OLDEST_FIRST', first: 1 })).pageInfo;
  for (const orderBy of ['NEWEST_FIRST', 'LONGEST_WITHOUT_STEP'])
    expect(codes(await app.ask('head', list, { orderBy, after: endCursor }))).toEqual(['BAD_INPUT']);
});

test('referrals are listed from either end, and a cursor of one order is none of the other', async () => {
  const list = `query ($order: ListOrder, $first: Int, $after: String) {
    referralsReceived(order: $order, first: $first, after: $after) { nodes { id requestedAt } pageInfo { endCursor } } }`;
  const page = async (variables: object) =>
    (
      await app.ask<{
        referralsReceived: { nodes: { id: string; requestedAt: string }[]; pageInfo: { endCursor: string } };
      }>('welfare-centre', list, { ...variables })
    ).data!.referralsReceived;
  const at = ({ nodes }: { nodes: { requestedAt: string }[] }) =>
    nodes.map(({ requestedAt }) => Date.parse(requestedAt));
  const [newest, oldest] = [await page({ first: 100 }), await page({ first: 100, order: 'OLDEST_FIRST' })];
  expect(newest.nodes.length).toBeGreaterThan(1);
  expect(at(newest)).toEqual([...at(newest)].sort((one, other) => other - one));
  expect(at(oldest)).toEqual([...at(newest)].reverse());
  const first = await page({ first: 1, order: 'OLDEST_FIRST' });
  const after = first.pageInfo.endCursor;
  const rest = await page({ first: 100, order: 'OLDEST_FIRST', after });
  expect(idsOf([...first.nodes, ...rest.nodes])).toEqual(idsOf(oldest.nodes));
  expect(codes(await app.ask('welfare-centre', list, { after }))).toEqual(['BAD_INPUT']);
});

describe('members of a household', () => {
  const members = (persona: string, asked: Asked) =>
    app.ask<{ household: { membersConnection: Page<{ id: string }> } | null }>(
      persona,
      `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { household(id: $id) {
        membersConnection(first: $first, after: $after, last: $last, before: $before) { ${pageOf('id')} } } }`,
      { id: `Household:${districtId}:${householdId}`, ...asked },
    );

  test('have cursors that say nothing of the place of those who are withheld', async () => {
    const { data } = await members('welfare-centre', { first: 10 });
    const { edges, totalCount } = data!.household!.membersConnection;
    expect(totalCount).toBe(edges.length);
    for (const { cursor, node } of edges)
      expect(JSON.parse(Buffer.from(cursor, 'base64url').toString())).toEqual([node.id.split(':').at(-1)]);
    const { data: behind } = await members('welfare-centre', { first: 10, after: edges[0]!.cursor });
    const page = behind!.household!.membersConnection;
    expect(idsOf(page.nodes)).toEqual(edges.slice(1).map(({ node }) => node.id));
    expect(page.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    const { data: before } = await members('welfare-centre', { last: 1, before: edges.at(-1)!.cursor });
    expect(idsOf(before!.household!.membersConnection.nodes)).toEqual(
      edges.slice(-2, -1).map(({ node }) => node.id),
    );
  });

  test('are sought behind somebody who is withheld as behind nobody at all', async () => {
    const of = (id: string) => Buffer.from(JSON.stringify([id])).toString('base64url');
    const withheld = [families.never.member(0), families.never.id].map(of);
    const answers = await Promise.all(withheld.map((after) => members('welfare-centre', { after })));
    for (const answer of answers) {
      expect(codes(answer)).toEqual(['BAD_INPUT']);
      expect(answer.body).toBe(answers[0]!.body);
    }
  });
});

test('pages inside pages are reckoned by their sizes, whichever end they are read from', async () => {
  const sized = (size: string) =>
    app.ask(
      'head',
      `{ households(first: 100) { nodes {
    casesConnection(${size}) { nodes { notesConnection(${size}) { nodes { id } } } } } } }`,
    );
  for (const size of ['first: 100', 'last: 100']) {
    const answer = await sized(size);
    expect(codes(answer)).toEqual(['BAD_INPUT']);
    expect(answer.errors![0]!.message).toMatch(/page sizes multiply to 1\d{6} rows/);
  }
  expect((await sized('last: 2')).errors).toBeUndefined();
});

test('the access log tells the classes of the notes on a page, and not of the one behind it', async () => {
  const { nodes } = await notes('head', { order: 'NEWEST_FIRST', last: 1 });
  const [line] = await database.owner`select shown from access_log order by id desc limit 1`;
  const classes = (line!.shown as Record<string, string[]>)[mother] ?? [];
  expect(classes.filter((each) => noteClasses.includes(each))).toEqual([nodes[0]!.dataClass]);
});

test('a list of a class that is withheld is null, and an empty one is there', async () => {
  const [household] = await database.owner<{ id: string }[]>`
    select household_id as id from cases where district_id = ${districtId} and id = ${caseId}`;
  const read = async (by: string) =>
    (
      await app.ask<{
        household: {
          screeningsConnection: { totalCount: number } | null;
          access: { withheld: { dataClass: string }[] };
        } | null;
      }>(
        by,
        'query ($id: ID!) { household(id: $id) { screeningsConnection { totalCount } access { withheld { dataClass } } } }',
        { id: `Household:${districtId}:${household!.id}` },
      )
    ).data!.household!;
  // The portal has SUMMARY alone, and is not told whether there are any.
  const [portal, manager] = await Promise.all([read('portal'), read('case-manager')]);
  expect(portal.screeningsConnection).toBeNull();
  expect(manager.screeningsConnection).toEqual({ totalCount: 0 });
  // Lists whose rows are of several classes hold those of the viewer's: which classes these are not is said here.
  const withheld = ({ access }: typeof portal) => access.withheld.map(({ dataClass }) => dataClass);
  expect(withheld(portal)).toEqual(expect.arrayContaining(['CASE_NOTE', 'FINANCE', 'HEALTH']));
  expect(withheld(manager)).not.toContain('CASE_NOTE');
});
