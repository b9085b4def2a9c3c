set local role hamkke_keeper;

/* A column's name as the API has it. */
create or replace function hamkke.field_name(p_column text) returns text immutable language sql as $$
  select string_agg(case nth when 1 then part else initcap(part) end, '' order by nth)
  from regexp_split_to_table(p_column, '_') with ordinality parts(part, nth)
$$;

/* Columns that lead to other records of the catalogue, which editors fill in beside a record's own words. */
create or replace function hamkke.editable_references(p_table text) returns text[]
immutable language sql as $$
  select case p_table when 'services' then array['program_id']
    when 'organizations' then array['parent_organization_id']
    when 'services_at_location' then array['location_id']
    when 'service_capacities' then array['unit_id'] when 'sponsorships' then array['sponsor_id'] else '{}' end
$$;

/*
 * Refuses a reference to a record that is not there for everybody, and a program of another organization.
 */
create or replace function hamkke.check_references(p_id uuid, p_organization uuid, p_values jsonb)
returns void stable language plpgsql as $$
begin
  if p_values ->> 'program_id' is not null and not exists (select from programs g
      where g.id = (p_values ->> 'program_id')::uuid and not g.confidential
        and g.organization_id = p_organization)
    or p_values ->> 'parent_organization_id' is not null and (not exists (select from organizations o
      where o.id = (p_values ->> 'parent_organization_id')::uuid and not o.confidential)
        -- Nobody is above themselves, by no way around.
        or p_id in (with recursive above as (
          select (p_values ->> 'parent_organization_id')::uuid as id
          union select o.parent_organization_id from above a join organizations o on o.id = a.id)
          select a.id from above a where a.id is not null))
    or p_values ->> 'location_id' is not null and not exists (select from locations l
      where l.id = (p_values ->> 'location_id')::uuid and not l.confidential)
    or p_values ->> 'unit_id' is not null and not exists (select from units u
      where u.id = (p_values ->> 'unit_id')::uuid and not u.confidential)
    or p_values ->> 'sponsor_id' is not null and not exists (select from sponsors s
      where s.id = (p_values ->> 'sponsor_id')::uuid and not s.confidential) then
    perform hamkke.not_found('no such record to refer to');
  end if;
end $$;

/* Where in what was sent a column stands: `p_at` is the path of its row, or has the path of each column. */
create or replace function hamkke.path_of(p_at jsonb, p_column text) returns text immutable language sql as $$
  select case jsonb_typeof(p_at) when 'string' then (p_at #>> '{}') || '.' || hamkke.field_name(p_column)
    else p_at ->> p_column end
$$;

/* A row with some columns of another one of its table. */
create or replace function hamkke.with_values(p_row jsonb, p_values jsonb, p_keys text[]) returns jsonb
immutable language sql as $$
  select p_row || coalesce((select jsonb_object_agg(k, p_values -> k) from unnest(p_keys) k), '{}')
$$;

/* Whether a schedule that has hours is of any day at all, within eight years from its first. */
create or replace function hamkke.is_of_a_day(p schedules) returns boolean stable language sql as $$
  select exists (select from generate_series(0, 366 * 8) nth
    where hamkke.recurs_on(p, coalesce(greatest((p).valid_from, (p).dtstart), hamkke.today()) + nth))
$$;

/*
 * Refuses a schedule of which some columns are written and that can never be: half a pair of hours, or days
 * that there are none of.
 */
create or replace function hamkke.check_schedule(s schedules, p_keys text[], p_at jsonb) returns void
stable language plpgsql as $$
declare
  -- What is at fault is said of a column that was sent, where it may be one of several.
  wrong text;
begin
  if num_nulls((s).opens_at, (s).closes_at) = 1 and p_keys && '{opens_at,closes_at}' then
    wrong := case when (s).opens_at is null then 'opens_at' else 'closes_at' end;
    perform hamkke.refuse('HOURS_HALF_SAID', jsonb_build_object('field',
      coalesce(hamkke.path_of(p_at, wrong), hamkke.path_of(p_at, p_keys[1]))));
  elsif (s).opens_at = (s).closes_at and p_keys && '{opens_at,closes_at}' then
    perform hamkke.refuse('HOURS_OF_NO_TIME', jsonb_build_object('field',
      coalesce(hamkke.path_of(p_at, 'closes_at'), hamkke.path_of(p_at, 'opens_at'))));
  elsif ((s).interval > 1 or (s).count is not null) and (s).dtstart is null
      and p_keys && '{interval,count,dtstart}' then
    perform hamkke.refuse('FIRST_DAY_NEEDED', jsonb_build_object('field',
      coalesce(hamkke.path_of(p_at, 'dtstart'), hamkke.path_of(p_at, p_keys[1]))));
  elsif (s).byday ~ '[0-9]' and coalesce((s).freq, 'WEEKLY') in ('DAILY', 'WEEKLY')
      and p_keys && '{byday,freq}' then
    perform hamkke.refuse('WEEKDAY_OF_NO_MONTH', jsonb_build_object('field',
      coalesce(hamkke.path_of(p_at, 'byday'), hamkke.path_of(p_at, 'freq'))));
  elsif num_nonnulls((s).opens_at, (s).closes_at) = 2
      and p_keys && '{opens_at,closes_at,valid_from,valid_to,dtstart,until,count,freq,interval,wkst,byday,'
        'byweekno,bymonthday,byyearday}'
      and (not hamkke.has_hours(s) or not hamkke.is_of_a_day(s)) then
    perform hamkke.refuse('SCHEDULE_OF_NO_DAY', jsonb_build_object('field',
      case jsonb_typeof(p_at) when 'string' then p_at #>> '{}' else hamkke.path_of(p_at, p_keys[1]) end));
  end if;
end $$;

/*
 * Refuses what cannot be of a row as it would be, as far as the columns tell that are written: what was there
 * before stays correctable in other respects, whatever its source said.
 */
create or replace function hamkke.check_row(p_table text, p_row jsonb, p_keys text[], p_at jsonb)
returns void language plpgsql as $$
declare
  span record;
  ended date;
  wrong text;
begin
  for span in select * from (values ('valid_from', 'valid_to'), ('dtstart', 'until'), ('since', 'until'),
    ('minimum_age', 'maximum_age')) spans(begins, ends) where array[begins, ends] && p_keys
  loop
    if (case span.begins when 'minimum_age' then (p_row ->> span.ends)::int < (p_row ->> span.begins)::int
        else (p_row ->> span.ends)::date < (p_row ->> span.begins)::date end) then
      wrong := case when span.ends = any(p_keys) then span.ends else span.begins end;
      perform hamkke.refuse('ENDS_BEFORE_IT_BEGINS', jsonb_build_object('field',
        hamkke.path_of(p_at, wrong)));
    end if;
  end loop;
  if p_table = 'service_capacities' and p_keys && '{available,maximum}'
      and (p_row ->> 'available')::float8 > (p_row ->> 'maximum')::float8 then
    wrong := case when 'available' = any(p_keys) then 'available' else 'maximum' end;
    perform hamkke.refuse('AVAILABLE_OUT_OF_RANGE', jsonb_build_object('field',
      hamkke.path_of(p_at, wrong), 'maximum', (p_row ->> 'maximum')::float8));
  elsif p_table = 'sponsorships' then
    -- Held, so that nobody closes it before this row is there to be ended with it.
    select s.closed_on into ended from sponsors s where s.id = (p_row ->> 'sponsor_id')::uuid for share;
    if ended < coalesce((p_row ->> 'until')::date, 'infinity') then
      perform hamkke.refuse('SPONSOR_HAS_ENDED', jsonb_build_object('on', ended, 'field',
        coalesce(hamkke.path_of(p_at, 'until'), hamkke.path_of(p_at, p_keys[1]))));
    end if;
  elsif p_table = 'schedules' then
    perform hamkke.check_schedule(jsonb_populate_record(null::schedules, p_row), p_keys, p_at);
  end if;
end $$;

/*
 * Whoever says how much room is left confirms it by that, and what a source said before is no news
 * (hsds/import/loading/written.ts).
 */
create or replace function hamkke.confirm_room(p_table text, p_id uuid, p_columns text[]) returns void
language plpgsql as $$
begin
  if p_table = 'service_capacities' and 'available' = any(p_columns) then
    update service_capacities c set updated = now() where c.id = p_id;
    perform hamkke.remember_edits(p_table, p_id, '{available,maximum,updated}');
  end if;
end $$;

reset role;
