import type { GraphQLInterfaceType } from 'graphql';
import { expect, test } from 'vitest';
import { columns } from '../../src/access/columns.js';
import { duty, inherited, open, ownClass, scope, signedIn } from '../../src/access/grants.js';
import { recordSql } from '../../src/access/recordSql.js';
import { recordFaults, records } from '../../src/access/records.js';
import { cases } from '../../src/database/tables/case.js';
import { idempotencyKeys } from '../../src/database/tables/command.js';
import { schema } from '../../src/schema.js';

const nodeTypes = schema
  .getPossibleTypes(schema.getType('Node') as GraphQLInterfaceType)
  .map(({ name }) => name);

test('every record says what the server must know of it', () => {
  expect(recordFaults(nodeTypes)).toEqual([]);
});

test('a type with an id that is no record, and a record that is no type, stop the start', () => {
  expect(recordFaults([...nodeTypes, 'Visit'])).toEqual([
    'Visit has an id, but is no record of src/access/records.ts',
  ]);
  expect(recordFaults(nodeTypes.filter((type) => type !== 'Need'))).toEqual([
    'Need is no type with an id, or is there twice',
  ]);
});

test('a type over a table without rules cannot be declared', () => {
  expect(() => columns(idempotencyKeys, { id: [open, '식별자. The id.'] } as never)).toThrow(
    'Table idempotency_keys has no rules: add it to src/access/records.ts',
  );
});

test('a column with a grant of its own stops the start, for the database withholds rows and not columns', () => {
  for (const grant of [scope('HOUSING'), ownClass, duty('CASE_MANAGER'), signedIn])
    expect(() => columns(cases, { level: [grant, '수준. The level.'] })).toThrow(
      'cases.level has a grant of its own',
    );
  expect(() => columns(cases, { level: [inherited, '수준. The level.'] })).not.toThrow();
});

test('a read by id learns its household, and a transfer what it copies, from the records alone', () => {
  const sql = recordSql();
  for (const { node, transfer } of records)
    if (node && transfer) expect(sql).toContain(`when '${node}' then`);
  expect(sql.match(/when '/g)).toHaveLength(records.filter(({ node, transfer }) => node && transfer).length);
  expect(sql).not.toMatch(/member_unique_ids|member_safe_locations|report_/);
});
