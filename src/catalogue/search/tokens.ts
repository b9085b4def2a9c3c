/**
 * Tokens are what an index finds a service by (`service_searches.tokens`, made by `hamkke.windows`): of each name, the letters
 * from each syllable on, up to so many; of its initial consonants, from each of them on. A word of a query is one token if it is
 * no longer than that, or several that lie in it: few rows have them all, whatever each of them is in.
 */
const mostLetters = 6;
const mostInitials = 4;
/** As much of a word as `hamkke.words_in` keeps. */
export const mostOfWord = 60;
/** More tokens of one word tell nothing that these did not. */
const mostTokens = 5;

/** Whether a word is of initial consonants alone. */
export const isInitials = (word: string) => /^[\u1100-\u1112]+$/.test(word);

/** A lexeme as a tsquery has it. */
export const quoted = (lexeme: string) => `'${lexeme.replace(/['\\]/g, '$&$&')}'`;

const kindOf = (letter: string | undefined) =>
  letter === undefined
    ? null
    : /[ㄱ-ㅎ]/.test(letter)
      ? 'consonant'
      : /[ㅏ-ㅣ]/.test(letter)
        ? 'vowel'
        : 'other';

/**
 * Where in a word a syllable begins, or a letter that is none of Korean's: the same as `hamkke.windows` knows of a name, of
 * which a word is a part. What cannot be told of a part is left out.
 */
function beginnings(letters: readonly string[]): number[] {
  const kinds = letters.map(kindOf);
  return letters.flatMap((_, at) => {
    const [before, own, next] = [kinds[at - 1], kinds[at], kinds[at + 1]];
    const begins =
      own === 'other' ||
      (own === 'consonant' && (next === 'vowel' || (at > 0 && before !== 'vowel'))) ||
      (own === 'vowel' && at > 0 && before !== 'consonant');
    return begins ? [at] : [];
  });
}

/** Where a word is best divided: where a syllable begins, or a letter that is none of Korean's, next to its middle. */
export function middleOf(letters: readonly string[]): number {
  const middle = letters.length / 2;
  const inside = beginnings(letters).filter((at) => at > 1 && at < letters.length - 1);
  return inside.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0] ?? Math.floor(middle);
}

/** That a word has all of some parts, of any of several choices; null where one of them is too short to be a token. */
export function untouched(choices: readonly (readonly (readonly string[])[])[]): string | null {
  const queries = choices.map((parts) => {
    const known = parts.filter((letters) => beginnings(letters).some((at) => at < letters.length - 1));
    return known.length ? known.map((letters) => marked('', letters.join(''))).join(' & ') : null;
  });
  return queries.includes(null) ? null : queries.map((each) => `(${each})`).join(' | ');
}

/** The parts of a word that are tokens, the first of them from its beginning on wherever that can be told. */
function partsOf(word: string): string[] {
  const letters = [...word];
  const most = isInitials(word) ? mostInitials : mostLetters;
  const starts = isInitials(word) ? letters.map((_, at) => at) : beginnings(letters);
  // What begins nowhere is sought where names begin.
  const first = starts[0] ?? 0;
  const parts = [letters.slice(first, first + most)];
  for (let end = first + most; end < letters.length && parts.length < mostTokens; ) {
    // The next begins where the last ended, or as shortly before it as a syllable does, with enough letters behind it.
    const next = starts.findLast((at) => at > end - most && at <= Math.min(end, letters.length - 3));
    if (next === undefined || next + most <= end) break;
    parts.push(letters.slice(next, next + most));
    end = next + most;
  }
  return parts.map((part) => part.join(''));
}

/** Whether a word is one token, so that nothing else needs to be looked at. */
export const isWhole = (word: string) => partsOf(word)[0] === word;

/** That something of a kind has a word in it, as a tsquery. */
export const marked = (kind: 'n' | 'a' | '', word: string) =>
  `(${partsOf(word)
    .map((part) => `${quoted(kind + part)}${[...part].length === 1 && !isInitials(part) ? ':*' : ''}`)
    .join(' & ')})`;

/** That a word of a name begins with one: of a long one, that it has the rest of it, too. */
export function starting(word: string): string {
  const begins = quoted(`s${[...word].slice(0, isInitials(word) ? mostInitials : mostLetters).join('')}`);
  return isWhole(word) ? begins : `${begins} & ${marked('n', word)}`;
}

/** That a word of all that is said of a service begins with one. */
export function said(word: string): string {
  const letters = [...word];
  const begins = quoted(`b${letters.slice(0, mostLetters).join('')}`);
  if (letters.length > 2 && letters.length <= mostLetters) return begins;
  const whole = `${quoted(`w${letters.slice(0, mostOfWord).join('')}`)}:*`;
  return letters.length > 2 ? `${begins} & ${whole}` : whole;
}
