set local role hamkke_keeper;

/* Gives whoever sends a report its receipt, whatever becomes of it: alike where somebody was known before. */
create or replace function hamkke.give_receipt(v hamkke.viewer, p_district text, p_report uuid) returns void
language sql as $$
  insert into report_receipts (district_id, report_id, post_id, organization_id)
    values (p_district, p_report, v.post, v.organization)
$$;

/*
 * Keeps the people of a report, as they were told, for those who received it until somebody looks into it.
 */
create or replace function hamkke.keep_people(p_district text, p_report uuid, p_concerned uuid[],
  p_people jsonb) returns void
language sql as $$
  update report_receipts set kept = jsonb_build_object('people', p_people, '$concerned', p_concerned)
  where district_id = p_district and report_id = p_report and taken_up_at is null
$$;

/*
 * What became of a report (docs/domain.md, section 2): told from what was done with it alone, and never from
 * a case. One that was declined is done with. One about which nobody decided in time is not: only reports on
 * somebody known wait for a decision, so that its end would tell that somebody was known.
 */
create or replace function hamkke.receipt_status(c report_receipts) returns report_status
stable language sql as $$
  select case
    when (c).closed_at is not null or exists (select from incoming_reports r
        where r.district_id = (c).district_id and r.id = (c).report_id
          and r.state = 'DECLINED') then 'CLOSED'
    when (c).taken_up_at is not null then 'BEING_WORKED_ON'
    else 'RECEIVED' end::report_status
$$;

/* The same of a report that a statement shows; NULL where it has no receipt. */
create or replace function hamkke.report_status(p_district text, p_report uuid) returns report_status
language sql stable security definer set search_path = public, pg_temp as $$
  select hamkke.receipt_status(c) from report_receipts c
  where c.district_id = p_district and c.report_id = p_report
$$;

/* A receipt as whoever sent the report is shown it: of whom the report was is not in it. */
create or replace function hamkke.receipt_json(c report_receipts) returns jsonb stable language sql as $$
  select jsonb_build_object('id', 'SentReport:' || (c).district_id || ':' || (c).report_id,
    'receivedAt', (c).received_at, 'status', hamkke.receipt_status(c),
    '$c', jsonb_build_array((c).received_at::text, (c).report_id::text))
$$;

/* One receipt, for the post that sent the report; NULL for everybody else. */
create or replace function hamkke.sent_report(p_district text, p_report uuid) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select hamkke.receipt_json(c)::json from report_receipts c
  where c.district_id = p_district and c.report_id = p_report and c.post_id = (hamkke.viewer()).post
$$;

/* A page of the reports that the viewer sent in this post, newest first. */
create or replace function hamkke.sent_reports_page(p_after text[], p_limit int, p_count boolean) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  with own as (
    select c, c.received_at, c.report_id from report_receipts c, hamkke.viewer() v
    where c.organization_id = v.organization and c.district_id = v.district and c.post_id = v.post
  ), paged as (
    select * from own
    where p_after is null or (received_at, report_id) < (p_after[1]::timestamptz, p_after[2]::uuid)
    order by received_at desc, report_id desc limit p_limit
  )
  select json_build_object('rows', coalesce((select json_agg(hamkke.receipt_json(c)
      order by received_at desc, report_id desc) from paged), '[]'),
    'total', case when p_count then (select count(*) from own) end)
$$;

/* The reports of a case are looked into once it is triaged, by the centre whose case it is. */
create or replace function hamkke.take_up_reports(p_district text, p_case uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  update report_receipts c set taken_up_at = now(), kept = null
  from intake_reports r join cases k on k.district_id = r.district_id and k.id = r.case_id
  where k.district_id = p_district and k.id = p_case and k.center_id = (hamkke.viewer()).organization
    and c.district_id = r.district_id and c.report_id = r.id and c.taken_up_at is null
$$;

/*
 * Says that somebody looks into a report, or that what it asked for is done: by those who triage at the
 * centre that received it or works on its case. Answers the household. Said twice, the first time counts.
 */
create or replace function hamkke.follow_report(p_district text, p_report uuid, p_closes boolean) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  r intake_reports;
begin
  select f.* into r from intake_reports f
    where f.district_id = p_district and f.id = p_report
      -- Of a household that was merged away by those who record the one that it became part of.
      and (hamkke.may_record(f.household_id, 'SUMMARY') or hamkke.was_merged(p_district, f.household_id)
        and exists (select from hamkke.household_now(p_district, f.household_id) h
          cross join lateral hamkke.records_of(v, p_district, array[h]) s
          where s.subject_id = h and s.mask & hamkke.class_bit('SUMMARY') <> 0))
      and (f.center_id = v.organization or exists (select from cases k
        where k.district_id = f.district_id and k.id = f.case_id and k.center_id = v.organization));
  if r.id is null or not v.duties && hamkke.step_duties('TRIAGE') then
    perform hamkke.not_found('no such report of theirs');
  end if;
  update report_receipts c set taken_up_at = coalesce(c.taken_up_at, now()),
    closed_at = case when p_closes then coalesce(c.closed_at, now()) else c.closed_at end, kept = null
  where c.district_id = p_district and c.report_id = p_report;
  if not found then
    perform hamkke.refuse('REPORT_WITHOUT_RECEIPT');
  end if;
  return r.household_id;
end $$;

/*
 * Whether somebody keeps the words of a report: nobody has looked into it yet, nor is its case over, and they
 * triage where it was received, or received it as a nurse or at the portal.
 */
create or replace function hamkke.keeps_words(v hamkke.viewer, c report_receipts, r intake_reports)
returns boolean
stable language sql as $$
  select (c).kept is not null and v.district = (r).district_id
    and (v.organization = (r).center_id and v.duties && hamkke.step_duties('TRIAGE')
      or v.post = (c).post_id and v.duties && hamkke.receiving_duties())
    and not exists (select from cases k where k.district_id = (r).district_id and k.id = (r).case_id
      and k.stage in ('CLOSED', 'FOLLOW_UP'))
$$;

/*
 * A page of the reports that the viewer received and that nobody has looked into, newest first: the words and
 * people of the report, and nothing else of the household.
 */
create or replace function hamkke.received_reports_page(p_after text[], p_limit int, p_count boolean)
returns json
language sql stable security definer set search_path = public, pg_temp as $$
  with own as (
    select c.*, r.household_id, o.source, o.emergency, s.incident_kind, s.narrative from hamkke.viewer() v
    join intake_reports r on r.district_id = v.district
    join report_receipts c on c.district_id = r.district_id and c.report_id = r.id
    join report_origins o on o.district_id = r.district_id and o.report_id = r.id
    left join report_safeties s on s.district_id = r.district_id and s.report_id = r.id
    where hamkke.keeps_words(v, c, r)
  ), paged as (
    select * from own
    where p_after is null or (received_at, report_id) < (p_after[1]::timestamptz, p_after[2]::uuid)
    order by received_at desc, report_id desc limit p_limit
  )
  select json_build_object('rows', coalesce((select json_agg(jsonb_build_object('source', source,
      'emergency', emergency, 'incidentKind', incident_kind, 'narrative', narrative, 'people',
      kept -> 'people', 'id', 'IntakeReport:' || district_id || ':' || report_id, 'receivedAt', received_at,
      '$h', household_id, '$k', jsonb_build_object(household_id, jsonb_build_array('SUMMARY')) || (
        select coalesce(jsonb_object_agg(m, jsonb_build_array('IDENTITY', 'CONTACT', 'SAFETY')), '{}')
        from jsonb_array_elements_text(kept -> '$concerned') m),
      '$c', jsonb_build_array(received_at::text, report_id::text))
      order by received_at desc, report_id desc) from paged), '[]'),
    'total', case when p_count then (select count(*) from own) end)
$$;

reset role;
