set local role hamkke_keeper;

/* The districts of which a viewer has exact figures: their own; of a city all its districts, together. */
create or replace function hamkke.counted_districts(p_district text) returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
  select array_agg(d.id) from districts d
  where (d.id = p_district or d.parent_id = p_district) and hamkke.may_count(p_district)
$$;

/*
 * Of which sums a period is put together, the first month of each that counts and the first that does not:
 * of months alone where those of quarters and years are not all there.
 */
create or replace function hamkke.stretches_of(p_since date, p_until date, p_longer boolean)
returns table (months smallint, since date, until date) immutable language sql as $$
  select s.months::smallint, s.since, s.until
  from (select date_trunc('quarter', f.since + interval '2 months')::date as quarter,
      date_trunc('quarter', p_until)::date as last_quarter,
      date_trunc('year', f.since + interval '11 months')::date as year,
      date_trunc('year', p_until)::date as last_year
    from (select case when p_longer then p_since else 'infinity' end as since) f) b
  cross join lateral (values
    (1, p_since, least(b.quarter, p_until)),
    (3, b.quarter, case when b.year <= b.last_year then b.year else b.last_quarter end),
    (12, b.year, b.last_year),
    (3, b.last_year, case when b.year <= b.last_year then b.last_quarter end),
    (1, b.last_quarter, case when b.quarter <= b.last_quarter then p_until end)
  ) s(months, since, until)
  where s.since < s.until
$$;

/*
 * Exact figures of a district or a city, with the names of its dong where it is by dong: of each measure and
 * period, by no, one or two dimensions, the first of which comes first in the list. A period begins with a
 * month; of one that ends within a month some days of that month are counted from the facts. What is there
 * and not what happened is counted up to the last day. NULL for a viewer who may not have them.
 * Figures are told by column, [period, measure, first values, second values, figures], and those of one
 * place in several lists are one figure: a line for each of thousands takes longer to write and to read than
 * to add up, and what stands in one row of cells is told as it stands.
 */
create or replace function hamkke.exact_figure_columns(p_district text, p_measures measure[], p_first text,
  p_second text, p_from date[], p_until date[]) returns json
language sql stable security definer set search_path = public, pg_temp
-- Nobody knows before how many cells there are, and to sort thousands takes longer than to add them up. To
-- plan takes a third of the time of a question, and comes to the same for whatever is asked.
set enable_sort = off set plan_cache_mode = force_generic_plan as $$
  with counted as materialized (
    select unnest(hamkke.counted_districts(p_district)) as district_id
  ), longer as materialized (
    select hamkke.has_all_cells() as are_there
  ), wanted as materialized (
    select m as measure, hamkke.is_stock(m) as is_stock from unnest(p_measures) m
  ), periods as materialized (
    select p.nth, k.is_stock, case when k.is_stock then '-infinity' else p.since end as since, p.until,
      b.whole_until
    from unnest(p_from, p_until) with ordinality p(since, until, nth)
    cross join (select distinct is_stock from wanted) k
    -- Of a month that ends before its last day the shorter part is counted from the facts: what came, or what
    -- is to be taken off the whole month.
    cross join lateral (select date_trunc('month', p.until + 1)::date as month) l
    cross join lateral (select (case when p.until >= l.month + 15 then l.month + interval '1 month'
      else l.month end)::date as whole_until) b
  ), stretches as materialized (
    select p.nth, p.is_stock, s.months, s.since, s.until,
      -- Whether all of the period stands in one row of each district.
      count(*) over (partition by p.nth, p.is_stock) = 1
        and s.until = (s.since + make_interval(months => s.months))::date as is_one
    from longer l cross join periods p
    cross join lateral hamkke.stretches_of(p.since, p.whole_until, l.are_there) s
  ), rows_of_cells as materialized (
    -- Each stretch is looked up by itself: a join of all would read the whole district.
    select s.nth, w.measure, s.is_one, c.first_values, c.second_values, c.sums
    from counted d cross join (stretches s join wanted w using (is_stock)) cross join lateral (
      select o.first_values, o.second_values, o.sums from fact_cells o
      where o.district_id = d.district_id and o.measure = w.measure and o.first_dimension = p_first
        and o.second_dimension = p_second and o.months = s.months and o.month >= s.since and o.month < s.until
      offset 0) c
  ), found as (
    select c.nth, c.measure, u.first_value, u.second_value, u.value from rows_of_cells c
    cross join lateral unnest(c.first_values, c.second_values, c.sums) u(first_value, second_value, value)
    where not c.is_one
    union all
    select p.nth, f.measure, hamkke.value_by(f, p_first), hamkke.value_by(f, p_second), f.value
    from (select c.district_id from uncounted_changes c join counted using (district_id) group by 1) d
    cross join lateral hamkke.uncounted_facts(d.district_id, null, p_measures) f
    join wanted w on w.measure = f.measure
    join periods p on p.is_stock = w.is_stock and f.day >= p.since and f.day <= p.until
    union all
    select p.nth, w.measure, f.first_value, f.second_value, f.value
    from counted d cross join (periods p join wanted w using (is_stock)) cross join lateral (
      select hamkke.value_by(o, p_first) as first_value, hamkke.value_by(o, p_second) as second_value,
        sum(o.value)::bigint * case when p.until < p.whole_until - 1 then -1 else 1 end as value
      from facts o where o.district_id = d.district_id and o.measure = w.measure
        and o.day > least(p.until, p.whole_until - 1) and o.day <= greatest(p.until, p.whole_until - 1)
      group by 1, 2) f
    where p.until <> p.whole_until - 1
  ), summed as (
    select nth, measure, first_value, second_value, sum(value)::bigint as value from found
    group by 1, 2, 3, 4 having sum(value) <> 0
  ), columns as (
    -- In no order: whoever reads it puts each figure into its place.
    select nth, measure, array_agg(first_value) as firsts, array_agg(second_value) as seconds,
      array_agg(value) as figures
    from summed group by 1, 2
    union all
    select nth, measure, first_values, second_values, sums from rows_of_cells where is_one
  )
  select json_build_object('figures', coalesce(json_agg(json_build_array(nth, measure, firsts, seconds,
      figures)), '[]'),
    'dongs', case when 'DONG' in (p_first, p_second) then (
      select json_object_agg(d.code, d.name) from dong_codes d join counted c on c.district_id = d.district_id
      where d.valid_until is null) end)
  from columns having (select count(*) from counted) > 0
$$;

reset role;
