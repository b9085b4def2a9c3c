set local role hamkke_keeper;

/*
 * Opens a case at a centre, as from the post that wrote it down, with its first step and what is due since.
 * The step is of the centre, whoever wrote it down: that the police did says as much as what they found.
 */
create or replace function hamkke.open_case(p_district text, p_case uuid, p_household uuid, p_center uuid,
  p_level level, p_emergency boolean, p_step uuid, p_post uuid) returns void
language plpgsql as $$
begin
  insert into cases (district_id, id, household_id, center_id, stage, level, opened_on, emergency)
    values (p_district, p_case, p_household, p_center, 'RECEIVED', p_level, hamkke.today(), p_emergency);
  insert into case_steps (district_id, id, household_id, case_id, version, step, to_stage, level, post_id,
    organization_id, to_center_id)
    values (p_district, p_step, p_household, p_case, 1, 'RECEIVE', 'RECEIVED', p_level, p_post, p_center,
      p_center);
  perform hamkke.advance_clocks(p_district, p_case, 'RECEIVE', hamkke.today(), false);
end $$;

/* Closes a case that goes on elsewhere, with its last step; nothing is due in it any more. */
create or replace function hamkke.close_case(c cases, p_reason closure_reason, v hamkke.viewer) returns void
language plpgsql as $$
begin
  update cases set stage = 'CLOSED', closed_on = hamkke.today(), closure_reason = p_reason,
      version = (c).version + 1
    where district_id = (c).district_id and id = (c).id;
  insert into case_steps (district_id, id, household_id, case_id, version, step, from_stage, to_stage,
    track, level, closure_reason, post_id, organization_id)
    values ((c).district_id, gen_random_uuid(), (c).household_id, (c).id, (c).version + 1, 'CLOSE',
      (c).stage, 'CLOSED', (c).track, (c).level, p_reason, v.post, v.organization);
  perform hamkke.advance_clocks((c).district_id, (c).id, 'CLOSE', hamkke.today(), false);
end $$;

reset role;
