set local role hamkke_keeper;

/*
 * Whether the viewer serves a household and writes down all of its people, the registration number included:
 * it goes with them. Nobody else moves people from one to another.
 */
create or replace function hamkke.moves_people_of(v hamkke.viewer, p_district text, p_household uuid)
returns boolean
stable language sql as $$
  select exists (select from hamkke.scope_of(v, p_district, array[p_household]) s
    where s.subject_id = p_household and s.basis = 'CONTROLLER'
      and s.records & hamkke.class_bit('UNIQUE_ID') <> 0)
$$;

/*
 * Of two households both or none are opened to be changed: hidden, unknown and not theirs are the same.
 * Locked in one order, so that two who move people at once come one after the other.
 */
create or replace function hamkke.lock_households(p_district text, p_households uuid[]) returns void
language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
begin
  if exists (select from unnest(p_households) h
      where h is null or hamkke.moves_people_of(v, p_district, h) is not true) then
    perform hamkke.not_found('no household of theirs');
  end if;
  perform from households where district_id = p_district and id = any(p_households)
    order by id for no key update;
  -- Merged while this waited: it takes nothing any more.
  if exists (select from unnest(p_households) h where hamkke.was_merged(p_district, h)) then
    perform hamkke.not_found('no household of theirs');
  end if;
end $$;

/* A member who belongs to a household, locked; refused where they left it or have died. */
create or replace function hamkke.lock_member(p_district text, p_household uuid, p_member uuid)
returns member_identities
language plpgsql as $$
declare
  was member_identities;
begin
  select * into was from member_identities i where i.district_id = p_district and i.member_id = p_member
    and i.household_id = p_household for update;
  if was.member_id is null then
    perform hamkke.not_found('no member of theirs');
  elsif was.left_on is not null then
    perform hamkke.refuse('MEMBER_HAS_LEFT');
  end if;
  return was;
end $$;

/*
 * What is known of a member as the facets of another one, as far as nothing is known of that one: the same
 * person, under the id that they have in another household. Where they hide goes along and is kept once.
 * Registration numbers are sealed for whom they are of: see membership/numbers.ts. Columns are named by the
 * table's own row type, so that a new one goes along.
 */
create or replace function hamkke.copy_facets(was member_identities, p_household uuid, p_to uuid) returns void
language plpgsql as $$
declare
  part text[];
begin
  foreach part slice 1 in array hamkke.transferred_facets() loop
    continue when part[3] <> 'member_id';
    execute format('insert into %1$I select (jsonb_populate_record(f, jsonb_build_object(
        ''household_id'', $1, ''member_id'', $2, ''version'', 1))).* from %1$I f
        where f.district_id = $3 and f.member_id = $4 on conflict do nothing', part[1])
      using p_household, p_to, was.district_id, was.member_id;
  end loop;
  -- Of two records of one person the later says where they are.
  delete from member_safe_locations t using member_safe_locations s
    where s.district_id = was.district_id and s.member_id = was.member_id
      and t.district_id = s.district_id and t.member_id = p_to and t.recorded_at < s.recorded_at;
  update member_safe_locations set member_id = p_to, household_id = p_household
    where district_id = was.district_id and member_id = was.member_id
      and not exists (select from member_safe_locations t where t.district_id = was.district_id
        and t.member_id = p_to);
  delete from member_safe_locations where district_id = was.district_id and member_id = was.member_id;
end $$;

/*
 * Makes a member of one household a member of another, under a new id. Nothing that anybody consented to goes
 * along, nor what they were called there; where they lived goes along with the whole household alone.
 */
create or replace function hamkke.move_to(was member_identities, p_household uuid, p_to uuid,
  p_relation text, p_with_address boolean, p_on date, p_reason departure_reason) returns void
language plpgsql as $$
begin
  perform hamkke.check_departure(was, p_on);
  if exists (select from member_identities i where i.district_id = was.district_id
      and i.household_id = p_household and i.left_on is null
      and hamkke.name_letters(i.name) = hamkke.name_letters(was.name)
      and i.birth_date is not distinct from was.birth_date) then
    perform hamkke.refuse('MEMBER_THERE_ALREADY');
  end if;
  insert into members (district_id, id, household_id, ordinal)
    select was.district_id, p_to, p_household, coalesce(max(ordinal), 0) + 1
    from members where district_id = was.district_id and household_id = p_household;
  perform hamkke.copy_facets(was, p_household, p_to);
  update member_identities set relation = p_relation
    where district_id = was.district_id and member_id = p_to;
  if not p_with_address then
    update member_contacts set home_address = null
      where district_id = was.district_id and member_id = p_to;
  end if;
  perform hamkke.renew_visit_clocks(was.district_id, p_to);
  perform hamkke.leave_household(was, p_on, p_reason, p_to);
end $$;

/* The guardianships of a household that hold today, before its people go. */
create or replace function hamkke.guardianships_of(p_district text, p_household uuid) returns jsonb
stable language sql as $$
  select coalesce(jsonb_agg(to_jsonb(g)), '[]') from guardianships g where g.district_id = p_district
    and g.household_id = p_household and coalesce(g.until, 'infinity') >= hamkke.today()
$$;

/*
 * Guardianships of children who went along with whoever speaks for them, from today on under the ids that
 * they have now: while none is recorded, any adult there would speak for the child. People are mapped old to
 * new.
 */
create or replace function hamkke.copy_guardianships(p_district text, p_household uuid, p_were jsonb,
  p_went jsonb) returns void
language sql as $$
  insert into guardianships
  select (jsonb_populate_record(w, jsonb_build_object('id', gen_random_uuid(), 'household_id', p_household,
    'member_id', p_went ->> w.member_id::text, 'guardian_id', p_went ->> w.guardian_id::text,
    'subject_ids', (select jsonb_agg(p_went ->> s::text) from unnest(w.subject_ids) s),
    'from', greatest(w."from", hamkke.today()), 'recorded_at', now(), 'version', 1))).*
  from jsonb_populate_recordset(null::guardianships, p_were) w
  where p_went ? w.member_id::text and (w.guardian_id is null or p_went ? w.guardian_id::text)
    and not exists (select from guardianships g where g.district_id = p_district
      and g.member_id = (p_went ->> w.member_id::text)::uuid)
$$;

/* The sealed number of a member who was moved, for the application to seal it for their new id; else NULL. */
create or replace function hamkke.number_of(p_district text, p_member uuid) returns jsonb
stable language sql as $$
  select jsonb_build_object('ciphertext', registration_number_ciphertext, 'key',
    registration_number_key_id)
  from member_unique_ids where district_id = p_district and member_id = p_member
    and registration_number_ciphertext is not null
$$;

/*
 * Makes a member of one household a member of another one that is there (가구 이동), by whoever serves both.
 * Answers the household that they came from, and their sealed number.
 */
create or replace function hamkke.move_member(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  district text := p ->> 'district_id';
  member uuid := (p ->> 'id')::uuid;
  target uuid := (p ->> 'household_id')::uuid;
  home uuid := (select household_id from members where district_id = district and id = member);
  was member_identities;
begin
  perform hamkke.lock_households(district, array[home, target]);
  was := hamkke.lock_member(district, home, member);
  perform hamkke.expect_version((p ->> 'expected_version')::int, was.version);
  if home = target then
    perform hamkke.refuse('MOVED_TO_OWN_HOUSEHOLD');
  end if;
  perform hamkke.succeed_head(district, home, member, (p ->> 'former_head_id')::uuid);
  perform hamkke.move_to(was, target, (p ->> 'new_id')::uuid, p ->> 'relation', false,
    (p ->> 'left_on')::date, (p ->> 'reason')::departure_reason);
  return jsonb_build_object('household', home, 'number', hamkke.number_of(district, member));
end $$;

/*
 * Makes some of a household one of its own (가구 분리), with a case at the viewer's centre, or nobody would
 * serve it; the cases that are open stay where they are. Answers the sealed numbers of those who went, by
 * their old ids.
 */
create or replace function hamkke.split_household(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  district text := p ->> 'district_id';
  home uuid := (p ->> 'id')::uuid;
  created uuid := (p ->> 'new_id')::uuid;
  opened uuid := (p ->> 'case_id')::uuid;
  was household_summaries;
  dong text;
  tong smallint;
  leaving uuid;
  each record;
  guardians jsonb;
  numbers jsonb := '{}';
begin
  perform hamkke.lock_households(district, array[home]);
  select * into was from household_summaries where district_id = district and household_id = home for update;
  perform hamkke.expect_version((p ->> 'expected_version')::int, was.version);
  dong := coalesce(p ->> 'responsible_dong', was.responsible_dong);
  tong := coalesce((p ->> 'responsible_tong')::smallint,
    case when dong = was.responsible_dong then was.responsible_tong end);
  if not hamkke.is_dong_of(district, dong) then
    perform hamkke.refuse('DONG_OUTSIDE_DISTRICT');
  end if;
  for leaving in select m.id from jsonb_to_recordset(p -> 'members') as m(id uuid) order by m.id loop
    perform hamkke.check_departure(hamkke.lock_member(district, home, leaving), (p ->> 'left_on')::date);
  end loop;
  if not exists (select from jsonb_to_recordset(p -> 'members') as m(id uuid)
      where m.id = (p ->> 'head_id')::uuid) then
    perform hamkke.refuse('HEAD_NOT_AMONG_THEM');
  elsif not exists (select from member_identities i where i.district_id = district and i.household_id = home
      and i.died_on is null and i.left_on is null
      and i.member_id not in (select m.id from jsonb_to_recordset(p -> 'members') as m(id uuid))) then
    perform hamkke.refuse('SPLIT_LEAVES_NOBODY');
  end if;
  insert into households (district_id, id) values (district, created);
  guardians := hamkke.guardianships_of(district, home);
  for each in
    select m.id, m.new_id, m.relation, i as identity
    from jsonb_to_recordset(p -> 'members') as m(id uuid, new_id uuid, relation text)
    join member_identities i on i.district_id = district and i.member_id = m.id
    join members o on o.district_id = district and o.id = m.id order by o.ordinal, o.id
  loop
    perform hamkke.move_to(each.identity, created, each.new_id, each.relation, false,
      (p ->> 'left_on')::date, 'HOUSEHOLD_SPLIT');
    numbers := numbers || coalesce(jsonb_build_object(each.id, hamkke.number_of(district, each.id)), '{}');
  end loop;
  if exists (select from jsonb_to_recordset(p -> 'members') as m(id uuid) where m.id = was.head_id)
    or p ->> 'former_head_id' is not null then
    perform hamkke.succeed_head(district, home, (select m.id
      from jsonb_to_recordset(p -> 'members') as m(id uuid) order by m.id = was.head_id desc limit 1),
      (p ->> 'former_head_id')::uuid);
  end if;
  perform hamkke.copy_guardianships(district, created, guardians, (select jsonb_object_agg(m.id, m.new_id)
    from jsonb_to_recordset(p -> 'members') as m(id uuid, new_id uuid)));
  insert into household_summaries (district_id, household_id, responsible_dong, responsible_tong,
      responsible_ban, registered_on, head_id)
    values (district, created, dong, tong, coalesce((p ->> 'responsible_ban')::smallint,
      case when dong = was.responsible_dong and tong = was.responsible_tong then was.responsible_ban end),
      hamkke.today(), (select m.new_id
      from jsonb_to_recordset(p -> 'members') as m(id uuid, new_id uuid)
      where m.id = (p ->> 'head_id')::uuid));
  perform hamkke.open_case(district, opened, created, v.organization, null, false, gen_random_uuid(), v.post);
  return numbers;
end $$;

/*
 * Keeps a registration number that was sealed anew for the id that its holder has now, unless there is one of
 * theirs already, and destroys it where they were: there is one record of it, which is found and can be
 * removed.
 */
create or replace function hamkke.keep_moved_number(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  is_now members;
  gone uuid := (p ->> 'from')::uuid;
begin
  select m.* into is_now from departures d
    join members m on m.district_id = d.district_id and m.id = d.to_member_id
    where d.district_id = p ->> 'district_id' and d.member_id = gone
      and d.to_member_id = (p ->> 'to')::uuid and d.recorded_at = now();
  if is_now.id is null or not hamkke.moves_people_of(v, is_now.district_id, is_now.household_id) then
    perform hamkke.not_found('nobody who is moved just now');
  end if;
  insert into member_unique_ids as u (district_id, member_id, household_id, masked_registration_number,
    registration_number_ciphertext, registration_number_key_id, registration_number_index)
  select is_now.district_id, is_now.id, is_now.household_id, n.masked_registration_number,
    n.registration_number_ciphertext, n.registration_number_key_id, n.registration_number_index
  from jsonb_populate_record(null::member_unique_ids, p -> 'number') n
  on conflict (district_id, member_id) do update set
    masked_registration_number = excluded.masked_registration_number,
    registration_number_ciphertext = excluded.registration_number_ciphertext,
    registration_number_key_id = excluded.registration_number_key_id,
    registration_number_index = excluded.registration_number_index, recorded_at = now(),
    version = u.version + 1
  where u.registration_number_index is null;
  update member_unique_ids set masked_registration_number = null, registration_number_ciphertext = null,
    registration_number_key_id = null, registration_number_index = null, recorded_at = now(),
    version = version + 1
  where district_id = is_now.district_id and member_id = gone;
end $$;

reset role;
