import { getTableColumns, getTableName, type Table } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { maskOf } from './classes.js';
import { householdColumn, records } from './records.js';

const columnName = (table: Table, property: string) => toSnakeCase(getTableColumns(table)[property]!.name);

/** To which households rows with an id belong: a read by id learns its household here, shown or not. */
function householdsOf(): string {
  const cases = records.flatMap(({ table, node }) => {
    const household = householdColumn(table);
    if (!node || !household) return [];
    return household === 'id'
      ? `when '${node}' then p_ids`
      : `when '${node}' then (select array_agg(distinct ${columnName(table, household)}) from ${getTableName(table)} where district_id = p_district and id = any(p_ids))`;
  });
  return `
create or replace function hamkke.households_of(p_type text, p_district text, p_ids uuid[]) returns uuid[]
stable language sql as $$ select case p_type ${cases.join('\n  ')} end $$;`;
}

/** What a transfer copies: facets with their class and the column of their subject, and the rows of a case. */
function transferredRows(): string {
  const copied = records.filter(({ transfer }) => transfer === 'copied');
  const facets = copied.flatMap(({ table, protection }) =>
    protection.kind === 'class'
      ? `array['${getTableName(table)}', '${protection.dataClass}', '${columnName(table, protection.subject)}']`
      : [],
  );
  const rows = copied.flatMap(({ table, protection }) =>
    protection.kind === 'rowClass' ? `'${getTableName(table)}'` : [],
  );
  if (facets.length + rows.length !== copied.length)
    throw new Error('Only facets and rows that name their class and subjects can be copied by a transfer');
  return `
create or replace function hamkke.transferred_facets() returns text[] immutable language sql as $$ select array[${facets.join(', ')}] $$;
create or replace function hamkke.transferred_rows() returns text[] immutable language sql as $$ select array[${rows.join(', ')}] $$;`;
}

/** The classes that have a facet of a member: what can be written down of one. */
function memberFacets(): string {
  const classes = records.flatMap(({ protection }) =>
    protection.kind === 'class' && protection.subject === 'memberId' ? [protection.dataClass] : [],
  );
  return `
create or replace function hamkke.member_facets() returns int immutable parallel safe language sql as $$ select ${maskOf(classes)} $$;`;
}

/** The rules of records that functions of the database go by. */
export const recordSql = () => `
set local role hamkke_keeper;${householdsOf()}${transferredRows()}${memberFacets()}
reset role;`;
