import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { undescribed } from '../../src/contract/descriptions.js';
import { schema } from '../../src/schema.js';

test('everything in the schema says what it is', () => {
  expect(undescribed(schema)).toEqual([]);
});

test('a silent type, field, argument, enum value, input field and directive is named', () => {
  const silent = buildSchema(`
    directive @quiet on FIELD
    type Query { "Said." said("Said." a: Int): Thing, silent(b: Int): Kind, "  " blank(i: In): Int }
    type Thing { x: Int }
    enum Kind { A }
    input In { y: Int }
    scalar Day
  `);
  expect(undescribed(silent).sort()).toEqual([
    '@quiet',
    'Day',
    'In',
    'In.y',
    'Kind',
    'Kind.A',
    'Query.blank',
    'Query.blank(i:)',
    'Query.silent',
    'Query.silent(b:)',
    'Thing',
    'Thing.x',
  ]);
});
