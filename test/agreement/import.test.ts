import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  ]);
  expect(await listed()).toEqual(before);
  for (const by of ['case-manager', 'welfare-centre', 'nobody-there'])
    await expect(load([header, fresh], { by })).rejects.toThrow(/has the duty PORTAL_ADMINISTRATOR/);
});
