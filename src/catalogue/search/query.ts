import { disassemble, getChoseong } from 'es-hangul';
import { commonFaults } from '../../commonFaults.js';
import { errorOf } from '../../faults.js';
import { alike } from '../../text/alike.js';
import { catalogueFaults } from '../faults.js';
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
} from './tokens.js';

const consonants = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const onlyConsonants = new RegExp(`^[${consonants}]+$`);

/**
 * Initial consonants get letters of their own (U+1100…), so that ㅈㄱ finds 주거 by its initials and not every 맞가,
 * where a final and an initial happen to meet.
 */
const asInitials = (text: string) =>
  [...text].map((each) => String.fromCharCode(0x1100 + consonants.indexOf(each))).join('');

/** One name: as it is written, without its spaces, and its initial consonants; `hamkke.search_text` says the same. */
function searchable(part: string): string {
  const name = alike(part);
  const jamo = disassemble(name);
  const initials = getChoseong(name.replace(/[^가-힣]/g, ''));
  return [...new Set([jamo, jamo.replaceAll(' ', ''), asInitials(initials)])].filter(Boolean).join(' ');
}

/**
 * The text that a search for organizations looks in: each name in small letters, as jamo, followed by its initial consonants. The text
 * of several names is their texts joined by a space, so that SQL may join them too.
 */
export function searchText(...parts: (string | null | undefined)[]): string {
  return parts
    .map((part) => searchable(part ?? ''))
    .filter(Boolean)
    .join(' ');
}

/** The letters that a word is sought by: initial consonants alone are letters of their own. */
function lettersOf(word: string): string {
  const jamo = disassemble(word);
  const letters = jamo.replaceAll(' ', '');
  return onlyConsonants.test(letters) ? asInitials(letters) : jamo;
}

const escaped = (letters: string) => letters.replace(/[\\%_]/g, '\\$&');
const within = (letters: string) => `%${escaped(letters)}%`;

/** What organizations are sought by, as `hamkke.organizations_named` takes it: patterns of the words, and of those mistyped once. */
export function namesSoughtBy(query: string): string {
  const { words, initials, mistyped } = soughtBy(query);
  return JSON.stringify({ words: words.map(within), initials: initials.map(within), mistyped });
}

/** A query as `hamkke.find_services` takes it. Every word of it must be found. */
export interface Sought {
  /** The letters of each word, the longest first. */
  words: readonly string[];
  /** Those of them of which tokens tell a part alone (see `tokens.ts`): rows are looked at, too. */
  long: readonly string[];
  /** Each word as the beginning of one. */
  starts: readonly string[];
  /** That names have every word, and that they or their agency's have, as tsqueries of `service_searches.tokens`. */
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
  /** The ways in which each word may be had; see `waysOf`. */
  ways: readonly (readonly Way[])[];
  /** The same of tokens; null where none of them asks for more than titles do. */
  marked: string | null;
  /** Words of initial consonants alone, which are never mistyped; as a tsquery, too, null where there are none. */
  initials: readonly string[];
  initialed: string | null;
  /** The other words with one mistake in them. */
  mistyped: readonly Mistyped[];
}

/** Parts of a word, all of which must be found. */
type Way = readonly Part[];
interface Part {
  letters: string;
  /** Whether titles are looked at, too. */
  titled: boolean;
  /** What is said of a service, as beginnings of words: a tsquery; null where it is so short that it begins too much. */
  said: string | null;
}

/** What names of a word that was mistyped once can look like, and parts of which each of them holds at least one. */
export interface Mistyped {
  /** Those parts as a tsquery of `search_words.tokens`; null where one of them is no token. */
  tokens: string | null;
  parts: readonly string[];
  variants: readonly string[];
}

/** Words and letters of a query, beyond which it is refused as none that anybody types. */
const mostWords = 12;
const mostLetters = 200;

/** What divides words, as `hamkke.words_in` has it. */
const dividing = /[\s!-/:-@[-`{-~·“”‘’…「」『』（）、。]+/;

/** What a query asks of the index, in the shape that the functions of the search take. */
export function soughtBy(query: string): Sought {
  if (query.length > mostLetters)
    throw errorOf(commonFaults.TEXT_TOO_LONG, { most: mostLetters }, 'filter.search');
  const written = alike(query).split(' ');
  const typed = [...new Set(written)].sort((a, b) => lettersOf(b).length - lettersOf(a).length);
  const words = typed.map(lettersOf);
  if (words.length > mostWords)
    throw errorOf(catalogueFaults.TOO_MANY_WORDS, { most: mostWords }, 'filter.search');
  // Names are written without their spaces too: whether somebody types them makes no difference.
  const whole = written.map(lettersOf).join('');
  const ways = typed.map((word) => waysOf(word, written));
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
    wholes: `${quoted(token(`ㆅ${whole}`))}:*`,
    whole: quoted(token(`ㆅ${whole}ㆆ`)),
    ways,
    marked: ways.flat(2).some((part) => part.said) ? all(ways.map(markedWays)) : null,
    initials,
    initialed: initials.length ? all(initials.map(inTitles)) : null,
    mistyped: words.filter((word) => !isInitials(word)).map(mistyped),
  };
}

const lexemesOf = (word: string) => word.split(dividing).filter((lexeme) => lexeme !== '');
/** Fewer letters begin too many words. */
const begins = (word: string) => word.length > 2 && lexemesOf(word).length > 0;

function partOf(word: string, titled = true): Part {
  const letters = lettersOf(word);
  const beginning = (lexeme: string) => `${quoted([...lexeme].slice(0, mostOfWord).join(''))}:*`;
  return { letters, titled, said: begins(letters) ? lexemesOf(letters).map(beginning).join(' & ') : null };
}

/** A compound of fewer syllables has no two words in it; one of more is no word that anybody types. */
const compound = /^[가-힣]{4,8}$/;

/**
 * The ways in which a word may be had, in titles or in what is said of a service, the name's part in one and another's in the other:
 * by itself; as two words of at least two syllables, for 주거상담 is 주거 상담; and as one with the word beside it.
 */
function waysOf(word: string, written: readonly string[]): Way[] {
  const ways: Way[] = [[partOf(word)]];
  if (compound.test(word))
    for (let at = 2; at <= word.length - 2; at++)
      ways.push([partOf(word.slice(0, at)), partOf(word.slice(at))]);
  written.slice(1).forEach((next, at) => {
    const joined = partOf(written[at]! + next, false);
    if ((written[at] === word || next === word) && joined.said && !isInitials(joined.letters))
      ways.push([joined]);
  });
  return ways;
}

/** That a service has a word in one of its ways, as a tsquery of tokens. */
const markedWays = (ways: readonly Way[]) =>
  ways.map((parts) => `(${all(parts.map(markedPart))})`).join(' | ');
const markedPart = ({ letters, titled, said: saying }: Part) =>
  [titled && inTitles(letters), saying && all(lexemesOf(letters).map(said))].filter(Boolean).join(' | ');

/** As `hamkke.token` cuts it. */
const token = (letters: string) => [...letters].slice(0, 500).join('');
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
    return { tokens: untouched([[letters]]), parts: [within(word)], variants: [within(word)] };
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
  const tokens = untouched([[first], [second], [first.slice(0, -1), second.slice(1)]]);
  return { tokens, parts, variants: [...variants] };
}
