import { getTableName } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RelationExtension } from '../../src/access/relations.js';
import { schema } from '../../src/schema.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase('empty');
});
afterAll(() => database?.drop());

/** Columns by which a table is divided but not found: a district has ten thousand rows of everything. */
const coarse = ['district_id'];

test('the rows of every relation are found by an index, and not by a walk through their district', async () => {
  const rows = await database.owner<{ name: string; columns: string[]; unique: boolean }[]>`
    select c.relname as name, array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality k (at, nth)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.at where k.nth <= i.indnkeyatts order by nth) as columns
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and i.indpred is null`;
  let asked = 0;
  const walked = Object.values(schema.getTypeMap()).flatMap((type) =>
    (isObjectType(type) ? Object.values(type.getFields()) : []).flatMap(({ name, extensions }) => {
      const { relation } = extensions as unknown as Partial<RelationExtension>;
      if (!relation || relation.kind === 'computed') return [];
      asked += 1;
      const { table } = relation.type();
      const on = Object.keys(relation.on).map(toSnakeCase);
      const found = rows.some(({ name: at, columns: keys }) => {
        const bare = keys.filter((each) => !coarse.includes(each));
        const first = keys.slice(0, keys.indexOf(bare[0] ?? '') + 1);
        return at === getTableName(table) && bare.length > 0 && first.every((each) => on.includes(each));
      });
      return found ? [] : [`${type.name}.${name}: ${getTableName(table)} by ${on}`];
    }),
  );
  expect(asked).toBeGreaterThan(100);
  expect(walked).toEqual([]);
});
