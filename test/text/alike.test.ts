import { disassemble } from 'es-hangul';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { searchText } from '../../src/catalogue/search/query.js';
import { alike } from '../../src/text/alike.js';
import { invisible } from '../../src/text/invisible.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase('empty');
});
afterAll(() => database?.drop());

const inSql = async (texts: readonly string[]) =>
  (
    await database.owner<{ made: string }[]>`
    select hamkke.alike(text) as made from unnest(${texts}::text[]) with ordinality t (text, n) order by n`
  ).map(({ made }) => made);

describe('texts that say the same are alike', () => {
  test.each([
    [
      '이동·목욕',
      '이동ㆍ목욕',
      '이동・목욕',
      '이동‧목욕',
      '이동•목욕',
      '이동 목욕',
      ' 이동\u3000 목욕\t',
      '이동･목욕',
    ],
    ['장애인(특)이동', '장애인（특）이동', '장애인[특]이동', '장애인 「특」 이동'],
    ['１２３호', '123호', '123호'.normalize('NFD')],
    ['ＹＭＣＡ', 'YMCA', 'ymca', 'Y\u200bMCA', '\ufeffYMCA'],
    ['㈜한빛', '(주)한빛', '（주）한빛', '(주) 한빛'],
    ['한글', '한글'.normalize('NFD'), '한\u00ad글', '한글\u3164'],
    ['ㅈㄱ', 'ㅈㄱ', '\u110c\u1100'],
    ['Ελλάς', 'ΕΛΛΆΣ'],
    ['ﬁnance №1', 'FINANCE No1'],
    // The capital has no form with both marks, and the small letter has.
    ['\u03aa\u0300', '\u1fd2', '\u03b9\u0308\u0300'],
    // PostgreSQL's own normalize loses this old vowel behind a syllable.
    ['가\u11a7İ', '\u1100\u1161\u11a7I\u0307', '가\u11a7i'],
  ])('%s', async (...texts) => {
    const [first] = await inSql(texts);
    expect(first).not.toBe('');
    expect(await inSql(texts)).toEqual(texts.map(() => first));
    expect(texts.map(alike)).toEqual(texts.map(() => first));
  });

  test.each([
    ['이동 목욕', '이동 목용'],
    ['ㄱㅏ', '가'],
    ['ㅈㄱ', '주거'],
    ['123', '1234'],
  ])('%s is not %s', (one, other) => expect(alike(one)).not.toBe(alike(other)));
});

/** What people, programs and attackers write: letters of many scripts in every form, marks, white space, what nobody sees. */
const ranges = [
  [0x01, 0x17f],
  [0x300, 0x36f],
  [0x370, 0x3ff],
  [0x400, 0x45f],
  [0x590, 0x6ff],
  [0x900, 0x97f],
  [0xe00, 0xe7f],
  [0x1100, 0x11ff],
  [0x1e00, 0x1eff],
  [0x2000, 0x206f],
  [0x2070, 0x22ff],
  [0x2460, 0x27bf],
  [0x2800, 0x2810],
  [0x3000, 0x33ff],
  [0x4e00, 0x4eff],
  [0xa960, 0xa97c],
  [0xac00, 0xd7fb],
  [0xf900, 0xfaff],
  [0xfe00, 0xfe6f],
  [0xff00, 0xfff8],
  [0x1d400, 0x1d4ff],
  [0x1f300, 0x1f6ff],
  [0xe0000, 0xe007f],
  [0xe0100, 0xe01ef],
] as const;
const letter = fc
  .constantFrom(...ranges)
  .chain(([from, to]) => fc.integer({ min: from, max: to }))
  .map((code) => String.fromCodePoint(code));
const form = fc.constantFrom('', 'NFC', 'NFD', 'NFKC', 'NFKD');
const text = fc
  .tuple(fc.array(fc.oneof(letter, fc.constantFrom(...'가각ㄱㅏAaΣİ ·(㈜\u11a7')), { maxLength: 12 }), form)
  .map(([letters, made]) => (made ? letters.join('').normalize(made) : letters.join('')));

test('SQL and TypeScript make every text alike in the same way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 50, maxLength: 100 }), async (texts) => {
      expect(await inSql(texts)).toEqual(texts.map(alike));
    }),
    { numRuns: 40 },
  );
});

test('names are written in one way for searches, and queries are letters of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 50, maxLength: 100 }), async (texts) => {
      const rows = await database.owner<{ jamo: string; text: string }[]>`
        select hamkke.jamo(text) as jamo, hamkke.search_text(array[text, '둘 이']) as text
        from unnest(${texts}::text[]) with ordinality t (text, n) order by n`;
      expect(rows.map(({ jamo }) => jamo)).toEqual(texts.map((each) => disassemble(alike(each))));
      expect(rows.map((row) => row.text)).toEqual(texts.map((each) => searchText(each, '둘 이')));
    }),
    { numRuns: 40 },
  );
});

test('every character by itself is the same in both', async () => {
  const each = ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, n) => String.fromCodePoint(from + n)),
  );
  const made = await inSql(each);
  expect(
    each.filter((one, n) => alike(one) !== made[n]).map((one) => one.codePointAt(0)!.toString(16)),
  ).toEqual([]);
});

test('what nobody sees is nothing in SQL, either', async () => {
  const all = Array.from({ length: 0x110000 }, (_, code) => code).filter(
    (code) => code < 0xd800 || code > 0xdfff,
  );
  const unseen = all.map((code) => String.fromCodePoint(code)).filter((each) => each.match(invisible));
  expect(unseen.length).toBeGreaterThan(4000);
  expect(new Set(await inSql(unseen.map((each) => `a${each}b`)))).toEqual(new Set(['ab']));
});

test('to make alike what is alike changes nothing, nor does the form in which a text came, nor what nobody sees in it', () => {
  const unseen = fc.constantFrom('\u200b', '\u3164', '\ufeff', '\u00ad', '\u2060', '\u{e0041}', '\ufe0f');
  fc.assert(
    fc.property(text, unseen, fc.nat(), (each, mark, at) => {
      const made = alike(each);
      expect(alike(made)).toBe(made);
      const points = [...each];
      points.splice(at % (points.length + 1), 0, mark);
      expect(alike(`${mark}${each}${mark}`)).toBe(made);
    }),
    { numRuns: 2000 },
  );
});
