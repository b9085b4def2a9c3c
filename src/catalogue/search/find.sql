set local role hamkke_keeper;

/*
 * Conditions of finding services (page.sql, facets.sql). What runs there is text, as each question has its
 * own plan; it is put together of what stands in these files, and what a client wrote is bound: $1 is what is
 * sought (see `soughtBy`), $2 the filter. It runs with the rights of whoever asks: `service_searches` (x) has
 * none but public rows, and every other table its policies.
 */

/* Metres between two points on the globe, of the mean radius of the earth (IUGG). */
create or replace function hamkke.metres(float8, float8, float8, float8) returns float8
language sql immutable parallel safe as $$
  select 2 * 6371008.8
    * asin(sqrt(least(1, sind(($3 - $1) / 2) ^ 2 + cosd($1) * cosd($3) * sind(($4 - $2) / 2) ^ 2)))
$$;

/*
 * South, north, west and east of all that is so near: more than that around the poles and where the days
 * meet.
 */
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
  select format('p.latitude between (%1$s)[1] and (%1$s)[2] and p.longitude between (%1$s)[3] and (%1$s)[4]',
    p_box)
$$;

/* The minute of a week in Korea. */
create or replace function hamkke.minute_of(p_instant timestamptz) returns int
language sql stable parallel safe as $$
  select (extract(isodow from local) * 1440 - 1440 + extract(hour from local) * 60
    + extract(minute from local))::int
  from (select p_instant at time zone 'Asia/Seoul' as local) each
$$;

/* That a service can be had for so much: on the day that is today, where its prices are of one. */
create or replace function hamkke.payable(p_amount text) returns text
language sql immutable parallel safe as $$
  select format(
    'coalesce(x.cost <= %1$s, false)
      and (not x.cost_varies or (select true from cost_options c where c.service_id = x.id
      and not c.confidential and c.amount <= %1$s and (c.currency is null or c.currency = ''KRW'')
      and coalesce(c.valid_from, ''-infinity'') <= hamkke.today() and coalesce(c.valid_to, ''infinity'')
      >= hamkke.today() limit 1))',
    p_amount)
$$;

/* That it is given at an instant. */
create or replace function hamkke.given_at(p_instant timestamptz) returns text
language sql stable parallel safe as $$
  select format('case when x.hours_vary then hamkke.service_open(x.id, %L) else x.hours @> %s end', p_instant,
    hamkke.minute_of(p_instant))
$$;

/* That it has room, as somebody confirmed lately. */
create or replace function hamkke.has_room() returns text language sql immutable parallel safe as $$
  select 'coalesce(x.room_at >= (select hamkke.capacity_since()), false)'
$$;

/* A text as a tsquery has it, no longer than tokens are: what it is cut of, rows are asked for. */
create or replace function hamkke.lexeme(p_text text) returns text language sql immutable parallel safe as $$
  select '''' || replace(replace(hamkke.token(p_text), '\', '\\'), '''', '''''') || ''''
$$;

/* That something has one of several tokens of a kind, as a tsquery; of none, a token that nothing has. */
create or replace function hamkke.any_token(p_kind text, p_values text[]) returns text
language sql immutable parallel safe as $$
  select '(' || coalesce(string_agg(hamkke.lexeme(p_kind || value), ' | '), '''-''') || ')'
    from unnest(p_values) value
$$;

/* The instant that a filter asks for; null where it asks for none, or for what is not given at it. */
create or replace function hamkke.instant_of(p_filter jsonb) returns timestamptz
language sql stable parallel safe as $$
  select coalesce((p_filter ->> 'openAt')::timestamptz, case when (p_filter ->> 'openNow')::boolean
    then now() end)
$$;

/*
 * Cells that all of a circle is in, the narrowest of which few do; as a tsquery, null where it is wider than
 * those.
 */
create or replace function hamkke.cells_around(p_latitude float8, p_longitude float8, p_metres float8)
returns text
language sql immutable parallel safe as $$
  select hamkke.any_token('', hamkke.cell_tokens(level, box[1], box[3], box[2], box[4]))
  from hamkke.box(p_latitude, p_longitude, p_metres) box, generate_series(0, 4) level
  where greatest(box[2] - box[1], box[4] - box[3]) <= 3 * hamkke.cell_width(level) order by level limit 1
$$;
create or replace function hamkke.cells_within(p jsonb) returns text
language sql immutable parallel safe as $$
  select hamkke.cells_around((p ->> 'latitude')::float8, (p ->> 'longitude')::float8,
    (p ->> 'metres')::float8)
  where (p ->> 'metres')::float8 < 10000
$$;

/* What of a filter tokens tell, as a tsquery; null where they tell nothing. */
create or replace function hamkke.tokens_of(p_filter jsonb) returns text
language sql stable parallel safe as $$
  select nullif(concat_ws(' & ',
    case when p_filter ? 'taxonomyTerm' then hamkke.lexeme('t' || (p_filter ->> 'taxonomyTerm')::uuid) end,
    case when p_filter ? 'district' then hamkke.lexeme('d' || (p_filter ->> 'district')) end,
    case when p_filter ? 'dong' then hamkke.lexeme('g' || (p_filter ->> 'dong')) end,
    case when p_filter ? 'languages' then hamkke.any_token('l', (p_filter ->> 'languages')::text[]) end,
    case when p_filter ? 'needDomains' then hamkke.any_token('e', (p_filter ->> 'needDomains')::text[]) end,
    -- Hours that are not the same in each week are asked of each service.
    hamkke.cells_within(p_filter -> 'within'),
    '(' || hamkke.hours_of(hamkke.minute_of(hamkke.instant_of(p_filter))) || ' | h)'), '')
$$;

/* What of a filter an index finds, as a condition on a row. */
create or replace function hamkke.narrowed_by_index(p_filter jsonb) returns text
language sql stable parallel safe as $$
  select concat_ws(' and ', 'true',
    case when p_filter ? 'organization' then $c$x.organization_id = ($2 ->> 'organization')::uuid$c$ end,
    case when p_filter ? 'taxonomyTerm' then $c$x.terms @> array[($2 ->> 'taxonomyTerm')::uuid]$c$ end,
    case when p_filter ? 'district' then $c$x.districts @> array[$2 ->> 'district']$c$ end,
    case when p_filter ? 'dong' then $c$x.dongs @> array[$2 ->> 'dong']$c$ end,
    case when p_filter ? 'languages' then $c$x.languages && ($2 ->> 'languages')::text[]$c$ end,
    case when p_filter ? 'needDomains' then $c$x.need_domain = any(($2 ->> 'needDomains')::need_domain[])$c$
      end,
    case when p_filter ? 'openAt' then hamkke.given_at((p_filter ->> 'openAt')::timestamptz) end,
    case when (p_filter ->> 'openNow')::boolean then hamkke.given_at(now()) end)
$$;

/* What a filter asks, as a condition. */
create or replace function hamkke.narrowed(p_filter jsonb) returns text
language sql stable parallel safe as $$
  select concat_ws(' and ', hamkke.narrowed_by_index(p_filter),
    case when p_filter ? 'statuses' then $c$x.status = any(($2 ->> 'statuses')::service_status[])$c$ end,
    case when p_filter ? 'age' then
      $c$coalesce(x.minimum_age, 0) <= ($2 ->> 'age')::int
        and coalesce(x.maximum_age, 32767) >= ($2 ->> 'age')::int$c$ end,
    case when p_filter ? 'free' then format('(%s) is not distinct from ($2 ->> ''free'')::boolean',
      hamkke.payable('0')) end,
    case when p_filter ? 'costUpTo' then hamkke.payable($c$($2 ->> 'costUpTo')::numeric$c$) end,
    case when not (p_filter ->> 'openNow')::boolean then format('(%s) is false', hamkke.given_at(now())) end,
    case when p_filter ? 'roomAvailable' then format('(%s) = ($2 ->> ''roomAvailable'')::boolean',
      hamkke.has_room()) end,
    case when p_filter ? 'sponsored' then
      $c$coalesce((select true from sponsorships s where s.service_id = x.id and not s.confidential limit 1),
        false) = ($2 ->> 'sponsored')::boolean$c$ end,
    case when p_filter ? 'within' then format(
      -- Of what cells tell the few, each is looked at; of more, all places are that lie so near.
      case when hamkke.cells_within(p_filter -> 'within') is not null
        then 'coalesce((select true from services_at_location l join locations p on p.id = l.location_id
          where l.service_id = x.id and %s limit 1), false)'
        else 'case when x.id in (select l.service_id from locations p join services_at_location l
          on l.location_id = p.id where %s) then true else false end' end,
      format('%s and hamkke.metres(p.latitude, p.longitude, %s, %s) <= %s and not l.confidential
        and not p.confidential',
        hamkke.in_box($c$hamkke.box(($2 #>> '{within,latitude}')::float8,
          ($2 #>> '{within,longitude}')::float8, ($2 #>> '{within,metres}')::float8)$c$),
        $c$($2 #>> '{within,latitude}')::float8$c$, $c$($2 #>> '{within,longitude}')::float8$c$,
          $c$($2 #>> '{within,metres}')::float8$c$)) end)
$$;

/* That names, or titles, which are those of the agency, too, have each word of those that are so called. */
create or replace function hamkke.having_words(p_column text, p_words text, p_sought jsonb) returns text
language sql immutable parallel safe as $$
  select string_agg(format(case when p_column = 'titles'
    then '(strpos(x.names, %1$s) > 0 or strpos(x.agency, %1$s) > 0)' else 'strpos(x.names, %1$s) > 0' end,
    format('$1 #>> ''{%s,%s}''', p_words, n)), ' and ')
  from generate_series(0, jsonb_array_length(p_sought -> p_words) - 1) n
$$;

/*
 * That each word is in titles or was said of it, in one of its ways (see `waysOf`); as an older server asks,
 * that all of them were said of it. Words of two letters are sought in titles alone.
 */
create or replace function hamkke.as_said(p_sought jsonb) returns text
language sql immutable parallel safe as $$
  select case when p_sought ? 'ways' then coalesce((
      select string_agg(format('(%s)', word.ways), ' and ' order by w)
      from generate_series(0, jsonb_array_length(p_sought -> 'ways') - 1) w, lateral (
        select string_agg(way.parts, ' or ' order by y) as ways
        from generate_series(0, jsonb_array_length(p_sought #> array['ways', w::text]) - 1) y, lateral (
          select string_agg(format('(%s)', concat_ws(' or ',
            case when (part ->> 'titled')::boolean then format(
              '(strpos(x.names, $1 #>> %1$L) > 0 or strpos(x.agency, $1 #>> %1$L) > 0)',
                array['ways', w::text, y::text, n::text, 'letters']) end,
            case when part ->> 'said' is not null then format(
              'x.said @@ ($1 #>> %L)::tsquery', array['ways', w::text, y::text, n::text, 'said']) end)),
                ' and ' order by n) as parts
          from (select part, n - 1 as n from jsonb_array_elements(p_sought #> array['ways', w::text, y::text])
            with ordinality p (part, n)) each
        ) way
      ) word), 'false')
    when p_sought ->> 'said' is null then 'false' else $c$x.said @@ ($1 ->> 'said')::tsquery$c$ end
$$;

/*
 * That titles have each word, or that it was said of it: as a tsquery of tokens, and as a condition on a row.
 * Null where nothing is sought.
 */
create or replace function hamkke.found_by(p_sought jsonb, out tokens text, out by_order text)
language sql immutable parallel safe as $$
  select nullif(concat_ws(' | ', '(' || (p_sought ->> 'titled') || ')', '(' || (p_sought ->> 'marked')
    || ')'), ''),
    '(' || hamkke.having_words('titles', 'words', p_sought) || ' or ' || hamkke.as_said(p_sought) || ')'
$$;

/*
 * Rows as an index finds them: by tokens, and by those of the filter with them. Where tokens tell a part of a
 * word alone, rows are looked at, too; and where none are said, as by an older server beside a newer one.
 *
 * @param p_only tokens that they have besides, as a tsquery
 */
create or replace function hamkke.by_index(p_tokens text, p_by_order text, p_sought jsonb, p_filter jsonb,
  p_only text default null) returns text
language sql stable parallel safe as $$
  select concat_ws(' and ', 'true', 'x.tokens @@ ' || quote_literal(nullif(concat_ws(' & ',
      '(' || p_tokens || ')', hamkke.tokens_of(p_filter), p_only), '')) || '::tsquery',
    case when p_sought -> 'long' is distinct from '[]' then p_by_order end)
$$;

/*
 * Words of titles that a mistyped one may stand for; see `soughtBy`. They are sought by what no single
 * mistake can have touched: tokens of it, or where these tell nothing, patterns.
 */
create or replace function hamkke.words_like(p_mistyped jsonb) returns text[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  variants constant text[] := array(select jsonb_array_elements_text(p_mistyped -> 'variants'));
begin
  return array(
    with candidates as materialized (
      select word from search_words
      where tokens @@ (p_mistyped ->> 'tokens')::tsquery and length(word) >= length(variants[1]) - 3
      union all
      select word from search_words where p_mistyped ->> 'tokens' is null
        and word like any(array(select jsonb_array_elements_text(p_mistyped -> 'parts')))
          and length(word) >= length(variants[1]) - 3
    ), shortest as materialized (
      select word from candidates order by length(word), word limit 100
    )
    select word from shortest where word like any(variants) order by length(word), word limit 25
  );
end $$;

/*
 * That it has what each word may have been meant to be, the shortest of these: as a tsquery of tokens, and as
 * a condition on a row. Null where nothing comes near one of them.
 */
create or replace function hamkke.mistyped(p_sought jsonb, out tokens text, out by_order text)
language plpgsql stable as $$
declare
  meant text := hamkke.having_words('titles', 'initials', p_sought);
  parts text := p_sought ->> 'initialed';
  each jsonb;
  words text[];
begin
  if p_sought -> 'mistyped' = '[]' then return; end if;
  for each in select jsonb_array_elements(p_sought -> 'mistyped') loop
    words := hamkke.words_like(each);
    if words = '{}' then return; end if;
    parts := concat_ws(' & ', parts, hamkke.any_token('w', words));
    meant := concat_ws(' and ', meant, format('x.said @@ %L::tsquery', hamkke.any_token('', words)));
  end loop;
  tokens := parts;
  by_order := meant;
end $$;

/*
 * Organizations that are no secret and that the reader may see, by their names (see `namesSoughtBy`). Where
 * none has the words as they were typed, one mistake a word is forgiven: an index finds the parts that it
 * cannot have touched.
 */
create or replace function hamkke.organizations_named(p_sought jsonb) returns setof uuid
language plpgsql stable as $$
declare
  patterns constant text[] := array(select jsonb_array_elements_text(p_sought -> 'words'));
  initials constant text[] := array(select jsonb_array_elements_text(p_sought -> 'initials'));
  near text;
begin
  return query select o.id from organizations o
    where not o.confidential and o.search_text like patterns[1] and o.search_text like all(patterns);
  if found or p_sought -> 'mistyped' = '[]' then return; end if;
  select string_agg(format('(%s) and o.search_text like any(%L)',
      (select string_agg(format('o.search_text like %L', part), ' or ')
        from jsonb_array_elements_text(word -> 'parts') part),
      array(select jsonb_array_elements_text(word -> 'variants'))), ' and ')
    into near from jsonb_array_elements(p_sought -> 'mistyped') word;
  return query execute format(
    'select o.id from organizations o where not o.confidential and o.search_text like all(%L) and %s',
      initials, near);
end $$;

reset role;
