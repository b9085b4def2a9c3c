import {
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { policyOf } from '../../src/access/policy.js';
import { families, postId, staffId } from '../../src/demo/known.js';
import { schema } from '../../src/schema.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

const householdId = (family: { districtId: string; id: string }) =>
  `Household:${family.districtId}:${family.id}`;
const household = 'query($id: ID!) { household(id: $id) { id summary { responsibleDong } } }';

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
});
afterAll(async () => {
  await app.stop();
  await database.drop();
});

const codes = (answer: { errors?: { extensions: { code: string } }[] | undefined }) =>
  answer.errors?.map((each) => each.extensions.code) ?? [];

describe('what a person may do comes from the staff record now', () => {
  test('somebody who becomes inactive is refused on the very next request, and back when active again', async () => {
    const ask = () => app.ask('case-manager-2', household, { id: householdId(families.active) });
    expect((await ask()).data).toMatchObject({ household: { id: householdId(families.active) } });
    await asKeeper(
      database.owner,
      (sql) => sql`update staff set active = false where id = ${staffId('case-manager-2')}`,
    );
    const refused = await ask();
    expect(refused.status).toBe(401);
    expect(codes(refused)).toEqual(['UNAUTHENTICATED']);
    expect(refused.body).not.toContain(families.active.id);
    await asKeeper(
      database.owner,
      (sql) => sql`update staff set active = true where id = ${staffId('case-manager-2')}`,
    );
    expect((await ask()).data).toMatchObject({ household: { id: householdId(families.active) } });
  });

  test('a duty that is taken away or given counts on the very next request', async () => {
    const ask = () => app.ask('counsellor-2', '{ households { totalCount } }');
    const setDuty = (duty: string) =>
      asKeeper(
        database.owner,
        (sql) => sql`update posts set duties = array[${duty}]::duty[] where id = ${postId('counsellor-2')}`,
      );
    expect(codes(await ask())).toEqual([]);
    await setDuty('STATISTICS');
    expect(codes(await ask())).toEqual(['FORBIDDEN']);
    await setDuty('CASE_MANAGER');
    const answer = await ask();
    expect(codes(answer)).toEqual([]);
    const { households } = answer.data as { households: { totalCount: number } };
    expect(households.totalCount).toBeGreaterThan(1);
    await setDuty('COUNSELLOR');
  });

  test('a person acts in one post a request, and the scopes of two posts never add up', async () => {
    const centre = householdId(families.active);
    const office = householdId(families.office);
    const known = async (id: string, post?: string) =>
      (await app.ask('head', household, { id }, { post })).data?.household !== null;
    expect(await known(centre)).toBe(true);
    expect(await known(office)).toBe(false);
    expect(await known(centre, postId('head-office'))).toBe(false);
    expect(await known(office, postId('head-office'))).toBe(true);
  });

  test("somebody else's post is refused with a clear error", async () => {
    const answer = await app.ask('nurse', '{ viewer { name } }', {}, { post: postId('head') });
    expect(answer.status).toBe(400);
    expect(codes(answer)).toEqual(['BAD_INPUT']);
  });
});

/** Something of an argument's type, which nobody gets as far as to read. */
function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type))
    return `{ ${Object.values(type.getFields())
      .filter((each) => isNonNullType(each.type))
      .map((each) => `${each.name}: ${literal(each.type)}`)
      .join(', ')} }`;
  const others: Record<string, string> = { Int: '1', Boolean: 'true', Date: '"2010-01-01"' };
  return others[type.name] ?? '"x"';
}

describe('a request without a good token', () => {
  test('without a token the catalogue answers', async () => {
    const answer = await app.ask(
      null,
      '{ services(first: 1) { nodes { id name } } sponsors(first: 1) { totalCount } }',
    );
    expect(codes(answer)).toEqual([]);
    expect(answer.data).toMatchObject({ services: { nodes: [{ name: expect.any(String) }] } });
  });

  test('without a token every other root field is refused', async () => {
    const policy = policyOf(schema);
    const query = schema.getQueryType()!;
    const closed = Object.values(query.getFields()).filter(
      (field) => policy.get(`Query.${field.name}`)?.kind !== 'open',
    );
    expect(closed.map((each) => each.name)).toEqual(
      expect.arrayContaining(['household', 'households', 'case', 'caseFunnel', 'viewer']),
    );
    for (const field of closed) {
      const given = field.args
        .filter((each) => isNonNullType(each.type))
        .map((each) => `${each.name}: ${literal(each.type)}`);
      const inner = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
      const operation = `{ ${field.name}${given.length ? `(${given.join(', ')})` : ''} ${inner} }`;
      const answer = await app.ask(null, operation);
      expect({ field: field.name, codes: codes(answer), data: answer.data }).toEqual({
        field: field.name,
        codes: ['UNAUTHENTICATED'],
        data: { [field.name]: null },
      });
    }
  });

  test('without a token a node of the catalogue is found and any other is refused alike, known or not', async () => {
    const node = 'query($id: ID!) { node(id: $id) { id } }';
    const [service] = await database.owner`select id from services where not confidential limit 1`;
    expect((await app.ask(null, node, { id: `Service:${service!.id}` })).data?.node).not.toBeNull();
    const known = await app.ask(null, node, { id: householdId(families.a) });
    const unknown = await app.ask(null, node, { id: 'Household:11170:00000000-0000-4000-8000-000000000000' });
    expect(codes(known)).toEqual(['UNAUTHENTICATED']);
    expect(known.body).toBe(unknown.body);
  });

  test('a token that is wrong is refused even for the catalogue, so that an app notices', async () => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer not.a.token' },
      body: JSON.stringify({ query: '{ services(first: 1) { totalCount } }' }),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Bearer');
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});

describe('a request whose purpose matters', () => {
  test('a consent counts for its own purpose only', async () => {
    const id = householdId(families.otherPurpose);
    expect((await app.ask('welfare-centre', household, { id })).data).toEqual({ household: null });
    const service = await app.ask('welfare-centre', household, { id }, { purpose: 'SERVICE_PROVISION' });
    expect(service.data).toMatchObject({ household: { id } });
  });
});
