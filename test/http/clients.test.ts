import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildClientSchema, buildSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { known, subjectOf } from '../../src/demo/known.js';
import { schemaText } from '../../src/http/schemaFile.js';
import { schema } from '../../src/schema.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

// What clients and their tools send by themselves, before anybody wrote a query.

let database: TestDatabase;
/** As an app developer has it on a laptop, and as it is served to the public. */
let app: App;
let production: App;
const allowed = 'https://app.example';
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  production = await startApp({ database, mode: 'production', allowedOrigins: [allowed] });
  const send = (name: string, type: string, input: object, selection: string) =>
    app.ask<Record<string, Record<string, { id: string }>>>(
      'portal',
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} { id } } }`,
      { input },
    );
  const organizationId = `Organization:${known.organizations.welfareCentre}`;
  const hired = await send(
    'addStaff',
    'AddStaffInput',
    { subject: subjectOf('developer'), name: '앱개발자가', organizationId },
    'staffMember',
  );
  const staffId = hired.data!.addStaff!.staffMember!.id;
  const post = { staffId, organizationId, title: '앱 개발자' };
  // Whoever works with families has another post for that.
  const both = await send(
    'addPost',
    'AddPostInput',
    { ...post, duties: ['DEVELOPER', 'PARTNER_WORKER'] },
    'staffMember',
  );
  expect(both.errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  const given = await send('addPost', 'AddPostInput', { ...post, duties: ['DEVELOPER'] }, 'staffMember');
  expect(given.errors).toBeUndefined();
});
afterAll(async () => {
  await app?.stop();
  await production?.stop();
  await database?.drop();
});

const introspection = getIntrospectionQuery({
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  inputValueDeprecation: true,
  schemaDescription: true,
});
const headersOf = async (to: App, persona: string | null): Promise<Record<string, string>> =>
  persona ? { authorization: `Bearer ${await to.tokenOf(persona)}` } : {};
const schemaOf = async (to: App, persona: string | null) => {
  const response = await fetch(`${to.url}/schema.graphql`, { headers: await headersOf(to, persona) });
  return { status: response.status, text: await response.text() };
};

describe('the schema', () => {
  test('is read by introspection as tools send it, and as a file, by anybody outside production', async () => {
    const { data, errors } = await app.ask<IntrospectionQuery>(null, introspection);
    expect(errors).toBeUndefined();
    const read = buildClientSchema(data!);
    expect(schemaText(read)).toBe(schemaText(schema));
    expect(read.getType('DateTime')).toMatchObject({ specifiedByURL: expect.stringContaining('rfc3339') });
    const file = await schemaOf(app, null);
    expect(file).toEqual({ status: 200, text: schemaText(schema) });
    buildSchema(file.text);
  });

  test('is read in production by a developer alone, before and after somebody else asks for it', async () => {
    const asked = async (persona: string | null) => {
      const { data, errors } = await production.ask(persona, introspection);
      return data ? 'told' : errors![0]!.extensions.code;
    };
    for (const persona of ['head', 'portal', null])
      expect([persona, await asked(persona)]).toEqual([persona, 'BAD_INPUT']);
    expect(await asked('developer')).toBe('told');
    for (const persona of ['head', 'portal', null])
      expect([persona, await asked(persona)]).toEqual([persona, 'BAD_INPUT']);
    expect(await schemaOf(production, 'developer')).toEqual({ status: 200, text: schemaText(schema) });
    expect((await schemaOf(production, 'head')).status).toBe(403);
    expect((await schemaOf(production, null)).status).toBe(401);
  });

  test('is told by errors in production to a developer alone, with the field and its place', async () => {
    const wrong = '{ services { nodes { naem } } }';
    const asked = async (persona: string | null) => (await production.ask(persona, wrong)).errors!;
    for (const persona of ['developer', 'head', 'developer', null]) {
      const [error] = await asked(persona);
      const told = persona === 'developer';
      expect([persona, /Did you mean "name"/.test(error!.message)]).toEqual([persona, told]);
      expect((error as { locations?: object[] }).locations ?? null).toEqual(
        told ? [{ line: 1, column: 22 }] : null,
      );
    }
  });

  test('is no longer told once the duty is taken away, and the duty opens no data', async () => {
    const family = `{ household(id: "Household:11170:d1b61952-bfd9-4e55-a68b-c138515a03ae") { id } }`;
    expect((await production.ask('developer', family)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    expect((await production.ask('developer', '{ services { totalCount } }')).errors).toBeUndefined();
    const active = (is: boolean) =>
      asKeeper(
        database.owner,
        (sql) => sql`update staff set active = ${is} where subject = ${subjectOf('developer')}`,
      );
    await active(false);
    expect((await production.ask('developer', introspection)).data ?? null).toBeNull();
    await active(true);
  });
});

test('a page of another address may ask where the operator named it, outside production from this machine too', async () => {
  const preflight = async (to: App, origin: string, path = '/graphql') => {
    const response = await fetch(to.url + path, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,hamkke-purpose',
      },
    });
    return response.headers.get('access-control-allow-origin');
  };
  for (const path of ['/graphql', '/graphql/stream', '/schema.graphql', '/hsds/services']) {
    expect([path, await preflight(production, allowed, path)]).toEqual([path, allowed]);
    for (const origin of ['https://other.example', 'http://localhost:5173', 'null'])
      expect([path, origin, await preflight(production, origin, path)]).toEqual([path, origin, null]);
    expect(await preflight(app, 'http://localhost:5173', path)).toBe('http://localhost:5173');
    expect(await preflight(app, 'http://localhost.example', path)).toBeNull();
  }
  expect(await preflight(app, 'http://localhost:5173', '/explorer/personas')).toBeNull();
  // What cannot be read is refused in our words, as everywhere.
  const broken = await fetch(`${production.url}/graphql`, {
    method: 'OPTIONS',
    headers: { 'content-type': 'application/json' },
    body: '{',
  });
  expect([broken.status, await broken.json()]).toMatchObject([
    400,
    { errors: [{ extensions: { code: 'BAD_INPUT', reason: 'BODY_NOT_JSON' } }] },
  ]);
  const answer = await fetch(`${production.url}/graphql`, {
    method: 'POST',
    headers: {
      origin: allowed,
      'content-type': 'application/json',
      ...(await headersOf(production, 'head')),
    },
    body: JSON.stringify({ query: '{ viewer { name } }' }),
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('access-control-allow-origin')).toBe(allowed);
  expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id');
  expect(answer.headers.get('vary')?.toLowerCase()).toContain('origin');
});

test('a query by GET is answered where a header shows that it was meant, and changes nothing', async () => {
  const get = async (query: string, headers: Record<string, string>, variables = '') => {
    const response = await fetch(
      `${app.url}/graphql?query=${encodeURIComponent(query)}${variables && `&variables=${encodeURIComponent(variables)}`}`,
      { headers: { accept: 'application/graphql-response+json, application/json', ...headers } },
    );
    return { status: response.status, body: await response.text() };
  };
  const person = await headersOf(app, 'head');
  const viewer = await get('query Me { viewer { name } }', person);
  expect(viewer.status).toBe(200);
  expect(viewer.body).toContain('"viewer":{"name":');
  const found = await get(
    'query ($q: String!) { services(first: 1, filter: { search: $q }) { nodes { name } } }',
    { 'hamkke-purpose': 'CASE_MANAGEMENT' },
    '{"q":"반찬"}',
  );
  expect(found.body).toContain('반찬');
  // Nothing says that it was meant: any page could have sent it.
  expect((await get('{ services { totalCount } }', {})).status).toBe(400);
  const change = await get(
    'mutation { markNotificationRead(input: { notificationId: "x" }) { __typename } }',
    person,
  );
  expect(change.status).toBe(405);
});

test('an address with Korean letters as they are is told how it would be read', async () => {
  const { host, hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  socket.end(`GET /hsds/services?search=반찬 HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  const [head, body] = (await text(socket)).split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 400 /);
  expect(JSON.parse(body!)).toMatchObject({
    errors: [
      { message: expect.stringContaining('percent-encode'), extensions: { reason: 'ADDRESS_NOT_ENCODED' } },
    ],
  });
});

test('a browser at /graphql is led to the explorer, and to nobody outside', async () => {
  const page = await fetch(`${app.url}/graphql`, { headers: { accept: 'text/html' }, redirect: 'manual' });
  expect([page.status, page.headers.get('location')]).toEqual([303, '/']);
});
