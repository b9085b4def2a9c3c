import { hash } from 'node:crypto';

/** Never change it: every id that an import ever made hangs on it. */
const namespace = '6d0c7ae4-39f1-4c58-9b5e-0f2a61c7d8b3';

/** The UUID version 5 of a name (RFC 9562): the same name always makes the same id. */
export function uuidv5(name: string, within: string = namespace): string {
  const named = Buffer.concat([Buffer.from(within.replaceAll('-', ''), 'hex'), Buffer.from(name, 'utf8')]);
  const bytes = hash('sha1', named, 'buffer').subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The id of a row that its source knows by `id`; two sources may both have an organization "136". */
export const idFromSource = (source: string, entity: string, id: string) =>
  uuidv5(JSON.stringify([source, entity, id]));

/** The id of a row that its source gave none: the same content is the same row, in whatever order it is written. */
export const idFromContent = (source: string, entity: string, content: Record<string, unknown>) =>
  uuidv5(
    JSON.stringify([
      source,
      entity,
      Object.entries(content)
        .filter(([, value]) => value !== null && value !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  );
