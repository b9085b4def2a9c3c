import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { PackageError, type PackedFile } from './packed.js';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'euc-kr' | 'windows-1252';

/** What one look through a file tells: whether it is the same as last time, and in which characters it is written. */
export interface Survey {
  hash: string;
  bytes: number;
  encoding: Encoding;
  /** The first byte that is no character of it, where there are some among many that are. */
  broken?: Place;
  /** How it begins, as text. */
  head: string;
}

const headBytes = 64 * 1024;

/** Reads a file once from end to end: what is damaged or unreadable is known before anything of it is taken. */
export async function survey(file: PackedFile): Promise<Survey> {
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  let isUtf8 = true;
  for await (const chunk of await chunksOf(file)) {
    hash.update(chunk);
    if (bytes < headBytes) head.push(chunk);
    isUtf8 &&= decodes(utf8, chunk);
    bytes += chunk.length;
  }
  isUtf8 &&= decodes(utf8);
  const first = Buffer.concat(head).subarray(0, headBytes);
  const unicode = wide(first) ?? (isUtf8 ? 'utf-8' : undefined);
  const found = unicode ? { encoding: unicode } : await guess(file);
  const text = new TextDecoder(found.encoding).decode(first);
  return { hash: hash.digest('hex'), bytes, ...found, head: text.replace(/^\uFEFF/, '') };
}

/** The bytes of a file as UTF-8 without a byte order mark, whatever its source wrote. */
export async function utf8Of(
  file: PackedFile,
  { encoding, broken }: Pick<Survey, 'encoding' | 'broken'>,
): Promise<Readable> {
  const chunks = await chunksOf(file);
  const whole = encoding === 'utf-8' && !broken;
  return Readable.from(whole ? withoutMark(chunks) : recoded(file, chunks, encoding), { objectMode: false });
}

/** The file's bytes; what the system refuses on the way is told in words. */
async function chunksOf(file: PackedFile): Promise<AsyncIterable<Buffer>> {
  return told(file.path, await file.open());
}

async function* told(path: string, stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw error instanceof PackageError || !/^E[A-Z]+$/.test(code ?? '')
      ? error
      : new PackageError(`${path} cannot be read (${code}).`);
  } finally {
    stream.destroy();
  }
}

const decodes = (decoder: TextDecoder, chunk?: Buffer) => {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
};

/** UTF-16 by its mark, or by every other byte of a text that begins in ASCII, as JSON and HSDS's columns do. */
function wide(head: Buffer): Encoding | undefined {
  if (head.length < 2) return undefined;
  const [a, b] = [head[0]!, head[1]!];
  if ((a === 0xff && b === 0xfe) || (a > 0 && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b > 0)) return 'utf-16be';
  return undefined;
}

/** Of a file read in an encoding, how many characters are none, are not ASCII, and tell that it is the right one. */
interface Tally {
  broken: number;
  foreign: number;
  fitting: number;
}

/** One broken byte is a slip among so many characters that are whole. */
const slips = 20;

/**
 * What is not Unicode: what Korean Windows saves by default (CP949, which EUC-KR is a part of), UTF-8 with a slip, or
 * what western Windows saves. Any other code page may be readable as CP949 by chance, and gives rare characters then: most
 * of what is not ASCII must be Hangul. Read as windows-1252 it gives letters in a row: they must stand alone.
 */
async function guess(file: PackedFile): Promise<Pick<Survey, 'encoding' | 'broken'>> {
  const broken = await firstBroken(file, 'utf-8');
  const utf8 = await tally(file, 'utf-8', /[^\p{ASCII}\uFFFD]/gu);
  if (utf8.broken * slips <= utf8.fitting) return { encoding: 'utf-8', broken };
  const korean = await tally(file, 'euc-kr', /[가-힣]/g);
  if (korean.fitting * 2 > korean.foreign && korean.broken * slips <= korean.fitting)
    return { encoding: 'euc-kr', ...(korean.broken && { broken: await firstBroken(file, 'euc-kr') }) };
  const alone = /(?<!\P{ASCII})[^\p{ASCII}\u0080-\u009F](?!\P{ASCII})/gu;
  const western = await tally(file, 'windows-1252', alone);
  if (western.fitting * 10 > western.foreign * 9) return { encoding: 'windows-1252' };
  throw new PackageError(
    `${file.path} is not UTF-8 (line ${broken.line}, byte ${broken.byte} of the file, 0x${broken.value}), nor CP949 (EUC-KR), UTF-16 or Windows-1252: save it as UTF-8 and import it again.`,
  );
}

async function tally(file: PackedFile, encoding: Encoding, fits: RegExp): Promise<Tally> {
  const decoder = new TextDecoder(encoding);
  const found = { broken: 0, foreign: 0, fitting: 0 };
  const count = (text: string) => {
    found.broken += text.match(/\uFFFD/g)?.length ?? 0;
    found.foreign += text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
    found.fitting += text.match(fits)?.length ?? 0;
  };
  for await (const chunk of await chunksOf(file)) count(decoder.decode(chunk, { stream: true }));
  count(decoder.decode());
  return found;
}

/** Where a byte stands: both are counted from 1. */
export interface Place {
  line: number;
  byte: number;
  /** Hexadecimal. */
  value: string;
}

/** The first byte of a file that is no character of an encoding. */
async function firstBroken(file: PackedFile, encoding: Encoding): Promise<Place> {
  let line = 1;
  let byte = 1;
  // A character may begin in one chunk and end in the next.
  let before = Buffer.alloc(0);
  const broken = (part: Buffer, last: boolean) => {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(part, { stream: !last });
      return false;
    } catch {
      return true;
    }
  };
  const within = (part: Buffer, last: boolean): Place | undefined => {
    if (!broken(part, last)) return undefined;
    // Whatever begins like it is broken, too: the shortest that is ends with the byte that does not fit.
    let [whole, bad] = [0, part.length];
    while (bad - whole > 1) {
      const middle = (whole + bad) >> 1;
      if (broken(part.subarray(0, middle), false)) bad = middle;
      else whole = middle;
    }
    // A character that lacks its end is broken where it begins.
    while (whole > 0 && broken(part.subarray(0, whole), true)) whole--;
    return {
      line: line + linesIn(part.subarray(0, whole)),
      byte: byte + whole,
      value: part[whole]!.toString(16).padStart(2, '0'),
    };
  };
  for await (const chunk of await chunksOf(file)) {
    const part = Buffer.concat([before, chunk]);
    const found = within(part, false);
    if (found) return found;
    // What is below 0x40 is no part of a longer character in either encoding.
    const end = part.findLastIndex((each) => each < 0x40) + 1;
    line += linesIn(part.subarray(0, end));
    byte += end;
    before = part.subarray(end);
  }
  return within(before, true) ?? { line, byte, value: '' };
}

const linesIn = (bytes: Buffer) => bytes.toString('latin1').split('\n').length - 1;

async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of chunks) {
    yield first && chunk.length >= 3 && chunk.readUIntBE(0, 3) === 0xefbbbf ? chunk.subarray(3) : chunk;
    first = false;
  }
}

async function* recoded(
  file: PackedFile,
  chunks: AsyncIterable<Buffer>,
  encoding: Encoding,
): AsyncGenerator<Buffer> {
  // Of the others it is known how much is broken; the end of UTF-16 is not, and without it everything may be shifted.
  const decoder = new TextDecoder(encoding, { fatal: encoding.startsWith('utf-16') });
  try {
    for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new PackageError(`${file.path} is not whole: it ends or breaks in the middle of a character.`);
  }
}
