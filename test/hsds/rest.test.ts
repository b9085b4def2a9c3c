import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

interface Document {
  id: string;
  name: string;
  [property: string]: unknown;
}
interface Page {
  total_items: number;
  total_pages: number;
  page_number: number;
  size: number;
  first_page: boolean;
  last_page: boolean;
  empty: boolean;
  contents: Document[];
}

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

const ask = (path: string, init: RequestInit = {}) => fetch(`${app.url}/hsds${path}`, init);
const page = async (path: string) => (await (await ask(path)).json()) as Page;
const idsOf = ({ contents }: Page) => contents.map(({ id }) => id);
const fault = async (path: string) => {
  const response = await ask(path);
  const { errors } = (await response.json()) as {
    errors: { message: string; extensions: { code: string; reason: string; field?: string } }[];
  };
  return [response.status, errors[0]!.extensions.code, errors[0]!.message] as const;
};

describe('a list', () => {
  test('comes in pages, on which everything stands once', async () => {
    const first = await page('/services?per_page=20');
    const pages = [
      first,
      ...(await Promise.all([2, 3].map((at) => page(`/services?per_page=20&page=${at}`)))),
    ];
    expect(pages.map(({ contents: _, ...place }) => place)).toEqual(
      [20, 20, 11].map((size, at) => ({
        total_items: 51,
        total_pages: 3,
        page_number: at + 1,
        size,
        first_page: at === 0,
        last_page: at === 2,
        empty: false,
      })),
    );
    expect(new Set(pages.flatMap(idsOf)).size).toBe(51);
    const past = await page('/services?per_page=20&page=9');
    expect(past).toMatchObject({ size: 0, empty: true, last_page: true, contents: [] });
  });

  test('is the same when it is asked for with POST', async () => {
    const path = '/services?search=상담&per_page=5';
    expect(await (await ask(path, { method: 'POST' })).json()).toEqual(await page(path));
  });

  test('says of a service whose it is, in full what belongs to it, and in brief only when it changed', async () => {
    const [listed] = (await page('/services?per_page=1')).contents;
    expect(listed).toMatchObject({ organization: { name: '햇살동 주민센터' }, status: 'active' });
    expect(listed).not.toHaveProperty('schedules');
    const [full] = (await page('/services?per_page=1&full=true')).contents;
    expect(full).toMatchObject({ ...listed, organization: listed!.organization as object });
    expect(full!.schedules).toHaveLength(5);
    const [minimal] = (await page('/services?per_page=1&minimal=true')).contents;
    expect(Object.keys(minimal!)).toEqual(['id', 'name', 'status', 'last_modified']);
  });

  test('narrows by a word, by initial consonants, by term, taxonomy, organization and change', async () => {
    const all = await page('/services?per_page=1000');
    const by = async (query: string) => idsOf(await page(`/services?per_page=1000&${query}`));
    const named = all.contents.filter(({ name }) => name.includes('상담')).map(({ id }) => id);
    expect(await by('search=상담')).toEqual(expect.arrayContaining(named));
    expect(await by('search=ㅅㄷ')).toEqual(expect.arrayContaining(named));
    expect(named.length).toBeGreaterThan(1);

    const terms = (await page('/taxonomy_terms?per_page=1000')).contents;
    const domains = await page('/services?per_page=50&full=true');
    const housing = domains.contents.filter(({ attributes }) =>
      (attributes as { value?: string }[]).some(({ value }) => value === 'HOUSING'),
    );
    const term = terms.find(({ code, taxonomy }) => code === 'HOUSING' && taxonomy === 'kr:need_domain')!;
    expect(await by(`taxonomy_term_id=${term.id}`)).toEqual(
      expect.arrayContaining(housing.map(({ id }) => id)),
    );
    expect(housing.length).toBeGreaterThan(0);
    const [real] = await database.owner`
      select taxonomy_term_id as term, taxonomy_id as taxonomy, count(distinct link_id)::int as count
      from attributes a join taxonomy_terms t on t.id = taxonomy_term_id
      where link_id in (select id from services where not confidential) and not a.confidential
      group by 1, 2 order by 3 limit 1`;
    expect(await by(`taxonomy_term_id=${real!.term}`)).toHaveLength(real!.count);
    expect((await by(`taxonomy_id=${real!.taxonomy}`)).length).toBeGreaterThanOrEqual(real!.count);

    const organization = (all.contents[0]!.organization as Document).id;
    const theirs = all.contents.filter((each) => (each.organization as Document)?.id === organization);
    expect(await by(`organization_id=${organization}`)).toEqual(theirs.map(({ id }) => id));

    const [last] = all.contents;
    await database.owner`update services set last_modified = '2030-01-01T00:00:00Z' where id = ${last!.id}`;
    expect(await by('modified_after=2029-12-31')).toEqual([last!.id]);
    expect(await by('modified_after=2030-01-01T09:00:00%2B09:00')).toEqual([last!.id]);
    expect(await by('modified_after=2030-01-01T09:00:01+09:00')).toEqual([]);
  });

  test('of places where services are given narrows by the services', async () => {
    const all = (await page('/service_at_locations?per_page=1000')).contents;
    const [one] = all;
    const organization = ((one!.service as Document).organization as Document).id;
    const found = await page(`/service_at_locations?per_page=1000&organization_id=${organization}`);
    expect(found.contents.length).toBeGreaterThan(0);
    for (const { service } of found.contents)
      expect((service as Document).organization).toMatchObject({ id: organization });
    const searched = await page(
      `/service_at_locations?search=${encodeURIComponent((one!.service as Document).name)}`,
    );
    expect(idsOf(searched)).toContain(one!.id);
  });

  test('of terms narrows by taxonomy, by what is above them, and to those at the top', async () => {
    const [taxonomy] = (await page('/taxonomies?search=partner_kind')).contents;
    const kinds = await page(`/taxonomy_terms?taxonomy_id=${taxonomy!.id}&per_page=100`);
    expect(kinds.contents.map(({ code }) => code)).toContain('WELFARE_CENTER');
    for (const { taxonomy_detail } of kinds.contents)
      expect(taxonomy_detail).toMatchObject({ id: taxonomy!.id });
    const [below] =
      await database.owner`select id, parent_id from taxonomy_terms where parent_id is not null`;
    if (below) expect(idsOf(await page(`/taxonomy_terms?parent_id=${below.parent_id}`))).toContain(below.id);
    const top = idsOf(await page('/taxonomy_terms?top_only=true&per_page=1000'));
    const [{ count }] = (await database.owner`
      select count(*)::int from taxonomy_terms where parent_id is null and not confidential`) as unknown as [
      { count: number },
    ];
    expect(top).toHaveLength(count + 33);
  });

  test('comes whole as lines, each document once', async () => {
    const response = await ask('/services?format=ndjson&full=true');
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const lines = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const byId = (a: Document, b: Document) => (a.id < b.id ? -1 : 1);
    const full = [...(await page('/services?full=true&per_page=50')).contents];
    full.push(...(await page('/services?full=true&per_page=50&page=2')).contents);
    expect(lines).toEqual(full.sort(byId));
  });
});

describe('one record', () => {
  test('has all that belongs to it', async () => {
    const [service] = (await page('/services?per_page=1&full=true')).contents;
    const one = (await (await ask(`/services/${service!.id.toUpperCase()}`)).json()) as Document;
    expect(one).toMatchObject({ id: service!.id, schedules: service!.schedules });
    expect(one.organization).toHaveProperty('locations');
    const { id } = one.organization as Document;
    const brief = (await (await ask(`/organizations/${id}`)).json()) as { services: Document[] };
    expect(Object.keys(brief.services[0]!)).toEqual(['id', 'name', 'status']);
    const whole = (await (await ask(`/organizations/${id}?full_service=true`)).json()) as typeof brief;
    expect(whole.services.find((each) => each.id === service!.id)).toMatchObject({
      schedules: service!.schedules,
    });
  });

  test('is not sent again to whoever has it', async () => {
    const [{ id }] = (await page('/services?per_page=1')).contents as [Document];
    const first = await ask(`/services/${id}`);
    expect(first.headers.get('cache-control')).toBe('no-cache');
    const again = await ask(`/services/${id}`, { headers: { 'if-none-match': first.headers.get('etag')! } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('that there is none of is not found, whatever was written for its id', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', 'nothing', "'", '%00'])
      expect((await fault(`/services/${id}`)).slice(0, 2)).toEqual([404, 'NOT_FOUND']);
  });
});

test.each([
  ['/services?per_page=1001', 'NUMBER_OUT_OF_RANGE', 'per_page', /from 1 to 1000/],
  ['/services?full=true&per_page=51', 'NUMBER_OUT_OF_RANGE', 'per_page', /from 1 to 50/],
  ['/services?page=0', 'NUMBER_OUT_OF_RANGE', 'page', /from 1 to/],
  ['/services?page=-1', 'NUMBER_OUT_OF_RANGE', 'page', /from 1 to/],
  ['/services?page=1e3', 'NUMBER_OUT_OF_RANGE', 'page', /from 1 to/],
  ['/services?full=yes', 'PARAMETER_NOT_AMONG', 'full', /one of true, false/],
  ['/services?full=true&minimal=true', 'PARAMETERS_EXCLUDE_EACH_OTHER', 'minimal', /exclude each other/],
  ['/services?format=xml', 'PARAMETER_NOT_AMONG', 'format', /one of json, ndjson/],
  ['/services?taxonomy_id=1', 'PARAMETER_NOT_A_UUID', 'taxonomy_id', /must be a UUID/],
  ['/services?modified_after=yesterday', 'PARAMETER_NOT_A_DATE', 'modified_after', /is a date/],
  ['/services?modified_after=2026-02-31', 'VALUE_UNREADABLE', undefined, /cannot be read/],
  ['/services?modified_after=2026-01-31T00:00:00%2B99:99', 'VALUE_UNREADABLE', undefined, /cannot be read/],
  ['/services?search=%00', 'TEXT_INVISIBLE', 'search', /no character/],
  ['/services?search=a&search=b', 'PARAMETER_GIVEN_TWICE', 'search', /can be given once/],
  [`/services?search=${'a'.repeat(201)}`, 'TEXT_TOO_LONG', 'search', /at most 200/],
  ['/services?postcode=04390', 'PARAMETER_UNSUPPORTED', 'postcode', /"postcode" is not supported/],
  ['/services?name=x', 'PARAMETER_UNKNOWN', undefined, /there are: search, page/],
  ['/services/00000000-0000-4000-8000-000000000000?full=true', 'PARAMETER_UNKNOWN', undefined, /are: none/],
])('%s is refused in words', async (path, reason, field, words) => {
  const response = await ask(path, { headers: { 'accept-language': 'en' } });
  const { errors } = (await response.json()) as {
    errors: { message: string; extensions: Record<string, unknown> }[];
  };
  expect([response.status, errors[0]!.extensions]).toMatchObject([400, { code: 'BAD_INPUT', reason }]);
  expect(errors[0]!.extensions.field).toBe(field);
  expect(errors[0]!.message).toMatch(words);
  expect(errors[0]!.message).not.toMatch(/[가-힣]/);
  const [, , korean] = await fault(path);
  expect(korean).toMatch(/[가-힣]\.$/);
});

describe('what would be too much', () => {
  test('is refused: documents too long, and more lines than may be under way at once', async () => {
    const small = await startApp({ database, limits: { hsdsBytes: 10_000, hsdsStreams: 0 } });
    try {
      const long = await small.request(null, '/hsds/services?full=true&per_page=50');
      expect([long.status, long.body]).toEqual([400, expect.stringMatching(/ANSWER_TOO_LARGE/)]);
      const lines = await small.request(null, '/hsds/services?format=ndjson');
      expect([lines.status, lines.body]).toEqual([503, expect.stringContaining('OVERLOADED')]);
      expect((await small.request(null, '/hsds/services?per_page=1')).status).toBe(200);
    } finally {
      await small.stop();
    }
  });

  test('is not more than half of the connections, and the others wait for their turn', async () => {
    const narrow = await startApp({ database, limits: { poolSize: 2 } });
    try {
      const many = await Promise.all(
        Array.from({ length: 8 }, () => narrow.request(null, '/hsds/services?full=true&per_page=3')),
      );
      expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200]));
    } finally {
      await narrow.stop();
    }
  });
});

test('the API says what it is, and publishes its profile as it is committed', async () => {
  const about = (await (await ask('/')).json()) as { version: string; profile: string };
  expect(about).toEqual({
    version: '3.1',
    profile: `${app.url}/hsds/profile`,
    openapi_url: expect.stringMatching(/^https:.*openapi\.json$/),
  });
  const index = (await (await fetch(about.profile)).json()) as { files: string[] };
  expect(index.files).toContain('service.json');
  for (const file of index.files)
    expect(await (await fetch(`${about.profile}/${file}`)).text()).toBe(
      readFileSync(`schema/hsds-profile/${file}`, 'utf8'),
    );
  for (const path of [
    '/profile/..%2f..%2fpackage.json',
    '/profile/../../package.json',
    '/profile/nothing.json',
  ])
    expect((await ask(path)).status).toBe(404);
});
