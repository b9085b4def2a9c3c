import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StartError } from '../../src/errors.js';
import { freshKeys, parseKeys, uniqueIdKeys } from '../../src/uniqueid/keys.js';
import { UniqueIds } from '../../src/uniqueid/uniqueIds.js';

const key = () => randomBytes(32).toString('base64');
const good = {
  encryption: [
    { id: '2026-11', key: key() },
    { id: '2025', key: key() },
  ],
  index: key(),
};
const [first, second] = good.encryption;

describe('a key file', () => {
  test('gives its keys in order, and objects that do not print them', () => {
    const keys = parseKeys(JSON.stringify(good), 'f');
    expect(keys.encryption.map(({ id }) => id)).toEqual(['2026-11', '2025']);
    const printed = inspect([keys, new UniqueIds(keys, false)], { depth: 9 }) + JSON.stringify(keys);
    for (const text of [first!.key, second!.key, good.index]) {
      expect(printed).not.toContain(text);
      expect(printed).not.toContain(Buffer.from(text, 'base64').toString('hex'));
    }
  });

  test.each<[string, unknown, RegExp]>([
    ['no JSON', '{', /is no JSON object/],
    ['a list', [], /is no JSON object/],
    ['no keys', { ...good, encryption: [] }, /"encryption" must be a list/],
    ['keys that are no list', { ...good, encryption: {} }, /"encryption" must be a list/],
    ['a key without an id', { ...good, encryption: [first, { key: key() }] }, /id of encryption key 2/],
    ['an id with a blank', { ...good, encryption: [{ id: 'a b', key: key() }] }, /id of encryption key 1/],
    [
      'the same id twice',
      { ...good, encryption: [first, { ...second, id: '2026-11' }] },
      /"2026-11" is there twice/,
    ],
    [
      'the same key twice',
      { ...good, encryption: [first, { ...first, id: 'x' }] },
      /"2026-11" and "x" are the same/,
    ],
    [
      'a short key',
      { ...good, encryption: [{ id: 'a', key: randomBytes(16).toString('base64') }] },
      /"a" must be 32 bytes/,
    ],
    [
      'a long key',
      { ...good, encryption: [{ id: 'a', key: randomBytes(33).toString('base64') }] },
      /"a" must be 32 bytes/,
    ],
    [
      'a key in hex',
      { ...good, encryption: [{ id: 'a', key: randomBytes(32).toString('hex') }] },
      /"a" must be 32 bytes/,
    ],
    ['an entry that is none', { ...good, encryption: [null] }, /id of encryption key 1/],
    ['no index key', { encryption: good.encryption }, /"index" must be 32 bytes/],
    ['a short index key', { ...good, index: 'AAAA' }, /"index" must be 32 bytes/],
    ['one key for both', { ...good, index: first!.key }, /"index" must not be the encryption key "2026-11"/],
  ])('with %s is refused in one sentence that names the file and no key', (_, content, words) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    const read = () => parseKeys(text, '/etc/keys.json');
    expect(read).toThrow(StartError);
    expect(read).toThrow(words);
    expect(read).toThrow(/^The keys of registration numbers in \/etc\/keys\.json cannot be used: [^\n]+\.$/);
    expect(read).not.toThrow(expect.objectContaining({ message: expect.stringContaining(first!.key) }));
  });
});

describe('where keys come from', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hamkke 열쇠 '));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const config = (more: object) => ({
    mode: 'development' as const,
    dataDirectory: folder,
    uniqueIdKeys: null,
    ...more,
  });

  test('outside production they are made once, for their user alone', async () => {
    const starts = await Promise.all(Array.from({ length: 10 }, () => uniqueIdKeys(config({}))));
    const sealed = new UniqueIds(starts[0]!, true).seal(
      { districtId: '11170', memberId: 'm' },
      '901301-1000000',
    );
    for (const keys of starts)
      expect(new UniqueIds(keys!, true).open({ districtId: '11170', memberId: 'm' }, sealed)).toEqual({
        kind: 'number',
        digits: '9013011000000',
      });
    expect(await readdir(folder)).toEqual(['unique-id-keys.json']);
    expect((await stat(join(folder, 'unique-id-keys.json'))).mode & 0o777).toBe(0o600);
  });

  test('in production there are none but those that were given', async () => {
    expect(await uniqueIdKeys(config({ mode: 'production' }))).toBeNull();
    expect(await readdir(folder)).toEqual([]);
    await writeFile(join(folder, 'given.json'), await freshKeys());
    const given = await uniqueIdKeys(
      config({ mode: 'production', uniqueIdKeys: join(folder, 'given.json') }),
    );
    expect(given?.encryption).toHaveLength(1);
  });

  test('a file that is not there is told in one sentence', async () => {
    const read = uniqueIdKeys(config({ uniqueIdKeys: join(folder, 'none.json') }));
    await expect(read).rejects.toBeInstanceOf(StartError);
    await expect(read).rejects.toThrow(
      /none\.json that HAMKKE_UNIQUE_ID_KEYS names cannot be read \(ENOENT\)/,
    );
  });
});
