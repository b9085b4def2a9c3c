import { type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { known } from '../../../src/demo/known.js';
import { schema } from '../../../src/schema.js';
import { type Answered, type App, startApp } from '../../support/app.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { bare, Desk, orgId, serviceId } from './desk.js';

// Every day and every span of what is written of the catalogue, found in the schema: a new input is in it by itself.

let database: TestDatabase;
let app: App;
let desk: Desk;
let samples: Record<string, unknown>;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  desk = new Desk(app, database);
  const [ids] = await desk.rows(`select
    (select 'Unit:' || id from units order by id limit 1) as unit,
    (select 'Location:' || id from locations where not confidential order by id limit 1) as location`);
  samples = {
    ...{ name: '글', number: '02-700-4321', url: 'https://example.or.kr', title: '글', reason: '글' },
    ...{ address1: '글', city: '글', stateProvince: '글', postalCode: '04386' },
    ...{ identifier: '글', identifierType: '글', available: 1, since: '2026-05-02' },
    ...{ unitId: ids!.unit, locationId: ids!.location },
    ...{ organizationId: orgId('yongsan-legal'), sponsorId: `Sponsor:${known.sponsors.company}` },
  };
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

type Fields = Record<string, unknown>;
/** The mutations by which the catalogue is written, each by somebody who may, with what it cannot be sent without. */
const writing: Readonly<Record<string, { persona: string; answer: string; also?: Fields }>> = {
  saveOrganization: { persona: 'catalogue-editor', answer: 'recordId', also: { evenIfAlike: true } },
  saveService: { persona: 'catalogue-editor', answer: 'recordId' },
  saveLocation: { persona: 'catalogue-editor', answer: 'recordId' },
  saveUnit: { persona: 'catalogue-editor', answer: 'unit { id }' },
  proposeRecord: { persona: 'welfare-centre', answer: 'changeRequest { id }' },
  confirmCapacity: {
    persona: 'catalogue-editor',
    answer: 'service { id }',
    also: { serviceId: serviceId('One month of rent') },
  },
  verifyRecord: {
    persona: 'catalogue-editor',
    answer: 'verification { validUntil }',
    also: { recordId: orgId('yongsan-legal') },
  },
  changeSponsor: {
    persona: 'catalogue-editor',
    answer: 'sponsor { id }',
    also: { expectedLastModified: '2026-01-01T00:00:00Z' },
  },
  recordPledge: {
    persona: 'catalogue-editor',
    answer: 'pledge { id }',
    also: { kind: 'MONEY', amount: 1000, validFrom: '2026-05-02' },
  },
};

interface Place {
  mutation: string;
  type: GraphQLInputObjectType;
  at: string;
  /** The whole input with some fields at this place, and all that must be said around it. */
  holding: (fields: Fields) => Fields;
}

/** Every object of every input, where it stands. */
function* placesOf(mutation: string): Generator<Place> {
  const input = schema
    .getMutationType()!
    .getFields()
    [mutation]!.args.find(({ name }) => name === 'input')!;
  const { also = {} } = writing[mutation]!;
  const root = getNamedType(input.type) as GraphQLInputObjectType;
  const needed = (type: GraphQLInputObjectType): Fields => {
    const fields = type.getFields();
    const isNew = type.name.startsWith('Save');
    return Object.fromEntries(
      Object.entries(samples).filter(
        ([name]) =>
          name in fields &&
          !(isNew && ['locationId', 'unitId'].includes(name)) &&
          !(name === 'organizationId' && type.name === 'SaveOrganizationInput'),
      ),
    );
  };
  function* below(type: GraphQLInputObjectType, at: string, holding: Place['holding']): Generator<Place> {
    yield { mutation, type, at, holding: (fields) => holding({ ...needed(type), ...fields }) };
    for (const field of Object.values(type.getFields())) {
      const inner = getNamedType(field.type);
      if (!isInputObjectType(inner)) continue;
      const many = String(field.type).startsWith('[');
      yield* below(inner, `${at}.${field.name}${many ? '[0]' : ''}`, (fields) =>
        holding({ ...needed(type), [field.name]: many ? [fields] : fields }),
      );
    }
  }
  yield* below(root, 'input', (fields) => ({ ...also, ...fields }));
}
const places = Object.keys(writing).flatMap((each) => [...placesOf(each)]);

const send = (mutation: string, input: Fields) =>
  desk.send(writing[mutation]!.persona, mutation, input, writing[mutation]!.answer);
const errorOf = ({ errors }: Answered<unknown>) => errors?.[0]?.extensions;

/** What begins and ends, by the names of the fields, with two values of which the first comes first. */
const spans: readonly (readonly [begins: string, ends: string, first: unknown, last: unknown])[] = [
  ['validFrom', 'validTo', '2026-05-01', '2026-05-02'],
  ['validFrom', 'validUntil', '2026-05-01', '2026-05-02'],
  ['dtstart', 'until', '2026-05-01', '2026-05-02'],
  ['since', 'until', '2026-05-01', '2026-05-02'],
  ['minimumAge', 'maximumAge', 17, 18],
  ['available', 'maximum', 1, 2],
];
/** Days of which nothing else in the input is the beginning. */
const alone = ['VerifyRecordInput.validUntil', 'ChangeSponsorInput.closedOn'];
const endsTooEarly = /^(ENDS_BEFORE_IT_BEGINS|PLEDGE_ENDS_BEFORE_IT_BEGINS|AVAILABLE_OUT_OF_RANGE)$/;
const spansOf = ({ type }: Place) =>
  spans.filter((each) => each.slice(0, 2).every((name) => String(name) in type.getFields()));

test('a day that is none is refused with its reason and the field, wherever a day is said', async () => {
  let count = 0;
  for (const { mutation, type, at, holding } of places)
    for (const field of Object.values(type.getFields()).filter(
      (each) => getNamedType(each.type).name === 'Date',
    )) {
      const place = `${mutation}: ${at}.${field.name}`;
      for (const value of ['2026-02-30', '내일']) {
        const answer = await send(mutation, holding({ [field.name]: value }));
        expect([place, errorOf(answer)]).toMatchObject([
          place,
          { code: 'BAD_INPUT', reason: 'NOT_A_DATE', field: `${at}.${field.name}` },
        ]);
      }
      const others = spansOf({ type } as Place).flatMap((span) => [span[0], span[1]]);
      if (!others.includes(field.name)) expect(alone).toContain(`${type.name}.${field.name}`);
      count += 1;
    }
  expect(count).toBeGreaterThan(30);
});

test('an end before its beginning is refused with the field, wherever something begins and ends', async () => {
  const seen = new Set<string>();
  for (const place of places)
    for (const [begins, ends, first, last] of spansOf(place)) {
      const answer = await send(place.mutation, place.holding({ [begins]: last, [ends]: first }));
      const field = `${place.at}.${begins === 'available' && ends === 'maximum' ? begins : ends}`;
      expect([place.mutation, place.at, errorOf(answer)]).toMatchObject([
        place.mutation,
        place.at,
        { code: 'BAD_INPUT', reason: expect.stringMatching(endsTooEarly), field },
      ]);
      seen.add(`${place.type.name}.${ends}`);
    }
  expect([...seen].sort()).toEqual([
    ...['ConfirmCapacityInput.maximum', 'CostOptionInput.validTo', 'ProposedServiceInput.maximumAge'],
    ...['RecordPledgeInput.validUntil', 'SaveServiceInput.maximumAge', 'ScheduleInput.until'],
    ...['ScheduleInput.validTo', 'ServiceCapacityInput.maximum', 'SponsorshipInput.until'],
  ]);
});

describe('what is there already', () => {
  let service: string;
  const parts = `id lastModified costOptions { id } schedules { id } sponsorships { id } capacities { id }`;
  const read = async () =>
    (
      await desk.read<{ service: { lastModified: string } & Record<string, { id: string }[]> }>(
        null,
        `query ($id: ID!) { service(id: $id) { ${parts} } }`,
        { id: service },
      )
    ).service;
  beforeAll(async () => {
    const { data, errors } = await send('saveService', {
      ...{ organizationId: samples.organizationId, name: '기간 시험', minimumAge: 18, maximumAge: 64 },
      costOptions: [{ validFrom: '2026-05-02', validTo: '2026-06-01' }],
      schedules: [
        {
          freq: 'WEEKLY',
          byday: 'MO',
          opensAt: '09:00',
          closesAt: '12:00',
          dtstart: '2026-05-02',
          validFrom: '2026-05-02',
        },
      ],
      sponsorships: [{ sponsorId: samples.sponsorId, since: '2026-05-02' }],
      capacities: [{ unitId: samples.unitId, available: 5, maximum: 9 }],
    });
    expect(errors).toBeUndefined();
    service = String(data!.saveService!.recordId);
  });

  test('is refused an end before the beginning that it has, to editors and to those who propose, and keeps what it was', async () => {
    const row = await read();
    const cases: [list: string | null, field: string, value: unknown][] = [
      ['costOptions', 'validTo', '2026-05-01'],
      ['costOptions', 'validFrom', '2026-06-02'],
      ['schedules', 'validTo', '2026-05-01'],
      ['schedules', 'until', '2026-05-01'],
      ['sponsorships', 'until', '2026-05-01'],
      ['capacities', 'maximum', 4],
      ['capacities', 'available', 10],
      [null, 'maximumAge', 17],
      [null, 'minimumAge', 65],
    ];
    for (const [list, field, value] of cases) {
      const changed = list ? { [list]: [{ id: row[list]![0]!.id, [field]: value }] } : { [field]: value };
      const saved = await send('saveService', {
        ...{ serviceId: service, expectedLastModified: row.lastModified },
        ...changed,
      });
      expect([list, field, errorOf(saved)]).toMatchObject([
        list,
        field,
        { reason: expect.stringMatching(endsTooEarly), field: `input.${list ? `${list}[0].` : ''}${field}` },
      ]);
      const recordId = list ? row[list]![0]!.id : service;
      const proposed = await desk.send(
        'welfare-centre',
        'proposeChange',
        { recordId, fields: [{ field, value: String(value) }], reason: '글' },
        'changeRequest { id }',
      );
      expect([list, field, errorOf(proposed)]).toMatchObject([
        list,
        field,
        { reason: expect.stringMatching(endsTooEarly), field: 'input.fields[0].value' },
      ]);
    }
    expect(await read()).toEqual(row);
  });

  test('is proposed nothing that an editor could not write either', async () => {
    const row = await read();
    const [schedule, cost] = [row.schedules![0]!.id, row.costOptions![0]!.id];
    for (const [recordId, field, value, reason] of [
      [schedule, 'byday', '월요일', 'NOT_A_LIST_OF_WEEKDAYS'],
      [schedule, 'freq', 'SOMETIMES', 'NOT_A_FREQUENCY'],
      [schedule, 'bymonthday', '32', 'NOT_A_LIST_OF_DAYS'],
      [schedule, 'count', '0', 'NUMBER_OUT_OF_RANGE'],
      [schedule, 'opensAt', '25:00', 'NOT_A_TIME_OF_DAY'],
      [schedule, 'validTo', '2200-01-01', 'DATE_OUT_OF_RANGE'],
      [schedule, 'scheduleLink', 'javascript:alert(1)', 'NOT_A_WEB_ADDRESS'],
      [cost, 'validTo', '2026-02-30', 'NOT_A_DATE'],
      [cost, 'amount', '많음', 'NOT_A_DECIMAL'],
      [service, 'minimumAge', '151', 'NUMBER_OUT_OF_RANGE'],
    ] as const) {
      const proposed = await desk.send(
        'welfare-centre',
        'proposeChange',
        { recordId, fields: [{ field, value }], reason: '글' },
        'changeRequest { id }',
      );
      expect([field, errorOf(proposed)]).toMatchObject([
        field,
        { code: 'BAD_INPUT', reason, field: 'input.fields[0].value' },
      ]);
    }
  });
});

describe('a schedule that can never be', () => {
  const nine = { opensAt: '09:00', closesAt: '12:00' };
  test.each([
    ['opens and never closes', { freq: 'DAILY', opensAt: '09:00' }, 'HOURS_HALF_SAID', '.closesAt'],
    [
      'closes when it opens',
      { freq: 'DAILY', opensAt: '09:00', closesAt: '09:00' },
      'HOURS_OF_NO_TIME',
      '.closesAt',
    ],
    [
      'is of every other week from no day',
      { freq: 'WEEKLY', byday: 'MO', interval: 2, ...nine },
      'FIRST_DAY_NEEDED',
      '.dtstart',
    ],
    ['is held ten times from no day', { freq: 'DAILY', count: 10, ...nine }, 'FIRST_DAY_NEEDED', '.dtstart'],
    [
      'is of the second Monday of a week',
      { freq: 'WEEKLY', byday: '2MO', ...nine },
      'WEEKDAY_OF_NO_MONTH',
      '.byday',
    ],
    ['is weekly on no day', { freq: 'WEEKLY', ...nine }, 'SCHEDULE_OF_NO_DAY', ''],
    [
      'is of 30 February',
      { freq: 'YEARLY', byyearday: '60', bymonthday: '30', ...nine },
      'SCHEDULE_OF_NO_DAY',
      '',
    ],
    [
      'is of Mondays in days without one',
      { freq: 'WEEKLY', byday: 'MO', validFrom: '2026-05-05', validTo: '2026-05-09', ...nine },
      'SCHEDULE_OF_NO_DAY',
      '',
    ],
    [
      'is of no month’s day',
      { freq: 'MONTHLY', bymonthday: '32', ...nine },
      'NOT_A_LIST_OF_DAYS',
      '.bymonthday',
    ],
    ['is of a 54th week', { freq: 'YEARLY', byweekno: '54', ...nine }, 'NOT_A_LIST_OF_DAYS', '.byweekno'],
    ['is of a day 367', { freq: 'YEARLY', byyearday: '367', ...nine }, 'NOT_A_LIST_OF_DAYS', '.byyearday'],
    [
      'begins its weeks on two days',
      { freq: 'WEEKLY', byday: 'MO', wkst: 'MO,TU', ...nine },
      'NOT_A_WEEKDAY',
      '.wkst',
    ],
    [
      'is held never',
      { freq: 'DAILY', dtstart: '2026-05-01', count: 0, ...nine },
      'NUMBER_OUT_OF_RANGE',
      '.count',
    ],
    [
      'recurs every no weeks',
      { freq: 'DAILY', dtstart: '2026-05-01', interval: 0, ...nine },
      'NUMBER_OUT_OF_RANGE',
      '.interval',
    ],
    [
      'is a day ahead of every clock',
      { freq: 'DAILY', timezone: 15, ...nine },
      'NUMBER_OUT_OF_RANGE',
      '.timezone',
    ],
  ])('%s: it is refused wherever schedules are written', async (_, schedule, reason, field) => {
    for (const place of places.filter(({ type }) => type.name === 'ScheduleInput'))
      expect([
        place.mutation,
        place.at,
        errorOf(await send(place.mutation, place.holding(schedule))),
      ]).toMatchObject([
        place.mutation,
        place.at,
        { code: 'BAD_INPUT', reason, field: `${place.at}${field}` },
      ]);
  });

  test('is none that says hours in words, closes on a holiday, goes over midnight or has the fifth Monday', async () => {
    const { errors } = await send('saveService', {
      ...{ organizationId: samples.organizationId, name: '시간표 시험' },
      schedules: [
        { description: '전화로 묻습니다.' },
        { freq: 'DAILY', validFrom: '2026-10-03', validTo: '2026-10-03' },
        { freq: 'WEEKLY', byday: 'FR', opensAt: '22:00', closesAt: '02:00' },
        { freq: 'MONTHLY', byday: '5MO,-1FR', ...nine },
        { freq: 'YEARLY', bymonthday: '29', byyearday: '60', ...nine },
        { byday: 'TU', ...nine },
        { dtstart: '2026-05-01', ...nine },
        { freq: 'WEEKLY', byday: 'MO', interval: 2, dtstart: '2026-05-06', wkst: 'MO', ...nine },
      ],
    });
    expect(errors).toBeUndefined();
  });

  test('is no reason to refuse another correction of what a source said', async () => {
    const rent = serviceId('One month of rent');
    await desk.rows(
      `insert into schedules (id, service_id, byday, opens_at, valid_from, valid_to)
       values (gen_random_uuid(), $1, '2MO', '09:00', '2026-05-02', '2026-05-01')`,
      [bare(rent)],
    );
    const [row] = await desk.rows(
      `select 'Schedule:' || h.id as id, to_char(s.last_modified at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as read
       from schedules h join services s on s.id = h.service_id where h.service_id = $1 and h.byday = '2MO'`,
      [bare(rent)],
    );
    const { errors } = await send('saveService', {
      ...{ serviceId: rent, expectedLastModified: row!.read },
      schedules: [{ id: row!.id, notes: '문의 바랍니다.' }],
    });
    expect(errors).toBeUndefined();
  });
});
