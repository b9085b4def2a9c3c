-- What was published stays as it is: not even the keeper's own functions may change it.
revoke update, delete on releases, release_cells from hamkke_keeper;

set local role hamkke_keeper;

/*
 * The release of a district by its number, or its last one; of a city the last ones of its districts. Of a
 * city no number says which releases are meant.
 */
create or replace function hamkke.releases_of(p_district text, p_number int)
returns table (district_id text, number int, first_month date, last_month date) stable language sql as $$
  select distinct on (r.district_id) r.district_id, r.number, r.first_month, r.last_month
  from districts d join releases r on r.district_id = d.id
  where case when p_number is null then d.id = p_district or d.parent_id = p_district
    else d.id = p_district and r.number = p_number end
  order by r.district_id, r.number desc
$$;

/*
 * Whether a release was made with a measure by a dimension, or as a whole where that is empty; of one that
 * does not say by what it was made, all is.
 */
create or replace function hamkke.is_published_in(p_plan jsonb, p_measure measure, p_dimension text)
returns boolean immutable language sql as $$
  select p_plan is null or exists (select from jsonb_array_elements(p_plan -> 'publications') p
    where p ->> 'measure' = p_measure::text and (p_dimension = '' or p -> 'dimensions' ? p_dimension)
      or p -> 'part' ->> 'measure' = p_measure::text and p_dimension in ('', p -> 'part' ->> 'by'))
$$;

/*
 * What is published of a district: of each measure and period, as a whole or by one dimension, sums of
 * published figures. `kept` are those that are kept back in one of the months, or that a release was not made
 * with; `unknown` the periods that have a month which is not published yet. NULL where nothing is.
 */
create or replace function hamkke.released_figure_columns(p_district text, p_number int,
  p_measures measure[], p_dimension text, p_from date[], p_until date[]) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  with published as materialized (
    select * from hamkke.releases_of(p_district, p_number)
  ), periods as (
    select p.nth, p.until, m as measure,
      case when hamkke.is_stock(m) then date_trunc('month', p.until)::date else p.since end as since
    from unnest(p_from, p_until) with ordinality p(since, until, nth) cross join unnest(p_measures) m
  ), cells as (
    select distinct on (c.district_id, c.measure, c.month, c.value) c.*
    from published r join release_cells c on c.district_id = r.district_id and c.number <= r.number
    where c.measure = any(p_measures) and c.dimension = p_dimension
      and c.month between (select min(since) from periods) and (select max(until) from periods)
    order by c.district_id, c.measure, c.month, c.value, c.number desc
  ), left_out as (
    select m as measure from unnest(p_measures) m
    where exists (select from published r join releases o on o.district_id = r.district_id
      and o.number = r.number where not hamkke.is_published_in(o.plan, m, p_dimension))
  ), summed as (
    select p.nth, p.measure, c.value, sum(c.figure)::bigint as figure, bool_or(c.state = 'SUPPRESSED') as kept
    from periods p join cells c on c.measure = p.measure and c.month between p.since and p.until
    group by 1, 2, 3
  )
  select json_build_object(
    'release', (select json_agg(json_build_object('district', r.district_id, 'number', r.number)
      order by r.district_id) from published r),
    'figures', coalesce((select json_agg(json_build_array(nth, measure, firsts, seconds, figures)
      order by nth, measure)
      from (select nth, measure, array_agg(value order by value) as firsts,
          array_agg(''::text) as seconds, array_agg(figure order by value) as figures
        from summed where not kept and figure <> 0 and measure not in (select l.measure from left_out l)
        group by 1, 2) f), '[]'),
    'kept', coalesce((select json_agg(json_build_array(nth, measure, value) order by nth, measure, value)
      from (select nth, measure, value from summed where kept
        union select p.nth, p.measure, '' from periods p join left_out l using (measure)) k), '[]'),
    'unknown', coalesce((select json_agg(distinct p.nth) from periods p join published r
      on p.since < r.first_month or p.until >= r.last_month + interval '1 month'), '[]'),
    'dongs', case when p_dimension = 'DONG' then (
      select json_object_agg(d.code, d.name)
      from dong_codes d join published r on r.district_id = d.district_id
      where d.valid_until is null) end)
  where exists (select from published)
$$;

/*
 * Figures of a district: exact for its own statistics role, unless a release is asked for; what is published
 * for everybody else.
 */
create or replace function hamkke.figure_columns(p_district text, p_measures measure[], p_first text,
  p_second text, p_from date[], p_until date[], p_release int) returns json
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if p_release is null and hamkke.may_count(p_district) then
    return hamkke.exact_figure_columns(p_district, p_measures, p_first, p_second, p_from, p_until);
  end if;
  return hamkke.released_figure_columns(p_district, p_release, p_measures, p_first, p_from, p_until);
end $$;

/*
 * A release with all that it has: what it is, every figure that is not 0 or is kept back, and the dong of the
 * day when it was made. The last one where no number is given; NULL where there is none.
 */
create or replace function hamkke.release_table(p_district text, p_number int) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select json_build_object('district', d.id, 'districtName', d.name, 'number', r.number,
    'firstMonth', to_char(r.first_month, 'YYYY-MM'), 'lastMonth', to_char(r.last_month, 'YYYY-MM'),
    'madeAt', to_char(r.made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'protection', r.protection, 'plan', r.plan, 'hash', r.hash, 'signature', r.signature,
    'keyId', r.key_id,
    'dongs', (select coalesce(json_object_agg(c.code, c.name order by c.code), '{}') from dong_codes c
      where c.district_id = d.id and c.valid_from <= (r.made_at at time zone 'Asia/Seoul')::date
        and coalesce(c.valid_until > (r.made_at at time zone 'Asia/Seoul')::date, true)),
    'cells', (select coalesce(json_agg(json_build_array(c.measure, c.dimension, c.value,
        to_char(c.month, 'YYYY-MM'), c.state, c.figure)
        order by c.measure, c.dimension, c.month, c.value), '[]')
      from (select distinct on (f.measure, f.dimension, f.month, f.value) f.* from release_cells f
        where f.district_id = d.id and f.number <= r.number
        order by f.measure, f.dimension, f.month, f.value, f.number desc) c
      where c.state <> 'KNOWN' or c.figure <> 0))
  from districts d join releases r on r.district_id = d.id
  where d.id = p_district and r.number = coalesce(p_number,
    (select max(o.number) from releases o where o.district_id = d.id))
$$;

/* Which districts published something, with their last release. */
create or replace function hamkke.published_districts() returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(json_agg(json_build_object('district', d.id, 'districtName', d.name, 'number', r.number,
    'firstMonth', to_char(r.first_month, 'YYYY-MM'), 'lastMonth', to_char(r.last_month, 'YYYY-MM'),
    'madeAt', to_char(r.made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'hash', r.hash)
    order by d.id), '[]')
  from districts d join lateral (select * from releases o where o.district_id = d.id
    order by o.number desc limit 1) r on true
$$;

/* Every release that there is, the newest of a district first, without figures. */
create or replace function hamkke.published_releases() returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(json_agg(json_build_object('district', d.id, 'districtName', d.name, 'number', r.number,
    'firstMonth', to_char(r.first_month, 'YYYY-MM'), 'lastMonth', to_char(r.last_month, 'YYYY-MM'),
    'madeAt', to_char(r.made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'hash', r.hash)
    order by d.id, r.number desc), '[]')
  from districts d join releases r on r.district_id = d.id
$$;

/*
 * The releases of a district, the newest first, each with the figures that it corrected; NULL for one that
 * was or is kept back.
 */
create or replace function hamkke.release_list(p_district text) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(json_agg(json_build_object('district', r.district_id, 'number', r.number,
    'firstMonth', r.first_month, 'lastMonth', r.last_month, 'madeAt', to_char(r.made_at at time zone 'UTC',
      'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'protection', concat(r.protection ->> 'ko', E'\n', r.protection ->> 'en'),
    'hash', r.hash, 'signature', r.signature, 'keyId', r.key_id,
    'corrections', (select coalesce(json_agg(json_build_object('measure', c.measure, 'dimension',
        nullif(c.dimension, ''), 'value', nullif(c.value, ''), 'month', c.month,
        'was', case when w.state is null then 0 else w.figure end, 'now', c.figure)
        order by c.measure, c.dimension, c.month, c.value), '[]')
      from releases b join release_cells c on c.district_id = r.district_id and c.number = r.number
        and c.month <= b.last_month
        -- What the release before was not made with is new, and corrects nothing of it.
        and hamkke.is_published_in(b.plan, c.measure, c.dimension) and (c.dimension = '' or c.value <> '')
      left join lateral (select o.figure, o.state from release_cells o where o.district_id = c.district_id
        and o.measure = c.measure and o.dimension = c.dimension and o.month = c.month and o.value = c.value
        and o.number < c.number order by o.number desc limit 1) w on true
      where b.district_id = r.district_id and b.number = r.number - 1)) order by r.number desc), '[]')
  from releases r where r.district_id = p_district
$$;

reset role;
