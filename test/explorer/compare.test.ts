import { describe, expect, test } from 'vitest';
import { compare, count } from '../../src/explorer/compare.js';

const rowsOf = (answers: unknown[]) => compare(answers.map((data) => ({ data })));
const states = (answers: unknown[]) =>
  Object.fromEntries(rowsOf(answers).map((row) => [row.path, row.cells.map((cell) => cell.state)]));
const differences = (answers: unknown[]) =>
  rowsOf(answers).flatMap((row) =>
    row.differs ? [[row.path, ...row.cells.map((cell) => ('text' in cell ? cell.text : cell.state))]] : [],
  );

describe('answers side by side', () => {
  test('null is withheld where another persona sees something, else empty', () => {
    expect(
      states([
        { a: null, b: null },
        { a: 1, b: null },
      ]),
    ).toEqual({
      a: ['withheld', 'value'],
      b: ['empty', 'empty'],
    });
  });

  test('what lies within something withheld is beyond it', () => {
    expect(states([{ health: null }, { health: { note: 'x' } }])).toEqual({
      health: ['withheld', 'value'],
      'health.note': ['beyond', 'value'],
    });
  });

  test('rows keep their place by id, in lists and in connections', () => {
    expect(states([{ members: [{ id: 'b' }] }, { members: [{ id: 'a' }, { id: 'b' }] }])).toMatchObject({
      'members[a]': ['absent', 'value'],
      'members[b].id': ['value', 'value'],
    });
    expect(states([{ edges: [{ node: { id: 'b' } }] }, { edges: [{ node: { id: 'a' } }] }])).toMatchObject({
      'edges[b]': ['value', 'absent'],
      'edges[a]': ['absent', 'value'],
    });
  });

  test('a difference is told once, where it begins, with what the others see there', () => {
    expect(differences([{ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }])).toEqual([['a.c', '2', '3']]);
    expect(differences([{ a: { id: 'x', b: 1, c: { d: 2 } } }, { a: null }])).toEqual([
      ['a', '1 · 2', 'withheld'],
    ]);
    // Of those who see it, some may see more than others.
    expect(differences([{ a: { b: 1 } }, { a: { b: null } }, { a: null }])).toEqual([
      ['a', '1', '{ }', 'withheld'],
      ['a.b', '1', 'withheld', 'beyond'],
    ]);
    // A list differs by its rows.
    expect(differences([{ l: [{ id: 1, n: 'x' }] }, { l: [] }])).toEqual([['l[1]', 'x', 'absent']]);
  });

  test('null with an error at its place was refused', () => {
    const rows = compare([
      { data: { a: null, l: [{ b: null }] }, errors: [{ path: ['a'] }] },
      { data: { a: 1, l: [{ b: null }] }, errors: [{ path: ['l', 0, 'b'] }] },
    ]);
    expect(
      Object.fromEntries(rows.map(({ path, cells }) => [path, cells.map(({ state }) => state)])),
    ).toEqual({
      a: ['refused', 'value'],
      l: ['value', 'value'],
      'l[#0]': ['value', 'value'],
      'l[#0].b': ['empty', 'refused'],
    });
  });

  test('a list of words is one value', () => {
    expect(rowsOf([{ granted: ['SUMMARY', 'HEALTH'] }, { granted: [] }])).toEqual([
      expect.objectContaining({
        cells: [
          { state: 'value', text: 'SUMMARY, HEALTH' },
          { state: 'value', text: '[ ]' },
        ],
      }),
    ]);
  });

  test('no answer at all is absent everywhere', () => {
    expect(states([undefined, null, { a: 1 }])).toEqual({ a: ['absent', 'absent', 'value'] });
    expect(compare([])).toEqual([]);
  });

  test('values and nulls are counted to the last leaf', () => {
    expect(count({ a: 1, b: null, c: [{ d: 'x' }, null], e: [] })).toEqual({ values: 2, nulls: 2 });
    expect(count(undefined)).toEqual({ values: 0, nulls: 0 });
  });
});
