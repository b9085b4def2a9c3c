import { hash } from 'node:crypto';

/** Never change it: every id that an import ever made hangs on it. */
const namespace = bytesOf('6d0c7ae4-39f1-4c58-9b5e-0f2a61c7d8b3');

/** A UUID as its sixteen bytes. */
export function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

/** The UUID version 5 of a name (RFC 9562): the same name always makes the same id. */
export function uuidv5(name: string, within: Buffer = namespace): string {
  const hex = hash('sha1', Buffer.concat([within, Buffer.from(name, 'utf8')]), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
