set local role hamkke_keeper;

/* The nearest services of those that were sought, by the conditions of find.sql. */

/*
 * Services (x), each with how far its nearest place is from the point that is bound as $3; null where it has
 * none.
 */
create or replace function hamkke.measured() returns text language sql immutable parallel safe as $$
  select 'service_searches x,
    lateral (select (select min(hamkke.metres(p.latitude, p.longitude, $3[1], $3[2]))
      from services_at_location l join locations p on p.id = l.location_id
      where l.service_id = x.id and not l.confidential and not p.confidential and p.latitude is not null
        and p.longitude is not null) as metres offset 0) at'
$$;

/*
 * The nearest of what tokens find, by the cells around a point: so many of a circle that is the wider the
 * fewer there are. What lies further away is for `hamkke.nearest` to find.
 *
 * @return what was found, and at last a row without a service, whose place is how far away all was found
 */
create or replace function hamkke.near_by(
  p_tokens text, p_by_order text, p_sought jsonb, p_filter jsonb, p_near float8[], p_after jsonb, p_most int
) returns table (rank int, place float8, name text, id uuid)
language plpgsql stable set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  widest constant float8 := 20000;
  more int := p_most;
  had int;
  seen float8 := coalesce((p_after ->> 1)::float8, 0);
  reach float8 := greatest(1000, seen * 1.4);
  cells text;
begin
  while more > 0 and reach <= widest loop
    cells := hamkke.cells_around(p_near[1], p_near[2], reach);
    -- Around the poles and where the days meet no cells tell a circle from all there is, which would be
    -- looked up each time.
    exit when cells is null;
    return query execute format(
      'select 0, metres, '''', x.id from %s
        where %s and %s and metres >= $4 and metres <= $5
          and ($6 is null or (metres, x.id) > (($6 ->> 1)::float8, ($6 ->> 3)::uuid))
        order by metres, x.id limit %s',
      hamkke.measured(), hamkke.by_index(p_tokens, p_by_order, p_sought, p_filter, cells),
      hamkke.narrowed(p_filter), more)
      using p_sought, p_filter, p_near, seen, reach, p_after;
    get diagnostics had = row_count;
    more := more - had;
    seen := reach;
    -- What lies on the edge of two circles is in the inner one.
    p_after := jsonb_build_array(0, seen, '', 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    -- As wide as what was found so far lets expect enough in.
    reach := reach * least(4, greatest(1.4, sqrt(1.5 * p_most / greatest(1, p_most - more))));
  end loop;
  return query select null::int, seen, '', null::uuid where more > 0;
end $$;

/* The nearest first, and behind them those without a place. */
create or replace function hamkke.nearest(
  p_condition text, p_common boolean, p_sought jsonb, p_filter jsonb, p_near float8[], p_after jsonb,
    p_most int
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
    'select l.service_id, min(hamkke.metres(p.latitude, p.longitude, $3[1], $3[2])) as metres from locations p
      join services_at_location l on l.location_id = p.id where %s and not l.confidential
      and not p.confidential group by 1',
    hamkke.in_box('hamkke.box($3[1], $3[2], $4)'));
  without constant text :=
    'not exists (select from services_at_location l join locations p on p.id = l.location_id
      where l.service_id = x.id and not l.confidential and not p.confidential and p.latitude is not null
      and p.longitude is not null)';
begin
  if not p_common then
    return query execute format(
      'select * from (select (metres is null)::int as rank, coalesce(metres, 0) as place,
        case when metres is null then x.name else '''' end as name, x.id
        from %s
        where %s) f
      where $4 is null or (rank, place, name collate "C", id) > (($4 ->> 0)::int, ($4 ->> 1)::float8,
        $4 ->> 2, ($4 ->> 3)::uuid)
      order by rank, place, name collate "C", id limit %s', hamkke.measured(), p_condition, p_most)
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
        'with near as materialized (%s) select 0, n.metres, '''', x.id from near n join service_searches x
          on x.id = n.service_id
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
      and ($3 is null or (x.name collate "C", x.id) > ($3 ->> 2, ($3 ->> 3)::uuid))
        order by x.name collate "C", x.id limit %s',
    without, p_condition, more)
    using p_sought, p_filter, p_after;
end $$;

reset role;
