set local role hamkke_keeper;

/* Pages of services that were sought, by the conditions of find.sql. */

/*
 * How much of all fits each of some conditions, of which the first is implied by the others, with what of a
 * filter an index finds, and then how much with all of it: told by the first few hundred of an order that
 * goes along with nothing. What one of these fits at most is nothing. Of tables that are read through in no
 * time, nothing is told.
 */
create or replace function hamkke.selectivity(p_conditions text[], p_sought jsonb, p_filter jsonb)
returns float8[]
language plpgsql stable as $$
declare
  narrowed constant text := hamkke.narrowed(p_filter);
  by_index constant text := hamkke.narrowed_by_index(p_filter);
  -- Fewer where it is asked what is said of them, which is longer, and more where something may be much rarer
  -- than what an index finds.
  looked constant int := case when p_conditions[1] like '%x.said%' then 240 when narrowed = by_index then 300
    else 600 end;
  counts text;
  narrowed_counts text;
  fitting int[];
begin
  if hamkke.there() < 5000 then return array_fill(0, array[2 * cardinality(p_conditions)]); end if;
  select string_agg('count(*) filter (where ' || c || ')', ', ' order by n),
    -- Where nothing else narrows it, both are the same.
    case when narrowed <> by_index then string_agg('count(*) filter (where narrow and (' || c || '))', ', '
      order by n) end
    into counts, narrowed_counts from unnest(array['true'] || p_conditions[2:]) with ordinality o (c, n);
  execute format(
    'select array[%s] from (select *%s from (select * from service_searches order by hash_order, id
      limit %s) x where %s and %s offset 0) x',
    concat_ws(', ', counts, narrowed_counts), case when narrowed <> by_index then ', (' || narrowed
      || ') as narrow' else '' end,
    looked, p_conditions[1], by_index)
    into fitting using p_sought, p_filter;
  if narrowed_counts is null then fitting := fitting || fitting; end if;
  return array(select case when n > 1 then n::float8 / looked else 0 end from unnest(fitting) n);
end $$;

/* How many services there are, as far as the statistics tell. */
create or replace function hamkke.there() returns float8 language sql stable as $$
  select reltuples from pg_class where oid = 'public.service_searches'::regclass
$$;

/*
 * Whether a page of `p_most` of what is so common is sooner found by walking along an order than by gathering
 * by an index what is of that breadth. A row that an index finds costs twice one that is passed by in the
 * order in which most rows lie, and less than one that is looked up somewhere else each time.
 */
create or replace function hamkke.is_by_order(p_share float8, p_breadth float8, p_most int,
  p_order text default 'hash_order') returns boolean
language sql stable as $$
  select p_share > 0 and p_most / p_share * case p_order when 'hash_order' then 1
    else 3 end < 2 * p_breadth * hamkke.there()
$$;

/* The same of a condition, which may ask what is said of a service. */
create or replace function hamkke.is_common(p_condition text, p_sought jsonb, p_filter jsonb, p_most int,
  p_order text default 'hash_order') returns boolean
language plpgsql stable as $$
declare
  selectivity float8[];
begin
  if p_condition = 'true' and hamkke.narrowed(p_filter) = 'true' then return true; end if;
  selectivity := hamkke.selectivity(array[p_condition], p_sought, p_filter);
  -- What no index finds is looked for in all there is.
  if p_condition = 'true' and hamkke.narrowed_by_index(p_filter) = 'true' then selectivity[1] := 1; end if;
  return hamkke.is_by_order(selectivity[2], selectivity[1], p_most, p_order);
end $$;

/*
 * The services that fit a condition, of one rank or of several, in an order, after a place in it, so many at
 * most.
 *
 * @param p_order what orders those of a rank: `hash_order` or `name`
 * @param p_after rank, place, name and id of the last that was seen
 */
create or replace function hamkke.fitting(
  p_condition text, p_rank text, p_order text, p_common boolean, p_sought jsonb, p_filter jsonb,
    p_after jsonb, p_most int
) returns table (rank int, place float8, name text, id uuid)
language plpgsql stable set enable_bitmapscan = on set enable_seqscan = off set enable_sort = on as $$
declare
  by_name constant boolean := p_order = 'name';
  -- An order that no index has, so that a few are found before they are sorted.
  own constant text := case when by_name then 'x.name collate "C"' else 'x.hash_order' end;
  key text := own || ', x.id';
  behind text := 'true';
begin
  if p_common then
    -- Nothing for the planner to weigh, which takes it time.
    p_condition := format('case when %s then true end', p_condition);
    perform set_config(setting, 'off', true) from unnest(array['enable_bitmapscan', 'enable_sort']) setting;
  else
    key := format('(%s) + 0, %s, x.id', p_rank, case when by_name then '(x.name || '''') collate "C"'
      else 'x.hash_order + 0' end);
  end if;
  if p_after is not null then
    behind := case when by_name then $c$(x.name collate "C", x.id) > ($3 ->> 2, ($3 ->> 3)::uuid)$c$
      else $c$(x.hash_order, x.id) > (($3 ->> 1)::float8::int, ($3 ->> 3)::uuid)$c$ end;
    -- Of a single rank, the index begins where the last page ended.
    behind := case when p_rank ~ '^\d+$'
      then format('(%s = ($3 ->> 0)::int and %s or %1$s > ($3 ->> 0)::int)', p_rank, behind)
      else format('(%s > ($3 ->> 0)::int or %1$s = ($3 ->> 0)::int and %s)', p_rank, behind) end;
  end if;
  return query execute format(
    'select %s, %s, %s, x.id from service_searches x where %s and %s order by %s limit %s',
    p_rank, case when by_name then '0::float8' else 'x.hash_order::float8' end,
    case when by_name then 'x.name' else '''''' end,
    p_condition, behind, key, p_most)
    using p_sought, p_filter, p_after;
end $$;

/*
 * The best matches first. Ranks: 0 the name itself, 1 its beginning, 2 beginnings of its words, 3 within it,
 * 4 within the agency's too, 5 in what is said of it; alike ones stand in an order that goes along with
 * nothing.
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
  but constant text := '%s and case when %s then false else true end';
  at constant int := coalesce((p_after ->> 0)::int, 0);
  ranking constant text
    := format('case when %s then 0 when %s then 1 when %s then 2 when %s then 3 else 4 end', exact, beginning,
    starting, names);
  -- The same as tokens tell it; what one of them only tells in part takes nothing away from another.
  part constant boolean := p_sought -> 'long' <> '[]';
  but_not constant text := case when part then '(%s)' else '(%s) & !(%s)' end;
  named constant text := p_sought ->> 'named';
  titled constant text := p_sought ->> 'titled';
  started constant text := p_sought ->> 'started';
  -- Of titles, names, beginnings, beginnings of words, what is within names, and agencies' names; and the
  -- same as narrowed.
  selectivity float8[] := array_fill(0, array[12]);
  many boolean;
  many_names boolean;
  many_beginnings boolean;
  by_order boolean;
  more int := p_most;
  had int;
  level record;
begin
  if at < 5 then
    selectivity := hamkke.selectivity(array[titles, names, format(but, beginning, exact),
      format(but, starting, beginning),
      format(but, names, beginning || ' or ' || starting), format(but, 'true', names)], p_sought, p_filter);
  end if;
  many := hamkke.is_by_order(selectivity[7], selectivity[1], more);
  many_names := many and hamkke.is_by_order(selectivity[8], selectivity[2], more);
  many_beginnings := many_names and hamkke.is_by_order(selectivity[9], selectivity[3], more);
  for level in
    select * from (values
      -- Little enough is found by an index and ranked; of what is more, each rank is sought by itself.
      (4, not many, null, ranking, titled, titles),
      (3, many and not many_names, null, ranking, named, names),
      (1, many_names and not many_beginnings, null::int, format('case when %s then 0 else 1 end', exact),
        p_sought ->> 'wholes', beginning),
      (0, many_beginnings, null, '0', p_sought ->> 'whole', exact),
      (1, many_beginnings, 3, '1', '', format(but, beginning, exact)),
      (2, many_names, 4, '2', format(but_not, started, p_sought ->> 'wholes'),
        format(but, starting, beginning)),
      (3, many_names, 5, '3', format(but_not, named, format('%s | %s', started, p_sought ->> 'wholes')),
        format(but, names, beginning || ' or ' || starting)),
      (4, many, 6, '4', format(but_not, titled, named), format(but, titles, names)),
      (5, p_sought ->> 'marked' is not null, null, '5', format(but_not, p_sought ->> 'marked', titled),
        format(but, hamkke.as_said(p_sought), titles))
    ) each (last, asked, n, rank, tokens, by_order) where asked and last >= at order by last
  loop
    by_order := case when level.last = 5 then hamkke.is_common(level.by_order, p_sought, p_filter, more)
      when level.n is not null then hamkke.is_by_order(selectivity[level.n + 6], selectivity[level.n], more)
      else false end;
    return query select * from hamkke.fitting(
      format('%s and %s', case when by_order then level.by_order
        else hamkke.by_index(level.tokens, level.by_order, p_sought, p_filter) end, narrowed),
      level.rank, 'hash_order', by_order, p_sought, p_filter, p_after, more);
    get diagnostics had = row_count;
    more := more - had;
    exit when more = 0;
  end loop;
end $$;

/*
 * The same of all that fits a condition, without ranks: the nearest first, by name, or in an order that goes
 * along with nothing.
 */
create or replace function hamkke.in_order(
  p_order text, p_tokens text, p_by_order text, p_sought jsonb, p_filter jsonb, p_near float8[],
    p_after jsonb, p_most int
) returns table (rank int, place float8, name text, id uuid)
language plpgsql stable as $$
declare
  narrowed constant text := hamkke.narrowed(p_filter);
  order_by text;
  by_order boolean;
  condition text;
begin
  if p_order = 'NEAREST' and coalesce((p_after ->> 0)::int = 0, true)
    and coalesce(p_tokens, hamkke.tokens_of(p_filter)) is not null then
    for rank, place, name, id in select *
      from hamkke.near_by(p_tokens, p_by_order, p_sought, p_filter, p_near, p_after, p_most) loop
      exit when id is null;
      p_most := p_most - 1;
      return next;
    end loop;
    if p_most = 0 then return; end if;
    if place > coalesce((p_after ->> 1)::float8, 0) then
      p_after := jsonb_build_array(0, place, '', 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    end if;
  end if;
  order_by := case when p_order = 'NEAREST' then 'near' when p_order = 'RELEVANCE' and p_sought is not null
    then 'hash_order' else 'name' end;
  by_order := hamkke.is_common(p_by_order, p_sought, p_filter, p_most, order_by);
  condition := format('%s and %s', case when by_order then p_by_order
    else hamkke.by_index(p_tokens, p_by_order, p_sought, p_filter) end, narrowed);
  if p_order = 'NEAREST' then
    return query select * from hamkke.nearest(condition, by_order, p_sought, p_filter, p_near, p_after,
      p_most);
  else
    return query select * from hamkke.fitting(condition, '0', order_by, by_order, p_sought, p_filter, p_after,
      p_most);
  end if;
end $$;

/*
 * A page of services in the order that is asked for: RELEVANCE, NAME or NEAREST. Where nothing is found as it
 * was typed, one mistake a word is forgiven: what is found so has ranks from 10 on.
 */
create or replace function hamkke.find_services(
  p_order text, p_sought jsonb, p_filter jsonb, p_near float8[], p_after jsonb, p_most int
) returns table (rank int, place float8, name text, id uuid)
language plpgsql stable set jit = off as $$
declare
  sought record := hamkke.found_by(p_sought);
begin
  if coalesce((p_after ->> 0)::int < 10, true) then
    if p_order = 'RELEVANCE' and p_sought is not null then
      return query select * from hamkke.ranked(p_sought, p_filter, p_after, p_most);
    else
      return query select * from hamkke.in_order(p_order, sought.tokens, coalesce(sought.by_order, 'true'),
        p_sought, p_filter, p_near, p_after, p_most);
    end if;
    -- Nobody is given a guess where there is what they typed.
    if found or p_sought is null or p_after is not null then return; end if;
  else
    p_after := jsonb_set(p_after, '{0}', to_jsonb((p_after ->> 0)::int - 10));
  end if;
  sought := hamkke.mistyped(p_sought);
  if sought.tokens is null then return; end if;
  return query select f.rank + 10, f.place, f.name, f.id
    from hamkke.in_order(p_order, sought.tokens, sought.by_order, p_sought, p_filter, p_near, p_after,
      p_most) f;
end $$;

reset role;
