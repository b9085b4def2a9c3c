set local role hamkke_keeper;

/* The line of the history that every change leaves in its own transaction. */
create or replace function hamkke.note_staff_change(v hamkke.viewer, p_staff uuid, p_post uuid,
  p_organization uuid,
  p_kind staff_change_kind, p_before jsonb, p_after jsonb) returns void language sql as $$
  insert into staff_changes (id, staff_id, post_id, organization_id, kind, before, after, by_staff_id,
    by_post_id)
  values (gen_random_uuid(), p_staff, p_post, p_organization, p_kind, p_before, p_after, (v).staff, (v).post)
$$;

create or replace function hamkke.post_facts(p posts) returns jsonb stable language sql as $$
  select jsonb_build_object('title', (p).title, 'duties', (p).duties, 'zones', (p).zones, 'primary',
    (p)."primary",
    'active', (p).active)
$$;

/*
 * The person, locked, for whoever administers them; the same answer for unknown and hidden. Nobody changes
 * themselves.
 */
create or replace function hamkke.lock_person(v hamkke.viewer, p_staff uuid) returns staff
language plpgsql as $$
declare
  s staff;
begin
  -- Hidden ones are not waited for, which would tell that they are there.
  select * into s from staff where id = p_staff and hamkke.administers_person(v, id, home_organization_id)
    for no key update;
  if not found or not hamkke.administers_person(v, s.id, s.home_organization_id) then
    perform hamkke.not_found('nobody of theirs');
  end if;
  if s.id = v.staff then
    perform hamkke.refuse('OWN_RECORD');
  end if;
  return s;
end $$;

/*
 * Whether the viewer may give these duties to somebody of this home organization at this one, and how it must
 * be. A post that handed over its last zone keeps what it has, of the duties named last, while it waits for
 * another one.
 */
create or replace function hamkke.check_appointment(
  v hamkke.viewer, p_home uuid, p_organization uuid, p_duties duty[], p_zones text[],
  p_waiting duty[]) returns void language plpgsql as $$
declare
  at organizations;
  police boolean := (select coalesce(o.partner_kind = 'POLICE', false) from organizations o
    where o.id = p_home);
  a record;
begin
  select * into at from organizations where id = p_organization;
  if cardinality(p_duties) = 0 then
    perform hamkke.refuse('POST_WITHOUT_DUTY');
  end if;
  for a in select * from hamkke.appointments() r where r.duty = any(p_duties) loop
    if not a.given_by && v.duties then
      perform hamkke.refuse('DUTY_NOT_YOURS_TO_GIVE', jsonb_build_object('duty', a.duty));
    elsif not coalesce(at.partner_kind = any(a.kinds), false) or a.at_home and p_organization <> p_home then
      perform hamkke.refuse('DUTY_NOT_OF_ORGANIZATION', jsonb_build_object('duty', a.duty));
    elsif a.police <> police then
      perform hamkke.refuse('DUTY_MIXES_WITH_POLICE', jsonb_build_object('duty', a.duty));
    elsif a.alone and cardinality(p_duties) > 1 then
      perform hamkke.refuse('DUTY_STANDS_ALONE', jsonb_build_object('duty', a.duty));
    elsif a.zoned and cardinality(p_zones) = 0 and a.duty <> all(p_waiting) then
      perform hamkke.refuse('DUTY_NEEDS_ZONES', jsonb_build_object('duty', a.duty));
    end if;
  end loop;
  if exists (select from unnest(p_zones) z
      where not hamkke.is_zone_of(at.district_id, z)) then
    perform hamkke.refuse('ZONE_OUTSIDE_DISTRICT');
  end if;
end $$;

/*
 * Refuses what would leave a centre without a head: a post that goes, or with no post a person. The centre is
 * locked, so that two cannot leave at once.
 */
create or replace function hamkke.keep_a_head(p_center uuid, p_post uuid, p_staff uuid) returns void
language plpgsql as $$
begin
  perform from organizations where id = p_center for no key update;
  if not exists (select from posts p join staff s on s.id = p.staff_id and s.active
      where p.organization_id = p_center and p.active and 'CENTER_HEAD' = any(p.duties)
        and p.id is distinct from p_post and p.staff_id is distinct from p_staff) then
    perform hamkke.refuse('LAST_HEAD_OF_CENTER');
  end if;
end $$;

create or replace function hamkke.add_staff(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  home uuid := (p ->> 'organization_id')::uuid;
begin
  if not hamkke.administers(v, home) then
    perform hamkke.not_found('no organization of theirs');
  end if;
  insert into staff (id, subject, name, home_organization_id)
  values ((p ->> 'id')::uuid, p ->> 'subject', p ->> 'name', home) on conflict (subject) do nothing;
  if not found then
    perform hamkke.refuse('ACCOUNT_REGISTERED');
  end if;
  perform hamkke.note_staff_change(v, (p ->> 'id')::uuid, null, home, 'STAFF_ADDED', '{}',
    jsonb_build_object('name', p ->> 'name', 'active', true));
end $$;

/*
 * A post at the home organization, or by dispatch at another one: which of the two was meant is said, not
 * guessed.
 */
create or replace function hamkke.add_post(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
<<adding>>
declare
  v hamkke.viewer := hamkke.viewer();
  s staff := hamkke.lock_person(v, (p ->> 'staff_id')::uuid);
  target uuid := (p ->> 'organization_id')::uuid;
  dispatched boolean := (p ->> 'dispatched')::boolean;
  duties duty[] := array(select e::duty from jsonb_array_elements_text(p -> 'duties') e);
  zones text[] := array(select jsonb_array_elements_text(p -> 'zones'));
  has_primary boolean := exists (select from posts q where q.staff_id = s.id and q.active and q."primary");
  made posts;
begin
  if not hamkke.administers(v, target) then
    perform hamkke.not_found('no organization of theirs');
  end if;
  if dispatched <> (target <> s.home_organization_id) then
    perform hamkke.refuse('POST_OF_OTHER_KIND');
  end if;
  perform hamkke.check_appointment(v, s.home_organization_id, target, duties, zones, '{}');
  if (p ->> 'primary')::boolean and has_primary then
    perform hamkke.refuse('OTHER_POST_IS_PRIMARY');
  end if;
  -- Two of one kind differ by where they work: an officer may answer for a zone in each.
  if exists (select from posts q where q.staff_id = s.id and q.organization_id = target and q.active
      and q.duties @> adding.duties and adding.duties @> q.duties
      and q.zones @> adding.zones and adding.zones @> q.zones) then
    perform hamkke.refuse('POST_THERE_ALREADY');
  end if;
  insert into posts (id, staff_id, organization_id, district_id, "primary", duties, zones, title)
  select (p ->> 'id')::uuid, s.id, target, o.district_id,
    coalesce((p ->> 'primary')::boolean, not has_primary), duties,
    zones, p ->> 'title' from organizations o where o.id = target
  returning * into made;
  perform hamkke.note_staff_change(v, s.id, made.id, target,
    case when dispatched then 'DISPATCHED' else 'POST_ADDED' end::staff_change_kind, '{}',
      hamkke.post_facts(made));
end $$;

/* Duties, zones, title and standing of a post; what is not named stays. The answer is whose post it is. */
create or replace function hamkke.change_post(p jsonb) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  s staff;
  was posts;
  now posts;
begin
  select * into was from posts where id = (p ->> 'id')::uuid;
  if not found or not hamkke.administers(v, was.organization_id) then
    perform hamkke.not_found('no post of theirs');
  end if;
  s := hamkke.lock_person(v, was.staff_id);
  select * into was from posts where id = was.id for no key update;
  perform hamkke.expect_version((p ->> 'expected_version')::int, was.version);
  now := was;
  now.title := coalesce(p ->> 'title', was.title);
  now.active := coalesce((p ->> 'active')::boolean, was.active);
  if p -> 'duties' <> 'null' then
    now.duties := array(select e::duty from jsonb_array_elements_text(p -> 'duties') e);
  end if;
  if p -> 'zones' <> 'null' then
    now.zones := array(select jsonb_array_elements_text(p -> 'zones'));
  end if;
  -- Who came back finds the post that was made their primary one meanwhile.
  now."primary" := was."primary" and (was.active or not exists (select from posts q
    where q.staff_id = s.id and q.active and q."primary" and q.id <> was.id));
  if exists (select from hamkke.appointments() a where a.duty = any(was.duties)
    and not a.given_by && v.duties) then
    perform hamkke.refuse('POST_NOT_YOURS_TO_CHANGE');
  end if;
  -- What ends need not be what could begin: a duty that no longer fits its organization can still be taken
  -- away. Nothing is given to a post that ends, or whoever lets it begin again would give what its giver may
  -- not.
  if now.active or not (now.duties <@ was.duties and now.zones <@ was.zones) then
    perform hamkke.check_appointment(v, s.home_organization_id, was.organization_id, now.duties, now.zones,
      case when was.active and cardinality(was.zones) = 0 then was.duties else '{}' end);
  end if;
  if was.active and s.active and 'CENTER_HEAD' = any(was.duties)
    and not (now.active and 'CENTER_HEAD' = any(now.duties)) then
    perform hamkke.keep_a_head(was.organization_id, was.id, null);
  end if;
  update posts set title = now.title, active = now.active, duties = now.duties, zones = now.zones,
    "primary" = now."primary", version = was.version + 1 where id = was.id;
  perform hamkke.note_staff_change(v, s.id, was.id, was.organization_id, 'POST_CHANGED',
    hamkke.post_facts(was),
    hamkke.post_facts(now));
  return s.id;
end $$;

/*
 * Which post of a person is the primary one, in which they act where a request names none. It gives nobody
 * anything that they do not have, so whoever administers the post decides, wherever the one is that was
 * primary before.
 */
create or replace function hamkke.set_primary_post(p jsonb) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  s staff;
  chosen posts;
  was posts;
begin
  select * into chosen from posts where id = (p ->> 'id')::uuid;
  if not found or not hamkke.administers(v, chosen.organization_id) then
    perform hamkke.not_found('no post of theirs');
  end if;
  s := hamkke.lock_person(v, chosen.staff_id);
  select * into chosen from posts where id = chosen.id for no key update;
  perform hamkke.expect_version((p ->> 'expected_version')::int, chosen.version);
  if not chosen.active then
    perform hamkke.refuse('POST_HAS_ENDED');
  elsif chosen."primary" then
    perform hamkke.refuse('POST_IS_PRIMARY');
  end if;
  -- There may be none, where the primary one ended. One at a time is primary, so the other goes first.
  for was in update posts set "primary" = false, version = version + 1 where staff_id = s.id and "primary"
    and active returning * loop
    perform hamkke.note_staff_change(v, s.id, was.id, was.organization_id, 'POST_CHANGED',
      hamkke.post_facts(was) || '{"primary": true}', hamkke.post_facts(was));
  end loop;
  update posts set "primary" = true, version = version + 1 where id = chosen.id returning * into was;
  perform hamkke.note_staff_change(v, s.id, was.id, was.organization_id, 'POST_CHANGED',
    hamkke.post_facts(chosen),
    hamkke.post_facts(was));
  return s.id;
end $$;

/*
 * Whether a person works at all: for whoever administers their home, and may give every duty that they have.
 */
create or replace function hamkke.set_staff_active(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  s staff := hamkke.lock_person(v, (p ->> 'id')::uuid);
  becomes boolean := (p ->> 'active')::boolean;
  held posts;
begin
  if not hamkke.administers(v, s.home_organization_id) or exists (select from posts q
      join hamkke.appointments() a on a.duty = any(q.duties)
      where q.staff_id = s.id and q.active and not a.given_by && v.duties) then
    perform hamkke.refuse('PERSON_OF_OTHERS');
  end if;
  perform hamkke.expect_version((p ->> 'expected_version')::int, s.version);
  if s.active and not becomes then
    for held in select * from posts q where q.staff_id = s.id and q.active and 'CENTER_HEAD' = any(q.duties)
        order by q.organization_id loop
      perform hamkke.keep_a_head(held.organization_id, null, s.id);
    end loop;
  end if;
  update staff set active = becomes, version = s.version + 1 where id = s.id;
  perform hamkke.note_staff_change(v, s.id, null, s.home_organization_id, 'ACTIVE_CHANGED',
    jsonb_build_object('active', s.active), jsonb_build_object('active', becomes));
end $$;

reset role;
