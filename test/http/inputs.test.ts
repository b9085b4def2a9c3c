import {
  astFromValue,
  type GraphQLInputObjectType,
  getNamedType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
  print,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayInSeoul } from '../../src/day.js';
import { families, known } from '../../src/demo/known.js';
import { personas } from '../../src/identity/personas.js';
import { schema } from '../../src/schema.js';
import { inputOf, mutations, questionOf, unknownIds } from '../access/mutations.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const receive =
  'mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { case { id stage household { id } } } }';
const family = `Household:${families.a.districtId}:${families.a.id}`;
const report = (more: object = {}, member: object = {}) => ({
  input: {
    ...{ source: 'HOTLINE_129', emergency: false, responsibleDong: '1117090100' },
    ...{ members: [{ name: '시험접수', ...member }], ...more },
  },
});
const households = 'query ($filter: HouseholdFilter) { households(filter: $filter) { totalCount } }';
const filtered = (filter: object) => ({ filter });
const digits = '9001011234567';

describe('a fact that cannot be is refused with its field and an example that can be read', () => {
  test.each<[string, string, object, string, RegExp]>([
    [
      'a day with points, in a literal',
      '{ households(filter: { openedFrom: "2026.11.28" }) { totalCount } }',
      {},
      'filter.openedFrom',
      /2026-01-31/,
    ],
    [
      'a day with points, inside a variable',
      households,
      filtered({ openedFrom: '2026.11.28' }),
      'filter.openedFrom',
      /2026-01-31/,
    ],
    [
      'a day with points, in a variable of its own',
      'query ($day: Date) { households(filter: { openedFrom: $day }) { totalCount } }',
      { day: '2026.11.28' },
      'filter.openedFrom',
      /2026-01-31/,
    ],
    ['30 February', households, filtered({ openedFrom: '2026-02-30' }), 'filter.openedFrom', /2026-01-31/],
    [
      'an instant without its offset',
      '{ services(filter: { openAt: "2026-11-28T09:00:00" }) { totalCount } }',
      {},
      'filter.openAt',
      /2026-01-31T09:00:00\+09:00/,
    ],
    [
      'an instant with an offset that there is nowhere',
      'query ($f: ServiceFilter) { services(filter: $f) { totalCount } }',
      { f: { openAt: '2026-01-01T00:00:00+23:00' } },
      'filter.openAt',
      /2026-01-31T09:00:00\+09:00/,
    ],
    [
      'a number for a day',
      'query ($f: ServiceFilter) { services(filter: $f) { totalCount } }',
      { f: { costUpTo: digits } },
      'filter.costUpTo',
      /50000/,
    ],
    [
      'a birth yet to come',
      receive,
      report({}, { birthDate: '2999-01-01' }),
      'input.members[0].birthDate',
      /1900-01-01 to 20/,
    ],
    [
      'a birth of long ago',
      receive,
      report({}, { birthDate: '1889-12-31' }),
      'input.members[0].birthDate',
      /1900-01-01/,
    ],
    [
      'a phone of 50,000 characters',
      receive,
      report({}, { phone: '0'.repeat(50_000) }),
      'input.members[0].phone',
      /60/,
    ],
    ['a NUL in a name', receive, report({}, { name: '가\u0000나' }), 'input.members[0].name', /no character/],
    [
      'a NUL that is looked for',
      households,
      filtered({ memberName: '가\u0000' }),
      'filter.memberName',
      /no character/,
    ],
    [
      'a dong without the form of one',
      households,
      filtered({ responsibleDong: '효창동' }),
      'filter.responsibleDong',
      /1117051000/,
    ],
    [
      'a dong without the form of one, of a new household',
      receive,
      report({ responsibleDong: '효창동' }),
      'input.responsibleDong',
      /1117051000/,
    ],
    ['a district that is none', '{ households(district: "용산") { totalCount } }', {}, 'district', /11170/],
    ['a month that is none', '{ accessReview(month: "2026-02-30") { totalCount } }', {}, 'month', /2026-01/],
    [
      'a value of no enum, inside a variable',
      households,
      filtered({ stages: ['NOWHERE'] }),
      'filter.stages[0]',
      /variables/,
    ],
    [
      'a field that there is not, inside a variable',
      households,
      filtered({ stagez: [] }),
      'filter.stagez',
      /variables/,
    ],
    ['a cursor of nothing', '{ services(after: "x") { nodes { id } } }', {}, 'after', /cursor/],
    [
      'a cursor of another list',
      'query ($after: String) { households(after: $after) { totalCount } }',
      { after: Buffer.from('["x","y"]').toString('base64url') },
      'after',
      /cursor/,
    ],
    [
      'a number in a name',
      receive,
      report({}, { name: `홍길동 ${digits}` }),
      'input.members[0].name',
      /registration number/,
    ],
    [
      'a number in a phone',
      receive,
      report({}, { phone: '９００１０１–１２３４５６７' }),
      'input.members[0].phone',
      /registration number/,
    ],
    [
      'a number in a key',
      receive,
      report({ idempotencyKey: `k-${digits}` }),
      'input.idempotencyKey',
      /registration number/,
    ],
    [
      'whom a new household’s report concerns, said as of a known one',
      receive,
      report({ concernedMemberIds: [`Member:11170:${families.a.id}`] }),
      'input.concernedMemberIds',
      /concerned/,
    ],
  ])('%s', async (_, document, variables, field, words) => {
    const persona = document.includes('accessReview') ? 'privacy-officer' : 'case-manager';
    const { errors, body } = await app.ask(persona, document, variables as Record<string, unknown>);
    expect(errors).toEqual([
      expect.objectContaining({
        extensions: expect.objectContaining({ code: 'BAD_INPUT', reason: expect.any(String), field }),
      }),
    ]);
    expect(errors![0]!.message).toMatch(words);
    expect(body).not.toMatch(/such as a cursor|900101|９００１０１/);
  });

  test('and whoever has no duty to send it learns only that', async () => {
    const { errors } = await app.ask('sponsor', receive, report({}, { birthDate: '2999-01-01' }));
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('a fault has one reason, path and message, whichever way its value came', () => {
  const member = (wrong: object) => ({
    ...report().input,
    members: [{ name: '가' }, { name: '나', ...wrong }],
  });
  const filters = {
    argument: 'filter',
    root: 'households',
    selection: '{ totalCount }',
    type: 'HouseholdFilter',
  };
  const received = {
    argument: 'input',
    root: 'receiveReport',
    selection: '{ case { id } }',
    type: 'ReceiveReportInput!',
  };
  test.each<[string, typeof filters, object, string, string]>([
    ['a day', filters, { openedFrom: '2026-02-30' }, 'NOT_A_DATE', 'filter.openedFrom'],
    ['a text', filters, { memberName: '\u200b' }, 'TEXT_INVISIBLE', 'filter.memberName'],
    ['the form of a text', filters, { responsibleDong: 'x' }, 'NOT_A_DONG_CODE', 'filter.responsibleDong'],
    [
      'a day in a list',
      received,
      member({ birthDate: '2026.11.28' }),
      'NOT_A_DATE',
      'input.members[1].birthDate',
    ],
    [
      'a day out of range in a list',
      received,
      member({ birthDate: '2999-01-01' }),
      'DATE_OUT_OF_RANGE',
      'input.members[1].birthDate',
    ],
    ['an id', received, { ...report().input, senderId: 'x' }, 'NOT_AN_IDENTIFIER', 'input.senderId'],
    [
      'an id of another type',
      received,
      { ...report().input, senderId: family },
      'IDENTIFIER_OF_OTHER_TYPE',
      'input.senderId',
    ],
    ['what a command needs', received, member({ name: ' ' }), 'TEXT_EMPTY', 'input.members[1].name'],
    [
      'what a command has no place for',
      received,
      report({ concernedMemberIds: [`Member:11170:${families.a.id}`] }).input,
      'HOUSEHOLD_IS_NEW',
      'input.concernedMemberIds',
    ],
  ])('%s', async (_, { argument, root, selection, type }, value, reason, field) => {
    const kind = root === 'households' ? 'query' : 'mutation';
    const literal = print(
      astFromValue(value, schema.getType(type.replace('!', '')) as GraphQLInputObjectType)!,
    );
    const ways: [document: string, variables: Record<string, unknown>][] = [
      [`${kind} { ${root}(${argument}: ${literal}) ${selection} }`, {}],
      [
        `${kind} ($${argument}: ${type}) { ${root}(${argument}: $${argument}) ${selection} }`,
        { [argument]: value },
      ],
      [`${kind} ($v: ${type}) { other: ${root}(${argument}: $v) ${selection} }`, { v: value }],
    ];
    const told = [];
    for (const [document, variables] of ways) {
      const { errors } = await app.ask('case-manager', document, variables);
      expect(errors).toHaveLength(1);
      expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_INPUT', reason, field });
      told.push(JSON.stringify([errors![0]!.message, errors![0]!.extensions]));
    }
    expect(new Set(told).size).toBe(1);
  });

  test('a variable within a literal has the path of its place, and its own name where it has several', async () => {
    const days = (use: string) => `query ($day: Date) { ${use} }`;
    for (const [document, field] of [
      [days('households(filter: { openedFrom: $day }) { totalCount }'), 'filter.openedFrom'],
      [
        days(
          'a: households(filter: { openedFrom: $day }) { totalCount } b: households(filter: { openedUntil: $day }) { totalCount }',
        ),
        'day',
      ],
      [
        `mutation ($day: Date) { receiveReport(input: { source: HOTLINE_129, emergency: false, members: [{ name: "가" }, { name: "나", birthDate: $day }] }) { case { id } } }`,
        'input.members[1].birthDate',
      ],
    ] as const) {
      const { errors } = await app.ask('case-manager', document, { day: 'x' });
      expect(errors?.map(({ extensions }) => extensions)).toEqual([
        { code: 'BAD_INPUT', reason: 'NOT_A_DATE', field },
      ]);
    }
  });

  test('what the library finds wrong in a literal has its path outside production', async () => {
    for (const [document, field] of [
      ['{ services(first: "x") { totalCount } }', 'first'],
      ['{ households(filter: { stages: [RECEIVED, NOWHERE] }) { totalCount } }', 'filter.stages[1]'],
      ['{ households(filter: { stagez: [] }) { totalCount } }', 'filter.stagez'],
      ['{ services(near: { latitude: 37.5 }) { totalCount } }', 'near.longitude'],
    ] as const) {
      const { errors } = await app.ask('case-manager', document);
      expect(errors).toMatchObject([
        { extensions: { code: 'BAD_INPUT', reason: 'DOCUMENT_INVALID', field } },
      ]);
    }
  });
});

test('one wrong district code leaves the answers beside it', async () => {
  const { data, errors } = await app.ask(
    'case-manager',
    `{ viewer { name } wrong: services(filter: { district: "용산" }) { totalCount } organizations(filter: { district: "x" }) { totalCount }
      serviceFacets(filter: { district: "0" }) { __typename } services { totalCount } }`,
  );
  expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual([
    [['wrong'], { code: 'BAD_INPUT', reason: 'NOT_A_DISTRICT_CODE', field: 'filter.district' }],
    [['organizations'], { code: 'BAD_INPUT', reason: 'NOT_A_DISTRICT_CODE', field: 'filter.district' }],
    [['serviceFacets'], { code: 'BAD_INPUT', reason: 'NOT_A_DISTRICT_CODE', field: 'filter.district' }],
  ]);
  expect(data).toMatchObject({
    viewer: { name: expect.any(String) },
    wrong: null,
    organizations: null,
    serviceFacets: null,
  });
  expect((data as { services: { totalCount: number } }).services.totalCount).toBeGreaterThan(0);
});

test('a report on a known household is refused with people in it, and without them keeps nobody', async () => {
  const count = () =>
    asKeeper(
      database.owner,
      (sql) =>
        sql`select (select count(*)::int from members) as members, (select count(*)::int from cases) as cases`,
    ).then(([row]) => row!);
  const before = await count();
  for (const more of [{ householdId: family }, { householdId: family, members: null }]) {
    const { errors } = await app.ask('case-manager', receive, report(more));
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/concernedMemberIds.*narrative/), extensions: { code: 'BAD_INPUT' } },
    ]);
  }
  expect(await count()).toEqual(before);
  const { data } = await app.ask('case-manager', receive, {
    input: { source: 'HOTLINE_129', emergency: false, householdId: family },
  });
  // It belongs to the case that is open there.
  expect(data).toMatchObject({ receiveReport: { case: { household: { id: family } } } });
  expect(await count()).toEqual(before);
});

test('a registration number in a narrative is masked as it is kept, and nothing else of it', async () => {
  const told = (number: string) =>
    `모친(${number})이 2026-11-28 09:15에 010-0000-1234로 신고함. 127.0276368123456 부근.`;
  for (const number of [
    digits,
    '900101-1234567',
    '９００１０１－１２３４５６７',
    '900101\u200b1234567',
    '٩٠٠١٠١/١٢٣٤٥٦٧',
    '90.01.01-1234567',
    '900101-1******',
  ]) {
    const { data, errors } = await app.ask<{ receiveReport: { case: { id: string } } }>(
      'case-manager',
      receive,
      report({ narrative: told(number) }),
    );
    expect(errors).toBeUndefined();
    const id = data!.receiveReport.case.id.split(':')[2]!;
    const [row] = await asKeeper(
      database.owner,
      (sql) =>
        sql`select narrative from report_safeties s join intake_reports r on r.id = s.report_id where r.case_id = ${id}`,
    );
    expect(row!.narrative).toBe(told('******-*******'));
  }
});

test.each([
  ['a coordinate', '127.0276368123456789'],
  ['an instant', '2026-11-28T19:15:33.1234567890+09:00'],
  ['milliseconds since 1970', '1795852800000'],
  ['a telephone', '+82 (0)10-1234-5678'],
])('%s is looked for, in a document and in a variable', async (_, search) => {
  for (const [document, variables] of [
    [
      `{ services(filter: { search: ${JSON.stringify(search)} }, near: { latitude: 37.5665351234567890, longitude: 127.0276368123456789 }) { totalCount } }`,
      {},
    ],
    ['query ($search: String) { services(filter: { search: $search }) { totalCount } }', { search }],
  ] as const) {
    const { errors } = await app.ask(null, document, variables);
    expect(errors).toBeUndefined();
  }
});

test.each([
  ['a string with escapes', String.raw`{ household(id: "9001\u0030\u0031-\u0031234567") { id } }`],
  ['a string of full-width digits', '{ household(id: "９００１０１－１２３４５６７") { id } }'],
  ['a string with what nobody sees', '{ household(id: "900101\u200b1234567") { id } }'],
  ['two values side by side', '{ services(filter: { languages: ["900101", "1234567"] }) { totalCount } }'],
  ['a block string', '{ household(id: """900101\n1234567""") { id } }'],
  ['a number', '{ services(first: 9001011234567) { totalCount } }'],
  ['a name', '{ n900101_1234567: viewer { name } }'],
  ['a comment', '{ viewer { name } } # ９００１０１/１２３４５６７'],
])('a document with a registration number in %s is refused', async (_, document) => {
  const { errors, body } = await app.ask('case-manager', document);
  expect(errors![0]).toMatchObject({
    message: expect.stringContaining('as a variable'),
    extensions: { code: 'BAD_INPUT' },
  });
  expect(body).not.toMatch(/1234567|９００１０１/);
});

describe('an explicit null', () => {
  const ids = unknownIds('11170');
  const everybody = personas.map(({ key }) => key);

  test('in any argument or filter of a read asks for nothing: the answer is that without it', async () => {
    let compared = 0;
    for (const { name, args, type } of Object.values(schema.getQueryType()!.getFields())) {
      const named = getNamedType(type);
      const selected =
        isObjectType(named) && 'totalCount' in named.getFields() ? '{ totalCount }' : '{ __typename }';
      const needed = args.filter((each) => isNonNullType(each.type));
      const { variables } = questionOf(name, ids);
      const ask = (persona: string, more: Record<string, unknown>) => {
        const given = [...needed, ...args.filter((each) => each.name in more)];
        const declared = given.map((each) => `$${each.name}: ${each.type}`).join(', ');
        const passed = given.map((each) => `${each.name}: $${each.name}`).join(', ');
        const values = {
          ...Object.fromEntries(needed.map((each) => [each.name, variables[each.name]])),
          ...more,
        };
        return app.ask(
          persona,
          `query ${declared && `(${declared})`} { ${name}${passed && `(${passed})`} ${selected} }`,
          values,
        );
      };
      const optional = args.flatMap((each) => {
        const of = getNamedType(each.type);
        return [
          ...(isNonNullType(each.type) ? [] : [{ [each.name]: null }]),
          ...(isInputObjectType(of) && !isNonNullType(each.type)
            ? Object.values(of.getFields())
                .filter((field) => !isNonNullType(field.type))
                .map((field) => ({ [each.name]: { [field.name]: null } }))
            : []),
        ];
      });
      if (!optional.length) continue;
      let persona: string | undefined;
      let plain: { body: string } | undefined;
      for (const each of everybody) {
        const answer = await ask(each, {});
        if (answer.errors?.some(({ extensions }) => extensions.code === 'FORBIDDEN')) continue;
        [persona, plain] = [each, answer];
        break;
      }
      // The log grows by every question.
      const told = ({ body }: { body: string }) =>
        // An error says where in the text its field stands, and each text is another.
        (name === 'accessLog' ? body.replace(/\d+/, '') : body).replace(/"column":\d+/g, '');
      if (!persona) throw new Error(`Nobody may ask ${name}`);
      for (const more of optional) {
        expect([name, more, told(await ask(persona, more))]).toEqual([name, more, told(plain!)]);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(80);
  });

  test('in every field of a change that may be left out is no fault of ours', async () => {
    const answers = await Promise.all(
      mutations.map(async ({ name, args }) => {
        const type = getNamedType(args.find((each) => each.name === 'input')!.type);
        if (!isInputObjectType(type)) throw new Error(`${name} takes no input`);
        const document = `mutation ($input: ${type.name}!) { ${name}(input: $input) { __typename } }`;
        const nulls = Object.values(type.getFields()).filter((each) => !isNonNullType(each.type));
        const input = {
          ...inputOf(name, ids),
          ...Object.fromEntries(nulls.map((each) => [each.name, null])),
        };
        for (const persona of everybody) {
          const { errors } = await app.ask(persona, document, { input });
          const codes = errors?.map(({ extensions }) => extensions.code) ?? [];
          if (!codes.includes('FORBIDDEN')) return [name, codes];
        }
        return [name, ['nobody may']];
      }),
    );
    const known = ['NOT_FOUND', 'BAD_INPUT', 'CONFLICT'];
    expect(answers.filter(([, codes]) => [codes].flat().some((code) => !known.includes(code!)))).toEqual([]);
  });
});

test('nothing is linked in the future or before its case was opened', async () => {
  const started = await app.ask<{ receiveReport: { case: { id: string } } }>(
    'case-manager',
    receive,
    report({ emergency: true }),
  );
  const { id } = started.data!.receiveReport.case;
  const step = (name: string, type: string, input: object) =>
    app.ask<Record<string, { case: { version: number } } | null>>(
      'case-manager',
      `mutation ($input: ${type}!) { ${name}(input: $input) { case { version } } }`,
      { input: { caseId: id, ...input } },
    );
  await step('triageCase', 'TriageInput', { expectedVersion: 1, emergency: true });
  const link = (linkedOn?: string) =>
    step('linkService', 'LinkInput', {
      ...{
        expectedVersion: 2,
        domain: 'HOUSING',
        sector: 'PRIVATE',
        fundedBy: 'PROVIDER',
        providerId: `Organization:${known.organizations.welfareCentre}`,
      },
      ...(linkedOn ? { linkedOn } : {}),
    });
  for (const day of ['2099-01-01', '2020-01-01'])
    expect((await link(day)).errors).toMatchObject([
      {
        message: expect.stringContaining(dayInSeoul()),
        extensions: { code: 'BAD_INPUT', field: 'input.linkedOn' },
      },
    ]);
  expect((await link(dayInSeoul())).data!.linkService!.case.version).toBe(3);
});
