import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { PackageError, type PackedFile } from './packed.js';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'euc-kr';

/** What one look through a file tells: whether it is the same as last time, and in which characters it is written. */
export interface Survey {
  hash: string;
  bytes: number;
  encoding: Encoding;
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
  let brokenAt = -1;
  for await (const chunk of await chunksOf(file)) {
    hash.update(chunk);
    if (bytes < headBytes) head.push(chunk);
    if (brokenAt < 0 && !decodes(utf8, chunk)) brokenAt = bytes;
    bytes += chunk.length;
  }
  if (brokenAt < 0 && !decodes(utf8)) brokenAt = bytes;
  const first = Buffer.concat(head).subarray(0, headBytes);
  const encoding = wide(first) ?? (brokenAt < 0 ? 'utf-8' : await korean(file, brokenAt));
  const text = new TextDecoder(encoding).decode(first);
  return { hash: hash.digest('hex'), bytes, encoding, head: text.replace(/^\uFEFF/, '') };
}

/** The bytes of a file as UTF-8 without a byte order mark, whatever its source wrote. */
export async function utf8Of(file: PackedFile, encoding: Encoding): Promise<Readable> {
  const chunks = await chunksOf(file);
  return Readable.from(encoding === 'utf-8' ? withoutMark(chunks) : recoded(file, chunks, encoding), {
    objectMode: false,
  });
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

/**
 * What Korean Windows saves by default (CP949, which EUC-KR is a part of). Any other code page may be readable as it by
 * chance, and gives rare characters then: most of what is not ASCII must be Hangul.
 */
async function korean(file: PackedFile, brokenAt: number): Promise<Encoding> {
  const decoder = new TextDecoder('euc-kr', { fatal: true });
  let foreign = 0;
  let hangul = 0;
  try {
    for await (const chunk of await chunksOf(file)) count(decoder.decode(chunk, { stream: true }));
    count(decoder.decode());
  } catch (error) {
    if (error instanceof PackageError) throw error;
    hangul = -1;
  }
  if (hangul * 2 > foreign) return 'euc-kr';
  throw new PackageError(
    `${file.path} is not UTF-8 (near byte ${brokenAt}), nor CP949 (EUC-KR) or UTF-16: save it as UTF-8 and import it again.`,
  );
  function count(text: string) {
    foreign += text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
    hangul += text.match(/[가-힣]/g)?.length ?? 0;
  }
}

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
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new PackageError(`${file.path} is not whole: it ends or breaks in the middle of a character.`);
  }
}
