set local role hamkke_keeper;

/*
 * An application for emergency support came in with a report: it is there, and the day of the visit is to be
 * agreed by the policy of the district.
 */
create or replace function hamkke.receive_application(p_district text, p_household uuid, p_report uuid,
  p_case uuid) returns void
language plpgsql as $$
declare
  today date := hamkke.today();
  c cases;
begin
  insert into emergency_applications (district_id, id, household_id, report_id, case_id, received_on)
    values (p_district, gen_random_uuid(), p_household, p_report, p_case, today);
  select * into c from cases where district_id = p_district and id = p_case;
  perform hamkke.start_clock(c, 'EMERGENCY_VISIT_AGREED', today,
    hamkke.policy_due(p_district, 'EMERGENCY_VISIT_AGREED', today), p_report);
end $$;

/*
 * An application that nobody answered goes on in a case of another district, under a report there: what was
 * due stays due on its day, for its days run from the receipt, and the family agreed on a day of the visit
 * with the office and not with somebody of it. Who goes from there is to be said there.
 */
create or replace function hamkke.pass_application_on(a emergency_applications, p_report uuid, c cases)
returns void
language plpgsql as $$
declare
  made emergency_applications := a;
begin
  made.district_id := c.district_id;
  made.id := gen_random_uuid();
  made.household_id := c.household_id;
  made.report_id := p_report;
  made.case_id := c.id;
  made.team_id := null;
  made.visitor_ids := '{}';
  made.agreed_by_id := null;
  made.version := 1;
  insert into emergency_applications select made.*;
  perform hamkke.start_clock(c, k.kind, k.started_on, k.due_on, p_report) from clocks k
    where k.district_id = a.district_id and k.report_id = a.report_id and k.met_on is null
      and k.stopped_on is null;
end $$;

/*
 * Applications of a case go on in another one, as its household became part of another: what is waited for
 * moves with them.
 */
create or replace function hamkke.move_applications(p_district text, p_case uuid, p_household uuid,
  p_to uuid) returns void
language plpgsql as $$
begin
  update emergency_applications set household_id = p_household, case_id = p_to, version = version + 1
    where district_id = p_district and case_id = p_case;
  update clocks set household_id = p_household, subject_ids = array[p_household], case_id = p_to
    where district_id = p_district and case_id = p_case and met_on is null and stopped_on is null
      and report_id is not null;
end $$;

/*
 * The team whose two people go; NULL where their office has no teams. Somebody of another office, or of
 * another team, goes with nobody.
 */
create or replace function hamkke.team_of_visitors(v hamkke.viewer, p_visitors uuid[]) returns uuid
language plpgsql stable as $$
declare
  team uuid;
begin
  -- Each of them is looked at: a third post would be told of the visit, and its name to the household.
  if cardinality(p_visitors) <> 2 or (select count(distinct p.staff_id) from posts p
      join staff s on s.id = p.staff_id and s.active
      where p.id = any(p_visitors) and p.organization_id = v.organization and p.active) <> 2 then
    perform hamkke.refuse('TWO_VISITORS');
  end if;
  select t.id into team from visit_teams t where t.organization_id = v.organization and t.active
    and p_visitors <@ t.post_ids order by t.name, t.id limit 1;
  if team is null and exists (select from visit_teams t where t.organization_id = v.organization
      and t.active) then
    perform hamkke.refuse('VISITORS_OF_ONE_TEAM');
  end if;
  return team;
end $$;

/*
 * The day of the visit as it was agreed with the household, and who goes. Agreed again, the visit has another
 * day; that a day was agreed in time stays as it was.
 */
create or replace function hamkke.agree_visit_date(p_district text, p_application uuid, p_agreed_on date,
  p_visit_on date, p_visitors uuid[], p_version int) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  a emergency_applications;
  c cases;
begin
  -- The case first, as whoever takes a step locks it: in one that is closed nothing becomes due.
  select k.* into c from emergency_applications e
    join cases k on k.district_id = e.district_id and k.id = e.case_id
    where e.district_id = p_district and e.id = p_application
      and hamkke.may_record(e.household_id, 'SUMMARY') for no key update of k;
  select e.* into a from emergency_applications e
    where e.district_id = p_district and e.id = p_application and e.case_id = c.id for update;
  if a.id is null or not v.duties && hamkke.step_duties('CONSULT') then
    perform hamkke.not_found('no such application of theirs');
  elsif c.center_id <> v.organization then
    perform hamkke.refuse('CASE_OF_OTHER_CENTER');
  end if;
  perform hamkke.expect_version(p_version, a.version);
  if a.visited_on is not null or c.stage in ('CLOSED', 'FOLLOW_UP') then
    perform hamkke.refuse('APPLICATION_IS_OVER');
  elsif p_agreed_on not between a.received_on and hamkke.today() then
    perform hamkke.refuse('VISIT_AGREED_BETWEEN',
      jsonb_build_object('first', a.received_on, 'last', hamkke.today()));
  elsif p_visit_on < p_agreed_on then
    perform hamkke.refuse('VISIT_BEFORE_AGREED');
  end if;
  update emergency_applications set agreed_on = coalesce(agreed_on, p_agreed_on), visit_on = p_visit_on,
      visitor_ids = p_visitors, team_id = hamkke.team_of_visitors(v, p_visitors), agreed_by_id = v.post,
      version = version + 1
    where district_id = p_district and id = p_application;
  perform hamkke.meet_clocks_of_reports(p_district, array[a.report_id], 'EMERGENCY_VISIT_AGREED',
    p_agreed_on);
  update clocks set stopped_on = hamkke.today()
    where district_id = p_district and report_id = a.report_id and kind = 'EMERGENCY_VISIT'
      and met_on is null and stopped_on is null;
  perform hamkke.start_clock(c, 'EMERGENCY_VISIT', p_agreed_on, p_visit_on, a.report_id);
  return a.household_id;
end $$;

/* Who goes, by name: whoever reads of a household need not know what posts there are elsewhere. */
create or replace function hamkke.visitors(a emergency_applications) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(json_agg(json_build_object('postId', 'Post:' || p.id, 'name', hamkke.name_at_post(p.id))
    order by p.id), '[]')
  from posts p where p.id = any((a).visitor_ids)
$$;

/* The teams of the viewer's own office, with who is in each. */
create or replace function hamkke.visit_teams() returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(json_agg(json_build_object('id', 'VisitTeam:' || t.district_id || ':' || t.id,
    'name', t.name, 'active', t.active, 'version', t.version, 'members', (
      select coalesce(json_agg(json_build_object('postId', 'Post:' || p.id,
        'name', hamkke.name_at_post(p.id), 'title', p.title) order by p.title, p.id), '[]')
      from posts p where p.id = any(t.post_ids))) order by not t.active, t.name, t.id), '[]')
  from hamkke.viewer() v join visit_teams t on t.organization_id = v.organization
$$;

/* Writes a team of the viewer's own office: its name, who is in it, and whether it still goes out. */
create or replace function hamkke.save_visit_team(p_id uuid, p_new boolean, p_name text, p_posts uuid[],
  p_active boolean, p_version int) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  t visit_teams;
begin
  if not v.duties && hamkke.step_duties('CONFER') then
    perform hamkke.not_found('not theirs to write');
  end if;
  select * into t from visit_teams where district_id = v.district and id = p_id
    and organization_id = v.organization for update;
  if not p_new and t.id is null then
    perform hamkke.not_found('no such team of theirs');
  elsif not p_new then
    perform hamkke.expect_version(p_version, t.version);
  end if;
  -- Whoever has left stays in a team that goes out no more, and in no other.
  if (select count(*) from posts p where p.id = any(p_posts)
      and (p.organization_id = v.organization and p.active or not p_active and p.id = any(t.post_ids)))
      <> cardinality(p_posts) then
    perform hamkke.refuse('TEAM_OF_OTHERS');
  end if;
  insert into visit_teams (district_id, id, organization_id, name, post_ids, active)
    values (v.district, p_id, v.organization, p_name, p_posts, p_active)
  on conflict (district_id, id) do update set name = excluded.name, post_ids = excluded.post_ids,
    active = excluded.active, version = visit_teams.version + 1;
end $$;

reset role;
