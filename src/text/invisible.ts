/** Characters that Unicode draws nothing for, whatever font there is: joiners, fillers, marks of direction, selectors, tags. */
export const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/** Blanks that are no white space to a program. */
const blanks = /[\u2800\u3164\uffa0]/g;

const visible = /[^\s\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/u;

/**
 * What changes how the characters beside it are drawn: joiners in emoji and in scripts that are written joined, selectors of emoji, of
 * Chinese and of Mongolian characters, and the tags of a flag. Between letters of other scripts they do nothing.
 */
const drawn = [
  /(?<=\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier}|(?!\p{Default_Ignorable_Code_Point}|\p{sc=Latin}|\p{sc=Hangul}|\p{sc=Han})[\p{L}\p{M}])\p{Join_Control}(?=(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{Extended_Pictographic}])/u,
  /(?<=\p{Extended_Pictographic}|\p{sc=Han}|(?!\p{Default_Ignorable_Code_Point})\p{sc=Mongolian}|[\d#*](?=\ufe0f\u20e3))\p{Variation_Selector}/u,
  /(?<=\u{1f3f4}[\u{e0020}-\u{e007e}]*)[\u{e0020}-\u{e007f}]/u,
].map(({ source }) => source);
const taken = new RegExp(`(${drawn.join('|')})|${invisible.source}`, 'gu');

/**
 * A text without the characters that nobody sees and that mean nothing where they stand, so that two texts which look the same are the
 * same. A filler is the space that it looks like.
 */
export const seen = (text: string): string =>
  text.replace(blanks, ' ').replace(taken, (_, kept?: string) => kept ?? '');

/** Whether a text has a character that anybody can see. */
export const isVisible = (text: string): boolean => visible.test(text);
