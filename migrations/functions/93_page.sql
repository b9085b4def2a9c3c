set local role hamkke_keeper;

/* Pages of services that were sought, by the conditions of 92_find.sql. */

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

/*
 * The same of a condition, which may ask what is said of a service. Where no words are sought, what is narrowed by is all that an
 * index could find: at once, so that its few rows are not walked for. A row that is gathered costs twice one that is passed by.
 */
create or replace function hamkke.is_common(p_condition text, p_narrowed text, p_sought jsonb, p_filter jsonb, p_most int) returns boolean
language plpgsql stable as $$
declare
  by_index text;
  shares float8[];
begin
  if p_condition <> 'true' then
    shares := hamkke.shares(array[p_condition], p_narrowed, p_sought, p_filter, case when p_condition like '%x.said%' then 240 else 600 end);
    return hamkke.is_walked(shares[2], shares[1], p_most);
  end if;
  if p_narrowed = 'true' then return true; end if;
  by_index := hamkke.narrowed_by_index(p_filter);
  shares := hamkke.shares(array[by_index], p_narrowed, p_sought, p_filter, 600);
  return shares[2] > 0 and (by_index = 'true' or p_most / shares[2] < 2 * shares[1] * hamkke.there());
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
  many_beginnings boolean;
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
  many_beginnings := many_names and hamkke.is_walked(shares[9], shares[3], more);
  for level in
    select * from (values
      -- Little enough is gathered and ranked; of what is more, each rank is sought by itself.
      (4, not many, null, ranking, hamkke.with_parts('titles', p_sought), null),
      (3, many and not many_names, null, ranking, hamkke.with_parts('names', p_sought), null),
      (1, many_names and not many_beginnings, null::int, format('case when %s then 0 else 1 end', exact),
        format('x.said @@ ($1 ->> ''wholes'')::tsquery and case when %s then true end', beginning), null),
      (0, many_beginnings, null, '0', format('x.said @@ ($1 ->> ''whole'')::tsquery and case when %s then true end', exact), null),
      (1, many_beginnings, 3, '1', 'false', format(but, beginning, exact)),
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
    -- What is said of a service may hold what marks a name, so that names are looked at, too. Few begin with
    -- what is sought, or are it, which the planner does not know: it would ask other indexes, too.
    return query select * from hamkke.fitting(format(case when level.last < 2 then '%s and case when %s then true end' else '%s and %s' end,
        case when walked then level.walked else level.gathered end, narrowed),
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

reset role;
