import { open, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { StartError } from '../errors.js';
import type { Head } from './chain.js';
import { signedFields } from './chain.js';

/** A line of a file of heads; what is no head is null. */
export interface HeadLine {
  line: number;
  head: Head | null;
}

/**
 * The heads of a file, as many lines as it had when it was opened: what is written later is not yet in the snapshot of
 * the database that it is compared with. A last line without its end is still being written.
 */
export async function headLines(file: string): Promise<AsyncIterable<HeadLine>> {
  const { size } = await stat(file);
  const handle = await open(file);
  return (async function* () {
    if (size === 0) return handle.close();
    const stream = handle.createReadStream({ end: size - 1, encoding: 'utf8' });
    let line = 0;
    let whole = true;
    stream.on('data', (chunk) => {
      whole = chunk.at(-1) === '\n';
    });
    let kept: string | undefined;
    for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (kept !== undefined) yield { line, head: parse(kept) };
      line++;
      kept = text;
    }
    if (kept !== undefined && whole) yield { line, head: parse(kept) };
  })();
}

/** The last head of a file; none where the file is not there yet. */
export async function newestHead(file: string): Promise<Head | undefined> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (!handle) return;
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, 8192);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    const heads = buffer.toString('utf8').split('\n').slice(0, -1).map(parse);
    return heads.findLast((head) => head !== null) ?? undefined;
  } finally {
    await handle.close();
  }
}

/** Checks that heads can be added to the file of a setting, which is made where it is not there yet. */
export async function checkHeadsFile(file: string): Promise<void> {
  try {
    await (await open(file, 'a', 0o644)).close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      `The file of heads ${file} (HAMKKE_LOG_HEADS_FILE) cannot be written to (${code}): let the user who starts Hamkke own it, and see that its folder is there.`,
    );
  }
}

/** Adds a head to a file, on a line of its own also where a crash left half a line. */
export async function appendHead(file: string, head: Head): Promise<void> {
  const handle = await open(file, 'a+', 0o644);
  try {
    const { size } = await handle.stat();
    const last = size > 0 ? (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString() : '\n';
    await handle.write(`${last === '\n' ? '' : '\n'}${JSON.stringify(head)}\n`);
  } finally {
    await handle.close();
  }
}

function parse(line: string): Head | null {
  try {
    const head = JSON.parse(line) as Record<string, unknown>;
    const whole = [...signedFields, 'signature'].every((field) => typeof head[field] === 'string');
    return whole ? (head as unknown as Head) : null;
  } catch {
    return null;
  }
}
