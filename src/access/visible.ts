import { getTableColumns, type Table } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { type DataClass, dataClasses } from './classes.js';
import { type Protection, protectionOf } from './protections.js';

/** The transaction's settings that the scope of a request is put into, by `hamkke.open_scope`. */
export const settingOf = (name: DataClass | 'known' | 'kept') => `hamkke.scope_${name.toLowerCase()}`;

// Read once a statement through (select …): parsed a row at a time, a list of ids costs more than the rest of the read.
// Coalesce keeps `any (…)` from taking it for a sub-query of rows.
// After its transaction a local setting is '' and not NULL, and either must hide every row.
const ids = (name: DataClass | 'known' | 'kept') =>
  `coalesce((select nullif(current_setting('${settingOf(name)}', true), '')::uuid[]), '{}')`;
const viewer = (name: 'organization' | 'recipient' | 'keeps_in') =>
  `(select nullif(current_setting('hamkke.${name}', true), ''))`;

/** The condition under which the viewer of this transaction may have a row: the words of both walls. */
export function visible(table: Table, alias: string): string {
  const columns = getTableColumns(table);
  const of = (property: string) => {
    const column = columns[property];
    if (!column) throw new Error(`No column ${property} to protect ${alias} by`);
    return `${alias}.${toSnakeCase(column.name)}`;
  };
  return conditionOf(protectionOf(table), of);
}

function conditionOf(protection: Protection, of: (property: string) => string): string {
  switch (protection.kind) {
    case 'known':
      return protection.subjects.map((subject) => `${of(subject)} = any(${ids('known')})`).join(' or ');
    case 'class':
      return `${of(protection.subject)} = any(${ids(protection.dataClass)})`;
    case 'rowClass': {
      const subjects = of(protection.subjects);
      const cases = dataClasses.map((each) => `when '${each}' then ${subjects} <@ ${ids(each)}`);
      return `cardinality(${subjects}) > 0 and case ${of(protection.dataClass)} ${cases.join(' ')} end`;
    }
    case 'writer':
      return `${of(protection.organization)}::text = ${viewer('organization')} and ${of(protection.subject)} = any(${ids('INVESTIGATION')})`;
    case 'consent':
      return `(${of(protection.organization)}::text = ${viewer('recipient')} and ${of(protection.subject)} = any(${ids('known')}) or ${of(protection.subject)} = any(${ids('kept')}))`;
    case 'agreement':
      return `(${of(protection.organization)}::text = ${viewer('recipient')} or ${of(protection.district)} = ${viewer('keeps_in')})`;
    case 'catalogue':
      return `not ${of(protection.confidential)}`;
  }
}

/** Whether the viewer has the class of a facet's table for the subject that the parent row names. */
export function granted(protection: Protection, of: (property: string) => string): string {
  if (protection.kind === 'class') return conditionOf(protection, of);
  if (protection.kind === 'writer') return `${of(protection.subject)} = any(${ids('INVESTIGATION')})`;
  throw new Error(`A table that is protected by ${protection.kind} is no facet`);
}
