import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase('empty');
});
afterAll(() => database?.drop());

const keys = async (texts: readonly string[]) =>
  (
    await database.owner<{ key: string | null }[]>`
    select hamkke.phone_key(text) as key from unnest(${texts}::text[]) with ordinality t (text, n) order by n`
  ).map(({ key }) => key);

describe('the telephone number is the same', () => {
  test.each([
    ...[
      '02-123-4567',
      '０２-１２３-４５６７',
      '02)123-4567',
      '(02) 123-4567',
      '02.123.4567',
      '02·123·4567',
      '02–123–4567',
    ],
    ...[
      '+82 (0)2 123 4567',
      '+82-2-123-4567',
      '+82 2 123 4567',
      '0082 2 123 4567',
      '82-2-123-4567',
      '＋82(2)123-4567',
    ],
    ...[
      '02-123-4567 (내선 12)',
      '02-123-4567 내선12',
      '02-123-4567 ext. 12',
      '02-123-4567 x12',
      '02-123-4567#12',
    ],
    ...[
      '02-123-4567~5',
      '02-123-4567～8',
      '02-123-4567/8',
      '02-123-4567, 4568',
      '02-123-4567; 010-0000-1111',
    ],
    ...[
      'tel:+82-2-123-4567',
      'tel:+82-2-123-4567;ext=12',
      'TEL. 02-123-4567',
      '전화: 02-123-4567',
      '☎ 02-123-4567',
    ],
    ...[
      '02-123-4567 (2번)',
      '+82 (0)2-123-4567 (3)',
      '02-123-4567(담당자)',
      ' 02-123\u200b-4567\u3164',
      '021234567',
    ],
    ...['대표 1번 02-123-4567'],
  ])('%s', async (text) => expect(await keys([text])).toEqual(['021234567']));
});

test.each([
  ['1588-1234', '15881234'],
  ['010-1234-5678', '01012345678'],
  ['+82 10 1234 5678', '01012345678'],
  ['031-123-4567', '0311234567'],
  ['8212-3456', '82123456'],
  ['(305) 555-0134', '3055550134'],
  ['+1 305-555-0134', '3055550134'],
  ['1-305-555-0134 x57471', '3055550134'],
  ['+84 24 3825 2916', '842438252916'],
  ['0507-1234-5678', '050712345678'],
  ['119', null],
  ['02-120', null],
  ['없음', null],
  ['', null],
  ['12345678901234567890', null],
])('of %j it is %j', async (text, key) => expect(await keys([text])).toEqual([key]));

test('a number is the same however people write it, and another than its neighbour', async () => {
  const digits = (from: number, to: number) => fc.integer({ min: from, max: to }).map(String);
  const number = fc.tuple(
    fc.constantFrom('2', '31', '51', '64', '10', '70'),
    digits(200, 9999),
    digits(1000, 9998),
  );
  const between = fc.constantFrom('-', ' ', '.', '–', '‐', '·', '');
  const wide = (text: string) =>
    text.replace(/[!-~]/g, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0));
  const written = number.chain(([area, middle, last]) =>
    fc
      .tuple(
        fc.constantFrom(
          ...[`0${area}`, `(0${area})`, `0${area})`],
          ...[`+82 (0)${area}`, `+82-${area}`, `0082 ${area}`, `+82 ${area}`, `82-${area}`],
        ),
        between,
        between,
        fc.constantFrom('', 'tel:', 'TEL ', '전화 ', '\u200b'),
        fc.constantFrom(
          '',
          ' (내선 7)',
          ' 내선 123',
          '~5',
          '~ 8',
          ' ext 12',
          ';ext=9',
          ' (야간)',
          ', 112',
          '\u3164',
        ),
        fc.boolean(),
      )
      .map(([front, one, two, label, behind, full]) => {
        const text = `${label}${front}${one}${middle}${two}${last}${behind}`;
        return { text: full ? wide(text) : text, key: `0${area}${middle}${last}` };
      }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(written, { minLength: 50, maxLength: 50 }), async (all) => {
      const made = await keys(all.map(({ text }) => text));
      expect(all.map(({ text }, n) => [text, made[n]])).toEqual(all.map(({ text, key }) => [text, key]));
      // One line further is another number.
      const next = await keys(all.map(({ key }) => `${key.slice(0, -1)}${(Number(key.at(-1)) + 1) % 10}`));
      expect(next.filter((key, n) => key === made[n])).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
