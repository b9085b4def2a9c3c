import { buildSchema, isObjectType, isSpecifiedScalarType } from 'graphql';
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

test('what one can ask and do, each argument and each type is said in a whole sentence of Korean', () => {
  const roots = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!];
  const types = Object.values(schema.getTypeMap()).filter(
    (type) =>
      !type.name.startsWith('__') && !isSpecifiedScalarType(type) && !roots.some((root) => root === type),
  );
  const said = [
    ...types.map(({ name, description }) => [name, description] as const),
    ...roots.flatMap((root) =>
      Object.values(root.getFields()).map((field) => [field.name, field.description] as const),
    ),
    ...Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !name.startsWith('__'))
      .flatMap((type) => Object.values(type.getFields()))
      .flatMap((field) =>
        field.args.map((each) => [`${field.name}.${each.name}`, each.description] as const),
      ),
  ];
  // The name of the thing, a sentence or more, and then the same in English.
  const sentence = /^(?:[^.(]|\([^)]*\))+\. .*[가-힣]다\. [A-Z`]/s;
  expect(
    said.filter(([, words]) => !sentence.test(words ?? '')).map(([name]) => name),
    'Describe each as: the Korean term. A Korean sentence that ends in 다. An English sentence.',
  ).toEqual([]);
  expect(said.length).toBeGreaterThan(700);
});
