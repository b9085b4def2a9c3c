import { getTableColumns, type Table } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { bit, type DataClass, maskOf, neverShareable } from './classes.js';
import type { Protection } from './protections.js';
import { protectionOf } from './records.js';

/**
 * Where a condition finds the scope of the request, {subject: classes}: a policy in the setting of the transaction that
 * `hamkke.open_households` made, read and parsed once a statement through (select …), however many rows there are; after
 * its transaction a local setting is '' and not NULL, and either must hide every row. A planned statement has it beside
 * what was opened (see `opening`), and is spared the parsing.
 */
export const scopes = {
  setting: `(select nullif(current_setting('hamkke.scope', true), '')::jsonb)`,
  opened: 'opened.scope',
  /** What the viewer may change, {subject: classes}: opened for commands alone, by `hamkke.open_scope_to_change`. */
  records: `(select nullif(current_setting('hamkke.records', true), '')::jsonb)`,
} as const;

const known = (scope: string, subject: string) => `${scope} ? ${subject}::text`;
const has = (scope: string, subject: string, mask: string | number) =>
  `(${scope} -> ${subject}::text)::int & ${mask} <> 0`;
/** Whether an id is among those that a setting of the transaction holds. */
const among = (id: string, setting: 'kept' | 'served' | 'reports') =>
  // Coalesce keeps `any (…)` from taking it for a sub-query of rows.
  `${id} = any(coalesce((select nullif(current_setting('hamkke.scope_${setting}', true), '')::uuid[]), '{}'))`;
/** Whether a report is one that the viewer hears of (see `hamkke.open_reports`). */
const concerned = (household: string, report: string) =>
  `(${among(household, 'served')} or ${among(report, 'reports')})`;
const kept = (subject: string) => among(subject, 'kept');
const viewer = (name: 'organization' | 'recipient' | 'keeps_in') =>
  `(select nullif(current_setting('hamkke.${name}', true), ''))`;

/** The condition under which the viewer of this transaction may have a row: the words of both walls. */
export function visible(table: Table, alias: string, scope: string): string {
  const columns = getTableColumns(table);
  const of = (property: string) => {
    const column = columns[property];
    if (!column) throw new Error(`No column ${property} to protect ${alias} by`);
    return `${alias}.${toSnakeCase(column.name)}`;
  };
  return conditionOf(protectionOf(table), of, scope);
}

/** The condition under which the viewer of this transaction may make or change a row. */
export function recordable(table: Table, alias: string): string {
  const protection = protectionOf(table);
  if (protection.kind !== 'class' && protection.kind !== 'rowClass')
    throw new Error(`Rows that are protected by ${protection.kind} are changed by functions alone`);
  return visible(table, alias, scopes.records);
}

/** Whether the viewer has the class that a row says it is of, for everybody whom it concerns. */
function hasOwnClass(
  row: { dataClass: string; subjects: string; always?: DataClass },
  of: (property: string) => string,
  scope: string,
): string {
  const subjects = of(row.subjects);
  // What police recorded has a table of its own: a row that only says so is nobody's, for it names no writer.
  const mask = row.always
    ? bit(row.always)
    : `(hamkke.class_bit(${of(row.dataClass)}) & ${~maskOf(neverShareable)})`;
  // Nearly every row has one subject; only the others pay for a look at each.
  return `case cardinality(${subjects}) when 1 then ${has(scope, `${subjects}[1]`, mask)} else hamkke.has_of_all(${scope}, ${subjects}, ${mask}) end`;
}

function conditionOf(protection: Protection, of: (property: string) => string, scope: string): string {
  switch (protection.kind) {
    case 'known':
      return protection.subjects.map((subject) => known(scope, of(subject))).join(' or ');
    case 'class': {
      const own = has(scope, of(protection.subject), bit(protection.dataClass));
      const { report, keepers } = protection;
      if (keepers) return `(${own} and ${kept(of('householdId'))})`;
      return report
        ? `(${own} and (${of(report)} is null or ${concerned(of(protection.subject), of(report))}))`
        : own;
    }
    case 'rowClass': {
      const own = hasOwnClass(protection, of, scope);
      const { answeredBy, report, keepers } = protection;
      if (keepers) return `(${own} and ${kept(of('householdId'))})`;
      if (report)
        return `(${own} and (${of(report)} is null or ${concerned(of('householdId'), of(report))}))`;
      return answeredBy ? `(${of(answeredBy)}::text = ${viewer('recipient')} or ${own})` : own;
    }
    case 'report':
      return `(${has(scope, of(protection.subject), bit(protection.dataClass))} and ${concerned(of(protection.subject), of(protection.report))})`;
    case 'referral':
      return `(${of(protection.recipient)}::text = ${viewer('recipient')} and ${of(protection.sent)} or (${of(protection.sender)}::text = ${viewer('organization')} or ${kept(of(protection.subject))}) and ${hasOwnClass(protection, of, scope)})`;
    case 'writer':
      return `${of(protection.organization)}::text = ${viewer('organization')} and ${has(scope, of(protection.subject), bit('INVESTIGATION'))}`;
    case 'consent':
      return `(${of(protection.organization)}::text = ${viewer('recipient')} and ${known(scope, of(protection.subject))} or ${kept(of(protection.subject))} and (not ${of(protection.sheltered)} or ${has(scope, of(protection.member), bit('SAFE_LOCATION'))} or ${has(scope, of(protection.giver), bit('SAFE_LOCATION'))}))`;
    case 'kept':
      return `(not ${of(protection.sheltered)} and ${kept(of(protection.subject))} and ${has(scope, of(protection.subject), bit('SAFETY'))})`;
    case 'agreement':
      return `(${of(protection.organization)}::text = ${viewer('recipient')} or not ${of(protection.sheltered)} and ${of(protection.district)} = ${viewer('keeps_in')})`;
    case 'team': {
      const { organization, survey } = protection;
      const own = `${of(organization)}::text = (select hamkke.outreach_team())`;
      if (!survey) return own;
      const surveyed = `${of(survey.campaign)} = any(coalesce((select hamkke.surveyed_campaigns()), '{}'))`;
      return `(${own} or ${surveyed}${survey.open ? ` and ${of(survey.open)}` : ''})`;
    }
    case 'catalogue':
      return `not ${of(protection.confidential)}`;
    case 'shared':
      return 'true';
  }
}

/** Whether the viewer has the class of a facet's table for the subject that the parent row names. */
export function granted(protection: Protection, of: (property: string) => string, scope: string): string {
  if (protection.kind === 'class') return conditionOf(protection, of, scope);
  if (protection.kind === 'writer') return has(scope, of(protection.subject), bit('INVESTIGATION'));
  throw new Error(`A table that is protected by ${protection.kind} is no facet`);
}
