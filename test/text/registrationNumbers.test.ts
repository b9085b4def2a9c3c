import { describe, expect, test } from 'vitest';
import {
  holdsNumber,
  maskNumbers,
  withoutDigits,
  withoutNumbers,
} from '../../src/text/registrationNumbers.js';
import fc from '../support/property.js';
import { inScript, plain, zeros } from '../uniqueid/numbers.js';

const gaps = [
  '',
  '-',
  '–',
  '—',
  '−',
  '－',
  '/',
  ' ',
  ' - ',
  '\u200b',
  '\u00a0',
  '_',
  '.',
  '·',
  '~',
  '\n',
  '\u2060-',
  '\u3164',
  '⁄',
];

/** A number that could be somebody's: of any birth date, in which the thirteenth month is that of made-up people. */
const number = fc
  .tuple(
    fc.integer({ min: 0, max: 99 }),
    fc.integer({ min: 1, max: 13 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 1, max: 8 }),
    fc.integer({ min: 0, max: 999_999 }),
  )
  .map(
    ([year, month, day, seventh, rest]) =>
      [year, month, day].map((each) => String(each).padStart(2, '0')).join('') +
      seventh +
      String(rest).padStart(6, '0'),
  );

/** The same number as people, programs and attackers write it. */
const disguised = fc
  .record({
    digits: number,
    zero: fc.constantFrom(...zeros),
    gap: fc.constantFrom(...gaps),
    way: fc.constantFrom('whole', 'dated', 'century', 'single', 'invisible'),
    before: fc.constantFrom('', '주민번호 ', '홍길동(', '"', '번호:', 'n'),
    // No part of a drawn number, of which many have zeros, stands in the telephone's by itself.
    after: fc.constantFrom('', ' 입니다', ')', '"', '번', ', 010-9876-5432'),
  })
  .map(({ digits, zero, gap, way, before, after }) => {
    const [born, rest] = [digits.slice(0, 6), digits.slice(6)];
    const dated = born.match(/../g)!.join('.');
    const text = {
      whole: born + gap + rest,
      dated: `${dated}${gap || '-'}${rest}`,
      century: `${'1256'.includes(rest[0]!) ? 19 : 20}${born}${gap || '-'}${rest}`,
      single: [...digits].join(' '),
      invisible: [...digits].join('\u200d'),
    }[way];
    return {
      digits,
      text: before + inScript(text, zero) + after,
    };
  });

const bare = (text: string) => plain(text).replace(/[^\p{L}\d*…]/gu, '');

test('a registration number is found, masked and left out however it is written', () => {
  fc.assert(
    fc.property(disguised, ({ digits, text }) => {
      expect(bare(text)).toContain(digits);
      expect([text, holdsNumber(text)]).toEqual([text, true]);
      for (const left of [maskNumbers(text), withoutNumbers(text), withoutDigits(text)])
        for (const part of [digits.slice(0, 6), digits.slice(6)]) expect(bare(left)).not.toContain(part);
      expect(holdsNumber(maskNumbers(text))).toBe(false);
    }),
    { numRuns: 500 },
  );
});

describe('a text holds a number', () => {
  test.each([
    'x900101-1234567y',
    'query N9001011234567 { a }',
    'n900101_1234567',
    '"900101 1234567"',
    '90010112345671234',
    '７９００１０１－１２３４５６７',
    '1990-01-01-1234567',
    '19900101-1234567',
    '199001011234567',
    '1.900101-1234567',
    '90.01.01 - 1234567',
    '90/01/01/1234567',
    '9,0,0,1,0,1,1,2,3,4,5,6,7',
    '9\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e3101-1234567',
    '①⑨00101-1234567'.replace('①⑨', '⑨'),
    '٩٠٠١٠١-١٢٣٤٥٦٧',
    '𝟗𝟎𝟎𝟏𝟎𝟏𝟏𝟐𝟑𝟒𝟓𝟔𝟕',
    '000229-3234567',
    '991331-4777777',
    '900101-1******',
    '900101-1●●●●●●',
    '９００１０１－１',
    '생년월일 900101-1, 남',
  ])('in %s', (text) => {
    expect(holdsNumber(text)).toBe(true);
    expect(maskNumbers(text)).toContain('******-*******');
    expect(withoutNumbers(text)).toContain('******-*******');
  });

  test.each([
    ['a coordinate', '127.0276368123456789'],
    ['two coordinates', '37.5665351234567,126.9779692'],
    ['two short coordinates that begin like a date', '37.0512, 127.0276'],
    ['an instant with many digits', '2026-11-28T19:15:33.1234567890+09:00'],
    ['an instant', '2026-11-22T02:44:00.123Z'],
    ['a time with an offset', '11:05:12.345+09:00'],
    ['an instant without marks', '20121128101533'],
    ['the same with thousandths', '20261128191533123'],
    ['milliseconds since 1970', '1795852800000'],
    ['a mobile telephone', '010-1234-5678'],
    ['a telephone from abroad', '+82 (0)10-1234-5678'],
    ['the same without marks', '0082 10 1234 5678'],
    ['a telephone with an extension', '010-1231-5678 (12)'],
    ['two telephones', '02-123-4567, 02-123-4568'],
    ['a telephone with a range', '02-2199-0101~5'],
    ['an account', '110-123-4567890'],
    ['two days', '2001-01-12 ~ 2001-02-13'],
    ['days in short', '26.01.12-26.02.13'],
    ['a UUID', 'Household:11170:d1b61952-bfd9-4e55-a68b-c138515a03ae'],
    ['a UUID of digits', '12345678-1234-1234-1234-123456789012'],
    ['a UUID with a birth date and more', '12900101-1234-4567-8901-123456789012'],
    ['a cursor', Buffer.from(JSON.stringify(['2026-01-01', 'd1b61952'])).toString('base64url')],
    ['a dong', '1117065000'],
    ['a business number', '123-45-67890'],
    ['a day that there was not', '900230-1234567'],
    ['a file with its number and a year', '2026-900101-12'],
    ['seven digits', '9001011'],
    ['an amount', '9,001,011,234,567원'],
    ['a key of a client’s', 'report-900101-1'],
    ['a subject of a provider of identities', '117010123456789012345'],
  ])('not in %s', (_, text) => {
    expect(holdsNumber(text)).toBe(false);
    expect(maskNumbers(text)).toBe(text);
  });
});

test.each([
  'Household:11170:d1b61952-bfd9-4e55-a68b-c138515a03ae',
  '2026-11-22T02:44:00.123Z',
  '010-0000-1234',
  'Date must look like 2026-01-31.',
  '1117065000',
])('a line of the log keeps %s', (text) => {
  expect(withoutNumbers(text)).toBe(text);
});

test('only the number in a narrative is masked', () => {
  expect(
    maskNumbers(
      '1. 모친 이OO(９００１０１\u200b–\u200b１２３４５６７)가 2026-11-28 09:15에 010-0000-1234로 신고.',
    ),
  ).toBe('1. 모친 이OO(******-*******)가 2026-11-28 09:15에 010-0000-1234로 신고.');
});
