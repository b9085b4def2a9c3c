set local role hamkke_keeper;

/* How long a capacity holds that nobody confirms: what the server was started with. */
create or replace function hamkke.capacity_time() returns interval
language sql stable security definer set search_path = public, pg_temp as $$
  select make_interval(days => coalesce((select p.days from upkeep_policies p where p.name = 'CAPACITY'),
    hamkke.usual_capacity_days()))
$$;

/*
 * Since when a capacity must have been confirmed to be known; what is older is unknown, in answers and in
 * conditions alike. To be asked once a statement: updated >= (select hamkke.capacity_since()).
 */
create or replace function hamkke.capacity_since() returns timestamptz stable language sql as
$$ select now() - hamkke.capacity_time() $$;

/* Whether the viewer edits the catalogue of a district: their own, those below it, and what is of none. */
create or replace function hamkke.edits(v hamkke.viewer, p_district text) returns boolean
stable language sql as $$
  select (v).duties && hamkke.editing_duties() and (p_district is null or p_district = (v).district
    or exists (select from districts d where d.id = p_district and d.parent_id = (v).district))
$$;

/*
 * A record of the catalogue with whose it is; none where it is confidential, as where there is none. Of an
 * organization that is confidential it says neither the name nor the district.
 */
create or replace function hamkke.record_of(p_record catalogue_record, p_id uuid)
returns table (id uuid, organization_id uuid, district_id text, name text) stable language sql as $$
  select o.id, o.id, o.district_id, o.name from organizations o
  where p_record = 'ORGANIZATION' and o.id = p_id and not o.confidential
  union all
  select s.id, s.organization_id, coalesce(s.district_id, o.district_id), s.name
  from services s left join organizations o on o.id = s.organization_id and not o.confidential
  where p_record = 'SERVICE' and s.id = p_id and not s.confidential
  union all
  select l.id, l.organization_id, o.district_id, coalesce(l.name, l.alternate_name, o.name, '')
  from locations l left join organizations o on o.id = l.organization_id and not o.confidential
  where p_record = 'LOCATION' and l.id = p_id and not l.confidential
$$;

create or replace function hamkke.type_of_record(p_record catalogue_record) returns text
immutable language sql as
$$ select initcap(p_record::text) $$;

/*
 * Refuses a record unless the viewer is of its organization or edits its district's catalogue. Everybody may
 * know of a public record, so that it is not theirs is said; a confidential one is unknown.
 */
create or replace function hamkke.reach_record(v hamkke.viewer, p_record catalogue_record, p_id uuid,
  p_only_editors boolean)
returns void stable language plpgsql as $$
declare
  r record;
begin
  select * into r from hamkke.record_of(p_record, p_id);
  if not found then
    perform hamkke.not_found('no such record');
  elsif not hamkke.edits(v, r.district_id)
    and (p_only_editors or r.organization_id is distinct from v.organization) then
    perform hamkke.refuse('RECORD_OF_OTHERS');
  end if;
end $$;

/*
 * The same, and holds it until this transaction ends. Reached before it is held: nobody waits for a row that
 * is hidden from them.
 */
create or replace function hamkke.hold_record(v hamkke.viewer, p_record catalogue_record, p_id uuid,
  p_only_editors boolean)
returns void language plpgsql as $$
declare
  set text := set_config('lock_timeout', '3s', true);
begin
  perform hamkke.reach_record(v, p_record, p_id, p_only_editors);
  execute format('select from %I where id = $1 for no key update', lower(p_record::text) || 's') using p_id;
  -- Another transaction may have hidden or removed it meanwhile.
  perform hamkke.reach_record(v, p_record, p_id, p_only_editors);
end $$;

/* The organization that a viewer acts for, as the public may know it; its people are not named. */
create or replace function hamkke.acting_for(v hamkke.viewer) returns text stable language sql as
$$ select coalesce((select o.name from organizations o where o.id = (v).organization and not o.confidential),
  'Hamkke') $$;

/* Says in HSDS's terms what became of one field of a public record (변경 이력). */
create or replace function hamkke.note_change(
  p_id uuid, p_type text, p_action text, p_field text, p_before text, p_after text, p_by text) returns void
    language sql as $$
  insert into metadata (id, resource_id, resource_type, last_action_date, last_action_type, field_name,
    previous_value,
    replacement_value, updated_by)
  values (gen_random_uuid(), p_id, p_type, hamkke.today()::text, p_action, p_field, coalesce(p_before, ''),
    coalesce(p_after, ''), p_by)
$$;

/*
 * Remembers that columns of a row were written here, or with `id` that the row was removed: no import writes
 * over them. A row that no source ever named is remembered as well, since one may name it later.
 */
create or replace function hamkke.remember_edits(p_table text, p_id uuid, p_columns text[]) returns void
language sql as $$
  insert into catalogue_edits (record_id, field, entity) select p_id, c, p_table from unnest(p_columns) c
  on conflict (record_id, field) do update set at = now()
$$;

/* Whether a record is there for everybody: neither confidential nor closed for good. */
create or replace function hamkke.is_listed(p_record catalogue_record, p_id uuid) returns boolean
stable language sql as $$
  select case p_record
    when 'SERVICE' then exists (select from services s where s.id = p_id and not s.confidential
      and s.status <> 'DEFUNCT')
    when 'ORGANIZATION' then exists (select from organizations o where o.id = p_id and not o.confidential)
    else exists (select from locations l where l.id = p_id and not l.confidential) end
$$;

/*
 * Of some records those that are public, and whether they are listed: one that is closed for good is public
 * and not listed.
 */
create or replace function hamkke.public_records(p_record catalogue_record, p_ids uuid[])
returns table (id uuid, listed boolean)
stable language sql as $$
  select o.id, true from organizations o where p_record = 'ORGANIZATION' and o.id = any(p_ids)
    and not o.confidential
  union all
  select s.id, s.status <> 'DEFUNCT' from services s where p_record = 'SERVICE' and s.id = any(p_ids)
    and not s.confidential
  union all
  select l.id, true from locations l where p_record = 'LOCATION' and l.id = any(p_ids) and not l.confidential
$$;

/*
 * Tells the public feed what became of records, in the transaction of the change: the one function that
 * writes it, for an import as for a command. The feed is locked until that commits, so call it last: places
 * are then the order in which changes become visible. CHANGED of a confidential record is told to nobody,
 * unless the feed knows the record as a public one: then it is REMOVED. Whoever makes a public record
 * confidential, or takes it out, says REMOVED.
 */
create or replace function hamkke.tell_catalogue(
  p_kind catalogue_change_kind, p_record catalogue_record, p_ids uuid[], p_into uuid default null)
    returns void
language plpgsql as $$
declare
  head bigint;
begin
  /* locks.catalogueFeed */
  perform pg_advisory_xact_lock(4835512121);
  select coalesce(max(position), 0) into head from catalogue_changes;
  with changed as materialized (
    select u.id, k.listed, k.id is not null as public, row_number() over (order by u.id) as nth
    from (select distinct unnest(p_ids) as id) u left join hamkke.public_records(p_record, p_ids) k
      on k.id = u.id
    left join catalogue_changes c on c.record_id = u.id
    where p_kind <> 'CHANGED' or k.id is not null or c.kind <> 'REMOVED'
  ), hidden as (
    -- What was said of a record goes with it.
    update verifications x set confidential = true from changed t where x.record_id = t.id and not t.public
      and not x.confidential
  )
  insert into catalogue_changes (record_id, position, kind, record, merged_into_id)
  select id, head + nth, case when p_kind = 'CHANGED' and listed is not true then 'REMOVED' else p_kind end,
    p_record, p_into
  from changed
  on conflict (record_id) do update set position = excluded.position, at = now(), kind = excluded.kind,
    record = excluded.record, merged_into_id = excluded.merged_into_id;
end $$;

/*
 * What became of the catalogue behind a place of the feed: ids and kinds, never a value. A record that is not
 * there for everybody is REMOVED, whatever was told of it, and one merged into such a record likewise.
 */
create or replace function hamkke.catalogue_changes(p_after bigint, p_most int) returns json
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  head bigint := coalesce((select max(position) from catalogue_changes), 0);
begin
  -- A cursor from a later time than this database's, such as before it was restored: what it knew may not be
  -- so here.
  if p_after > head or p_after < 0 then
    perform hamkke.refuse_cursor(null);
  end if;
  return json_build_object('head', head, 'told',
    (select coalesce(json_agg(json_build_object('position', position::text,
      'at', at, 'kind', kind, 'record', record, 'id', hamkke.type_of_record(record) || ':' || record_id,
      'mergedInto', case when kind = 'MERGED' then hamkke.type_of_record(record) || ':' || merged_into_id end)
        order by position), '[]')
    from (select c.position, c.at, c.record, c.record_id, c.merged_into_id,
        case when hamkke.is_listed(c.record, case when c.kind = 'MERGED' then c.merged_into_id
          else c.record_id end)
          then c.kind else 'REMOVED' end as kind
      from catalogue_changes c where c.position > coalesce(p_after, 0) order by c.position limit p_most)
        changed));
end $$;

/*
 * Confirms how much room a service has (여유 확인), by whoever gives it or edits the catalogue. What is confirmed
 * last is what holds: two at once come one after the other.
 */
create or replace function hamkke.confirm_capacity(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  service uuid := (p ->> 'service_id')::uuid;
  unit uuid := (p ->> 'unit_id')::uuid;
  had service_capacities;
  much float8 := (p ->> 'available')::float8;
  most float8;
begin
  perform hamkke.hold_record(v, 'SERVICE', service, false);
  if p ->> 'capacity_id' is not null then
    select * into had from service_capacities c
    where c.id = (p ->> 'capacity_id')::uuid and c.service_id = service and not c.confidential;
    if not found then
      perform hamkke.not_found('no such capacity');
    end if;
  elsif (select count(*) from service_capacities c where c.service_id = service and not c.confidential
      and (unit is null or c.unit_id = unit)) > 1 then
    perform hamkke.refuse('SEVERAL_CAPACITIES');
  else
    select * into had from service_capacities c
    where c.service_id = service and not c.confidential and (unit is null or c.unit_id = unit);
  end if;
  most := case when p ? 'maximum' then (p ->> 'maximum')::float8 else had.maximum end;
  if much < 0 or much > coalesce(most, much) then
    perform hamkke.refuse('AVAILABLE_OUT_OF_RANGE', jsonb_build_object('maximum', most,
      'field', 'input.available'));
  elsif had.id is null and not exists (select from units u where u.id = unit and not u.confidential) then
    perform hamkke.refuse('CAPACITY_WITHOUT_UNIT');
  elsif had.id is null then
    insert into service_capacities (id, service_id, unit_id, available, maximum, updated)
    values ((p ->> 'id')::uuid, service, unit, much, most, now());
  else
    update service_capacities c set available = much, maximum = most, updated = now(), last_modified = now()
      where c.id = had.id;
    if had.available <> much then
      perform hamkke.note_change(had.id, 'service_capacity', 'update', 'available', had.available::text,
        much::text,
        hamkke.acting_for(v));
    end if;
  end if;
  -- What a source said before that is no news (hsds/import/loading/written.ts).
  perform hamkke.remember_edits('service_capacities', coalesce(had.id, (p ->> 'id')::uuid),
    '{available,maximum,updated}');
  perform hamkke.keep_search(array[service]);
  perform hamkke.tell_catalogue('CHANGED', 'SERVICE', array[service]);
end $$;

reset role;
