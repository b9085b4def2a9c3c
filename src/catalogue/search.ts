import { disassemble } from 'es-hangul';

/** The text that searches look through: lower case, one space between words, Hangul taken apart into jamo. */
export const searchText = (...parts: (string | null | undefined)[]): string =>
  disassemble(parts.filter(Boolean).join(' ').toLowerCase().replace(/\s+/g, ' ').trim());
