import { type GraphQLObjectType, getNamedType, isLeafType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { families } from '../../src/demo/known.js';
import { personas } from '../../src/identity/personas.js';
import { schema } from '../../src/schema.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { drawn } from '../support/drawn.js';
import { isLong } from '../support/long.js';
import fc from '../support/property.js';
import { publishedQueries } from '../support/published.js';

// A document is executed value by value the first time; from then on the database's text is the answer.

let database: TestDatabase;
let app: App;
let statements: string[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  const limits = {
    maxFields: 5000,
    maxAliases: 5000,
    maxRootFields: 50,
    maxRows: 1e9,
    maxDepth: 30,
    maxTokens: 1e5,
  };
  // Each connection would plan every published operation for itself.
  app = await startApp({ database, limits, connections: 1, onStatement: (text) => statements.push(text) });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const texts = () => statements.filter((each) => each.includes('::text as answer')).length;

/** Asks twice; the order of keys and the errors are part of what must be the same. */
async function twice(
  operation: string,
  variables: Record<string, unknown> = {},
  persona: string | null = null,
) {
  statements = [];
  const executed = await app.ask(persona, operation, variables, { executed: true });
  expect(texts()).toBe(0);
  const again = await app.ask(persona, operation, variables);
  expect(again.status).toBe(executed.status);
  expect(JSON.stringify(again.errors)).toBe(JSON.stringify(executed.errors));
  expect(JSON.stringify(again.data)).toBe(JSON.stringify(executed.data));
  return { answer: executed, texts: texts() };
}

const directives = [
  '',
  '',
  '',
  '@include(if: $yes)',
  '@skip(if: $yes)',
  '@include(if: $no)',
  '@skip(if: $no)',
];
const sizes = ['', '(first: 0)', '(first: 1)', '(first: 3)'];

/** A selection of a type: aliases, fields asked twice, fragments, pages, and what a variable leaves out. */
function selection(type: GraphQLObjectType, depth: number): fc.Arbitrary<string> {
  const fields = Object.values(type.getFields()).filter(
    (field) => depth > 0 || isLeafType(getNamedType(field.type)),
  );
  const one = fc
    .record({ at: fc.nat(), alias: fc.nat(3), size: fc.nat(3), directive: fc.constantFrom(...directives) })
    .chain(({ at, alias, size, directive }) => {
      const field = fields[at % fields.length]!;
      const inner = getNamedType(field.type);
      const page = field.args.some(({ name }) => name === 'first') ? sizes[size]! : '';
      // One name, one field and one set of arguments: documents must be valid.
      const name = alias || page ? `${'fgn'[alias % 3]}${page ? size : ''}_${field.name}: ` : '';
      const start = `${name}${field.name}${page} ${directive}`;
      if (isLeafType(inner)) return fc.constant(start);
      return selection(inner as GraphQLObjectType, depth - 1).map((own) => `${start} { ${own} }`);
    });
  return fc
    .record({
      parts: fc.array(one, { minLength: 1, maxLength: 4 }),
      named: fc.boolean(),
      fragment: fc.boolean(),
    })
    .map(({ parts, named, fragment }) => {
      const body = `${named ? '__typename ' : ''}${parts.join(' ')}`;
      return fragment ? `... on ${type.name} { ${body} }` : body;
    });
}

/** How many queries are generated of each. */
const generated = isLong ? 150 : 75;

test('generated queries of the catalogue have the same answer as text', async () => {
  let [documents, asText] = [0, 0];
  const roots = ['services', 'organizations', 'sponsors', 'taxonomyTerms'].map((name) => {
    const type = getNamedType(schema.getQueryType()!.getFields()[name]!.type) as GraphQLObjectType;
    return selection(type, 4).map((own) => `${name}(first: 4) { ${own} }`);
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(...roots), async (root) => {
      documents += 1;
      const operation = `query Q${documents}($yes: Boolean!, $no: Boolean!) { __typename ${root} y: __typename @include(if: $yes) n: __typename @skip(if: $no) }`;
      const { texts } = await twice(operation, { yes: true, no: false });
      // One statement each time: a text that failed would have been followed by another.
      expect(statements).toHaveLength(2);
      asText += texts;
    }),
    { numRuns: generated, seed: 20_260_101 },
  );
  // Some of the generated ones ask for more rows than may be.
  expect(asText).toBeGreaterThan(generated / 2);
}, 120_000);

test('a first answer is that of every later time to the byte: nobody learns that somebody asked before', async () => {
  for (const [persona, body] of [
    [null, 'services(first: 3) { totalCount nodes { id name serviceAtLocations { location { name } } } }'],
    [null, 'services(first: 2) { edges { cursor node { name } } pageInfo { endCursor } }'],
    [null, 'organizations(first: 2) { nodes { name services(first: 1) { totalCount nodes { name } } } }'],
    [
      'head',
      `household(id: "Household:${families.a.districtId}:${families.a.id}") { members { identity { name } } }`,
    ],
    ['case-manager', 'households(first: 2) { totalCount nodes { id summary { responsibleDong } } }'],
    [
      'welfare-centre-none',
      'households(first: 2) { totalCount nodes { id } } services(first: 1) { nodes { name } }',
    ],
  ] as const) {
    const document = `query First { ${body} }`;
    const first = await app.ask(persona, document);
    expect(first.errors).toBeUndefined();
    for (const _time of [2, 3]) expect((await app.ask(persona, document)).body).toBe(first.body);
  }
});

test('pages, cursors and counts are the same as text, page after page', async () => {
  const operation = `query ($after: String) { services(first: 3, after: $after, filter: { needDomains: [HOUSING, HEALTH] }) {
    totalCount nodes { id name } edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  let after: string | null = null;
  for (let page = 0; page < 4; page++) {
    const variables: Record<string, unknown> = after === null ? {} : { after };
    await app.ask(null, operation, variables);
    statements = [];
    const text = await app.ask<{ services: { pageInfo: { endCursor: string; hasPreviousPage: boolean } } }>(
      null,
      operation,
      variables,
    );
    expect(texts()).toBe(1);
    const executed = await app.ask(null, operation, variables, { executed: true });
    expect(texts()).toBe(1);
    expect(JSON.stringify(text.data)).toBe(JSON.stringify(executed.data));
    expect(text.data!.services.pageInfo.hasPreviousPage).toBe(page > 0);
    after = text.data!.services.pageInfo.endCursor;
  }
});

test.each([
  ['a cursor of another list', 'query Cursor { services(after: "x") { nodes { id } } }'],
  ['too large a page', 'query Size { services(first: 100000) { nodes { id } } }'],
  ['an id of another type', 'query Id { service(id: "Organization:x") { id } }'],
  ['a variable that does not fit', 'query Fit($f: ServiceFilter!) { services(filter: $f) { nodes { id } } }'],
])('says the same about %s', async (_what, operation) => {
  const { answer, texts } = await twice(operation);
  expect(answer.errors).toHaveLength(1);
  expect(texts).toBe(0);
});

test('answers null as text where there is none', async () => {
  const id = 'Service:00000000-0000-0000-0000-000000000000';
  const { answer, texts } = await twice('query None($id: ID!) { service(id: $id) { id } }', { id });
  expect(answer.data).toEqual({ service: null });
  expect(texts).toBe(1);
});

test('answers what is not of the catalogue alone with one statement a root field, too', async () => {
  const operation =
    'query Mixed { services(first: 1) { nodes { id } } households(first: 1) { nodes { id members { identity { name } } } } }';
  const { answer, texts } = await twice(operation, {}, 'case-manager');
  expect(answer.data).toMatchObject({ households: { nodes: [{}] } });
  expect(texts).toBe(1);
  expect(statements).toHaveLength(4);
});

const byPublished = drawn(
  personas.map(({ key }) => ({ name: key })),
  ['head', 'welfare-centre', 'nurse', 'portal'],
  1,
);
test('published operations have the same answer for everybody, however often they are asked', async () => {
  for (const { text, variables } of publishedQueries())
    for (const { name } of byPublished) await twice(text, variables, name);
});

test('generated queries of households have the same answer for whoever may have some of it', async () => {
  let documents = 0;
  const roots = ['household', 'case'].map((name) => {
    const type = getNamedType(schema.getQueryType()!.getFields()[name]!.type) as GraphQLObjectType;
    return selection(type, 4).map((own) => [name, own] as const);
  });
  const someFamily = fc.constantFrom(...Object.values(families));
  const somebody = fc.constantFrom('case-manager', 'apo', 'welfare-centre', 'welfare-centre-none', 'nurse');
  await fc.assert(
    fc.asyncProperty(fc.oneof(...roots), someFamily, somebody, async ([name, own], family, persona) => {
      documents += 1;
      const operation = `query H${documents}($id: ID!, $yes: Boolean!, $no: Boolean!) { ${name}(id: $id) { ${own} } y: __typename @include(if: $yes) n: __typename @skip(if: $no) }`;
      const id =
        name === 'household'
          ? `Household:${family.districtId}:${family.id}`
          : `Case:${family.districtId}:${family.caseId}`;
      await twice(operation, { id, yes: true, no: false }, persona);
    }),
    { numRuns: generated, seed: 20_260_102 },
  );
}, 120_000);
