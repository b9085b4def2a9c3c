import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families } from '../../src/demo/known.js';
import { serverLog } from '../../src/http/serverLog.js';
import { codes } from '../staff/people.js';
import { type App, startApp, type Walls } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { dump, NumberSearch } from '../support/search.js';
import { uniqueIds } from '../support/uniqueIds.js';
import { hyphenated } from './numbers.js';

let database: TestDatabase;
let app: App;
let lines = '';
let answers = '';
beforeAll(async () => {
  database = await freshDatabase();
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

const { a, never, longPlan } = families;
const [one, two, three] = ['9913314100001', '9913314100002', '9913314100003'] as const;
const member = (family: { districtId: string; member: (at: number) => string }, at = 1) =>
  `Member:${family.districtId}:${family.member(at)}`;

interface Known {
  id: string;
  uniqueId: { maskedRegistrationNumber: string | null; version: number | null };
}
const fields = 'member { id uniqueId { maskedRegistrationNumber version } }';
async function send<Name extends string>(by: string, name: Name, input: object, at: App = app) {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const answer = await at.ask<Record<Name, { member: Known | null } | null>>(
    by,
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`,
    { input },
  );
  answers += answer.body;
  return { ...answer, member: answer.data?.[name]?.member ?? null };
}
const record = (by: string, input: object, at?: App) => send(by, 'recordRegistrationNumber', input, at);
const remove = (by: string, input: object) => send(by, 'removeRegistrationNumber', input);
const find = async (number: string) =>
  (
    await app.ask<{ memberByRegistrationNumber: { id: string } | null }>(
      'head',
      'query ($number: String!) { memberByRegistrationNumber(number: $number) { id } }',
      { number },
    )
  ).data!.memberByRegistrationNumber?.id ?? null;
const rowOf = async (memberId: string) =>
  (
    await asKeeper(
      database.owner,
      (sql) => sql`select * from member_unique_ids where member_id = ${memberId.split(':')[2]!}`,
    )
  )[0];
const without = (memberId: string) =>
  asKeeper(
    database.owner,
    (sql) => sql`delete from member_unique_ids where member_id = ${memberId.split(':')[2]!}`,
  );

describe('a registration number', () => {
  const child = member(a, 2);
  beforeAll(() => without(child));

  test('is recorded by those who manage the case, shown masked, sealed for its member, and found', async () => {
    const recorded = await record('case-manager', { memberId: child, number: hyphenated(one) });
    expect(recorded.errors).toBeUndefined();
    expect(recorded.member).toEqual({
      id: child,
      uniqueId: { maskedRegistrationNumber: '991331-4******', version: 1 },
    });
    expect(await find(one)).toBe(child);
    const row = (await rowOf(child))!;
    const sealed = {
      registrationNumberCiphertext: row.registration_number_ciphertext,
      registrationNumberKeyId: row.registration_number_key_id,
    };
    const holder = { districtId: a.districtId, memberId: a.member(2) };
    expect(uniqueIds.open(holder, sealed)).toEqual({ kind: 'number', digits: one });
    expect(row.household_id).toBe(a.id);
  });

  test('is replaced at the version that was read, and at no other', async () => {
    for (const expectedVersion of [undefined, null, 0, 2]) {
      const { errors } = await record('head', { memberId: child, number: two, expectedVersion });
      expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', currentVersion: 1 } }]);
    }
    expect(await find(one)).toBe(child);
    const replaced = await record('head', { memberId: child, number: two, expectedVersion: 1 });
    expect(replaced.member!.uniqueId.version).toBe(2);
    expect(await find(two)).toBe(child);
    expect(await find(one)).toBeNull();
  });

  test('is removed with all that it could be found or opened by, and can be recorded anew', async () => {
    expect(codes(await remove('head', { memberId: child, expectedVersion: 1 }))).toEqual(['CONFLICT']);
    const removed = await remove('head', { memberId: child, expectedVersion: 2 });
    expect(removed.member!.uniqueId).toEqual({ maskedRegistrationNumber: null, version: 3 });
    expect(await find(two)).toBeNull();
    expect(await rowOf(child)).toMatchObject({
      masked_registration_number: null,
      registration_number_ciphertext: null,
      registration_number_key_id: null,
      registration_number_index: null,
    });
    expect(codes(await remove('head', { memberId: child, expectedVersion: 3 }))).toEqual(['NOT_FOUND']);
    const anew = await record('head', { memberId: child, number: one, expectedVersion: 3 });
    expect(anew.member!.uniqueId.version).toBe(4);
    expect(await find(one)).toBe(child);
  });

  test('stands in the access log as UNIQUE_ID of that member, and not otherwise', async () => {
    const entries = await asKeeper(
      database.owner,
      (sql) => sql`select operation, action, household_id, shown, allowed from access_log
        where operation in ('recordRegistrationNumber', 'removeRegistrationNumber') and allowed and action = 'CHANGE' order by id`,
    );
    const line = { action: 'CHANGE', household_id: a.id, shown: { [a.member(2)]: ['UNIQUE_ID'] } };
    expect(entries).toMatchObject(
      ['record', 'record', 'remove', 'record'].map((each) => ({
        operation: `${each}RegistrationNumber`,
        ...line,
      })),
    );
  });
});

describe('of many at once', () => {
  test('one records the first number, and the others are told of it', async () => {
    const memberId = member(never, 0);
    await without(memberId);
    const all = await Promise.all([one, two, three].map((number) => record('head', { memberId, number })));
    expect(all.flatMap(codes)).toEqual(['CONFLICT', 'CONFLICT']);
    expect((await rowOf(memberId))!.version).toBe(1);
  });

  test('the same key is one change, and keeps nothing that tells the number', async () => {
    const memberId = member(never, 0);
    const input = { memberId, number: three, expectedVersion: 1, idempotencyKey: randomUUID() };
    const first = await record('head', input);
    expect(first.errors).toBeUndefined();
    expect((await record('head', { ...input, number: hyphenated(three) })).body).toBe(first.body);
    expect((await rowOf(memberId))!.version).toBe(2);
    expect(codes(await record('head', { ...input, number: one }))).toEqual(['CONFLICT']);
    const [kept] = await asKeeper(
      database.owner,
      (sql) => sql`select input_hash, result from idempotency_keys where key = ${input.idempotencyKey}`,
    );
    // What anybody could try thirteen digits against without our key.
    const { idempotencyKey: _, ...hashed } = input;
    const sorted = Object.fromEntries(Object.entries(hashed).sort());
    expect(kept!.input_hash).not.toBe(createHash('sha256').update(JSON.stringify(sorted)).digest('hex'));
    expect(kept!.result).toEqual({ district: never.districtId, id: never.member(0) });
    for (const idempotencyKey of [three, `key ${hyphenated(three)}`]) {
      const refused = await record('head', { ...input, idempotencyKey });
      expect(codes(refused)).toEqual(['BAD_INPUT']);
      expect(refused.body).not.toContain(three.slice(7));
    }
  });
});

describe('whoever does not record numbers', () => {
  const memberId = member(a);

  test.each([
    'counsellor',
    'apo',
    'police',
    'welfare-centre',
    'nurse',
    'neighbourhood-officer',
    'portal',
    'privacy-officer',
  ])('is refused by duty: %s', async (persona) => {
    for (const id of [memberId, `Member:${a.districtId}:${randomUUID()}`]) {
      expect(codes(await record(persona, { memberId: id, number: one }))).toEqual(['FORBIDDEN']);
      expect(codes(await remove(persona, { memberId: id, expectedVersion: 1 }))).toEqual(['FORBIDDEN']);
    }
  });

  test('finds nobody of a household that is not theirs, and learns no version', async () => {
    for (const expectedVersion of [undefined, 1, 2]) {
      const asked = (id: string) => record('head', { memberId: id, number: one, expectedVersion });
      const hidden = await asked(member(longPlan, 0));
      expect(codes(hidden)).toEqual(['NOT_FOUND']);
      expect((await asked(`Member:${longPlan.districtId}:${randomUUID()}`)).body).toBe(hidden.body);
    }
    const removed = (id: string) => remove('head', { memberId: id, expectedVersion: 1 });
    expect((await removed(member(longPlan, 0))).body).toBe(
      (await removed(`Member:${longPlan.districtId}:${randomUUID()}`)).body,
    );
  });

  test('has none to record on a declared emergency, which shows them', async () => {
    const family = families.office;
    const id = member(family, 0);
    const seen = (by: string) =>
      app.ask<{ household: { members: Known[] } | null }>(
        by,
        'query ($id: ID!) { household(id: $id) { members { id uniqueId { version } } } }',
        { id: `Household:${family.districtId}:${family.id}` },
      );
    expect((await seen('case-manager')).data!.household).toBeNull();
    const nothing = await record('case-manager', { memberId: id, number: one, expectedVersion: 1 });
    expect(codes(nothing)).toEqual(['NOT_FOUND']);
    const declared = await app.ask(
      'case-manager',
      'mutation ($input: DeclareEmergencyInput!) { declareEmergency(input: $input) { emergency { id } } }',
      {
        input: {
          householdId: `Household:${family.districtId}:${family.id}`,
          reason: 'VIOLENCE',
          words: '문 안에서 비명이 들린다',
          minutes: 30,
        },
      },
    );
    expect(declared.errors).toBeUndefined();
    expect((await seen('case-manager')).data!.household!.members[0]!.uniqueId.version).toBe(1);
    for (const expectedVersion of [undefined, 1, 7])
      expect((await record('case-manager', { memberId: id, number: one, expectedVersion })).body).toBe(
        nothing.body,
      );
    expect(codes(await remove('case-manager', { memberId: id, expectedVersion: 1 }))).toEqual(['NOT_FOUND']);
    expect((await rowOf(id))!.version).toBe(1);
  });

  test.each<Walls>(['database only', 'application only'])(
    'cannot, with nothing but the %s',
    async (walls) => {
      const other = await startApp({ database, walls });
      try {
        const before = await rowOf(memberId);
        const answer = await record('welfare-centre', { memberId, number: one, expectedVersion: 1 }, other);
        expect(answer.errors).toHaveLength(1);
        expect(await rowOf(memberId)).toEqual(before);
      } finally {
        await other.stop();
      }
    },
  );
});

describe('what is typed', () => {
  const memberId = member(a);
  const version = async () => (await rowOf(memberId))!.version as number;

  test.each([
    ['a digit too few', '991331-410000'],
    ['a day that there was not', '900230-1234567'],
    ['somebody who is not born yet', '990101-3000000'],
    ['a last digit that does not fit', '000101-9000000'],
  ])('is refused without repeating it: %s', async (_, number) => {
    const refused = await record('head', { memberId, number, expectedVersion: await version() });
    expect(codes(refused)).toEqual(['BAD_INPUT']);
    for (const part of number.split('-')) expect(refused.body).not.toContain(part);
  });

  test('may end by chance where somebody looked again', async () => {
    const number = '000101-9000000';
    const input = { memberId, number, expectedVersion: await version() };
    const recorded = await record('head', { ...input, withoutCheckDigit: true });
    expect(recorded.member!.uniqueId.maskedRegistrationNumber).toBe('000101-9******');
    // The one last digit of ten that fits needs nobody to say so.
    let fitting = 0;
    for (let last = 0; last < 10; last += 1)
      fitting += codes(
        await record('head', {
          memberId,
          number: `000101-900000${last}`,
          expectedVersion: await version(),
        }),
      ).length
        ? 0
        : 1;
    expect(fitting).toBe(1);
  });
});

test('a server without keys keeps no number, and says so alike of everybody', async () => {
  const keyless = await startApp({ database, withKeys: false });
  try {
    const asked = (memberId: string) => record('head', { memberId, number: one }, keyless);
    const refused = await asked(member(a));
    expect(codes(refused)).toEqual(['CONFLICT']);
    expect(refused.errors![0]!.message).toContain('HAMKKE_UNIQUE_ID_KEYS');
    expect((await asked(`Member:${a.districtId}:${randomUUID()}`)).body).toBe(refused.body);
  } finally {
    await keyless.stop();
  }
});

test('no number that was sent is in clear in an answer, the server’s log or the database', async () => {
  const failing = member(a);
  await database.owner`revoke insert on access_log from hamkke_api`;
  const failed = await record('head', {
    memberId: failing,
    number: one,
    expectedVersion: (await rowOf(failing))!.version,
  });
  await database.owner`grant insert on access_log to hamkke_api`;
  expect(failed.body).toContain('INTERNAL');
  await app.ask(
    'head',
    `mutation { recordRegistrationNumber(input: { memberId: "${failing}", number: "${one}" }) { member { id } } }`,
  );
  const search = new NumberSearch(new Set([one, two, three]));
  for (const text of [answers, lines]) search.in(text);
  const rows = await dump(database.owner, (text) => search.in(text));
  expect([...search.found]).toEqual([]);
  expect(lines).toContain('permission denied for table access_log');
  expect(rows).toBeGreaterThan(1000);
});
