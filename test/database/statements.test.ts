import { type DocumentNode, Kind, parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { families } from '../../src/demo/known.js';
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

/** Root fields that read rows; who asks is known without a statement. */
const rootsOf = (document: DocumentNode) =>
  document.definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION
      ? each.selectionSet.selections.flatMap((field) =>
          field.kind === Kind.FIELD && !['__typename', '__schema'].includes(field.name.value) ? [field] : [],
        )
      : [],
  );

test('every published operation is one tree statement a root field, whoever asks', async () => {
  for (const { name, text, variables } of [...own, ...publishedQueries()])
    for (const persona of ['head', 'welfare-centre', 'statistics']) {
      statements.length = 0;
      const { errors } = await app.ask(persona, text, variables);
      const refused = errors?.filter(({ extensions }) => extensions.code === 'FORBIDDEN').length ?? 0;
      expect([name, errors?.filter(({ extensions }) => extensions.code !== 'FORBIDDEN') ?? []]).toEqual([
        name,
        [],
      ]);
      const roots = rootsOf(parse(text)).length;
      // A refused root field reads nothing at all, but for a figure whose refusal the database itself decides.
      expect(statements.length).toBeGreaterThanOrEqual(roots - refused);
      expect(statements.length).toBeLessThanOrEqual(roots);
      expect(new Set(statements).size).toBe(statements.length);
    }
});
