import { invisible } from './invisible.js';

/**
 * How texts are made alike before they are compared. `hamkke.alike` (alike.sql) says the same in SQL, with the
 * same ranges; test/text/alike.test.ts holds the two to each other.
 */

/** What only sets words apart, in compatible form: white space, dots, brackets, dashes, quotes. */
const separators =
  /[\p{Cc} !"&'(),\-./:;<>?[\]`{|}~\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u119e\u1680\u16eb\u2010-\u205e\u2219\u22c5\u25a0-\u25ff\u2605\u2606\u2e00-\u2e5d\u3001-\u3003\u3008-\u3011\u3014-\u301f\u3030\u30a0\u30fb\u318d\ua78f]+/gu;

/** Korean letters by themselves stay as they are typed: of two of them the compatible form makes a syllable that nobody wrote. */
const notLetters = /[^\u3131-\u318e]+/g;

const compatible = (text: string) => text.replace(notLetters, (part) => part.normalize('NFKC'));

/** Letters that the keyboard types, for those that syllables are made of: such are left of a syllable that is cut in two. */
const typed: ReadonlyMap<string, string> = new Map(
  [
    [0x1100, 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'],
    [0x1161, 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'],
    [0x11a8, 'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'],
  ].flatMap(([first, letters]) =>
    [...(letters as string)].map(
      (letter, at) => [String.fromCharCode((first as number) + at), letter] as const,
    ),
  ),
);

/**
 * A text as it is compared: without what nobody sees, in one form of each letter, in small letters, and with one space where marks or
 * white space set words apart. Empty where nothing is left to compare.
 */
export const alike = (text: string): string =>
  compatible(text.replace(invisible, ''))
    .replaceAll('İ', 'i')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    // A small letter is composed with marks that its capital has no form with.
    .normalize('NFC')
    .replace(/[\u1100-\u1112\u1161-\u1175\u11a8-\u11c2]/g, (letter) => typed.get(letter)!)
    .replace(separators, ' ')
    .trim();

/** The same without any space: how names are compared, which one writes with spaces and another without. */
export const nameLetters = (text: string): string => alike(text).replaceAll(' ', '');
