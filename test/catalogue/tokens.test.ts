import { disassemble } from 'es-hangul';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { soughtBy } from '../../src/catalogue/search/query.js';
import { alike } from '../../src/text/alike.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import fc from '../support/property.js';

// What tokens find is what has the word in its name: the index (src/catalogue/search/search.sql) against LIKE.

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase('empty');
});
afterAll(() => database?.drop());

const syllable = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCharCode(code));
// Few of them, so that a name often has a word that was not taken from it.
const common = fc.constantFrom(...'가각간갈나낙마말값앉아서자주거걱건사상담다');
const other = fc.constantFrom(...'ab1é😀(-\\\'%_"|&!:*');
const word = (letter: fc.Arbitrary<string>) =>
  fc.array(letter, { minLength: 1, maxLength: 7 }).map((each) => each.join(''));
const name = fc
  .array(fc.oneof(word(common), word(syllable), word(fc.oneof(common, other))), {
    minLength: 1,
    maxLength: 3,
  })
  .map((words) => words.join(' '));
/** A part of a name as somebody types it: from a letter on, and the last not yet whole. */
const partOf = (whole: string) =>
  fc.tuple(fc.nat(), fc.nat(), fc.nat(2)).map(([from, length, missing]) => {
    const letters = [...whole];
    const start = from % letters.length;
    const part = letters.slice(start, start + 1 + (length % (letters.length - start)));
    const last = [...disassemble(part.at(-1)!)];
    return [...part.slice(0, -1), ...last.slice(0, Math.max(1, last.length - missing))].join('');
  });

const tokensOf = (
  names: string,
) => `array_to_tsvector(hamkke.windows('n', hamkke.jamo(${names}), hamkke.initials(${names}))
  || hamkke.start_windows(hamkke.jamo(${names}), hamkke.initials(${names})))`;

/** Whether tokens find a query in some names, and whether it is in them, as rows are looked at. */
async function compared(names: readonly string[], query: string) {
  const { named, started, words, starts, long } = soughtBy(query);
  return database.owner<{ name: string; marked: boolean; begun: boolean; there: boolean; begins: boolean }[]>`
    select name, tokens @@ ${named}::tsquery and (select bool_and(strpos(lines, w) > 0) is not false from unnest(${long}::text[]) w) as marked,
      tokens @@ ${started}::tsquery and (select bool_and(strpos(lines, ' ' || w) > 0) is not false from unnest(${long}::text[]) w) as begun,
      (select bool_and(strpos(lines, w) > 0) from unnest(${words}::text[]) w) as there,
      (select bool_and(strpos(lines, w) > 0) from unnest(${starts}::text[]) w) as begins
    from unnest(${names}::text[]) name,
      lateral (select hamkke.search_lines(hamkke.jamo(name), hamkke.initials(name)) as lines, ${database.owner.unsafe(tokensOf('name'))} as tokens) made`;
}

describe('tokens find', () => {
  test('every part of a name, and no name that has it not', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(name, { minLength: 2, maxLength: 8 })
          .chain((names) => fc.tuple(fc.constant(names), partOf(names[0]!))),
        async ([names, query]) => {
          fc.pre(alike(query) !== '');
          const rows = await compared(names, query);
          for (const each of rows) expect({ ...each, marked: each.there, begun: each.begins }).toEqual(each);
          expect(rows[0]).toMatchObject({ marked: true });
          found += rows.filter((each) => each.marked).length - 1;
        },
      ),
      { numRuns: 400 },
    );
    expect(found).toBeGreaterThan(10);
  });

  test.each([
    ['상다', '상담'],
    ['거', '걱정'],
    ['긴급주거지원센터', '우리 긴급 주거 지원 센터'],
    ['ㅇㄹㅈㄱㅈㅇ', '우리 주거 지원'],
    ['집ㄱ', '집 가'],
    ['ㄱ집', '약집'],
  ])('%s in %s', async (query, name) =>
    expect(await compared([name], query)).toEqual([expect.objectContaining({ marked: true, there: true })]),
  );

  test('every word with a single mistake in it', async () => {
    const letter = fc.constantFrom(...'ㄱㅏㄴㅓㅅㅗㅁㅣa1');
    const mistake = fc.tuple(fc.constantFrom('other', 'more', 'less', 'swapped'), fc.nat(), letter);
    let sought = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(word(common), word(syllable), word(letter)),
        mistake,
        async (right, [kind, at, wrong]) => {
          const letters = [...disassemble(right)];
          const place = at % letters.length;
          if (kind === 'other') letters[place] = wrong;
          else if (kind === 'more') letters.splice(place, 0, wrong);
          else if (kind === 'less') letters.splice(place, 1);
          else letters.splice(place, 2, ...letters.slice(place, place + 2).reverse());
          const [mistyped] = soughtBy(letters.join('')).mistyped;
          fc.pre(mistyped !== undefined && !letters.includes(' '));
          const [found] = await database.owner<{ like: boolean; marked: boolean | null }[]>`
          select hamkke.jamo(${right}) like any(${mistyped!.variants as string[]}::text[]) as like,
            array_to_tsvector(hamkke.windows('', hamkke.jamo(${right}), null)) @@ ${mistyped!.tokens}::tsquery as marked`;
          fc.pre(found!.like && mistyped!.tokens !== null);
          expect(found).toEqual({ like: true, marked: true });
          sought++;
        },
      ),
      { numRuns: 400 },
    );
    expect(sought).toBeGreaterThan(300);
  });
});
