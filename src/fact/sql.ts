import { getTableColumns } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { facts } from '../database/tables/fact.js';
import { cellSql } from './cellSql.js';
import { type Following, followings, ofOrganization, own } from './followings.js';
import { type Dimension, dimensions } from './measures.js';
import { onceAYear } from './onceAYear.js';
import { expressionOf, type FactSource, sourceRules } from './sources.js';

// The functions that keep facts, written from what is declared beside: so that what is counted is said once.

const sources = Object.keys(sourceRules) as FactSource[];
const column = (dimension: Dimension) => dimension.toLowerCase();
const dimensionColumns = dimensions.map(column);
/** What a fact says beside its district and its source, in the order in which it is read and written. */
const said = ['key', 'contributor', 'measure', 'day', ...dimensionColumns, 'value'];
const grouped = said.slice(0, -1).join(', ');

/** The PostgreSQL type of a column of facts. */
function typeOf(name: string): string {
  const columns = Object.values(getTableColumns(facts));
  return columns.find((each) => toSnakeCase(each.name) === name)!.getSQLType();
}
const shape = said.map((name) => `${name} ${typeOf(name)}`).join(', ');

/** What a row of a source says as a fact, by its dimensions or some of them. */
function saidOf(source: FactSource, by: readonly Dimension[] = dimensions): string {
  const { measures: some, key, contributor, measure, day, value } = sourceRules[source];
  return [
    `${key}, ${contributor}, ${measure ?? `'${some[0]}'::measure`}, ${day}`,
    ...by.map(
      (each) => `(${expressionOf(source, each)?.replaceAll('$day', day) ?? 'null'})::${typeOf(column(each))}`,
    ),
    `(${value ?? '1'})::bigint`,
  ].join(',\n    ');
}

const districtOf = (key: string) => `${key.slice(0, key.indexOf('.'))}.district_id`;

/** What is to be counted of a source, by the rows that are there: of some keys, by a condition that an index serves, or all. */
function expected(source: FactSource, which: 'keyed' | 'all'): string {
  const { from, key, when } = sourceRules[source];
  return `select ${saidOf(source)}
  from ${from.replace('$keys', which === 'keyed' ? 'p_keys' : 'null')}
  where ${districtOf(key)} = p_district${which === 'keyed' ? ` and ${key} = any(p_keys)` : ''}${when ? `\n    and (${when})` : ''}`;
}

/**
 * Counts rows that were not there before, and of which nothing is counted yet: what differs need not be sought. A statement
 * and an expression cost as much as the row itself, so that only what the source says is written.
 *
 * @param held whether somebody holds their districts already; otherwise each row waits for its own, in their order
 */
function countFresh(source: FactSource, held: boolean): string {
  const { from: ofAll, newFrom: from = ofAll, key, when } = sourceRules[source];
  const some = dimensions.filter((each) => expressionOf(source, each));
  const columns = ['key', 'contributor', 'measure', 'day', ...some.map(column), 'value'];
  const fresh = held ? 'fresh' : '(select * from fresh order by district_id offset 0)';
  const conditions = [
    ...(held ? [] : [`pg_advisory_xact_lock_shared(48355, hashtext(${districtOf(key)})) is not null`]),
    ...(when ? [`(${when})`] : []),
  ];
  return `    with added as (
      insert into facts (district_id, source, ${columns.join(', ')})
      select ${districtOf(key)}, '${source}', ${saidOf(source, some)}
      from ${from.replace(/^\w+/, fresh)}${conditions.length ? `\n      where ${conditions.join(' and ')}` : ''}
      returning id, district_id
    )
    insert into pending_facts (fact_id, district_id) select id, district_id from added;`;
}

/** Whether a source counts the very rows of a table, each by itself. */
const isOf = (source: FactSource, table: string, following: Following) =>
  following.keys[source] === own && !following.only && sourceRules[source].from.startsWith(`${table} `);

const lower = (source: FactSource) => source.toLowerCase();

/** What is to be counted, of some rows or of all: and how the facts are brought to it. */
const ofSource = (source: FactSource) => `
create or replace function hamkke.expected_${lower(source)}(p_district text, p_keys uuid[])
returns table (${shape}) stable language sql as $$
  ${expected(source, 'keyed')} $$;
create or replace function hamkke.all_expected_${lower(source)}(p_district text)
returns table (${shape}) stable language sql as $$
  ${expected(source, 'all')} $$;
create or replace function hamkke.keep_${lower(source)}(p_district text, p_keys uuid[]) returns void
language plpgsql as $$
#variable_conflict use_column
begin
  if cardinality(p_keys) = 0 then
    return;
  end if;
  with added as (
    insert into facts (district_id, source, ${said.join(', ')})
    select p_district, '${source}', ${grouped}, sum(value) from (
      select * from hamkke.expected_${lower(source)}(p_district, p_keys)
      union all
      select ${grouped}, -value from facts
        where district_id = p_district and source = '${source}' and key = any(p_keys)) d
    group by ${grouped} having sum(value) <> 0
    returning id
  )
  insert into pending_facts (fact_id, district_id) select id, p_district from added;
end $$;`;

/** The rows that changed, by district: where an update changes nothing that is counted, none. */
function changed({ id, household, member, columns, only }: Following, event: TriggerEvent): string {
  const of = (from: string) =>
    `select district_id, ${id} as id, ${household ?? 'null::uuid'} as household, ${member ?? 'null::uuid'} as member
        from ${from}`;
  const where = only ? ` where ${only}` : '';
  // An update is a row that is no more and a row that is new; what is in both stays.
  const watched = [...new Set(['district_id', id, household, member, ...columns])].filter(Boolean).join(', ');
  const both = (one: string, other: string) =>
    of(`(select ${watched} from ${one}${where} except all select ${watched} from ${other}${where}) t`);
  const rows = {
    INSERT: of(`fresh${where}`),
    DELETE: of(`gone${where}`),
    UPDATE: `${both('fresh', 'gone')} union all ${both('gone', 'fresh')}`,
  }[event];
  return `select district_id, array_agg(distinct id) as ids,
        coalesce(array_agg(distinct household) filter (where household is not null), '{}') as households,
        coalesce(array_agg(distinct member) filter (where member is not null), '{}') as members
      from (${rows}) r group by 1 order by 1`;
}
type TriggerEvent = 'INSERT' | 'UPDATE' | 'DELETE';

/** Nobody else sees rows that are new: only who counts their households, or a whole district, waits or is waited for. */
const holdFresh = (household: string) =>
  `    perform hamkke.hold_counted(f.district_id, f.households) from (select district_id,
      array_agg(distinct ${household}) as households from fresh group by 1 order by 1) f;`;

/** Follows what is written into a table: a statement at a time, in the transaction of the work. */
function ofTable(table: string, following: Following): string {
  const { household, whose: query } = following;
  const filled = (query: string) =>
    query
      .replaceAll('$district', 'rows.district_id')
      .replaceAll('$ids', 'rows.ids')
      .replaceAll('$households', 'rows.households')
      .replaceAll('$members', 'rows.members');
  const whose = query ? `array(${filled(query)})` : household ? 'rows.households' : 'rows.ids';
  const branch = (event: TriggerEvent) => {
    const keyed = (event === 'INSERT' && following.newKeys) || following.keys;
    const sources = Object.entries(keyed) as [FactSource, string][];
    if (sources.length === 0) return '\n    null;';
    const fresh = event === 'INSERT' ? sources.filter(([each]) => isOf(each, table, following)) : [];
    const keeps = sources
      .filter((each) => !fresh.includes(each))
      .map(([source, keys]) => `hamkke.keep_${lower(source)}(rows.district_id, array(${filled(keys)}))`);
    const loop = (held: string) => `
    for rows in ${changed(following, event)} loop
      perform hamkke.hold_counted(rows.district_id, ${held});
${keeps.length ? `      perform ${keeps.join(',\n        ')};` : ''}
    end loop;`;
    const nothingElse = fresh.length > 0 && keeps.length === 0 && !query;
    const held = !nothingElse || household !== undefined;
    const counts = fresh.map(([source]) => countFresh(source, held)).join('\n');
    const { newOnly } = following;
    if (event === 'INSERT' && newOnly && household)
      return `\n${holdFresh(household)}
    if exists (select from fresh where ${newOnly}) then${loop(whose)}
    end if;\n${counts}`;
    if (!nothingElse) return `${loop(whose)}\n${counts}`;
    return household ? `\n${holdFresh(household)}\n${counts}` : `\n${counts}`;
  };
  return `
create or replace function hamkke.follow_${table}() returns trigger language plpgsql security definer
-- To plan these statements takes as long as to run them, and their plans are the same for whatever rows.
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  rows hamkke.rows_changed;
begin
  if tg_op = 'INSERT' then${branch('INSERT')}
  elsif tg_op = 'UPDATE' then${branch('UPDATE')}
  else${branch('DELETE')}
  end if;
  return null;
end $$;`;
}

/**
 * Follows organizations, which are of no district: what they are is said of whoever they sent, were asked or provided for.
 * It changes seldom, and may concern a great many, so it takes their districts whole.
 */
const ofOrganizations = () => {
  const places = Object.entries(ofOrganization);
  return `
create or replace function hamkke.follow_organizations() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  ids uuid[] := array(select f.id from fresh f join gone g on g.id = f.id
    where (f.partner_kind, f.confidential) is distinct from (g.partner_kind, g.confidential));
  each text;
begin
  if cardinality(ids) = 0 then
    return null;
  end if;
  for each in select distinct d from (${places
    .map(([, [table, , column]]) => `select t.district_id as d from ${table} t where t.${column} = any(ids)`)
    .join(' union ')}) t order by 1 loop
    perform pg_advisory_xact_lock(48355, hashtext(each));
${places
  .map(
    ([source, [table, key, column]]) =>
      `    perform hamkke.keep_${lower(source as FactSource)}(each, array(select t.${key} from ${table} t
      where t.district_id = each and t.${column} = any(ids)));`,
  )
  .join('\n')}
  end loop;
  return null;
end $$;`;
};

/** What is to be counted of a district by all its rows, and what its facts come to, of every source. */
const wholeSql = () => `
create or replace function hamkke.all_expected_facts(p_district text) returns table (source fact_source, ${shape})
stable language sql as $$
  ${sources
    .map(
      (source) =>
        `select '${source}'::fact_source, e.* from hamkke.all_expected_${lower(source)}(p_district) e`,
    )
    .join('\n  union all ')} $$;
create or replace function hamkke.fact_differences(p_district text) returns table (source fact_source, ${shape})
stable language sql as $$
  select source, ${grouped}, sum(value)::bigint from (
    select source, ${said.join(', ')} from hamkke.all_expected_facts(p_district)
    union all
    select source, ${grouped}, -value from facts where district_id = p_district) d
  group by source, ${grouped} having sum(value) <> 0 $$;
create or replace function hamkke.rebuild_facts(p_district text) returns bigint language plpgsql as $$
declare
  added bigint;
begin
  -- Whoever counts something waits, so that nothing is counted here and there.
  perform pg_advisory_xact_lock(48355, hashtext(p_district));
  with fresh as (
    insert into facts (district_id, source, ${said.join(', ')})
    select p_district, source, ${said.join(', ')} from hamkke.fact_differences(p_district)
    order by source, ${grouped} returning id
  ), pending as (
    insert into pending_facts (fact_id, district_id) select id, p_district from fresh
  )
  select count(*) into added from fresh;
  return added;
end $$;`;

/** All functions that follow from what is declared: after those that they call (src/fact/facts.sql). */
export const factSql = () => `
set local role hamkke_keeper;
${onceAYear()}
${cellSql()}
${sources.map(ofSource).join('\n')}
${wholeSql()}
${Object.entries(followings)
  .map(([table, following]) => ofTable(table, following))
  .join('\n')}
${ofOrganizations()}
reset role;`;

/**
 * The triggers, which the owner of the tables makes. Facts are written by triggers and by nothing else: a table has some
 * ten places that write into it, of which one that forgets would make figures wrong without anybody's seeing it
 * (docs/decisions.md).
 */
export const factTriggers = () =>
  [
    ...Object.keys(followings).flatMap((table) => [
      trigger('insert', table, 'new table as fresh'),
      trigger('update', table, 'old table as gone new table as fresh'),
      trigger('delete', table, 'old table as gone'),
    ]),
    trigger('update', 'organizations', 'old table as gone new table as fresh'),
  ].join('\n');

const trigger = (event: string, table: string, tables: string) =>
  `create or replace trigger facts_${event} after ${event} on ${table} referencing ${tables}
  for each statement execute function hamkke.follow_${table}();`;
