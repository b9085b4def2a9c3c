/** A value as it goes to the database. */
export type Value = string | number | boolean | null;

/** What was done to a row, each reason once, with the value that it was done to where the value is lost by it. */
export class Notes {
  readonly found = new Map<string, { kind: 'repaired' | 'noted'; value?: string }>();

  /** The row says something else than its source did. */
  repaired(reason: string, value?: string) {
    if (!this.found.has(reason)) this.found.set(reason, { kind: 'repaired', value });
  }

  /** The row says what its source did, and somebody should look at it. */
  noted(reason: string, value?: string) {
    if (!this.found.has(reason)) this.found.set(reason, { kind: 'noted', value });
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
const mendable: [RegExp, (...found: string[]) => string][] = [
  [/GÇ([Öÿ£¥ôöæªóï])/g, (_, tail = '') => punctuation[tail] ?? ''],
  [/(?<=\p{L})\+([í¡ºÆ¿ñóë])/gu, (_, tail = '') => letters[tail] ?? ''],
  // A hyphen before a small letter may be a real one: franco-árabe.
  [/-á(?!\p{Ll})/gu, () => ' '],
  [/(?<=\p{L})-«(?!\p{L})/gu, () => '®'],
];
const lost = /\p{L}\+[¦¬]|-[ÆÇ¬£¥]|-[ôöûÖ]\p{Ll}?/u;

const beyondAscii = /[\u0080-\uffff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
/** “###MON###”, “####COL####”, “###MON##”, and “MON###” alone on a line: marks of the source's own system. */
const marker = /#{3,}\s*[A-Z]{2,5}\s*#{2,}|^[ \t]*[A-Z]{2,5}#{3,}[ \t]*$/gm;

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
  change(
    read.replace(/\\r\\n|\\[nr]/g, '\n').replace(/\\t/g, ' '),
    'The two characters \\n became a line break (\\t a space)',
  );
  change(
    read.replace(marker, ''),
    'Marks of the source’s own system (###MON###, ###COL###) were taken out of the text',
  );
  // What the marks leave behind is no blemish of the source: only spaces at its own ends are reported.
  if (value.trim() !== value) notes.repaired('Spaces around or within a value were removed');
  return (
    read
      .replace(/\r\n?/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim() || null
  );
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
  let read = value.trim();
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
  const read = Number(/^\s*(\d{4})(-\d\d-\d\d)?\s*$/.exec(value)?.[1]);
  if (read >= 1000 && read <= new Date().getUTCFullYear()) return read;
  notes.repaired('A year that cannot be one was left out', value);
  return null;
}

const statuses: Record<string, string> = {
  active: 'ACTIVE',
  inactive: 'INACTIVE',
  defunct: 'DEFUNCT',
  'temporarily closed': 'TEMPORARILY_CLOSED',
};

/** A service's status; what nobody understands must not send people to a closed door. */
export function status(value: string, notes: Notes): string {
  const known = statuses[value.trim().toLowerCase().replaceAll('_', ' ')];
  if (!known) notes.repaired('A status that HSDS does not know became INACTIVE', value);
  return known ?? 'INACTIVE';
}

/** A phone number and the extension that was written behind it. */
export function phone(value: string, notes: Notes): { number: string; extension: string | null } | null {
  const read = line(value, notes);
  if (read === null) return null;
  const split = /^(.*?\d)[\s,;]*(?:ext(?:ension)?\.?|x|내선)\s*[:.#]?\s*(opt\s*\d+|\d{1,7})$/i.exec(read);
  if (split) notes.repaired('An extension written behind a phone number became an extension');
  const number = split?.[1] ?? read;
  if (!/^\+?[\d\s().-]{2,}$/.test(number) || number.replace(/\D/g, '').length < 3)
    notes.noted('A phone number of an unusual shape was kept as it came', value);
  return { number, extension: split?.[2] ?? null };
}
