-- What rows are compared by stays in them as it is: to unpack it, or to fetch it from beside them, for each row of a walk costs
-- more than the pages that it takes. What only an index looks at is the largest, and so the first that goes beside them.
alter table service_searches alter name set storage main, alter names set storage main, alter titles set storage main,
  alter districts set storage main, alter dongs set storage main, alter languages set storage main, alter terms set storage main,
  alter cost set storage main, alter hours set storage main, alter said set storage external, alter pairs set storage external, reset (toast_tuple_target);
-- How common a word is `hamkke.shares` finds out: what the planner would read of these costs it more than it tells.
alter table service_searches alter said set statistics 10, alter pairs set statistics 0, alter names set statistics 40,
  alter titles set statistics 40;
-- Whoever hides a service or an agency takes back what it is found by in the same transaction, or cannot commit.
alter table service_searches alter constraint service_searches_service deferrable initially deferred;
alter table service_searches alter constraint service_searches_organization deferrable initially deferred;

set local role hamkke_keeper;

/* Which texts `keep_search` makes: raised with each change of them, so that servers make those of older rows anew as they start. */
create or replace function hamkke.search_version() returns smallint language sql immutable parallel safe as 'select 2::smallint';

/*
 * A text as a search sees it: lower case, Korean letter by letter in the order they are typed, as es-hangul's disassemble
 * gives it to queries.
 */
create or replace function hamkke.letters(p_text text) returns text
language plpgsql immutable parallel safe as $$
declare
  t text := normalize(lower(p_text), NFD);
  clusters constant text[] := array[
    U&'\11aaㄱㅅ', U&'\11acㄴㅈ', U&'\11adㄴㅎ', U&'\11b0ㄹㄱ', U&'\11b1ㄹㅁ', U&'\11b2ㄹㅂ', U&'\11b3ㄹㅅ', U&'\11b4ㄹㅌ',
    U&'\11b5ㄹㅍ', U&'\11b6ㄹㅎ', U&'\11b9ㅂㅅ', U&'\116aㅗㅏ', U&'\116bㅗㅐ', U&'\116cㅗㅣ', U&'\116fㅜㅓ', U&'\1170ㅜㅔ',
    U&'\1171ㅜㅣ', U&'\1174ㅡㅣ', 'ㄳㄱㅅ', 'ㄵㄴㅈ', 'ㄶㄴㅎ', 'ㄺㄹㄱ', 'ㄻㄹㅁ', 'ㄼㄹㅂ', 'ㄽㄹㅅ', 'ㄾㄹㅌ', 'ㄿㄹㅍ', 'ㅀㄹㅎ', 'ㅄㅂㅅ', 'ㅘㅗㅏ',
    'ㅙㅗㅐ', 'ㅚㅗㅣ', 'ㅝㅜㅓ', 'ㅞㅜㅔ', 'ㅟㅜㅣ', 'ㅢㅡㅣ'];
  each text;
begin
  -- What is written in English has no letters to be taken apart.
  if octet_length(t) = length(t) then return t; end if;
  -- Most texts have none of most clusters, and no text of names has any that stands by itself.
  if t ~ U&'[\11aa-\11b6\11b9\116a-\116c\116f-\1171\1174ㄳㄵㄶㄺ-ㅀㅄㅘ-ㅚㅝ-ㅟㅢ]' then
    foreach each in array clusters loop t := replace(t, left(each, 1), substr(each, 2)); end loop;
  end if;
  t := translate(t,
    U&'\1100\1101\1102\1103\1104\1105\1106\1107\1108\1109\110a\110b\110c\110d\110e\110f\1110\1111\1112'
      '\1161\1162\1163\1164\1165\1166\1167\1168\1169\116d\116e\1172\1173\1175'
      '\11a8\11a9\11ab\11ae\11af\11b7\11b8\11ba\11bb\11bc\11bd\11be\11bf\11c0\11c1\11c2',
    'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣㄱㄲㄴㄷㄹㅁㅂㅅㅆㅇㅈㅊㅋㅌㅍㅎ');
  return normalize(t, NFC);
end $$;

/* The same with one space at most between two words. */
create or replace function hamkke.jamo(p_text text) returns text
language sql immutable parallel safe as $$
  select btrim(regexp_replace(hamkke.letters(p_text), '\s+', ' ', 'g'))
$$;

/* The initial consonants of each word that has any, as letters of their own: no final consonant is taken for one. */
create or replace function hamkke.initials(p_text text) returns text
language sql immutable parallel safe as $$
  select btrim(regexp_replace(regexp_replace(normalize(p_text, NFD), U&'[^\1100-\1112[:space:]]', '', 'g'), '\s+', ' ', 'g'))
$$;

/*
 * The lines of one name, given as jamo and as initial consonants: each as it is written, and without its spaces between two
 * letters that nobody types, which make its beginning and its end something that an index knows.
 */
create or replace function hamkke.search_lines(p_jamo text, p_initials text) returns text
language sql immutable parallel safe as $$
  select coalesce(string_agg(e'\n ' || line || e' \nㆅ' || replace(line, ' ', '') || 'ㆆ', ''), '') || e'\n'
  from unnest(array[p_jamo, p_initials]) line where line <> ''
$$;

/* A name's letters by themselves and in pairs: what is too short to have a trigram is found by these. */
create or replace function hamkke.letter_pairs(p_jamo text, p_initials text) returns text[]
language sql immutable parallel safe as $$
  select string_to_array(letters, null) || array(select substr(letters, n, 2) from generate_series(1, length(letters) - 1) n)
  from (select replace(p_jamo, ' ', '') || ' ' || replace(p_initials, ' ', '') as letters) each
$$;

/* The names of dong, eup and myeon that an address or an area is written with. */
create or replace function hamkke.dongs_in(p_text text) returns text[]
language sql immutable parallel safe as $$
  select coalesce(array_agg(found[1]), '{}')
  from regexp_matches(p_text, '(?:^|[\s(,])([가-힣][가-힣0-9·.]*(?:동|읍|면|가))(?=$|[\s),])', 'g') found
$$;

/* Words that are found by their beginnings. */
create or replace function hamkke.words_in(p_text text) returns setof text
language sql immutable parallel safe as $$
  select left(word, 60) from regexp_split_to_table(p_text, '[\s!-/:-@\[-`{-~·“”‘’…「」『』（）、。]+') word where word <> ''
$$;

/*
 * The minutes of a week in Korea in which a schedule has hours; null where that differs from week to week. It says the
 * same as `hamkke.open_at` does of each instant.
 */
create or replace function hamkke.week_of(p schedules) returns int4multirange
language plpgsql immutable parallel safe as $$
declare
  days text[] := string_to_array(replace(upper(replace(p.byday, ' ', '')), '+', ''), ',');
  opens constant time := coalesce(p.opens_at, '00:00');
  closes constant time := coalesce(nullif(p.closes_at, '23:59'), '24:00');
  minutes int4multirange := '{}';
  starts int;
  ends int;
begin
  if p.opens_at is null and p.closes_at is null and p.byday is null and p.freq is null then return minutes; end if;
  if coalesce(p.valid_from, p.valid_to, p.dtstart, p.until) is not null or p.count is not null or p.interval <> 1
    or coalesce(p.bymonthday, p.byyearday, p.byweekno) is not null or p.timezone <> 9
    or upper(p.freq) not in ('WEEKLY', 'DAILY') or extract(second from opens) <> 0 or extract(second from closes) <> 0
  then return null; end if;
  if days is null and p.freq is null and p.opens_at is null then return minutes; end if;
  for day in 0..6 loop
    continue when days is not null and not (array['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])[day + 1] = any(days);
    starts := day * 1440 + extract(epoch from opens) / 60;
    ends := day * 1440 + extract(epoch from closes) / 60 + case when closes <= opens then 1440 else 0 end;
    minutes := minutes + int4multirange(int4range(starts, least(ends, 10080)));
    if ends > 10080 then minutes := minutes + int4multirange(int4range(0, ends - 10080)); end if;
  end loop;
  return minutes;
end $$;

/*
 * Writes what services are found by: called, in the same transaction, by whatever changes a service, the name of its agency,
 * its places, areas, languages, prices, hours or terms, and for what became confidential or public. Returns how many rows
 * are other than before.
 */
create or replace function hamkke.keep_search(p_services uuid[]) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  at_once constant int := 2000;
  written int;
  hidden int;
  gone tsvector;
begin
  -- So many at once that nothing needs the disk to be sorted.
  if cardinality(p_services) > at_once then
    -- In the order that walks go along (see 93_page.sql), so that they read pages one after the other.
    p_services := array(select id from unnest(p_services) id order by uuid_hash(id));
    return (select sum(hamkke.keep_search(p_services[n : n + at_once - 1]))
      from generate_series(1, cardinality(p_services), at_once) n);
  end if;
  with taken as (
    delete from service_searches x using services s
    where s.id = x.id and s.confidential and x.id = any(p_services) returning x.said
  )
  select count(*), array_to_tsvector(array_agg(distinct word)) into hidden, gone
  from taken left join lateral unnest(tsvector_to_array(said)) word on true;
  -- A word that only what is hidden now has would tell of it.
  if hidden > 0 then
    delete from search_words w where w.word = any(tsvector_to_array(gone))
      and not exists (select from service_searches x where x.said @@ format('''%s''', w.word)::tsquery);
  end if;
  with recursive broader (term, above) as (
    select id, id from taxonomy_terms where not confidential
    union select b.term, t.parent_id from broader b join taxonomy_terms t on t.id = b.above
      where t.parent_id is not null and not t.confidential
  ), chosen as materialized (
    select s.id, left(s.name, 500) as name, left(s.alternate_name, 500) as alternate_name, left(s.description, 20000) as description,
      left(s.eligibility_description, 2000) as eligibility, o.id as organization_id, left(o.name, 500) as agency,
      left(o.alternate_name, 500) as agency_too, s.status, s.need_domain, s.minimum_age, s.maximum_age, s.district_id
    from services s left join organizations o on o.id = s.organization_id and not o.confidential
    where s.id = any(p_services) and not s.confidential
  ), places as materialized (
    select l.service_id, l.id, l.location_id from services_at_location l
      join locations p on p.id = l.location_id and not p.confidential
    where not l.confidential and l.service_id in (select id from chosen)
  ), areas as materialized (
    select a.service_id, a.name, a.extent from service_areas a where not a.confidential and a.service_id in (select id from chosen)
    union all
    select p.service_id, a.name, a.extent from places p join service_areas a on a.service_at_location_id = p.id and not a.confidential
  ), named as (
    -- A district as people write it: its own name where no other has it, or behind that of the city.
    select d.id, d.name as name from districts d where not exists (select from districts o where o.name = d.name and o.id <> d.id)
    union select d.id, p.name || ' ' || d.name from districts d join districts p on p.id = d.parent_id
  ), covered as (
    select a.service_id, n.id from areas a join named n on n.name = a.name
    union select service_id, left(extent, 5) from areas where extent ~ '^\d{5}(\d{5})?$'
  ), district_sets as (
    -- What is for a whole city is for each of its districts.
    select service_id, array_agg(distinct id) as ids from (
      select service_id, id from covered
      union all select c.service_id, d.id from covered c join districts d on d.parent_id = c.id
      union all select c.service_id, g.id from covered c join districts d on d.parent_id = c.id join districts g on g.parent_id = d.id
    ) each group by 1
  ), dong_sets as (
    select service_id, array_agg(distinct dong) as names from (
      select p.service_id, dong from places p join addresses a on a.location_id = p.location_id and not a.confidential,
        unnest(hamkke.dongs_in(concat_ws(', ', a.region, a.address_1, a.address_2))) dong
      union all select service_id, dong from areas, unnest(hamkke.dongs_in(name)) dong
    ) each group by 1
  ), language_sets as (
    select service_id, array_agg(distinct lower(btrim(word))) as words from (
      select l.service_id, word from languages l, unnest(array[l.code, case when l.code is null then l.name else 'name:' || l.name end]) word
      where not l.confidential and l.service_id in (select id from chosen)
      union all select p.service_id, word from places p join languages l on l.location_id = p.location_id and not l.confidential,
        unnest(array[l.code, case when l.code is null then l.name else 'name:' || l.name end]) word
    ) each where btrim(word) <> '' group by 1
  ), term_sets as (
    select a.link_id, array_agg(distinct b.above) as ids from attributes a join broader b on b.term = a.taxonomy_term_id
    where not a.confidential and a.link_id in (select id from chosen) group by 1
  ), costs as (
    select service_id, min(amount) as least, bool_or(coalesce(valid_from, valid_to) is not null) as vary from cost_options
    where not confidential and amount is not null and (currency is null or currency = 'KRW') and service_id in (select id from chosen)
    group by 1
  ), own_weeks as (
    select service_id, hamkke.week_of(h) as minutes from schedules h
    where not confidential and service_id in (select id from chosen)
    union all
    select p.service_id, hamkke.week_of(h) from places p join schedules h on h.service_at_location_id = p.id and not h.confidential
  ), weeks as (
    select * from own_weeks
    union all
    select p.service_id, hamkke.week_of(h) from places p join schedules h on h.location_id = p.location_id and not h.confidential
    where not exists (select from own_weeks w where w.service_id = p.service_id)
  ), hour_sets as (
    select service_id, range_agg(minutes) as minutes, bool_or(minutes is null) as vary from weeks group by 1
  ), spelled as materialized (
    select id, hamkke.jamo(name) as name, hamkke.initials(name) as name_initials, hamkke.jamo(alternate_name) as other,
      hamkke.initials(alternate_name) as other_initials
    from chosen
    union all
    select distinct on (organization_id) organization_id, hamkke.jamo(agency), hamkke.initials(agency), hamkke.jamo(agency_too),
      hamkke.initials(agency_too)
    from chosen where organization_id is not null
  ), lines as materialized (
    select id, concat_ws(' ', name, other) as words, concat_ws(' ', name_initials, other_initials) as initials,
      -- Names as they are without their spaces, which a whole query is compared with.
      array(select distinct left('ㆅ' || replace(line, ' ', '') || 'ㆆ', 500) from unnest(array[name, name_initials, other, other_initials]) line
        where line <> '') as wholes,
      hamkke.search_lines(name, name_initials) || coalesce(hamkke.search_lines(other, other_initials), '') as lines,
      hamkke.letter_pairs(name, name_initials) || hamkke.letter_pairs(other, other_initials) as pairs
    from spelled
  ), kept as (
    insert into service_searches as x (id, confidential, organization_id, organization_confidential, version, name, spread, names,
      titles, said, pairs, status, need_domain, minimum_age, maximum_age, districts, dongs, languages, terms, cost,
      cost_varies, hours, hours_vary)
    select s.id, false, s.organization_id, false, hamkke.search_version(), s.name, uuid_hash(s.id), l.lines, concat(l.lines, a.lines),
      array_to_tsvector(l.wholes || array(select hamkke.words_in(
        concat_ws(' ', l.words, a.words, l.initials, a.initials, hamkke.letters(concat_ws(' ', s.eligibility, s.description)))))),
      l.pairs || coalesce(a.pairs, '{}'),
      s.status, s.need_domain, s.minimum_age, s.maximum_age,
      array(select distinct d from unnest(s.district_id || coalesce(ds.ids, '{}')) d where d is not null order by d),
      coalesce(dn.names, '{}'), coalesce(ls.words, '{}'), coalesce(ts.ids, '{}'), c.least, coalesce(c.vary, false),
      coalesce(h.minutes, '{}'), coalesce(h.vary, false)
    from chosen s join lines l on l.id = s.id left join lines a on a.id = s.organization_id
      left join district_sets ds on ds.service_id = s.id
      left join dong_sets dn on dn.service_id = s.id left join language_sets ls on ls.service_id = s.id
      left join term_sets ts on ts.link_id = s.id left join costs c on c.service_id = s.id left join hour_sets h on h.service_id = s.id
    order by uuid_hash(s.id)
    on conflict (id) do update set organization_id = excluded.organization_id, version = excluded.version, name = excluded.name,
      names = excluded.names, titles = excluded.titles, said = excluded.said, pairs = excluded.pairs,
      status = excluded.status, need_domain = excluded.need_domain, minimum_age = excluded.minimum_age,
      maximum_age = excluded.maximum_age, districts = excluded.districts, dongs = excluded.dongs, languages = excluded.languages,
      terms = excluded.terms, cost = excluded.cost, cost_varies = excluded.cost_varies, hours = excluded.hours,
      hours_vary = excluded.hours_vary
    where row(x.*) is distinct from row(excluded.*)
    returning x.id, x.organization_id
  ), known as (
    insert into search_words
    select distinct word from lines l, hamkke.words_in(l.words) word
    where length(word) > 3 and (l.id in (select id from kept) or l.id in (select organization_id from kept))
    on conflict do nothing
  )
  select count(*) into written from kept;
  return written + hidden;
end $$;

/*
 * The same for services that have no such texts yet, or those of another version, so many at most: a server asks as it starts,
 * until there are none.
 */
create or replace function hamkke.keep_search_of_new(p_most int) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare waiting uuid[];
begin
  select array_agg(id) into waiting from (
    select s.id from services s
    where not s.confidential and not exists (select from service_searches x where x.id = s.id and x.version = hamkke.search_version())
    order by uuid_hash(s.id) limit p_most
  ) few;
  if waiting is null then return 0; end if;
  perform hamkke.keep_search(waiting);
  return cardinality(waiting);
end $$;

/* The same for all services that some records belong to: services, their agencies, places and what links the two. */
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
