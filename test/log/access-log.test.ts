import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, known, postId, staffId } from '../../src/demo/known.js';
import { asksOf } from '../emergency/asks.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let app: App;
const { a } = families;
const household = `Household:${a.districtId}:${a.id}`;
const read = (persona: string, id = household) =>
  app.ask(
    persona,
    'query Look($id: ID!) { household(id: $id) { summary { responsibleDong } members { identity { name } } } }',
    {
      id,
    },
  );
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  for (const persona of ['head', 'case-manager', 'welfare-centre', 'welfare-centre-none', 'apo'])
    await read(persona);
  await read('nurse', `Household:${families.visited.districtId}:${families.visited.id}`);
  const asks = asksOf(app, database);
  await asks.declare('counsellor', { householdId: household });
  await asks.endAll();
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

interface Line {
  id: string;
  at: string;
  staffId: string | null;
  staff: string | null;
  organization: string | null;
  organizationId: string | null;
  sheltered: boolean;
  action: string;
  operation: string;
  householdId: string | null;
  bases: string[];
  allowed: boolean;
  filter: string | null;
}
interface Lines {
  accessLog: {
    totalCount: number;
    nodes: Line[];
    pageInfo: { endCursor: string; hasNextPage: boolean };
  } | null;
}
const document = `query Log($filter: AccessLogFilter, $first: Int, $after: String) { accessLog(filter: $filter, first: $first, after: $after) {
  totalCount nodes { id at staffId staff title organizationId organization sheltered address operation action purpose householdId
    classes bases allowed filter } pageInfo { endCursor hasNextPage } } }`;
const ask = (persona: string | null, filter: object = {}, more: object = {}) =>
  app.ask<Lines>(persona, document, { filter, first: 100, ...more });
const log = async (filter: object = {}, more: object = {}) => {
  const { data, errors } = await ask('privacy-officer', filter, more);
  expect(errors).toBeUndefined();
  return data!.accessLog!;
};

describe('the privacy officer', () => {
  test('is not told by ids or cursors how many lines other districts wrote in between', async () => {
    const { nodes, pageInfo } = await log();
    const uuid = /^AccessLogEntry:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    for (const { id } of nodes) expect(id).toMatch(uuid);
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
    const [at, line] = JSON.parse(Buffer.from(pageInfo.endCursor, 'base64url').toString()) as string[];
    expect(Date.parse(at!)).toBe(Date.parse(nodes.at(-1)!.at));
    expect(`AccessLogEntry:${line}`).toBe(nodes.at(-1)!.id);
  });

  test('reads the log of the own district, newest first, with names and without case data', async () => {
    const { nodes } = await log();
    const [first] = nodes.filter((each) => each.staff === '이담당나');
    expect(first).toMatchObject({
      staffId: `Staff:${staffId('case-manager')}`,
      organization: '용산구 위기가정통합지원센터',
      action: 'READ',
      operation: 'Look',
      householdId: household,
      classes: ['SUMMARY', 'IDENTITY'],
      bases: ['CONTROLLER'],
      allowed: true,
    });
    const ids = nodes.map(({ id }) => Number(id.split(':')[1]));
    expect(ids).toEqual([...ids].sort((one, other) => other - one));
    expect(nodes.some((each) => each.householdId?.includes(families.visited.id))).toBe(false);
    const { body } = await ask('privacy-officer');
    const names = await database.owner.begin(async (sql) => {
      await sql`set local role hamkke_keeper`;
      return sql`select name from member_identities where household_id = ${a.id}`;
    });
    expect(names).toHaveLength(3);
    for (const { name } of names) expect(body).not.toContain(name);
    for (const nth of [0, 1, 2]) expect(body).not.toContain(a.member(nth));
  });

  test('narrows it by every condition, alone and together', async () => {
    const all = (await log()).nodes.filter((each) => each.action !== 'LOG_READ');
    const [today] =
      await database.owner`select hamkke.today()::text as day, (hamkke.today() + 1)::text as next`;
    const conditions: [object, (line: Line) => boolean][] = [
      [{ household }, (line) => line.householdId === household],
      [{ staff: `Staff:${staffId('head')}` }, (line) => line.staff === '김담당가'],
      [
        { organization: `Organization:${known.organizations.welfareCentre}` },
        (line) => line.organizationId === `Organization:${known.organizations.welfareCentre}`,
      ],
      [{ allowed: false }, (line) => !line.allowed],
      [{ allowed: true }, (line) => line.allowed],
      [{ basis: 'BREAK_GLASS' }, (line) => line.bases.includes('BREAK_GLASS')],
      [{ basis: 'CONSENT' }, (line) => line.bases.includes('CONSENT')],
      [{ action: 'CHANGE' }, (line) => line.action === 'CHANGE'],
      [{ from: today!.day, until: today!.day }, () => true],
      [{ from: today!.next }, () => false],
      [{ basis: 'CONSENT', staff: `Staff:${staffId('apo')}` }, (line) => line.staff === '강담당바'],
    ];
    for (const [filter, holds] of conditions) {
      const found = await log(filter);
      const narrowed = found.nodes.filter((each) => each.action !== 'LOG_READ').map(({ id }) => id);
      expect([filter, narrowed]).toEqual([filter, all.filter(holds).map(({ id }) => id)]);
      if (!('from' in filter)) expect(found.totalCount).toBeGreaterThan(0);
    }
  });

  test('goes through it page by page and misses nothing', async () => {
    const filter = { action: 'READ' };
    const { nodes, totalCount } = await log(filter);
    expect(totalCount).toBe(nodes.length);
    const walked: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await log(filter, { first: 2, after });
      walked.push(...page.nodes.map(({ id }) => id));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(walked).toEqual(nodes.map(({ id }) => id));
  });

  test('is not told who works at a shelter, nor which it is, and cannot narrow by it', async () => {
    const id = { staff: randomUUID(), post: randomUUID() };
    await asKeeper(database.owner, async (sql) => {
      await sql`insert into staff (id, subject, name, home_organization_id)
        values (${id.staff}, 'demo|shelter', '쉼담당터', ${known.organizations.shelter})`;
      await sql`insert into posts (id, staff_id, organization_id, district_id, duties, title)
        values (${id.post}, ${id.staff}, ${known.organizations.shelter}, ${a.districtId}, '{PARTNER_WORKER}', '쉼터 상담원')`;
    });
    await read('shelter');
    const [line] = (await log({ allowed: false })).nodes;
    expect(line).toMatchObject({
      sheltered: true,
      householdId: household,
      staffId: null,
      staff: null,
      title: null,
      organizationId: null,
      organization: null,
      address: null,
    });
    for (const filter of [
      { staff: `Staff:${id.staff}` },
      { organization: `Organization:${known.organizations.shelter}` },
    ])
      expect((await log(filter)).totalCount).toBe(0);
  });
});

describe('a read of the log', () => {
  test('is itself in the log, with what it was narrowed by, and is read like any other', async () => {
    await log({ household, allowed: false });
    const [line] = (await log({ action: 'LOG_READ' })).nodes;
    expect(line).toMatchObject({
      staff: '안담당더',
      operation: 'Log',
      action: 'LOG_READ',
      allowed: true,
      householdId: null,
    });
    expect(JSON.parse(line!.filter!)).toEqual({ query: 'accessLog', household: a.id, allowed: false });
    await app.ask('privacy-officer', '{ accessReview(month: "2026-01") { totalCount } }');
    const [review] = (await log({ action: 'LOG_READ' })).nodes;
    expect(JSON.parse(review!.filter!)).toEqual({ query: 'accessReview', month: '2026-01' });
  });

  test('is not answered when it cannot be logged', async () => {
    await database.owner`revoke insert on access_log from hamkke_api`;
    try {
      for (const text of [document, '{ accessReview(month: "2026-01") { totalCount } }']) {
        const { body, data, errors } = await app.ask('privacy-officer', text);
        expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
        expect(Object.values(data ?? {}).filter((each) => each !== null)).toEqual([]);
        expect(body).not.toContain('담당');
      }
      for (const [persona, text] of [
        ['case-manager', `{ whoSaw(member: "Member:${a.districtId}:${a.member(1)}") { totalCount } }`],
        ['head', '{ notifications { totalCount } }'],
        ['head', '{ reviewTasks { totalCount } }'],
      ] as const)
        expect((await app.ask(persona, text)).errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
    } finally {
      // As it was: for every column but those that the database gives.
      await database.owner`grant insert on access_log to hamkke_api`;
    }
    expect((await ask('privacy-officer')).errors).toBeUndefined();
  });
});

describe('everybody else', () => {
  test.each(['head', 'case-manager', 'portal', 'welfare-centre', 'police', 'statistics', 'reporter'])(
    'is refused by duty: %s',
    async (persona) => {
      for (const text of [document, '{ accessReview(month: "2026-01") { totalCount } }'])
        expect((await app.ask(persona, text)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    },
  );

  test('has nothing of it from the database either, with every gate taken away', async () => {
    const bare = await startApp({ database, walls: 'database only' });
    try {
      for (const persona of ['head', 'portal', 'welfare-centre'])
        expect(
          (
            await bare.ask(
              persona,
              '{ accessLog { totalCount } accessReview(month: "2026-01") { totalCount } }',
            )
          ).data,
        ).toEqual({ accessLog: null, accessReview: null });
      for (const persona of ['nurse', 'welfare-centre', 'privacy-officer'])
        expect(
          (
            await bare.ask(
              persona,
              `{ whoSaw(member: "Member:${a.districtId}:${a.member(1)}") { totalCount } }`,
            )
          ).data,
        ).toEqual({ whoSaw: null });
      expect(
        (await bare.ask('welfare-centre', '{ notifications { totalCount } reviewTasks { totalCount } }'))
          .data,
      ).toEqual({ notifications: { totalCount: 0 }, reviewTasks: { totalCount: 0 } });
      for (const persona of ['welfare-centre', 'police', 'portal']) {
        const declared = await asksOf(bare, database).declare(persona, { householdId: household });
        expect(declared.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
      }
    } finally {
      await bare.stop();
    }
  });
});

describe('the monthly review', () => {
  interface Review {
    staff: string | null;
    households: number;
    reads: number;
    searches: number;
    refused: number;
    changes: number;
    logReads: number;
    emergencies: number;
    emergencyReads: number;
    nightReads: number;
    mostHouseholdsInADay: number;
    bulkDays: number;
    outlier: boolean;
  }
  const review = async (month: string, first = 100, after?: string) => {
    const { data, errors } = await app.ask<{
      accessReview: {
        totalCount: number;
        nodes: Review[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
      };
    }>(
      'privacy-officer',
      `query ($month: String!, $first: Int, $after: String) { accessReview(month: $month, first: $first, after: $after) {
        totalCount nodes { staff title organization sheltered households reads searches refused changes logReads emergencies emergencyReads
          nightReads mostHouseholdsInADay bulkDays outlier } pageInfo { endCursor hasNextPage } } }`,
      { month, first, after },
    );
    expect(errors).toBeUndefined();
    return data!.accessReview;
  };
  /** Lines of a month long gone: so many reads of so many households, from an hour of a day on in Seoul. */
  const write = (persona: string, from: string, reads: number, households: number, allowed = true) =>
    asKeeper(
      database.owner,
      (sql) => sql`
      insert into access_log (at, request_id, staff_id, post_id, organization_id, operation, action, purpose, district_id,
        household_id, shown, bases, classes, allowed)
      select ${from}::timestamp at time zone 'Asia/Seoul' + make_interval(secs => n), gen_random_uuid(), ${staffId(persona)},
        ${postId(persona)}, ${known.organizations.centre}, 'Look', 'READ', 'CASE_MANAGEMENT', '11170',
        md5((n % ${households})::text)::uuid, '{}', '{CONTROLLER}', '{SUMMARY}', ${allowed}
      from generate_series(1, ${reads}::int) n`,
    );

  test('counts what each post did, and names those who did it at night or in bulk', async () => {
    await write('head', '2024-03-05 10:00', 20, 5);
    await write('case-manager', '2024-03-05 23:30', 12, 2);
    await write('case-manager-2', '2024-03-06 14:00', 60, 51);
    await write('counsellor', '2024-03-06 05:59', 3, 1, false);
    // The first and last moments of the month in Seoul, and those beside it.
    await write('apo', '2024-02-29 23:59:58', 2, 1);
    await write('apo', '2024-03-31 23:59:58', 2, 1);
    const { nodes, totalCount } = await review('2024-03');
    expect(totalCount).toBe(5);
    expect(nodes[0]).toMatchObject({
      staff: '박담당다',
      reads: 60,
      households: 51,
      mostHouseholdsInADay: 51,
      bulkDays: 1,
      outlier: true,
    });
    expect(nodes[1]).toMatchObject({
      staff: '이담당나',
      reads: 12,
      households: 2,
      nightReads: 12,
      outlier: true,
    });
    const of = (staff: string) => nodes.find((each) => each.staff === staff);
    expect(of('김담당가')).toMatchObject({
      reads: 20,
      households: 5,
      nightReads: 0,
      bulkDays: 0,
      outlier: false,
    });
    expect(of('최담당라')).toMatchObject({
      reads: 0,
      refused: 3,
      households: 0,
      nightReads: 0,
      outlier: false,
    });
    expect(of('강담당바')).toMatchObject({ reads: 2 });
    expect((await review('2024-04')).nodes).toMatchObject([{ staff: '강담당바', reads: 1 }]);
    expect((await review('2024-01')).totalCount).toBe(0);
  });

  test('judges by the policy of the district', async () => {
    const set = (night: number, bulk: number) =>
      asKeeper(
        database.owner,
        (sql) => sql`insert into review_policies (district_id, night_reads, households_a_day)
        values ('11170', ${night}, ${bulk}) on conflict (district_id) do update
        set night_reads = excluded.night_reads, households_a_day = excluded.households_a_day`,
      );
    await set(12, 51);
    expect((await review('2024-03')).nodes.filter(({ outlier }) => outlier)).toEqual([]);
    await set(10, 50);
    expect((await review('2024-03')).nodes.filter(({ outlier }) => outlier)).toHaveLength(2);
  });

  test('holds the emergencies, the searches, the refusals and the reads of the log of this month', async () => {
    for (const name of ['아무도 아닌', '역시 아닌'])
      await app.ask('head', 'query ($n: String!) { households(filter: { memberName: $n }) { totalCount } }', {
        n: name,
      });
    const [month] = await database.owner`select to_char(hamkke.today(), 'YYYY-MM') as month`;
    const { nodes } = await review(String(month!.month));
    expect(nodes.find(({ staff }) => staff === '최담당라')).toMatchObject({
      emergencies: 1,
      emergencyReads: 1,
      changes: 1,
      outlier: true,
    });
    expect(nodes.find(({ staff }) => staff === '임담당차')).toMatchObject({ reads: 0, refused: 1 });
    expect(nodes.find(({ staff }) => staff === '김담당가')).toMatchObject({ reads: 1, searches: 2 });
    const searches = (await log({ action: 'SEARCH' })).nodes;
    expect(searches.map(({ filter }) => filter)).toEqual(
      Array(2).fill('{"query":"households","conditions":["memberName"]}'),
    );
    expect(nodes.find(({ staff }) => staff === '안담당더')!.logReads).toBeGreaterThan(5);
  });

  test('is read page by page, and takes a month only', async () => {
    const all = await review('2024-03');
    const first = await review('2024-03', 2);
    const second = await review('2024-03', 100, first.pageInfo.endCursor);
    expect([...first.nodes, ...second.nodes]).toEqual(all.nodes);
    for (const month of ['2024-13', '2024', 'March', "2024-01'"]) {
      const { errors } = await app.ask(
        'privacy-officer',
        `query ($month: String!) { accessReview(month: $month) { totalCount } }`,
        {
          month,
        },
      );
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
    }
  });
});
