import { OData } from '@odata/client';
import csdl from 'odata-csdl';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dimension, Measure } from '../../src/fact/measures.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { differences, district, type Figure, figuresOf, publishYear } from './expected.js';

// The feed for Excel, Power BI and Tableau, read by a client of OData that is not ours and by hand.

const other = '11440';
let database: TestDatabase;
let app: App;
let expected: Map<string, Figure>;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  await publishYear(database);
  await publishYear(database, other, '2010-12');
  expected = await figuresOf(app, 1);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

interface Entry {
  Id: string;
  District: string;
  Release: number;
  Measure: Measure;
  Dimension: Dimension | null;
  Value: string | null;
  ValueName: string | null;
  Month: string;
  State: string;
  Figure: number | null;
}
interface Answer {
  '@odata.context': string;
  '@odata.count'?: number;
  '@odata.nextLink'?: string;
  value: Entry[];
  error?: { code: string; message: string; target?: string };
}
const asFigure = (each: Entry): Figure => ({
  measure: each.Measure,
  dimension: each.Dimension ?? '',
  value: each.Value ?? '',
  month: each.Month,
  state: each.State,
  figure: each.Figure,
});
const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(path.startsWith('http') ? path : `${app.url}/odata/${path}`, { headers });
  return { response, answer: JSON.parse(await response.text()) as Answer };
};
const figures = async (options: Record<string, string>, headers: Record<string, string> = {}) =>
  (await get(`Figures?${new URLSearchParams(options)}`, headers)).answer;
const ofDistrict = `District eq '${district}'`;
/** All pages, by the links that the feed gives. */
async function pages(path: string, headers: Record<string, string> = {}) {
  const found: Answer[] = [];
  for (let next: string | undefined = path; next; next = found.at(-1)!['@odata.nextLink'])
    found.push((await get(next, headers)).answer);
  return found;
}
const fault = async (options: Record<string, string>, language = 'en') => {
  const { response, answer } = await get(`Figures?${new URLSearchParams(options)}`, {
    'accept-language': language,
  });
  return [response.status, answer.error?.code, answer.error?.target];
};

test('@odata/client reads the figures that GraphQL has, and filters, orders and counts them', async () => {
  const client = OData.New4({ serviceEndpoint: `${app.url}/odata/` });
  const set = client.getEntitySet<Entry>('Figures');
  const inDistrict = () => client.newFilter().field('District').eqString(district);
  const count = await set.count(inDistrict());
  const found: Entry[] = [];
  while (found.length < count) {
    const options = client
      .newOptions()
      .filter(inDistrict())
      .top(1000)
      .skip(found.length)
      .orderby('Id', 'desc');
    const part = await set.query(options);
    expect(part.length).toBe(Math.min(1000, count - found.length));
    found.push(...part);
  }
  expect(differences(found.map(asFigure), expected)).toEqual([]);
  const ids = found.map(({ Id }) => Id);
  expect(ids).toEqual([...ids].sort().reverse());
  const march = await set.query(
    client
      .newOptions()
      .filter(
        inDistrict()
          .field('Measure')
          .eqString('LINKAGES')
          .field('Month')
          .ge("'2019-03'")
          .field('Month')
          .le("'2019-04'"),
      )
      .select(['Month', 'Figure']),
  );
  const texts = (some: readonly Pick<Entry, 'Month' | 'Figure'>[]) =>
    some.map(({ Month, Figure: figure }) => `${Month} ${figure}`).sort();
  expect(Object.keys(march[0]!)).toEqual(['Month', 'Figure']);
  expect(texts(march)).toEqual(
    texts(
      found.filter(({ Measure: of, Month }) => of === 'LINKAGES' && ['2019-03', '2019-04'].includes(Month)),
    ),
  );
  expect(march.length).toBeGreaterThan(50);
  expect(await set.retrieve(found[0]!.Id)).toMatchObject(found[0]!);
  const releases = await client.getEntitySet('Releases').query();
  expect(releases).toMatchObject([
    { District: other, Number: 1, LastMonth: '2010-12' },
    { District: district, Number: 1, LastMonth: '2019-11' },
  ]);
  expect(await client.getEntitySet('Measures').count()).toBeGreaterThan(20);
});

test('$metadata is CSDL by the tool of the OData committee, and describes every entry that is given', async () => {
  const response = await fetch(`${app.url}/odata/$metadata`);
  expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
  const messages: unknown[] = [];
  const model = csdl.xml2json(await response.text(), { strict: true, messages }) as Record<string, unknown>;
  expect(messages).toEqual([]);
  const types = model['Hamkke.Statistics'] as Record<
    string,
    Record<string, { $Kind?: string; $Type?: string; $Nullable?: boolean; $Collection?: boolean }>
  >;
  const { answer: service } = await get('');
  const names = service.value.map((each) => (each as unknown as { name: string }).name);
  expect(names).toEqual(['Figures', 'Measures', 'Dimensions', 'Releases']);
  for (const name of names) {
    const type = types[(types.Statistics![name]!.$Type as string).split('.').at(-1)!]!;
    const columns = Object.keys(type).filter((each) => !each.startsWith('$'));
    const { answer, response: of } = await get(`${name}?$top=200`);
    expect(of.headers.get('odata-version')).toBe('4.0');
    expect(of.headers.get('content-type')).toBe('application/json;odata.metadata=minimal;charset=utf-8');
    for (const entry of answer.value as unknown as Record<string, unknown>[]) {
      expect(Object.keys(entry)).toEqual(columns);
      for (const column of columns) {
        const { $Type = 'Edm.String', $Nullable, $Collection } = type[column]!;
        const value = entry[column];
        const isRight =
          value === null
            ? $Nullable === true
            : $Collection
              ? Array.isArray(value)
              : typeof value === ($Type.startsWith('Edm.Int') ? 'number' : 'string');
        expect([name, column, isRight]).toEqual([name, column, true]);
      }
    }
  }
});

test('what Excel and Power BI accept is given, and what is no JSON is not', async () => {
  const accept =
    'application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8';
  for (const path of ['', 'Figures?$top=1', 'Measures'])
    expect([path, (await get(path, { accept })).response.status]).toEqual([path, 200]);
  expect((await get('Figures?$top=1', { accept: 'application/atom+xml;type=feed' })).response.status).toBe(
    406,
  );
  expect((await get('Figures?$top=1', { accept: 'application/json;q=0' })).answer.error?.code).toBe(
    'TYPE_NOT_ACCEPTED',
  );
  // It is XML and a number, whatever a client says of everything else.
  for (const path of ['$metadata', 'Measures/$count'])
    expect(
      (await fetch(`${app.url}/odata/${path}`, { headers: { accept: 'application/json' } })).status,
    ).toBe(200);
});

describe('pages', () => {
  test('go on by their links until all of a release is there once', async () => {
    const prefer = { prefer: 'odata.maxpagesize=700' };
    const all = await pages(`Figures?$filter=${encodeURIComponent(ofDistrict)}&$count=true`, prefer);
    expect(all.length).toBeGreaterThan(3);
    const found = all.flatMap(({ value }) => value);
    expect(all.map((each) => each['@odata.count'])).toEqual(all.map(() => found.length));
    expect(differences(found.map(asFigure), expected)).toEqual([]);
  });

  test('go from district to district, and end with what $top asked for', async () => {
    const prefer = { prefer: 'odata.maxpagesize=1500' };
    const all = await pages('Figures', prefer);
    const found = all.flatMap(({ value }) => value);
    const whole = await Promise.all(
      [other, district].map(async (each) =>
        (await pages(`Figures?$filter=District%20eq%20'${each}'`)).flatMap(({ value }) => value),
      ),
    );
    expect(found).toEqual(whole.flat());
    const top = whole[0]!.length + 10;
    const some = await pages(`Figures?$top=${top}`, prefer);
    expect(some.flatMap(({ value }) => value)).toEqual(found.slice(0, top));
    expect((await pages('Figures?$top=0')).map(({ value }) => value)).toEqual([[]]);
    const both = await pages(`Figures?$filter=District in ('${district}','${other}') and Month le '2019-01'`);
    expect(both.flatMap(({ value }) => value)).toEqual(found.filter(({ Month }) => Month <= '2019-01'));
  });

  test('are answered as unchanged to whoever has them, and count alone is a number', async () => {
    const path = `Figures?$filter=${encodeURIComponent(ofDistrict)}&$top=5`;
    const { response } = await get(path);
    const again = await fetch(`${app.url}/odata/${path}`, {
      headers: { 'if-none-match': response.headers.get('etag')! },
    });
    expect(again.status).toBe(304);
    const count = await fetch(`${app.url}/odata/Figures/$count?$filter=${encodeURIComponent(ofDistrict)}`);
    const { '@odata.count': inline } = await figures({ $filter: ofDistrict, $count: 'true', $top: '0' });
    expect([count.headers.get('content-type'), await count.text()]).toEqual([
      'text/plain; charset=utf-8',
      String(inline),
    ]);
  });
});

describe('a filter', () => {
  test('finds what the same words find in the figures', async () => {
    const all = [...expected.values()];
    const cases: [string, (each: Figure) => boolean][] = [
      [`Measure eq 'REPORTS'`, ({ measure }) => measure === 'REPORTS'],
      [
        `Measure in ('REPORTS','SCREENED') and Dimension eq null`,
        ({ measure, dimension }) => ['REPORTS', 'SCREENED'].includes(measure) && !dimension,
      ],
      [
        `(Dimension eq 'SECTOR' or Dimension eq 'TRACK') and (Month ge '2019-10')`,
        ({ dimension, month }) => ['SECTOR', 'TRACK'].includes(dimension) && month >= '2019-10',
      ],
      [
        `State eq 'SUPPRESSED' and Month le '2019-03'`,
        ({ state, month }) => state === 'SUPPRESSED' && month <= '2019-03',
      ],
      [`Value eq 'SCHOOL' and Release eq 1`, ({ value }) => value === 'SCHOOL'],
      // "and" binds more tightly than "or".
      [
        `Measure eq 'REPORTS' or Measure eq 'LINKAGES' and Month eq '2019-05'`,
        ({ measure, month }) => measure === 'REPORTS' || (measure === 'LINKAGES' && month === '2019-05'),
      ],
    ];
    for (const [filter, fits] of cases) {
      const { value } = await figures({ $filter: `${ofDistrict} and (${filter})` });
      const keys = new Set(value.map((each) => each.Id.split(':').slice(2).join(' ')));
      const missed = all
        .filter(fits)
        .filter((each) => !keys.has([each.measure, each.dimension, each.value, each.month].join(' ')));
      expect([filter, missed.length, value.filter((each) => !fits(asFigure(each))).length]).toEqual([
        filter,
        0,
        0,
      ]);
      expect(value.length).toBeGreaterThan(0);
    }
  });

  test('is of closed lists, and says what is wrong with it, in both languages', async () => {
    const cases: [Record<string, string>, string][] = [
      [{ $filter: "Measure eq 'EVERYTHING'" }, 'ODATA_VALUE_UNKNOWN'],
      [{ $filter: "Measure eq 'HOUSEHOLDS_SERVED'" }, 'ODATA_VALUE_UNKNOWN'],
      [{ $filter: 'Measure eq 1' }, 'ODATA_VALUE_UNKNOWN'],
      [{ $filter: 'Measure eq null' }, 'ODATA_VALUE_UNKNOWN'],
      [{ $filter: "District eq '1'" }, 'ODATA_VALUE_UNKNOWN'],
      [{ $filter: "Month ge '2019-13'" }, 'ODATA_VALUE_UNKNOWN'],
      [{ $filter: "Value eq 'x'' or 1 eq 1'" }, 'ODATA_VALUE_UNKNOWN'],
      [{ $filter: 'Figure ge 3' }, 'ODATA_COLUMN_NOT_COMPARED'],
      [{ $filter: 'Figure eq 0' }, 'ODATA_COLUMN_NOT_COMPARED'],
      [{ $filter: "Measure ge 'REPORTS'" }, 'ODATA_COLUMN_NOT_COMPARED'],
      [{ $filter: "ValueName eq '학교'" }, 'ODATA_COLUMN_NOT_COMPARED'],
      [{ $filter: "Secret eq 'x'" }, 'ODATA_COLUMN_UNKNOWN'],
      [{ $filter: "contains(Measure,'R')" }, 'ODATA_COLUMN_UNKNOWN'],
      [{ $filter: "not (Measure eq 'REPORTS')" }, 'ODATA_COLUMN_UNKNOWN'],
      [{ $filter: "Measure ne 'REPORTS'" }, 'ODATA_FILTER_UNREADABLE'],
      [{ $filter: "Month gt '2019-01'" }, 'ODATA_FILTER_UNREADABLE'],
      [{ $filter: "Measure eq 'REPORTS' and" }, 'ODATA_FILTER_UNREADABLE'],
      [{ $filter: "Measure eq 'REPORTS" }, 'ODATA_FILTER_UNREADABLE'],
      [{ $filter: '' }, 'ODATA_FILTER_UNREADABLE'],
      [{ $filter: 'Release eq 1.5' }, 'ODATA_FILTER_UNREADABLE'],
      [{ $filter: `${'('.repeat(11)}Measure eq 'REPORTS'${')'.repeat(11)}` }, 'ODATA_FILTER_TOO_LARGE'],
      [{ $filter: `Measure in (${Array(101).fill("'REPORTS'").join(',')})` }, 'ODATA_FILTER_TOO_LARGE'],
      [{ $filter: `Measure eq 'REPORTS'${' '.repeat(2000)}` }, 'ODATA_FILTER_TOO_LARGE'],
      [{ $filter: "Release eq 1 or Measure eq 'REPORTS'" }, 'ODATA_RELEASE_STANDS_ALONE'],
      [{ $filter: `${ofDistrict} and Release in (1,2)` }, 'ODATA_RELEASE_STANDS_ALONE'],
      [{ $count: 'true' }, 'ODATA_NEEDS_ONE_DISTRICT'],
      [{ $orderby: 'Month' }, 'ODATA_NEEDS_ONE_DISTRICT'],
      [{ $skip: '1' }, 'ODATA_NEEDS_ONE_DISTRICT'],
      [{ $count: '1' }, 'ODATA_NOT_A_TRUTH'],
      [{ $top: '-1' }, 'ODATA_NOT_A_NUMBER'],
      [{ $skip: '99999999' }, 'ODATA_NOT_A_NUMBER'],
      [{ $select: 'Figure,Secret' }, 'ODATA_COLUMN_UNKNOWN'],
      [{ $orderby: 'Month desc desc' }, 'ODATA_COLUMN_UNKNOWN'],
      [{ $orderby: 'Month sideways' }, 'ODATA_COLUMN_UNKNOWN'],
      [{ $skiptoken: 'x' }, 'ODATA_PAGE_UNKNOWN'],
      [{ $format: 'xml' }, 'TYPE_NOT_ACCEPTED'],
      [{ $expand: 'Measure' }, 'ODATA_OPTION_UNSUPPORTED'],
      [{ $apply: 'aggregate(Figure with sum as Total)' }, 'ODATA_OPTION_UNSUPPORTED'],
      [{ $search: 'x' }, 'ODATA_OPTION_UNSUPPORTED'],
      [{ measure: 'REPORTS' }, 'ODATA_OPTION_UNSUPPORTED'],
    ];
    for (const [options, code] of cases) {
      const [name] = Object.keys(options);
      const [status, said, target] = await fault(options);
      expect([options, said]).toEqual([options, code]);
      expect(status).toBe(code === 'TYPE_NOT_ACCEPTED' ? 406 : 400);
      expect(target).toBe(code === 'ODATA_NEEDS_ONE_DISTRICT' ? undefined : name);
    }
    const { answer } = await get(`Figures?$top=x`, { 'accept-language': 'ko' });
    expect(answer.error!.message).toMatch(/정수여야 합니다\.$/);
    const twice = await get(`Figures?$top=1&$top=2`);
    expect(twice.answer.error!.code).toBe('ODATA_OPTION_UNSUPPORTED');
    for (const path of [
      'Nothing',
      'Figures/Month',
      "Figures('x')",
      'constructor',
      'Figures/$ref',
      "Figures('41150:2:REPORTS:::2019-01')",
    ]) {
      const nowhere = await get(path);
      expect([path, nowhere.response.status, nowhere.answer.error?.code]).toEqual([
        path,
        404,
        'ODATA_NOTHING_HERE',
      ]);
    }
    const posted = await fetch(`${app.url}/odata/Figures`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(posted.status).toBe(404);
  });

  test('finds nothing of a district that is unknown and of one that published nothing alike', async () => {
    const empty = async (of: string) => {
      const { value, ...rest } = await figures({ $filter: `District eq '${of}'`, $count: 'true' });
      return [value, rest];
    };
    expect(await empty('99999')).toEqual(await empty('11170'));
    expect((await empty('11170'))[0]).toEqual([]);
  });
});

test('what is kept back says nothing of itself in any order, filter or count', async () => {
  // Whatever is asked, figures that are kept back come in the order of the release, all as null, and as many as it says.
  const kept = [...expected.values()].filter(({ state }) => state === 'SUPPRESSED');
  const { '@odata.count': count } = await figures({
    $filter: `${ofDistrict} and State eq 'SUPPRESSED'`,
    $count: 'true',
    $top: '0',
  });
  const unnamed = await figures({ $filter: `${ofDistrict} and State eq 'SUPPRESSED'` });
  expect(count).toBe(unnamed.value.length);
  expect(unnamed.value.length).toBeGreaterThanOrEqual(kept.length);
  for (const $orderby of ['Figure', 'Figure desc', 'Figure desc,Month']) {
    const all: Entry[] = [];
    for (let skip = 0; ; skip += 5000) {
      const { value } = await figures({ $filter: ofDistrict, $orderby, $skip: String(skip) });
      all.push(...value);
      if (value.length < 5000) break;
    }
    const without = all.filter(({ Figure: figure }) => figure === null);
    expect(without.filter(({ State }) => State === 'KNOWN')).toEqual([]);
    const places = without.map((each) => all.indexOf(each));
    const first = $orderby === 'Figure' ? 0 : all.length - without.length;
    expect(places).toEqual(places.map((_, at) => first + at));
    const ids = without.map(({ Id }) => Id);
    const plain = (await figures({ $filter: ofDistrict })).value.filter(
      ({ Figure: figure }) => figure === null,
    );
    if (!$orderby.includes('Month'))
      expect(ids.slice(0, 100)).toEqual(plain.map(({ Id }) => Id).slice(0, 100));
  }
});
