import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { families } from '../../src/demo/known.js';
import { serverLog } from '../../src/http/serverLog.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { dump, files, NumberSearch } from '../support/search.js';
import { hyphenated, type Numbered, plain, seededNumbers, writings } from './numbers.js';

let database: TestDatabase;
let app: App;
let people: Numbered[];
let numbers: ReadonlySet<string>;
/** Every line of the server's log, at its most talkative. */
let lines = '';
/** Every byte that the server answered. */
let answers = '';
let asked = 0;

beforeAll(async () => {
  database = await freshDatabase();
  people = await seededNumbers(database);
  numbers = new Set(people.map(({ digits }) => digits));
  app = await startApp({
    database,
    log: serverLog('trace', {
      write: (line) => {
        lines += line;
      },
    }),
  });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const find =
  'query Find($number: String!) { memberByRegistrationNumber(number: $number) { id identity { name } } }';
const post = async (persona: string | null, body: string, headers = {}) => {
  asked += 1;
  const answer = await app.request(persona, '/graphql', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  answers += answer.body;
  return answer;
};
const ask = (persona: string | null, query: string, variables?: unknown, more = {}) =>
  post(persona, JSON.stringify({ query, variables, ...more }));
const get = async (path: string) => {
  asked += 1;
  answers += (await app.request('head', path, { headers: { 'apollo-require-preflight': 'true' } })).body;
};

/** Everything that somebody may do with a number, right and wrong. */
async function everythingWith(digits: string) {
  for (const number of [digits, hyphenated(digits)]) {
    for (const persona of ['head', 'case-manager', 'counsellor', 'welfare-centre', 'statistics', null])
      await ask(persona, find, { number });
    const quoted = JSON.stringify(number);
    for (const document of [
      `{ memberByRegistrationNumber(number: ${quoted}) { id } }`,
      `{ memberByRegistrationNumber(number: ${quoted}) { id `,
      `{ memberByRegistrationNumber(number: ${number}) { id } }`,
      `query N${digits} { viewer { name } }`,
      `query ($n${digits}: String!) { memberByRegistrationNumber(number: $n${digits}) { id } }`,
      `{ household(id: ${quoted}) { id members { n${digits}: id } } }`,
      `{ n${digits} }`,
      `{ viewer { name } } # ${number}`,
      `${number}`,
    ])
      await ask('head', document, { number });
    for (const wrong of [
      { number: Number(digits) },
      { number: [number] },
      { number: { [number]: number } },
      { number: `${number}0` },
      { number: number.slice(1) },
      { number: null, [`n${digits}`]: number },
      [number],
      number,
    ])
      await ask('head', find, wrong);
    for (const [document, name] of [
      ['query ($x: HouseholdFilter) { households(filter: $x) { totalCount } }', 'x'],
      ['query ($x: String) { households(filter: { memberName: $x }) { totalCount } }', 'x'],
      ['query ($x: String) { households(after: $x) { totalCount } }', 'x'],
      ['query ($x: String) { households(district: $x) { totalCount } }', 'x'],
      ['query ($x: Date) { households(filter: { openedFrom: $x }) { totalCount } }', 'x'],
      ['query ($x: Int) { households(first: $x) { totalCount } }', 'x'],
      ['query ($x: ID!) { household(id: $x) { id } }', 'x'],
      ['query ($x: ID!) { node(id: $x) { id } }', 'x'],
      ['query ($x: String) { services(filter: { search: $x }) { totalCount } }', 'x'],
    ] as const)
      for (const value of [number, Number(digits), { memberName: number }])
        await ask('head', document, { [name]: value });
    await ask('head', find, { number }, { operationName: `N${digits}` });
    await ask('head', find, { number }, { extensions: { number } });
    await post('head', `{"query": ${quoted}, "variables": {"number": ${quoted}`);
    await post('head', JSON.stringify([{ query: find, variables: { number } }]));
    await post('head', JSON.stringify({ query: find, variables: { number } }), {
      'content-type': 'text/plain',
    });
    await post('head', JSON.stringify({ query: find, variables: { number } }), { 'hamkke-post': number });
    await post('head', JSON.stringify({ query: find, variables: { number } }), { 'hamkke-purpose': number });
    await post(null, JSON.stringify({ query: find, variables: { number } }), {
      authorization: `Bearer ${number}`,
    });
    const variables = encodeURIComponent(JSON.stringify({ number }));
    await get(`/graphql?query=${encodeURIComponent(find)}&variables=${variables}`);
    await get(
      `/graphql?query=${encodeURIComponent(`{ memberByRegistrationNumber(number: ${quoted}) { id } }`)}`,
    );
    await get(`/${number}?number=${number}`);
  }
}

const escaped = (text: string) =>
  [...text].map((char) => `\\u{${char.codePointAt(0)!.toString(16)}}`).join('');

/** The same number in writings that no pattern of hyphens and digits finds, wherever a text can be sent. */
async function everywhereAs(digits: string) {
  const receive = 'mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { case { id } } }';
  const report = { source: 'HOTLINE_129', emergency: false, responsibleDong: '1117090100' };
  for (const number of writings(digits)) {
    const quoted = JSON.stringify(number);
    for (const document of [
      `{ household(id: ${quoted}) { id } }`,
      `{ household(id: "${escaped(number)}") { id } }`,
      `{ households(filter: { openedFrom: ${quoted}, stages: [${quoted}] }) { totalCount } }`,
      `{ services(filter: { search: ${quoted} }) { totalCount } }`,
      `{ viewer { name } } # ${number}`,
      `${number} { viewer { name } }`,
      `{ viewer { name(${quoted}: 1) } }`,
    ])
      await ask('head', document);
    for (const type of [
      'Date',
      'DateTime',
      'Krw',
      'Int',
      'Float',
      'Boolean',
      'ID',
      'String',
      'Stage',
      'Point',
    ])
      await ask(
        'head',
        `query ($x: ${type}) { services(filter: { costUpTo: $x, openAt: $x }, first: $x) { totalCount } }`,
        {
          x: number,
        },
      );
    for (const [document, variables] of [
      ['query ($f: ServiceFilter) { services(filter: $f) { totalCount } }', { f: { openAt: number } }],
      ['query ($f: ServiceFilter) { services(filter: $f) { totalCount } }', { f: { costUpTo: number } }],
      [
        'query ($f: ServiceFilter) { services(filter: $f) { totalCount } }',
        { f: { search: number, dong: number } },
      ],
      ['query ($f: ServiceFilter) { services(filter: $f) { totalCount } }', { f: { languages: [number] } }],
      [
        'query ($f: HouseholdFilter) { households(filter: $f) { totalCount } }',
        { f: { memberName: number } },
      ],
      [
        'query ($f: HouseholdFilter) { households(filter: $f) { totalCount } }',
        { f: { openedFrom: number } },
      ],
      ['query ($f: HouseholdFilter) { households(filter: $f) { totalCount } }', { f: { [number]: number } }],
      ['query ($x: String) { households(after: $x, district: $x) { totalCount } }', { x: number }],
      [find, { number }],
      ...['name', 'phone', 'relation', 'homeAddress', 'birthDate'].map(
        (field) => [receive, { input: { ...report, members: [{ name: '시험', [field]: number }] } }] as const,
      ),
      ...['narrative', 'idempotencyKey', 'responsibleDong', 'source'].map(
        (field) =>
          [receive, { input: { ...report, members: [{ name: '시험' }], [field]: `${number}` } }] as const,
      ),
    ] as const)
      await ask('head', document, variables);
    await ask('head', find, { number: digits }, { operationName: number });
    await get(`/hsds/services?search=${encodeURIComponent(number)}`);
    await get(
      `/hsds/organizations?search=${encodeURIComponent(number)}&format=${encodeURIComponent(number)}`,
    );
    await get(`/graphql?query=${encodeURIComponent(`{ household(id: ${quoted}) { id } }`)}`);
  }
}

test('however a registration number is written, no answer, no line of the log and no row holds it', async () => {
  const [{ digits }] = people as [Numbered];
  const before = { answers: answers.length, lines: lines.length };
  await everywhereAs(digits);
  const said = plain(answers.slice(before.answers));
  expect(said).toContain('as a variable');
  for (const text of [said, plain(lines.slice(before.lines))])
    for (const part of [digits.slice(0, 6), digits.slice(6), born(digits)]) expect(text).not.toContain(part);
  const bare = (text: string) => plain(text).replace(/[-–－/. ]/g, '');
  const found: string[] = [];
  let masked = 0;
  await dump(database.owner, (text, place) => {
    if (bare(text).includes(digits)) found.push(String(place));
    if (text.includes('******-*******')) masked += 1;
  });
  expect(found).toEqual([]);
  // The narratives are there, with the numbers masked.
  expect(masked).toBe(writings(digits).length);
});
const born = (digits: string) => digits.slice(0, 6).match(/../g)!.join('.');

test('no seeded registration number is in clear in the database, its files or any log, whatever was asked', async () => {
  expect(numbers.size).toBe(people.length);
  expect(numbers.size).toBeGreaterThan(1000);
  const a = people.filter(({ household }) => household === families.a.id);
  for (const { digits } of [a[0]!, people.find(({ district }) => district === '11440')!])
    await everythingWith(digits);
  for (const { digits } of people.slice(0, 200)) await ask('head', find, { number: digits });

  // A failure of ours, whose error goes into the log with all that belongs to it.
  await database.owner`revoke insert on access_log from hamkke_api`;
  const failed = await ask('head', find, { number: a[0]!.digits });
  await database.owner`grant insert on access_log to hamkke_api`;
  expect(failed.body).toContain('INTERNAL');
  expect(lines).toContain('permission denied for table access_log');
  expect(answers).toContain('as a variable');

  const search = new NumberSearch(numbers);
  search.in(answers);
  expect([...search.found]).toEqual([]);
  search.in(lines);
  expect([...search.found]).toEqual([]);
  const rows = await dump(database.owner, (text) => search.in(text));
  expect([...search.found]).toEqual([]);
  process.stderr.write(
    `registration numbers: ${numbers.size} sought in ${asked} answers, ${lines.length} characters of log, ${rows} rows\n`,
  );
});

/** A number that nobody has, put in clear where a number might be left. */
const control = '9913314777777';

test('a number that is put in clear is found in the dump, and what would reach the log does not', async () => {
  const seen = async () => {
    const search = new NumberSearch(new Set([control]));
    await dump(database.owner, (text) => search.in(text));
    return search.found.size;
  };
  expect(await seen()).toBe(0);
  const [someone] = people as [Numbered];
  const put = (phone: string) =>
    asKeeper(
      database.owner,
      (sql) => sql`update member_contacts set phone = ${phone} where member_id = ${someone.member}`,
    );
  await put(`x${hyphenated(control)}`);
  expect(await seen()).toBe(1);
  await put(`7${control}7`);
  expect(await seen()).toBe(1);
  await put('010-0000-0000');
  expect(await seen()).toBe(0);

  const logged = (make: (write: (line: string) => void) => { error: (o: object, text: string) => void }) => {
    const search = new NumberSearch(new Set([control]));
    make((line) => search.in(line)).error(
      { err: new Error(`of ${control}`), variables: { number: hyphenated(control) } },
      `for ${control}`,
    );
    return search.found.size;
  };
  expect(logged((write) => pino({ level: 'trace' }, { write }))).toBe(1);
  expect(logged((write) => serverLog('trace', { write }))).toBe(0);
});

/** This database's own files, the write-ahead log and the server's log. */
async function disk(): Promise<string[]> {
  await database.owner`checkpoint`;
  const [where] = await database.owner<[{ data: string; oid: number }]>`
    select current_setting('data_directory') as data, oid::int from pg_database where datname = current_database()`;
  return [`base/${where.oid}`, 'pg_wal', 'global', '../postgres.log'].map((path) => join(where.data, path));
}

// Another server's files are not ours to read.
const ours = !process.env.HAMKKE_TEST_DATABASE_URL;
(ours ? test : test.skip)(
  'nor is one in the bytes on the disk, where one in clear would be found',
  async () => {
    const controls = ['9913314888888', '9913314999999'] as const;
    const look = async () => {
      const search = new NumberSearch(new Set([...numbers, ...controls]));
      const { bytes } = await files(await disk(), (text) => search.in(text));
      return { found: [...search.found].sort(), bytes };
    };
    const before = await look();
    expect(before.found).toEqual([]);
    expect(before.bytes).toBeGreaterThan(10_000_000);
    const [someone] = people as [Numbered];
    await asKeeper(
      database.owner,
      (sql) =>
        sql`update member_contacts set phone = ${hyphenated(controls[0])} where member_id = ${someone.member}`,
    );
    // A statement that fails stands in the database server's log with all that it says.
    await expect(database.owner.unsafe(`select '${controls[1]}'::date`)).rejects.toThrow();
    expect((await look()).found).toEqual(controls);
    process.stderr.write(`registration numbers: sought in ${before.bytes} bytes on the disk\n`);
  },
);
