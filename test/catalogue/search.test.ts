import { describe, expect, test } from 'vitest';
import { namesSoughtBy, searchText, soughtBy } from '../../src/catalogue/search/query.js';

/** LIKE, as PostgreSQL does it. */
const like = (text: string, pattern: string) => {
  const source = [...pattern.matchAll(/\\(.)|(.)/gs)].map(([, escaped, plain]) =>
    plain === '%' ? '.*' : plain === '_' ? '.' : (escaped ?? plain)!.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`, 's').test(text);
};
const finds = (query: string, ...names: (string | null)[]) =>
  (JSON.parse(namesSoughtBy(query)).words as string[]).every((word) => like(searchText(...names), word));

describe('search', () => {
  test.each([
    ['주거', '서울 주거 복지 센터'],
    ['주ㄱ', '주거'],
    ['ㅈㄱ', '주거'],
    ['ㅈㄱㅂㅈ', '주거 복지'],
    ['ㅈㄱ ㅂㅈ', '주거복지'],
    ['ㄲ', '꿈나무'],
    ['  FOOD   bank ', 'Miami Food Bank'],
    ['100%', 'Save 100% today'],
    ['a_b', 'x a_b y'],
    ['c\\d', 'c\\d'],
    ['이동목욕', '이동·목욕'],
    ['이동ㆍ목욕', '이동·목욕'],
    ['장애인특이동', '장애인(특)이동'],
    ['ymca', 'ＹＭＣＡ 회관'],
    ['(주)한빛', '㈜한빛'],
  ])('%s finds %s', (query, name) => expect(finds(query, name)).toBe(true));

  test.each([
    ['ㅈㄱ', '맞가'],
    ['100%', '100 apples'],
    ['a_b', 'axb'],
    ['복지', '복도'],
  ])('%s does not find %s', (query, name) => expect(finds(query, name)).toBe(false));

  test.each([
    ['a word of two hundred syllables', '뷁'.repeat(200)],
    ['one that is longer in small letters', 'İ'.repeat(200)],
    ['twelve long words', [...'가나다라마바사아자차카타'].map((each) => each + '뷁'.repeat(7)).join(' ')],
  ])('%s has few patterns: anybody may ask', (_, query) =>
    expect(JSON.stringify(soughtBy(query)).length).toBeLessThan(150_000),
  );
  test('a letter of two halves is not cut in two', () =>
    expect(soughtBy(`${'a'.repeat(59)}😀xyz`).ways[0]![0]![0]!.said).toBe(`'${'a'.repeat(59)}😀':*`));

  test('a decomposed name and a composed query are the same', () =>
    expect(finds('주거', '주거'.normalize('NFD'))).toBe(true));
  test('the text of several names is their texts joined', () =>
    expect(searchText('주거', null, ' Food ')).toBe(`${searchText('주거')} food`));
});
