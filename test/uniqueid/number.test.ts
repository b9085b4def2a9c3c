import { describe, expect, test } from 'vitest';
import { digitsOf, masked } from '../../src/uniqueid/number.js';

describe('a registration number', () => {
  test.each([
    ['900101-1234567', '9001011234567'],
    ['9001011234567', '9001011234567'],
    [' 900101 - 1234567 ', '9001011234567'],
    ['９００１０１－１２３４５６７', '9001011234567'],
    ['900101–1234567', '9001011234567'],
    ['040229-3000000', '0402293000000'],
    ['991231-9000000', '9912319000000'],
    ['200101-7000000', '2001017000000'],
  ])('is read from %s', (text, digits) => {
    expect(digitsOf(text, false)).toBe(digits);
  });

  test.each([
    ['twelve digits', '900101-123456'],
    ['fourteen digits', '900101-12345678'],
    ['a letter', '900101-123456x'],
    ['nothing', ''],
    ['a day that there was not', '900230-1234567'],
    ['29 February of 1900, which the same digits of 2000 are', '000229-1234567'],
    ['no month', '900001-1234567'],
    ['the month of made-up people', '901301-1234567'],
    ['digits of another script', '٩٠٠١٠١-١٢٣٤٥٦٧'],
  ])('is not %s, and what is said of it repeats nothing', (_, text) => {
    const read = () => digitsOf(text, false);
    expect(read).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    for (const part of text.match(/\d{4,}/g) ?? [])
      expect(read).not.toThrow(expect.objectContaining({ message: expect.stringContaining(part) }));
  });

  test('of made-up people has a thirteenth month, where such people are', () => {
    expect(digitsOf('901301-1234567', true)).toBe('9013011234567');
    expect(() => digitsOf('901332-1234567', true)).toThrow();
    expect(() => digitsOf('901400-1234567', true)).toThrow();
  });

  test('is taken with any last digit, as numbers since 2020 have no check digit', () => {
    for (let last = 0; last < 10; last += 1) expect(digitsOf(`900101123456${last}`, false)).toHaveLength(13);
  });

  test('shows its birth date and the first digit after it', () => {
    expect(masked('9001011234567')).toBe('900101-1******');
  });
});
