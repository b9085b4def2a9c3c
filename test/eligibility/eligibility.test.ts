import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, known } from '../../src/demo/known.js';
import { type App, type AskOptions, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

interface Condition {
  kind: string;
  verdict: string;
  words: string;
  dataClasses: string[];
  memberId: string | null;
}
interface Eligible {
  service: { id: string; name: string };
  verdict: string;
  memberIds: string[];
  conditions: Condition[];
}
interface Answer {
  eligibleServices: {
    totalCount: number;
    nodes: Eligible[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  } | null;
}

let database: TestDatabase;
let app: App;
/** Whether the median income of this year is known, without which no income is judged. */
let judgesIncome: boolean;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  const [today] = await database.owner`select extract(year from hamkke.today())::int as year`;
  judgesIncome = [2025, 2026].includes(today!.year);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const document = `query ($householdId: ID!, $filter: EligibleServiceFilter, $first: Int, $after: String) {
  eligibleServices(householdId: $householdId, filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { service { id name } verdict memberIds conditions { kind verdict words dataClasses memberId } }
  } }`;
const family = `Household:${families.a.districtId}:${families.a.id}`;
const [father, mother, child] = [0, 1, 2].map(
  (index) => `Member:${families.a.districtId}:${families.a.member(index)}`,
) as [string, string, string];

const ask = (persona: string, variables: Record<string, unknown> = {}, options?: AskOptions) =>
  app.ask<Answer>(persona, document, { householdId: family, first: 100, ...variables }, options);
async function listed(persona: string, variables: Record<string, unknown> = {}, options?: AskOptions) {
  const { data, errors } = await ask(persona, variables, options);
  expect(errors).toBeUndefined();
  return data!.eligibleServices!;
}
const named = ({ nodes }: { nodes: Eligible[] }, name: string) =>
  nodes.find(({ service }) => service.name === name);
const of = (eligible: Eligible | undefined, kind: string) =>
  eligible?.conditions
    .filter((each) => each.kind === kind)
    .map(({ verdict, dataClasses, memberId }) => [verdict, dataClasses, memberId]);

const decided = () => (judgesIncome ? 'FITS' : 'IN_WORDS');

describe('what a family may get', () => {
  test('is told with the facts that decided, for whom, and with the words that are left to read', async () => {
    const list = await listed('case-manager');
    expect(named(list, '엄마의 첫 출근')).toMatchObject({ verdict: 'YES', memberIds: [mother] });
    const school = named(list, '교육복지 우선지원');
    expect(school).toMatchObject({ verdict: 'YES', memberIds: [child] });
    expect(
      school!.conditions.map(({ kind, verdict, words, memberId }) => [kind, verdict, words, memberId]),
    ).toEqual([
      ['AGE', 'FITS', '만 3세 이상 만 18세 이하', child],
      ['AREA', 'FITS', '용산구', null],
      ['PERSONAL_TRAIT', 'FITS', '중학생, 초등학생', child],
      ['DESCRIPTION', 'IN_WORDS', '재학생 가운데 도움이 필요한 아동', null],
    ]);
    // Of the household as a whole, and who rents here may own elsewhere.
    expect(of(named(list, '월세 한 달 나눔'), 'HOUSEHOLD_KIND')).toEqual([['MISSING', ['HOUSING'], null]]);
    expect(of(named(list, '월세 한 달 나눔'), 'INCOME')?.[0]?.[0]).toBe(decided());
    // Words alone make no YES, and an area does not either.
    expect(named(list, '밑반찬 나눔')).toMatchObject({ verdict: 'MAYBE', memberIds: [] });
    // Nobody is old, and other districts serve their own.
    expect(named(list, '이불 빨래방')).toBeUndefined();
    expect(named(list, '긴급지원 생계비')).toBeUndefined();
    const verdicts = list.nodes.map(({ verdict }) => verdict);
    expect(verdicts).toEqual([...verdicts].sort().reverse());
    expect(list.totalCount).toBe(list.nodes.length);
  });

  test('is told to a partner from what was consented alone, and says what is withheld', async () => {
    const list = await listed('welfare-centre');
    expect(named(list, '교육복지 우선지원')).toMatchObject({ verdict: 'YES', memberIds: [child] });
    expect(of(named(list, '기초생활보장 신청'), 'INCOME')).toEqual([
      ['WITHHELD', ['FINANCE', 'IDENTITY'], null],
    ]);
    // The father's age is his own: he may be old, and nobody is told.
    expect(of(named(list, '이불 빨래방'), 'LIFE_STAGE')).toEqual([['WITHHELD', ['IDENTITY'], father]]);
    expect(of(named(list, '엄마의 첫 출근'), 'PERSONAL_TRAIT')).toHaveLength(3);
  });

  test('is null of a household that is hidden and of one that is unknown, and both are logged as refused', async () => {
    const unknown = family.replace(families.a.id, '00000000-0000-4000-8000-000000000000');
    const [hidden, none] = [
      await ask('welfare-centre-none'),
      await ask('case-manager', { householdId: unknown }),
    ];
    expect(hidden.body).toBe(none.body);
    expect(hidden.data).toEqual({ eligibleServices: null });
    const lines = await database.owner`select allowed, shown from access_log order by id desc limit 2`;
    expect(lines.map(({ allowed }) => allowed)).toEqual([false, false]);
    const { errors } = await ask('privacy-officer');
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test('is read in pages, narrowed, and counted alike', async () => {
    const all = await listed('case-manager');
    const names: string[] = [];
    let after: string | null = null;
    do {
      const page: Answer['eligibleServices'] = await listed('case-manager', { first: 5, after });
      names.push(...page!.nodes.map(({ service }) => service.name));
      expect(page!.totalCount).toBe(all.totalCount);
      after = page!.pageInfo.hasNextPage ? page!.pageInfo.endCursor : null;
    } while (after);
    expect(names).toEqual(all.nodes.map(({ service }) => service.name));
    const filter = { verdict: 'MAYBE', needDomains: ['HOUSING'], district: known.districts.yongsan };
    const narrow = await listed('case-manager', { filter });
    expect(narrow.nodes.map(({ service }) => service.name)).toEqual([
      '월세 한 달 나눔',
      '임대주택 이사 지원',
    ]);
    expect(narrow.totalCount).toBe(2);
    const { endCursor } = (await listed('case-manager', { first: 1 })).pageInfo;
    const other = await ask('case-manager', { after: endCursor, filter });
    expect(other.errors?.[0]?.extensions.reason).toBe('CURSOR_OF_OTHER_QUESTION');
  });

  test('never has a confidential service, and is logged as reading what was looked at, also where nobody sees it', async () => {
    const { nodes } = await listed('head');
    expect(nodes.map(({ service }) => service.id)).not.toContain(`Service:${known.services.shelterStay}`);
    await app.ask('welfare-centre', `{ eligibleServices(householdId: "${family}") { totalCount } }`);
    const [line] = await database.owner`select * from access_log order by id desc limit 1`;
    expect(line).toMatchObject({ household_id: families.a.id, allowed: true, bases: ['CONSENT'] });
    expect(line!.shown).toMatchObject({
      [families.a.id]: ['SUMMARY', 'HOUSING', 'FAMILY'],
      [families.a.member(0)]: [],
      [families.a.member(1)]: ['IDENTITY', 'HEALTH'],
      [families.a.member(2)]: ['IDENTITY', 'EDUCATION'],
    });
  });

  test('is the same whatever is recorded of a class that is withheld, and changes with one that is not', async () => {
    const before = (await ask('welfare-centre')).body;
    const { id } = families.a;
    await asKeeper(database.owner, async (sql) => {
      await sql`update member_identities set birth_date = '1930-01-01', sex = 'FEMALE' where member_id = ${families.a.member(0)}`;
      await sql`update household_finances set monthly_income_krw = 90000000 where household_id = ${id}`;
      await sql`delete from member_employments where household_id = ${id}`;
    });
    expect((await ask('welfare-centre')).body).toBe(before);
    const list = await listed('case-manager');
    expect(named(list, '이불 빨래방')).toMatchObject({ verdict: 'YES', memberIds: [father] });
    expect(named(list, '기초생활보장 신청') === undefined).toBe(judgesIncome);
    expect(of(named(list, '엄마의 첫 출근'), 'PERSONAL_TRAIT')).toContainEqual([
      'MISSING',
      ['EMPLOYMENT'],
      mother,
    ]);
  });

  test('goes by the dong that a service is for, as far as the household’s is open', async () => {
    const { clinic, a } = families;
    const [summary] = await asKeeper(
      database.owner,
      (sql) => sql`select responsible_dong from household_summaries where household_id = ${a.id}`,
    );
    const home = String(summary!.responsible_dong);
    const other = `${home.slice(0, 5)}99999`;
    await asKeeper(database.owner, async (sql) => {
      for (const [name, dong] of Object.entries({ '밑반찬 나눔': home, '이웃과 텃밭': other }))
        await sql`update service_areas set extent = ${dong}
          where service_id in (select id from services where name = ${name})`;
    });
    const list = await listed('case-manager');
    expect(of(named(list, '밑반찬 나눔'), 'AREA')).toEqual([['FITS', ['SUMMARY'], null]]);
    expect(named(list, '이웃과 텃밭')).toBeUndefined();
    // Whoever has the health of one member knows neither where the household lives nor who else belongs to it.
    const theirs = await listed('clinic', { householdId: `Household:${clinic.districtId}:${clinic.id}` });
    for (const name of ['밑반찬 나눔', '이웃과 텃밭'])
      expect(of(named(theirs, name), 'AREA')).toEqual([['WITHHELD', ['SUMMARY'], null]]);
    expect(new Set(theirs.nodes.flatMap(({ memberIds }) => memberIds)).size).toBe(1);
    expect(of(named(theirs, '월세 한 달 나눔'), 'HOUSEHOLD_KIND')).toEqual([['WITHHELD', ['HOUSING'], null]]);
  });
});
