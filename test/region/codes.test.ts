import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepDongs } from '../../src/region/codes/keep.js';
import { readDongList } from '../../src/region/codes/official.js';
import { type App, startApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let app: App;
let folder = '';
beforeAll(async () => {
  database = await freshDatabase('empty');
  app = await startApp({ database });
  folder = await mkdtemp(join(tmpdir(), 'hamkke-codes-'));
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true });
});

interface Place {
  code: string;
  name: string;
  validFrom: string;
  validUntil: string | null;
  successors?: string[];
}
async function places(root: 'districts' | 'dongs', filter: object): Promise<Place[]> {
  const type = root === 'districts' ? 'District' : 'Dong';
  const { data, errors } = await app.ask<Record<string, { nodes: Place[] }>>(
    null,
    `query ($filter: ${type}Filter) { ${root}(filter: $filter, first: 100) {
      nodes { code name validFrom validUntil ${root === 'districts' ? 'successors' : ''} } } }`,
    { filter },
  );
  expect(errors).toBeUndefined();
  return data![root]!.nodes;
}
const names = (some: readonly Place[]) => some.map(({ name }) => name);

describe('districts', () => {
  test('come with an empty database, and are as they were on a day', async () => {
    expect(names(await places('districts', { parent: '11000', validOn: '2026-11-29' }))).toHaveLength(25);
    // Gunwi belongs to Daegu since July 2023, and Gangwon has another code since that June.
    const gunwi = { search: '군위', kinds: ['DISTRICT'] };
    expect(await places('districts', { ...gunwi, validOn: '2023-06-30' })).toMatchObject([
      { code: '4772000000', validUntil: '2023-07-01', successors: ['27720'] },
    ]);
    expect(await places('districts', { ...gunwi, validOn: '2023-07-01' })).toMatchObject([
      { code: '2772000000', validUntil: null },
    ]);
    expect(await places('districts', { search: '강원', kinds: ['PROVINCE'] })).toMatchObject([
      { code: '4200000000', validUntil: '2023-06-11' },
      { code: '5100000000', validUntil: null },
    ]);
    expect(
      names(await places('districts', { parent: '41110', kinds: ['UNIT'], validOn: '2026-11-29' })),
    ).toEqual(['수원시 권선구', '수원시 영통구', '수원시 장안구', '수원시 팔달구']);
    expect((await places('districts', { parent: '41110' })).every(({ code }) => code.length === 10)).toBe(
      true,
    );
  });

  test('are asked for by a code of five digits and never by a name', async () => {
    const { errors } = await app.ask(null, '{ districts(filter: { parent: "서울" }) { nodes { code } } }');
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_INPUT', reason: 'NOT_A_DISTRICT_CODE' });
  });
});

const header = [
  '행정동코드',
  '시도명',
  '시군구명',
  '읍면동명',
  '법정동코드',
  '동리명',
  '생성일자',
  '말소일자',
];
const lines = [
  ['1117000000', '서울특별시', '용산구', '', '1117000000', '용산구', '19880423', ''],
  ['1117051000', '서울특별시', '용산구', '후암동', '1117000000', '후암동', '19880423', ''],
  ['1117051000', '서울특별시', '용산구', '후암동', '1117010100', '갈월동', '19750101', '20000101'],
  ['1117052000', '서울특별시', '용산구', '용산2가동', '1117010200', '용산동2가', '19880423', '20080101'],
  ['111705', '서울특별시', '용산구', '잘못된동', '1117010300', '잘못', '19880423', ''],
  ['1117053000', '서울특별시', '용산구', '', '1117010400', '이름없음', '19880423', ''],
  ['1117054000', '서울특별시', '용산구', '남영동', '1117010500', '남영동', '2008', ''],
  ['1117055000', '서울특별시', '용산구', '청파동', '1117010600', '청파동', '20080230', ''],
];
const widths = [10, 30, 30, 30, 10, 30, 8, 8];
/** As the Ministry writes it: padded to a number of bytes of CP949. */
const fixed = [header, ...lines]
  .map((line) =>
    line
      .map(
        (each, at) =>
          each +
          ' '.repeat(
            Math.max(0, widths[at]! - [...each].reduce((n, letter) => n + (letter < '\u0080' ? 1 : 2), 0)),
          ),
      )
      .join(' '),
  )
  .join('\r\n');

describe('the official list of dong', () => {
  const expected = {
    dongs: [
      {
        ...{ code: '1117051000', name: '후암동', districtName: '서울특별시 용산구' },
        ...{ validFrom: '1975-01-01', validUntil: null },
      },
      {
        ...{ code: '1117052000', name: '용산2가동', districtName: '서울특별시 용산구' },
        ...{ validFrom: '1988-04-23', validUntil: '2008-01-01' },
      },
    ],
    above: 1,
    wrong: [
      { line: 6, fault: 'NO_CODE' },
      { line: 7, fault: 'NO_NAME' },
      { line: 8, fault: 'NO_DAY' },
      { line: 9, fault: 'NO_DAY' },
    ],
  };

  test('is read as text of fixed width and as CSV, in UTF-8 and in CP949, and says which lines are wrong', () => {
    const csv = [header, ...lines].map((line) => line.join(',')).join('\n');
    const utf8 = (text: string) => new TextEncoder().encode(text);
    expect(readDongList(utf8(fixed))).toEqual(expected);
    expect(readDongList(utf8(csv))).toEqual(expected);
    expect(readDongList(utf8(`\uFEFF${csv}`))).toEqual(expected);
    expect(readDongList(cp949(fixed))).toEqual(expected);
    expect(readDongList(cp949(csv))).toEqual(expected);
    // Without the legal dong, as the shorter of the two lists.
    const short = [header, ...lines]
      .map((line) => [...line.slice(0, 4), ...line.slice(6)].join(','))
      .join('\n');
    expect(readDongList(utf8(short))).toEqual(expected);
    expect(readDongList(utf8('code,name\n1,2\n'))).toBeNull();
    expect(readDongList(new Uint8Array())).toBeNull();
  });

  test('is loaded by a command, again without another effect, and gives names to codes', async () => {
    const file = join(folder, 'KIKmix.txt');
    await writeFile(file, cp949(fixed));
    const environment = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(HAMKKE_|NODE_OPTIONS$|NODE_ENV$)/.test(name)),
    );
    const load = (...args: string[]) =>
      promisify(execFile)(
        process.execPath,
        ['dist/region/command.js', ...args, '--database', database.ownerUrl],
        { env: environment },
      );
    const dry = await load(file, '--dry-run');
    expect(dry.stdout).toMatch(
      /2 dong of 1 districts, 1 of them valid[\s\S]*Line 6 is left out[\s\S]*dry run/,
    );
    expect(await places('dongs', { district: '11170' })).toEqual([]);
    expect((await load(file)).stdout).toMatch(/2 added, 0 changed/);
    expect((await load(file)).stdout).toMatch(/0 added, 0 changed/);
    expect(names(await places('dongs', { district: '11170', validOn: '2007-12-31' }))).toEqual([
      '용산2가동',
      '후암동',
    ]);
    expect(names(await places('dongs', { district: '11170', validOn: '2026-11-29' }))).toEqual(['후암동']);
    expect(names(await places('dongs', { search: '후암' }))).toEqual(['후암동']);
    const renamed = { ...expected, wrong: [], dongs: [{ ...expected.dongs[0]!, name: '후암1동' }] };
    expect(await keepDongs(database.owner, renamed)).toEqual({ added: 0, changed: 1 });
    await writeFile(file, 'nothing');
    await expect(load(file)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no list of dong'),
    });
    await expect(load(join(folder, 'none.txt'))).rejects.toMatchObject({ code: 1 });
  });
});

/** Bytes of CP949: every letter of two bytes is looked up, since Node reads it and does not write it. */
function cp949(text: string): Uint8Array {
  const bytes = [...text].flatMap((letter) =>
    letter < '\u0080' ? [letter.charCodeAt(0)] : encoded.get(letter)!,
  );
  return Uint8Array.from(bytes);
}
const encoded = new Map<string, number[]>();
const decoder = new TextDecoder('euc-kr');
for (let lead = 0x81; lead <= 0xfe; lead++)
  for (let trail = 0x41; trail <= 0xfe; trail++) {
    const letter = decoder.decode(Uint8Array.of(lead, trail));
    if ([...letter].length === 1 && letter !== '\uFFFD' && !encoded.has(letter))
      encoded.set(letter, [lead, trail]);
  }
