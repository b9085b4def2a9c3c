import { seen } from '../../../text/invisible.js';

/** A value as it goes to the database. */
export type Value = string | number | boolean | null;

/** What became of one value, or of a row as a whole where `column` is null. */
export interface Note {
  kind: 'repaired' | 'noted';
  reason: string;
  column: string | null;
  value?: string;
}

/** What was done to a row, each reason once a column, with the value that it was done to where the value is lost by it. */
export class Notes {
  readonly found = new Map<string, Note>();
  /** The column that is being read, or the way to it in an object. */
  column: string | null = null;

  /** `cp949`: the text is of Korean Windows, where the won sign stands in the place of the backslash. */
  constructor(readonly cp949 = false) {}

  /** The row says something else than its source did. */
  repaired(reason: string, value?: string) {
    this.add({ kind: 'repaired', reason, column: this.column, value });
  }

  /** The row says what its source did, and somebody should look at it. */
  noted(reason: string, value?: string) {
    this.add({ kind: 'noted', reason, column: this.column, value });
  }

  private add(note: Note) {
    const key = note.column === null ? note.reason : `${note.reason}\n${note.column}`;
    if (!this.found.has(key)) this.found.set(key, note);
  }
}

/** Reads one value of a row; it is never called with a blank one. */
export type Reader = (value: string, notes: Notes) => Value;

/**
 * UTF-8 that was read as code page 437 and squeezed into windows-1252: “Γ” became “G” and “├” became “+”. Only the
 * sequences that can have come from one character are turned back.
 */
const punctuation: Record<string, string> = {
  Ö: '’',
  ÿ: '‘',
  '£': '“',
  '¥': '”',
  ô: '–',
  ö: '—',
  æ: '‑',
  ª: '…',
  ó: '•',
  ï: '',
};
const letters: Record<string, string> = {
  í: 'á',
  '¡': 'í',
  º: 'ç',
  Æ: 'Ò',
  '¿': 'è',
  ñ: 'ä',
  ó: 'â',
  ë: 'É',
};
/** Two capitals and a plus are a word (VIH+, LGBTQ+), and no letter that was broken. */
const inWord = /(?<!\p{Lu}\p{Lu})(?<=\p{L})\+([í¡º¿ñó])(?!\p{Lu})/gu;
const inCapitals = /(?<=\p{Lu})\+([Æë])(?!\p{Ll})/gu;
/** What opens a question or a call in Spanish is one where it is closed, too. */
const closedBy: Record<string, string> = { '¿': '?', '¡': '!' };
const letter = (whole: string, tail: string, at: number, text: string) => {
  const rest = text.slice(at + whole.length);
  const closes = closedBy[tail];
  return closes && (rest.includes(closes) || !/^\p{Ll}/u.test(rest)) ? whole : (letters[tail] ?? '');
};
const mendable: [RegExp, (found: string, tail: string, at: number, text: string) => string][] = [
  [/GÇ([Öÿ£¥ôöæªóï])/g, (_, tail) => punctuation[tail] ?? ''],
  [inWord, letter],
  [inCapitals, letter],
  // A hyphen before a small letter may be a real one (franco-árabe), and one after a space as well.
  [/(?<=\S)-á(?!\p{Ll})()/gu, () => ' '],
  [/(?<=\p{L})-«(?![\p{L}\d])()/gu, (found, _, at, text) => (text.slice(at).includes('»') ? found : '®')],
];
const lost = /\p{L}\+[¦¬]|-[ÆÇ¬£¥]|-[ôöûÖ]\p{Ll}?/u;

const beyondAscii = /[\u0080-\uffff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
/** A line break or a tab that was written as two characters; in the name of a file they are the beginning of a name. */
const escapes = /((?:\b[A-Za-z]:|\\)(?:\\[^\\/:*?"<>|\s]{2,}){2,}\\?)|\\r\\n|\\[nrt]/g;
/** Before a number, but not in the name of a file. */
const wonSign = /(?<![\w\\]|\b[A-Za-z]:)\\(?=\d)/g;
/** “###MON###”, “####COL####”, “###MON##”, and “MON###” alone on a line: marks of the source's own system. */
const marker = /#{3,}\s*[A-Z]{2,5}\s*#{2,}|^[ \t]*[A-Z]{2,5}#{3,}[ \t]*$/gm;

/** The text with its won signs, which CP949 writes as the byte of a backslash. */
export function withWon(text: string, notes: Notes): string {
  const read = notes.cp949 ? text.replace(wonSign, '₩') : text;
  if (read !== text) notes.repaired('A backslash before a number, which is the won sign in CP949, became ₩');
  return read;
}

/** Text of any length: real line breaks, no marks of the source's system, no characters broken on the way. */
export function text(value: string, notes: Notes): string | null {
  let read = value;
  const change = (next: string, reason: string) => {
    if (next !== read) notes.repaired(reason);
    read = next;
  };
  change(read.replace(control, ''), 'Control characters were removed');
  let mended = read;
  // Most text is plain ASCII, in which nothing can be broken.
  if (beyondAscii.test(read)) for (const [broken, whole] of mendable) mended = mended.replace(broken, whole);
  change(mended, 'Characters broken by an earlier conversion were restored (GÇÖ to ’)');
  if (beyondAscii.test(read) && lost.test(read))
    notes.noted(
      'Characters were lost by an earlier conversion and cannot be known (Mu+¦oz): kept as they came',
    );
  read = withWon(read, notes);
  change(
    read.replace(escapes, (found, path) => path ?? (found === '\\t' ? ' ' : '\n')),
    'The two characters \\n became a line break (\\t a space)',
  );
  change(
    read.replace(marker, ''),
    'Marks of the source’s own system (###MON###, ###COL###) were taken out of the text',
  );
  // A soft hyphen is half of a letter that was broken on the way, until it is mended.
  read = visible(read, notes);
  // What the marks leave behind is no blemish of the source: only spaces at its own ends are reported.
  if (value.trim() !== value) notes.repaired('Spaces around or within a value were removed');
  return (
    read
      .replace(/\r\n?/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim() || null
  );
}

/** A text without what nobody sees in it; a mark of where a file begins is no blemish of its text. */
export function visible(value: string, notes: Notes): string {
  const read = seen(value);
  if (read !== value.replaceAll('\ufeff', '')) notes.repaired('Characters that nobody sees were taken out');
  return read;
}

/** Text of one line: a name, a town, a title. */
export function line(value: string, notes: Notes): string | null {
  const read = text(value, notes);
  const folded = read?.replace(/\s+/g, ' ') ?? null;
  if (folded !== read) notes.repaired('Spaces around or within a value were removed');
  return folded;
}

/** A name that may be missing: “None” is how some people leave a field blank. */
export function optionalName(value: string, notes: Notes): string | null {
  const read = line(value, notes);
  if (read === null || !/^(none|null|n\/?a|nil|-+|\.+)$/i.test(read)) return read;
  notes.repaired('A name that only says that there is none was left blank', value);
  return null;
}

/** An e-mail address, or nothing when it cannot be one. */
export function email(value: string, notes: Notes): string | null {
  const read = line(value, notes);
  if (read === null || /^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+$/.test(read)) return read;
  notes.repaired('An e-mail address that cannot be one was left out', value);
  return null;
}

/** A web address with its scheme, or nothing when it cannot be one. */
export function url(value: string, notes: Notes): string | null {
  let read = visible(value, notes).trim();
  if (read !== value) notes.repaired('Spaces around or within a value were removed');
  const change = (next: string, reason: string) => {
    if (next !== read) notes.repaired(reason, value);
    read = next;
  };
  change(
    read.replace(/\\+/g, '/').replace(/^(https?):\/*(?=[^/])/i, '$1://'),
    'Slashes of a web address were put right',
  );
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(read)) {
    if (!/^[^\s/:@]+\.[^\s/:@.]{2,}(:\d+)?([/?#]\S*)?$/.test(read)) return noUrl(value, notes);
    // Not https: a site without it would become unreachable, while one with it redirects.
    change(`http://${read}`, 'A web address without a scheme got http://');
  }
  return /^https?:\/\/[^\s/]+\.[^\s/]+/i.test(read) && !/\s/.test(read) && URL.canParse(read)
    ? read
    : noUrl(value, notes);
}

function noUrl(value: string, notes: Notes): null {
  notes.repaired('A web address that cannot be one was left out', value);
  return null;
}

/** A year as a number, or nothing when it cannot be one. */
export function year(value: string, notes: Notes): number | null {
  const read = Number(/^\s*(?:[A-Z][a-z]+ \d{1,2}, )?(\d{4})(-\d\d-\d\d)?\s*$/.exec(value)?.[1]);
  if (read >= 1000 && read <= new Date().getUTCFullYear()) return read;
  notes.repaired('A year that cannot be one was left out', value);
  return null;
}

/** Words of a status, in small letters and without spaces. Closed for a while and closed for good are told apart. */
const statuses: Record<string, readonly string[]> = {
  ACTIVE: [
    'active',
    'open',
    'operating',
    '운영',
    '운영중',
    '정상',
    '정상운영',
    '영업중',
    '이용가능',
    '제공중',
    '진행중',
    '사용',
  ],
  INACTIVE: [
    'inactive',
    'closed',
    '미운영',
    '비운영',
    '운영안함',
    '비활성',
    '준비중',
    '개관예정',
    '미사용',
    '종료',
    '마감',
  ],
  DEFUNCT: ['defunct', 'permanentlyclosed', '폐업', '폐지', '폐관', '폐쇄', '해산', '운영종료', '사업종료'],
  TEMPORARILY_CLOSED: [
    'temporarilyclosed',
    '휴업',
    '휴관',
    '휴지',
    '휴원',
    '임시휴관',
    '임시휴업',
    '운영중단',
    '운영중지',
    '일시중단',
    '일시중지',
    '중단',
    '휴업중',
    '휴관중',
  ],
};
const statusOf = new Map(
  Object.entries(statuses).flatMap(([status, words]) => words.map((word) => [word, status] as const)),
);

/** A service's status; what nobody understands must not send people to a closed door. */
export function status(value: string, notes: Notes): string {
  const known = statusOf.get(
    value
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s_-]+/g, ''),
  );
  if (!known) notes.repaired('A status that HSDS does not know became INACTIVE', value);
  return known ?? 'INACTIVE';
}

/** A phone number and the extension that was written behind it. */
export function phone(value: string, notes: Notes): { number: string; extension: string | null } | null {
  const written = line(value, notes);
  if (written === null) return null;
  const read = written.normalize('NFKC');
  if (read !== written) notes.repaired('Characters of double width in a phone number became plain ones');
  const split =
    /^(.*?\d)[\s,;]*\(?\s*(?:ext(?:ension)?\.?|x|내선)\s*[:.#]?\s*(opt\s*\d+|\d{1,7})\s*\)?$/i.exec(read);
  if (split) notes.repaired('An extension written behind a phone number became an extension');
  const number = split?.[1] ?? read;
  if (!/^\+?[\d\s().-]{2,}$/.test(number) || number.replace(/\D/g, '').length < 3)
    notes.noted('A phone number of an unusual shape was kept as it came', value);
  return { number, extension: split?.[2] ?? null };
}
