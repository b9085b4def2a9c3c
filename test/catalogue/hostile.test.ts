import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importHsds } from '../../src/hsds/import/load.js';
import { fileRules } from '../../src/hsds/import/mapping/files.js';
import type { Finding } from '../../src/hsds/import/report.js';
import { type Field, type Resource, resources } from '../../src/hsds/resources.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { idOf } from './documents.js';
import { fileOf, folderOf, removePackages } from './packages.js';

afterAll(removePackages);

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await freshDatabase('empty');
  sql = database.owner;
});
afterAll(() => database.drop());

/** Syllables that no compression makes shorter, as those of a real text: the index of a name has its limit in bytes. */
const syllables = (count: number) => {
  let seed = 7;
  return Array.from({ length: count }, () => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return String.fromCharCode(0xac00 + (seed % 11172));
  }).join('');
};

const texts = [
  'NaN',
  '1e999',
  '1e-400',
  '9'.repeat(40),
  `0.${'1'.repeat(200)}`,
  '37566500',
  '-40000',
  '1.5',
  '0000-11-05',
  '0001-01-01T00:00:00+09:00',
  '2026-02-30',
  '99999-01-01',
  '2026-01-01T00:00:00+23:59',
  '2999-01-01 00:00',
  '24:30',
  '23:59:60',
  '12:00+99',
  'a\u0000b',
  '\\N',
  '\\',
  "'; drop table services; --",
  '"',
  'a\tb\r\nc',
  '\u202e\u200b\ufeff',
  syllables(1000),
];

const sane: Record<string, string> = {
  latitude: '37.5',
  longitude: '127',
  email: 'a@example.org',
  url: 'http://example.org',
  website: 'http://example.org',
  status: 'active',
  year_incorporated: '2000',
  date_incorporated: '2000',
  number: '02-120',
  weekday: 'Monday',
  opens_at: '09:00am',
  closes_at: '06:00pm',
  virtual: 'false',
};

/** The sane row of each file is on its second line; each further line has one value that nobody could mean. */
interface Made {
  header: string[];
  hostile: Map<number, ReadonlySet<string>>;
  lines: string[];
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

function made(rule: (typeof fileRules)[number]): Made {
  const columns = [
    ...new Set([
      ...Object.values(rule.columns).flatMap(({ from }) => from),
      ...Object.values(rule.references ?? {}).map(({ from }) => from),
      ...(rule.alsoReads ?? []),
    ]),
  ].filter((each) => each !== 'id');
  const header = ['id', ...columns];
  const cell = (column: string) => sane[column] ?? (/_ids?$/.test(column) ? '1' : `${column} of it`);
  const lines = [['1', ...columns.map(cell)]];
  const hostile = new Map<number, ReadonlySet<string>>();
  const add = (values: Record<string, string>) => {
    const id = `${lines.length + 1}`;
    hostile.set(Number(id), new Set(Object.keys(values)));
    lines.push([values.id ?? id, ...columns.map((each) => values[each] ?? cell(each))]);
  };
  // What a row cannot be without has rows of its own, so that its refusal hides no other fault.
  const alone = header.filter((each) => /(^|_)ids?$/.test(each) || each === 'name' || each === 'number');
  for (const column of alone) for (const text of texts) add({ [column]: text });
  const rest = columns.filter((each) => !alone.includes(each));
  for (const each of texts.keys())
    add(Object.fromEntries(rest.map((column, at) => [column, texts[(each + at) % texts.length]!])));
  return { header, hostile, lines: [header, ...lines].map((cells) => cells.map(quoted).join(',')) };
}

/** What holds of every report: the sums are right, and whoever tells a value tells where it stands. */
async function imported(path: string) {
  const findings: Finding[] = [];
  const report = await importHsds(sql, path, {
    source: 'hostile',
    eachFinding: (finding) => void findings.push(finding),
  });
  for (const each of report.files)
    expect(each.read).toBe(each.inserted + each.updated + each.unchanged + each.merged + each.refused);
  expect(findings.filter(({ line }) => !(line > 0))).toEqual([]);
  // Opening hours of HSDS 2.0 keep the words that they could not read beside them.
  const placeless = findings.filter(
    ({ value, column, entity }) => value !== null && column === null && entity !== 'schedules',
  );
  expect(placeless).toEqual([]);
  return { report, findings };
}

describe('a value that no column can hold costs its own row or property', () => {
  test('in every column of every file of HSDS 2.0', async () => {
    const all = fileRules.map((rule) => ({ rule, ...made(rule) }));
    const path = await folderOf(
      Object.fromEntries(all.map(({ rule, lines }) => [`${rule.names[0]}.csv`, `${lines.join('\n')}\n`])),
    );
    const { findings } = await imported(path);
    for (const { rule, hostile } of all) {
      const of = findings.filter(({ file }) => file === `${rule.names[0]}.csv`);
      // The sane row, which everything refers to, is whole.
      // Where rows are known by what they link, many lines are one row, whichever of them stands for it.
      const whole = of.filter(({ id, kind }) => id === '1' && kind === 'refused' && !rule.knownBy);
      expect(whole).toEqual([]);
      // Whatever is refused is refused for its own value.
      const wrong = of.filter(
        ({ id, kind, column }) =>
          kind === 'refused' && column !== null && hostile.get(Number(id))?.has(column) === false,
      );
      expect(wrong.map(({ id, column, reason }) => [id, column, reason])).toEqual([]);
    }
  });

  test('in every property of every object of HSDS 3', async () => {
    const objects = [...resources.values()];
    const others = [
      0,
      -1,
      1e308,
      37566500,
      true,
      false,
      [],
      {},
      [[]],
      [null],
      { $oid: 'x' },
      { a: { b: 1 } },
    ];
    const lists = objects.map((it) => {
      const whole = { ...saneOf(it), id: idOf(it.name) };
      const values = [...texts, '\ud800', ...others];
      // What an object cannot be without has objects of its own, so that its refusal hides no other fault.
      const alone = it.fields.filter(({ name, nullable }) => !nullable && name !== 'id');
      const rest = it.fields.filter(({ nullable }) => nullable);
      const rows = [
        ...values.map((id) => ({ ...whole, id })),
        ...alone.flatMap(({ name }) => values.map((value) => ({ ...whole, [name]: value }))),
        ...values.map((_, each) => ({
          ...whole,
          ...Object.fromEntries(rest.map(({ name }, at) => [name, values[(each + at) % values.length]])),
        })),
      ].map((row, at) => (row.id === whole.id ? { ...row, id: idOf(`${it.name} ${at}`) } : row));
      return [it.path, [whole, ...rows]];
    });
    const { findings } = await imported(
      await fileOf('package.json', Buffer.from(JSON.stringify(Object.fromEntries(lists)))),
    );
    for (const it of objects) {
      const id = idOf(it.name);
      expect(findings.filter((each) => each.id === id && each.kind === 'refused')).toEqual([]);
    }
    // Every service can be found and shown afterwards, whatever it was given.
    const [found] = await sql`select count(*)::int as lost from services s
      where not confidential and not exists (select from service_searches x where x.id = s.id)`;
    expect(found).toEqual({ lost: 0 });
  });
});

function saneOf(it: Resource): Record<string, unknown> {
  return Object.fromEntries(it.fields.map((field) => [field.name, saneValue(field)]));
}

function saneValue({ kind, references, words, name }: Field): unknown {
  if (references === 'any') return idOf('service');
  // Its own parent is none.
  if (name === 'parent_id' || name === 'parent_organization_id') return null;
  if (references) return idOf(references);
  if (words) return [...words.keys()][0];
  const values: Partial<Record<typeof kind, unknown>> = {
    number: 1,
    date: '2026-01-01',
    time: '09:00',
    instant: '2026-01-01T00:00:00+09:00',
    uri: 'https://example.org/',
    email: 'a@example.org',
  };
  return values[kind] ?? 'sane';
}
