import { known } from '../../src/demo/known.js';
import { schema } from '../../src/schema.js';
import { differences, everythingOf, globalId, plain, print } from './everything.js';
import type { Viewer } from './households.js';
import { type Asker, objectType, type Prepared } from './prepared.js';

// What the matrix asks of the public catalogue, which says the same to everybody and nothing of its shelters.

/** The conditions of the catalogue's lists, each with a value that only a shelter answers to. */
function shelterFilters({ world }: Prepared): Record<string, Record<string, string>> {
  const organization = world.one('organizations', 'id', known.organizations.shelter)!;
  const service = world.one('services', 'id', known.services.shelterStay)!;
  const quoted = (value: unknown) => JSON.stringify(value);
  const term = world.all('taxonomy_terms')[0];
  const anyDistrict = '"99999"';
  return {
    services: {
      search: quoted(service.name),
      needDomains: '[]',
      statuses: '[]',
      organization: quoted(globalId('Organization', organization)),
      taxonomyTerm: quoted(`TaxonomyTerm:${term?.confidential ? term.id : service.id}`),
      district: anyDistrict,
      dong: '"없는동"',
      age: '1, search: "canary"',
      free: 'true, search: "canary"',
      costUpTo: '0, search: "canary"',
      openAt: '"2026-01-02T09:00:00+09:00", search: "canary"',
      openNow: 'true, search: "canary"',
      languages: '["canary"]',
      within: '{ latitude: 0, longitude: 0, metres: 1 }',
      roomAvailable: 'true, search: "canary"',
      sponsored: 'true, search: "canary"',
    },
    organizations: { search: quoted(organization.name), partnerKinds: '[SHELTER]', district: anyDistrict },
    taxonomyTerms: { search: '"canary"', code: '"canary"' },
    sponsors: { kinds: '[]' },
  };
}

const noFacets = {
  ...{ approximate: false, count: 0, free: 0, roomAvailable: 0 },
  ...{ needDomains: [], districts: [], languages: [], taxonomyTerms: [] },
};

/** A list with a condition that only shelters, or nothing, answer to finds nothing, for everybody, and counts nothing. */
export async function shelterWrongs(asker: Asker, prepared: Prepared, viewer: Viewer) {
  const wrongs: string[] = [];
  const facets = print(everythingOf(objectType('ServiceFacets'), { depth: 1 }));
  for (const [root, filters] of Object.entries(shelterFilters(prepared))) {
    const near = root === 'services' ? 'near: { latitude: 37, longitude: 127 }, orderBy: NEAREST, ' : '';
    const asked = Object.entries(filters).flatMap(([name, literal]) => [
      `${name}: ${root}(${near}first: 1000, filter: { ${name}: ${literal} }) { totalCount nodes { id } }`,
      ...(root === 'services'
        ? [`${name}Facets: serviceFacets(filter: { ${name}: ${literal} }) { ${facets} }`]
        : []),
    ]);
    const { data } = plain((await asker.ask(viewer, `{ ${asked.join(' ')} }`)).body);
    for (const name of Object.keys(filters)) {
      wrongs.push(...differences({ totalCount: 0, nodes: [] }, data?.[name], `${root} by ${name}`));
      if (root === 'services')
        wrongs.push(...differences(noFacets, data?.[`${name}Facets`], `facets by ${name}`));
    }
  }
  return wrongs;
}

const lists: Readonly<Record<string, string>> = {
  services: 'services',
  organizations: 'organizations',
  taxonomies: 'taxonomies',
  taxonomyTerms: 'taxonomy_terms',
  sponsors: 'sponsors',
  units: 'units',
  districts: 'district_codes',
  dongs: 'dong_codes',
};

/** Conditions under which no place is found: nobody is told otherwise. */
const noPlaces = {
  districts: 'search: "canary", kinds: [OFFICE], parent: "99999", validOn: "2026-01-01"',
  dongs: 'district: "99999", search: "canary", validOn: "2026-01-01"',
};

/** Every list of the catalogue with everything below its rows: the answer of `viewer`, and what is wrong with it. */
export async function catalogueAnswer(asker: Asker, { world }: Prepared, viewer: Viewer, depth: number) {
  const wrongs: string[] = [];
  let answers = '';
  for (const [root, table] of Object.entries(lists)) {
    const field = schema.getQueryType()!.getFields()[root]!;
    const connection = objectType(String(field.type).replace('!', ''));
    const selection = everythingOf(connection, { catalogue: true, depth });
    const { body } = await asker.ask(viewer, `{ ${root}(first: 200) { ${print(selection)} } }`);
    const expected = world.all(table).filter((row) => !row.confidential).length;
    const page = plain(body).data?.[root] as { nodes: unknown[]; totalCount: number } | undefined;
    if (page?.totalCount !== expected || page.nodes.length !== Math.min(expected, 200))
      wrongs.push(
        `${root}: ${page?.totalCount} rows, ${page?.nodes.length} shown, instead of ${expected}; ${body.slice(0, 300)}`,
      );
    // White space in an answer depends on who wrote it, the database or the server; what it says does not.
    // Codes of places are numbers that amounts of money may happen to be.
    if (!(root in noPlaces)) answers += JSON.stringify(JSON.parse(body));
  }
  for (const [root, filter] of Object.entries(noPlaces)) {
    const { body } = await asker.ask(viewer, `{ ${root}(filter: { ${filter} }) { totalCount } }`);
    wrongs.push(...differences({ totalCount: 0 }, plain(body).data?.[root], root));
  }
  const feed = everythingOf(objectType('CatalogueFeed'));
  const { body: changes } = await asker.ask(viewer, `{ catalogueChanges(first: 200) { ${print(feed)} } }`);
  const told = (plain(changes).data?.catalogueChanges as { changes: unknown[] } | undefined)?.changes;
  if (told?.length !== world.all('catalogue_changes').length) wrongs.push(`catalogueChanges: ${changes}`);
  answers += JSON.stringify(JSON.parse(changes));
  for (const [root, type, table] of [
    ['service', 'Service', 'services'],
    ['organization', 'Organization', 'organizations'],
    ['sponsor', 'Sponsor', 'sponsors'],
  ] as const) {
    const shown = world.all(table).find((row) => !row.confidential)!;
    for (const row of [shown, ...world.all(table).filter((each) => each.confidential)]) {
      const id = globalId(type, row);
      const { body } = await asker.ask(viewer, `query ($id: ID!) { ${root}(id: $id) { id } }`, { id });
      wrongs.push(...differences(row === shown ? { id } : null, plain(body).data?.[root], root));
    }
  }
  return { answers, wrongs };
}
