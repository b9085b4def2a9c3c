set local role hamkke_keeper;

/*
 * Makes another team of the district responsible for a case. What it asked of others goes along, so that
 * answers reach the new team; whoever of the old team was assigned to the household is so no more, unless
 * another case of it stays there. The step itself is written by whoever calls.
 */
create or replace function hamkke.hand_over_case(p_district text, p_case uuid, p_center uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  handed cases;
  center organizations;
  -- Whether the team has no other case of the household that is open.
  leaves boolean;
  asked uuid[];
begin
  select * into handed from cases c where c.district_id = p_district and c.id = p_case
    and hamkke.may_record(c.household_id, 'SUMMARY') for update;
  if not found or not v.duties && hamkke.step_duties('HAND_OVER') then
    perform hamkke.not_found('no case of theirs');
  elsif handed.center_id <> v.organization then
    perform hamkke.refuse('CASE_OF_OTHER_CENTER');
  elsif p_center = handed.center_id then
    perform hamkke.refuse('HANDED_OVER_TO_ITSELF');
  end if;
  select * into center from organizations o where o.id = p_center and not o.confidential
    and o.partner_kind = any(hamkke.center_kinds()) and o.district_id is not null;
  if not found then
    perform hamkke.not_found('no such centre');
  elsif center.district_id <> p_district then
    perform hamkke.refuse('HANDED_OVER_BEYOND_DISTRICT');
  end if;
  update cases set center_id = p_center where district_id = p_district and id = p_case;
  leaves := not exists (select from cases c where c.district_id = p_district
    and c.household_id = handed.household_id and c.center_id = handed.center_id and c.stage <> 'CLOSED');
  -- Consultations that are open, before their referrals, as whoever sends them locks them: at the old centre
  -- nobody could go on with them.
  update consultations set organization_id = p_center, version = version + 1
    where district_id = p_district and household_id = handed.household_id and closed_on is null
      and organization_id = handed.center_id and (case_id = p_case or case_id is null and leaves);
  -- What was asked for the household, and for no case of it, stays with whoever works with it.
  with moved as (
    update referrals set sender_id = p_center where district_id = p_district
      and household_id = handed.household_id and sender_id = handed.center_id
      and (case_id = p_case or case_id is null and leaves) returning id
  )
  select array_agg(id) into asked from moved;
  update referral_events set sender_id = p_center
    where district_id = p_district and referral_id = any(asked) and sender_id = handed.center_id;
  update service_records set sender_id = p_center
    where district_id = p_district and referral_id = any(asked) and sender_id = handed.center_id;
  update service_record_changes e set sender_id = p_center from service_records s
    where s.district_id = p_district and s.referral_id = any(asked) and e.district_id = p_district
      and e.record_id = s.id and e.sender_id = handed.center_id;
  -- Whose report it is decides who serves the household, as whose case it is does.
  update intake_reports set center_id = p_center
    where district_id = p_district and case_id = p_case and center_id = handed.center_id;
  update assignments a set until = greatest(a."from", hamkke.today()), ended_at = now(),
      version = a.version + 1
    from posts p
    where a.district_id = p_district and a.household_id = handed.household_id and a.kind = 'CASE'
      and a.ended_at is null and p.id = a.post_id and p.organization_id = handed.center_id and leaves;
end $$;

/*
 * Hands over what one post was assigned to: each assignment ends, and another post has one of its kind
 * in its place, unless it has it already. Of those households alone where the viewer assigns. Answers the
 * assignments that there are now, each with its household.
 */
create or replace function hamkke.hand_over_caseload(p_from uuid, p_to uuid, p_kind assignment_kind)
returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  ending assignments;
  handed jsonb := '[]';
begin
  if p_from = p_to then
    perform hamkke.refuse('CASELOAD_TO_ITSELF');
  elsif not v.duties && hamkke.assigning_duties() or not exists (select from posts p where p.id = p_from
      and case p_kind when 'CASE' then p.organization_id = v.organization
        else p.district_id = v.district end) then
    perform hamkke.not_found('no post of theirs');
  elsif not exists (select from hamkke.assignable_posts(v, p_kind) a where a.id = p_to) then
    perform hamkke.not_found('nobody who could be assigned');
  end if;
  -- Two who hand over to one colleague at once come one after the other, or would assign them twice.
  perform from posts where id = p_to for no key update;
  for ending in
    select * from assignments a where a.post_id = p_from and a.kind = p_kind and a.ended_at is null
      and coalesce(a.until, 'infinity') >= hamkke.today()
    order by a.district_id, a.id for update
  loop
    continue when not hamkke.assigns_in(v, ending.district_id, ending.household_id);
    handed := handed || jsonb_build_object('district', ending.district_id,
      'id', hamkke.pass_assignment_on(ending, p_to),
      'household', ending.household_id);
  end loop;
  return handed;
end $$;

reset role;
