import { SaxesParser } from 'saxes';
import { limits, PackageError } from '../../import/reading/packed.js';
import type { RawRecord, Read } from '../record.js';

interface Open {
  name: string;
  line: number;
  text: string;
  fields: Record<string, unknown> | null;
}

/** Elements that are a record each, wherever they stand. */
const records: ReadonlySet<string> = new Set(['servList', 'wantedDtl', 'item']);

/** What an answer says of itself beside its records: codes, totals, pages. */
export type Envelope = Map<string, string>;

/**
 * The records of an answer in XML, as they come. An element with others in it is an object, one that comes twice a list.
 *
 * @param envelope takes what stands outside of the records
 */
export async function* xmlRecords(
  file: string,
  bytes: AsyncIterable<Buffer>,
  envelope: Envelope = new Map(),
): AsyncGenerator<Read> {
  const parser = new SaxesParser();
  const decoder = new TextDecoder();
  const found: Read[] = [];
  const stack: Open[] = [];
  let within = 0;
  let size = 0;
  const fail = (why: string): never => {
    throw new PackageError(`${file}, line ${parser.line}: ${why}`);
  };
  parser.on('error', ({ message }) => fail(`this is not XML (${message.replace(/^[\d:]+ /, '')}).`));
  parser.on('opentag', ({ name }) => {
    if (stack.length > 16) fail('elements stand deeper within each other than any answer goes.');
    if (within > 0 || records.has(name)) within++;
    stack.push({ name, line: parser.line, text: '', fields: null });
  });
  const add = (text: string) => {
    const open = stack.at(-1);
    if (!open) return;
    size += text.length;
    if (size > limits.objectBytes) fail('a record is larger than any is.');
    open.text += text;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const { name, line, text, fields } = stack.pop()!;
    const value = fields ?? text;
    if (within === 0) {
      if (!fields) envelope.set(name, text.trim());
      return;
    }
    within--;
    const above = within > 0 ? stack.at(-1) : undefined;
    if (above) {
      above.fields ??= {};
      const had = above.fields[name];
      above.fields[name] = had === undefined ? value : Array.isArray(had) ? [...had, value] : [had, value];
      return;
    }
    size = 0;
    if (fields) found.push({ line, record: fields as RawRecord });
  });
  for await (const chunk of bytes) {
    parser.write(decoder.decode(chunk, { stream: true }));
    yield* found.splice(0);
  }
  parser.write(decoder.decode());
  parser.close();
  yield* found.splice(0);
}
