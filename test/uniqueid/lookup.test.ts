import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, known } from '../../src/demo/known.js';
import { type App, startApp, type Walls } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { uniqueIds } from '../support/uniqueIds.js';
import { hyphenated, type Numbered, seededNumbers } from './numbers.js';

let database: TestDatabase;
let app: App;
let people: Numbered[];
const statements: string[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database, onStatement: (text) => statements.push(text) });
  people = await seededNumbers(database);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const { a } = families;
const find = `query Find($number: String!, $district: String) {
  memberByRegistrationNumber(number: $number, district: $district) { id identity { name } uniqueId { maskedRegistrationNumber } } }`;
const unknown = '991331-4999999';
const person = (member: string) => people.find((each) => each.member === member)!;
const mother = () => person(a.member(1));

/** Somebody of Yongsan whom no centre works with, so that nobody has their UNIQUE_ID. */
async function somebodyHidden(): Promise<string> {
  const [household, memberId] = [
    '00000000-0000-4000-8000-00000000000a',
    '00000000-0000-4000-8000-00000000000b',
  ];
  const sealed = uniqueIds.seal({ districtId: a.districtId, memberId }, '991331-4000001');
  await asKeeper(database.owner, async (sql) => {
    await sql`insert into households (district_id, id) values (${a.districtId}, ${household}) on conflict do nothing`;
    await sql`insert into members (district_id, id, household_id) values (${a.districtId}, ${memberId}, ${household})
      on conflict do nothing`;
    await sql`insert into member_unique_ids (district_id, member_id, household_id, masked_registration_number,
        registration_number_ciphertext, registration_number_key_id, registration_number_index)
      values (${a.districtId}, ${memberId}, ${household}, ${sealed.maskedRegistrationNumber},
        ${sealed.registrationNumberCiphertext}, ${sealed.registrationNumberKeyId}, ${sealed.registrationNumberIndex})
      on conflict do nothing`;
  });
  return '991331-4000001';
}

/** What the access log gained by some work, without what is never alike. */
async function logged(work: () => Promise<unknown>) {
  const [before] = await database.owner`select coalesce(max(id), 0) as id from access_log`;
  await work();
  const rows = await database.owner`
    select operation, action, purpose, district_id, household_id, shown, to_json(classes) as classes,
      to_json(bases) as bases, allowed
    from access_log where id > ${before!.id} order by id`;
  return [...rows];
}

describe('whoever has UNIQUE_ID of a member', () => {
  test.each(['head', 'case-manager'])(
    'finds them by the whole number, however it is typed: %s',
    async (persona) => {
      const { digits, member } = mother();
      for (const number of [digits, hyphenated(digits), ` ${hyphenated(digits)} `]) {
        const { data, errors, body } = await app.ask(persona, find, { number });
        expect(errors).toBeUndefined();
        expect(data?.memberByRegistrationNumber).toMatchObject({
          id: `Member:${a.districtId}:${member}`,
          uniqueId: { maskedRegistrationNumber: `${digits.slice(0, 6)}-${digits[6]}******` },
        });
        expect(body).not.toContain(digits.slice(7));
      }
    },
  );

  test('is in the log with UNIQUE_ID of that member, whatever they asked for of them', async () => {
    const { digits, member } = mother();
    const entries = await logged(() =>
      app.ask('head', 'query ($n: String!) { memberByRegistrationNumber(number: $n) { id } }', { n: digits }),
    );
    expect(entries).toEqual([
      {
        operation: 'memberByRegistrationNumber',
        action: 'READ',
        purpose: 'CASE_MANAGEMENT',
        district_id: a.districtId,
        household_id: a.id,
        shown: { [member]: ['UNIQUE_ID'] },
        classes: ['UNIQUE_ID'],
        bases: ['CONTROLLER'],
        allowed: true,
      },
    ]);
  });

  test('does not find where they hide, which their own household tells', async () => {
    const { digits, member } = mother();
    const [id, other] = [randomUUID(), randomUUID()];
    const { districtId: district } = a;
    await asKeeper(database.owner, async (sql) => {
      await sql`insert into agreements (district_id, id, organization_id, title, valid_from, valid_until, purposes, classes)
        values (${district}, ${id}, ${known.organizations.centre}, '보호', hamkke.today() - 9, hamkke.today() + 99, '{CASE_MANAGEMENT}',
          '{SAFE_LOCATION}')`;
      await sql`insert into consents (district_id, id, household_id, member_id, given_by_id, organization_id, agreement_id,
          purpose, classes, valid_from, valid_until, method, given_at)
        values (${district}, ${other}, ${a.id}, ${member}, ${member}, ${known.organizations.centre}, ${id}, 'CASE_MANAGEMENT',
          '{SAFE_LOCATION}', hamkke.today(), hamkke.today() + 9, 'PAPER', now())`;
    });
    const inside = 'safeLocation { address } access { granted }';
    const own = `query ($id: ID!) { node(id: $id) { ... on Member { ${inside} } } }`;
    const search = `query ($n: String!) { memberByRegistrationNumber(number: $n) { ${inside} } }`;
    const one = await app.ask('head', own, { id: `Member:${district}:${member}` });
    expect(one.data).toMatchObject({ node: { safeLocation: { address: expect.any(String) } } });
    expect(one.body).toContain('SAFE_LOCATION');
    const found = await app.ask('head', search, { n: digits });
    expect(found.data).toMatchObject({ memberByRegistrationNumber: { safeLocation: null } });
    expect(found.body).not.toContain('SAFE_LOCATION');
  });

  test('finds nobody by a part of it, or by what is masked', async () => {
    const { digits } = mother();
    for (const number of [
      digits.slice(0, 7),
      `${digits.slice(0, 6)}-${digits[6]}******`,
      `${digits.slice(0, 12)}%`,
    ]) {
      const { data, errors } = await app.ask('head', find, { number });
      expect(data).toEqual({ memberByRegistrationNumber: null });
      expect(errors?.[0]?.extensions.code).toBe('BAD_INPUT');
    }
  });

  test('gets nobody any more once their duty is another', async () => {
    const variables = { number: mother().digits };
    expect((await app.ask('case-manager', find, variables)).data?.memberByRegistrationNumber).not.toBeNull();
    const set = (duty: string) =>
      asKeeper(
        database.owner,
        (sql) => sql`update posts set duties = array[${duty}]::duty[] where staff_id =
          (select id from staff where subject = 'demo|case-manager')`,
      );
    await set('COUNSELLOR');
    expect((await app.ask('case-manager', find, variables)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await set('CASE_MANAGER');
  });
});

describe('an unknown number and a hidden person', () => {
  test('are the same answer, the same statement and the same line of the log', async () => {
    const hidden = await somebodyHidden();
    const elsewhere = people.find(({ district }) => district === '11440')!;
    const asked = async (number: string, district: string | null = null) => {
      statements.length = 0;
      let answer: Awaited<ReturnType<App['ask']>> | undefined;
      const entries = await logged(async () => {
        answer = await app.ask('head', find, { number, district });
      });
      return { body: answer!.body, status: answer!.status, entries, statements: [...statements] };
    };
    const none = await asked(unknown);
    expect(none.body).toBe('{"data":{"memberByRegistrationNumber":null}}\n');
    expect(none.statements).toHaveLength(1);
    expect(none.entries).toMatchObject([
      { allowed: false, household_id: null, shown: {}, district_id: a.districtId },
    ]);
    expect(await asked(hidden)).toEqual(none);
    expect(await asked(hyphenated(elsewhere.digits))).toEqual(none);
    expect(await asked(elsewhere.digits, '11440')).toEqual(await asked(unknown, '11440'));
    const found = await asked(mother().digits);
    expect(found.statements).toEqual(none.statements);
    expect(found.entries).toMatchObject([{ allowed: true }]);
  });

  test.each([
    'counsellor',
    'apo',
    'police',
    'welfare-centre',
    'nurse',
    'neighbourhood-officer',
    'portal',
    'privacy-officer',
    'statistics',
  ])('are refused alike to %s, whose duty has no numbers', async (persona) => {
    const bodies = new Set<string>();
    for (const number of [mother().digits, unknown, await somebodyHidden()]) {
      const { body, errors } = await app.ask(persona, find, { number });
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      bodies.add(body);
    }
    expect(bodies.size).toBe(1);
  });
});

describe('each wall by itself', () => {
  // Family A's welfare centre knows the mother by name and not by number. Without gates it may ask; what it gets is
  // decided by the rows.
  const asked = async (walls: Walls, persona: string) => {
    const one = await startApp({ database, walls });
    try {
      const { data } = await one.ask(
        persona,
        'query ($n: String!) { memberByRegistrationNumber(number: $n) { id } }',
        {
          n: mother().digits,
        },
      );
      return data?.memberByRegistrationNumber ?? null;
    } finally {
      await one.stop();
    }
  };

  test('hides whoever is known, but not by their number', async () => {
    expect(await asked('database only', 'welfare-centre')).toBeNull();
    expect(await asked('application only', 'welfare-centre')).toBeNull();
    expect(await asked('neither', 'welfare-centre')).not.toBeNull();
  });

  test('shows them to the head', async () => {
    for (const walls of ['database only', 'application only'] as const)
      expect(await asked(walls, 'head')).toEqual({ id: `Member:${a.districtId}:${mother().member}` });
  });
});

describe('a number on its way here', () => {
  test('is refused in an address, whoever has it', async () => {
    for (const number of [mother().digits, unknown]) {
      const query = encodeURIComponent(find);
      const variables = encodeURIComponent(JSON.stringify({ number }));
      const response = await app.request('head', `/graphql?query=${query}&variables=${variables}`, {
        headers: { 'apollo-require-preflight': 'true' },
      });
      expect(response.body).toContain('BAD_INPUT');
      expect(response.body).toContain('by POST');
      expect(response.body).not.toContain('Member:');
    }
  });

  test.each([
    ['an argument', (n: string) => `{ memberByRegistrationNumber(number: "${n}") { id } }`],
    ['an alias', (n: string) => `{ n${n}: viewer { name } }`],
    ['the name of the operation', (n: string) => `query N${n} { viewer { name } }`],
    ['a comment', (n: string) => `{ viewer { name } } # ${hyphenated(n)}`],
    ['a number without quotes', (n: string) => `{ memberByRegistrationNumber(number: ${n}) { id } }`],
  ])('is refused in a document, and not repeated: %s', async (_, document) => {
    const { digits } = mother();
    const entries = await logged(async () => {
      const { body, errors } = await app.ask('head', document(digits));
      expect(errors?.map(({ extensions }) => extensions.code)).toContain('BAD_INPUT');
      expect(errors?.some(({ message }) => message.includes('as a variable'))).toBe(true);
      expect(body).not.toContain(digits.slice(6));
    });
    expect(entries).toEqual([]);
  });

  test.each([
    ['a JSON number', (n: string) => Number(n)],
    ['a list', (n: string) => [n, { n }]],
    ['an object', (n: string) => ({ [`n${n}`]: hyphenated(n) })],
    ['a number with a digit too few', (n: string) => Number(n.slice(0, 12))],
    ['a text with a digit too many', (n: string) => `${n}1`],
    ['a text with more around it', (n: string) => `of "x" at "y"; ${hyphenated(n)}`],
  ])('is not repeated where it does not fit: %s', async (_, wrong) => {
    const { digits } = mother();
    for (const [document, name] of [
      [find, 'number'],
      ['query ($filter: HouseholdFilter) { households(filter: $filter) { totalCount } }', 'filter'],
      ['query ($id: ID!) { household(id: $id) { id } }', 'id'],
    ] as const) {
      const { body, errors } = await app.ask('head', document, { [name]: wrong(digits) });
      expect(errors?.[0]?.extensions.code).toBe('BAD_INPUT');
      for (const part of [digits.slice(0, 6), digits.slice(6, 12)]) expect(body).not.toContain(part);
    }
  });

  test('names the variable that does not fit, and the place in it', async () => {
    const { errors } = await app.ask(
      'head',
      'query ($filter: HouseholdFilter) { households(filter: $filter) { totalCount } }',
      { filter: { stages: ['RECEIVED', 'SOMETHING'] } },
    );
    expect(errors?.[0]?.extensions).toMatchObject({ reason: 'VARIABLES_INVALID', field: 'filter.stages[1]' });
  });
});

describe('a person at the counter', () => {
  interface AtCounter {
    householdsAtCounter: { id: string; summary: { responsibleDong: string } | null }[] | null;
  }
  const at = `query AtCounter($person: PersonAtCounterInput!, $district: String) {
    householdsAtCounter(person: $person, purpose: SERVICE_PROVISION, district: $district) {
      id summary { responsibleDong } housing { tenure } members { id identity { name } contact { phone } } } }`;
  const lookUp = (person: object, persona = 'portal', district: string | null = null) =>
    app.ask<AtCounter>(persona, at, { person, district });
  const motherIs = async () => {
    const [row] = await asKeeper(
      database.owner,
      (sql) => sql<{ name: string; born: string; phone: string }[]>`
        select i.name, i.birth_date::text as born, c.phone from member_identities i
        join member_contacts c on c.member_id = i.member_id where i.member_id = ${a.member(1)}`,
    );
    return row!;
  };

  test('is found by the portal by two exact identifiers, however they are written, and shown by SUMMARY alone', async () => {
    const { name, born, phone } = await motherIs();
    const { digits } = mother();
    const abroad = `+82 ${phone.replace(/\D/g, '').slice(1)}`;
    for (const person of [
      { name, birthDate: born },
      { name: ` ${[...name].join(' ')}`, birthDate: born },
      { name, phone },
      { name, phone: abroad },
      { number: digits },
      { name, number: hyphenated(digits) },
    ]) {
      const { data, errors } = await lookUp(person);
      expect([person, errors]).toEqual([person, undefined]);
      expect(data!.householdsAtCounter).toMatchObject([
        {
          id: `Household:${a.districtId}:${a.id}`,
          summary: { responsibleDong: expect.stringMatching(/^\d{10}$/) },
          housing: null,
        },
      ]);
      expect(JSON.stringify(data)).not.toContain(name);
      expect(JSON.stringify(data)).not.toContain(phone);
    }
  });

  test('is nobody by one identifier alone, or by one that differs', async () => {
    const { name, born, phone } = await motherIs();
    for (const person of [{ name }, { birthDate: born }, { phone }, { name, phone, birthDate: born }, {}]) {
      const { data, errors } = await lookUp(person);
      expect([person, data]).toEqual([person, { householdsAtCounter: null }]);
      expect(errors).toMatchObject([{ extensions: { reason: 'IDENTIFIERS_NEEDED', field: 'person' } }]);
    }
    for (const person of [
      { name: `${name}이`, birthDate: born },
      { name: name.slice(0, 2), birthDate: born },
      { name, birthDate: '1950-01-01' },
      { name, phone: '010-0000-9999' },
      { name: '다른사람', number: mother().digits },
    ])
      expect([person, (await lookUp(person)).data]).toEqual([person, { householdsAtCounter: [] }]);
  });

  test('is in the log for its purpose, found or not; unknown and of another district are one answer and one line', async () => {
    const { name, born } = await motherIs();
    const [elsewhere] = await asKeeper(
      database.owner,
      (sql) => sql<{ name: string; born: string; district: string }[]>`
        select name, birth_date::text as born, district_id as district from member_identities
        where district_id = '11440' and birth_date is not null limit 1`,
    );
    const asked = async (person: object, district: string | null = null) => {
      statements.length = 0;
      let body = '';
      const entries = await logged(async () => {
        ({ body } = await lookUp(person, 'portal', district));
      });
      return { body, entries, statements: [...statements] };
    };
    const nobody = await asked({ name: '없는사람', birthDate: born });
    expect(nobody.entries).toMatchObject([{ allowed: false, household_id: null, shown: {} }]);
    expect(await asked({ name: elsewhere!.name, birthDate: elsewhere!.born })).toEqual(nobody);
    const there = await asked({ name: elsewhere!.name, birthDate: elsewhere!.born }, '11440');
    expect(there).toEqual(await asked({ name: '없는사람', birthDate: born }, '11440'));
    const found = await asked({ name, birthDate: born });
    expect(found.statements).toEqual(nobody.statements);
    expect(found.entries).toMatchObject([{ allowed: true, household_id: a.id }]);
    const [line] = await asKeeper(
      database.owner,
      (sql) => sql`select purpose from access_log where operation = 'AtCounter' order by id desc limit 1`,
    );
    expect(line).toEqual({ purpose: 'SERVICE_PROVISION' });
  });

  test('is looked up by the portal alone', async () => {
    const { name, born } = await motherIs();
    for (const persona of ['head', 'case-manager', 'nurse', 'welfare-centre', 'police', 'statistics'])
      expect(
        (await lookUp({ name, birthDate: born }, persona)).errors?.map(({ extensions }) => extensions.code),
      ).toEqual(['FORBIDDEN']);
  });

  test('is sought by indexes, so that a district of any size is as quick', async () => {
    const plans = await asKeeper(database.owner, async (sql) => {
      await sql`set local enable_seqscan = off`;
      return sql`explain select c.member_id from member_contacts c where c.district_id = '11170'
        and regexp_replace(c.phone, '[^0-9]', '', 'g') = any(hamkke.phone_digits('010-0000-0000'))`;
    });
    expect(JSON.stringify(plans)).toContain('member_contacts_phone');
  });
});
