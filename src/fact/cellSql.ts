import { locks } from '../database/locks.js';
import { type Dimension, dimensions, measureRules, measures } from './measures.js';

// The functions that keep cells, written from the measures: so that by what something can be asked for is said once.

const column = (dimension: Dimension) => dimension.toLowerCase();

/** Measures that have the same dimensions, and these. */
function alike(): { dimensions: readonly Dimension[]; measures: string[] }[] {
  const lists = new Map<string, { dimensions: readonly Dimension[]; measures: string[] }>();
  for (const measure of measures) {
    const of = dimensions.filter((each) => measureRules[measure].dimensions.includes(each));
    const list = lists.get(of.join()) ?? { dimensions: of, measures: [] };
    list.measures.push(measure);
    lists.set(of.join(), list);
  }
  return [...lists.values()];
}

/** The sums of each month that facts come to: by nothing, by each dimension of their measure, and by each two of them. */
const monthsOf = (facts: string) =>
  alike()
    .map(({ dimensions: by, measures: some }) => {
      const sets = [[], ...by.map((one) => [one])].concat(
        by.flatMap((one, nth) => by.slice(nth + 1).map((other) => [one, other])),
      );
      const firstOf = (list: readonly Dimension[], said: (each: Dimension) => string) =>
        `case ${list.map((each) => `when grouping(${column(each)}) = 0 then ${said(each)}`).join('\n      ')} else '' end`;
      const value = (each: Dimension) => `coalesce(${column(each)}::text, 'UNKNOWN')`;
      const name = (each: Dimension) => `'${each}'`;
      const backwards = by.toReversed();
      return `select district_id, measure, first_dimension,
    case when last_dimension = first_dimension then '' else last_dimension end as second_dimension, month, first_value,
    case when last_dimension = first_dimension then '' else last_value end as second_value, value
  from (select district_id, measure, date_trunc('month', day)::date as month, sum(value)::bigint as value,
      ${firstOf(by, name)} as first_dimension,
      ${firstOf(backwards, name)} as last_dimension,
      ${firstOf(by, value)} as first_value,
      ${firstOf(backwards, value)} as last_value
    from ${facts} f where measure in (${some.map((each) => `'${each}'`).join(', ')})
    group by district_id, measure, date_trunc('month', day)::date,
      grouping sets (${sets.map((each) => `(${each.map(column).join(', ')})`).join(', ')})) g`;
    })
    .join('\n  union all\n  ');

/** What a row of cells is of. */
const place = 'district_id, measure, first_dimension, second_dimension, months, month';

/** The sums of months, and what they add to those of their quarter and their year. */
const withLonger = (
  months: string,
) => `select district_id, measure, first_dimension, second_dimension, p.months, p.month,
    first_value, second_value, value
  from (${months}) m cross join lateral (values (1::smallint, m.month),
    (3::smallint, date_trunc('quarter', m.month)::date), (12::smallint, date_trunc('year', m.month)::date)) p(months, month)`;
const addedUp = (sums: string) => `select ${place}, first_value, second_value, sum(value)::bigint as value
  from (${sums}) s group by ${place}, first_value, second_value`;

/** The cells that facts come to. */
const cellsOf = (facts: string) => addedUp(withLonger(monthsOf(facts)));
const placeIn = (row: string) => place.replaceAll(/\w+/g, `${row}.$&`);
/** The columns of a row, in the order in which they are written. */
const written = `${place}, first_values, second_values, sums`;
/** The sums that rows of cells hold, one a line. */
const sumsIn = (cells: string) => `select ${place}, u.first_value, u.second_value, u.value
    from ${cells} cross join unnest(first_values, second_values, sums) u(first_value, second_value, value)`;
/**
 * Rows of cells: all sums of a place, in one order, so that the same facts come to the same bytes. Those of each place are
 * put in order by themselves, since to sort all of them by what they are of takes as long as to make them.
 */
const rowsOf = (sums: string) => {
  const inOrder = (column: string) =>
    `array_agg(${column} order by first_value collate "C", second_value collate "C") as ${column}s`;
  return `select ${place}, o.first_values, o.second_values, o.values as sums
  from (
    select ${place}, array_agg(first_value) as firsts, array_agg(second_value) as seconds, array_agg(value) as values
    from (${sums}) s where value <> 0 group by ${place}) g
  cross join lateral (
    select ${['first_value', 'second_value', 'value'].map(inOrder).join(',\n      ')}
    from unnest(g.firsts, g.seconds, g.values) u(first_value, second_value, value)) o`;
};

/**
 * What functions need that may go through a great many facts: one plan, which takes longer to make than to follow; and never
 * to sort facts, as they would for each two dimensions, since a plan expects many times as many sums as there are.
 */
const wide = `security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_sort = off set work_mem = '64MB' set hash_mem_multiplier = 1000`;

/** Of what a measure's year is made. */
const within = (day: string) =>
  `district_id = p_district and measure = part.measure and ${day} >= part.since and ${day} < part.until`;

/**
 * Under which name the database says that all cells were made anew since there are those of quarters and years. Earlier ones
 * are of months alone; and while this version is installed somebody may still count by an earlier function, which adds to
 * months alone, or read by one, which adds up all rows that it finds.
 */
export const allCells = 'fact cells of quarters and years';

/** What is said of a fact by a dimension, and how cells are made. */
export const cellSql = () => `
/* Whether figures may be read from cells of quarters and years. */
create or replace function hamkke.has_all_cells() returns boolean stable language sql
as $$ select exists (select from hamkke_installed where name = '${allCells}') $$;
create or replace function hamkke.is_stock(p_measure measure) returns boolean immutable parallel safe language sql
as $$ select p_measure = any('{${measures.filter((each) => measureRules[each].kind === 'STOCK').join(',')}}'::measure[]) $$;
create or replace function hamkke.value_by(f facts, p_dimension text) returns text stable language sql as $$
  select case when p_dimension = '' then '' else coalesce(case p_dimension
${dimensions.map((each) => `    when '${each}' then (f).${column(each)}::text`).join('\n')}
    end, 'UNKNOWN') end $$;
/* Adds facts that are in no cell yet to the cells of their district. */
create or replace function hamkke.add_to_cells(p_facts bigint[]) returns void language plpgsql ${wide} as $$
begin
  if cardinality(p_facts) = 0 then
    return;
  end if;
  with facts_taken as materialized (
    select f.* from unnest(p_facts) t cross join lateral (select * from facts o where o.id = t offset 0) f
  ), added as materialized (
    ${withLonger(monthsOf('facts_taken'))}
  ), places as materialized (
    select distinct ${place} from added
  )
  merge into fact_cells c using (
    select * from places left join (${rowsOf(
      addedUp(`
        select * from added
        union all
        ${sumsIn(`places join fact_cells k using (${place})`)}`),
    )}) r using (${place})
  ) n on (${placeIn('c')})
    = (${placeIn('n')})
  -- What came to nothing is no cell: cells that are made anew have none.
  when matched and n.sums is null then delete
  when matched then update set first_values = n.first_values, second_values = n.second_values, sums = n.sums
  when not matched and n.sums is not null then insert (${written})
    values (${placeIn('n')},
      n.first_values, n.second_values, n.sums);
end $$;
/*
 * What cells of a district there are or should be, a measure and a year at a time: no sum reaches beyond, and so
 * little is held in memory at once.
 */
create or replace function hamkke.years_of(p_district text)
returns table (measure measure, since date, until date) language sql stable as $$
  select measure, year, (year + interval '1 year')::date
  from (select measure, date_trunc('year', day)::date as year from facts where district_id = p_district
    union select measure, date_trunc('year', month)::date from fact_cells where district_id = p_district) y $$;
/* Makes the cells of a district anew from all its facts; nothing is counted there meanwhile. */
create or replace function hamkke.rebuild_cells(p_district text) returns void language plpgsql ${wide} as $$
declare
  part record;
begin
  perform pg_advisory_xact_lock(${locks.facts}, hashtext(p_district));
  for part in select * from hamkke.years_of(p_district) loop
    delete from fact_cells where ${within('month')};
    insert into fact_cells (${written})
    ${rowsOf(cellsOf(`(select * from facts where ${within('day')})`))};
  end loop;
end $$;
/* Where the cells of a district differ from what its facts come to: nowhere, unless something is wrong. */
create or replace function hamkke.cell_differences(p_district text)
returns table (measure measure, first_dimension text, second_dimension text, months smallint, month date,
  first_value text, second_value text, value bigint)
language plpgsql stable ${wide} as $$
#variable_conflict use_column
declare
  part record;
begin
  for part in select * from hamkke.years_of(p_district) loop
    return query select measure, first_dimension, second_dimension, months, month, first_value, second_value,
      sum(value)::bigint
    from (
      ${cellsOf(`(select * from facts where ${within('day')})`)}
      union all
      select ${place}, first_value, second_value, -value
      from (${sumsIn(`(select * from fact_cells where ${within('month')}) k`)}) k
    ) d group by 1, 2, 3, 4, 5, 6, 7 having sum(value) <> 0;
  end loop;
end $$;`;
