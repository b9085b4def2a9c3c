import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from '../../../errors.js';
import { type Refusal, refusalIn } from '../reading/refusal.js';
import { type Envelope, xmlRecords } from '../reading/xml.js';
import { isRecord, type RawRecord } from '../record.js';

/** Why the fetching stops; what was fetched is kept. */
export class FetchError extends StartError {
  constructor(
    readonly kind: Refusal['kind'],
    sentence: string,
  ) {
    super(sentence);
  }
}

/** One answer with records, as it came. */
export interface Answer {
  bytes: Buffer;
  records: RawRecord[];
  /** How many records there are on all pages. */
  total: number;
}

interface Asking {
  /** What is asked, in the words of a sentence of an error. */
  what: string;
  key: string;
  /** Milliseconds before another try, doubled each time. */
  waits: number;
}

const deadline = 30_000;
const mostBytes = 128 * 1024 ** 2;
const tries = 4;

/**
 * Asks an address until it answers with records.
 *
 * @throws FetchError where the source refuses; its sentence holds neither the address nor the key
 */
export async function ask(
  url: URL,
  headers: Record<string, string>,
  form: 'json' | 'xml',
  { what, key, waits }: Asking,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await askOnce(url, headers, form, { what, key });
    } catch (error) {
      if (error instanceof FetchError && error.kind !== 'other') throw error;
      if (attempt === tries) throw error;
      await pause(waits * 2 ** (attempt - 1));
    }
  }
}

async function askOnce(
  url: URL,
  headers: Record<string, string>,
  form: 'json' | 'xml',
  { what, key }: Omit<Asking, 'waits'>,
) {
  // A source may repeat what it was asked with.
  const hidden = (sentence: string) =>
    [key, encodeURIComponent(key)].reduce((text, each) => text.replaceAll(each, '…'), sentence).slice(0, 300);
  const refused = (kind: Refusal['kind'], sentence: string) =>
    new FetchError(kind, `${what}: ${hidden(sentence)}`);
  // Whoever leads elsewhere would be told the key.
  const answer = await fetch(url, {
    headers,
    redirect: 'error',
    signal: AbortSignal.timeout(deadline),
  }).catch((error: Error) => {
    const { code } = (error.cause ?? {}) as { code?: string };
    throw refused('other', `the source cannot be reached (${code ?? error.name}).`);
  });
  const bytes = await bodyOf(answer).catch(() => {
    throw refused('other', 'the answer broke off, or is larger than any is.');
  });
  if (answer.status === 429) throw refused('quota', 'the quota of calls is used up: status 429.');
  const read = await (form === 'json' ? jsonIn(bytes) : xmlIn(bytes, what)).catch(() => null);
  const refusal = read && refusalIn(read.envelope);
  if (refusal) throw refused(refusal.kind, refusal.sentence);
  if (answer.status === 401 || answer.status === 403)
    throw refused('key', `the key was refused: status ${answer.status}.`);
  if (!answer.ok || !read) throw refused('other', `the source answered ${answer.status} without records.`);
  return { bytes, records: read.records, total: Number(read.envelope.get('totalCount') ?? 1) };
}

async function bodyOf(answer: Response): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body ?? []) {
    size += piece.length;
    if (size > mostBytes) throw new Error('too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

interface Parsed {
  envelope: Envelope;
  records: RawRecord[];
}

async function jsonIn(bytes: Buffer): Promise<Parsed | null> {
  const said = JSON.parse(bytes.toString()) as unknown;
  if (!isRecord(said)) return null;
  const { data, ...rest } = said;
  const envelope = new Map(Object.entries(rest).map(([name, value]) => [name, String(value)]));
  return { envelope, records: Array.isArray(data) ? data.filter(isRecord) : [] };
}

async function xmlIn(bytes: Buffer, what: string): Promise<Parsed> {
  const envelope: Envelope = new Map();
  const records: RawRecord[] = [];
  for await (const { record } of xmlRecords(what, one(bytes), envelope)) {
    // A detail says within the record how it went.
    if (typeof record.resultCode === 'string') envelope.set('resultCode', record.resultCode);
    records.push(record);
  }
  return { envelope, records };
}

async function* one(bytes: Buffer) {
  yield bytes;
}
