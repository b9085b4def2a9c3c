import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { found, type Hours, make, names } from './finding.js';

const [housing, rent] = [randomUUID(), randomUUID()];
const weekdays: Hours = { freq: 'WEEKLY', byday: 'MO,TU,WE,TH,FR', opens_at: '09:00', closes_at: '18:00' };

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase('empty');
  app = await startApp({ database });
  await asKeeper(database.owner, async (sql) => {
    await sql`insert into districts (id, name, parent_id) values
      ('11000', '서울특별시', null), ('26000', '부산광역시', null),
      ('11170', '용산구', '11000'), ('11140', '중구', '11000'), ('26110', '중구', '26000')`;
    const taxonomy = randomUUID();
    await sql`insert into taxonomies (id, name, description) values (${taxonomy}, '욕구', '갈래')`;
    await sql`insert into taxonomy_terms (id, taxonomy_id, parent_id, name) values
      (${housing}, ${taxonomy}, null, '주거'), (${rent}, ${taxonomy}, ${housing}, '월세')`;
  });
  await make(database, [
    {
      name: '용산 것',
      district: '11170',
      places: [{ latitude: 37.53, longitude: 126.99, dong: '후암동' }],
      term: rent,
    },
    {
      name: '용산 사람을 위한 것',
      district: '11140',
      areas: [{ name: '용산구' }, { name: '송산3동' }],
      term: housing,
    },
    { name: '서울 것', areas: [{ name: '서울특별시' }], places: [{ latitude: 37.6, longitude: 127 }] },
    {
      name: '부산 것',
      areas: [{ name: '부산광역시 중구' }],
      places: [{ latitude: 35.1, longitude: 129.03 }],
    },
    { name: '어느 중구의 것', areas: [{ name: '중구' }, { extent: '2611053000' }] },
    {
      name: '노인 것',
      ages: [65, null],
      cost: 0,
      languages: [
        ['ko', '한국어'],
        ['vi', '베트남어'],
      ],
      room: 3,
    },
    { name: '아이 것', ages: [null, 18], cost: 5000, languages: [[null, '몽골어']], room: 0 },
    {
      name: '숨은 것',
      confidential: true,
      district: '11170',
      cost: 0,
      room: 5,
      languages: [['vi', '베트남어']],
      term: rent,
      places: [{ latitude: 37.53, longitude: 126.99, dong: '후암동' }],
    },
    { name: '평일', schedules: [weekdays], places: [{ schedules: [{ ...weekdays, byday: 'SA' }] }] },
    { name: '장소가 여는 것', places: [{ schedules: [{ ...weekdays, byday: 'SA' }] }] },
    { name: '심야', schedules: [{ freq: 'WEEKLY', byday: 'FR', opens_at: '22:00', closes_at: '04:00' }] },
    {
      name: '둘째 화요일',
      schedules: [{ freq: 'MONTHLY', byday: '2TU,-1FR', opens_at: '10:00', closes_at: '12:00' }],
    },
    { name: '여름', schedules: [{ ...weekdays, valid_from: '2026-07-01', valid_to: '2026-08-31' }] },
    { name: '끝난 것', schedules: [{ ...weekdays, until: '2026-02-28' }] },
    { name: '격주', schedules: [{ ...weekdays, byday: 'WE', interval: 2, dtstart: '2026-03-04' }] },
    { name: '세 번만', schedules: [{ ...weekdays, byday: 'MO', count: 3, dtstart: '2026-03-02' }] },
    { name: '먼 시간대', schedules: [{ ...weekdays, timezone: 0 }] },
    { name: '종일', schedules: [{ freq: 'DAILY', opens_at: '00:00', closes_at: '23:59' }] },
    {
      name: '보름날',
      schedules: [{ freq: 'MONTHLY', bymonthday: '15,-1', opens_at: '09:00', closes_at: '10:00' }],
    },
    { name: '말뿐인 것', schedules: [{ description: '전화로 확인하세요.' }] },
  ]);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const by = (filter: Record<string, unknown>) => names(app, filter);

describe('filters', () => {
  test.each([
    [
      'a district: given in it, for it, or for its city',
      { district: '11170' },
      ['서울 것', '용산 것', '용산 사람을 위한 것'],
    ],
    [
      'a district by a code of its dong, and not by a name that another has',
      { district: '26110' },
      ['부산 것', '어느 중구의 것'],
    ],
    ['a dong of an address', { dong: '후암동' }, ['용산 것']],
    ['a dong of a service area', { dong: '송산3동' }, ['용산 사람을 위한 것']],
    [
      'a term and narrower ones',
      { taxonomyTerm: `TaxonomyTerm:${housing}` },
      ['용산 것', '용산 사람을 위한 것'],
    ],
    ['a narrower term alone', { taxonomyTerm: `TaxonomyTerm:${rent}` }, ['용산 것']],
    ['nothing to pay', { free: true }, ['노인 것']],
    ['a cost', { costUpTo: 5000 }, ['노인 것', '아이 것']],
    ['a lower cost', { costUpTo: 4999 }, ['노인 것']],
    ['a language by its code', { languages: ['vi'] }, ['노인 것']],
    ['a language by its name', { languages: ['베트남어', '몽골어'] }, ['노인 것', '아이 것']],
    ['room', { roomAvailable: true }, ['노인 것']],
    ['a distance', { within: { latitude: 37.531, longitude: 126.991, metres: 500 } }, ['용산 것']],
    ['several at once', { free: true, roomAvailable: true, age: 70, search: 'ㄴㅇ' }, ['노인 것']],
  ])('%s', async (_what, filter, expected) => expect(await by(filter)).toEqual(expected));

  test.each([
    [17, '아이 것', '노인 것'],
    [18, '아이 것', '노인 것'],
    [65, '노인 것', '아이 것'],
  ])('age %i is for %s, not for %s, and for what names no age', async (age, served, other) => {
    const those = await by({ age });
    expect(those).toContain(served);
    expect(those).toContain('용산 것');
    expect(those).not.toContain(other);
  });

  test.each([
    ['2026-03-04T10:00:00+09:00', ['격주', '종일', '평일']], // Wednesday
    ['2026-03-11T10:00:00+09:00', ['종일', '평일']],
    ['2026-03-04T00:30:00Z', ['격주', '종일', '평일']],
    ['2026-03-04T18:00:00+09:00', ['먼 시간대', '종일']],
    ['2026-03-04T23:59:30+09:00', ['먼 시간대', '종일']],
    ['2026-03-07T10:00:00+09:00', ['장소가 여는 것', '종일']], // Saturday: the service's own hours go before its place's
    ['2026-03-07T03:59:00+09:00', ['심야', '종일']], // the morning after Friday
    ['2026-03-07T04:00:00+09:00', ['종일']],
    ['2026-03-06T03:00:00+09:00', ['종일']], // the morning before it
    ['2026-03-10T11:00:00+09:00', ['둘째 화요일', '종일', '평일']],
    ['2026-03-17T11:00:00+09:00', ['종일', '평일']],
    ['2026-03-27T11:00:00+09:00', ['둘째 화요일', '종일', '평일']], // the last Friday
    ['2026-07-06T11:00:00+09:00', ['여름', '종일', '평일']],
    ['2026-02-25T11:00:00+09:00', ['끝난 것', '종일', '평일']],
    ['2026-03-16T11:00:00+09:00', ['세 번만', '종일', '평일']],
    ['2026-03-23T11:00:00+09:00', ['종일', '평일']],
    ['2120-03-04T11:00:00+09:00', ['종일', '평일']], // a Monday: the days until then are not counted one by one
    ['2026-03-15T09:30:00+09:00', ['보름날', '종일']],
    ['2026-02-28T09:30:00+09:00', ['보름날', '장소가 여는 것', '종일']],
  ])('open at %s', async (openAt, expected) => expect(await by({ openAt })).toEqual(expected));

  test('open now and not open now are all there are, and never one and the same', async () => {
    const [open, closed, all] = [await by({ openNow: true }), await by({ openNow: false }), await by({})];
    expect(open).toContain('종일');
    expect([...open, ...closed].sort()).toEqual([...all].sort());
  });

  test.each([
    [{ within: { latitude: 91, longitude: 0, metres: 10 } }],
    [{ within: { latitude: 37, longitude: 127, metres: 0 } }],
    [{ district: '1' }],
    [{ openAt: '2026-01-01T00:00:00+23:00' }],
  ])('%j is refused', async (filter) => {
    await expect(by(filter)).rejects.toThrow('BAD_INPUT');
  });
});

describe('nearest first', () => {
  const near = { latitude: 37.53, longitude: 126.991 };

  test('with the distance in metres, and what has no place behind', async () => {
    const { edges } = await found(app, { near });
    expect(edges.slice(0, 3).map(({ node }) => node.name)).toEqual(['용산 것', '서울 것', '부산 것']);
    const metres = edges.map(({ distanceMetres }) => distanceMetres);
    expect(metres[0]).toBeCloseTo(88, 0);
    expect(metres[2]! / 1000).toBeCloseTo(326, -1);
    expect(metres.slice(3).every((each) => each === null)).toBe(true);
    expect(edges.map(({ node }) => node.name)).not.toContain('숨은 것');
  });

  test('a service of two places stands where the nearer is, once', async () => {
    await make(database, [
      {
        name: '두 곳',
        places: [
          { latitude: 35, longitude: 129 },
          { latitude: 37.5301, longitude: 126.991 },
        ],
      },
    ]);
    const { edges } = await found(app, { near, filter: { search: '두 곳' } });
    expect(edges.map(({ node }) => node.name)).toEqual(['두 곳']);
    expect(edges[0]!.distanceMetres).toBeLessThan(20);
  });

  test('another order may have distances too, and NEAREST needs a point', async () => {
    const { edges } = await found(app, { near, orderBy: 'NAME', filter: { search: '것' } });
    const sorted = edges.map(({ node }) => node.name);
    expect(sorted).toEqual([...sorted].sort());
    expect(edges.some(({ distanceMetres }) => distanceMetres !== null)).toBe(true);
    await expect(found(app, { orderBy: 'NEAREST' })).rejects.toThrow('BAD_INPUT');
  });
});

describe('facets', () => {
  const facets = async (filter: Record<string, unknown>) => {
    const { data, errors } = await app.ask<{ serviceFacets: Record<string, unknown> }>(
      null,
      `query ($filter: ServiceFilter) { serviceFacets(filter: $filter) { count free roomAvailable needDomains { needDomain count }
        districts { district name count } languages { language count } taxonomyTerms { taxonomyTerm name count } } }`,
      { filter },
    );
    expect(errors).toBeUndefined();
    return data!.serviceFacets;
  };

  test('say of what is found how many are of each kind, shelters never', async () =>
    expect(await facets({ search: '것', district: '11170' })).toEqual({
      count: 3,
      free: 0,
      roomAvailable: 0,
      needDomains: [],
      districts: [
        { district: '11170', name: '용산구', count: 3 },
        { district: '11140', name: '중구', count: 2 },
        { district: '11000', name: '서울특별시', count: 1 },
      ],
      languages: [],
      taxonomyTerms: [
        { taxonomyTerm: `TaxonomyTerm:${housing}`, name: '주거', count: 2 },
        { taxonomyTerm: `TaxonomyTerm:${rent}`, name: '월세', count: 1 },
      ],
    }));

  test('of what costs nothing, by language and room', async () =>
    expect(await facets({ free: true })).toMatchObject({
      count: 1,
      free: 1,
      roomAvailable: 1,
      languages: [
        { language: 'ko', count: 1 },
        { language: 'vi', count: 1 },
      ],
    }));

  test('count what the list counts, for a typo as for what is there', async () => {
    for (const search of ['평일', '평릴', 'ㅇㅅ', '없는말씀'])
      expect((await facets({ search })).count).toBe((await found(app, { filter: { search } })).totalCount);
  });
});
