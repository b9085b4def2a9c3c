set local role hamkke_keeper;

/*
 * A report on a household that is known already opens nothing to anybody before somebody of the serving
 * centre accepts it: whoever writes a report would otherwise make the basis of a scope, their own or another
 * centre's.
 */

create or replace function hamkke.incoming_report_state(r incoming_reports) returns incoming_report_state
stable language sql as $$
  select case when (r).state = 'PENDING' and now() >= (r).expires_at then 'EXPIRED' else (r).state end
$$;

/*
 * The centres that serve a household: those with an open case of it; where none is open, the one whose case
 * was the last.
 */
create or replace function hamkke.serving_centers(p_district text, p_household uuid) returns setof uuid
stable language sql as $$
  with known as (
    select c.center_id, c.stage not in ('CLOSED', 'FOLLOW_UP') as open,
      row_number() over (order by c.opened_on desc, c.id) = 1 as last
    from cases c where c.district_id = p_district and c.household_id = p_household
  )
  select distinct center_id from known where open or last and not exists (select from known where open)
$$;

/*
 * Whether a report opens nothing that is not open: its centre reaches the household already; and the police
 * that sent it have sent one there before, or a worker of the household's own district writes down what they
 * said.
 */
create or replace function hamkke.opens_nothing_new(v hamkke.viewer, p_district text, p_household uuid,
  p_center uuid,
  p_sender uuid) returns boolean stable language sql as $$
  select (exists (select from cases c where c.district_id = p_district and c.household_id = p_household
    and c.center_id = p_center)
      or exists (select from intake_reports r where r.district_id = p_district
        and r.household_id = p_household
        and r.center_id = p_center))
    and (not exists (select from organizations o where o.id = p_sender and o.partner_kind = 'POLICE')
      or exists (select from report_origins o
        join intake_reports r on r.district_id = o.district_id and r.id = o.report_id
        where o.district_id = p_district and o.household_id = p_household and o.sender_id = p_sender
          and r.center_id = p_center)
      or exists (select from hamkke.scope_of(v, p_district, array[p_household]) s
        where s.subject_id = p_household and s.records & hamkke.class_bit('SUMMARY') <> 0))
$$;

/*
 * Whether somebody decides about a report: a second person, who manages cases at a centre that serves the
 * household.
 */
create or replace function hamkke.decides_report(v hamkke.viewer, r incoming_reports) returns boolean
stable language sql as $$
  select v.district = r.district_id and v.staff <> (select staff_id from posts where id = r.post_id)
    and case when exists (select from hamkke.serving_centers(r.district_id, r.household_id))
      then v.duties && hamkke.step_duties('CONFER')
        and v.organization in (select hamkke.serving_centers(r.district_id, r.household_id))
      -- Nobody serves it: the district's administrator decides, who knows of every household and gains
      -- nothing by it.
      else v.duties && hamkke.unserved_deciding_duties() end
$$;

/*
 * Whether somebody triages where a report was received, or received it as a nurse or at the portal, and so
 * reads its words while it waits.
 */
create or replace function hamkke.received_report(v hamkke.viewer, r incoming_reports) returns boolean
stable language sql as $$
  select v.district = r.district_id and (v.organization = r.center_id
      and v.duties && hamkke.step_duties('TRIAGE')
    or v.post = r.post_id and v.duties && hamkke.receiving_duties())
$$;

/* The names of those whom a report concerns, as far as its writer could read them: it passes on no other. */
create or replace function hamkke.readable_names(v hamkke.viewer, p_district text, p_household uuid,
  p_concerned uuid[]) returns jsonb stable language sql as $$
  select coalesce(jsonb_agg(i.name order by m.ordinal, m.id), '[]') from members m
  join member_identities i on i.district_id = m.district_id and i.member_id = m.id
  where m.district_id = p_district and m.id = any(p_concerned)
    and exists (select from hamkke.scope_of(v, p_district, array[p_household]) s
      where s.subject_id = m.id and s.mask & hamkke.class_bit('IDENTITY') <> 0
        and s.basis <> 'BREAK_GLASS')
$$;

/*
 * Keeps a report until somebody decides, and tells the heads of the serving centres, or the portal where
 * there are none.
 */
create or replace function hamkke.keep_incoming_report(v hamkke.viewer, p jsonb, p_concerned uuid[])
returns void
language plpgsql as $$
declare
  district text := p ->> 'district_id';
  household uuid := (p ->> 'household_id')::uuid;
  report uuid := (p ->> 'report_id')::uuid;
begin
  insert into incoming_reports (district_id, id, household_id, center_id, post_id, organization_id,
    expires_at, report, people)
  values (district, report, household, (p ->> 'center_id')::uuid, v.post, v.organization,
    now() + make_interval(days => hamkke.report_waiting_days()),
    p || jsonb_build_object('concerned', p_concerned, 'received_at', now()),
    hamkke.readable_names(v, district, household, p_concerned));
  insert into notifications (district_id, id, post_id, kind, incoming_report_id)
  select district, gen_random_uuid(), notified.id, 'REPORT_WAITS', report
  from (
    select p.id, rank() over (order by 'CENTER_HEAD' = any(p.duties) desc) as rank
    from posts p join staff s on s.id = p.staff_id and s.active
    where p.active and p.district_id = district and p.staff_id <> v.staff
      and ('CENTER_HEAD' = any(p.duties)
          and p.organization_id in (select hamkke.serving_centers(district, household))
        or p.duties && hamkke.unserved_deciding_duties())
  ) notified where notified.rank = 1;
end $$;

/*
 * Reports that wait for a decision about a household that became part of another one wait there, on the
 * people whom they are about: else nobody could accept them. Their version is also their writer's, who would
 * read from it that something happened. People are mapped old to new.
 */
create or replace function hamkke.carry_incoming_reports(p_district text, p_household uuid, p_to uuid,
  p_went jsonb) returns void language sql as $$
  update incoming_reports set household_id = p_to,
    report = report || jsonb_build_object('household_id', p_to, 'concerned', (
      select coalesce(jsonb_agg(distinct coalesce(p_went ->> c, c)), '[]')
      from jsonb_array_elements_text(report -> 'concerned') c))
  where district_id = p_district and household_id = p_household and state = 'PENDING'
$$;

/*
 * A report as somebody may know of it: whoever wrote it learns how it stands and no more; its words and
 * people are for those who received it while it waits, and for those who decide. What the police recorded is
 * in nobody's answer.
 */
create or replace function hamkke.incoming_report_json(v hamkke.viewer, r incoming_reports) returns jsonb
stable language sql as $$
  select jsonb_build_object('id', 'IncomingReport:' || (r).district_id || ':' || (r).id, 'state', state,
    'receivedAt', (r).received_at, 'expiresAt', (r).expires_at, 'decidedAt', (r).decided_at, 'version',
      (r).version,
    'centerId', 'Organization:' || (r).center_id, 'people', case when may.read then (r).people else '[]' end,
    '$h', (r).household_id, '$c', jsonb_build_array((r).received_at::text, (r).id::text),
    '$k', case when may.read then jsonb_build_object((r).household_id, jsonb_build_array('SUMMARY')) || (
        select coalesce(jsonb_object_agg(m, jsonb_build_array('IDENTITY', 'SAFETY')), '{}')
        from jsonb_array_elements_text((r).report -> 'concerned') m)
      else jsonb_build_object((r).household_id, '[]'::jsonb) end,
    'viewerCan', case when may.decide and state = 'PENDING' then '["ACCEPT", "DECLINE"]' else '[]' end::jsonb)
  || case when may.read then jsonb_build_object('source', (r).report -> 'source', 'emergency',
    (r).report -> 'emergency',
    'incidentKind', (r).report -> 'incident_kind', 'narrative', (r).report -> 'narrative') else '{}' end
  || case when may.decide then jsonb_build_object(
      'householdId', 'Household:' || (r).district_id || ':' || (r).household_id, 'declineReason',
        (r).decline_reason)
    else '{}' end
  from (select hamkke.incoming_report_state(r) as state) now
  cross join lateral (select hamkke.decides_report(v, r) as decides) role
  cross join lateral (select decides as decide,
    decides or state = 'PENDING' and hamkke.received_report(v, r) as read) may
$$;

/* One report, for those who wrote it, received it or decide about it; NULL for everybody else. */
create or replace function hamkke.incoming_report(p_district text, p_id uuid) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select hamkke.incoming_report_json(v, r)::json from incoming_reports r, hamkke.viewer() v
  where r.district_id = p_district and r.id = p_id
    and (r.post_id = v.post or hamkke.received_report(v, r) or hamkke.decides_report(v, r))
$$;

/* A page of the reports on one side of the viewer, newest first: those that wait, or all. */
create or replace function hamkke.incoming_reports_page(p_side incoming_report_side, p_pending boolean,
  p_after text[],
  p_limit int, p_count boolean) returns json language sql stable security definer set search_path = public,
    pg_temp as $$
  with own as (
    select r, r.received_at, r.id from incoming_reports r, hamkke.viewer() v
    where r.district_id = v.district
      and case p_side when 'SENT' then r.post_id = v.post when 'RECEIVED' then hamkke.received_report(v, r)
        else hamkke.decides_report(v, r) end
      and (not coalesce(p_pending, false) or hamkke.incoming_report_state(r) = 'PENDING')
  ), paged as (
    select * from own where p_after is null or (received_at, id) < (p_after[1]::timestamptz, p_after[2]::uuid)
    order by received_at desc, id desc limit p_limit
  )
  select json_build_object('rows', coalesce((select json_agg(hamkke.incoming_report_json(hamkke.viewer(), r)
      order by received_at desc, id desc) from paged), '[]'),
    'total', case when p_count then (select count(*) from own) end)
$$;

/*
 * Accepts a report, which then opens the household to the centre that received it, or declines it; attached
 * to a case of the deciding centre, it is that centre's and opens nothing. Answers the household, or what is
 * there where something else was expected. HK404 for whoever does not decide.
 */
create or replace function hamkke.decide_report(p_district text, p_id uuid, p_accepts boolean,
  p_reason report_decline_reason, p_case uuid,
  p_version int) returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  r incoming_reports;
  concerned uuid[];
begin
  -- Chosen before it is locked: nobody waits for a row that is hidden from them.
  select f.* into r from incoming_reports f
    where f.district_id = p_district and f.id = p_id and hamkke.decides_report(v, f) for update;
  if r.id is null or not hamkke.decides_report(v, r) then
    perform hamkke.not_found('no report of theirs to decide about');
  elsif r.version <> p_version then
    return jsonb_build_object('version', r.version);
  elsif hamkke.incoming_report_state(r) <> 'PENDING' then
    return jsonb_build_object('state', hamkke.incoming_report_state(r));
  end if;
  if p_accepts then
    concerned := array(select id from members where district_id = r.district_id
      and household_id = r.household_id and not hamkke.has_left(r.district_id, id)
      and r.report -> 'concerned' ? id::text);
    if cardinality(concerned) = 0 then
      perform hamkke.refuse('REPORT_CONCERNS_NOBODY');
    end if;
    if p_case is not null then
      -- Another household's, a closed one and another centre's are all none that it can be attached to.
      if p_case is distinct from hamkke.case_for_report(r.district_id, r.household_id, v.organization) then
        perform hamkke.not_found('no open case of theirs');
      end if;
      r.report := r.report || jsonb_build_object('center_id', v.organization);
    end if;
    perform hamkke.write_report(r.report, concerned, r.post_id, r.organization_id);
    perform hamkke.keep_people(r.district_id, r.id, concerned,
      (select coalesce(jsonb_agg(jsonb_build_object('name', n)), '[]')
        from jsonb_array_elements_text(r.people) n));
  end if;
  update incoming_reports set state = case when p_accepts then 'ACCEPTED'
    else 'DECLINED' end::incoming_report_state,
    decline_reason = case when not p_accepts then p_reason end, decided_at = now(), decided_by_id = v.post,
    version = r.version + 1
  where district_id = p_district and id = p_id;
  return jsonb_build_object('household', r.household_id);
end $$;

reset role;
