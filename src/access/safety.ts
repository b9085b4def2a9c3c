import { getTableColumns, getTableName, type Table } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { DataClass } from './classes.js';
import type { Protection } from './protections.js';
import { householdColumn, records } from './records.js';

/** Classes of which any row says that somebody is in danger, is accused, or hides. */
export const ofDanger: readonly DataClass[] = ['SAFETY', 'SAFE_LOCATION'];

/** The condition under which a row of a table is of such a class; null where none of its rows ever is. */
function tellsOfDanger(table: Table, protection: Protection): string | null {
  const of = (property: string) => toSnakeCase(getTableColumns(table)[property]!.name);
  switch (protection.kind) {
    case 'class':
      return ofDanger.includes(protection.dataClass) ? 'true' : null;
    case 'rowClass':
    case 'referral':
      return `t.${of(protection.dataClass)} in (${ofDanger.map((each) => `'${each}'`).join(', ')})`;
    case 'consent':
    case 'kept':
      // A consent to a shelter tells where somebody hides.
      return `t.${of(protection.sheltered)}`;
    default:
      return null;
  }
}

/** The tables that can hold such a row, each with the condition under which a row is one. */
export const tablesOfDanger: readonly (readonly [Table, string])[] = records.flatMap(
  ({ table, protection }) => {
    const told = householdColumn(table) === 'householdId' ? tellsOfDanger(table, protection) : null;
    return told ? [[table, told] as const] : [];
  },
);

/** Whether a household holds any such row: asked of every table whose protection allows one, so that none is forgotten. */
export const safetySql = () => `
set local role hamkke_keeper;
create or replace function hamkke.tells_of_danger(p_district text, p_household uuid) returns boolean
stable parallel safe language sql as $$ select ${tablesOfDanger
  .map(
    ([table, told]) =>
      `exists (select from ${getTableName(table)} t where t.district_id = p_district and t.household_id = p_household and ${told})`,
  )
  .join('\n  or ')} $$;
reset role;`;
