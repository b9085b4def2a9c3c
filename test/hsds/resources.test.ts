import { getTableColumns } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { resource, resources } from '../../src/hsds/resources.js';
import { official, officialObjects, type Property } from './official.js';

const kindOf = ({ type, format, enum: choices }: Property) => {
  if (choices) return 'word';
  if (type === 'number') return 'number';
  if (format === 'date-time') return 'instant';
  return { uuid: 'uuid', uri: 'uri', email: 'email' }[format ?? ''] ?? 'text';
};
/** HSDS's JSON has days and hours as plain texts. */
const asOfficial = (kind: string) => (kind === 'date' || kind === 'time' ? 'text' : kind);

(official ? describe : describe.skip)('our description of HSDS 3.1', () => {
  test('has every object of the official schemas and no other', () => {
    const paths = officialObjects().map(({ name, path }) => [name, path]);
    expect([...resources.values()].map(({ name, path }) => [name, path]).sort()).toEqual(paths.sort());
  });

  test.each(official ? officialObjects() : [])(
    '$name has every property of the official schema and no other, in the same form',
    ({ name, properties, required }) => {
      const { fields, children } = resource(name as never);
      const theirs = Object.entries(properties).map(([property, it]) => {
        const inside = it.$ref ?? it.items?.$ref;
        if (inside) return [property, it.items ? 'many' : 'one', inside.replace('.json', '')];
        return [
          property,
          kindOf(it),
          it.enum?.toSorted() ?? null,
          required.includes(property) ? 'required' : '',
        ];
      });
      const ours = [
        ...fields.map((each) => [
          each.name,
          asOfficial(each.kind),
          each.words ? [...each.words.keys()].sort() : null,
          each.required ? 'required' : '',
        ]),
        ...children.map((each) => [each.name, each.kind, each.object]),
      ];
      expect(ours.sort()).toEqual(theirs.sort());
    },
  );
});

test('every child is found by a column that names its parent', () => {
  for (const { name, table, children } of resources.values())
    for (const child of children) {
      const holder = child.kind === 'one' ? table : resource(child.object).table;
      expect(getTableColumns(holder)).toHaveProperty(child.by);
      const target = resource(child.kind === 'one' ? name : child.object).fields.find(
        (each) => each.property === child.by,
      )?.references;
      expect([child.kind === 'one' ? child.object : name, 'any']).toContain(target);
    }
});
