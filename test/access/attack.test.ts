import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.js';
import { openPool } from '../../src/database/pool.js';
import { families, known, staffId } from '../../src/demo/known.js';
import { serve } from '../../src/serve.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { runLog } from '../support/runLog.js';

// What somebody tries who means harm, or is only careless: each sentence is an attack that must fail.

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

type Family = { districtId: string; id: string };
const household = (family: Family) => `Household:${family.districtId}:${family.id}`;
const { a } = families;
const mother = a.member(1);

interface Logged {
  household_id: string | null;
  shown: Record<string, string[]>;
  bases: string[];
  classes: string[];
  allowed: boolean;
}

/** Asks, and reads what the access log then holds of it. */
async function watched(...asked: Parameters<App['ask']>) {
  const [before] = await asKeeper(
    database.owner,
    (sql) => sql`select coalesce(max(id), 0) as id from access_log`,
  );
  const answer = await app.ask(...asked);
  const log = await asKeeper(
    database.owner,
    (sql) => sql<Logged[]>`
      select household_id, shown, to_json(bases) as bases, to_json(classes) as classes, allowed
      from access_log where id > ${before!.id} order by id`,
  );
  return { ...answer, log: [...log] };
}
const codes = (answer: { errors?: { extensions: { code: string } }[] | undefined }) =>
  answer.errors?.map((each) => each.extensions.code) ?? [];

/** A consent of the mother of family A, in force today. */
const consent = (
  organization: string,
  agreement: string,
  classes: string[],
  { giver = mother, member = mother, family = a, householdWide = false } = {},
) =>
  asKeeper(
    database.owner,
    (sql) => sql`
      insert into consents (district_id, id, household_id, member_id, given_by_id, organization_id, agreement_id,
        purpose, classes, household_wide, valid_from, valid_until, method, given_at)
      values (${family.districtId}, gen_random_uuid(), ${family.id}, ${member}, ${giver}, ${organization},
        ${agreement}, 'CASE_MANAGEMENT', ${classes}::data_class[], ${householdWide}, hamkke.today(),
        hamkke.today() + 30, 'IN_PERSON', now())`,
  );

describe('nothing of a household leaves without a line in the access log', () => {
  test('an alias that is called as the rows of a page does not hide an answer from the log', async () => {
    for (const [operation, ...classes] of [
      [`{ household(id: "${household(a)}") { rows: id members { identity { name } } } }`, 'IDENTITY'],
      // That a household stands in a list tells when it was registered.
      [
        '{ households(first: 1) { nodes { rows: id members { identity { name } } } } }',
        'SUMMARY',
        'IDENTITY',
      ],
      [`{ household(id: "${household(a)}") { members { rows: id identity { name } } } }`, 'IDENTITY'],
    ] as const) {
      const { body, log } = await watched('welfare-centre', operation);
      expect(body).toContain('"name":"');
      expect(log.map((each) => each.classes)).toEqual([classes]);
    }
  });

  test('cursors, which hold the ids of households, are logged like the households', async () => {
    const { body, log } = await watched('welfare-centre', '{ households(first: 1) { edges { cursor } } }');
    expect(body).toContain('"cursor":"');
    expect(log).toHaveLength(1);
  });

  test('a consent that is read by its id is logged under its household', async () => {
    const id = `Consent:${a.districtId}:${a.consent('mother')}`;
    const { body, log } = await watched(
      'portal',
      'query ($id: ID!) { node(id: $id) { ... on Consent { classes } } }',
      { id },
    );
    expect(body).toContain('IDENTITY');
    expect(log).toMatchObject([{ household_id: a.id, allowed: true }]);
  });

  test('a member who is known by the SUMMARY of the household alone is logged when read by id', async () => {
    const [member] = await asKeeper(
      database.owner,
      (sql) => sql<{ id: string }[]>`
        insert into members (district_id, id, household_id, ordinal)
        values (${a.districtId}, gen_random_uuid(), ${a.id}, 9) returning id`,
    );
    const { data, log } = await watched('welfare-centre', 'query ($id: ID!) { node(id: $id) { id } }', {
      id: `Member:${a.districtId}:${member!.id}`,
    });
    expect(data?.node).not.toBeNull();
    expect(log).toMatchObject([{ household_id: a.id, allowed: true, shown: { [member!.id]: [] } }]);
  });

  test('the log holds every basis on which an answer rests, whichever subject comes first', async () => {
    const { log } = await watched(
      'apo',
      `{ household(id: "${household(a)}") { summary { registeredOn } members { safety { risk } } } }`,
    );
    expect(log[0]).toMatchObject({ classes: expect.arrayContaining(['SUMMARY', 'SAFETY']) });
    expect([...log[0]!.bases].sort()).toEqual(['CONSENT', 'CONTROLLER']);
  });

  test('aliases too long for a name in the database cannot pass one class off as another in the log', async () => {
    const short = 'n'.repeat(60);
    const long = 'n'.repeat(70);
    const { body, log } = await watched(
      'head',
      `{ households(first: 1) {
        ${short}: nodes { facet: summary { words: responsibleDong } }
        ${long}: nodes { facet: family { words: careSituation } } } }`,
    );
    const said = log.flatMap((each) => each.classes);
    expect(body.includes('아이') && !said.includes('FAMILY')).toBe(false);
    const refused = await app.ask(
      'head',
      `{ households(first: 1) { ${long}: nodes { id } b: nodes { id } } }`,
    );
    expect(codes(refused)).toEqual(['BAD_INPUT']);
  });

  test('somebody whose duty forbids the operation is logged as refused, with the id that was asked for', async () => {
    for (const field of ['household', 'node']) {
      const { data, log } = await watched('statistics', `{ ${field}(id: "${household(a)}") { id } }`);
      expect(data?.[field]).toBeNull();
      // A server that remembers them asks the record again before it refuses, and logs both.
      expect(log.length).toBeGreaterThan(0);
      for (const line of log) expect(line).toMatchObject({ household_id: a.id, allowed: false });
    }
  });

  test('while the log cannot be written nothing leaves, and the deadline holds', async () => {
    const slow = await startApp({ database, limits: { requestDeadlineMs: 300 } });
    try {
      const operation = `{ household(id: "${household(a)}") { id } }`;
      await slow.ask('head', operation);
      // The keeper may not: nobody but the owner could hold the log up.
      await database.owner.begin(async (sql) => {
        await sql`lock table access_log in access exclusive mode`;
        const answer = await slow.ask('head', operation);
        expect(codes(answer)).toEqual(['UNAVAILABLE']);
        expect(answer.status).toBe(503);
        expect(answer.body).not.toContain(a.id);
      });
      expect((await slow.ask('head', operation)).data).toEqual({ household: { id: household(a) } });
    } finally {
      await slow.stop();
    }
  }, 20_000);
});

describe('what nobody may see where they are, whatever was agreed', () => {
  test('where somebody hides never stands in a list, though the same consent opens it in their own household', async () => {
    await asKeeper(
      database.owner,
      (sql) =>
        sql`update agreements set classes = classes || '{SAFE_LOCATION}'::data_class[] where id = ${known.agreements.welfare}`,
    );
    await consent(known.organizations.welfareCentre, known.agreements.welfare, ['SAFE_LOCATION']);
    const inside = 'members { safeLocation { address } access { granted } } cases { needs { dataClass } }';
    const one = await app.ask('welfare-centre', `{ household(id: "${household(a)}") { ${inside} } }`);
    expect(one.body).toContain('보기로 9999');
    expect(one.body).toContain('SAFE_LOCATION');
    const list = await app.ask('welfare-centre', `{ households { nodes { ${inside} } } }`);
    expect(list.data?.households).not.toBeNull();
    expect(list.body).not.toContain('보기로 9999');
    expect(list.body).not.toContain('SAFE_LOCATION');
    // Why it is withheld does not tell the one household from all others.
    const why = 'access { withheld { dataClass reason } }';
    const { data } = await app.ask(
      'welfare-centre',
      `{ households { nodes { ${why} members { ${why} } } } }`,
    );
    const found = [...JSON.stringify(data).matchAll(/"SAFE_LOCATION","reason":"(\w+)"/g)];
    expect(found.length).toBeGreaterThan(5);
    expect(new Set(found.map(([, reason]) => reason))).toEqual(new Set(['NOT_IN_LISTS']));
  });

  test('whoever may not know where somebody hides does not read it in the title of an agreement', async () => {
    const [shelter] = await database.owner`
      select name from organizations where id = ${known.organizations.shelter}`;
    await asKeeper(
      database.owner,
      (sql) =>
        sql`update agreements set title = ${`${shelter!.name} 협약`} where id = ${known.agreements.shelter}`,
    );
    await consent(known.organizations.shelter, known.agreements.shelter, ['SUMMARY']);
    const { body, data } = await app.ask(
      'portal',
      `{ household(id: "${household(a)}") { consents { agreement { title } organization { name } } } }`,
    );
    expect(data?.household).not.toBeNull();
    expect(body).not.toContain(shelter!.name);
  });

  test('a note that is marked INVESTIGATION is not for police who did not write it', async () => {
    await asKeeper(
      database.owner,
      (sql) => sql`
        insert into case_notes (district_id, id, household_id, case_id, data_class, subject_ids, kind, written_at, body)
        values (${a.districtId}, gen_random_uuid(), ${a.id}, ${a.caseId}, 'INVESTIGATION', ${[mother]}::uuid[],
          'VISIT', now(), 'written by the centre')`,
    );
    for (const persona of ['police', 'apo', 'head']) {
      const { body } = await app.ask(
        persona,
        `{ household(id: "${household(a)}") { cases { notes { body } } } }`,
      );
      expect(body).not.toContain('written by the centre');
    }
  });

  test('a head who is a young child opens nothing of the household', async () => {
    const family = families.never;
    await asKeeper(
      database.owner,
      (sql) =>
        sql`update member_identities set birth_date = hamkke.today() - 3000 where member_id =
          (select head_id from household_summaries where household_id = ${family.id})`,
    );
    const [summary] = await asKeeper(
      database.owner,
      (sql) => sql`select head_id as id from household_summaries where household_id = ${family.id}`,
    );
    await consent(known.organizations.welfareCentre, known.agreements.welfare, ['SUMMARY', 'FINANCE'], {
      family,
      member: summary!.id,
      giver: summary!.id,
      householdWide: true,
    });
    const answer = await app.ask('welfare-centre', `{ household(id: "${household(family)}") { id } }`);
    expect(answer.data).toEqual({ household: null });
  });
});

describe('who somebody is', () => {
  test('who was made inactive is told so even when they only ask who they are', async () => {
    const ask = () => app.ask('counsellor-2', '{ viewer { name duties } }');
    expect((await ask()).data?.viewer).not.toBeNull();
    const set = (active: boolean) =>
      asKeeper(
        database.owner,
        (sql) => sql`update staff set active = ${active} where id = ${staffId('counsellor-2')}`,
      );
    await set(false);
    expect(codes(await ask())).toEqual(['UNAUTHENTICATED']);
    await set(true);
  });

  test('a plan that one viewer left behind gives the next one no more than their own', async () => {
    const operation = `query ($id: ID!, $more: Boolean!) { household(id: $id) {
      id members { identity { name } health @include(if: $more) { conditions } } housing @skip(if: $more) { tenure } } }`;
    const personas = ['head', 'welfare-centre', 'clinic', 'apo', 'portal', 'welfare-centre-none', 'nurse'];
    const asks = [a, families.active, families.clinic].flatMap((family) =>
      [true, false].flatMap((more) =>
        personas.map((persona) => ({ persona, variables: { id: household(family), more } })),
      ),
    );
    const alone: string[] = [];
    // A comment makes a document of its own, and so a plan that nobody used.
    for (const { persona, variables } of asks)
      alone.push(
        (await app.ask(persona, `${operation} # ${persona} ${JSON.stringify(variables)}`, variables)).body,
      );
    const together = await Promise.all(
      [...asks, ...asks.toReversed()].map(({ persona, variables }) => app.ask(persona, operation, variables)),
    );
    expect(together.map((each) => each.body)).toEqual([...alone, ...alone.toReversed()]);
  });

  test('a connection that is killed in the middle of a read fails that read alone', async () => {
    const operation = `{ household(id: "${household(a)}") { id } }`;
    await app.ask('head', operation);
    const hanging = await asKeeper(database.owner, async (sql) => {
      await sql`lock table households in access exclusive mode`;
      const asked = Promise.all(['head', 'welfare-centre-none'].map((each) => app.ask(each, operation)));
      // They may come to wait one after the other.
      const killed = new Set<number>();
      while (killed.size < 2) {
        const waiting = await database.owner<{ pid: number }[]>`
          select pid, pg_terminate_backend(pid) from pg_locks
          where not granted and database = (select oid from pg_database where datname = current_database())`;
        for (const { pid } of waiting) killed.add(pid);
      }
      return asked;
    });
    expect(hanging.map(codes)).toEqual([['UNAVAILABLE'], ['UNAVAILABLE']]);
    expect(hanging.map(({ status }) => status)).toEqual([503, 503]);
    expect((await app.ask('head', operation)).data).toEqual({ household: { id: household(a) } });
    expect((await app.ask('welfare-centre-none', operation)).data).toEqual({ household: null });
  }, 20_000);
});

describe('a request that is made to do harm', () => {
  test('fragments that spread each other twice are refused as fast as they are read', async () => {
    const levels = 60;
    const bomb = Array.from(
      { length: levels },
      (_, at) => `fragment F${at} on Query { ...F${at + 1} ...F${at + 1} }`,
    );
    const answer = await app.ask(
      null,
      `{ ...F0 } ${bomb.join(' ')} fragment F${levels} on Query { __typename }`,
    );
    expect(answer.status).toBe(400);
    expect(codes(answer)).toContain('BAD_INPUT');
  });

  test('lists that lead back to themselves are refused before they multiply', async () => {
    const around = (times: number): string => (times ? `parent { children { ${around(times - 1)} } }` : 'id');
    const recursion = await app.ask(null, `{ taxonomyTerms(first: 1) { nodes { ${around(4)} } } }`);
    expect(codes(recursion)).toEqual(['BAD_INPUT']);
    const linked = (times: number): string => (times ? `linkages { case { ${linked(times - 1)} } }` : 'id');
    const cases = await app.ask('head', `{ household(id: "${household(a)}") { cases { ${linked(4)} } } }`);
    expect(codes(cases)).toEqual(['BAD_INPUT']);
  });

  test('a count by itself, with or without a filter, is answered every time', async () => {
    for (const operation of [
      '{ services { totalCount } }',
      '{ services(filter: { search: "가" }) { totalCount } }',
      '{ services(filter: { search: "가" }) { totalCount __typename } }',
    ])
      for (let time = 0; time < 3; time += 1) {
        const answer = await app.ask(null, operation);
        expect({ operation, time, codes: codes(answer) }).toEqual({ operation, time, codes: [] });
      }
  });

  test('texts that PostgreSQL cannot hold, and cursors made by hand, are bad input and nothing else', async () => {
    const cursor = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
    const search = 'query ($text: String) { services(filter: { search: $text }) { nodes { id } } }';
    const pages = 'query ($after: String) { households(after: $after) { nodes { id } } }';
    const services = 'query ($after: String) { services(after: $after) { nodes { id } } }';
    for (const [persona, operation, variables] of [
      [null, search, { text: '\u0000' }],
      [null, services, { after: cursor('a', 'b') }],
      [null, services, { after: cursor('a', "'; drop table services; --") }],
      ['head', pages, { after: cursor('x', 'y') }],
      ['head', pages, { after: cursor('2026-01-01', 'y') }],
      ['head', 'query ($d: String) { households(district: $d) { totalCount } }', { d: '\u0000' }],
      [
        'head',
        'query ($n: String) { households(filter: { memberName: $n }) { totalCount } }',
        { n: '\ud800' },
      ],
    ] as const) {
      const answer = await app.ask(persona, operation, variables);
      expect({ variables, codes: codes(answer) }).toEqual({ variables, codes: ['BAD_INPUT'] });
    }
  });

  test('the page after a household without SUMMARY, whose place in the order tells nothing, is found', async () => {
    const pages = 'query ($after: String) { households(first: 1, after: $after) { pageInfo { endCursor } } }';
    const { data, errors } = await app.ask<{ households: { pageInfo: { endCursor: string } } }>(
      'clinic',
      pages,
    );
    expect(errors).toBeUndefined();
    const after = data!.households.pageInfo.endCursor;
    expect(Buffer.from(after, 'base64url').toString()).toContain('-infinity');
    expect(codes(await app.ask('clinic', pages, { after }))).toEqual([]);
  });

  test('a document with two operations and no name says so', async () => {
    const answer = await app.ask('head', 'query A { viewer { name } } query B { viewer { title } }');
    expect({ status: answer.status, codes: codes(answer) }).toEqual({ status: 400, codes: ['BAD_INPUT'] });
  });

  test('signs that mean something in a pattern find nobody', async () => {
    const operation =
      'query ($memberName: String) { households(filter: { memberName: $memberName }) { totalCount } }';
    for (const memberName of ['%', '_', '이%', "' or true --", '.*'])
      expect((await app.ask('head', operation, { memberName })).data).toEqual({
        households: { totalCount: 0 },
      });
  });

  test('aliases that JavaScript knows by name are names like others', async () => {
    // The second time, what is remembered of the document answers.
    for (const _time of [1, 2]) {
      const { data, body } = await app.ask(
        'welfare-centre',
        `{ __proto__: household(id: "${household(a)}") { constructor: id toString: members { __proto__: identity { hasOwnProperty: name } } } }`,
      );
      expect(data).toBeDefined();
      expect(body).toContain(`"constructor":"${household(a)}"`);
      expect(body).toContain('"__proto__":null');
    }
  });

  test('a page of another site can neither ask nor hand over a token', async () => {
    const get = await fetch(`${app.url}/graphql?query=${encodeURIComponent('{ services { totalCount } }')}`);
    expect(get.status).toBe(400);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const post = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: JSON.stringify({ query: '{ services { totalCount } }' }),
      });
      expect(post.status).toBeGreaterThanOrEqual(400);
    }
    const batch = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query: '{ services { totalCount } }' }]),
    });
    expect(batch.status).toBe(400);
  });
});

test('in production nothing can be learned of the schema that was not known', async () => {
  const pool = openPool(database.apiUrl ?? database.ownerUrl, {
    size: 2,
    becomesApi: database.apiUrl === null,
    deadlineMs: 10_000,
  });
  const kept = runLog();
  const running = await serve({
    config: {
      mode: 'production',
      limits: readConfig({ NODE_ENV: 'test' }).limits,
      trustedProxies: [],
      allowedOrigins: [],
      logRequests: false,
      webhookKey: null,
    },
    pool,
    verifier: { verify: async () => Promise.reject(new Error('nobody')), ready: async () => {} },
    developmentIssuer: null,
    log: kept.log,
  });
  try {
    const url = await running.listen('127.0.0.1', 0);
    const ask = async (query: string, variables = {}) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      return response.text();
    };
    const guesses = [
      await ask('{ servicez { totalCount } }'),
      await ask('{ __schema { types { name } } }'),
      await ask('{ __type(name: "Query") { fields { name } } }'),
      await ask('query ($f: ServiceFilte) { services(filter: $f) { totalCount } }'),
      await ask('query ($f: ServiceFilter) { services(filter: $f) { totalCount } }', { f: { searc: '' } }),
      await ask('query ($f: ServiceFilter) { services(filter: $f) { totalCount } }', {
        f: { statuses: ['ACTIV'] },
      }),
    ];
    for (const guess of guesses) {
      expect(guess).toContain('BAD_INPUT');
      expect(guess).not.toMatch(/did you mean|services|search"|ServiceStatus|ACTIVE\\"/i);
    }
    for (const path of ['/', '/explorer/personas', '/explorer/operations'])
      expect((await fetch(url + path)).status).toBe(404);
  } finally {
    await running.stop();
    await pool.end();
    kept.close();
  }
});
