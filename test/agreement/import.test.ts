import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agreementColumns, loadAgreements } from '../../src/agreement/import/load.js';
import { readTable } from '../../src/database/fromFile/table.js';
import { known, subjectOf } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let app: App;
let folder = '';
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  folder = await mkdtemp(join(tmpdir(), 'hamkke-agreements-'));
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true });
});

let files = 0;
async function load(lines: string[], { dryRun = false, by = 'portal' } = {}) {
  const path = join(folder, `${++files}.csv`);
  await writeFile(path, lines.join('\n'));
  return loadAgreements(database.owner, await readTable(path, agreementColumns), subjectOf(by), { dryRun });
}

const header = '기관,유형,전화,협약명,시작일,종료일,자동연장,통지기간,목적,항목';
const year = new Date().getFullYear() + 1;
const fresh = `새길종합복지관,WELFARE_CENTER,02-000-7000,사례관리 협약,${year}.1.1.,${year}-12-31,예,,CASE_MANAGEMENT SERVICE_PROVISION,SUMMARY IDENTITY`;
const there = `Organization:${known.organizations.clinic},,,건강 협약,${year}/01/01,${year}-12-31,,60,CASE_MANAGEMENT,"SUMMARY, HEALTH"`;
const listed = async () => {
  const { data } = await app.ask<{
    agreements: {
      nodes: {
        title: string;
        organization: { name: string } | null;
        autoRenews: boolean;
        noticeDays: number;
        purposes: string[];
        classes: string[];
      }[];
    };
  }>(
    'portal',
    '{ agreements(first: 100) { nodes { title organization { name } autoRenews noticeDays purposes classes } } }',
  );
  return data!.agreements.nodes;
};

test('agreements are concluded from a table, with agencies that are new, and a second time none is', async () => {
  const before = await listed();
  expect(await load([header, fresh, there], { dryRun: true })).toMatchObject({
    added: { organizations: 1, agreements: 2 },
    wrong: [],
  });
  expect(await listed()).toEqual(before);
  const loaded = await load([header, fresh, there]);
  expect(loaded).toEqual({ added: { organizations: 1, agreements: 2 }, unchanged: 0, wrong: [] });
  const now = await listed();
  expect(now).toHaveLength(before.length + 2);
  expect(
    now.find(
      ({ title, organization }) => title === '사례관리 협약' && organization?.name === '새길종합복지관',
    ),
  ).toMatchObject({
    autoRenews: true,
    noticeDays: 30,
    purposes: ['CASE_MANAGEMENT', 'SERVICE_PROVISION'],
    classes: ['SUMMARY', 'IDENTITY'],
  });
  expect(now.find(({ title }) => title === '건강 협약')).toMatchObject({ autoRenews: false, noticeDays: 60 });
  expect(await load([header, fresh, there])).toMatchObject({
    added: { organizations: 0, agreements: 0 },
    unchanged: 2,
  });
});

test('each wrong row is told with its reason, and nothing is kept of any', async () => {
  const before = await listed();
  const row = (cells: Record<number, string>) =>
    fresh
      .split(',')
      .map((cell, at) => cells[at] ?? (at === 0 ? '또다른기관' : at === 2 ? '' : cell))
      .join(',');
  const { wrong } = await load([
    header,
    row({}),
    row({ 0: '' }),
    row({ 0: '셋째기관', 1: '' }),
    row({ 0: '넷째기관', 1: 'CASTLE' }),
    row({ 0: '다섯째기관', 4: `${year}-02-30` }),
    row({ 0: '여섯째기관', 6: '아마' }),
    row({ 0: '일곱째기관', 8: 'CURIOSITY' }),
    row({ 0: '여덟째기관', 9: '' }),
    row({ 0: '아홉째기관', 9: 'INVESTIGATION' }),
    row({ 0: '열째기관', 4: `${year}-12-31`, 5: `${year}-01-01` }),
    row({ 0: '열한째기관', 2: '02-000-7000' }),
    row({ 0: `Organization:${known.organizations.shelter}` }),
    row({ 0: '열셋째기관', 3: '900101-1234568 협약' }),
    row({ 0: '열넷째기관', 3: '가'.repeat(201) }),
    row({ 0: '열다섯째기관', 7: '3000000000' }),
    row({ 0: '열여섯째기관', 4: '0000-01-01' }),
    row({ 0: '가'.repeat(5000) }),
    row({ 0: '열여덟째기관', 2: '없음' }),
  ]);
  expect(wrong.map(({ row: at, sentence }) => [at, sentence])).toEqual([
    [3, expect.stringMatching(/organization is empty/)],
    [4, expect.stringMatching(/셋째기관 is not in the catalogue: a new one needs its kind/)],
    [5, expect.stringMatching(/CASTLE is no kind/)],
    [6, expect.stringMatching(/02-30 is no day/)],
    [7, expect.stringMatching(/아마 is neither/)],
    [8, expect.stringMatching(/CURIOSITY is no purpose/)],
    [9, expect.stringMatching(/There is no class/)],
    [10, expect.stringMatching(/\S/)],
    [11, expect.stringMatching(/\S/)],
    [12, expect.stringMatching(/of that name or telephone number already/)],
    // Unknown and hidden alike: what stands where an id was meant becomes no name.
    [13, expect.stringMatching(/^Organization:\S+ is no organization of the catalogue/)],
    [14, expect.stringMatching(/^title: .*registration number/)],
    [15, expect.stringMatching(/^title: .*at most 200/)],
    [16, expect.stringMatching(/3000000000 is no number of days/)],
    [17, expect.stringMatching(/^from: /)],
    [18, expect.stringMatching(/at most 300/)],
    [19, expect.stringMatching(/telephone number looks like/)],
  ]);
  expect(await listed()).toEqual(before);
  for (const by of ['case-manager', 'welfare-centre', 'nobody-there'])
    await expect(load([header, fresh], { by })).rejects.toThrow(/has the duty PORTAL_ADMINISTRATOR/);
});

test('the commands start, and two at once add what a file says once', async () => {
  const row = `두번누른기관,WELFARE_CENTER,,두 번 누른 협약,${year}.1.1.,${year}-12-31,예,,CASE_MANAGEMENT,SUMMARY`;
  const path = join(folder, 'twice.csv');
  await writeFile(path, [header, row].join('\n'));
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(HAMKKE_|NODE_OPTIONS$|NODE_ENV$)/.test(name)),
  );
  const run = (noun: string, ...args: string[]) =>
    promisify(execFile)(process.execPath, [`dist/${noun}/import/command.js`, ...args], { env: environment });
  const both = ['--as', subjectOf('portal'), '--database', database.ownerUrl];
  const outputs = await Promise.all([run('agreement', path, ...both), run('agreement', path, ...both)]);
  expect(outputs.map(({ stdout }) => stdout.split('\n')[0]).sort()).toEqual([
    '0 organizations and 0 agreements added; 1 rows were there already.',
    '1 organizations and 1 agreements added; 0 rows were there already.',
  ]);
  expect((await run('staff', '--help')).stdout).toMatch(/Adds people and their posts/);
});
