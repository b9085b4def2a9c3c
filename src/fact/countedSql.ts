import { getTableColumns } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { locks } from '../database/locks.js';
import { facts } from '../database/tables/fact.js';
import { type Following, followings, ofOrganization } from './followings.js';
import { type Dimension, dimensions } from './measures.js';
import { expressionOf, type FactSource, sourceRules } from './sources.js';

// What facts should be, by the rows of the work, and how they are brought to it: written from what is declared beside.

const sources = Object.keys(sourceRules) as FactSource[];
const lower = (source: FactSource) => source.toLowerCase();
const column = (dimension: Dimension) => dimension.toLowerCase();
/** What a fact says beside its district and its source, in the order in which it is read and written. */
const said = ['key', 'contributor', 'measure', 'day', ...dimensions.map(column), 'value'];
const grouped = said.slice(0, -1).join(', ');

const columns = Object.values(getTableColumns(facts));
/** The PostgreSQL type of a column of facts. */
const typeOf = (name: string) => columns.find((each) => toSnakeCase(each.name) === name)!.getSQLType();
const shape = said.map((name) => `${name} ${typeOf(name)}`).join(', ');

/** What a row of a source says as a fact. */
function saidOf(source: FactSource): string {
  const { measures: some, key, contributor, measure, day, value } = sourceRules[source];
  return [
    `${key}, ${contributor}, ${measure ?? `'${some[0]}'::measure`}, ${day}`,
    ...dimensions.map(
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

const expectedOf = (source: FactSource) => `
create or replace function hamkke.expected_${lower(source)}(p_district text, p_keys uuid[])
returns table (${shape}) stable language sql as $$
  ${expected(source, 'keyed')} $$;
create or replace function hamkke.all_expected_${lower(source)}(p_district text)
returns table (${shape}) stable language sql as $$
  ${expected(source, 'all')} $$;`;

/** What organizations are is said of whoever they sent, were asked or provided for. */
const keysOfOrganizations: Following['keys'] = Object.fromEntries(
  Object.entries(ofOrganization).map(([source, [table, key, column]]) => [
    source,
    `select t.${key} from ${table} t where t.district_id = $district and t.${column} = any($ids)`,
  ]),
);
const keysOfTables = [
  ...Object.entries(followings).map(([table, { keys }]) => [table, keys] as const),
  ['organizations', keysOfOrganizations] as const,
];

/** Adds the keys of each source that the changes of one table concern. */
function keysOf([table, keys]: (typeof keysOfTables)[number]): string {
  const filled = (query: string) =>
    query.replaceAll('$district', 'p_district').replaceAll(/\$(ids|households|members)/g, 'rows.$1');
  return `when '${table}' then
${Object.entries(keys)
  .map(
    ([source, query]) =>
      `      of_${source.toLowerCase()} := of_${source.toLowerCase()} || array(${filled(query)});`,
  )
  .join('\n')}`;
}

/** By how much the facts of some keys differ from the rows. */
const differing = (source: FactSource) => `
  if cardinality(of_${lower(source)}) > 0
    and (p_measures is null or p_measures && '{${sourceRules[source].measures}}') then
    of_${lower(source)} := array(select distinct k from unnest(of_${lower(source)}) k where k is not null);
    return query select null::bigint, p_district, '${source}'::fact_source, ${grouped}, sum(value)::bigint, now()
    from (
      select * from hamkke.expected_${lower(source)}(p_district, of_${lower(source)})
      union all
      select ${grouped}, -value from facts
        where district_id = p_district and source = '${source}' and key = any(of_${lower(source)})) d
    group by ${grouped} having sum(value) <> 0;
  end if;`;

const uncounted = () => `
/*
 * What facts lack by changes of a district that nobody has counted yet, or some of them: as facts that would
 * bring them to what is there. Of some measures, or of all.
 */
create or replace function hamkke.uncounted_facts(p_district text, p_changes bigint[], p_measures measure[])
returns setof facts stable language plpgsql
-- To plan these statements takes as long as to run them, and their plans are the same for whatever rows.
set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  rows record;
${sources.map((source) => `  of_${lower(source)} uuid[] := '{}';`).join('\n')}
begin
  for rows in
    select c.table_name, array_agg(distinct e.id) filter (where e.id is not null) as ids,
      array_agg(distinct e.household) filter (where e.household is not null) as households,
      array_agg(distinct e.member) filter (where e.member is not null) as members
    from uncounted_changes c cross join lateral unnest(c.ids, c.households, c.members) e(id, household, member)
    where c.district_id = p_district and (p_changes is null or c.id = any(p_changes)) group by 1
  loop
    case rows.table_name
    ${keysOfTables.map(keysOf).join('\n    ')}
    end case;
  end loop;
${sources.map(differing).join('')}
end $$;`;

/** What is to be counted of a district by all its rows, and where facts differ from it beside what nobody has counted yet. */
const whole = () => `
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
    select source, ${grouped}, -value from facts where district_id = p_district
    union all
    select source, ${grouped}, -value from hamkke.uncounted_facts(p_district, null, null)) d
  group by source, ${grouped} having sum(value) <> 0 $$;`;

/** Who writes facts: one at a time in each district (hashtext), and nobody who works there waits for it. */
const counting = () => `
/* Counts some changes of a district, the oldest first, and answers how many. Whoever calls it holds the district. */
create or replace function hamkke.count_district(p_district text, p_most int) returns int language plpgsql as $$
declare
  taken bigint[] := array(select id from uncounted_changes where district_id = p_district order by id limit p_most);
begin
  -- What is written meanwhile is counted here or waits, and then nothing differs.
  perform hamkke.add_to_cells(array(select id from hamkke.add_facts(p_district, taken) id));
  delete from uncounted_changes where district_id = p_district and id = any(taken);
  return cardinality(taken);
end $$;
/* Adds what facts lack by some changes; answers which facts these are. */
create or replace function hamkke.add_facts(p_district text, p_changes bigint[]) returns setof bigint
language sql as $$
  insert into facts (district_id, source, ${said.join(', ')})
  select district_id, source, ${said.join(', ')} from hamkke.uncounted_facts(p_district, p_changes, null)
  returning id $$;
/* Districts where something changed that nobody has counted yet, what waits longest first. */
create or replace function hamkke.uncounted_districts() returns setof text language sql stable
security definer set search_path = public, pg_temp as $$
  select district_id from uncounted_changes group by 1 order by min(id)
$$;
/*
 * Counts what changed in a district, unless somebody else does; answers how many changes. A server that dies
 * meanwhile leaves everything as it was: changes are taken away, and facts and cells written, in one transaction.
 * Whoever reads sees all of it as it was before, or all after.
 */
create or replace function hamkke.count_changes(p_district text, p_most int) returns int language sql
security definer set search_path = public, pg_temp as $$
  select case when pg_try_advisory_xact_lock(${locks.facts}, hashtext(p_district))
    then hamkke.count_district(p_district, p_most) else 0 end
$$;
/* Counts all work of a district anew; what waits to be counted goes on waiting. Answers how many facts were added. */
create or replace function hamkke.rebuild_facts(p_district text) returns bigint language plpgsql as $$
declare
  added bigint[];
begin
  perform pg_advisory_xact_lock(${locks.facts}, hashtext(p_district));
  with fresh as (
    insert into facts (district_id, source, ${said.join(', ')})
    select p_district, source, ${said.join(', ')} from hamkke.fact_differences(p_district)
    order by source, ${grouped} returning id
  )
  select array_agg(id) into added from fresh;
  -- So many are in the cells sooner by making these anew.
  if cardinality(added) > 20000 then
    perform hamkke.rebuild_cells(p_district);
  elsif cardinality(added) > 0 then
    perform hamkke.add_to_cells(added);
  end if;
  return coalesce(cardinality(added), 0);
end $$;`;

/** After the cells that it writes (src/fact/cellSql.ts). */
export const countedSql = () => [...sources.map(expectedOf), uncounted(), whole(), counting()].join('\n');
