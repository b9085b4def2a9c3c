import { describe, expect, test } from 'vitest';
import { compare, count } from '../../src/explorer/compare.js';

const states = (answers: unknown[]) =>
  Object.fromEntries(compare(answers).map((row) => [row.path, row.cells.map((cell) => cell.state)]));

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

  test('what lies within something withheld is absent', () => {
    expect(states([{ health: null }, { health: { note: 'x' } }])).toEqual({
      health: ['withheld', 'value'],
      'health.note': ['absent', 'value'],
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

  test('a place differs when anything within it does', () => {
    const rows = compare([{ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }]);
    expect(rows.map((row) => [row.path, row.differs])).toEqual([
      ['a', true],
      ['a.b', false],
      ['a.c', true],
    ]);
  });

  test('a list of words is one value', () => {
    expect(compare([{ granted: ['SUMMARY', 'HEALTH'] }, { granted: [] }])).toEqual([
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
