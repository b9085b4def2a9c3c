set local role hamkke_keeper;

/*
 * Writes a report and the case that begins with it, as from the post that received or sent it. Whether it may
 * be written was looked at before.
 */
create or replace function hamkke.write_report(p jsonb, p_concerned uuid[], p_post uuid, p_organization uuid)
returns void
language plpgsql as $$
declare
  district text := p ->> 'district_id';
  household uuid := (p ->> 'household_id')::uuid;
  center uuid := (p ->> 'center_id')::uuid;
begin
  insert into cases (district_id, id, household_id, center_id, stage, opened_on, emergency)
    values (district, (p ->> 'case_id')::uuid, household, center, 'RECEIVED', hamkke.today(),
      (p ->> 'emergency')::boolean);
  -- Of the centre, whoever wrote it down: that the police did says as much as what they found.
  insert into case_steps (district_id, id, household_id, case_id, version, step, to_stage, post_id,
    organization_id, to_center_id)
    values (district, (p ->> 'step_id')::uuid, household, (p ->> 'case_id')::uuid, 1, 'RECEIVE', 'RECEIVED',
      p_post, center, center);
  insert into intake_reports (district_id, id, household_id, case_id, received_at, center_id)
    values (district, (p ->> 'report_id')::uuid, household, (p ->> 'case_id')::uuid,
      coalesce((p ->> 'received_at')::timestamptz, now()), center);
  -- That the police were called says as much as what they found.
  insert into report_origins (district_id, report_id, household_id, data_class, subject_ids, source,
    emergency, sender_id)
    select district, (p ->> 'report_id')::uuid, household, case when by_police then 'SAFETY'
      else 'SUMMARY' end::data_class,
      case when by_police then p_concerned else array[household] end,
      (p ->> 'source')::intake_source, (p ->> 'emergency')::boolean, (p ->> 'sender_id')::uuid
    from (select p ->> 'source' = 'POLICE_112' as by_police) source;
  if p ->> 'incident_kind' is not null or p ->> 'narrative' is not null then
    insert into report_safeties (district_id, report_id, household_id, subject_ids, incident_kind, narrative)
      values (district, (p ->> 'report_id')::uuid, household, p_concerned,
        (p ->> 'incident_kind')::incident_kind, p ->> 'narrative');
  end if;
  if p ->> 'investigation' is not null then
    insert into report_investigations (district_id, report_id, household_id, police_organization_id, record)
      values (district, (p ->> 'report_id')::uuid, household, p_organization, p ->> 'investigation');
  end if;
end $$;

reset role;
