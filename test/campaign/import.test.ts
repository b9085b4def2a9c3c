import { afterAll, beforeAll, expect, test } from 'vitest';
import { known } from '../../src/demo/known.js';
import { type App, startApp } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';

// The list of a campaign comes as the file that an office has: all of it or nothing, and twice is as once.

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const campaign = `Campaign:${known.districts.mapo}:${known.campaigns.mapo}`;
const header = '성명,행정동,주민번호,생년월일,연락처,주소';
/** CP949 as spreadsheets in Korea write it: Node decodes it and does not encode, so that its letters stand here by their bytes. */
const cp949 = (text: string) => {
  const decoder = new TextDecoder('euc-kr');
  const byLetter = new Map<string, number[]>();
  for (let lead = 0x81; lead <= 0xfd; lead++)
    for (let trail = 0x41; trail <= 0xfe; trail++) {
      const letter = decoder.decode(Uint8Array.of(lead, trail));
      if (letter.length === 1 && !byLetter.has(letter)) byLetter.set(letter, [lead, trail]);
    }
  return Buffer.from(
    [...text].flatMap((each) => (each < '\x80' ? [each.charCodeAt(0)] : byLetter.get(each)!)),
  );
};

async function send(
  body: string | Buffer,
  query = '',
  persona: string | null = 'mapo-case-manager',
  to = campaign,
) {
  const { status, body: answer } = await app.request(persona, `/campaigns/${to}/lines${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const said = JSON.parse(answer) as {
    rows?: number;
    added?: number;
    unchanged?: number;
    errors?: { extensions: { reason: string; count: number; faults: Fault[] } }[];
  };
  return { status, answer, said, error: said.errors?.[0]?.extensions };
}
interface Fault {
  row: number;
  column: string | null;
  reason: string;
  message: string;
}
const lines = () =>
  asKeeper(
    database.owner,
    (sql) => sql<{ position: number; name: string; born: string | null; masked: string | null }[]>`
      select l.position, l.name, i.birth_date::text as born, i.masked_registration_number as masked
      from campaign_lines l left join campaign_line_identities i on i.line_id = l.id
      where l.campaign_id = ${known.campaigns.mapo} and l.position > 2 order by 1`,
  );

const people = [
  '하길동탈,나루동,581305-1000003,1958.3.5.,010-0000-8001,보기로 1',
  '하길순탈,1144090100,,1960-01-31,,"보기로 2, 101호"',
  '호길동탈,와우동,,,010 0000 8003,보기로 3',
];
const file = [header, ...people].join('\n');

test('a list comes in UTF-8, in CP949 and with headers of its own, and a second time adds nobody', async () => {
  const dry = await send(file, '?dryRun=true');
  expect(dry).toMatchObject({ status: 200, said: { rows: 3, added: 3, unchanged: 0, dryRun: true } });
  expect(await lines()).toEqual([]);
  expect((await send(file)).said).toEqual({ rows: 3, added: 3, unchanged: 0, dryRun: false });
  const loaded = await lines();
  expect(loaded).toEqual([
    { position: 3, name: '하길동탈', born: '1958-03-05', masked: '581305-1******' },
    { position: 4, name: '하길순탈', born: '1960-01-31', masked: null },
    { position: 5, name: '호길동탈', born: null, masked: null },
  ]);
  // The same number, or name, birth date and telephone number: written otherwise it is the same person.
  const again = [
    header,
    '하 길동탈,나루동,5813051000003,,,',
    people[1]!.replace('하길순탈', '하 길순 탈'),
    people[2]!.replaceAll(' 0', '-0').replace('010-0000', '010-0000'),
  ].join('\r\n');
  expect((await send(cp949(again))).said).toMatchObject({ rows: 3, added: 0, unchanged: 3 });
  expect(await lines()).toEqual(loaded);
  const renamed = file.replace('성명', '찾아갈 사람').replace('행정동', '사는 곳');
  expect((await send(renamed)).error).toMatchObject({
    reason: 'LIST_WITHOUT_COLUMN',
    columns: ['name', 'dong'],
  });
  const query = `?column=${encodeURIComponent('name=찾아갈 사람')}&column=${encodeURIComponent('dong=사는 곳')}`;
  expect((await send(renamed, query)).said).toMatchObject({ added: 0, unchanged: 3 });
  expect((await send(file, '?column=nickname=x')).error!.reason).toBe('LIST_COLUMN_UNKNOWN');
  // Somebody twice in one file is one line.
  const twice = [header, '휴길동탈,나루동,,1970-01-01,,', '휴길동탈,나루동,,19700101,,'].join('\n');
  expect((await send(twice)).said).toMatchObject({ rows: 2, added: 1, unchanged: 1 });
});

test('of a broken file nothing is kept, and each fault is told by row and column', async () => {
  const before = await lines();
  const broken = [
    header,
    '새길동탈,나루동,,1970-01-01,,',
    ',나루동,,1970-01-01,,',
    '새길순탈,없는동,,1970-02-30,,',
    '새길이탈,나루동,581305-100000,,,',
    '새길삼탈,나루동,,1970-01-01,010-0000-1,보기로 4, 102호',
    '',
    '새길사 900101-1234567,나루동,,,,',
    `새길오탈,,,${Number(new Date().getFullYear()) + 1}-01-01,,${'가'.repeat(301)}`,
  ].join('\n');
  const { status, error, answer } = await send(broken);
  expect(status).toBe(400);
  expect(error).toMatchObject({ reason: 'LIST_HAS_FAULTS', count: 9 });
  expect(error!.faults.map(({ row, column, reason }) => [row, column, reason])).toEqual([
    [3, 'name', 'LIST_CELL_EMPTY'],
    [4, 'dong', 'LIST_DONG_UNKNOWN'],
    [4, 'birthDate', 'LIST_DAY_UNREADABLE'],
    [5, 'number', 'NOT_A_REGISTRATION_NUMBER'],
    [6, null, 'LIST_ROW_TOO_LONG'],
    [8, 'name', 'HOLDS_REGISTRATION_NUMBER'],
    [9, 'dong', 'LIST_CELL_EMPTY'],
    [9, 'address', 'TEXT_TOO_LONG'],
    [9, 'birthDate', 'DATE_OUT_OF_RANGE'],
  ]);
  for (const { message } of error!.faults) expect(message).toMatch(/^[^가-힣]+$/);
  // What stands in a cell is in no answer.
  expect(answer).not.toMatch(/새길|581305|900101/);
  for (const [body, reason] of [
    ['', 'LIST_WITHOUT_COLUMN'],
    [`${header}\n"새길동탈,나루동`, 'LIST_UNREADABLE'],
    [Buffer.from('PK\x03\x04 no sheet'), 'LIST_UNREADABLE'],
    [
      Buffer.concat([cp949(`${header}\n`), Buffer.from([0xff, 0xff]), Buffer.from(',나루동,,,,')]),
      'LIST_HAS_FAULTS',
    ],
  ] as const)
    expect((await send(body as string | Buffer)).error!.reason).toBe(reason);
  expect(await lines()).toEqual(before);
});

test('only those who lead the campaign bring its list, and a number is in clear nowhere', async () => {
  for (const [persona, status] of [
    [null, 401],
    ['mapo-statistics', 401],
    ['statistics', 403],
    ['welfare-centre', 403],
    ['nurse', 403],
    ['case-manager', 404],
    ['songsan-case-manager', 404],
  ] as const)
    expect([persona, (await send(file, '', persona)).status]).toEqual([persona, status]);
  const unknown = campaign.replace(/.{12}$/, '000000000000');
  const hidden = await send(file, '', 'case-manager');
  expect(hidden.answer).toBe((await send(file, '', 'case-manager', unknown)).answer);
  const left = await asKeeper(
    database.owner,
    (sql) => sql`select from campaign_line_identities where registration_number_ciphertext is not null
      and registration_number_index is not null and district_id = ${known.districts.mapo}`,
  );
  expect(left).toHaveLength(1);
  const logged = await asKeeper(
    database.owner,
    (sql) => sql<{ allowed: boolean; shown: object }[]>`
      select allowed, shown from access_log where operation = 'importCampaignLines' and allowed`,
  );
  expect(logged[0]!.shown).toEqual({ [known.campaigns.mapo]: ['IDENTITY', 'CONTACT'] });
});

test('a list says tong and ban as offices write them, by which its lines are found until they are taken up', async () => {
  const placed = '성명,행정동,통,반,연락처';
  const sent = await send(
    [
      placed,
      '통길동탈,나루동,3,,010-0000-8101',
      '통길순탈,나루동,제3통,2반,010-0000-8102',
      '통길자탈,나루동,30통,2,010-0000-8103',
      '통길우탈,나루동,,,010-0000-8104',
    ].join('\n'),
  );
  expect(sent.said).toMatchObject({ rows: 4, added: 4 });
  const wrong = await send(
    [placed, '새통탈,나루동,0,,', '새반탈,나루동,,2,', '새일탈,나루동,세통,100,'].join('\n'),
  );
  expect(wrong.error!.faults.map(({ row, column, reason }) => [row, column, reason])).toEqual([
    [2, 'tong', 'NUMBER_OUT_OF_RANGE'],
    [3, 'ban', 'BAN_WITHOUT_TONG'],
    [4, 'tong', 'NUMBER_OUT_OF_RANGE'],
    [4, 'ban', 'NUMBER_OUT_OF_RANGE'],
  ]);
  const [row] = await asKeeper(
    database.owner,
    (sql) => sql`select dong from campaign_lines where name = '통길동탈'`,
  );
  const dong = String(row!.dong);
  interface Found {
    id: string;
    name: string | null;
    tong: number | null;
    ban: number | null;
    version: number;
  }
  const found = async (zone: string) =>
    (
      await app.ask<{ campaignLines: { nodes: Found[] } }>(
        'mapo-case-manager',
        `query ($filter: CampaignLineFilter) { campaignLines(filter: $filter, first: 50) {
          nodes { id name tong ban version } } }`,
        { filter: { campaign, zone } },
      )
    ).data!.campaignLines.nodes.filter(({ name }) => name?.startsWith('통길'));
  expect((await found(`${dong}-3`)).map(({ name, tong, ban }) => [name, tong, ban])).toEqual([
    ['통길동탈', 3, null],
    ['통길순탈', 3, 2],
  ]);
  expect((await found(`${dong}-3-2`)).map(({ name }) => name)).toEqual(['통길순탈']);
  expect((await found(`${dong}-30`)).map(({ name }) => name)).toEqual(['통길자탈']);
  expect(await found(dong)).toHaveLength(4);

  // Who is taken up lives there as a household, and the line says no more where that is.
  const [line] = await found(`${dong}-3-2`);
  const change = (name: string, type: string, more: object, answers = 'line { id }') =>
    app.ask('mapo-case-manager', `mutation ($input: ${type}!) { ${name}(input: $input) { ${answers} } }`, {
      input: { lineId: line!.id, ...more },
    });
  await asKeeper(
    database.owner,
    (sql) => sql`update campaigns set starts_on = '2020-01-01' where id = ${known.campaigns.mapo}`,
  );
  const met = await change('recordLineOutcome', 'RecordLineOutcomeInput', {
    ...{ expectedVersion: line!.version, outcome: 'CONSULTED' },
  });
  expect(met.errors).toBeUndefined();
  const taken = await change(
    'selectLine',
    'SelectLineInput',
    { expectedVersion: line!.version + 1 },
    'report { id }',
  );
  expect(taken.errors).toBeUndefined();
  const [home] = await asKeeper(
    database.owner,
    (
      sql,
    ) => sql`select s.responsible_tong as tong, s.responsible_ban as ban, l.tong as kept from campaign_lines l
      join intake_reports r on r.district_id = l.district_id and r.id = l.report_id
      join household_summaries s on s.district_id = r.district_id and s.household_id = r.household_id
      where l.id = ${line!.id.split(':')[2]!}`,
  );
  expect(home).toEqual({ tong: 3, ban: 2, kept: null });
});
