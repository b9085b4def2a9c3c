set local role hamkke_keeper;

/*
 * Finding services. What runs here is text, as each question has its own plan; it is put together of what stands in this
 * file, and what a client wrote is bound: $1 is what is sought (see `soughtBy`), $2 the filter. It runs with the rights of
 * whoever asks: `service_searches` (x) has none but public rows, and every other table its policies.
 */

/* Metres between two points on the globe, of the mean radius of the earth (IUGG). */
create or replace function hamkke.metres(float8, float8, float8, float8) returns float8
language sql immutable parallel safe as $$
  select 2 * 6371008.8 * asin(sqrt(least(1, sind(($3 - $1) / 2) ^ 2 + cosd($1) * cosd($3) * sind(($4 - $2) / 2) ^ 2)))
$$;

/* South, north, west and east of all that is so near: more than that around the poles and where the days meet. */
create or replace function hamkke.box(p_latitude float8, p_longitude float8, p_metres float8) returns float8[]
language plpgsql immutable parallel safe as $$
declare
  up constant float8 := degrees(p_metres / 6371008.8) * 1.000001;
  across float8;
begin
  if abs(p_latitude) + up >= 89.9 then return array[p_latitude - up, p_latitude + up, -180, 180]; end if;
  across := degrees(asin(least(1, sind(least(up, 90)) / cosd(p_latitude)))) * 1.000001;
  if abs(p_longitude) + across > 180 then return array[p_latitude - up, p_latitude + up, -180, 180]; end if;
  return array[p_latitude - up, p_latitude + up, p_longitude - across, p_longitude + across];
end $$;

/* That a place (p) lies in a box, as an index on places takes it. */
create or replace function hamkke.in_box(p_box text) returns text
language sql immutable parallel safe as $$
  select format('p.latitude between (%1$s)[1] and (%1$s)[2] and p.longitude between (%1$s)[3] and (%1$s)[4]', p_box)
$$;

/* The minute of a week in Korea. */
create or replace function hamkke.minute_of(p_instant timestamptz) returns int language sql stable parallel safe as $$
  select (extract(isodow from local) * 1440 - 1440 + extract(hour from local) * 60 + extract(minute from local))::int
  from (select p_instant at time zone 'Asia/Seoul' as local) each
$$;

/* That a service can be had for so much: on the day that is today, where its prices are of one. */
create or replace function hamkke.payable(p_amount text) returns text language sql immutable parallel safe as $$
  select format(
    'coalesce(x.cost <= %1$s, false) and (not x.cost_varies or (select true from cost_options c where c.service_id = x.id and not c.confidential and c.amount <= %1$s and (c.currency is null or c.currency = ''KRW'') and coalesce(c.valid_from, ''-infinity'') <= hamkke.today() and coalesce(c.valid_to, ''infinity'') >= hamkke.today() limit 1))',
    p_amount)
$$;

/* That it is given at an instant. */
create or replace function hamkke.given_at(p_instant timestamptz) returns text language sql stable parallel safe as $$
  select format('case when x.hours_vary then hamkke.service_open(x.id, %L) else x.hours @> %s end', p_instant, hamkke.minute_of(p_instant))
$$;

/* That it has room, as last confirmed. A value and not EXISTS, for which the planner would look through the rooms of all. */
create or replace function hamkke.has_room() returns text language sql immutable parallel safe as $$
  select 'coalesce((select true from service_capacities c where c.service_id = x.id and not c.confidential and c.available > 0 limit 1), false)'
$$;

/* What a filter asks, as a condition. */
create or replace function hamkke.narrowed(p_filter jsonb) returns text
language sql stable parallel safe as $$
  select concat_ws(' and ', 'true',
    case when p_filter ? 'needDomains' then $c$x.need_domain = any(($2 ->> 'needDomains')::need_domain[])$c$ end,
    case when p_filter ? 'statuses' then $c$x.status = any(($2 ->> 'statuses')::service_status[])$c$ end,
    case when p_filter ? 'organization' then $c$x.organization_id = ($2 ->> 'organization')::uuid$c$ end,
    case when p_filter ? 'taxonomyTerm' then $c$x.terms @> array[($2 ->> 'taxonomyTerm')::uuid]$c$ end,
    case when p_filter ? 'district' then $c$x.districts @> array[$2 ->> 'district']$c$ end,
    case when p_filter ? 'dong' then $c$x.dongs @> array[$2 ->> 'dong']$c$ end,
    case when p_filter ? 'languages' then $c$x.languages && ($2 ->> 'languages')::text[]$c$ end,
    case when p_filter ? 'age' then
      $c$coalesce(x.minimum_age, 0) <= ($2 ->> 'age')::int and coalesce(x.maximum_age, 32767) >= ($2 ->> 'age')::int$c$ end,
    case when p_filter ? 'free' then format('(%s) is not distinct from ($2 ->> ''free'')::boolean', hamkke.payable('0')) end,
    case when p_filter ? 'costUpTo' then hamkke.payable($c$($2 ->> 'costUpTo')::numeric$c$) end,
    case when p_filter ? 'openAt' then hamkke.given_at((p_filter ->> 'openAt')::timestamptz) end,
    case when p_filter ? 'openNow' then format('(%s) = ($2 ->> ''openNow'')::boolean', hamkke.given_at(now())) end,
    case when p_filter ? 'roomAvailable' then format('(%s) = ($2 ->> ''roomAvailable'')::boolean', hamkke.has_room()) end,
    case when p_filter ? 'sponsored' then
      $c$coalesce((select true from sponsorships s where s.service_id = x.id and not s.confidential limit 1), false) = ($2 ->> 'sponsored')::boolean$c$ end,
    case when p_filter ? 'within' then format(
      'x.id in (select l.service_id from locations p join services_at_location l on l.location_id = p.id where %s and hamkke.metres(p.latitude, p.longitude, %s, %s) <= %s and not l.confidential and not p.confidential)',
      hamkke.in_box($c$hamkke.box(($2 #>> '{within,latitude}')::float8, ($2 #>> '{within,longitude}')::float8, ($2 #>> '{within,metres}')::float8)$c$),
      $c$($2 #>> '{within,latitude}')::float8$c$, $c$($2 #>> '{within,longitude}')::float8$c$, $c$($2 #>> '{within,metres}')::float8$c$) end)
$$;

/* That a column has all words that are sought, as parts of words; one of two letters is found by itself. */
create or replace function hamkke.with_parts(p_column text, p_sought jsonb) returns text
language sql immutable parallel safe as $$
  select concat_ws(' and ', 'true',
    (select string_agg(format('x.%s like ($1 #>> ''{parts,%s}'')', p_column, n), ' and ')
      from generate_series(0, jsonb_array_length(p_sought -> 'parts') - 1) n),
    case when p_sought -> 'short' <> '[]' then 'x.pairs @> array(select jsonb_array_elements_text($1 -> ''short''))' end)
$$;

/* The same without an index: sooner told of one row than by LIKE. */
create or replace function hamkke.having_words(p_column text, p_words text, p_sought jsonb) returns text
language sql immutable parallel safe as $$
  select string_agg(format('strpos(x.%s, $1 #>> ''{%s,%s}'') > 0', p_column, p_words, n), ' and ')
  from generate_series(0, jsonb_array_length(p_sought -> p_words) - 1) n
$$;

/* That its names have each word as the beginning of one. */
create or replace function hamkke.with_starts(p_sought jsonb) returns text
language sql immutable parallel safe as $$
  select string_agg(format('x.names like ($1 #>> ''{likeStarts,%s}'')', n), ' and ')
  from generate_series(0, jsonb_array_length(p_sought -> 'likeStarts') - 1) n
$$;

/* That it was said of it, each word as the beginning of one; words of two letters are sought in titles alone. */
create or replace function hamkke.as_said(p_sought jsonb) returns text
language sql immutable parallel safe as $$
  select case when p_sought ->> 'said' is null then 'false' else $c$x.said @@ ($1 ->> 'said')::tsquery$c$ end
$$;

/* Words of titles that a mistyped one may stand for; see `soughtBy`. They are sought by what no single mistake can have touched. */
create or replace function hamkke.words_like(p_parts text[], p_variants text[]) returns text[]
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  return array(
    with candidates as materialized (
      select word from search_words where word like any(p_parts) and length(word) >= length(p_variants[1]) - 3
      order by length(word), word limit 150
    )
    select word from candidates where word like any(p_variants) order by length(word), word limit 50
  );
end $$;

/* That it has what each word may have been meant to be, the shortest of these; null where nothing comes near one of them. */
create or replace function hamkke.mistyped(p_sought jsonb) returns text
language plpgsql stable as $$
declare
  condition text := 'true';
  each jsonb;
  words text[];
begin
  if p_sought -> 'mistyped' = '[]' then return null; end if;
  for each in select jsonb_array_elements(p_sought -> 'mistyped') loop
    words := hamkke.words_like(
      array(select jsonb_array_elements_text(each -> 'parts')), array(select jsonb_array_elements_text(each -> 'variants')));
    if words = '{}' then return null; end if;
    condition := format('%s and x.said @@ %L::tsquery', condition, '''' || array_to_string(words, ''' | ''') || '''');
  end loop;
  return concat_ws(' and ', condition, (
    select string_agg(format('x.titles like ($1 #>> ''{initials,%s}'')', n), ' and ')
    from generate_series(0, jsonb_array_length(p_sought -> 'initials') - 1) n));
end $$;

/*
 * How much of all fits each of some conditions, of which the first is implied by the others, and then how much fits each and what
 * they are narrowed by: told by the first few hundred of an order that goes along with nothing. What fewer than three of these fit
 * is nothing. Of tables that are read through in no time, nothing is told.
 *
 * @param p_looked how many are looked at: fewer where it is asked what is said of them, which lies apart
 */
create or replace function hamkke.shares(p_conditions text[], p_narrowed text, p_sought jsonb, p_filter jsonb, p_looked int) returns float8[]
language plpgsql stable as $$
declare
  fitting int[];
begin
  if hamkke.there() < 5000 then return array_fill(0, array[2 * cardinality(p_conditions)]); end if;
  execute format(
    'select array[%s, %s] from (select *, (%s) as narrow from (select * from service_searches order by spread, id limit %s) x where %s offset 0) x',
    (select string_agg(format('count(*) filter (where %s)', c), ', ' order by n) from unnest(array['true'] || p_conditions[2:]) with ordinality o (c, n)),
    (select string_agg(format('count(*) filter (where narrow and %s)', c), ', ' order by n) from unnest(array['true'] || p_conditions[2:]) with ordinality o (c, n)),
    p_narrowed, p_looked, p_conditions[1])
    into fitting using p_sought, p_filter;
  return array(select case when n > 2 then n::float8 / p_looked else 0 end from unnest(fitting) n);
end $$;

/* How many services there are, as far as the statistics tell. */
create or replace function hamkke.there() returns float8 language sql stable as $$
  select reltuples from pg_class where oid = 'public.service_searches'::regclass
$$;

/*
 * Whether a page of `p_most` of what is so common is sooner found by walking along an order than by gathering by an index what is
 * of that breadth: after a few thousand rows at most, or fewer than would be gathered.
 */
create or replace function hamkke.is_walked(p_share float8, p_breadth float8, p_most int) returns boolean language sql stable as $$
  select p_share > 0 and (p_most / p_share < 3200 or p_most / p_share < 1.5 * p_breadth * hamkke.there())
$$;

/* The same of a condition, which may ask what is said of a service. */
create or replace function hamkke.is_common(p_condition text, p_narrowed text, p_sought jsonb, p_filter jsonb, p_most int) returns boolean
language plpgsql stable as $$
declare shares float8[];
begin
  if p_condition = 'true' and p_narrowed = 'true' then return true; end if;
  shares := hamkke.shares(array[p_condition], p_narrowed, p_sought, p_filter, case when p_condition like '%x.said%' then 240 else 600 end);
  return hamkke.is_walked(shares[2], case when p_condition = 'true' then shares[2] else shares[1] end, p_most);
end $$;

/*
 * The services that fit a condition, of one rank or of several, in an order, after a place in it, so many at most.
 *
 * @param p_order what orders those of a rank: `spread` or `name`
 * @param p_after rank, place, name and id of the last that was seen
 */
create or replace function hamkke.fitting(
  p_condition text, p_rank text, p_order text, p_common boolean, p_sought jsonb, p_filter jsonb, p_after jsonb, p_most int
) returns table (rank int, place float8, name text, id uuid)
language plpgsql stable set enable_bitmapscan = on set enable_seqscan = off set enable_sort = on as $$
declare
  by_name constant boolean := p_order = 'name';
  -- An order that no index has, so that a few are gathered before they are sorted.
  own constant text := case when by_name then 'x.name collate "C"' else 'x.spread' end;
  key text := own || ', x.id';
  behind text := 'true';
begin
  if p_common then
    -- Nothing for the planner to weigh, which takes it time.
    p_condition := format('case when %s then true end', p_condition);
    perform set_config(setting, 'off', true) from unnest(array['enable_bitmapscan', 'enable_sort']) setting;
  else
    key := format('(%s) + 0, %s, x.id', p_rank, case when by_name then '(x.name || '''') collate "C"' else 'x.spread + 0' end);
  end if;
  if p_after is not null then
    behind := case when by_name then $c$(x.name collate "C", x.id) > ($3 ->> 2, ($3 ->> 3)::uuid)$c$
      else $c$(x.spread, x.id) > (($3 ->> 1)::float8::int, ($3 ->> 3)::uuid)$c$ end;
    -- Of a single rank, the index begins where the last page ended.
    behind := case when p_rank ~ '^\d+$' then format('(%s = ($3 ->> 0)::int and %s or %1$s > ($3 ->> 0)::int)', p_rank, behind)
      else format('(%s > ($3 ->> 0)::int or %1$s = ($3 ->> 0)::int and %s)', p_rank, behind) end;
  end if;
  return query execute format(
    'select %s, %s, %s, x.id from service_searches x where %s and %s order by %s limit %s',
    p_rank, case when by_name then '0::float8' else 'x.spread::float8' end, case when by_name then 'x.name' else '''''' end,
    p_condition, behind, key, p_most)
    using p_sought, p_filter, p_after;
end $$;

/* The nearest first, and behind them those without a place. */
create or replace function hamkke.nearest(
  p_condition text, p_common boolean, p_sought jsonb, p_filter jsonb, p_near float8[], p_after jsonb, p_most int
) returns table (rank int, place float8, name text, id uuid)
-- A few places are looked up, and then what is there.
language plpgsql stable set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  more int := p_most;
  had int;
  seen float8 := coalesce((p_after ->> 1)::float8, 0);
  reach float8 := greatest(1000, seen * 1.1);
  around int;
  inside constant text := format(
    'select l.service_id, min(hamkke.metres(p.latitude, p.longitude, $3[1], $3[2])) as metres from locations p join services_at_location l on l.location_id = p.id where %s and not l.confidential and not p.confidential group by 1',
    hamkke.in_box('hamkke.box($3[1], $3[2], $4)'));
  without constant text :=
    'not exists (select from services_at_location l join locations p on p.id = l.location_id where l.service_id = x.id and not l.confidential and not p.confidential and p.latitude is not null and p.longitude is not null)';
begin
  if not p_common then
    return query execute format(
      'select * from (select (metres is null)::int as rank, coalesce(metres, 0) as place, case when metres is null then x.name else '''' end as name, x.id
        from service_searches x, lateral (select (select min(hamkke.metres(p.latitude, p.longitude, $3[1], $3[2]))
          from services_at_location l join locations p on p.id = l.location_id
          where l.service_id = x.id and not l.confidential and not p.confidential and p.latitude is not null and p.longitude is not null) as metres offset 0) at
        where %s) f
      where $4 is null or (rank, place, name collate "C", id) > (($4 ->> 0)::int, ($4 ->> 1)::float8, $4 ->> 2, ($4 ->> 3)::uuid)
      order by rank, place, name collate "C", id limit %s', p_condition, p_most)
      using p_sought, p_filter, p_near, p_after;
    return;
  end if;
  if p_after is null or (p_after ->> 0)::int = 0 then
    loop
      -- Rings as wide as what was found so far lets expect enough in, unless too much lies in one.
      loop
        exit when reach <= seen * 1.01 + 100;
        execute format('select count(*) from (select from locations p where %s and not (%s) limit 3000) few',
          hamkke.in_box('hamkke.box($1, $2, $3)'), hamkke.in_box('hamkke.box($1, $2, $4)'))
          into around using p_near[1], p_near[2], reach, seen;
        exit when around < 3000;
        reach := (seen + reach) / 2;
      end loop;
      return query execute format(
        'with near as materialized (%s) select 0, n.metres, '''', x.id from near n join service_searches x on x.id = n.service_id
        where n.metres <= $4 and n.metres >= $5 and %s
          and ($6 is null or (n.metres, x.id) > (($6 ->> 1)::float8, ($6 ->> 3)::uuid))
        order by n.metres, x.id limit %s', inside, p_condition, more)
        using p_sought, p_filter, p_near, reach, seen, p_after;
      get diagnostics had = row_count;
      more := more - had;
      exit when more = 0 or reach > 2.1e7;
      seen := reach;
      reach := reach * least(2, greatest(1.2, sqrt(1.3 * p_most / greatest(1, p_most - more))));
      -- What lies on the edge of two rings is in the inner one.
      p_after := jsonb_build_array(0, seen, '', 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    end loop;
    p_after := null;
  end if;
  if more = 0 then return; end if;
  return query execute format(
    'select 1, 0::float8, x.name, x.id from service_searches x where %s and %s
      and ($3 is null or (x.name collate "C", x.id) > ($3 ->> 2, ($3 ->> 3)::uuid)) order by x.name collate "C", x.id limit %s',
    without, p_condition, more)
    using p_sought, p_filter, p_after;
end $$;

/*
 * The best matches first. Ranks: 0 the name itself, 1 its beginning, 2 beginnings of its words, 3 within it, 4 within the
 * agency's too, 5 in what is said of it; alike ones stand in an order that goes along with nothing.
 */
create or replace function hamkke.ranked(p_sought jsonb, p_filter jsonb, p_after jsonb, p_most int)
returns table (rank int, place float8, name text, id uuid)
language plpgsql stable as $$
declare
  narrowed constant text := hamkke.narrowed(p_filter);
  names constant text := hamkke.having_words('names', 'words', p_sought);
  titles constant text := hamkke.having_words('titles', 'words', p_sought);
  starting constant text := hamkke.having_words('names', 'starts', p_sought);
  beginning constant text := $c$strpos(x.names, $1 ->> 'beginning') > 0$c$;
  exact constant text := $c$strpos(x.names, $1 ->> 'exact') > 0$c$;
  said constant text := hamkke.as_said(p_sought);
  but constant text := '%s and case when %s then false else true end';
  at constant int := coalesce((p_after ->> 0)::int, 0);
  ranking constant text := format('case when %s then 0 when %s then 1 when %s then 2 when %s then 3 else 4 end', exact, beginning, starting, names);
  -- Of titles, names, beginnings, beginnings of words, what is within names, and agencies' names; and the same as narrowed.
  shares float8[] := array_fill(0, array[12]);
  many boolean;
  many_names boolean;
  walked boolean;
  more int := p_most;
  had int;
  level record;
begin
  if at < 5 then
    shares := hamkke.shares(array[titles, names, format(but, beginning, exact), format(but, starting, beginning),
      format(but, names, beginning || ' or ' || starting), format(but, 'true', names)], narrowed, p_sought, p_filter, 600);
  end if;
  many := hamkke.is_walked(shares[7], shares[1], more);
  many_names := hamkke.is_walked(shares[8], shares[2], more);
  for level in
    select * from (values
      -- Little enough is gathered and ranked; of what is more, each rank is sought by itself.
      (4, not many, null, ranking, hamkke.with_parts('titles', p_sought), null),
      (3, many and not many_names, null, ranking, hamkke.with_parts('names', p_sought), null),
      (0, many_names, null::int, '0', $c$x.said @@ ($1 ->> 'whole')::tsquery$c$, null),
      (1, many_names, 3, '1', format(but, $c$x.said @@ ($1 ->> 'wholes')::tsquery$c$, exact), format(but, beginning, exact)),
      (2, many_names, 4, '2', format(but, hamkke.with_starts(p_sought), beginning), format(but, starting, beginning)),
      (3, many_names, 5, '3', format(but, hamkke.with_parts('names', p_sought), beginning || ' or ' || starting),
        format(but, names, beginning || ' or ' || starting)),
      (4, many, 6, '4', format(but, hamkke.with_parts('titles', p_sought), names), format(but, titles, names)),
      (5, said <> 'false', null, '5', format(but, said, titles), format(but, said, titles))
    ) each (last, asked, n, rank, gathered, walked) where asked and last >= at order by last
  loop
    walked := case when level.walked is null then false
      when level.n is null then hamkke.is_common(level.walked, narrowed, p_sought, p_filter, more)
      else hamkke.is_walked(shares[level.n + 6], shares[level.n], more) end;
    return query select * from hamkke.fitting(format('%s and %s', case when walked then level.walked else level.gathered end, narrowed),
      level.rank, 'spread', walked, p_sought, p_filter, p_after, more);
    get diagnostics had = row_count;
    more := more - had;
    exit when more = 0;
  end loop;
end $$;

/* The same of all that fits a condition, without ranks: the nearest first, by name, or in an order that goes along with nothing. */
create or replace function hamkke.in_order(
  p_order text, p_gathered text, p_walked text, p_narrowed text, p_sought jsonb, p_filter jsonb, p_near float8[], p_after jsonb, p_most int
) returns table (rank int, place float8, name text, id uuid)
language plpgsql stable as $$
declare
  walked constant boolean := hamkke.is_common(p_walked, p_narrowed, p_sought, p_filter, p_most);
  condition constant text := format('%s and %s', case when walked then p_walked else p_gathered end, p_narrowed);
begin
  if p_order = 'NEAREST' then
    return query select * from hamkke.nearest(condition, walked, p_sought, p_filter, p_near, p_after, p_most);
  else
    return query select * from hamkke.fitting(condition, '0',
      case when p_order = 'RELEVANCE' and p_sought is not null then 'spread' else 'name' end, walked, p_sought, p_filter, p_after, p_most);
  end if;
end $$;

/*
 * A page of services in the order that is asked for: RELEVANCE, NAME or NEAREST. Where nothing is found as it was typed, one
 * mistake a word is forgiven: what is found so has ranks from 10 on.
 */
create or replace function hamkke.find_services(
  p_order text, p_sought jsonb, p_filter jsonb, p_near float8[], p_after jsonb, p_most int
) returns table (rank int, place float8, name text, id uuid)
language plpgsql stable set jit = off as $$
declare
  narrowed constant text := hamkke.narrowed(p_filter);
  -- The same in two ways: as an index finds it, and as one row is sooner told.
  gathered text := 'true';
  walked text := 'true';
  guessing boolean := coalesce((p_after ->> 0)::int >= 10, false);
begin
  if not guessing then
    if p_sought is not null then
      gathered := format('(%s or %s)', hamkke.with_parts('titles', p_sought), hamkke.as_said(p_sought));
      walked := format('(%s or %s)', hamkke.having_words('titles', 'words', p_sought), hamkke.as_said(p_sought));
    end if;
    if p_order = 'RELEVANCE' and p_sought is not null then
      return query select * from hamkke.ranked(p_sought, p_filter, p_after, p_most);
    else
      return query select * from hamkke.in_order(p_order, gathered, walked, narrowed, p_sought, p_filter, p_near, p_after, p_most);
    end if;
    -- Nobody is given a guess where there is what they typed.
    if found or p_sought is null or p_after is not null then return; end if;
  end if;
  walked := hamkke.mistyped(p_sought);
  if walked is null then return; end if;
  if guessing then p_after := jsonb_set(p_after, '{0}', to_jsonb((p_after ->> 0)::int - 10)); end if;
  return query select f.rank + 10, f.place, f.name, f.id
    from hamkke.in_order(p_order, walked, walked, narrowed, p_sought, p_filter, p_near, p_after, p_most) f;
end $$;

/*
 * How many there are of each kind, of the kinds that are asked for: fifty of each at most, the most frequent first.
 *
 * @param p_roughly whether of much a part may be counted that goes along with nothing, and stands for all
 */
create or replace function hamkke.service_facets(p_sought jsonb, p_filter jsonb, p_asked text[], p_roughly boolean) returns jsonb
language plpgsql stable set jit = off set enable_seqscan = off as $$
declare
  narrowed constant text := hamkke.narrowed(p_filter);
  facets jsonb;
  guessed text;
begin
  if p_sought is null then return hamkke.facets_of('true', 'true', p_sought, p_filter, p_asked, p_roughly); end if;
  facets := hamkke.facets_of(
    format('(%s or %s)', hamkke.with_parts('titles', p_sought), hamkke.as_said(p_sought)),
    format('(%s or %s)', hamkke.having_words('titles', 'words', p_sought), hamkke.as_said(p_sought)),
    p_sought, p_filter, p_asked || '{count}', p_roughly);
  if facets ->> 'count' = '0' then
    guessed := coalesce(hamkke.mistyped(p_sought), 'false');
    facets := hamkke.facets_of(guessed, guessed, p_sought, p_filter, p_asked, p_roughly);
  end if;
  return facets;
end $$;

/* The same of what fits a condition, which is said in two ways: as an index finds it, and as one row is sooner told. */
create or replace function hamkke.facets_of(
  p_gathered text, p_walked text, p_sought jsonb, p_filter jsonb, p_asked text[], p_roughly boolean
) returns jsonb
language plpgsql stable as $$
declare
  enough constant float8 := 800;
  counted constant text := $c$select coalesce(jsonb_agg(row_to_json(c)), '[]') from (%s order by count desc, 1 limit 50) c$c$;
  condition text := format('%s and %s', p_gathered, hamkke.narrowed(p_filter));
  part float8 := 1;
  counting text := 'count(*)';
  keys text;
  parts text;
  facets jsonb;
begin
  if p_roughly then
    part := least(1, enough / greatest(1,
      (hamkke.shares(array[p_walked], hamkke.narrowed(p_filter), p_sought, p_filter, 240))[2] * hamkke.there()));
  end if;
  if part < 1 then
    counting := format('round(count(*) / %s::float8)::bigint', part);
    condition := format('%s and x.spread <= %s', condition, floor(-2147483648 + 4294967296 * part));
  end if;
  keys := format('select key, %s as count from (select unnest(f.%%s) as key from found f) each group by 1', counting);
  select string_agg(format('%L, (%s)', name, sql), ', ') into parts from (values
    ('approximate', format('select %L::boolean', part < 1)),
    ('count', format('select %s from found', counting)),
    ('free', format('select %s from found where free', counting)),
    ('roomAvailable', format('select %s from found x where %s', counting, hamkke.has_room())),
    ('needDomains', format(counted, format(
      'select need_domain as "needDomain", %s as count from found where need_domain is not null group by 1', counting))),
    ('districts', format(counted, format(
      'select g.key as district, d.name, g.count from (%s) g left join districts d on d.id = g.key', format(keys, 'districts')))),
    ('languages', format(counted, format(
      $c$select g.key as language, g.count from (%s) g where g.key not like 'name:%%'$c$, format(keys, 'languages')))),
    ('taxonomyTerms', format(counted, format(
      $c$select 'TaxonomyTerm:' || g.key as "taxonomyTerm", t.name, g.count from (%s) g join taxonomy_terms t on t.id = g.key and not t.confidential$c$,
      format(keys, 'terms'))))
  ) each (name, sql) where name = any(p_asked);
  execute format(
    'with found as materialized (select x.id, x.need_domain, x.districts, x.languages, x.terms, %s as free from service_searches x where %s) select jsonb_build_object(%s)',
    case when 'free' = any(p_asked) then hamkke.payable('0') else 'null::boolean' end, condition, parts)
    into facets using p_sought, p_filter;
  return facets;
end $$;

/* How many services are found in all. */
create or replace function hamkke.count_services(p_sought jsonb, p_filter jsonb) returns bigint
language sql stable as $$
  select (hamkke.service_facets(p_sought, p_filter, '{count}', false) ->> 'count')::bigint
$$;

reset role;
