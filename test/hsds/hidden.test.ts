import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageFiles, withSnapshot } from '../../src/hsds/export/export.js';
import type { ObjectName } from '../../src/hsds/objects.js';
import { resources } from '../../src/hsds/resources.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { type Ids, plant } from './planted.js';

let database: TestDatabase;
let app: App;
let open: Ids;
/** Hidden records of everything, which hang on what everybody may know, as far as they hang on anything. */
let hidden: Ids;
/** Records that do not say so themselves and hang on the hidden ones alone. */
let hanging: Partial<Ids>;
const lists = ['services', 'organizations', 'service_at_locations', 'taxonomies', 'taxonomy_terms'];

const read = async (path: string) => (await app.request(null, `/hsds${path}`)).body;
const totals = async () =>
  Promise.all(lists.map(async (list) => JSON.parse(await read(`/${list}?per_page=1`)).total_items));
let before: number[];
let after: number[];

const standing: ObjectName[] = [
  'organization',
  'program',
  'service',
  'location',
  'unit',
  'taxonomy',
  'taxonomy_term',
  'meta_table_description',
];

beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  open = await plant(database.owner, { word: 'openly', confidential: false, owners: {} });
  before = await totals();
  hidden = await plant(database.owner, { word: 'canary', confidential: true, owners: open });
  hanging = await plant(
    database.owner,
    { word: 'canary', confidential: false, owners: hidden },
    [...resources.keys()].filter((each) => !standing.includes(each)),
  );
  after = await totals();
});
afterAll(async () => {
  await app.stop();
  await database.drop();
});

/** Nothing of what is hidden: not a word of it, and not its ids. */
function clean(text: string) {
  expect(text).not.toContain('canary');
  for (const id of [...Object.values(hidden), ...Object.values(hanging)]) expect(text).not.toContain(id);
}

describe("what nobody may know is not in HSDS's API", () => {
  test.each(lists)('not in %s, however they are asked for', async (list) => {
    for (const query of [
      '',
      'full=true',
      'minimal=true',
      'full_service=true',
      'format=ndjson',
      'search=openly',
    ])
      clean(await read(`/${list}?${query}${query.startsWith('f') ? '' : '&per_page=1000'}`));
    clean(await read(`/${list}?full=true&format=ndjson`));
  });

  test('not inside of what it hangs on', async () => {
    const pages = {
      services: 'service',
      organizations: 'organization',
      service_at_locations: 'service_at_location',
    };
    for (const [list, object] of Object.entries(pages)) {
      const text = await read(`/${list}/${open[object as ObjectName]}`);
      expect(text).toContain('openly');
      clean(text);
    }
    clean(await read(`/organizations/${open.organization}?full_service=true`));
    clean(await read(`/taxonomy_terms/${open.taxonomy_term}`));
  });

  test('not by its id: it is answered as one that there never was', async () => {
    const objects = ['service', 'organization', 'service_at_location', 'taxonomy', 'taxonomy_term'] as const;
    for (const [at, list] of lists.entries()) {
      const never = await app.request(null, `/hsds/${list}/00000000-0000-4000-8000-000000000000`);
      expect(never.status).toBe(404);
      expect(await app.request(null, `/hsds/${list}/${hidden[objects[at]!]}`)).toEqual(never);
    }
  });

  test('not in a count', () => {
    expect(after).toEqual(before);
  });

  test('not by asking who or what belongs to it', async () => {
    const found = async (path: string) => JSON.parse(await read(path)).total_items;
    const asked = [
      `/services?organization_id=${hidden.organization}`,
      `/service_at_locations?organization_id=${hidden.organization}`,
      `/services?taxonomy_term_id=${hidden.taxonomy_term}`,
      `/services?taxonomy_id=${hidden.taxonomy}`,
      `/organizations?taxonomy_id=${hidden.taxonomy}`,
      `/taxonomy_terms?taxonomy_id=${hidden.taxonomy}`,
      `/taxonomy_terms?parent_id=${hidden.taxonomy_term}`,
      '/services?search=canary',
      '/service_at_locations?search=canary',
      '/organizations?search=canary',
      '/taxonomies?search=canary',
      '/taxonomy_terms?search=canary',
    ];
    for (const path of asked) expect([path, await found(path)]).toEqual([path, 0]);
    expect(await found(`/services?organization_id=${open.organization}`)).toBe(1);
    expect(await found(`/services?taxonomy_term_id=${open.taxonomy_term}`)).toBe(1);
    expect(await found(`/services?taxonomy_id=${open.taxonomy}`)).toBe(1);
    expect(await found(`/taxonomy_terms?taxonomy_id=${open.taxonomy}`)).toBe(1);
  });

  test('not once a service belongs to it, or a term of it', async () => {
    const other = await plant(
      database.owner,
      { word: 'orphaned', confidential: false, owners: { ...hidden, service: open.service } },
      ['service', 'location', 'program', 'taxonomy_term'],
    );
    const text = await read(`/services/${other.service}`);
    expect(text).toContain('orphaned');
    clean(text);
    clean(await read(`/taxonomy_terms/${other.taxonomy_term}`));
    expect(JSON.parse(await read(`/services?organization_id=${hidden.organization}`)).total_items).toBe(0);
    expect(JSON.parse(await read(`/taxonomy_terms?taxonomy_id=${hidden.taxonomy}`)).total_items).toBe(0);
  });
});

test('what nobody may know is in no file of a data package', async () => {
  await withSnapshot(database.owner, async (at) => {
    for (const { path, open: opened } of packageFiles(at)) {
      let text = '';
      for await (const part of await opened()) text += part;
      clean(text);
      if (path !== 'datapackage.json' && !path.startsWith('meta'))
        expect([path, text.includes('openly') || text.includes(open.organization)]).toEqual([path, true]);
    }
  });
});
