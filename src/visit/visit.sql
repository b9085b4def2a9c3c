set local role hamkke_keeper;

/* The policies of the viewer's district on a day, each by its key. */
create or replace function hamkke.policy_values(p_day date) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select json_object_agg(r.key, hamkke.policy_on(v.district, r.key, coalesce(p_day, hamkke.today())))
  from hamkke.viewer() v cross join hamkke.policy_rules() r
$$;

/*
 * A member to whom the viewer may offer a visit: of those whom their district serves, by a duty that has
 * IDENTITY of them. Nobody who has died or left.
 */
create or replace function hamkke.member_to_offer(p_district text, p_member uuid) returns members
language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
  m members;
begin
  select o.* into m from members o where o.district_id = p_district and o.id = p_member
    and v.duties && hamkke.visit_offering_duties()
    and exists (select from hamkke.scope_of(v, o.district_id, array[o.household_id]) s
      where s.subject_id = o.id and s.basis = 'CONTROLLER'
        and s.mask & hamkke.class_bit('IDENTITY') <> 0)
    and not hamkke.has_left(o.district_id, o.id) and not hamkke.has_died(o.district_id, o.id)
    for no key update;
  if m.id is null then
    perform hamkke.not_found('no such member of theirs');
  end if;
  return m;
end $$;

/* Which visit everybody of this age is offered on a day; NULL where none is. */
create or replace function hamkke.universal_kind(p_born date, p_day date) returns universal_visit_kind
immutable language sql as $$
  select case
    when extract(year from p_born) + hamkke.visited_at_age() = extract(year from p_day) then 'UNIVERSAL_65'
    when p_day between p_born and (p_born + make_interval(years => 1))::date then 'UNIVERSAL_BIRTH'
    end::universal_visit_kind
$$;

/*
 * Writes down that a visit was offered, and until when it should be made, which follows from the birth date
 * and not from the day of the offer. Nothing where it was offered before; answers whether it was not.
 */
create or replace function hamkke.offer_visit(m members, p_born date, p_id uuid,
  p_kind universal_visit_kind, p_offered date, v hamkke.viewer) returns boolean
language plpgsql as $$
declare
  begins date := case p_kind when 'UNIVERSAL_65' then date_trunc('year', p_offered)::date else p_born end;
begin
  insert into universal_visits (district_id, id, household_id, member_id, kind, offered_on, post_id,
    organization_id)
  values (m.district_id, p_id, m.household_id, m.id, p_kind, p_offered, v.post, v.organization)
  on conflict (district_id, member_id, kind) do nothing;
  if not found then
    return false;
  end if;
  -- A child cannot be offered the other kind for many years: one clock at a time is enough.
  insert into clocks (district_id, id, household_id, data_class, subject_ids, kind, member_id, started_on,
    due_on, center_id)
  values (m.district_id, gen_random_uuid(), m.household_id, 'IDENTITY', array[m.id], 'UNIVERSAL_VISIT', m.id,
    begins, case p_kind when 'UNIVERSAL_65' then (begins + interval '1 year - 1 day')::date
      else hamkke.policy_due(m.district_id, 'BIRTH_VISIT', p_born) end, v.organization);
  return true;
end $$;

/*
 * Offers a visit to a member (보편방문 제안): in the year in which they turn sixty-five, or after their birth.
 * Answers the household.
 */
create or replace function hamkke.offer_universal_visit(p jsonb) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  m members := hamkke.member_to_offer(p ->> 'district_id', (p ->> 'member_id')::uuid);
  chosen universal_visit_kind := (p ->> 'kind')::universal_visit_kind;
  offered date := (p ->> 'offered_on')::date;
  born date := (select i.birth_date from member_identities i where i.district_id = m.district_id
    and i.member_id = m.id);
begin
  if born is null then
    perform hamkke.refuse('BIRTH_DATE_NEEDED');
  elsif hamkke.universal_kind(born, offered) is distinct from chosen then
    if chosen = 'UNIVERSAL_65' then
      perform hamkke.refuse('NOT_OF_THAT_AGE',
        jsonb_build_object('year', extract(year from born)::int + hamkke.visited_at_age()));
    end if;
    perform hamkke.refuse('NO_NEWBORN');
  elsif not hamkke.offer_visit(m, born, (p ->> 'id')::uuid, chosen, offered, hamkke.viewer()) then
    perform hamkke.refuse('VISIT_OFFERED_ALREADY');
  end if;
  return m.household_id;
end $$;

/*
 * What came of an offer, or of a try to make the visit. Who declines ends what is due, and so does the last
 * try that the district makes; whoever changes their mind is visited after all. Answers of whom it is.
 */
create or replace function hamkke.answer_universal_visit(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  u universal_visits;
  m members;
  said visit_answer := (p ->> 'answer')::visit_answer;
  on_day date := (p ->> 'answered_on')::date;
begin
  select * into u from universal_visits o where o.district_id = p ->> 'district_id'
    and o.id = (p ->> 'id')::uuid;
  m := hamkke.member_to_offer(p ->> 'district_id', u.member_id);
  select * into u from universal_visits o where o.district_id = m.district_id and o.id = u.id for update;
  perform hamkke.expect_version((p ->> 'expected_version')::int, u.version);
  if u.state = 'DONE' or u.state = 'DECLINED' and said in ('DECLINED', 'NOT_REACHED') then
    perform hamkke.refuse('OFFER_IS_OVER', jsonb_build_object('state', u.state));
  elsif on_day < u.offered_on then
    perform hamkke.refuse('ANSWERED_BEFORE_OFFER', jsonb_build_object('offeredOn', u.offered_on));
  end if;
  case said
    when 'AGREED' then
      u.state := 'AGREED';
      u.agreed_for := (p ->> 'agreed_for')::date;
    when 'DECLINED' then
      u.state := 'DECLINED';
    when 'NOT_REACHED' then
      u.tries := u.tries + 1;
      if u.tries >= hamkke.policy_on(u.district_id, 'UNREACHED_TRIES', on_day) then
        u.state := 'UNREACHED';
      end if;
    when 'VISITED' then
      u.state := 'DONE';
      u.done_on := on_day;
  end case;
  update universal_visits set state = u.state, agreed_for = u.agreed_for, tries = u.tries,
      done_on = u.done_on, version = u.version + 1
    where district_id = u.district_id and id = u.id;
  update clocks c set met_on = u.done_on,
      stopped_on = case when u.state in ('DECLINED', 'UNREACHED') then coalesce(c.stopped_on, on_day) end
    where c.district_id = u.district_id and c.member_id = u.member_id and c.kind = 'UNIVERSAL_VISIT'
      and c.met_on is null and c.started_on = (select max(o.started_on) from clocks o
        where o.district_id = u.district_id and o.member_id = u.member_id and o.kind = 'UNIVERSAL_VISIT');
  return jsonb_build_object('household', u.household_id, 'member', u.member_id);
end $$;

reset role;
