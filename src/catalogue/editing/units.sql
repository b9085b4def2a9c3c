set local role hamkke_keeper;

/*
 * Makes a unit that room is counted in, or changes one: an editor's to do. Units are shared, so one that is
 * said of a service of another district stays as it is; only public services are looked at, and nobody learns
 * of another one.
 */
create or replace function hamkke.save_unit(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  set text := set_config('lock_timeout', '3s', true);
  said jsonb := p -> 'row' -> 'values';
  fresh boolean := (p -> 'row' ->> 'is_new')::boolean;
  unit uuid := (p -> 'row' ->> 'id')::uuid;
  had units;
  wanted units;
  same text;
begin
  if not v.duties && hamkke.editing_duties() then
    perform hamkke.not_found('no such unit');
  elsif not fresh then
    select * into had from units u where u.id = unit and not u.confidential for no key update;
    if had.id is null then
      perform hamkke.not_found('no such unit');
    elsif exists (select from service_capacities c, hamkke.record_of('SERVICE', c.service_id) r
        where c.unit_id = unit and not c.confidential and not hamkke.edits(v, r.district_id)) then
      perform hamkke.refuse('UNIT_OF_OTHERS');
    -- Clients read instants to the millisecond.
    elsif date_trunc('milliseconds', had.last_modified)
        is distinct from date_trunc('milliseconds', (p ->> 'expected_last_modified')::timestamptz) then
      perform hamkke.refuse('CHANGED_MEANWHILE');
    end if;
  end if;
  wanted := jsonb_populate_record(had, said);
  -- Two at once would each find that nobody has the name.
  perform pg_advisory_xact_lock(4835512123);
  select 'Unit:' || u.id into same from units u where u.id <> unit and not u.confidential
    and hamkke.name_key(u.name) = hamkke.name_key(wanted.name) and hamkke.name_key(u.name) <> ''
    and u.scheme is not distinct from wanted.scheme order by u.id limit 1;
  if same is not null then
    perform hamkke.refuse('UNIT_EXISTS', jsonb_build_object('unitId', same));
  end if;
  perform hamkke.write_row(p -> 'row', null, false, hamkke.acting_for(v));
  update units u set last_modified = greatest(now(), u.last_modified + interval '1 millisecond')
    where u.id = unit and not fresh;
  perform hamkke.tell_catalogue('CHANGED', 'SERVICE', x.serving) from (
    select array_agg(distinct c.service_id) as serving from service_capacities c
    where c.unit_id = unit and not c.confidential) x where x.serving is not null;
end $$;

reset role;
