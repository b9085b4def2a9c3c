set local role hamkke_keeper;

/*
 * A member who came to a household (출생, 전입): the row of who they are, and that somebody wrote it down. By
 * those who record IDENTITY of the household. Nothing that others consented to concerns them.
 */
create or replace function hamkke.add_member(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  district text := p ->> 'district_id';
  household uuid := (p ->> 'household_id')::uuid;
  member uuid := (p ->> 'id')::uuid;
begin
  -- Two who add somebody at once get different places in the list.
  perform from households where district_id = district and id = household for no key update;
  if not found or not hamkke.may_record(household, 'IDENTITY')
    -- Perhaps while this waited.
    or hamkke.was_merged(district, household) then
    perform hamkke.not_found('no household of theirs');
  elsif exists (select from member_identities i where i.district_id = district and i.household_id = household
      and hamkke.name_letters(i.name) = hamkke.name_letters(p ->> 'name')
      and i.birth_date is not distinct from (p ->> 'birth_date')::date and i.left_on is null) then
    perform hamkke.refuse('MEMBER_THERE_ALREADY');
  end if;
  insert into members (district_id, id, household_id, ordinal)
    select district, member, household, coalesce(max(ordinal), 0) + 1
    from members where district_id = district and household_id = household;
  insert into member_identities (district_id, member_id, household_id, name, birth_date, sex, relation)
    values (district, member, household, p ->> 'name', (p ->> 'birth_date')::date, (p ->> 'sex')::sex,
      p ->> 'relation');
  insert into facet_changes (district_id, id, household_id, member_id, data_class, subject_ids, version,
    post_id, organization_id, changes)
  select district, gen_random_uuid(), household, member, 'IDENTITY', array[member], 1, v.post, v.organization,
    jsonb_agg(jsonb_build_object('field', field, 'before', null, 'after', p ->> name))
  from (values ('name', 'name'), ('birthDate', 'birth_date'), ('sex', 'sex'), ('relation', 'relation'))
    f (field, name)
  where p ->> name is not null;
end $$;

/* Makes somebody else the head where the one who died or left was it and others live on there. */
create or replace function hamkke.succeed_head(p_district text, p_household uuid, p_gone uuid,
  p_successor uuid) returns void
language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
  was household_summaries;
begin
  select * into was from household_summaries where district_id = p_district and household_id = p_household
    for update;
  if was.head_id is distinct from p_gone then
    if p_successor <> was.head_id or was.head_id is null and p_successor is not null then
      perform hamkke.refuse('SUCCESSOR_OF_NO_HEAD');
    end if;
    return;
  end if;
  if p_successor is null and exists (select from members m
      left join member_identities i on i.district_id = m.district_id and i.member_id = m.id
      where m.district_id = p_district and m.household_id = p_household and m.id <> p_gone
        and i.died_on is null and i.left_on is null) then
    perform hamkke.refuse('HEAD_WITHOUT_SUCCESSOR');
  elsif p_successor is not null and not exists (select from members m where m.district_id = p_district
      and m.household_id = p_household and m.id = p_successor and m.id <> p_gone) then
    perform hamkke.not_found('nobody of the household');
  elsif hamkke.has_died(p_district, p_successor) then
    perform hamkke.refuse('HEAD_HAS_DIED');
  elsif hamkke.has_left(p_district, p_successor) then
    perform hamkke.refuse('HEAD_HAS_LEFT');
  elsif p_successor is not null then
    update household_summaries set head_id = p_successor, recorded_at = now(), version = was.version + 1
      where district_id = p_district and household_id = p_household;
    insert into facet_changes (district_id, id, household_id, data_class, subject_ids, version,
      post_id, organization_id, changes)
    values (p_district, gen_random_uuid(), p_household, 'SUMMARY', array[p_household], was.version + 1,
      v.post, v.organization, jsonb_build_array(jsonb_build_object('field', 'headId',
        'before', 'Member:' || p_district || ':' || p_gone,
        'after', 'Member:' || p_district || ':' || p_successor)));
  end if;
end $$;

/* Ends what a person consented to, for themselves and for others, and what rests on it. */
create or replace function hamkke.end_consents_of(p_district text, p_household uuid, p_member uuid,
  p_step consent_step) returns void
language plpgsql as $$
declare
  was_given consents;
  is_given consents;
begin
  for was_given in
    select * from consents c where c.district_id = p_district and c.household_id = p_household
      and p_member in (c.member_id, c.given_by_id) and c.withdrawn_at is null
    order by c.id for update
  loop
    is_given := was_given;
    is_given.withdrawn_at := now();
    is_given.version := was_given.version + 1;
    update consents set withdrawn_at = is_given.withdrawn_at, version = is_given.version
      where district_id = p_district and id = is_given.id;
    perform hamkke.keep_consent_step(gen_random_uuid(), p_step, was_given, is_given, null,
      was_given.method, '{}');
    perform hamkke.revoke_referrals_of(p_district, is_given.id);
  end loop;
end $$;

/*
 * That a member died, or, without a day, that it was a mistake. With a person their consents end, and those
 * that they gave for others; taking a mistake back revives none. By those who record IDENTITY. Answers the
 * household.
 */
create or replace function hamkke.record_death(p jsonb) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  district text := p ->> 'district_id';
  member uuid := (p ->> 'id')::uuid;
  died date := (p ->> 'died_on')::date;
  successor uuid := (p ->> 'new_head_id')::uuid;
  was member_identities;
begin
  select * into was from member_identities i where i.district_id = district and i.member_id = member
    and hamkke.may_record(member, 'IDENTITY') for update;
  if was.member_id is null then
    perform hamkke.not_found('no member of theirs');
  end if;
  perform hamkke.expect_version((p ->> 'expected_version')::int, was.version);
  if died < was.birth_date then
    perform hamkke.refuse('DIED_BEFORE_BIRTH');
  end if;
  -- As with every other field: what is so already is no change.
  if died is not distinct from was.died_on then
    return was.household_id;
  end if;
  update member_identities set died_on = died, recorded_at = now(), version = was.version + 1
    where district_id = district and member_id = member;
  insert into facet_changes (district_id, id, household_id, member_id, data_class, subject_ids, version,
    post_id, organization_id, changes)
  values (district, gen_random_uuid(), was.household_id, member, 'IDENTITY', array[member], was.version + 1,
    v.post, v.organization,
    jsonb_build_array(jsonb_build_object('field', 'diedOn', 'before', was.died_on, 'after', died)));
  if died is null then
    return was.household_id;
  end if;
  perform hamkke.succeed_head(district, was.household_id, member, successor);
  perform hamkke.end_consents_of(district, was.household_id, member, 'PERSON_DIED');
  perform hamkke.stop_clocks_of_member(district, member);
  return was.household_id;
end $$;

reset role;
