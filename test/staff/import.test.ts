import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import yazl from 'yazl';
import { readTable } from '../../src/database/fromFile/table.js';
import { known, subjectOf } from '../../src/demo/known.js';
import { StartError } from '../../src/errors.js';
import { loadPeople, staffColumns } from '../../src/staff/import/load.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let folder = '';
beforeAll(async () => {
  database = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'hamkke-people-'));
});
afterAll(async () => {
  await database?.drop();
  if (folder) await rm(folder, { recursive: true });
});

const { centre, districtOffice } = known.organizations;
let files = 0;
async function file(content: string | Buffer): Promise<string> {
  const path = join(folder, `${++files}.csv`);
  await writeFile(path, content);
  return path;
}
const load = async (path: string, dryRun = false, by = 'portal') =>
  loadPeople(database.owner, await readTable(path, staffColumns), subjectOf(by), { dryRun });
const staff = () =>
  database.owner`select count(*)::int as people, (select count(*)::int from posts) as posts from staff`;

/** A workbook of one sheet, with every cell a text in its place. */
async function xlsx(rows: string[][]): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  const add = (name: string, text: string) =>
    zip.addBuffer(Buffer.from(`<?xml version="1.0"?>${text}`), name);
  const package_ = 'http://schemas.openxmlformats.org/package/2006';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const document = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  add(
    '[Content_Types].xml',
    `<Types xmlns="${package_}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
  );
  add(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${package_}/relationships"><Relationship Id="r1" Type="${document}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  );
  add(
    'xl/workbook.xml',
    `<workbook xmlns="${main}" xmlns:r="${document}"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>`,
  );
  const cell = (text: string, at: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const lines = rows.map(
    (row, index) =>
      `<row r="${index + 1}">${row.map((each, column) => cell(each, `${String.fromCharCode(65 + column)}${index + 1}`)).join('')}</row>`,
  );
  add(
    'xl/worksheets/sheet1.xml',
    `<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData></worksheet>`,
  );
  zip.end();
  return buffer(zip.outputStream);
}

const header = '이름,계정,기관,직무,직위,담당구역';
const people = [
  header,
  `새담당하나,new|1,Organization:${centre},CASE_MANAGER,통합사례관리사,`,
  `새담당둘,new|2,${districtOffice},NEIGHBOURHOOD_OFFICER,우리동네주무관,1117090100 1117090200`,
  `새담당둘,new|2,${districtOffice},WELFARE_PLANNER,복지플래너,1117090300`,
];

test('people and their posts are added from a file in the administrator’s name, and a second time nothing is', async () => {
  const before = (await staff())[0]!;
  const path = await file(people.join('\n'));
  expect(await load(path, true)).toEqual({ added: { people: 2, posts: 3 }, unchanged: 0, wrong: [] });
  expect((await staff())[0]).toEqual(before);
  expect(await load(path)).toEqual({ added: { people: 2, posts: 3 }, unchanged: 0, wrong: [] });
  expect((await staff())[0]).toEqual({ people: before.people + 2, posts: before.posts + 3 });
  const history = await database.owner`
    select c.kind, b.subject as by from staff_changes c join staff s on s.id = c.staff_id join staff b on b.id = c.by_staff_id
    where s.subject = 'new|2' order by c.changed_at, c.kind`;
  expect(history.map(({ kind, by }) => [kind, by])).toEqual(
    ['STAFF_ADDED', 'POST_ADDED', 'POST_ADDED'].map((kind) => [kind, subjectOf('portal')]),
  );
  // One line of the log for the file, in the name of whoever lent it.
  const logged = await database.owner`
    select l.action, s.subject, l.district_id as district from access_log l join staff s on s.id = l.staff_id
    where l.operation = 'import:staff'`;
  expect([...logged]).toEqual([{ action: 'CHANGE', subject: subjectOf('portal'), district: '11170' }]);
  expect(await load(path)).toEqual({ added: { people: 0, posts: 0 }, unchanged: 3, wrong: [] });
  // The same from a sheet, with the order of columns and a name of its own.
  const sheet = await file(await xlsx(people.map((line) => line.split(',').reverse())));
  expect(await load(sheet)).toEqual({ added: { people: 0, posts: 0 }, unchanged: 3, wrong: [] });
  const renamed = await file([header.replace('이름', '담당자'), ...people.slice(1)].join('\n'));
  await expect(readTable(renamed, staffColumns)).rejects.toThrow(/no column for name.*--column name=/);
  expect(await readTable(renamed, staffColumns, { name: '담당자' })).toHaveLength(3);
});

test('each wrong row is told by its number and its reason, and nothing is kept of any', async () => {
  const before = await staff();
  const path = await file(
    [
      header,
      `맞는사람,right|1,${centre},COUNSELLOR,상담원,`,
      `,nameless|1,${centre},COUNSELLOR,상담원,`,
      `새담당셋,new|3,없는 기관,COUNSELLOR,상담원,`,
      `새담당넷,new|4,${centre},KING,상담원,`,
      `새담당다섯,new|5,${centre},PORTAL_ADMINISTRATOR,관리자,`,
      `새담당여섯,new|6,${districtOffice},NEIGHBOURHOOD_OFFICER,주무관,`,
      `새담당일곱,new|7,${districtOffice},NEIGHBOURHOOD_OFFICER,주무관,4111190100`,
      `다른 구 사람,${subjectOf('mapo-case-manager')},${centre},COUNSELLOR,상담원,`,
      `${'가'.repeat(201)},new|8,${centre},COUNSELLOR,상담원,`,
      `새담당아홉,new|9,${centre},COUNSELLOR,900101-1234568,`,
      `새담당열,${'9'.repeat(256)},${centre},COUNSELLOR,상담원,`,
      `새\u0000담당,new|11,${centre},COUNSELLOR,상담원,`,
      `맞지 않는 사람,right|1,${centre},CASE_MANAGER,상담원,`,
    ].join('\n'),
  );
  const { wrong, added } = await load(path);
  expect(added).toEqual({ people: 1, posts: 1 });
  expect(wrong.map(({ row, sentence }) => [row, sentence])).toEqual([
    [3, expect.stringMatching(/name is empty/)],
    [4, expect.stringMatching(/없는 기관 names 0 organizations/)],
    [5, expect.stringMatching(/KING is no duty/)],
    [6, expect.stringMatching(/PORTAL_ADMINISTRATOR is no duty of such/)],
    [7, expect.stringMatching(/zone/i)],
    [8, expect.stringMatching(/zone/i)],
    [9, expect.stringMatching(/administered by others/)],
    [10, expect.stringMatching(/^name: .*at most 200/)],
    [11, expect.stringMatching(/^title: .*registration number/)],
    [12, expect.stringMatching(/^subject: .*at most 255/)],
    [13, expect.stringMatching(/^name: .*no character/)],
    [14, expect.stringMatching(/right\|1 is the account of 맞는사람/)],
  ]);
  expect(await staff()).toEqual(before);
});

test('nobody but an administrator lends their name, and what is no table is refused in a sentence', async () => {
  const path = await file(people.join('\n'));
  for (const by of ['case-manager', 'welfare-centre', 'mapo-case-manager'])
    await expect(load(path, false, by)).rejects.toThrow(/has the duty PORTAL_ADMINISTRATOR/);
  await expect(readTable(join(folder, 'none.csv'), staffColumns)).rejects.toThrow(StartError);
  await expect(readTable(await file('PK\u0003\u0004 no zip'), staffColumns)).rejects.toThrow(
    /no sheet of XLSX/,
  );
  await expect(readTable(await file(`${header}\n"새담당`), staffColumns)).rejects.toThrow(/no CSV/);
  await expect(readTable(await file(''), staffColumns)).rejects.toThrow(/no column for name/);
});
