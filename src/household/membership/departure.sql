set local role hamkke_keeper;

/*
 * Refuses to make a household history while a consultation of it is open: it stays there, where nobody could
 * answer its questions any more.
 */
create or replace function hamkke.expect_consultations_closed(p_district text, p_household uuid)
returns void language plpgsql as $$
begin
  if exists (select from consultations c where c.district_id = p_district and c.household_id = p_household
      and c.closed_on is null) then
    perform hamkke.refuse('CONSULTATION_IS_OPEN');
  end if;
end $$;

/*
 * A member belongs to the household no more: what is known of them there stays as history. With them go their
 * consents, those that they gave for others, and who speaks for whom. By whoever looked at who does it.
 */
create or replace function hamkke.leave_household(was member_identities, p_on date,
  p_reason departure_reason, p_to uuid) returns void
language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
begin
  update member_identities set left_on = p_on, recorded_at = now(), version = was.version + 1
    where district_id = was.district_id and member_id = was.member_id;
  insert into facet_changes (district_id, id, household_id, member_id, data_class, subject_ids, version,
    post_id, organization_id, changes)
  values (was.district_id, gen_random_uuid(), was.household_id, was.member_id, 'IDENTITY',
    array[was.member_id], was.version + 1, v.post, v.organization,
    jsonb_build_array(jsonb_build_object('field', 'leftOn', 'before', was.left_on, 'after', p_on)));
  update departures set taken_back_at = now() where district_id = was.district_id
    and member_id = was.member_id and taken_back_at is null;
  if p_on is null then
    return;
  end if;
  insert into departures (district_id, id, household_id, member_id, data_class, subject_ids, reason,
    to_member_id, post_id, organization_id)
  values (was.district_id, gen_random_uuid(), was.household_id, was.member_id, 'FAMILY',
    array[was.member_id], p_reason, p_to, v.post, v.organization);
  perform hamkke.end_consents_of(was.district_id, was.household_id, was.member_id, 'PERSON_LEFT');
  perform hamkke.stop_clocks_of_member(was.district_id, was.member_id);
  update guardianships g set until = greatest(g."from", p_on), version = g.version + 1
    where g.district_id = was.district_id and g.household_id = was.household_id
      and was.member_id in (g.member_id, g.guardian_id) and coalesce(g.until, 'infinity') > p_on;
end $$;

/* Refuses a day on which somebody cannot have left: after their death, or before their birth. */
create or replace function hamkke.check_departure(was member_identities, p_on date) returns void
language plpgsql as $$
begin
  if was.died_on is not null then
    perform hamkke.refuse('LEFT_AFTER_DEATH');
  elsif p_on < was.birth_date then
    perform hamkke.refuse('LEFT_BEFORE_BIRTH');
  end if;
end $$;

/*
 * That a member left the household, or, without a day, that it was a mistake, which revives no consent. By
 * those who record IDENTITY and FAMILY of the household; what was recorded is corrected by the organization
 * that recorded it. Answers the household.
 */
create or replace function hamkke.record_departure(p jsonb) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  district text := p ->> 'district_id';
  member uuid := (p ->> 'id')::uuid;
  gone date := (p ->> 'left_on')::date;
  why departure_reason := (p ->> 'reason')::departure_reason;
  was member_identities;
  last departures;
begin
  -- Of the household as a whole: of a member who left nothing is written down any more but this.
  select * into was from member_identities i where i.district_id = district and i.member_id = member
    and hamkke.may_record(i.household_id, 'IDENTITY') and hamkke.may_record(i.household_id, 'FAMILY')
    for update;
  if was.member_id is null then
    perform hamkke.not_found('no member of theirs');
  end if;
  perform hamkke.expect_version((p ->> 'expected_version')::int, was.version);
  select * into last from departures d where d.district_id = district and d.member_id = member
    and d.taken_back_at is null;
  if gone is not distinct from was.left_on and (gone is null or why = last.reason) then
    return was.household_id;
  elsif was.left_on is not null
      and (last.organization_id is distinct from v.organization or last.to_member_id is not null) then
    perform hamkke.refuse('DEPARTURE_STANDS');
  end if;
  if gone is null and exists (select from member_identities i where i.district_id = district
      and i.household_id = was.household_id and i.member_id <> member and i.left_on is null
      and hamkke.name_letters(i.name) = hamkke.name_letters(was.name)
      and i.birth_date is not distinct from was.birth_date) then
    perform hamkke.refuse('MEMBER_THERE_ALREADY');
  end if;
  if gone is not null then
    perform hamkke.check_departure(was, gone);
  end if;
  if was.left_on is null then
    perform hamkke.succeed_head(district, was.household_id, member, (p ->> 'new_head_id')::uuid);
  end if;
  perform hamkke.leave_household(was, gone, why, null);
  return was.household_id;
end $$;

/*
 * Whether the viewer serves two households and has SAFETY of everybody there, by duty: then they know of both
 * anyway. Where somebody is accused in either, that one person is in both is told to nobody, since where the
 * others went is theirs to tell.
 */
create or replace function hamkke.knows_both(p_district text, p_here uuid, p_there uuid) returns boolean
language sql stable as $$
  with had as (
    select s.subject_id, bit_or(s.mask) as mask
    from hamkke.scope_of(hamkke.viewer(), p_district, array[p_here, p_there]) s
    where s.basis = 'CONTROLLER' group by 1
  ), subject as (
    select unnest(array[p_here, p_there]) as id
    union all
    select m.id from members m where m.district_id = p_district and m.household_id in (p_here, p_there)
  )
  select not exists (select from subject s left join had on had.subject_id = s.id
      where coalesce(had.mask, 0) & hamkke.class_bit('SAFETY') = 0)
    and not exists (select from member_safeties a where a.district_id = p_district
      and a.household_id in (p_here, p_there) and a.alleged_perpetrator)
$$;

/* Where a member who left is one now, as those may know it who know both households; else NULL. */
create or replace function hamkke.record_after(p_district text, p_departure uuid) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select 'Member:' || p_district || ':' || d.to_member_id from departures d
  join members t on t.district_id = d.district_id and t.id = d.to_member_id
  where d.district_id = p_district and d.id = p_departure
    and hamkke.knows_both(p_district, d.household_id, t.household_id)
$$;

/* Where a member was one before, as those may know it who know both households. */
create or replace function hamkke.records_before(p_district text, p_member uuid) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(json_agg('Member:' || p_district || ':' || d.member_id order by d.recorded_at, d.member_id),
    '[]')
  from departures d join members m on m.district_id = d.district_id and m.id = d.to_member_id
  where d.district_id = p_district and d.to_member_id = p_member
    and hamkke.knows_both(p_district, d.household_id, m.household_id)
$$;

/* Which household another one became part of, as those may know it who know both; else NULL. */
create or replace function hamkke.household_after(p_district text, p_household uuid) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select 'Household:' || p_district || ':' || h.merged_into_id from households h
  where h.district_id = p_district and h.id = p_household and h.merged_into_id is not null
    and hamkke.knows_both(p_district, h.id, h.merged_into_id)
$$;

reset role;
