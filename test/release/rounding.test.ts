import { describe, expect, test } from 'vitest';
import { Draws } from '../../src/release/draws.js';
import { nextOfYear, type YearToDate } from '../../src/release/rounding.js';
import { momentsOf } from './compare.js';

const next = (sum: YearToDate, value: number, secret: number, name = 'month') =>
  nextOfYear(sum, { name, value, contributors: `of ${value}` }, 5, new Draws(`secret ${secret}`, ['test']));

describe('the next number of a year', () => {
  test('is unbiased after every remainder of the sum before, and so is the sum', () => {
    const far: string[] = [];
    for (let f = 0; f < 5; f++)
      for (let h = -4; h < 5; h++) {
        const errors = { month: [] as number[], sum: [] as number[] };
        for (let secret = 0; secret < 2_000; secret++) {
          const first = next({ truth: 20, released: 20 }, f, secret, 'first');
          const sum = { truth: 20 + f, released: 20 + first };
          const number = next(sum, h, secret);
          errors.month.push(number - h);
          errors.sum.push(sum.released + number - sum.truth - h);
        }
        for (const [of, each] of Object.entries(errors)) {
          if (Math.abs(momentsOf(each).errors) > 4.5) far.push(`${of} after ${f}, ${h}`);
          if (each.some((error) => Math.abs(error) >= 5)) far.push(`${of} after ${f}, ${h}: a step`);
        }
      }
    expect(far).toEqual([]);
  });

  test('brings a sum back that a correction left a step away', () => {
    for (let secret = 0; secret < 50; secret++)
      for (let h = 1; h < 5; h++) {
        expect(next({ truth: 20, released: 25 }, h, secret)).toBe(0);
        expect(next({ truth: 22, released: 30 }, h, secret)).toBe(0);
        expect(next({ truth: 20, released: 15 }, h, secret)).toBe(5);
        expect(next({ truth: 22, released: 15 }, h, secret)).toBe(5);
      }
  });
});

test('a draw happens as often as it should, and never or always where it must', () => {
  const draws = new Draws('secret', ['test']);
  for (const [cases, outOf] of [
    [1, 3],
    [2, 5],
    [99_999, 100_000],
  ] as const) {
    const times = Array.from({ length: 5_000 }, (_, at) => Number(draws.happens(cases, outOf, at)));
    const mean = times.reduce((sum, each) => sum + each, 0) / times.length;
    const chance = cases / outOf;
    expect(Math.abs(mean - chance)).toBeLessThan(4.5 * Math.sqrt((chance * (1 - chance)) / times.length));
  }
  for (let at = 0; at < 500; at++) {
    expect(draws.happens(0, 7, at)).toBe(false);
    expect(draws.happens(7, 7, at)).toBe(true);
  }
});

test('a label is one thing: parts that read alike together are different', () => {
  const ways = [
    new Draws('s', ['a']).of('b', 'c'),
    new Draws('s', ['a']).of('bc'),
    new Draws('s', ['ab']).of('c'),
  ];
  const bits = ways.map((draws) =>
    Array.from({ length: 64 }, (_, at) => Number(draws.happens(1, 2, at))).join(''),
  );
  expect(new Set(bits).size).toBe(3);
});
