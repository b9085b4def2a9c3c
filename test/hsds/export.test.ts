import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getTableName } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageFiles, withSnapshot } from '../../src/hsds/export/export.js';
import { resources } from '../../src/hsds/resources.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { type Faults, official, validators } from './official.js';
import { exported, objectOf, type Row, textOf } from './package.js';
import { type Ids, plant } from './planted.js';

let database: TestDatabase;
let folder: string;
let rows: Record<string, Row[]>;
let dirty: Ids;
beforeAll(async () => {
  database = await freshDatabase();
  dirty = await plant(database.owner, { word: 'not so, "it" is\nthat', confidential: false, owners: {} });
  folder = await mkdtemp(join(tmpdir(), 'hamkke-export-'));
  rows = await exported(database.owner);
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const command = (...args: string[]) =>
  promisify(execFile)(
    process.execPath,
    ['dist/hsds/export/command.js', ...args, '--database', database.ownerUrl],
    { encoding: 'buffer', env: { PATH: process.env.PATH }, maxBuffer: 64 << 20, timeout: 60_000 },
  );

describe('a data package', () => {
  test('has every row that everybody may know, and the profile’s own', async () => {
    for (const { name, table } of resources.values()) {
      const [stored] = await database.owner`
        select count(*)::int as count from ${database.owner(getTableName(table))} where not confidential`;
      const added = { taxonomy: 3, taxonomy_term: 33 }[name as string] ?? 0;
      const [kept] = await database.owner`
        select count(*)::int as count from attributes where not confidential and link_type like 'kr:%'`;
      const own =
        name === 'attribute'
          ? rows[name]!.filter((row) => row.link_type!.startsWith('kr:')).length - Number(kept!.count)
          : 0;
      expect([name, rows[name]!.length - added - own]).toEqual([name, stored!.count]);
    }
  });

  test('names in every reference a record that is in it', () => {
    const ids = new Map(
      Object.entries(rows).map(([name, list]) => [name, new Set(list.map(({ id }) => id))]),
    );
    const anywhere = new Set([...ids.values()].flatMap((each) => [...each]));
    for (const { name, fields } of resources.values())
      for (const field of fields.filter(({ references }) => references))
        for (const row of rows[name]!) {
          const id = row[field.name]!;
          const there = field.references === 'any' ? anywhere : ids.get(field.references!)!;
          if (id) expect([name, field.name, there.has(id)]).toEqual([name, field.name, true]);
        }
  });

  (official ? test : test.skip)('has only rows that the official schemas allow', () => {
    const faultsOf: Record<string, Faults> = validators();
    for (const it of resources.values())
      for (const row of rows[it.name]!) {
        const object: Record<string, unknown> = objectOf(it, row);
        // In a table a capacity names its unit, which in a document stands inside of it.
        if (it.name === 'service_capacity') object.unit = { id: object.unit_id!, name: '' };
        expect([it.name, object, ...faultsOf[it.name]!(object)]).toEqual([it.name, object]);
      }
  });

  test('keeps a text that HSDS has no place for, with its commas, quotes and lines', () => {
    const said = rows.attribute!.find(({ link_id, label }) => link_id === dirty.service && label === 'url');
    expect(said).toMatchObject({
      link_type: 'kr:as_written',
      link_entity: 'service',
      value: 'not so, "it" is\nthat url',
    });
    expect(rows.service!.find(({ id }) => id === dirty.service)!.url).toBe('');
  });

  test('is of one instant: what is written meanwhile is in none of its files', async () => {
    await withSnapshot(database.owner, async (at) => {
      const [first, ...others] = packageFiles(at);
      await textOf(await first!.open());
      await database.owner`update services set name = 'meanwhile' where id = ${dirty.service}`;
      for (const { open } of others) expect(await textOf(await open())).not.toContain('meanwhile');
    });
    expect((await exported(database.owner)).service!.map(({ name }) => name)).toContain('meanwhile');
  });
});

describe('npm run export:hsds', () => {
  test('writes the same bytes for the same store, to a file and to standard output', async () => {
    await command(join(folder, 'a.zip'));
    const { stdout } = await command('-');
    const written = await readFile(join(folder, 'a.zip'));
    expect(written.subarray(0, 2).toString()).toBe('PK');
    expect(Buffer.compare(stdout, written)).toBe(0);
    expect((await readdir(folder)).filter((each) => each.endsWith('.part'))).toEqual([]);
  });

  test('writes a folder with the files that its description names, and never into one that is there', async () => {
    const target = join(folder, 'package');
    await command(target);
    const described = JSON.parse(await readFile(join(target, 'datapackage.json'), 'utf8')) as {
      resources: { path: string; schema: { fields: { name: string }[] } }[];
    };
    const files = (await readdir(target)).filter((each) => each.endsWith('.csv'));
    expect(files.sort()).toEqual(described.resources.map(({ path }) => path).sort());
    for (const { path, schema } of described.resources) {
      const [header] = (await readFile(join(target, path), 'utf8')).split('\n');
      expect(header).toBe(schema.fields.map(({ name }) => name).join(','));
    }
    const refused = await command(target).catch((error) => error as { code: number; stderr: Buffer });
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr.toString()).toContain('is there already');
  });

  test('writes whole documents, too', async () => {
    const { stdout } = await command('-', '--format', 'json', '--of', 'organizations');
    const list = JSON.parse(stdout.toString('utf8')) as { id: string }[];
    expect(list.map(({ id }) => id).sort()).toEqual(rows.organization!.map(({ id }) => id).sort());
    const lines = (await command('-', '--format', 'ndjson')).stdout.toString('utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).id).sort()).toEqual(rows.service!.map(({ id }) => id).sort());
  });
});
