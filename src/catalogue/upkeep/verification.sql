set local role hamkke_keeper;

/* The districts whose catalogue the viewer edits beside what is of none; NULL where they are no editor. */
create or replace function hamkke.edited_districts(v hamkke.viewer) returns text[] stable language sql as $$
  select case when (v).duties && hamkke.editing_duties() then array(
    select d.id from districts d where d.id = (v).district or d.parent_id = (v).district) end
$$;

/*
 * Says that a record was looked at and is true (정보 확인), until a day: by whoever's it is, or an editor. A
 * service's assured date is the same thing in HSDS's words, so it follows; when the record was last edited
 * does not.
 */
create or replace function hamkke.verify_record(p jsonb) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  kind catalogue_record := (p ->> 'record')::catalogue_record;
  verified uuid := (p ->> 'record_id')::uuid;
  until date := coalesce((p ->> 'valid_until')::date, hamkke.today() + hamkke.usual_verification_days());
  before text;
  verification uuid;
begin
  perform hamkke.hold_record(v, kind, verified, false);
  if until < hamkke.today() or until > hamkke.today() + hamkke.longest_verification_days()
    then
    perform hamkke.refuse('VERIFICATION_OUT_OF_RANGE');
  end if;
  select (x.verified_at at time zone 'Asia/Seoul')::date::text into before from verifications x
    where x.record_id = verified;
  insert into verifications (id, kind, record_id, valid_until, organization_id, duty, post_id)
  values ((p ->> 'id')::uuid, kind, verified, until, v.organization,
    coalesce((select d from unnest(v.duties) d where d = any(hamkke.editing_duties()) limit 1), v.duties[1]),
      v.post)
  on conflict (record_id) do update set verified_at = now(), last_modified = now(),
    valid_until = excluded.valid_until,
    organization_id = excluded.organization_id, duty = excluded.duty, post_id = excluded.post_id
  returning id into verification;
  if kind = 'SERVICE' then
    select s.assured_date::text into before from services s where s.id = verified;
    update services set assured_date = hamkke.today(),
      assurer_email = (select o.email from organizations o where o.id = v.organization and not o.confidential)
    where id = verified;
  end if;
  perform hamkke.note_change(verified, lower(kind::text), 'verify',
    case kind when 'SERVICE' then 'assured_date' else 'verification' end, before, hamkke.today()::text,
      hamkke.acting_for(v));
  perform hamkke.tell_catalogue('CHANGED', kind, array[verified]);
  return verification;
end $$;

/*
 * Records whose verification has ended or ends by a day, the soonest first; those that nobody verified come
 * last, since one import may bring a hundred thousand of them. An editor's are those of the districts edited,
 * everybody else's the own organization's.
 */
create or replace function hamkke.verifications_due_page(p_before date, p_record catalogue_record,
  p_district text,
  p_states verification_state[], p_after text[], p_limit int, p_count boolean) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  districts text[] := hamkke.edited_districts(v);
  today date := hamkke.today();
begin
  return (with records as (
    select 'ORGANIZATION'::catalogue_record as record, o.id, o.id as organization_id, o.name,
      o.name as organization_name,
      o.district_id, o.last_modified
    from organizations o where not o.confidential and coalesce(p_record, 'ORGANIZATION') = 'ORGANIZATION'
    union all
    select 'SERVICE', s.id, o.id, s.name, o.name, coalesce(s.district_id, o.district_id), s.last_modified
    from services s left join organizations o on o.id = s.organization_id and not o.confidential
    where not s.confidential and s.status <> 'DEFUNCT' and coalesce(p_record, 'SERVICE') = 'SERVICE'
    union all
    select 'LOCATION', l.id, o.id, coalesce(l.name, l.alternate_name, o.name, ''), o.name, o.district_id,
      l.last_modified
    from locations l left join organizations o on o.id = l.organization_id and not o.confidential
    where not l.confidential and coalesce(p_record, 'LOCATION') = 'LOCATION'
  ), due as (
    select r.*, x.verified_at, x.valid_until, coalesce(x.valid_until, 'infinity') as due_on, (case
      when x.valid_until is null then 'NEVER' when x.valid_until < today then 'OVERDUE'
        else 'DUE' end)::verification_state as state
    from records r left join verifications x on x.record_id = r.id
    where (r.organization_id = v.organization or districts is not null
      and (r.district_id is null or r.district_id = any(districts)))
      and (p_district is null or r.district_id = p_district)
      and (x.valid_until is null or x.valid_until <= coalesce(p_before,
        today + hamkke.verification_due_days()))
  ), wanted as (
    select * from due where p_states is null or state = any(p_states)
  ), paged as (
    select * from wanted where p_after is null or (due_on, id) > (p_after[1]::date, p_after[2]::uuid)
    order by due_on, id limit p_limit
  )
  select jsonb_build_object('rows', coalesce((select jsonb_agg(jsonb_build_object(
        'recordId', hamkke.type_of_record(record) || ':' || id, 'record', record, 'name', name,
        'organizationId', 'Organization:' || organization_id, 'organizationName', organization_name,
          'districtId', district_id,
        'state', state, 'verifiedAt', verified_at, 'validUntil', valid_until, 'lastModified', last_modified,
        '$c', jsonb_build_array(due_on::text, id::text)) order by due_on, id) from paged), '[]'),
    'total', case when p_count then (select count(*) from wanted) end));
end $$;

reset role;
