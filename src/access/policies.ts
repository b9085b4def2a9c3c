import { getTableColumns, getTableName, type Table } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { accessLog } from '../database/tables/index.js';
import { agreementSql } from './agreements.js';
import { appointmentsSql } from './appointments.js';
import { zoneForm } from './bounds.js';
import {
  bases,
  bit,
  dataClasses,
  householdClasses,
  maskOf,
  mostGuarded,
  neverShareable,
  noteClasses,
  proposalClasses,
  servingBases,
  sharingBases,
} from './classes.js';
import { clockSql } from './clocks.js';
import {
  caseWork,
  consentedNoters,
  consentKeepers,
  consentReceivers,
  counterDuties,
  declarers,
  duties,
  dutiesRecording,
  dutyRules,
  emergencyClasses,
  logWatchers,
  policeDuties,
  policySetters,
  receivers,
  reviewers,
  statisticians,
  unservedDeciders,
  visitOfferers,
  webhookDuties,
  zonedDuties,
} from './duties.js';
import { limitSql } from './limitSql.js';
import { moneySql } from './money.js';
import { outreachSql } from './outreach.js';
import { policyRuleSql } from './policyRules.js';
import { recordSql } from './recordSql.js';
import { publicTables, records, rulesOf } from './records.js';
import { referralSql } from './referrals.js';
import { safetySql } from './safety.js';
import { sourceSql } from './sources.js';
import { processSql } from './steps.js';
import { upkeepSql } from './upkeep.js';
import { recordable, scopes, visible } from './visible.js';

/**
 * A value for every value of an enum, as an immutable SQL function that the planner folds away. One call finds the place,
 * where a CASE would be as many steps to prepare for every statement as the enum has values.
 */
const lookup = (name: string, type: string, result: string, pairs: [string, string][]) => `
create or replace function hamkke.${name}(${type}) returns ${result} immutable parallel safe language sql
as $$ select ('{${pairs.map(([, to]) => to).join(',')}}'::${result}[])[array_position('{${pairs.map(([value]) => value).join(',')}}'::${type}[], $1)] $$;`;

const constant = (name: string, type: string, value: string) => `
create or replace function hamkke.${name}() returns ${type} immutable parallel safe language sql as $$ select ${value} $$;`;

const dutyArray = (some: readonly string[]) => `'{${some.join(',')}}'::duty[]`;

/** What SQL needs to know of the rules in this folder, so that each is written once. */
const rules = [
  'set local role hamkke_keeper;',
  lookup(
    'class_bit',
    'data_class',
    'int',
    dataClasses.map((each) => [each, String(bit(each))]),
  ),
  lookup(
    'basis_bit',
    'basis',
    'int',
    bases.map((each, at) => [each, String(1 << at)]),
  ),
  lookup(
    'duty_mask',
    'duty',
    'int',
    duties.map((duty) => [duty, String(maskOf(dutyRules[duty].classes))]),
  ),
  lookup(
    'duty_records',
    'duty',
    'int',
    duties.map((duty) => [duty, String(maskOf(dutyRules[duty].records))]),
  ),
  lookup(
    'duty_reach',
    'duty',
    'text',
    duties.map((duty) => [duty, dutyRules[duty].reach]),
  ),
  lookup(
    'duty_keeps',
    'duty',
    'boolean',
    duties.map((duty) => [duty, String(dutyRules[duty].keepsConsents ?? false)]),
  ),
  // Without a sub-query, so that it is folded into the statement that asks.
  `
create or replace function hamkke.mask_of(p_classes data_class[]) returns int immutable parallel safe language sql
as $$ select ${dataClasses.map((each) => `case when '${each}' = any($1) then ${bit(each)} else 0 end`).join(' | ')} $$;`,
  // Not folded into the statements that ask, which would each prepare it as often as it stands there.
  `
create or replace function hamkke.has_of_all(jsonb, uuid[], int) returns boolean immutable parallel safe language sql as $$
  select coalesce(bool_and(coalesce(($1 -> subject::text)::int & $3 <> 0, false)), false) from unnest($2) subject $$;`,
  constant('working_duties', 'duty[]', dutyArray(caseWork)),
  constant('webhook_duties', 'duty[]', dutyArray(webhookDuties)),
  constant('police_duties', 'duty[]', dutyArray(policeDuties)),
  constant('investigating_duties', 'duty[]', dutyArray(dutiesRecording('INVESTIGATION'))),
  constant('consent_receiving_duties', 'duty[]', dutyArray(consentReceivers)),
  constant('unserved_deciding_duties', 'duty[]', dutyArray(unservedDeciders)),
  constant('receiving_duties', 'duty[]', dutyArray(receivers)),
  constant('policy_setting_duties', 'duty[]', dutyArray(policySetters)),
  constant('visit_offering_duties', 'duty[]', dutyArray(visitOfferers)),
  constant('zoned_duties', 'duty[]', dutyArray(zonedDuties)),
  constant('zone_form', 'text', `'${zoneForm.source}'`),
  constant('district_wide_duties', 'duty[]', dutyArray(counterDuties)),
  constant('log_watching_duties', 'duty[]', dutyArray(logWatchers)),
  constant('counting_duties', 'duty[]', dutyArray(statisticians)),
  constant('consented_noting_duties', 'duty[]', dutyArray(consentedNoters)),
  constant('keeping_duties', 'duty[]', dutyArray(consentKeepers)),
  constant('emergency_duties', 'duty[]', dutyArray(declarers)),
  constant('reviewing_duties', 'duty[]', dutyArray(reviewers)),
  constant('serving_bases', 'basis[]', `'{${servingBases.join(',')}}'::basis[]`),
  constant('sharing_bases', 'basis[]', `'{${sharingBases.join(',')}}'::basis[]`),
  constant('most_guarded_classes', 'data_class[]', `'{${mostGuarded.join(',')}}'::data_class[]`),
  constant('classes_of_proposal', 'data_class[]', `'{${proposalClasses.join(',')}}'::data_class[]`),
  constant('emergency_mask', 'int', String(maskOf(emergencyClasses))),
  constant('note_mask', 'int', String(maskOf(noteClasses))),
  constant('household_mask', 'int', String(maskOf(householdClasses))),
  constant(
    'shareable_mask',
    'int',
    String(maskOf(dataClasses.filter((each) => !neverShareable.includes(each)))),
  ),
  'reset role;',
].join('\n');

interface Policy {
  table: string;
  name: 'api_reads' | 'api_inserts' | 'api_updates' | 'keeper';
  /** All that follows the name of the table. */
  text: string;
}

/** Who reads a table, and that the keeper does all. */
const readPolicies: Policy[] = records.flatMap((record): Policy[] => {
  const table = getTableName(record.table);
  const condition = visible(record.table, table, scopes.setting);
  return [
    { table, name: 'api_reads', text: `for select to hamkke_api using (${condition})` },
    { table, name: 'keeper', text: 'to hamkke_keeper using (true) with check (true)' },
  ];
});

/** Changes have policies of their own. */
const writePolicies: Policy[] = records.flatMap((record): Policy[] => {
  if (!record.write) return [];
  const { insert, update } = record.write;
  const table = getTableName(record.table);
  const may = recordable(record.table, table);
  const inserts: Policy = {
    table,
    name: 'api_inserts',
    text: `for insert to hamkke_api with check (${may})`,
  };
  const updates: Policy = {
    table,
    name: 'api_updates',
    text: `for update to hamkke_api using (${may}) with check (${may})`,
  };
  return [...(insert ? [inserts] : []), ...(update.length > 0 ? [updates] : [])];
});

/** Row-level security for every table that the API may read: a locked table is one that nobody reads, so none is touched in vain. */
function policies(): string {
  const all = [...readPolicies, ...writePolicies];
  const written = all.map(({ table, name }) => quoted(`${table} ${name}`));
  return [
    ...records.map(({ table }) => `select hamkke.force_policies('${getTableName(table)}');`),
    ...all.map(
      ({ table, name, text }) => `select hamkke.keep_policy('${table}', '${name}', ${quoted(text)});`,
    ),
    `select hamkke.drop_other_policies(array[${written.join(', ')}]);`,
  ].join('\n');
}
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** What the API may read and write at all: of what changes, only the columns that commands change can be updated. */
function grants(): string {
  const reads = records.map(
    ({ table }) => `grant select${readable(table)} on ${getTableName(table)} to hamkke_api;`,
  );
  const changes = records.flatMap(({ table, write }) => {
    if (!write) return [];
    const { insert, update } = write;
    const name = getTableName(table);
    const columns = update.map((each) => toSnakeCase(getTableColumns(table)[each]!.name)).join(', ');
    return [
      ...(insert ? [`grant insert on ${name} to hamkke_api;`] : []),
      ...(columns ? [`grant update (${columns}) on ${name} to hamkke_api;`] : []),
    ];
  });
  return [...reads, ...changes].join('\n');
}
/** The database gives an entry its id and its time; whoever answers requests gives the rest. */
const entryColumns = Object.values(getTableColumns(accessLog))
  .filter(({ name }) => name !== 'id' && name !== 'at')
  .map(({ name }) => toSnakeCase(name));
/** The columns that may be selected, where some may not be. */
function readable(table: Table): string {
  const { sealed } = rulesOf(table);
  if (!sealed) return '';
  const columns = Object.entries(getTableColumns(table)).filter(([property]) => !sealed.includes(property));
  return ` (${columns.map(([, column]) => `"${toSnakeCase(column.name)}"`).join(', ')})`;
}

const log = `
grant insert (${entryColumns.join(', ')}) on access_log to hamkke_api;
grant select on ${['districts', ...publicTables.map(getTableName)].join(', ')} to hamkke_api;
revoke execute on function ${[
  'append_seals',
  'settle_marks',
  'force_policies',
  'keep_policy',
  'drop_other_policies',
  // They run as the keeper, and whoever calls them a second time with the same facts counts these twice.
  'add_to_cells',
  'rebuild_cells',
  'cell_differences',
]
  .map((name) => `hamkke.${name}`)
  .join(', ')} from public, hamkke_api;`;

/** Run by the migration around the functions: constants that they use before, policies that use settings after. */
export const accessSql = {
  before:
    rules +
    limitSql() +
    recordSql() +
    processSql() +
    sourceSql() +
    appointmentsSql() +
    referralSql() +
    moneySql() +
    outreachSql() +
    agreementSql() +
    policyRuleSql() +
    clockSql() +
    upkeepSql() +
    safetySql(),
  after: `${grants()}\n${log}\n${policies()}`,
};
