set local role hamkke_keeper;

/*
 * Rows of the catalogue with all that belongs to them, table by table. A program takes the services of its
 * organization with it by their organization, and nobody else's.
 */
create or replace function hamkke.rows_under(p_table text, p_ids uuid[])
returns table (tab text, ids uuid[]) stable language plpgsql as $$
declare
  r record;
  below uuid[];
begin
  if cardinality(p_ids) = 0 then
    return;
  end if;
  tab := p_table;
  ids := p_ids;
  return next;
  for r in select x.tab, x.col from hamkke.references_to(p_table) x
    where hamkke.is_catalogue(x.tab) and x.col <> 'program_id'
  loop
    execute format('select array(select id from %I where %I = any($1))', r.tab, r.col) into below using p_ids;
    return query select * from hamkke.rows_under(r.tab, below);
  end loop;
end $$;

/*
 * All rows that tell of a record: those that belong to it, places of nobody where nothing else is given, and
 * what knows any of them by its id alone.
 */
create or replace function hamkke.rows_of_record(p_record catalogue_record, p_id uuid)
returns table (tab text, id uuid) stable language plpgsql as $$
#variable_conflict use_column
begin
  return query with own as materialized (
    select u.tab, x.id from hamkke.rows_under(lower(p_record::text) || 's', array[p_id]) u,
      unnest(u.ids) x(id)
  ), lone as materialized (
    select distinct l.id from own w join services_at_location x on x.service_id = w.id
    join locations l on l.id = x.location_id and l.organization_id is null
    where w.tab = 'services' and not exists (select from services_at_location y where y.location_id = l.id
      and y.service_id not in (select o.id from own o where o.tab = 'services'))
  ), whole as materialized (
    select * from own
    union select u.tab, x.id from hamkke.rows_under('locations', array(select l.id from lone l)) u,
      unnest(u.ids) x(id)
  )
  select * from whole
  union select 'attributes', a.id from attributes a where a.link_id in (select w.id from whole w)
  union select 'metadata', m.id from metadata m where m.resource_id in (select w.id from whole w)
  union select 'verifications', x.id from verifications x where x.record_id in (select w.id from whole w);
end $$;

/* Makes rows confidential, or public, and answers those that were not so before. */
create or replace function hamkke.hide_rows(p_rows jsonb, p_confidential boolean) returns uuid[]
language plpgsql as $$
declare
  t record;
  turned uuid[];
  every uuid[] := '{}';
begin
  for t in select x ->> 'tab' as tab, array_agg((x ->> 'id')::uuid) as ids from jsonb_array_elements(p_rows) x
    group by 1 order by 1
  loop
    execute format('with turned as (update %I set confidential = $2, last_modified = now()
      where id = any($1) and confidential <> $2 returning id) select array(select id from turned)', t.tab)
      into turned using t.ids, p_confidential;
    every := every || turned;
  end loop;
  return every;
end $$;

/*
 * Withdraws into SAFE_LOCATION what tells that somebody is at an organization or uses a service that is
 * confidential now, as it is for what is written after that.
 */
create or replace function hamkke.shelter_rows(p_organizations uuid[], p_services uuid[]) returns void
language plpgsql as $$
declare
  hidden uuid[];
begin
  update agreements set sheltered = true where organization_id = any(p_organizations) and not sheltered;
  update agreement_steps set sheltered = true where organization_id = any(p_organizations) and not sheltered;
  update consents set sheltered = true where organization_id = any(p_organizations) and not sheltered;
  update consent_steps s set sheltered = true from consents c where c.district_id = s.district_id
    and c.id = s.consent_id and c.organization_id = any(p_organizations) and not s.sheltered;
  -- Referrals first, each table by itself: what a step writes that is waited for is found by the next.
  update referrals set data_class = 'SAFE_LOCATION' where (service_id = any(p_services)
    or recipient_id = any(p_organizations)) and data_class <> 'SAFE_LOCATION';
  hidden := array(select r.id from referrals r where service_id = any(p_services)
    or recipient_id = any(p_organizations));
  update referral_events set data_class = 'SAFE_LOCATION' where referral_id = any(hidden);
  update referral_messages set data_class = 'SAFE_LOCATION' where referral_id = any(hidden);
  update service_records set data_class = 'SAFE_LOCATION' where referral_id = any(hidden);
  update service_record_changes c set data_class = 'SAFE_LOCATION' from service_records s
    where s.district_id = c.district_id and s.id = c.record_id and s.referral_id = any(hidden);
  update consultation_questions set data_class = 'SAFE_LOCATION' where (referral_id = any(hidden)
    or answered_by_id = any(p_organizations)) and data_class <> 'SAFE_LOCATION';
  update linkages set data_class = 'SAFE_LOCATION' where (service_id = any(p_services)
    or provider_id = any(p_organizations)) and data_class <> 'SAFE_LOCATION';
  update allocations a set data_class = 'SAFE_LOCATION' from linkages l
    where a.district_id = l.district_id and a.linkage_id = l.id and a.data_class <> 'SAFE_LOCATION'
      and (l.service_id = any(p_services) or l.provider_id = any(p_organizations));
end $$;

/* Says in the feed what became of the records among some rows, and what searches find of them. */
create or replace function hamkke.tell_of_rows(p_rows jsonb, p_kind catalogue_change_kind) returns void
language plpgsql as $$
declare
  ids uuid[] := array(select (x ->> 'id')::uuid from jsonb_array_elements(p_rows) x);
  around uuid[];
  r catalogue_record;
begin
  around := ids || array(select l.service_id from services_at_location l where l.location_id = any(ids));
  perform hamkke.keep_search_around(around);
  foreach r in array enum_range(null::catalogue_record) loop
    perform hamkke.tell_catalogue(p_kind, r, t.ids) from (
      select array_agg((x ->> 'id')::uuid) as ids from jsonb_array_elements(p_rows) x
      where x ->> 'tab' = lower(r::text) || 's') t where t.ids is not null;
  end loop;
end $$;

create or replace function hamkke.record_rows(p_record catalogue_record, p_id uuid) returns jsonb
stable language sql as $$
  select coalesce(jsonb_agg(to_jsonb(x)), '[]') from hamkke.rows_of_record(p_record, p_id) x
$$;

/*
 * Hides a record with all that tells of it, and answers what was public of that. Once more when the feed is
 * locked: by then whoever was writing a part of it has ended, and whoever comes later finds it hidden.
 */
create or replace function hamkke.hide_record(
  p_record catalogue_record, p_id uuid, p_told catalogue_change_kind) returns uuid[] language plpgsql as $$
declare
  rows jsonb;
  turned uuid[];
  every uuid[] := '{}';
begin
  for pass in 1..2 loop
    rows := hamkke.record_rows(p_record, p_id);
    turned := hamkke.hide_rows(rows, true);
    every := every || turned;
    -- Of what was confidential before, nobody learns that it is there.
    select coalesce(jsonb_agg(x), '[]') into rows from jsonb_array_elements(rows) x
      where (x ->> 'id')::uuid = any(turned);
    perform hamkke.tell_of_rows(rows, p_told);
  end loop;
  return every;
end $$;

/* The same with what tells that somebody is there; answers what of it was confidential before. */
create or replace function hamkke.hide_whole(p_record catalogue_record, p_id uuid) returns uuid[]
language plpgsql as $$
declare
  rows jsonb := hamkke.record_rows(p_record, p_id);
  turned uuid[] := hamkke.hide_record(p_record, p_id, 'REMOVED');
begin
  perform hamkke.shelter_rows(case p_record when 'ORGANIZATION' then array[p_id] else '{}' end,
    array(select (x ->> 'id')::uuid from jsonb_array_elements(rows) x where x ->> 'tab' = 'services'));
  return array(select (x ->> 'id')::uuid from jsonb_array_elements(rows) x
    where not (x ->> 'id')::uuid = any(turned));
end $$;

/*
 * Hides organizations that were public here and that their source keeps from the public now. In nobody's
 * name: editors who knew them as public ones can make them public again.
 */
create or replace function hamkke.conceal_as_source(p_ids uuid[], p_reason text) returns void
language plpgsql as $$
declare
  o organizations;
begin
  for o in select * from organizations x where x.id = any(p_ids) and not x.confidential order by x.id loop
    insert into concealments (id, kind, record_id, district_id, reason, hidden_before)
    values (gen_random_uuid(), 'ORGANIZATION', o.id, o.district_id, p_reason,
      hamkke.hide_whole('ORGANIZATION', o.id));
  end loop;
end $$;

/*
 * Hides what belongs to records that were made confidential and that was written since, as by an import:
 * before that is kept, and once more when it is, since somebody may have hidden a record meanwhile. Only what
 * the feed knows as public is told to be gone.
 */
create or replace function hamkke.conceal_again() returns void language plpgsql as $$
declare
  c concealments;
begin
  for c in select * from concealments where ended_at is null order by at, id loop
    perform hamkke.hide_record(c.kind, c.record_id, 'CHANGED');
  end loop;
end $$;

/*
 * Makes a record confidential with all that tells of it (비공개), or public again what an editor made so, or
 * the import of a source that knew it as a public one: one command that hides, changes what is searched, and
 * tells the feed. A record that is confidential for another reason is unknown here.
 */
create or replace function hamkke.set_confidential(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  of_kind catalogue_record := (p ->> 'record')::catalogue_record;
  root uuid := (p ->> 'record_id')::uuid;
  hides boolean := (p ->> 'confidential')::boolean;
  set text := set_config('lock_timeout', '3s', true);
  c concealments;
  rows jsonb;
  turned uuid[];
  district text;
begin
  if hides then
    perform hamkke.hold_record(v, of_kind, root, true);
    if of_kind = 'ORGANIZATION' and exists (select from organizations o where o.id = root
        and o.partner_kind = any(hamkke.center_kinds() || 'POLICE'::partner_kind)) then
      perform hamkke.refuse('OFFICE_IS_PUBLIC');
    end if;
    select r.district_id into district from hamkke.record_of(of_kind, root) r;
    perform hamkke.conceal(of_kind, root, district, p ->> 'reason', hamkke.hide_whole(of_kind, root));
    return;
  end if;
  select x.* into c from concealments x where x.record_id = root and x.kind = of_kind
    and x.ended_at is null and hamkke.edits(v, x.district_id) for update;
  if c.id is null then
    -- Unknown, hidden by nobody's command, or public: whoever may know of it is told that it is public.
    perform hamkke.reach_record(v, of_kind, root, true);
    perform hamkke.refuse('RECORD_IS_PUBLIC');
  end if;
  update concealments set ended_at = now(), ended_because = p ->> 'reason', ended_by_post_id = v.post
    where id = c.id;
  -- What is hidden for a reason of its own stays so.
  turned := c.hidden_before || array(select y.id from concealments o,
    hamkke.rows_of_record(o.kind, o.record_id) y where o.ended_at is null);
  select coalesce(jsonb_agg(to_jsonb(y)), '[]') into rows from hamkke.rows_of_record(of_kind, root) y
    where not y.id = any(turned);
  perform hamkke.hide_rows(rows, false);
  if c.post_id is null then
    -- The source goes on to keep it from the public, and to mask its name: an editor has decided otherwise.
    insert into catalogue_edits (record_id, entity, field)
    select (x ->> 'id')::uuid, x ->> 'tab', f.field from jsonb_array_elements(rows) x
      join (values ('confidential'), ('name')) f (field)
        on f.field = 'confidential' or x ->> 'tab' in ('organizations', 'locations')
    where hamkke.is_catalogue(x ->> 'tab') on conflict do nothing;
  end if;
  if of_kind = 'ORGANIZATION' then
    update agreements set sheltered = false where organization_id = root and sheltered
      and exists (select from organizations o where o.id = root and not o.confidential);
    update agreement_steps set sheltered = false where organization_id = root and sheltered
      and exists (select from organizations o where o.id = root and not o.confidential);
  end if;
  perform hamkke.tell_of_rows(rows, 'CHANGED');
end $$;

reset role;
