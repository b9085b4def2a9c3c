set local role hamkke_keeper;

/* Begins the time until a nurse visits a member next, by the policy of the tier on the day it begins. */
create or replace function hamkke.start_visit_clock(m members, p_class data_class, p_tier visit_tier,
  p_from date, p_center uuid) returns void
language sql as $$
  insert into clocks (district_id, id, household_id, data_class, subject_ids, kind, member_id, tier,
    started_on, due_on, center_id)
  select (m).district_id, gen_random_uuid(), (m).household_id, p_class, array[(m).id], 'VISIT', (m).id,
    p_tier, p_from, hamkke.policy_due((m).district_id, ('VISIT_' || p_tier)::policy_key, p_from), p_center
  where p_tier is not null
$$;

/* How often a member is visited because of what one class says of them; NULL where nobody decided. */
create or replace function hamkke.tier_of(p_district text, p_member uuid, p_class data_class)
returns visit_tier stable language sql as $$
  select case p_class
    when 'HEALTH' then (select h.visit_tier from member_healths h
      where h.district_id = p_district and h.member_id = p_member)
    else (select h.visit_tier from member_mental_healths h
      where h.district_id = p_district and h.member_id = p_member) end
$$;

/*
 * What is due of a member follows the tier that they have now: where it is another, the time until the next
 * visit begins anew. A clock that began in this very transaction, with a visit, keeps the day of the visit.
 */
create or replace function hamkke.renew_visit_clock(m members, p_class data_class, p_center uuid)
returns void
language plpgsql as $$
declare
  wanted visit_tier := hamkke.tier_of((m).district_id, (m).id, p_class);
  runs clocks;
begin
  -- Two at once come one after the other.
  perform from members where district_id = (m).district_id and id = (m).id for no key update;
  select * into runs from clocks c where c.district_id = (m).district_id and c.member_id = (m).id
    and c.kind = 'VISIT' and c.data_class = p_class and c.met_on is null and c.stopped_on is null;
  if runs.tier is not distinct from wanted then
    return;
  elsif runs.recorded_at = now() then
    delete from clocks where district_id = runs.district_id and id = runs.id;
    perform hamkke.start_visit_clock(m, p_class, wanted, runs.started_on, p_center);
  else
    update clocks set stopped_on = hamkke.today() where district_id = runs.district_id and id = runs.id;
    perform hamkke.start_visit_clock(m, p_class, wanted, hamkke.today(), p_center);
  end if;
end $$;

/* The same of both classes, for a member who came with what is known of them. */
create or replace function hamkke.renew_visit_clocks(p_district text, p_member uuid) returns void
language plpgsql as $$
declare
  center uuid := (hamkke.viewer()).organization;
  m members;
begin
  select * into m from members o where o.district_id = p_district and o.id = p_member;
  perform hamkke.renew_visit_clock(m, 'HEALTH', center);
  perform hamkke.renew_visit_clock(m, 'MENTAL_HEALTH', center);
end $$;

/* The same for a command that wrote a tier of a class behind the policies. */
create or replace function hamkke.follow_tier(p_district text, p_member uuid, p_class data_class)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  m members;
begin
  select * into m from members o where o.district_id = p_district and o.id = p_member
    and hamkke.may_record(o.id, p_class);
  if m.id is null then
    perform hamkke.not_found('no such member of theirs');
  end if;
  perform hamkke.renew_visit_clock(m, p_class, v.organization);
end $$;

/*
 * A visit was made: what ran on that day is met, of whichever class, and the time until the next begins on
 * it. A visit that is written down after a later one meets nothing.
 */
create or replace function hamkke.take_visit_along(p_district text, p_member uuid, p_day date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  m members;
  runs clocks;
begin
  select * into m from members o where o.district_id = p_district and o.id = p_member
    and hamkke.may_record(o.id, 'HEALTH') for no key update;
  if m.id is null then
    perform hamkke.not_found('no such member of theirs');
  end if;
  for runs in
    select * from clocks c where c.district_id = p_district and c.member_id = p_member and c.kind = 'VISIT'
      and c.met_on is null and c.stopped_on is null and c.started_on <= p_day
  loop
    update clocks set met_on = p_day where district_id = runs.district_id and id = runs.id;
    perform hamkke.start_visit_clock(m, runs.data_class, runs.tier, p_day, v.organization);
  end loop;
end $$;

/* Nothing is due of a member any more: they died, or live somewhere else. */
create or replace function hamkke.stop_clocks_of_member(p_district text, p_member uuid) returns void
language sql as $$
  update clocks set stopped_on = hamkke.today()
  where district_id = p_district and member_id = p_member and met_on is null and stopped_on is null
$$;

reset role;
