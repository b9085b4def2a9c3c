import { describe, expect, test } from 'vitest';
import { bearer } from '../../src/identity/tokens.js';

describe('the Authorization header', () => {
  test.each<[string | undefined, string | null]>([
    [undefined, null],
    ['Bearer abc', 'abc'],
    ['bearer a.b-c_d~e+f/g==', 'a.b-c_d~e+f/g=='],
    ['BEARER   abc', 'abc'],
  ])('%j gives %j', (header, token) => expect(bearer(header)).toBe(token));

  test.each([
    '',
    'Bearer',
    'Bearer ',
    'abc',
    'Basic abc',
    'Bearer a b',
    'Bearer a,b',
    'Bearer abc ',
    ' Bearer abc',
    'Bearer 토큰',
    'Bearer\tabc',
    'Bearer a=b',
    'Bearer a\nb',
    'Bearer abc\n',
    'Bearer abc, Bearer def',
    'Bearerabc',
  ])('%j is refused', (header) => {
    expect(() => bearer(header)).toThrow(
      expect.objectContaining({
        code: 'UNAUTHENTICATED',
        reason: 'AUTHORIZATION_MALFORMED',
      }),
    );
  });
});
