/*
 * Puts into the indexes of searches what was written and waits beside them, where each search would read it
 * through: by their owner, as PostgreSQL asks.
 */
create or replace function hamkke.settle_marks() returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select pg_catalog.gin_clean_pending_list(index::pg_catalog.regclass)
  from pg_catalog.unnest(array['public.service_searches_tokens', 'public.search_words_tokens',
    'public.search_words_parts']) index
$$;
grant execute on function hamkke.settle_marks() to hamkke_keeper;

set local role hamkke_keeper;

/*
 * Which texts `keep_search` makes: raised with each change of them, so that servers make those of older rows
 * anew as they start.
 */
create or replace function hamkke.search_version() returns smallint
language sql immutable parallel safe as 'select 4::smallint';

/*
 * Writes what services are found by: called, in the same transaction, by whatever changes a service, the name
 * of its agency, its places, areas, languages, prices, room, hours or terms, and for what became confidential
 * or public. Returns how many rows are other than before.
 */
create or replace function hamkke.keep_search(p_services uuid[]) returns int
language plpgsql security definer set search_path = public, pg_temp set gin_pending_list_limit = '64MB' as $$
declare
  -- So many at once that nothing needs the disk to be sorted.
  at_once constant int := 2000;
  -- In the order that pages are read along (see page.sql), so that they read pages one after the other.
  ordered constant uuid[] := array(select id from unnest(p_services) id order by uuid_hash(id));
  written int := 0;
begin
  for n in 1..cardinality(ordered) by at_once loop
    written := written + hamkke.make_searches(ordered[n : n + at_once - 1]);
  end loop;
  -- Others who settle are waited for, so that whoever wrote nothing does not.
  if written > 0 then perform hamkke.settle_marks(); end if;
  return written;
end $$;

/* The same of a few thousand, which wait beside the indexes. */
create or replace function hamkke.make_searches(p_services uuid[]) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  written int;
  hidden int;
  gone text[];
begin
  -- In one order for everybody, and before anything is read: what another transaction is about to change is
  -- read when it has.
  perform from service_searches x where x.id = any(p_services) order by x.hash_order, x.id for no key update;
  -- Words of what is hidden now, and of those whose agency is.
  gone := array(
    select distinct word from service_searches x left join services s on s.id = x.id left join organizations o
      on o.id = x.organization_id,
      unnest(tsvector_to_array(x.said)) word
    where x.id = any(p_services) and (s.confidential or o.confidential)
  );
  delete from service_searches x using services s where s.id = x.id and s.confidential
    and x.id = any(p_services);
  get diagnostics hidden = row_count;
  with recursive broader (term, above) as (
    select id, id from taxonomy_terms where not confidential
    union select b.term, t.parent_id from broader b join taxonomy_terms t on t.id = b.above
      where t.parent_id is not null and not t.confidential
  ), chosen as materialized (
    select s.id, left(s.name, 500) as name, left(s.alternate_name, 500) as alternate_name,
      left(s.description, 20000) as description,
      left(s.eligibility_description, 2000) as eligibility, o.id as organization_id,
        left(o.name, 500) as agency,
      left(o.alternate_name, 500) as agency_too, s.status, s.need_domain, s.minimum_age, s.maximum_age,
        s.district_id
    from services s left join organizations o on o.id = s.organization_id and not o.confidential
    where s.id = any(p_services) and not s.confidential
  ), places as materialized (
    select l.service_id, l.id, l.location_id, p.latitude, p.longitude from services_at_location l
      join locations p on p.id = l.location_id and not p.confidential
    where not l.confidential and l.service_id in (select id from chosen)
  ), areas as materialized (
    select a.service_id, a.name, a.extent from service_areas a where not a.confidential
      and a.service_id in (select id from chosen)
    union all
    select p.service_id, a.name, a.extent from places p join service_areas a on a.service_at_location_id
      = p.id and not a.confidential
  ), named as (
    -- A district as people write it: its own name where no other has it, or behind that of the city.
    select d.id, hamkke.alike(d.name) as name from districts d
      where not exists (select from districts o where o.name = d.name and o.id <> d.id)
    union select d.id, hamkke.alike(p.name || ' ' || d.name) from districts d
      join districts p on p.id = d.parent_id
  ), covered as (
    select a.service_id, n.id from areas a join named n on n.name = hamkke.alike(a.name)
    union select service_id, left(extent, 5) from areas where extent ~ '^\d{5}(\d{5})?$'
  ), district_sets as (
    -- What is for a whole city is for each of its districts.
    select service_id, array_agg(distinct id) as ids from (
      select service_id, id from covered
      union all select c.service_id, d.id from covered c join districts d on d.parent_id = c.id
      union all select c.service_id, g.id from covered c join districts d on d.parent_id = c.id
        join districts g on g.parent_id = d.id
    ) each group by 1
  ), dong_sets as (
    select service_id, array_agg(distinct dong) as names from (
      select p.service_id, dong from places p join addresses a on a.location_id = p.location_id
        and not a.confidential,
        unnest(hamkke.dongs_in(concat_ws(', ', a.region, a.address_1, a.address_2))) dong
      union all select service_id, dong from areas, unnest(hamkke.dongs_in(name)) dong
    ) each group by 1
  ), language_sets as (
    select service_id, array_agg(distinct word) as words from (
      select l.service_id, word from languages l, unnest(hamkke.languages_of(l.code, l.name)) word
      where not l.confidential and l.service_id in (select id from chosen)
      union all select p.service_id, word from places p join languages l on l.location_id = p.location_id
        and not l.confidential,
        unnest(hamkke.languages_of(l.code, l.name)) word
    ) each where word <> '' group by 1
  ), cell_sets as (
    select service_id, array_agg(distinct cell) as cells
    from places, generate_series(0, 4) level,
      unnest(hamkke.cell_tokens(level, latitude, longitude, latitude, longitude)) cell
    group by 1
  ), term_sets as (
    select a.link_id, array_agg(distinct b.above) as ids from attributes a
      join broader b on b.term = a.taxonomy_term_id
    where not a.confidential and a.link_id in (select id from chosen) group by 1
  ), costs as (
    select service_id, min(amount) as least, bool_or(coalesce(valid_from, valid_to) is not null) as vary
      from cost_options
    where not confidential and amount is not null and (currency is null or currency = 'KRW')
      and service_id in (select id from chosen)
    group by 1
  ), rooms as (
    select service_id, max(updated) as confirmed from service_capacities
    where not confidential and available > 0 and service_id in (select id from chosen) group by 1
  ), own_weeks as (
    select service_id, hamkke.week_of(h) as minutes from schedules h
    where not confidential and service_id in (select id from chosen)
    union all
    select p.service_id, hamkke.week_of(h) from places p join schedules h on h.service_at_location_id = p.id
      and not h.confidential
  ), weeks as (
    select * from own_weeks
    union all
    select p.service_id, hamkke.week_of(h) from places p join schedules h on h.location_id = p.location_id
      and not h.confidential
    where not exists (select from own_weeks w where w.service_id = p.service_id)
    union all
    -- A place that is closed on a holiday closes what is given there, whatever hours that has.
    select p.service_id, null from places p join schedules h on h.location_id = p.location_id
      and not h.confidential and hamkke.replaces(h)
  ), hour_sets as (
    select service_id, range_agg(minutes) as minutes, bool_or(minutes is null) as vary from weeks group by 1
  ), spelled as materialized (
    select id, hamkke.jamo(name) as name, hamkke.initials(name) as name_initials,
      hamkke.jamo(alternate_name) as other,
      hamkke.initials(alternate_name) as other_initials
    from chosen
    union all
    select distinct on (organization_id) organization_id, hamkke.jamo(agency), hamkke.initials(agency),
      hamkke.jamo(agency_too),
      hamkke.initials(agency_too)
    from chosen where organization_id is not null
  ), lines as materialized (
    select id, concat_ws(' ', name, other) as words,
      concat_ws(' ', name_initials, other_initials) as initials,
      -- Names as they are without their spaces, which a whole query is compared with.
      array(select distinct hamkke.token('ㆅ' || replace(line, ' ', '') || 'ㆆ')
        from unnest(array[name, name_initials, other, other_initials]) line
        where line <> '') as wholes,
      hamkke.search_lines(name, name_initials) || coalesce(hamkke.search_lines(other, other_initials), '')
        as lines,
      hamkke.windows('n', name, name_initials) || hamkke.windows('n', other, other_initials)
        || hamkke.start_windows(name, name_initials) || hamkke.start_windows(other, other_initials) as names,
      hamkke.windows('a', name, name_initials) || hamkke.windows('a', other, other_initials) as agencies
    from spelled
  ), made as (
    select s.*, l.lines, a.lines as agency_lines, l.wholes, l.names, a.agencies,
      array(select hamkke.words_in(
        concat_ws(' ', l.words, a.words, l.initials, a.initials,
          hamkke.jamo(concat_ws(' ', s.eligibility, s.description))))) as words,
      array(select distinct d from unnest(s.district_id || coalesce(ds.ids, '{}')) d where d is not null
        order by d) as districts,
      coalesce(dn.names, '{}') as dongs, coalesce(ls.words, '{}') as languages,
        coalesce(ts.ids, '{}') as terms, c.least as cost,
      coalesce(c.vary, false) as cost_varies, r.confirmed as room_at, cs.cells,
        coalesce(h.minutes, '{}') as hours, coalesce(h.vary, false) as hours_vary
    from chosen s join lines l on l.id = s.id left join lines a on a.id = s.organization_id
      left join district_sets ds on ds.service_id = s.id
      left join dong_sets dn on dn.service_id = s.id left join language_sets ls on ls.service_id = s.id
      left join rooms r on r.service_id = s.id left join cell_sets cs on cs.service_id = s.id
        left join term_sets ts on ts.link_id = s.id left join costs c on c.service_id = s.id
        left join hour_sets h on h.service_id = s.id
  ), kept as (
    insert into service_searches as x (id, confidential, organization_id, organization_confidential, version,
      name, hash_order, names,
      agency, said, tokens, status, need_domain, minimum_age, maximum_age, districts, dongs, languages, terms,
        cost,
      cost_varies, room_at, hours, hours_vary)
    select s.id, false, s.organization_id, false, hamkke.search_version(), s.name, uuid_hash(s.id), s.lines,
      coalesce(s.agency_lines, ''), array_to_tsvector(s.words),
      -- Each kind begins with a letter of its own, so that nothing that people write is taken for another: n
      -- names, s beginnings of their words, a agencies, w words, b beginnings of those, ㆅ whole names, d
      -- districts, g dong, l languages, t terms, e needs, h hours, c cells, p parts.
      array_to_tsvector(s.wholes || s.names || coalesce(s.agencies, '{}') || array(select 'w' || word
        from unnest(s.words) word)
        || array(select 'b' || left(word, size) from unnest(s.words) word,
          generate_series(3, least(6, length(word))) size)
        || array(select 'd' || d from unnest(s.districts) d) || array(select hamkke.token('g' || d)
          from unnest(s.dongs) d)
        || array(select hamkke.token('l' || l) from unnest(s.languages) l) || array(select 't' || t
          from unnest(s.terms) t)
        || array(select 'e' || s.need_domain where s.need_domain is not null)
        || case when s.hours_vary then array['h'] else hamkke.hour_tokens(s.hours) end
          || hamkke.part_tokens(uuid_hash(s.id))
        || coalesce(s.cells, '{}')),
      s.status, s.need_domain, s.minimum_age, s.maximum_age, s.districts, s.dongs, s.languages, s.terms,
        s.cost, s.cost_varies,
      s.room_at, s.hours, s.hours_vary
    from made s
    order by uuid_hash(s.id)
    on conflict (id) do update set organization_id = excluded.organization_id, version = excluded.version,
      name = excluded.name,
      names = excluded.names, agency = excluded.agency, said = excluded.said, tokens = excluded.tokens,
      status = excluded.status, need_domain = excluded.need_domain, minimum_age = excluded.minimum_age,
      maximum_age = excluded.maximum_age, districts = excluded.districts, dongs = excluded.dongs,
        languages = excluded.languages,
      terms = excluded.terms, cost = excluded.cost, cost_varies = excluded.cost_varies,
        room_at = excluded.room_at,
      hours = excluded.hours,
      hours_vary = excluded.hours_vary
    where row(x.*) is distinct from row(excluded.*)
    returning x.id, x.organization_id
  ), known as (
    -- Only those that are other than before: each that is written to keeps whoever writes to it, too, waiting
    -- for the end of this.
    insert into search_words as x (word, tokens)
    select word, tokens from (
      select word, array_to_tsvector(hamkke.windows('', word, null)) as tokens from (
        select distinct word from lines l, hamkke.words_in(l.words) word
        where length(word) > 3
          and (l.id in (select id from kept) or l.id in (select organization_id from kept))
      ) each
    ) made
    where not exists (select from search_words k where k.word = made.word and k.tokens = made.tokens)
    -- In one order for everybody.
    order by word
    on conflict (word) do update set tokens = excluded.tokens where x.tokens <> excluded.tokens
  )
  select count(*) into written from kept;
  -- A word that only what is hidden now has would tell of it.
  if gone <> '{}' then
    delete from search_words w where w.word = any(gone)
      and not exists (select from service_searches x where x.tokens @@ format('''w%s''', w.word)::tsquery);
  end if;
  return written + hidden;
end $$;

/*
 * The same for services that have no such texts yet, or those of another version, so many at most: a server
 * asks as it starts, until there are none.
 */
create or replace function hamkke.keep_search_of_new(p_most int) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare waiting uuid[];
begin
  select array_agg(id) into waiting from (
    select s.id from services s
    where not s.confidential and not exists (select from service_searches x where x.id = s.id
      and x.version = hamkke.search_version())
    order by uuid_hash(s.id) limit p_most
  ) few;
  if waiting is null then return 0; end if;
  perform hamkke.keep_search(waiting);
  return cardinality(waiting);
end $$;

/*
 * Writes anew what organizations are found by, where that is other than before: as a server starts that makes
 * it otherwise.
 */
create or replace function hamkke.keep_names() returns void
language sql security definer set search_path = public, pg_temp as $$
  update organizations o set search_text = made.text
  from (select id, hamkke.search_text(array[name, alternate_name]) as text from organizations) made
  where made.id = o.id and o.search_text <> made.text
$$;

/*
 * The same for all services that some records belong to: services, their agencies, places and what links the
 * two.
 */
create or replace function hamkke.keep_search_around(p_records uuid[]) returns int
language sql security definer set search_path = public, pg_temp as $$
  select hamkke.keep_search(array(
    select id from services where id = any(p_records)
    union select id from services where organization_id = any(p_records)
    union select service_id from services_at_location where id = any(p_records)
    union select service_id from services_at_location where location_id = any(p_records)
  ))
$$;

reset role;
