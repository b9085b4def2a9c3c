import { type DocumentNode, Kind, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families, known } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { publishedQueries } from '../support/published.js';

let database: TestDatabase;
let app: App;
const statements: string[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database, onStatement: (text) => statements.push(text) });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const { districtId, id, caseId } = families.a;
/** Beside the published ones: nested as deep as people ask, so that this holds before anything is published. */
const own = [
  {
    name: 'nested household',
    text: `query ($id: ID!) { household(id: $id) { id summary { responsibleDong head { identity { name } } }
      members { identity { name } health { conditions } access { granted } }
      cases { stage linkages { valueKrw service { name organization { name } } provider { name phones { number } } } needs { description } }
      consents { classes organization { name } agreement { title } } } }`,
    variables: { id: `Household:${districtId}:${id}` },
  },
  {
    name: 'list and lookup',
    text: `query ($id: ID!) { case(id: $id) { household { members { id } } } households(first: 5) { nodes { id members { id } } totalCount } }`,
    variables: { id: `Case:${districtId}:${caseId}` },
  },
];

/** Root fields that read rows; who asks is known without a statement, and so is what can be counted. */
const readNothing = ['__typename', '__schema', 'measures', 'dimensions'];
const rootsOf = (document: DocumentNode) =>
  document.definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION
      ? each.selectionSet.selections.flatMap((field) =>
          field.kind === Kind.FIELD && !readNothing.includes(field.name.value) ? [field] : [],
        )
      : [],
  );

test('every published operation is one tree statement a root field, whoever asks', async () => {
  for (const { name, text, variables } of [...own, ...publishedQueries()])
    for (const persona of ['head', 'welfare-centre', 'statistics']) {
      statements.length = 0;
      const { errors } = await app.ask(persona, text, variables);
      const refused = errors?.filter(({ extensions }) => extensions.code === 'FORBIDDEN').length ?? 0;
      // Whoever has no exact figures has published ones, and here nobody published any.
      const others = errors?.filter(
        ({ extensions }) => extensions.code !== 'FORBIDDEN' && extensions.reason !== 'NOTHING_PUBLISHED',
      );
      expect([name, others ?? []]).toEqual([name, []]);
      const roots = rootsOf(parse(text)).length;
      // A refused root field reads nothing at all, but for a figure whose refusal the database itself decides.
      expect(statements.length).toBeGreaterThanOrEqual(roots - refused);
      expect(statements.length).toBeLessThanOrEqual(roots);
      expect(new Set(statements).size).toBe(statements.length);
    }
});

test('what is refused for its size is asked of the database once, also when the document is known', async () => {
  const text = `query ($from: Date!) { metrics(district: "11440", measures: [LINKAGES], every: MONTH,
    by: [AGENCY_KIND, NEED_DOMAIN], period: { from: $from, until: "2010-12-31" }) { figures { value } } }`;
  const asked = async (from: string) => {
    statements.length = 0;
    const { errors } = await app.ask('statistics', text, { from });
    return [errors?.map(({ path, extensions }) => [path, extensions.reason]), statements.length];
  };
  expect(await asked('2010-12-01')).toEqual([undefined, 1]);
  const refused = [[['metrics'], 'TOO_MANY_FIGURES_ONE_BY_ONE']];
  expect(await asked('2010-01-01')).toEqual([refused, 1]);
  expect(await asked('2010-01-01')).toEqual([refused, 1]);
});

describe('rows that are asked for by their keys', () => {
  const household = (family: { districtId: string; id: string }) =>
    `Household:${family.districtId}:${family.id}`;
  const ids = [families.a, families.active, families.suwon, families.never, families.a].map(household);
  const unknown = `Household:${districtId}:00000000-0000-4000-8000-000000000000`;
  const selection = 'id summary { head { id } } members { id identity { name } } cases { id }';
  const statementsOf = async (persona: string, text: string, variables: object) => {
    statements.length = 0;
    const { data, errors } = await app.ask(persona, text, { ...variables });
    expect(errors).toBeUndefined();
    return { data: data!, count: statements.length };
  };
  /** What the log says of a request: of which household, and whether it was shown. */
  const logged = async (work: () => Promise<unknown>) => {
    const [before] = await database.owner`select coalesce(max(id), 0)::int as id from access_log`;
    await work();
    const rows = await database.owner`
      select household_id, allowed from access_log where id > ${before!.id} order by household_id, allowed`;
    return rows.map(({ household_id, allowed }) => `${household_id} ${allowed}`);
  };

  test('several root fields that ask the same are one statement a district, and each answers what it would alone', async () => {
    const asked = ids.map((id, at) => `h${at}: household(id: "${id}") { ${selection} }`).join(' ');
    for (const persona of ['head', 'welfare-centre', 'nurse']) {
      const together = await statementsOf(persona, `{ ${asked} }`, {});
      expect(together.count).toBe(2);
      for (const [at, id] of ids.entries()) {
        const alone = await statementsOf(persona, `{ h: household(id: "${id}") { ${selection} } }`, {});
        expect([persona, id, together.data[`h${at}`]]).toEqual([persona, id, alone.data.h]);
      }
      // The second time the document is known, and is answered in another way.
      expect(await statementsOf(persona, `{ ${asked} }`, {})).toEqual(together);
    }
  });

  test('root fields that ask for other things of their rows are statements of their own', async () => {
    const { data, count } = await statementsOf(
      'head',
      `{ a: household(id: "${ids[0]}") { id } b: household(id: "${ids[1]}") { members { id } } }`,
      {},
    );
    expect(count).toBe(2);
    expect(data.a).toEqual({ id: ids[0] });
    expect(data.b).not.toHaveProperty('id');
  });

  test('nodes are one statement a type, in the order of their ids, with null where nothing is for the viewer', async () => {
    const service = `Service:${known.services.rent}`;
    const caseOfA = `Case:${districtId}:${caseId}`;
    const asked = [ids[0]!, unknown, service, caseOfA, ids[3]!, ids[1]!, ids[0]!];
    const text = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id
      ... on Household { members { id } } ... on Case { stage } ... on Service { name } } }`;
    const shown = async (persona: string) => {
      const { data, count } = await statementsOf(persona, text, { ids: asked });
      const nodes = data.nodes as ({ id: string } | null)[];
      for (const [at, node] of nodes.entries()) if (node) expect(node.id).toBe(asked[at]);
      return { count, there: nodes.map((node) => node !== null) };
    };
    expect(await shown('head')).toEqual({ count: 3, there: [true, false, true, true, true, true, true] });
    expect(await shown('clinic')).toEqual({
      count: 3,
      there: [false, false, true, false, false, false, false],
    });
  });

  test('every row is in the log, shown or not, and hidden like unknown', async () => {
    const asked = [ids[0], ids[3], unknown].sort();
    const lines = await logged(() =>
      app.ask('welfare-centre', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: asked }),
    );
    const line = (id: string, allowed: boolean) => `${id.split(':')[2]} ${allowed}`;
    expect(lines).toEqual([line(ids[0]!, true), line(ids[3]!, false), line(unknown, false)].sort());
  });

  test('what is no id, of too many districts, or not for a duty is refused whole and with its place', async () => {
    const text = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const refused = async (persona: string | null, given: string[]) => {
      statements.length = 0;
      const { data, errors } = await app.ask(persona, text, { ids: given });
      expect(data?.nodes ?? null).toBeNull();
      expect(statements.length).toBe(0);
      return errors?.map(({ extensions }) => extensions);
    };
    expect(await refused('head', [ids[0]!, 'nothing'])).toMatchObject([
      { code: 'BAD_INPUT', field: 'ids[1]' },
    ]);
    const far = ['11110', '11140', '11200', '11215', '11230', '11260'];
    expect(
      await refused(
        'head',
        far.map((code) => unknown.replace(districtId, code)),
      ),
    ).toMatchObject([{ code: 'BAD_INPUT' }]);
    expect(await refused('statistics', [ids[0]!])).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await refused(null, [ids[0]!])).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
  });
});
