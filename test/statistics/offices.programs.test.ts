import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import readExcelFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dimension, Measure } from '../../src/fact/measures.js';
import { dimensionWords, measureWords } from '../../src/fact/words.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { isLong } from '../support/long.js';
import { differences, district, type Figure, figuresOf, publishYear } from './expected.js';

// Programs of offices, where they are installed: LibreOffice (Debian's libreoffice-calc-nogui) and Python. They are asked by
// `npm run test:long -- statistics`.

const isThere = (program: string) => isLong && spawnSync(program, ['--version']).status === 0;
const [hasOffice, hasPython] = [isThere('soffice'), isThere('python3')];
if (isLong)
  for (const [name, there] of [
    ['LibreOffice', hasOffice],
    ['Python', hasPython],
  ])
    if (!there) console.log(`${name} is not installed: skipped.`);

describe.runIf(isLong)('a release', () => {
  let database: TestDatabase;
  let app: App;
  let folder: string;
  let expected: Map<string, Figure>;
  beforeAll(async () => {
    database = await freshDatabase();
    app = await startApp({ database });
    folder = await mkdtemp(join(tmpdir(), 'hamkke-offices-'));
    await publishYear(database);
    expected = await figuresOf(app, 1);
    for (const name of ['csv', 'json', 'xlsx']) {
      const response = await fetch(`${app.url}/statistics/${district}/1.${name}`);
      await writeFile(join(folder, `release.${name}`), Buffer.from(await response.arrayBuffer()));
    }
  });
  afterAll(async () => {
    await app?.stop();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const office = (...args: string[]) => {
    const { status, stderr } = spawnSync(
      'soffice',
      ['--headless', `-env:UserInstallation=file://${folder}/profile`, ...args, '--outdir', folder],
      { cwd: folder, encoding: 'utf8', timeout: 150_000 },
    );
    if (status !== 0) throw new Error(stderr);
  };
  const figure = (each: Record<string, unknown>): Figure => ({
    measure: each.measure as Measure,
    dimension: (each.dimension || '') as Dimension | '',
    value: String(each.value ?? ''),
    month: String(each.month),
    state: String(each.state),
    figure: each.figure === '' || each.figure === null ? null : Number(each.figure),
  });

  test.skipIf(!hasPython)('says in Python what GraphQL says, as CSV and as JSON-stat', () => {
    const { stdout, stderr, status } = spawnSync(
      'python3',
      ['test/statistics/read.py', join(folder, 'release.csv'), join(folder, 'release.json')],
      { encoding: 'utf8', maxBuffer: 100_000_000 },
    );
    expect([status, stderr]).toEqual([0, '']);
    const read = JSON.parse(stdout) as { csv: Figure[]; json: Figure[] };
    expect(differences(read.csv, expected)).toEqual([]);
    expect(differences(read.json, expected)).toEqual([]);
    console.log(`Python: ${read.csv.length} figures of the CSV and ${read.json.length} of the JSON-stat.`);
  });

  test.skipIf(!hasOffice)('says in LibreOffice what GraphQL says, as XLSX', async () => {
    const options = '44,34,76,1,,0,false,false,false,false,false,-1';
    office('--convert-to', `csv:Text - txt - csv (StarCalc):${options}`, 'release.xlsx');
    const sheets = (await readdir(folder)).filter((each) => /^release-.+\.csv$/.test(each));
    const measureOf = new Map(
      (Object.keys(measureWords) as Measure[]).map((each) => [measureWords[each].name[0], each]),
    );
    const dimensionOf = new Map(
      (Object.keys(dimensionWords) as Dimension[]).map((each) => [dimensionWords[each].name[0], each]),
    );
    const states: Record<string, string> = { 비공개: 'SUPPRESSED', '해당 없음': 'IMPOSSIBLE' };
    const figures: Figure[] = [];
    for (const sheet of sheets) {
      const measure = measureOf.get(sheet.slice('release-'.length, -'.csv'.length).normalize());
      const lines: string[][] = parse(await readFile(join(folder, sheet)), { bom: true });
      const [head, ...rows] = lines;
      if (!measure) {
        expect(head![0]).toMatch(/복지 통계$/);
        continue;
      }
      for (const [dimension, , value, ...cells] of rows)
        for (const [at, cell] of cells.entries()) {
          const [, year, month] = /^(\d{4})년 (\d+)월$/.exec(head![3 + at]!)!;
          figures.push({
            measure,
            dimension: dimensionOf.get(dimension!) ?? '',
            value: value!,
            month: `${year}-${month!.padStart(2, '0')}`,
            state: states[cell] ?? 'KNOWN',
            figure: states[cell] ? null : Number(cell),
          });
        }
    }
    expect(differences(figures, expected)).toEqual([]);
    console.log(`LibreOffice: ${figures.length} figures of ${sheets.length} sheets of the XLSX.`);
  });

  test.skipIf(!hasOffice)('says in LibreOffice what GraphQL says, as CSV', async () => {
    // Commas, quotation marks and UTF-8 (76), from the first line on: what its window proposes for the file.
    office('--infilter=CSV:44,34,76,1', '--convert-to', 'ods', 'release.csv');
    office('--convert-to', 'xlsx:Calc MS Excel 2007 XML', 'release.ods');
    const [sheet] = await readExcelFile(join(folder, 'release.xlsx'));
    const [head, ...rows] = sheet!.data;
    const names = head!.map(String);
    const lines = rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])));
    // A month is a date in a spreadsheet.
    const monthOf = (month: unknown) =>
      month instanceof Date ? month.toISOString().slice(0, 7) : String(month);
    const figures = lines.map((line) => figure({ ...line, month: monthOf(line.month) }));
    expect(lines.find(({ value }) => value === 'SCHOOL')?.valueName).toBe('학교');
    expect(differences(figures, expected)).toEqual([]);
    console.log(`LibreOffice: ${figures.length} figures of the CSV.`);
  });
});
