import { describe, expect, test } from 'vitest';
import { freshKeys, parseKeys } from '../../src/uniqueid/keys.js';
import { UniqueIds, withoutKeys } from '../../src/uniqueid/uniqueIds.js';

const made = async () => new UniqueIds(parseKeys(await freshKeys(), 'f'), true);
const number = '901301-1234567';
const holder = { districtId: '11170', memberId: '00000000-0000-4000-8000-000000000001' };

describe('a sealed number', () => {
  test('opens for its holder, and another time is sealed into other bytes', async () => {
    const ids = await made();
    const [one, two] = [ids.seal(holder, number), ids.seal(holder, '9013011234567')];
    expect(one.registrationNumberCiphertext).not.toBe(two.registrationNumberCiphertext);
    expect(one.registrationNumberIndex).toBe(two.registrationNumberIndex);
    for (const sealed of [one, two])
      expect(ids.open(holder, sealed)).toEqual({ kind: 'number', digits: '9013011234567' });
    expect(one.maskedRegistrationNumber).toBe('901301-1******');
    // Nonce, thirteen digits and tag: nothing else is in it.
    expect(Buffer.from(one.registrationNumberCiphertext, 'base64')).toHaveLength(12 + 13 + 16);
    expect(JSON.stringify(one)).not.toContain('1234567');
  });

  test('opens for nobody else: not another member, district or key id', async () => {
    const ids = await made();
    const sealed = ids.seal(holder, number);
    const other = { ...holder, memberId: holder.memberId.replace(/1$/, '2') };
    expect(ids.open(other, sealed)).toEqual({ kind: 'damaged' });
    expect(ids.open({ ...holder, districtId: '11440' }, sealed)).toEqual({ kind: 'damaged' });
    expect(ids.open(holder, { ...sealed, registrationNumberKeyId: 'gone' })).toEqual({ kind: 'no key' });
    // Keys that somebody made anew have ids of their own.
    expect((await made()).open(holder, sealed)).toEqual({ kind: 'no key' });
  });

  test('does not open once any byte of it was changed, or the end cut off', async () => {
    const ids = await made();
    const sealed = ids.seal(holder, number);
    const bytes = Buffer.from(sealed.registrationNumberCiphertext, 'base64');
    const open = (changed: Buffer) =>
      ids.open(holder, { ...sealed, registrationNumberCiphertext: changed.toString('base64') });
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(open(changed)).toEqual({ kind: 'damaged' });
    }
    for (let length = 0; length < bytes.length; length += 1)
      expect(open(bytes.subarray(0, length))).toEqual({ kind: 'damaged' });
  });
});

describe('the index', () => {
  test('is the same however a number is typed, another for another number and another key', async () => {
    const ids = await made();
    const index = ids.indexOf(number);
    expect(ids.indexOf(' ９０１３０１ 1234567')).toBe(index);
    expect(ids.indexOf('901301-1234568')).not.toBe(index);
    expect((await made()).indexOf(number)).not.toBe(index);
    expect(index.startsWith(ids.indexPrefix)).toBe(true);
  });

  test('is made of numbers alone, with keys and without', async () => {
    const ids = await made();
    for (const each of [ids, withoutKeys])
      expect(() => each.indexOf('900101')).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    expect(withoutKeys.indexOf('900101-1234567')).toBe('');
  });
});
