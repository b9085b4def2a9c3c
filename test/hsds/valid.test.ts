import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';
import { compiledValidator, type Faults, fitsFormat, official, validators } from './official.js';
import { type Ids, plant } from './planted.js';

let database: TestDatabase;
let app: App;
let dirty: Ids;
let faultsOf: Record<string, Faults>;

beforeAll(async () => {
  database = await freshDatabase();
  // Texts that are no address, e-mail, number or word of HSDS's, in every place for one.
  dirty = await plant(database.owner, { word: 'not so', confidential: false, owners: {} });
  await database.owner`update organizations set description = null where id = ${dirty.organization}`;
  await database.owner`update taxonomy_terms set description = null where id = ${dirty.taxonomy_term}`;
  await database.owner`update schedules set freq = 'DAILY', wkst = 'Monday', closes_at = '24:00' where id = ${dirty.schedule}`;
  app = await startApp({ database });
  if (official) faultsOf = validators();
});
afterAll(async () => {
  await app.stop();
  await database.drop();
});

const read = async (path: string) => JSON.parse((await app.request(null, `/hsds${path}`)).body);
const lists: [string, string][] = [
  ['services', 'service'],
  ['organizations', 'organization'],
  ['service_at_locations', 'service_at_location'],
  ['taxonomies', 'taxonomy'],
  ['taxonomy_terms', 'taxonomy_term'],
];

(official ? describe : describe.skip)('by the official schemas with every object closed', () => {
  test.each(lists)(
    'every document of %s is valid: listed, minimal, full and single',
    async (list, object) => {
      const faults = faultsOf[object]!;
      const described = !list.startsWith('taxonom');
      const queries = ['per_page=1000', ...(list === 'services' ? ['per_page=1000&minimal=true'] : [])];
      for (const query of queries)
        for (const each of (await read(`/${list}?${query}`)).contents)
          expect([each, ...faults(each)]).toEqual([each]);
      const { body } = await app.request(null, `/hsds/${list}?format=ndjson${described ? '&full=true' : ''}`);
      const full = body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(full.map(({ id }) => id)).toContain(dirty[object as never]);
      for (const each of full) expect([each, ...faults(each)]).toEqual([each]);
      for (const { id } of full.filter((_, at) => at % 10 === 0).concat({ id: dirty[object as never] })) {
        const query = list === 'organizations' ? '?full_service=true' : '';
        const each = await read(`/${list}/${id}${query}`);
        expect([each, ...faults(each)]).toEqual([each]);
      }
    },
  );

  test('the schema that Open Referral compiled agrees', async () => {
    const faults = compiledValidator('service');
    const some = (await read('/services?full=true&per_page=10')).contents;
    for (const each of [...some, await read(`/services/${dirty.service}`)])
      expect([each, ...faults(each)]).toEqual([each]);
  });
});

test('what has no place in a property of HSDS travels as it was written', async () => {
  const { attributes, organization, ...service } = await read(`/services/${dirty.service}`);
  expect(service).not.toHaveProperty('email');
  const said = (of: { attributes: { link_type: string; label?: string; value: string }[] }) =>
    of.attributes
      .filter(({ link_type }) => link_type === 'kr:as_written')
      .map(({ label, value }) => [label, value]);
  expect(said({ attributes }).sort()).toEqual([
    ['assurer_email', 'not so assurer_email'],
    ['email', 'not so email'],
    ['url', 'not so url'],
  ]);
  expect(said(service.phones[0])).toEqual([['extension', 'not so extension']]);
  expect(said(service.schedules[0]).sort()).toEqual([
    ['freq', 'DAILY'],
    ['schedule_link', 'not so schedule_link'],
    ['wkst', 'Monday'],
  ]);
  expect(service.additional_urls[0].url).toBe('about:invalid');
  expect(said(service.additional_urls[0])).toEqual([['url', 'not so url']]);
  expect(organization.description).toBe('');
});

describe('what the database takes for an address, an e-mail or a number', () => {
  const inDatabase = async (name: string, texts: string[]) => {
    const [row] = await database.owner`
      select array_agg(coalesce((case ${name} when 'uri' then hamkke.is_uri(t) when 'email' then hamkke.is_email(t) else hamkke.is_number(t) end), false) order by n) as fit
      from unnest(${texts}::text[]) with ordinality as u(t, n)`;
    return row!.fit as boolean[];
  };
  const letters = fc.string({ unit: fc.constantFrom(...'ab1.:/?#@%2[]- _가é"<>\\^`{|}'), maxLength: 14 });
  const made: Record<string, fc.Arbitrary<string>> = {
    uri: fc.oneof(
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      letters,
      letters.map((each) => `http://${each}`),
    ),
    email: fc.oneof(
      fc.emailAddress(),
      letters,
      letters.map((each) => `${each}@b.kr`),
    ),
  };

  test.each(['uri', 'email'])('is never one that is no %s by the schema', async (name) => {
    const texts = fc.sample(made[name]!, { numRuns: 3000, seed: 4 }).filter((each) => !each.includes('\0'));
    const fit = await inDatabase(name, texts);
    expect(fit.filter(Boolean).length).toBeGreaterThan(500);
    expect(texts.filter((each, at) => fit[at] && !fitsFormat(name, each))).toEqual([]);
  });

  test('is what people mean', async () => {
    const addresses = [
      'https://www.seoul.go.kr',
      'http://a.kr:8080/b?c=d#e',
      'mailto:a@b.kr',
      'https://a.kr/%EA%B0%80',
    ];
    const others = ['www.seoul.go.kr', 'https://서울.kr', 'http://a b.kr', 'javascript', '', 'http://'];
    expect(await inDatabase('uri', [...addresses, ...others])).toEqual([
      ...addresses.map(() => true),
      ...others.map(() => false),
    ]);
    expect(await inDatabase('number', ['0', '12', '012', '1.5', '-1', 'x5'])).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
