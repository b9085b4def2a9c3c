set local role hamkke_keeper;

/* An address without spaces and marks; NULL where it says too little. */
create or replace function hamkke.address_key(a addresses) returns text immutable parallel safe
language sql as $$
  select case when length((a).address_1) >= 5
    then hamkke.name_letters((a).city || (a).address_1 || coalesce((a).address_2, '')) end
$$;

/* How many records may share a key for it to say that two are one: a switchboard's number says nothing. */
create or replace function hamkke.most_alike() returns int immutable parallel safe
language sql as $$ select 20 $$;

/*
 * Pairs of records that may be one, of those that the viewer edits, the likeliest first. Only records that
 * share a name, a telephone number or an address are compared, and no key that more than twenty share counts:
 * the work grows with the number of records and not with its square. Services that only share a name are
 * many; they need something else in common.
 */
create or replace function hamkke.duplicates_page(
  p_record catalogue_record, p_after text[], p_limit int, p_count boolean) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  districts text[] := hamkke.edited_districts(v);
  pairs jsonb;
  total bigint;
  -- How many share a key is told by the keys alone: planned as a few, a hundred thousand would be looked up
  -- one by one.
  set text := set_config('enable_nestloop', 'off', true);
begin
  if districts is null then
    return null;
  end if;
  set := set_config('work_mem', '64MB', true);
  with records as materialized (
    select o.id, o.id as organization_id, o.name, hamkke.name_key(o.name) as name_key,
      o.district_id as district from organizations o
    where p_record = 'ORGANIZATION' and not o.confidential
      and (o.district_id is null or o.district_id = any(districts))
    union all
    select s.id, o.id, s.name, hamkke.name_key(s.name), coalesce(s.district_id, o.district_id)
    from services s
    left join organizations o on o.id = s.organization_id and not o.confidential
    where p_record = 'SERVICE' and not s.confidential and s.status <> 'DEFUNCT'
      and (coalesce(s.district_id, o.district_id) is null or coalesce(s.district_id, o.district_id)
        = any(districts))
    union all
    select l.id, o.id, l.name, hamkke.name_key(l.name), o.district_id from locations l
    left join organizations o on o.id = l.organization_id and not o.confidential
    where p_record = 'LOCATION' and not l.confidential
      and (o.district_id is null or o.district_id = any(districts))
  ), reached as materialized (
    select r.id, 'P' || hamkke.phone_key(p.number) as key from phones p
    left join locations l on l.id = p.location_id and not l.confidential
    join records r on r.id = case p_record
      when 'ORGANIZATION' then coalesce(p.organization_id, l.organization_id)
      when 'SERVICE' then p.service_id else p.location_id end
    where not p.confidential
    union
    select r.id, 'A' || hamkke.address_key(a) from addresses a
    join locations l on l.id = a.location_id and not l.confidential
    left join services_at_location x on p_record = 'SERVICE' and x.location_id = l.id and not x.confidential
    join records r on r.id = case p_record when 'ORGANIZATION' then l.organization_id
      when 'SERVICE' then x.service_id else l.id end
    where not a.confidential
  ), keys as materialized (
    select id, 'N' || name_key as key from records where name_key <> ''
    union all
    select id, key from reached where key is not null
  ), blocks as materialized (
    -- Whatever is given at one place has its address in common: of services it only says something beside a
    -- name or a number.
    select key from keys where p_record <> 'SERVICE' or left(key, 1) <> 'A'
    group by key having count(*) between 2 and hamkke.most_alike()
  ), shared as materialized (
    select a.id as low, b.id as high, bool_or(left(k.key, 1) = 'P') as phone,
      bool_or(left(k.key, 1) = 'A') as address
    from blocks k join keys a on a.key = k.key join keys b on b.key = k.key and a.id < b.id
    group by 1, 2
  ), near as materialized (
    select s.*, a.name as low_name, b.name as high_name, a.organization_id as low_org,
      b.organization_id as high_org,
      a.name_key as low_key, b.name_key as high_key, a.name_key = b.name_key as same_name,
      p_record <> 'ORGANIZATION' and a.organization_id = b.organization_id as same_org,
      coalesce(a.district = b.district, true) as same_area
    from shared s join records a on a.id = s.low join records b on b.id = s.high
    -- Names that neither begin nor end alike are not looked at more closely, where there are very many of
    -- them.
    where p_record <> 'SERVICE' or left(a.name_key, 2) = left(b.name_key, 2)
      or right(a.name_key, 2) = right(b.name_key, 2)
  ), placed as materialized (
    select distinct n.low, n.high from near n join reached x on x.id = n.low and left(x.key, 1) = 'A'
    join reached y on y.id = n.high and y.key = x.key where p_record = 'SERVICE'
  ), compared as (
    select n.low, n.high, n.phone, n.address or l.low is not null as address, n.low_name, n.high_name,
      n.low_org, n.high_org,
      n.same_name, n.same_org, case when n.same_name then 1
        else similarity(n.low_key, n.high_key) end as likeness,
      -- Directories overlap: what two of them call alike in one area is rarely two things.
      p_record = 'SERVICE' and n.same_name and n.same_area and exists (
        select from record_sources a join record_sources b on b.record_id = n.high and b.source <> a.source
        where a.record_id = n.low) as two_sources
    from near n left join placed l on l.low = n.low and l.high = n.high
    where not exists (select from duplicate_dismissals d where d.low_id = n.low and d.high_id = n.high)
  ), scored as (
    select c.*,
      round((case p_record when 'SERVICE' then 0.5 * likeness + 0.25 * coalesce(same_org, false)::int
        + 0.15 * phone::int + 0.1 * address::int + 0.1 * two_sources::int
      else 0.6 * likeness + 0.25 * phone::int + 0.15 * address::int end)::numeric, 2) as score
    from compared c where likeness >= case p_record when 'SERVICE' then 0.8 else 0.4 end
  ), wanted as (
    select * from scored where score >= 0.55
  ), paged as (
    select * from wanted where p_after is null
      or (-score, low, high) > (p_after[1]::numeric, p_after[2]::uuid, p_after[3]::uuid)
    order by -score, low, high limit p_limit
  )
  select (select jsonb_agg(to_jsonb(paged) order by -score, low, high) from paged),
    case when p_count then (select count(*) from wanted) end into pairs, total;
  set := set_config('enable_nestloop', 'on', true);
  return jsonb_build_object('total', total, 'rows',
    coalesce((select jsonb_agg(jsonb_build_object('score', d.score, 'reasons',
      array_remove(array[case when d.same_name then 'SAME_NAME' else 'SIMILAR_NAME' end, case when d.phone
        then 'SAME_PHONE' end,
        case when d.address then 'SAME_ADDRESS' end, case when d.same_org then 'SAME_ORGANIZATION' end],
          null),
      'records', jsonb_build_array(hamkke.alike_json(p_record, d.low, d.low_name, d.low_org),
        hamkke.alike_json(p_record, d.high, d.high_name, d.high_org)),
      '$c', jsonb_build_array((-d.score)::text, d.low::text, d.high::text)) order by -d.score, d.low, d.high)
    from jsonb_to_recordset(pairs) as d(score numeric, same_name boolean, phone boolean, address boolean,
      same_org boolean,
      low uuid, high uuid, low_name text, high_name text, low_org uuid, high_org uuid)), '[]'));
end $$;

/* What an editor looks at to tell two records apart; nothing that is confidential. */
create or replace function hamkke.alike_json(p_record catalogue_record, p_id uuid, p_name text,
  p_organization uuid) returns jsonb
stable language sql as $$
  select jsonb_build_object('recordId', hamkke.type_of_record(p_record) || ':' || p_id, 'name',
    coalesce(p_name, ''),
    'organizationName', (select o.name from organizations o where o.id = p_organization
      and not o.confidential),
    'phones', array(select distinct p.number from phones p where not p.confidential
      and (p.organization_id = p_id or p.service_id = p_id or p.location_id = p_id) order by 1 limit 5),
    'addresses', array(select distinct concat_ws(' ', a.state_province, a.city, a.address_1, a.address_2)
      from addresses a
      where not a.confidential and a.location_id = any(array(
        select l.id from locations l where (l.id = p_id or l.organization_id = p_id) and not l.confidential
        union select l.id from services_at_location x join locations l on l.id = x.location_id
        where x.service_id = p_id and not x.confidential and not l.confidential))
      order by 1 limit 5))
$$;

/* Says that two records are not one: they are not proposed again. */
create or replace function hamkke.dismiss_duplicate(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  kind catalogue_record := (p ->> 'record')::catalogue_record;
  one uuid := (p ->> 'one')::uuid;
  other uuid := (p ->> 'other')::uuid;
begin
  if one = other then
    perform hamkke.refuse('SAME_RECORD_TWICE');
  end if;
  perform hamkke.hold_record(v, kind, least(one, other), true);
  perform hamkke.hold_record(v, kind, greatest(one, other), true);
  insert into duplicate_dismissals (low_id, high_id, kind, post_id)
    values (least(one, other), greatest(one, other), kind, v.post)
  on conflict do nothing;
end $$;

/* Every column that refers to a table's rows. */
create or replace function hamkke.references_to(p_table text) returns table (tab text, col text)
stable language sql as $$
  select c.conrelid::regclass::text, a.attname::text from pg_constraint c
  join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
  where c.contype = 'f' and c.confrelid = p_table::regclass and cardinality(c.conkey) = 1 order by 1, 2
$$;

create or replace function hamkke.is_catalogue(p_table text) returns boolean stable language sql as $$
  select exists (select from pg_attribute a where a.attrelid = p_table::regclass
    and a.attname = 'confidential' and not a.attisdropped)
$$;

/*
 * References from outside the catalogue that follow a record that is merged. All others stop the merge, those
 * of tables that come later, too: by a post, a consent, a referral or a case an organization has access to
 * people, which nobody may hand to another one by saying that the two are alike.
 */
create or replace function hamkke.follows(p_table text, p_column text) returns boolean
immutable language sql as $$
  select p_table || '.' || p_column in ('linkages.service_id', 'linkages.provider_id', 'referrals.service_id',
    'pledges.service_id', 'consultation_questions.answered_by_id', 'change_requests.organization_id',
    'change_requests.decided_by_organization_id')
$$;

/* Whether anything but the catalogue refers to a record: all of it, or only what does not follow a merge. */
create or replace function hamkke.is_used(p_table text, p_id uuid, p_even_followed boolean) returns boolean
stable language plpgsql as $$
declare
  r record;
  used boolean;
begin
  for r in select * from hamkke.references_to(p_table) x
    where not hamkke.is_catalogue(x.tab) and (p_even_followed or not hamkke.follows(x.tab, x.col))
  loop
    execute format('select exists (select from %I where %I = $1)', r.tab, r.col) into used using p_id;
    if used then
      return true;
    end if;
  end loop;
  return false;
end $$;

/*
 * Makes one row of two: everything that referred to the second refers to the first, what both have is had
 * once, and the second is gone. It could not be while anything still referred to it.
 */
create or replace function hamkke.fold(p_table text, p_keep uuid, p_merge uuid) returns void
language plpgsql as $$
declare
  r record;
  pair record;
begin
  -- What hangs on a confidential link is hidden by it alone: it never comes to hang on a public one.
  for pair in select a.id as keep, b.id as merge from services_at_location a
    join services_at_location b on a.confidential = b.confidential
      and (p_table = 'services' and a.service_id = p_keep and b.service_id = p_merge
      and a.location_id = b.location_id
      or p_table = 'locations' and a.location_id = p_keep and b.location_id = p_merge
        and a.service_id = b.service_id)
  loop
    continue when not exists (select from services_at_location x where x.id = pair.merge);
    perform hamkke.fold('services_at_location', pair.keep, pair.merge);
  end loop;
  delete from service_capacities c using service_capacities n where p_table = 'services'
    and c.service_id in (p_keep, p_merge) and n.service_id in (p_keep, p_merge)
      and c.service_id <> n.service_id
    and c.confidential = n.confidential and c.unit_id = n.unit_id
      and c.description is not distinct from n.description and (n.updated, n.id) > (c.updated, c.id);
  for r in select x.*, hamkke.is_catalogue(x.tab)
    and not exists (select from hamkke.references_to(x.tab)) as leaf
    from hamkke.references_to(p_table) x
  loop
    if r.leaf then
      execute format($q$delete from %1$I c where c.%2$I = $2
        and not exists (select from attributes a where a.link_id = c.id) and exists (
        select from %1$I k where k.%2$I = $1 and to_jsonb(k) - array['id', 'last_modified', %2$L]
          = to_jsonb(c) - array['id', 'last_modified', %2$L])$q$,
        r.tab, r.col) using p_keep, p_merge;
    end if;
    execute format('update %1$I set %2$I = $1 where %2$I = $2', r.tab, r.col) using p_keep, p_merge;
  end loop;
  -- What knows a record by its id alone.
  delete from attributes c where c.link_id = p_merge
    and exists (select from attributes k where k.link_id = p_keep
    and to_jsonb(k) - array['id', 'last_modified', 'link_id'] = to_jsonb(c)
      - array['id', 'last_modified', 'link_id']);
  update attributes set link_id = p_keep where link_id = p_merge;
  update metadata set resource_id = p_keep where resource_id = p_merge;
  update change_requests set record_id = p_keep where record_id = p_merge;
  update change_requests set proposed = replace(proposed::text, p_merge::text, p_keep::text)::jsonb
    where state = 'PENDING' and district_id is not null and strpos(proposed::text, p_merge::text) > 0;
  update organizations set parent_organization_id = nullif(p_keep, id) where parent_organization_id = p_merge;
  delete from verifications where record_id = p_merge;
  delete from catalogue_edits where record_id = p_merge;
  -- What is searched names an agency as its services do.
  if p_table in ('organizations', 'services', 'locations') then
    perform hamkke.keep_search_around(array[p_keep]);
  end if;
  delete from duplicate_dismissals where p_merge in (low_id, high_id);
  update record_redirects set new_id = p_keep where new_id = p_merge;
  execute format('delete from %I where id = $1', p_table) using p_merge;
end $$;

/*
 * Merges a record into another of its kind (통합): its id leads to the other from then on, and what it was is
 * kept.
 */
create or replace function hamkke.merge_records(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  kind catalogue_record := (p ->> 'record')::catalogue_record;
  tab text := lower(p ->> 'record') || 's';
  keep uuid := (p ->> 'keep')::uuid;
  merge uuid := (p ->> 'merge')::uuid;
  into_id uuid;
  before jsonb;
  set text := set_config('lock_timeout', '3s', true);
begin
  if keep = merge then
    perform hamkke.refuse('SAME_RECORD_TWICE');
  end if;
  -- Reached before they are held, as by hold_record.
  perform hamkke.reach_record(v, kind, keep, true);
  if hamkke.merged_into(merge) is null then
    perform hamkke.reach_record(v, kind, merge, true);
  end if;
  -- In one order for everybody: requests as whoever accepts them, then the two records.
  perform from change_requests c where c.record_id in (keep, merge) order by c.id for update;
  execute format('select from %I where id in ($1, $2) order by id for update', tab) using keep, merge;
  select hamkke.merged_into(merge) into into_id;
  if into_id is not null then
    perform hamkke.refuse('MERGED_ALREADY',
      jsonb_build_object('mergedInto', hamkke.type_of_record(kind) || ':' || into_id));
  end if;
  perform hamkke.hold_record(v, kind, keep, true);
  perform hamkke.hold_record(v, kind, merge, true);
  if hamkke.is_used(tab, merge, false) then
    perform hamkke.refuse('ORGANIZATION_IN_USE');
  end if;
  execute format('select to_jsonb(t) from %I t where t.id = $1', tab) into before using merge;
  perform hamkke.fold(tab, keep, merge);
  insert into record_redirects (old_id, new_id, kind, before, post_id)
    values (merge, keep, kind, before, v.post);
  execute format('update %I set last_modified = now() where id = $1', tab) using keep;
  perform hamkke.note_change(keep, lower(kind::text), 'merge', 'id', merge::text, keep::text,
    hamkke.acting_for(v));
  perform hamkke.tell_catalogue('CHANGED', kind, array[keep]);
  perform hamkke.tell_catalogue('MERGED', kind, array[merge], keep);
  -- Whoever was told of an earlier merge into the one that is gone is told where it went.
  update catalogue_changes c set merged_into_id = keep where c.merged_into_id = merge;
end $$;

/*
 * The record that an id leads to since its own was merged; NULL where there is none, or the viewer may not
 * know of it.
 */
create or replace function hamkke.merged_into(p_id uuid) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select r.new_id from record_redirects r where r.old_id = p_id
    and exists (select from hamkke.record_of(r.kind, r.new_id))
$$;

/* The same of several: by id, those that lead on; NULL where none does. */
create or replace function hamkke.redirects_of(p_ids uuid[]) returns json
language sql stable as $$
  select json_object_agg(id, hamkke.merged_into(id)) from unnest(p_ids) id
  where hamkke.merged_into(id) is not null
$$;

/* Takes rows out of the catalogue with all that hangs on them; what became of them stays in their history. */
create or replace function hamkke.erase_rows(p_table text, p_ids uuid[]) returns void language plpgsql as $$
declare
  r record;
  below uuid[];
begin
  if cardinality(p_ids) = 0 then
    return;
  end if;
  for r in select * from hamkke.references_to(p_table) x where hamkke.is_catalogue(x.tab) loop
    execute format('select array(select id from %I where %I = any($1))', r.tab, r.col) into below using p_ids;
    perform hamkke.erase_rows(r.tab, below);
  end loop;
  delete from attributes where link_id = any(p_ids);
  delete from verifications where record_id = any(p_ids);
  execute format('delete from %I where id = any($1)', p_table) using p_ids;
  perform hamkke.remember_edits(p_table, id, '{id}') from unnest(p_ids) id;
end $$;

/*
 * Takes a service or a location out of the catalogue (삭제): an editor's to do. A service that cases, referrals
 * or pledges name stays for those who look at them, as one that is given no more; the public feed tells of
 * both alike.
 */
create or replace function hamkke.remove_record(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  kind catalogue_record := (p ->> 'record')::catalogue_record;
  gone uuid := (p ->> 'record_id')::uuid;
  tab text := lower(kind::text) || 's';
  found_by uuid[] := array(select l.service_id from services_at_location l where l.location_id = gone
    or l.service_id = gone);
begin
  perform hamkke.reach_record(v, kind, gone, true);
  -- Requests before the record, as whoever accepts them.
  perform from change_requests c where c.record_id = gone order by c.id for update;
  perform hamkke.hold_record(v, kind, gone, true);
  perform hamkke.note_change(gone, lower(kind::text), 'delete', 'id', gone::text, p ->> 'reason',
    hamkke.acting_for(v));
  if kind = 'SERVICE' and hamkke.is_used(tab, gone, true) then
    update services set status = 'DEFUNCT', last_modified = now() where id = gone and status <> 'DEFUNCT';
    if not found then
      perform hamkke.refuse('SERVICE_CLOSED_ALREADY');
    end if;
    perform hamkke.remember_edits(tab, gone, '{status}');
    update change_requests set state = 'DECLINED', answer = p ->> 'answer', decided_at = now(),
      decided_by_post_id = v.post, decided_by_organization_id = v.organization, version = version + 1
    where record_id = gone and state = 'PENDING';
  elsif kind = 'ORGANIZATION'
    and (hamkke.is_used(tab, gone, true) or exists (select from services s where s.organization_id = gone)
      or exists (select from locations l where l.organization_id = gone)
        or exists (select from sponsors s where s.organization_id = gone)) then
    perform hamkke.refuse('ORGANIZATION_NOT_EMPTY');
  else
    perform hamkke.erase_rows(tab, array[gone]);
  end if;
  perform hamkke.keep_search(found_by || gone);
  perform hamkke.tell_catalogue('REMOVED', kind, array[gone]);
end $$;

reset role;
