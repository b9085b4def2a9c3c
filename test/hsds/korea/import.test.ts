import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportReport } from '../../../src/hsds/import/report.js';
import { importKorea } from '../../../src/hsds/korea/load.js';
import { folderOf, removePackages } from '../../catalogue/packages.js';
import { type App, startApp } from '../../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../../support/database.js';
import { official, validators } from '../official.js';
import { facilityBasic, facilityList, files, gov24List, items, json, shelterName } from './answers.js';
import { expectValidDocuments } from './documents.js';

let database: TestDatabase;
let app: App;
let first: ImportReport[];
beforeAll(async () => {
  database = await freshDatabase();
  app = await startApp({ database });
  first = await run(files());
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
  await removePackages();
});

const today = '2026-11-29';
const run = async (given: Record<string, string>) =>
  importKorea(database.owner, await folderOf(given), { today });
const ask = async <Data>(query: string, persona: string | null = null) => {
  const { data, errors } = await app.ask<Data>(persona, query);
  expect(errors).toBeUndefined();
  return data!;
};
const told = (reports: ImportReport[], kind: string) =>
  reports.flatMap(({ findings }) =>
    findings.filter((each) => each.kind === kind).map(({ reason, count }) => `${count} ${reason}`),
  );

interface Found {
  name: string;
  needDomain: string | null;
  minimumAge: number | null;
  maximumAge: number | null;
  eligibilityDescription: string;
  applicationProcess: string;
  organization: { name: string };
  phones: { number: string; extension: string | null; description: string | null }[];
  schedules: { validFrom: string | null; validTo: string | null }[];
  attributes: {
    linkType: string;
    value: string | null;
    term: { code: string; description: string };
  }[];
}
const service = async (name: string) => {
  const { services } = await ask<{ services: { nodes: Found[] } }>(
    `{ services(first: 20, filter: { search: "${name}" }) { nodes { name needDomain minimumAge maximumAge
       eligibilityDescription applicationProcess organization { name } phones { number extension description }
       schedules { validFrom validTo } attributes { linkType value term { code description } } } } }`,
  );
  return services.nodes.find((each) => each.name === name)!;
};
const codes = ({ attributes }: Found, vocabulary: string) =>
  attributes
    .filter(({ linkType }) => linkType === vocabulary)
    .map(({ term }) => term.code)
    .sort();

describe('Korea’s directories', () => {
  test('are found by everybody, with agency, ages, conditions, telephones, period, source and licence', async () => {
    const grant = await service('늘봄 출산 축하금');
    expect(grant).toMatchObject({
      needDomain: 'FAMILY',
      minimumAge: 65,
      maximumAge: null,
      organization: { name: '서울특별시 용산구' },
      schedules: [{ validFrom: '2026-05-11', validTo: '2026-12-04' }],
    });
    expect(grant.phones.map(({ number, extension }) => [number, extension]).sort()).toEqual([
      ['02-2199-0001', null],
      ['02-3153-0000', null],
      ['02-749-0102', '519'],
    ]);
    expect(codes(grant, 'kr:income_band')).toEqual(['JA0201', 'JA0202']);
    expect(codes(grant, 'kr:personal_trait')).toEqual(['JA0302', 'JA0322']);
    expect(codes(grant, 'kr:sex')).toEqual([]);
    expect(grant.attributes.filter(({ linkType }) => linkType === 'kr:legal_basis')).toHaveLength(2);
    const [source] = grant.attributes.filter(({ linkType }) => linkType === 'kr:source');
    expect(source).toMatchObject({ value: '302000000901', term: { code: '15113968' } });
    expect(source!.term.description).toContain('이용허락범위');

    const discount = await service('새싹 요금 할인');
    // An age of a list of conditions is not the age of all; that of the codes is.
    expect(discount).toMatchObject({ minimumAge: 19, maximumAge: 34, needDomain: 'DAILY_LIVING' });
    const ofMinistry = await service('새싹 요금할인');
    expect(ofMinistry).toMatchObject({ needDomain: 'HOUSING', phones: [{ number: '129' }] });
    expect(codes(ofMinistry, 'kr:life_stage')).toEqual(['004', '007']);
    expect(codes(ofMinistry, 'kr:target_group')).toEqual(['050', '060']);
    const local = await service('늘봄 출산축하금');
    expect(local.phones.map(({ number }) => number).sort()).toEqual(['063-560-8724', '063-560-8762']);
    expect(local.schedules).toEqual([{ validFrom: '2019-07-11', validTo: null }]);
  });

  test('name a region as it is called now, and keep one that became several', async () => {
    const rows = await asKeeper(
      database.owner,
      (sql) => sql`select s.name, s.district_id, o.name as agency from services s
        join organizations o on o.id = s.organization_id where s.name in ('바닷가 마을 돌봄', '갈라진 구의 지원', '세종 지원')
        order by s.name`,
    );
    expect(rows).toEqual([
      { name: '갈라진 구의 지원', district_id: '28110', agency: '인천광역시 중구' },
      { name: '바닷가 마을 돌봄', district_id: '12750', agency: '전남광주통합특별시 보성군' },
      { name: '세종 지원', district_id: '36110', agency: '세종특별자치시' },
    ]);
  });

  test('tell every repair, and every row that did not go in', () => {
    expect(first.map(({ source, totals }) => [source, totals.refused])).toEqual([
      ['gov24', 1],
      ['bokjiro-central', 0],
      ['bokjiro-local', 0],
      ['welfare-facilities', 1],
    ]);
    expect(told(first, 'refused')).toEqual([
      '1 Conditions of a service that the list does not name',
      '1 A row that the source made for a test',
    ]);
    expect(told(first, 'repaired').sort()).toMatchInlineSnapshot(`
      [
        "1 A region that was abolished became the one that took its place",
        "1 A region that was abolished became the one that took its place",
        "1 A telephone number got the hyphens that it is written with",
        "1 A telephone number that the source keeps encrypted was left out",
        "1 An extension written behind a telephone number became an extension",
        "1 Characters that were encoded twice were read (&quot; to ")",
        "1 Every choice of a group of conditions is marked: it is no condition, and was left out",
        "1 Several telephone numbers in one text became one each",
        "1 The address of a shelter for young people was left out: its telephone leads there",
        "1 The age was taken from the text: the codes have none, and the text has this one condition",
        "2 A telephone number got the hyphens that it is written with",
        "2 What cannot be a telephone number was left out",
      ]
    `);
    expect(told(first, 'noted').sort()).toMatchInlineSnapshot(`
      [
        "1 A facility whose name its source masks is kept from the public",
        "1 A facility whose name says that it protects people is kept from the public",
        "1 A name that is cut short in the source was kept as it came",
        "1 A region that was abolished became several: it was kept as it was, and somebody should say which",
        "1 None of these is marked beside others: all were kept as they came",
      ]
    `);
  });

  test('keep what their source masks from everybody, and the address of a shelter for young people', async () => {
    const hidden = await asKeeper(
      database.owner,
      (sql) => sql`
        select 'organization' as what, confidential from organizations where name = ${shelterName}
        union all select 'identifier', confidential from organization_identifiers where identifier = '9876543210'`,
    );
    expect(hidden).toEqual([
      { what: 'organization', confidential: true },
      { what: 'identifier', confidential: true },
    ]);
    for (const persona of [null, 'welfare-centre', 'catalogue-editor']) {
      const { organizations } = await ask<{ organizations: { totalCount: number } }>(
        '{ organizations(filter: { search: "가람" }) { totalCount } }',
        persona,
      );
      expect(organizations.totalCount).toBe(0);
    }
    const shown = (await app.request(null, '/hsds/organizations?format=ndjson&full=true')).body;
    expect(shown).toContain('한빛청소년쉼터');
    expect(shown).toContain('02-700-0001');
    expect(shown).toContain('전라남도');
    for (const secret of ['비밀로', '숨은로', '새벽 가정폭력', shelterName, '가람재단', '9876543210'])
      expect(shown).not.toContain(secret);
  });

  test('change nothing when they come again, and what an editor wrote stays', async () => {
    await asKeeper(
      database.owner,
      (sql) => sql`update services set description = '고친 설명' where name = '늘봄 출산 축하금'`,
    );
    await database.owner`insert into catalogue_edits (record_id, entity, field)
      select id, 'services', 'description' from services where name = '늘봄 출산 축하금'`;
    const again = await run(files());
    for (const { source, totals } of again)
      expect([source, totals.inserted, totals.updated]).toEqual([source, 0, 0]);
  });

  test('hide what was public when their source masks it, with all that was known of it', async () => {
    const open = { fcltCd: 'F9002', fcltNm: '여울의집', fcltKindCd: '040211', jrsdSggCd: '1117000000' };
    const where = { ...open, fcltAddr: '서울특별시 용산구 여울로 9', fcltTelNo: '027000002' };
    const list = (each: Record<string, string>) =>
      items([...facilityList, { ...each, fcltKindNm: '정신요양시설' }]);
    await run({ 'list.xml': list(open), 'basic.xml': items([...facilityBasic, where]) });
    const shown = async () => (await app.request(null, '/hsds/organizations?format=ndjson&full=true')).body;
    expect(await shown()).toContain('여울로');
    await run({ 'list.xml': list({ ...open, fcltNm: '여울**' }), 'basic.xml': items(facilityBasic) });
    for (const secret of ['여울', '02-700-0002']) expect(await shown()).not.toContain(secret);
    const left = await asKeeper(
      database.owner,
      (sql) => sql`select from addresses where address_1 like '여울로%' and not confidential`,
    );
    expect(left).toHaveLength(0);

    // Whoever knew it as a public one decides; of what was never public nobody learns that it is there.
    const idOf = async (name: string) => {
      const [found] = await asKeeper(
        database.owner,
        (sql) => sql`select 'Organization:' || id as id from organizations where name = ${name}`,
      );
      return String(found!.id);
    };
    const setConfidential = (recordId: string, confidential: boolean, persona = 'catalogue-editor') =>
      app.ask(
        persona,
        'mutation ($input: SetConfidentialInput!) { setConfidential(input: $input) { recordId } }',
        { input: { recordId, confidential, reason: '시설에 확인했습니다.' } },
      );
    const known = await idOf('여울의집');
    const secret = await setConfidential(await idOf(shelterName), false);
    expect(secret.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect((await setConfidential(`Organization:${randomUUID()}`, false)).body).toBe(secret.body);
    expect((await setConfidential(known, false, 'welfare-centre')).errors).toBeDefined();
    expect((await setConfidential(known, false)).errors).toBeUndefined();
    const again = async () => {
      const reports = await run({
        'list.xml': list({ ...open, fcltNm: '여울**' }),
        'basic.xml': items([...facilityBasic, { ...where, fcltNm: '여울**' }]),
      });
      return told(reports, 'repaired');
    };
    for (let times = 0; times < 2; times++) {
      for (const each of ['여울의집', '여울로 9']) expect(await shown()).toContain(each);
      expect(await again()).toContainEqual(expect.stringContaining('An editor wrote this field here'));
    }
    expect((await setConfidential(known, true)).errors).toBeUndefined();
    await again();
    expect(await shown()).not.toContain('여울');
  });

  test('propose as duplicates what two of them name alike, in one area alone', async () => {
    const elsewhere = {
      ...gov24List[1],
      서비스ID: '634000000901',
      소관기관명: '부산광역시 동래구',
      서비스명: '세종 지원',
    };
    await run({ 'list.json': json([elsewhere]) });
    const { duplicateProposals } = await ask<{
      duplicateProposals: { nodes: { records: { name: string }[] }[] };
    }>(
      '{ duplicateProposals(record: SERVICE, first: 100) { nodes { records { name } } } }',
      'catalogue-editor',
    );
    const pairs = duplicateProposals.nodes.map(({ records }) => records.map(({ name }) => name).sort());
    expect(pairs).toContainEqual(['늘봄 출산 축하금', '늘봄 출산축하금']);
    expect(pairs).toContainEqual(['새싹 요금 할인', '새싹 요금할인']);
    expect(pairs).not.toContainEqual(['세종 지원', '세종 지원']);
  });

  test.runIf(official)('are valid HSDS 3.1', async () => {
    await expectValidDocuments(app, validators());
  });

  test('are refused whole where a file is none, is broken, or is a refusal of its source', async () => {
    const refused = (given: Record<string, string>) => run(given).catch((error: Error) => error.message);
    expect(await refused({ 'a.xml': '<list><a/></list>' })).toContain('holds none of Korea');
    expect(await refused({ 'list.xml': '<wantedList><servList><servId>1' })).toContain(
      'line 1: this is not XML',
    );
    expect(await refused({ 'list.xml': '<wantedList><resultCode>22</resultCode></wantedList>' })).toContain(
      'quota',
    );
    expect(await refused({ 'list.json': '{"code":-401,"msg":"유효하지 않은 인증키 입니다."}' })).toContain(
      'the key was refused',
    );
  });
});
