import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { policyOf } from '../../src/access/policy.js';
import { staleFiles } from '../../src/contract/faults.js';
import { textOf } from '../../src/contract/files.js';
import { differences, migrationFaults, snapshotOfTables } from '../../src/contract/migrations.js';
import { permissionsText } from '../../src/contract/permissions.js';
import { schema } from '../../src/schema.js';

test('the committed contract and the tables of settings are what would be written now', () => {
  expect(staleFiles(schema)).toEqual([]);
});

test('permissions.md has one line for each field that has a grant, and no other', () => {
  const policy = policyOf(schema);
  const lines = [...permissionsText(schema, policy).matchAll(/^\| `(\w+\.\w+)` \|/gm)].map(([, at]) => at!);
  expect(lines.sort()).toEqual([...policy.keys()].sort());
});

test('permissions.md says of withheld fields which class they need', () => {
  const text = textOf('schema/permissions.md');
  expect(text).toContain("| `Member.safeLocation` | `SAFE_LOCATION` of the row's subject |");
  expect(text).toContain('| `Case.notes` | rows whose own class the viewer has |');
  expect(text).toContain("| `HouseholdFilter.memberName` | `IDENTITY` of the row's subject |");
  expect(text).toContain('| `Query.caseFunnel` | duty STATISTICS |');
});

test('the migrations make the tables that the code has, and looking leaves no file behind', () => {
  const before = readdirSync('migrations', { recursive: true }).length;
  expect(migrationFaults()).toEqual([]);
  expect(readdirSync('migrations', { recursive: true })).toHaveLength(before);
  expect(existsSync('drizzle')).toBe(false);
});

test('a table, column or enum that no migration knows is named', () => {
  const now = snapshotOfTables();
  const migrated = JSON.parse(JSON.stringify(now)) as {
    tables: Record<string, { columns: Record<string, unknown> }>;
    enums: Record<string, unknown>;
  };
  delete migrated.tables['public.cases'];
  delete migrated.tables['public.members']!.columns.ordinal;
  migrated.enums['public.old'] = {};
  expect(differences(migrated, now).map((fault) => fault.replace(/:.*/, ''))).toEqual([
    'table public.members differs from the migrations',
    'table public.cases is in no migration',
    'enum public.old is in the migrations and no longer in the code',
  ]);
});
