import { disassemble, getChoseong } from 'es-hangul';

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

/** The LIKE pattern that finds a query in a `searchText`: part of a word, or initial consonants alone. */
export function searchPattern(query: string): string {
  const folded = fold(query);
  const jamo = disassemble(folded);
  const letters = jamo.replaceAll(' ', '');
  const sought = onlyConsonants.test(letters) ? asInitials(letters) : jamo;
  return `%${sought.replace(/[\\%_]/g, '\\$&')}%`;
}

/** The patterns of a query's words, the longest first: it narrows most, and an index finds it. */
export function searchPatterns(query: string): string[] {
  const words = [...new Set(fold(query).split(' '))].sort((a, b) => b.length - a.length);
  return words.map(searchPattern);
}
