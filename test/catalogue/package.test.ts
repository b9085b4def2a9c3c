import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { csvRows } from '../../src/hsds/import/reading/csv.js';
import { openPackage, sourceFromName } from '../../src/hsds/import/reading/package.js';
import { sourcesOf } from '../../src/hsds/import/reading/sources.js';
import { fileOf, folderOf, removePackages, small, zipBytes, zipOf } from './packages.js';

afterAll(removePackages);

async function readAll(path: string) {
  const opened = await openPackage(path);
  const rows: Record<string, number> = {};
  try {
    for (const table of await sourcesOf(opened))
      for await (const { line } of csvRows(table.path, await table.open(), table.delimiter))
        rows[table.path] = line;
    return rows;
  } finally {
    opened.close();
  }
}
const why = (path: Promise<string>) => expect(path.then(readAll)).rejects;

describe('a package', () => {
  test('is read alike from a zip file and from a folder', async () => {
    const files = small({ '__MACOSX/data/._services.csv': 'x', 'data/.hidden.csv': 'x' });
    const fromZip = await readAll(await zipOf(files));
    expect(fromZip).toEqual(await readAll(await folderOf(files)));
    expect(fromZip['data/services.csv']).toBe(3);
    expect(Object.keys(fromZip)).toHaveLength(5);
  });

  test('gives rows the lines that they start on', async () => {
    const folder = await folderOf({ 'services.csv': '\uFEFFid,name\n1,"a\nb"\n\n2,c\n' });
    const [source] = await sourcesOf(await openPackage(folder));
    const lines = [];
    for await (const { line, cells } of csvRows('services.csv', await source!.open()))
      lines.push([line, cells[0]]);
    expect(lines).toEqual([
      [1, 'id'],
      [2, '1'],
      [5, '2'],
    ]);
  });

  test('may say another name and another delimiter', async () => {
    const folder = await folderOf({
      'datapackage.json': JSON.stringify({
        resources: [{ name: 'service', path: 'export.csv', dialect: { delimiter: ';' } }],
      }),
      'export.csv': 'id;name\n1;a\n',
    });
    const [source] = await sourcesOf(await openPackage(folder));
    expect(source).toMatchObject({ name: 'service', delimiter: ';' });
  });

  test('names its source', () => {
    expect(sourceFromName('/some/where/Open211 Miami.zip')).toBe('open211-miami');
    expect(sourceFromName('용산 복지.zip')).toBe('용산-복지');
  });
});

describe('a package that cannot be read says why', () => {
  test('missing', () => why(Promise.resolve('/nowhere/at-all.zip')).toThrow(/does not exist/));
  test('no zip file', () => why(fileOf('a.zip', Buffer.from('hello'))).toThrow(/neither a zip file nor/));
  test('empty', () => why(fileOf('a.zip', Buffer.alloc(0))).toThrow(/neither a zip file nor/));
  test('cut off', () => {
    const bytes = zipBytes(small());
    return why(fileOf('a.zip', bytes.subarray(0, bytes.length / 2))).toThrow(/cut off/);
  });
  test('damaged', () => why(zipOf(small(), { damaged: true })).toThrow(/damaged/));
  test('encrypted', () => why(zipOf(small(), { encrypted: true })).toThrow(/encrypted/));
  test.each(['../services.csv', '/services.csv', 'data/../../services.csv', 'data\\..\\..\\services.csv'])(
    'with the path %s',
    (path) => why(zipOf({ [path]: 'id,name\n' })).toThrow(/leaves the package/),
  );
  test('a bomb', () => why(zipOf({ 'services.csv': 'x' }, { size: 50 * 1024 ** 2 })).toThrow(/zip bomb/));
  test('too large', () => why(zipOf({ 'services.csv': 'x' }, { size: 2 * 1024 ** 3 })).toThrow(/too large/));
  test('no CSV', () => why(folderOf({ 'readme.txt': 'hello' })).toThrow(/no HSDS data package/));
  test('only a description', () => why(folderOf({ 'datapackage.json': '{}' })).toThrow(/none of the CSV/));
  test('a broken description', () =>
    why(folderOf({ 'datapackage.json': '{', 'services.csv': '' })).toThrow(/not JSON/));
  test('another encoding by its description', () =>
    why(
      folderOf({
        'datapackage.json': '{"resources":[{"path":"services.csv","encoding":"latin1"}]}',
        'services.csv': '',
      }),
    ).toThrow(/said to be latin1/));
  test('another encoding', () =>
    why(folderOf({ 'services.csv': Buffer.from('id,name\n1,\x81\x8d\x8f\n2,\x90\x9d\n', 'latin1') })).toThrow(
      /services\.csv is not UTF-8 .* nor CP949/,
    ));
  test('a quotation mark never closed', () =>
    why(folderOf({ 'services.csv': 'id,name\n1,"open\n2,b\n' })).toThrow(
      /services\.csv, line \d+: a quotation mark/,
    ));
  test('links that lead out of the folder', async () => {
    const folder = await folderOf({ 'readme.txt': '' });
    await symlink('/etc/hostname', join(folder, 'services.csv'));
    await why(Promise.resolve(folder)).toThrow(/no HSDS data package/);
  });
});
