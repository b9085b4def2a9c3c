set local role hamkke_keeper;

/* Whether the viewer answers for a zone today: it is theirs, or they stand in for whoever has it. */
create or replace function hamkke.has_zone(v hamkke.viewer, p_zone text) returns boolean
stable language sql as $$
  select (v).duties && hamkke.zoned_duties() and (v).zones && hamkke.zones_around(p_zone)
$$;

/*
 * Whether the viewer sees to what comes in from a zone: whoever has it; and for the head, what nobody of the
 * organization has.
 */
create or replace function hamkke.answers_for_zone(v hamkke.viewer, p_zone text) returns boolean
stable language sql as $$
  select hamkke.has_zone(v, p_zone) or 'CENTER_HEAD' = any((v).duties) and not exists (
    select from posts p where p.organization_id = (v).organization and hamkke.serves_zones(p)
      and hamkke.zones_now(p.id, p.duties, p.zones) && hamkke.zones_around(p_zone))
$$;

/*
 * Two posts between which zones go, and their people, under locks: for whoever administers both, and of one
 * organization. The second is there for it: active, and with a duty of a zone. Nobody gives zones to
 * themselves.
 */
create or replace function hamkke.hold_zone_posts(p_from uuid, p_to uuid) returns posts[]
language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
  giver posts;
  taker posts;
begin
  select * into giver from posts where id = p_from and hamkke.administers(v, organization_id);
  select * into taker from posts where id = p_to and hamkke.administers(v, organization_id);
  if giver.id is null or taker.id is null then
    perform hamkke.not_found('no posts of theirs');
  elsif giver.staff_id = taker.staff_id then
    perform hamkke.refuse('ZONES_TO_THEMSELVES');
  end if;
  perform hamkke.lock_person(v, least(giver.staff_id, taker.staff_id));
  perform hamkke.lock_person(v, greatest(giver.staff_id, taker.staff_id));
  select * into giver from posts where id = p_from for no key update;
  select * into taker from posts where id = p_to for no key update;
  if giver.organization_id <> taker.organization_id then
    perform hamkke.refuse('ZONES_OF_OTHER_OFFICE');
  elsif not taker.active or not (select active from staff where id = taker.staff_id) then
    perform hamkke.refuse('POST_HAS_ENDED');
  elsif not taker.duties && hamkke.zoned_duties() then
    perform hamkke.refuse('POST_WITHOUT_ZONE_DUTY');
  elsif exists (select from hamkke.appointments() a where a.duty = any(giver.duties || taker.duties)
      and not a.given_by && v.duties) then
    perform hamkke.refuse('POST_NOT_YOURS_TO_CHANGE');
  end if;
  return array[giver, taker];
end $$;

/* Lets somebody answer for the zones of a colleague who is away (대직), within a period. */
create or replace function hamkke.name_substitute(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  n zone_substitutions := jsonb_populate_record(null::zone_substitutions, p);
  held posts[] := hamkke.hold_zone_posts(n.post_id, n.substitute_id);
  other zone_substitutions;
begin
  if n.until < n."from" then
    perform hamkke.refuse('SUBSTITUTION_ENDS_BEFORE_IT_BEGINS');
  elsif n.until - n."from" >= hamkke.longest_substitution_days() then
    perform hamkke.refuse('SUBSTITUTION_TOO_LONG');
  elsif not ((held[1]).active and (select active from staff where id = (held[1]).staff_id)) then
    perform hamkke.refuse('POST_HAS_ENDED');
  elsif cardinality((held[1]).zones) = 0 then
    perform hamkke.refuse('POST_WITHOUT_ZONES');
  elsif not hamkke.serves_zones(held[1]) then
    perform hamkke.refuse('POST_WITHOUT_ZONE_DUTY');
  end if;
  select * into other from zone_substitutions z where z.post_id = n.post_id and z.ended_at is null
    and z."from" <= n.until and z.until >= n."from" order by z."from" limit 1;
  if other.id is not null then
    perform hamkke.refuse('SUBSTITUTED_ALREADY',
      jsonb_build_object('from', other."from", 'until', other.until));
  end if;
  insert into zone_substitutions (district_id, id, organization_id, post_id, substitute_id, "from", until)
    values ((held[1]).district_id, n.id, (held[1]).organization_id, n.post_id, n.substitute_id, n."from",
      n.until);
  perform hamkke.note_staff_change(v, (held[2]).staff_id, n.substitute_id, (held[2]).organization_id,
    'SUBSTITUTE_NAMED', '{}', jsonb_build_object('zones', (held[1]).zones, 'from', n."from",
      'until', n.until));
end $$;

/* Ends that somebody stands in for a colleague: from the next request on. */
create or replace function hamkke.end_substitution(p_district text, p_substitution uuid, p_version int)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  n zone_substitutions;
begin
  select * into n from zone_substitutions z where z.district_id = p_district and z.id = p_substitution
    and hamkke.administers(v, z.organization_id) for update;
  if n.id is null then
    perform hamkke.not_found('no substitution of theirs');
  end if;
  perform hamkke.expect_version(p_version, n.version);
  if n.ended_at is not null or n.until < hamkke.today() then
    perform hamkke.refuse('SUBSTITUTION_HAS_ENDED');
  end if;
  update zone_substitutions set ended_at = now(), version = version + 1
    where district_id = p_district and id = p_substitution;
  perform hamkke.note_staff_change(v, s.staff_id, s.id, s.organization_id, 'SUBSTITUTE_ENDED',
    jsonb_build_object('until', n.until), jsonb_build_object('until', hamkke.today()))
  from posts s where s.id = n.substitute_id;
end $$;

/*
 * Who stands in for whom, today and in time to come: for their own organization, and for whoever administers
 * it. Where the post of whoever is away ended or lost its duty, nobody stands in for it.
 */
create or replace function hamkke.zone_substitutions() returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(json_agg(json_build_object('id', 'ZoneSubstitution:' || z.district_id || ':' || z.id,
    'postId', 'Post:' || z.post_id, 'name', hamkke.name_at_post(z.post_id), 'zones', away.zones,
    'substituteId', 'Post:' || z.substitute_id, 'substituteName', hamkke.name_at_post(z.substitute_id),
    'from', z."from", 'until', z.until, 'version', z.version) order by z."from", z.id), '[]')
  from hamkke.viewer() v
  join zone_substitutions z on z.ended_at is null and z.until >= hamkke.today()
    and (z.organization_id = v.organization and v.duties && hamkke.outreach_duties()
      or hamkke.administers(v, z.organization_id))
  join posts away on away.id = z.post_id and hamkke.serves_zones(away)
$$;

/*
 * What is planned in some zones goes along from one post to another: visits that one is assigned to and those
 * of emergency applications where one of the two goes. What was done stays with who did it. Answers the
 * households.
 */
create or replace function hamkke.pass_visits_on(p_giver posts, p_taker posts, p_zones text[]) returns uuid[]
language plpgsql as $$
declare
  ending assignments;
  gone uuid[] := '{}';
  visited uuid[];
begin
  for ending in
    select a.* from assignments a join household_summaries s on s.district_id = a.district_id
      and s.household_id = a.household_id
      and hamkke.zone_holds(p_zones, s.responsible_dong, s.responsible_tong, s.responsible_ban)
    where a.district_id = (p_giver).district_id and a.post_id = (p_giver).id and a.kind = 'VISIT'
      and a.ended_at is null and coalesce(a.until, 'infinity') >= hamkke.today()
    order by a.id for update of a
  loop
    if not (p_taker).duties && hamkke.assignable_duties('VISIT') then
      perform hamkke.refuse('VISITS_NEED_A_NURSE');
    end if;
    perform hamkke.pass_assignment_on(ending, (p_taker).id);
    gone := gone || ending.household_id;
  end loop;
  -- Two people go, whoever they are: where the other one is the same person nobody is put in their place.
  with passed as (
    update emergency_applications e
      set visitor_ids = array_replace(e.visitor_ids, (p_giver).id, (p_taker).id),
        team_id = (select t.id from visit_teams t where t.organization_id = (p_taker).organization_id
          and t.active and array_replace(e.visitor_ids, (p_giver).id, (p_taker).id) <@ t.post_ids
          order by t.name, t.id limit 1),
        version = e.version + 1
    from household_summaries s
    where e.district_id = (p_giver).district_id and (p_giver).id = any(e.visitor_ids)
      and e.visited_on is null and s.district_id = e.district_id and s.household_id = e.household_id
      and hamkke.zone_holds(p_zones, s.responsible_dong, s.responsible_tong, s.responsible_ban)
      and not exists (select from posts p where p.id = any(e.visitor_ids)
        and p.staff_id = (p_taker).staff_id)
    returning e.household_id
  )
  select array_agg(household_id) into visited from passed;
  return gone || coalesce(visited, '{}');
end $$;

/*
 * Hands zones over from one post to another (구역 인계), with what is planned there. Answers the households of
 * which something went along. A post that has none left keeps its duty, and whatever else it is for, until
 * somebody gives it a zone. Whoever stands in for the other would have back what they gave, and the zone
 * would have nobody once they leave: somebody else has to stand in first.
 */
create or replace function hamkke.hand_over_zones(p_from uuid, p_to uuid, p_zones text[]) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  held posts[] := hamkke.hold_zone_posts(p_from, p_to);
  was posts;
  became posts;
  back zone_substitutions;
begin
  select * into back from zone_substitutions z where z.post_id = p_to and z.substitute_id = p_from
    and z.ended_at is null and z.until >= hamkke.today() order by z."from" limit 1;
  if back.id is not null then
    perform hamkke.refuse('ZONES_TO_WHOM_THEY_STAND_IN_FOR',
      jsonb_build_object('from', back."from", 'until', back.until));
  end if;
  if not p_zones <@ (held[1]).zones then
    perform hamkke.refuse('ZONE_NOT_OF_POST', jsonb_build_object('zones',
      (select jsonb_agg(z) from unnest(p_zones) z where z <> all((held[1]).zones))));
  end if;
  foreach was in array held loop
    update posts set version = version + 1, zones = case id
        when p_from then array(select z from unnest(zones) z where z <> all(p_zones))
        else zones || array(select z from unnest(p_zones) z where z <> all(zones)) end
      where id = was.id returning * into became;
    perform hamkke.note_staff_change(v, was.staff_id, was.id, was.organization_id, 'POST_CHANGED',
      hamkke.post_facts(was), hamkke.post_facts(became));
  end loop;
  return jsonb_build_object('given', (held[1]).staff_id, 'taken', (held[2]).staff_id,
    'households', hamkke.pass_visits_on(held[1], held[2], p_zones));
end $$;

/*
 * A household lives in another zone of the district: what is planned and belongs to no case goes to the
 * office of whoever answers for the zone there, and the visits to its nurse, where one has that zone. A nurse
 * of that office who has no zones keeps those whom they were assigned to. What belongs to a case stays with
 * the team of the case, which is handed over by itself; what was done stays where it was.
 */
create or replace function hamkke.follow_place(p_district text, p_household uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  s household_summaries;
  office uuid;
  nurse uuid;
  ending assignments;
begin
  select * into s from household_summaries h where h.district_id = p_district
    and h.household_id = p_household and hamkke.may_record(h.household_id, 'SUMMARY');
  if s.household_id is null then
    perform hamkke.not_found('no such household of theirs');
  end if;
  -- Whoever has the narrowest zone answers before those who have the whole dong.
  select p.organization_id into office from posts p join staff f on f.id = p.staff_id and f.active
    where p.district_id = p_district and p.active and p.duties && hamkke.zoned_duties()
      and hamkke.zone_holds(p.zones, s.responsible_dong, s.responsible_tong, s.responsible_ban)
    order by (select max(length(z)) from unnest(p.zones) z where z = any(hamkke.zones_of_place(
      s.responsible_dong, s.responsible_tong, s.responsible_ban))) desc, p.id limit 1;
  if office is null then
    return;
  end if;
  update clocks set center_id = office where district_id = p_district and household_id = p_household
    and case_id is null and met_on is null and stopped_on is null and center_id <> office;
  select p.id into nurse from posts p join staff f on f.id = p.staff_id and f.active
    where p.organization_id = office and p.active and p.duties && hamkke.assignable_duties('VISIT')
      and hamkke.zone_holds(p.zones, s.responsible_dong, s.responsible_tong, s.responsible_ban)
    order by p.id limit 1;
  for ending in
    select a.* from assignments a join posts p on p.id = a.post_id
    where nurse is not null and a.district_id = p_district and a.household_id = p_household
      and a.kind = 'VISIT' and a.ended_at is null and coalesce(a.until, 'infinity') >= hamkke.today()
      and not hamkke.zone_holds(p.zones, s.responsible_dong, s.responsible_tong, s.responsible_ban)
      and (p.organization_id <> office or cardinality(p.zones) > 0)
    order by a.id for update of a
  loop
    perform hamkke.pass_assignment_on(ending, nurse);
  end loop;
end $$;

/* Records that the viewer went round a zone of theirs (순찰). Names of keys are the columns'. */
create or replace function hamkke.record_round(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  n rounds := jsonb_populate_record(null::rounds, p);
begin
  if v.district is distinct from n.district_id then
    perform hamkke.not_found('no rounds of theirs');
  elsif not hamkke.has_zone(v, n.zone) then
    perform hamkke.refuse('ZONE_OF_OTHERS');
  end if;
  insert into rounds (district_id, id, organization_id, post_id, zone, walked_on, doors, people, seen)
    values (n.district_id, n.id, v.organization, v.post, n.zone, n.walked_on, n.doors, n.people, n.seen);
end $$;

/* Takes what somebody asks of the office for their neighbourhood (민원). Names of keys are the columns'. */
create or replace function hamkke.take_petition(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  n petitions := jsonb_populate_record(null::petitions, p);
begin
  if v.district is distinct from n.district_id or not v.duties && hamkke.outreach_duties() then
    perform hamkke.not_found('no petitions of theirs');
  elsif not hamkke.is_zone_of(n.district_id, n.zone) then
    perform hamkke.refuse('ZONE_OUTSIDE_DISTRICT');
  end if;
  insert into petitions (district_id, id, organization_id, post_id, zone, kind, taken_on, words, reference)
    values (n.district_id, n.id, v.organization, v.post, n.zone, n.kind, n.taken_on, n.words, n.reference);
end $$;

/* What became of a petition, from the version that was read: by whoever answers for the zone, or the head. */
create or replace function hamkke.settle_petition(p_version int, p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  given petitions := jsonb_populate_record(null::petitions, p);
  n petitions;
begin
  select * into n from petitions t where t.district_id = given.district_id and t.id = given.id
    and t.organization_id = v.organization and v.duties && hamkke.outreach_duties() for update;
  if n.id is null then
    perform hamkke.not_found('no petition of theirs');
  elsif not (hamkke.has_zone(v, n.zone) or 'CENTER_HEAD' = any(v.duties)) then
    perform hamkke.refuse('ZONE_OF_OTHERS');
  end if;
  perform hamkke.expect_version(p_version, n.version);
  if n.outcome is not null then
    perform hamkke.refuse('PETITION_IS_SETTLED');
  elsif given.settled_on < n.taken_on then
    perform hamkke.refuse('SETTLED_BEFORE_TAKEN', jsonb_build_object('takenOn', n.taken_on));
  end if;
  update petitions set outcome = given.outcome, settled_on = given.settled_on,
      settlement = given.settlement, settled_by_id = v.post, version = version + 1
    where district_id = n.district_id and id = n.id;
end $$;

reset role;
