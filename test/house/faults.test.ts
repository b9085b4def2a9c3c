import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { declaredFaults } from '../../src/database/faults.js';
import { errorCodes, HamkkeError, inLanguage } from '../../src/errors.js';
import { advice } from '../../src/errorTypes.js';
import { asConflict, errorOf, faults, plainErrorOf, sentenceOf } from '../../src/faults.js';

const source = join(process.cwd(), 'src');
const all = [...declaredFaults.values()];
const withoutQuotes = (text: string) => text.replace(/"[^"]*"|<[^>]*>/g, '');

/** A Korean line and an English one: whole sentences, each in its own language but for what it quotes. */
function isInBoth(text: string): boolean {
  const [korean = '', english = '', ...more] = text.split('\n');
  return (
    more.length === 0 &&
    /[가-힣]/.test(korean) &&
    /[.?]$/.test(korean) &&
    !/[가-힣]/.test(withoutQuotes(english)) &&
    /[a-z].*[.?]$/.test(english)
  );
}

test('every fault has a Korean line and an English one', () => {
  expect(all.length).toBeGreaterThan(150);
  const texts = all.flatMap((fault) => [sentenceOf(fault), ...(fault.advice ? [fault.advice] : [])]);
  expect([...texts, ...Object.values(advice)].filter((text) => !isInBoth(text))).toEqual([]);
  for (const wrong of [
    '한 문장. One sentence.',
    'One.\n한 문장.',
    '한.\nOne.\nTwo.',
    '한.\n',
    '한.\nSay 한.',
  ])
    expect([wrong, isInBoth(wrong)]).toEqual([wrong, false]);
});

test('a message is told in the language that is asked for, and what is in one alone as it is', () => {
  for (const fault of all) {
    const { message } = errorOf(fault, new Proxy({}, { get: () => 'X' }));
    expect(`${inLanguage(message, 'ko')}\n${inLanguage(message, 'en')}`).toBe(message);
  }
  expect(inLanguage('Cannot query field.', 'ko')).toBe('Cannot query field.');
});

test('no two faults say the same, nor have the same reason', () => {
  expect(new Set(all.map(sentenceOf)).size).toBe(all.length);
  expect([...declaredFaults].filter(([reason, fault]) => fault.reason !== reason)).toEqual([]);
  expect(all.filter(({ reason }) => !/^[A-Z]+(_[A-Z]+)+$/.test(reason))).toEqual([]);
  expect(all.filter(({ code }) => !errorCodes.includes(code))).toEqual([]);
});

test('an error has its reason, the values that its fault tells and the path of the field, and no other value', () => {
  const { GONE } = faults({ GONE: asConflict(({ who }) => `${who} 없음.\n${who} is gone.`, ['who']) });
  const error = errorOf(GONE, { who: 'X', secret: 'Y' }, 'input.who');
  expect(error).toBeInstanceOf(HamkkeError);
  expect(error.extensions).toEqual({ code: 'CONFLICT', reason: 'GONE', who: 'X', field: 'input.who' });
  expect(plainErrorOf(GONE).extensions).toEqual({ code: 'CONFLICT', reason: 'GONE' });
  expect(sentenceOf(GONE)).toBe('{who} 없음.\n{who} is gone.');
});

test('errors that a client may read are made of declared faults alone', () => {
  const makers = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !['errors.ts', 'faults.ts'].includes(file))
    .filter((file) => /new (HamkkeError|GraphQLError)\(/.test(readFileSync(join(source, file), 'utf8')));
  expect(makers).toEqual([]);
});
