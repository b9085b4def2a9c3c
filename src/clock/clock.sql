set local role hamkke_keeper;

/*
 * How a clock stands on a day in Seoul. What was done later than its last day is missed for good, and so is
 * what nobody had to do any more only after that day. The outcomes are values of the type and are not made of
 * a text, so that PostgreSQL writes this into the statement of a list and does not call it for each row.
 */
create or replace function hamkke.clock_state_on(c clocks, p_day date) returns clock_state
immutable language sql as $$
  select case
    when (c).met_on <= (c).due_on then 'MET'::clock_state
    when (c).stopped_on <= (c).due_on then 'STOPPED'
    when (c).met_on is null and (c).stopped_on is null and p_day <= (c).due_on then 'RUNNING'
    else 'MISSED' end
$$;

/* How it stands today. */
create or replace function hamkke.clock_state(c clocks) returns clock_state stable language sql as $$
  select hamkke.clock_state_on(c, hamkke.today())
$$;

/* Begins a clock of a case, or of a report in it, unless one of its kind runs already. */
create or replace function hamkke.start_clock(c cases, p_kind clock_kind, p_from date, p_due date,
  p_report uuid) returns void
language sql as $$
  insert into clocks (district_id, id, household_id, data_class, subject_ids, kind, case_id, report_id,
    started_on, due_on, center_id)
  values ((c).district_id, gen_random_uuid(), (c).household_id, 'SUMMARY', array[(c).household_id], p_kind,
    (c).id, p_report, p_from, p_due, (c).center_id)
  on conflict do nothing
$$;

/* Stops the clocks of a case that run. */
create or replace function hamkke.stop_clocks(p_district text, p_case uuid) returns void
language sql as $$
  update clocks set stopped_on = hamkke.today()
  where district_id = p_district and case_id = p_case and met_on is null and stopped_on is null
$$;

/* Says that what some clocks of a case wait for was done on a day; never before they began. */
create or replace function hamkke.meet_clocks(p_district text, p_case uuid, p_kinds clock_kind[], p_day date)
returns void language sql as $$
  update clocks set met_on = greatest(started_on, p_day)
  where district_id = p_district and case_id = p_case and met_on is null and stopped_on is null
    and kind = any(p_kinds) and report_id is null
$$;

/* The same of what some reports of a case wait for. */
create or replace function hamkke.meet_clocks_of_reports(p_district text, p_reports uuid[], p_kind clock_kind,
  p_day date) returns void language sql as $$
  update clocks set met_on = greatest(started_on, p_day)
  where district_id = p_district and report_id = any(p_reports) and met_on is null and stopped_on is null
    and kind = p_kind
$$;

/* A case goes on in which nobody went to a household that applied: from today that is waited for again. */
create or replace function hamkke.wait_for_visit_again(c cases, a emergency_applications) returns void
language sql as $$
  select case when (a).visit_on is null
    then hamkke.start_clock(c, 'EMERGENCY_VISIT_AGREED', hamkke.today(),
      hamkke.policy_due((c).district_id, 'EMERGENCY_VISIT_AGREED', hamkke.today()), (a).report_id)
    else hamkke.start_clock(c, 'EMERGENCY_VISIT', hamkke.today(),
      greatest((a).visit_on, hamkke.today()), (a).report_id) end
$$;

/*
 * What a step that was taken does to the clocks of its case: it meets some, begins others, and when the case
 * is over nothing is due any more. What runs is answered for by the team that the case has now.
 *
 * @param p_day when it was done, where whoever took the step said so
 * @param p_on_site whether somebody was there: an application is answered by a visit and not by a call
 */
create or replace function hamkke.advance_clocks(p_district text, p_case uuid, p_step case_step, p_day date,
  p_on_site boolean) returns void
language plpgsql as $$
declare
  c cases;
  began date;
  visited uuid[];
begin
  select * into c from cases where district_id = p_district and id = p_case;
  -- What follows a step runs from the day of the step, not from the day on which somebody wrote it down.
  began := greatest(p_day, c.opened_on);
  if p_on_site and p_step in ('CONSULT', 'VISIT') then
    -- Who was there before it was applied for did not answer the application. Where somebody went before a
    -- day was agreed, the household agreed at the door.
    with answered as (
      update emergency_applications set visited_on = p_day, agreed_on = coalesce(agreed_on, p_day),
          visit_on = coalesce(visit_on, p_day), version = version + 1
        where district_id = p_district and case_id = p_case and visited_on is null and received_on <= p_day
        returning report_id
    )
    select array_agg(report_id) into visited from answered;
    perform hamkke.meet_clocks_of_reports(p_district, visited, 'EMERGENCY_VISIT_AGREED', p_day);
    perform hamkke.meet_clocks_of_reports(p_district, visited, 'EMERGENCY_VISIT', p_day);
  end if;
  perform hamkke.meet_clocks(p_district, p_case, array(select r.kind from hamkke.clock_rules() r
    where p_step = any(r.meets)), p_day);
  if c.stage in ('CLOSED', 'FOLLOW_UP') then
    perform hamkke.stop_clocks(p_district, p_case);
    return;
  end if;
  perform hamkke.start_clock(c, r.kind, began, hamkke.policy_due(p_district, r.policy, began), null)
  from hamkke.clock_rules() r
  where p_step = any(r.starts) and case r.only_for
    when 'CASE_MANAGED' then c.track = 'CASE_MANAGED'
    when 'SUPPORTED_FIRST' then exists (select from clocks k where k.district_id = p_district
      and k.case_id = p_case and k.kind = 'SURVEY' and k.met_on is null and k.stopped_on is null)
    else true end;
  if p_step = 'REOPEN' then
    perform hamkke.wait_for_visit_again(c, a) from emergency_applications a
      where a.district_id = p_district and a.case_id = p_case and a.visited_on is null;
  end if;
  update clocks set center_id = c.center_id
    where district_id = p_district and case_id = p_case and met_on is null and stopped_on is null
      and center_id <> c.center_id;
end $$;

/* The same for a command, which took the step behind the policies. */
create or replace function hamkke.take_clocks_along(p_district text, p_case uuid, p_step case_step,
  p_day date, p_on_site boolean) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from cases c where c.district_id = p_district and c.id = p_case
    and hamkke.may_record(c.household_id, 'SUMMARY');
  if not found then
    perform hamkke.not_found('no such case of theirs');
  end if;
  perform hamkke.advance_clocks(p_district, p_case, p_step, p_day, p_on_site);
end $$;

reset role;
