set local role hamkke_keeper;

/*
 * The case on which a centre works with a household, and which its next report belongs to: the last one that
 * is open there; NULL where there is none, and a case begins.
 */
create or replace function hamkke.case_for_report(p_district text, p_household uuid, p_center uuid)
returns uuid
stable language sql as $$
  select c.id from cases c where c.district_id = p_district and c.household_id = p_household
    and c.center_id = p_center and c.stage not in ('CLOSED', 'FOLLOW_UP')
  order by c.opened_on desc, c.id limit 1
$$;

/*
 * Puts down in the steps of an open case that a report came in. The case itself stays as it is: whoever may
 * know of the case and not of the report would read from any change that something happened again.
 */
create or replace function hamkke.attach_report(p_district text, p_case uuid, p_step uuid, p_report uuid,
  p_post uuid) returns void
language sql as $$
  insert into case_steps (district_id, id, household_id, case_id, version, step, from_stage, to_stage,
    track, level, post_id, organization_id, report_id)
  select c.district_id, p_step, c.household_id, c.id, c.version, 'RECEIVE', c.stage, c.stage,
    c.track, c.level, p_post, c.center_id, p_report
  from cases c where c.district_id = p_district and c.id = p_case
$$;

/*
 * The case that a report belongs to: the one that is open at its centre, in whose steps it is put down, or
 * one that begins with it.
 */
create or replace function hamkke.place_report(p_district text, p_household uuid, p_center uuid,
  p_report uuid, p_case uuid, p_step uuid, p_post uuid, p_emergency boolean) returns uuid
language plpgsql as $$
declare
  belongs_to uuid := hamkke.case_for_report(p_district, p_household, p_center);
begin
  -- Closed by now, perhaps while this waited: nothing that comes in may become due in it.
  perform from cases c where c.district_id = p_district and c.id = belongs_to
    and c.stage not in ('CLOSED', 'FOLLOW_UP') for no key update;
  if found then
    perform hamkke.attach_report(p_district, belongs_to, p_step, p_report, p_post);
    return belongs_to;
  end if;
  perform hamkke.open_case(p_district, p_case, p_household, p_center, null, p_emergency, p_step, p_post);
  return p_case;
end $$;

/*
 * Writes a report, as from the post that received or sent it, with the case that begins with it, or to the
 * one that is open at its centre: that case is answered. Whether it may be written was looked at before.
 */
create or replace function hamkke.write_report(p jsonb, p_concerned uuid[], p_post uuid, p_organization uuid)
returns uuid
language plpgsql as $$
declare
  district text := p ->> 'district_id';
  household uuid := (p ->> 'household_id')::uuid;
  center uuid := (p ->> 'center_id')::uuid;
  belongs_to uuid;
begin
  -- Two reports at once come one after the other, so that no second case begins.
  perform from households where district_id = district and id = household for no key update;
  -- Merged away, perhaps while this waited: nobody works with it, nor would find the case.
  if hamkke.was_merged(district, household) then
    perform hamkke.not_found('no such household');
  end if;
  belongs_to := hamkke.place_report(district, household, center, (p ->> 'report_id')::uuid,
    (p ->> 'case_id')::uuid, (p ->> 'step_id')::uuid, p_post, (p ->> 'emergency')::boolean);
  insert into intake_reports (district_id, id, household_id, case_id, received_at, center_id)
    values (district, (p ->> 'report_id')::uuid, household, belongs_to,
      coalesce((p ->> 'received_at')::timestamptz, now()), center);
  -- That the police were called says as much as what they found.
  insert into report_origins (district_id, report_id, household_id, data_class, subject_ids, source,
    emergency, sender_id, reporter_kind)
    select district, (p ->> 'report_id')::uuid, household, case when by_police then 'SAFETY'
      else 'SUMMARY' end::data_class,
      case when by_police then p_concerned else array[household] end,
      (p ->> 'source')::intake_source, (p ->> 'emergency')::boolean, (p ->> 'sender_id')::uuid,
      (p ->> 'reporter_kind')::discovery_reporter_kind
    from (select p ->> 'source' = 'POLICE_112' as by_police) source;
  if p ->> 'source' = 'EMERGENCY_APPLICATION' then
    perform hamkke.receive_application(district, household, (p ->> 'report_id')::uuid, belongs_to);
  end if;
  if p ->> 'incident_kind' is not null or p ->> 'narrative' is not null then
    insert into report_safeties (district_id, report_id, household_id, subject_ids, incident_kind, narrative)
      values (district, (p ->> 'report_id')::uuid, household, p_concerned,
        (p ->> 'incident_kind')::incident_kind, p ->> 'narrative');
  end if;
  if p ->> 'investigation' is not null then
    insert into report_investigations (district_id, report_id, household_id, police_organization_id, record)
      values (district, (p ->> 'report_id')::uuid, household, p_organization, p ->> 'investigation');
  end if;
  return belongs_to;
end $$;

reset role;
