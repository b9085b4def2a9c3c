import { disassemble, getChoseong } from 'es-hangul';
import { badInput } from '../errors.js';
import {
  isInitials,
  isWhole,
  marked,
  middleOf,
  mostOfWord,
  quoted,
  said,
  starting,
  untouched,
} from './marks.js';

const consonants = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const onlyConsonants = new RegExp(`^[${consonants}]+$`);

/**
 * Initial consonants get letters of their own (U+1100…), so that ㅈㄱ finds 주거 by its initials and not every 맞가,
 * where a final and an initial happen to meet.
 */
const asInitials = (text: string) =>
  [...text].map((each) => String.fromCharCode(0x1100 + consonants.indexOf(each))).join('');

const fold = (text: string) => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();

function searchable(part: string): string {
  const folded = fold(part);
  const initials = getChoseong(folded.replace(/[^가-힣]/g, ''));
  return initials ? `${disassemble(folded)} ${asInitials(initials)}` : folded;
}

/**
 * The text that a search looks in: each name in lower case, as jamo, followed by its initial consonants. The text of
 * several names is their texts joined by a space, so that SQL may join them too.
 */
export function searchText(...parts: (string | null | undefined)[]): string {
  return parts
    .map((part) => searchable(part ?? ''))
    .filter(Boolean)
    .join(' ');
}

/** The letters that a query's words are sought by: initial consonants alone are letters of their own. */
function lettersOf(query: string): string {
  const jamo = disassemble(fold(query));
  const letters = jamo.replaceAll(' ', '');
  return onlyConsonants.test(letters) ? asInitials(letters) : jamo;
}

const escaped = (letters: string) => letters.replace(/[\\%_]/g, '\\$&');
const within = (letters: string) => `%${escaped(letters)}%`;

/** The LIKE pattern that finds a query in a `searchText`: part of a word, or initial consonants alone. */
export const searchPattern = (query: string): string => within(lettersOf(query));

/** The patterns of a query's words, the longest first: it narrows most, and an index finds it. */
export function searchPatterns(query: string): string[] {
  const words = [...new Set(fold(query).split(' '))].sort((a, b) => b.length - a.length);
  return words.map(searchPattern);
}

/** A query as `hamkke.find_services` takes it. Every word of it must be found. */
export interface Sought {
  /** The letters of each word, the longest first. */
  words: readonly string[];
  /** Those of them of which marks tell a part alone (see `marks.ts`): rows are looked at, too. */
  long: readonly string[];
  /** Each word as the beginning of one. */
  starts: readonly string[];
  /** That names have every word, and that they or their agency's have, as tsqueries of `service_searches.marks`. */
  named: string;
  titled: string;
  /** That a word of names begins with each of them. */
  started: string;
  /** The whole as the beginning of a name, and as all of it (see `hamkke.search_lines`). */
  beginning: string;
  exact: string;
  /** The same as tsqueries. */
  wholes: string;
  whole: string;
  /** The words as beginnings of words of all that is said of a service; null where one is so short that it begins too much. */
  said: string | null;
  /** The same of marks. */
  marked: string | null;
  /** Words of initial consonants alone, which are never mistyped; as a tsquery, too, null where there are none. */
  initials: readonly string[];
  initialed: string | null;
  /** The other words with one mistake in them. */
  mistyped: readonly Mistyped[];
}

/** What names of a word that was mistyped once can look like, and parts of which each of them holds at least one. */
export interface Mistyped {
  /** Those parts as a tsquery of `search_words.marks`; null where one of them is no mark. */
  marks: string | null;
  parts: readonly string[];
  variants: readonly string[];
}

/** Words and letters of a query, beyond which it is refused as none that anybody types. */
const mostWords = 12;
const mostLetters = 200;

/** What divides words, as `hamkke.words_in` has it. */
const dividing = /[\s!-/:-@[-`{-~·“”‘’…「」『』（）、。]+/;

export function soughtBy(query: string): Sought {
  if (query.length > mostLetters)
    throw badInput(`검색어는 ${mostLetters}자까지입니다. A search has at most ${mostLetters} letters.`);
  const words = [...new Set(fold(query).split(' '))].map(lettersOf).sort((a, b) => b.length - a.length);
  if (words.length > mostWords)
    throw badInput(`검색어는 낱말 ${mostWords}개까지입니다. A search has at most ${mostWords} words.`);
  // Names are written without their spaces too: whether somebody types them makes no difference.
  const whole = fold(query).split(' ').map(lettersOf).join('');
  const lexemes = words.flatMap((word) => word.split(dividing)).filter((word) => word !== '');
  const telling = lexemes.length > 0 && words.every((word) => word.length > 2);
  const beginnings = (of: (word: string) => string) => (telling ? lexemes.map(of).join(' & ') : null);
  const initials = words.filter(isInitials);
  return {
    words,
    long: words.filter((word) => !isWhole(word)),
    starts: words.map((word) => ` ${word}`),
    named: all(words.map((word) => marked('n', word))),
    titled: all(words.map(inTitles)),
    started: all(words.map(starting)),
    beginning: `ㆅ${whole}`,
    exact: `ㆅ${whole}ㆆ`,
    wholes: `${quoted(mark(`ㆅ${whole}`))}:*`,
    whole: quoted(mark(`ㆅ${whole}ㆆ`)),
    said: beginnings((word) => `${quoted([...word].slice(0, mostOfWord).join(''))}:*`),
    marked: beginnings(said),
    initials,
    initialed: initials.length ? all(initials.map(inTitles)) : null,
    mistyped: words.filter((word) => !isInitials(word)).map(mistyped),
  };
}

/** As `hamkke.mark` cuts it. */
const mark = (letters: string) => [...letters].slice(0, 500).join('');
const all = (queries: readonly string[]) => queries.map((each) => `(${each})`).join(' & ');
const inTitles = (word: string) => `${marked('n', word)} | ${marked('a', word)}`;

/** Stands for any one letter until a pattern is written as LIKE has it: no word has a space in it. */
const any = ' ';

/** Fewer letters may stand for too much when one of them may be wrong. */
const fewestToMistype = 5;
/** More are no word that anybody types: each letter costs patterns that are as long as the word. */
const mostToMistype = 40;

function mistyped(word: string): Mistyped {
  const letters = [...word];
  if (letters.length < fewestToMistype || letters.length > mostToMistype)
    return { marks: untouched([[letters]]), parts: [within(word)], variants: [within(word)] };
  const like = (made: readonly string[]) =>
    `%${made.map((each) => (each === any ? '_' : escaped(each))).join('')}%`;
  const variants = new Set([within(word)]);
  letters.forEach((letter, at) => {
    const [before, after] = [letters.slice(0, at), letters.slice(at + 1)];
    variants.add(like([...before, any, ...after]));
    variants.add(like([...before, ...after]));
    if (at > 0) variants.add(like([...before, any, letter, ...after]));
    if (after.length) variants.add(like([...before, after[0]!, letter, ...after.slice(1)]));
  });
  // A mistake is in one half or the other, unless two letters changed places where they meet.
  const half = middleOf(letters);
  const [first, second] = [letters.slice(0, half), letters.slice(half)];
  const met = [...first.slice(0, -1), second[0]!, first.at(-1)!, ...second.slice(1)];
  // Two letters by themselves are in too many words to be sought by: they are where words begin.
  const parts = [first.length < 3 ? `${first.map(escaped).join('')}%` : like(first), like(second), like(met)];
  const marks = untouched([[first], [second], [first.slice(0, -1), second.slice(1)]]);
  return { marks, parts, variants: [...variants] };
}
