set local role hamkke_keeper;

/* Whether somebody has a question's own class for everybody whom it concerns. */
create or replace function hamkke.has_question(v hamkke.viewer, q consultation_questions) returns boolean
stable language sql as $$
  select bool_and(coalesce(mask, 0) & hamkke.class_bit(q.data_class) & ~hamkke.class_bit('INVESTIGATION')
    <> 0)
  from unnest(q.subject_ids) subject
  left join hamkke.masks_of(v, q.district_id, q.household_id) s on s.subject_id = subject
$$;

/*
 * How far a question is: what the specialist wrote settles it, else its referral says. Whoever has the
 * question has the referral, which is of the same class and people.
 */
create or replace function hamkke.question_state_of(q consultation_questions)
returns consultation_question_state stable language sql as $$
  select case when q.answered_on is not null then 'DONE' when q.referral_id is null then 'OPEN'
    else (select case
      when r.state = 'DRAFT' and r.expires_at > now() then
        case when exists (select from hamkke.missing_consents(r)) then 'WAITING_FOR_CONSENT'
          else 'DRAFTED' end
      when r.state = 'REQUESTED' and r.expires_at > now() then 'ASKED'
      when r.state in ('ACCEPTED', 'WAITLISTED', 'IN_PROGRESS') then 'ANSWERED'
      when r.state = 'COMPLETED' then 'DONE'
      when r.state = 'REJECTED' then 'DECLINED'
      else 'ENDED' end
    from referrals r where r.district_id = q.district_id and r.id = q.referral_id) end
    ::consultation_question_state
$$;

/* The same of a row that a statement shows. */
create or replace function hamkke.question_state(q consultation_questions) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select to_json(hamkke.question_state_of(q))
$$;

/* What is not consented to of that which the referral of a question would carry, while it is a draft. */
create or replace function hamkke.question_missing_consents(q consultation_questions) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(json_agg(json_build_object('memberId', case when m.subject_id <> q.household_id
    then 'Member:' || q.district_id || ':' || m.subject_id end, 'classes', m.classes)
    order by m.subject_id), '[]')
  from referrals r cross join lateral hamkke.missing_consents(r) m
  where r.district_id = q.district_id and r.id = q.referral_id
$$;

/* Whether a post counsels at a centre now: whoever has it works, and can go on with a consultation. */
create or replace function hamkke.counsels_at(p_post uuid, p_center uuid) returns boolean
stable language sql as $$
  select exists (select from posts p join staff s on s.id = p.staff_id and s.active
    where p.id = p_post and p.active and p.organization_id = p_center
      and p.duties && hamkke.step_duties('CONSULT'))
$$;

/* The posts that are assigned to a household and counsel at a centre now. */
create or replace function hamkke.counselling(p_district text, p_household uuid, p_center uuid)
returns setof uuid stable language sql as $$
  select a.post_id from assignments a
  where a.district_id = p_district and a.household_id = p_household and a.kind = 'CASE'
    and a.ended_at is null and hamkke.today() between a."from" and coalesce(a.until, 'infinity')
    and hamkke.counsels_at(a.post_id, p_center)
$$;

/*
 * Whether whoever wrote a question down goes on with it: they counsel at the centre still, and the household
 * was not taken from them since. Whom the centre's duty alone brought there was never assigned.
 */
create or replace function hamkke.goes_on_with(q consultation_questions, p_center uuid) returns boolean
stable language sql as $$
  select q.post_id in (select hamkke.counselling(q.district_id, q.household_id, p_center))
    or hamkke.counsels_at(q.post_id, p_center)
      and exists (select from posts p, unnest(p.duties) d
        where p.id = q.post_id and hamkke.duty_reach(d) = 'CENTER')
      and not exists (select from assignments a where a.district_id = q.district_id
        and a.household_id = q.household_id and a.post_id = q.post_id and a.kind = 'CASE'
        and a.ended_at >= q.recorded_at)
$$;

/*
 * Whether a question waits for a post of the centre that counsels: for whoever wrote it down. Where they go
 * on with it no more (they left, or handed the household over, or it is another centre's now), for those who
 * are assigned to the household, and for the head where nobody is.
 */
create or replace function hamkke.waits_for(v hamkke.viewer, q consultation_questions) returns boolean
stable language sql as $$
  select case when hamkke.goes_on_with(q, v.organization) then q.post_id = v.post
    when exists (select hamkke.counselling(q.district_id, q.household_id, v.organization))
      then v.post in (select hamkke.counselling(q.district_id, q.household_id, v.organization))
    else 'CENTER_HEAD' = any(v.duties) end
$$;

/*
 * The questions that wait for the viewer, while they have them: to be answered, to be sent, or to be settled
 * otherwise where no organization does. What is at an organization, or short of a consent, does not wait for
 * anybody here.
 */
create or replace function hamkke.questions_waiting(v hamkke.viewer, p_most int)
returns table (question consultation_questions, since timestamptz) stable language sql as $$
  select q, greatest(q.recorded_at, (select max(e.at) from referral_events e
    where e.district_id = q.district_id and e.referral_id = q.referral_id)) as since
  from consultations c
  join consultation_questions q on q.district_id = c.district_id and q.consultation_id = c.id
  where v.duties && hamkke.step_duties('CONSULT') and c.organization_id = v.organization
    and c.closed_on is null and q.answered_on is null and hamkke.waits_for(v, q)
    and hamkke.keeps_consents(q.district_id, q.household_id) and hamkke.has_question(v, q)
    and hamkke.question_state_of(q) in ('OPEN', 'DRAFTED', 'DECLINED', 'ENDED')
  order by 2, q.id limit p_most
$$;

/* What the log tells of a change: of whom, of which class, and by what the viewer has that of them. */
create or replace function hamkke.consulted(v hamkke.viewer, p_district text, p_household uuid,
  p_subjects uuid[], p_class data_class) returns jsonb stable language sql as $$
  select jsonb_build_object('household', p_household, 'subjects', p_subjects, 'class', p_class,
    'side', 'SENDER',
    'bases', to_jsonb(hamkke.bases_of(v, p_district, p_household, p_subjects, p_class)))
$$;

/* The same of a consultation itself. */
create or replace function hamkke.consulted(v hamkke.viewer, c consultations) returns jsonb
stable language sql as $$
  select hamkke.consulted(v, c.district_id, c.household_id, array[c.household_id], 'SUMMARY')
$$;

/* The same of a question. */
create or replace function hamkke.consulted(v hamkke.viewer, q consultation_questions) returns jsonb
stable language sql as $$
  select hamkke.consulted(v, q.district_id, q.household_id, q.subject_ids, q.data_class)
$$;

/*
 * Adds questions to a consultation, and for each that names a recipient the draft of a referral, as whoever
 * drafts one by itself. Answers what the log is to tell.
 */
create or replace function hamkke.add_questions(c consultations, p jsonb) returns jsonb
language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
  moves jsonb := jsonb_build_array(hamkke.consulted(v, c));
  item jsonb;
  q consultation_questions;
  r referrals;
begin
  for item in select value from jsonb_array_elements(p) loop
    q := jsonb_populate_record(null::consultation_questions, item);
    q.district_id := c.district_id;
    q.household_id := c.household_id;
    q.consultation_id := c.id;
    q.post_id := v.post;
    -- One after the other, so that they are read in the order in which they were asked.
    q.recorded_at := clock_timestamp();
    q.version := 1;
    if exists (select from unnest(q.member_ids) m where not exists (select from members o
        where o.district_id = q.district_id and o.id = m and o.household_id = q.household_id)) then
      perform hamkke.not_found('no such member');
    end if;
    q.subject_ids := case when cardinality(q.member_ids) > 0 then q.member_ids
      else array[q.household_id] end;
    if item -> 'referral' <> 'null' then
      moves := moves || hamkke.draft_referral(item -> 'referral');
      select * into strict r from referrals o where o.district_id = q.district_id
        and o.id = (item -> 'referral' ->> 'id')::uuid;
      q.referral_id := r.id;
      q.data_class := r.data_class;
    elsif not hamkke.has_question(v, q) then
      perform hamkke.not_found('nothing of theirs to write down');
    end if;
    insert into consultation_questions select q.*;
    moves := moves || hamkke.consulted(v, q);
  end loop;
  return moves;
end $$;

/* Begins a consultation of a household that the viewer counsels, with what the family asked. */
create or replace function hamkke.open_consultation(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  c consultations := jsonb_populate_record(null::consultations, p);
begin
  if not v.duties && hamkke.step_duties('CONSULT') or not hamkke.may_record(c.household_id, 'SUMMARY')
    or c.case_id is not null and not exists (select from cases k where k.district_id = c.district_id
      and k.id = c.case_id and k.household_id = c.household_id) then
    perform hamkke.not_found('no household or case of theirs');
  end if;
  c.organization_id := v.organization;
  c.post_id := v.post;
  c.recorded_at := now();
  c.version := 1;
  insert into consultations select c.*;
  return hamkke.add_questions(c, p -> 'questions');
end $$;

/* A consultation of the viewer's own centre that is open, locked: hidden and unknown are the same. */
create or replace function hamkke.hold_consultation(p_district text, p_id uuid, p_version int)
returns consultations language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
  c consultations;
begin
  select o.* into c from consultations o where o.district_id = p_district and o.id = p_id
    and v.duties && hamkke.step_duties('CONSULT') and hamkke.may_record(o.household_id, 'SUMMARY')
    for update;
  if c.id is null then
    perform hamkke.not_found('no such consultation');
  elsif c.organization_id <> v.organization then
    perform hamkke.refuse('CONSULTATION_OF_OTHER_CENTER');
  end if;
  if p_version is not null then
    perform hamkke.expect_version(p_version, c.version);
  end if;
  if c.closed_on is not null then
    perform hamkke.refuse('CONSULTATION_IS_CLOSED');
  end if;
  return c;
end $$;

/* Adds a question to a consultation that is open. */
create or replace function hamkke.add_consultation_question(p_district text, p_id uuid, p jsonb)
returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  c consultations := hamkke.hold_consultation(p_district, p_id, null);
begin
  update consultations set version = c.version + 1 where district_id = c.district_id and id = c.id;
  return hamkke.add_questions(c, jsonb_build_array(p));
end $$;

/*
 * Sends every draft of a consultation that can be sent. The others stay as they are, whatever keeps them: of
 * what consents do not cover, questions say what is missing. Nothing else is said of a draft here, since what
 * keeps it may be that its recipient hides somebody by now.
 */
create or replace function hamkke.send_consultation(p_district text, p_id uuid, p_version int) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  c consultations := hamkke.hold_consultation(p_district, p_id, p_version);
  moves jsonb := jsonb_build_array(hamkke.consulted(v, c));
  moved jsonb;
  drafts referrals[];
  r referrals;
begin
  drafts := array(select f from referrals f
    where f.district_id = c.district_id and f.household_id = c.household_id and f.state = 'DRAFT'
      and f.sender_id = v.organization and f.id in (select q.referral_id from consultation_questions q
        where q.district_id = c.district_id and q.consultation_id = c.id)
      and hamkke.has_own_class(v, f)
    order by f.id for update);
  -- Consents before feeds, as whoever withdraws one does, and each in one order: else two could wait for each
  -- other.
  perform from consents where district_id = c.district_id and household_id = c.household_id
    and organization_id in (select f.recipient_id from unnest(drafts) f) order by id for share;
  perform hamkke.hold_feeds((select array_agg(o) from unnest(drafts) f,
    unnest(array[f.sender_id, f.recipient_id]) o));
  foreach r in array drafts loop
    -- It would be refused, and all others with it: its recipient became a shelter since it was written.
    continue when hamkke.has_unread_words(r);
    moved := hamkke.take_referral_step(c.district_id, r.id, 'REQUEST', r.version, '{}');
    if not moved ? 'refused' then
      moves := moves || moved;
    end if;
  end loop;
  update consultations set version = c.version + 1 where district_id = c.district_id and id = c.id;
  return moves;
end $$;

/*
 * What came of a question, as the specialist wrote it: at the table, or otherwise once its referral came to
 * nothing. While an organization is asked or to be asked, its answer is awaited.
 */
create or replace function hamkke.answer_question(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  c consultations;
  q consultation_questions;
  said date := (p ->> 'answered_on')::date;
  answerer uuid := (p ->> 'answered_by_id')::uuid;
  stands consultation_question_state;
begin
  select o.* into q from consultation_questions o where o.district_id = p ->> 'district_id'
    and o.id = (p ->> 'id')::uuid and hamkke.may_record(o.household_id, 'SUMMARY')
    and hamkke.has_question(v, o);
  -- Held until this commits: whoever makes it confidential finds this, or this finds that it is.
  perform from organizations o where o.id = answerer and not o.confidential for share;
  if q.id is null or answerer is not null and not found then
    perform hamkke.not_found('no such question or organization');
  end if;
  c := hamkke.hold_consultation(q.district_id, q.consultation_id, null);
  select o.* into q from consultation_questions o where o.district_id = q.district_id and o.id = q.id
    for update;
  perform hamkke.expect_version((p ->> 'expected_version')::int, q.version);
  stands := hamkke.question_state_of(q);
  if q.answered_on is not null then
    perform hamkke.refuse('QUESTION_IS_ANSWERED');
  elsif stands not in ('OPEN', 'DECLINED', 'ENDED') then
    perform hamkke.refuse('QUESTION_IS_REFERRED', jsonb_build_object('state', stands));
  elsif said < c.held_on then
    perform hamkke.refuse('ANSWERED_BEFORE_CONSULTATION', jsonb_build_object('heldOn', c.held_on));
  end if;
  update consultation_questions set answer = p ->> 'answer', answered_by_id = answerer, answered_on = said,
    version = q.version + 1 where district_id = q.district_id and id = q.id;
  return jsonb_build_array(hamkke.consulted(v, q));
end $$;

/*
 * Closes a consultation: nothing is left that the specialist could still do, of what they may see. What
 * organizations do by then goes on with them.
 */
create or replace function hamkke.close_consultation(p_district text, p_id uuid, p_version int)
returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  c consultations := hamkke.hold_consultation(p_district, p_id, p_version);
  left_over int := (select count(*) from consultation_questions q
    where q.district_id = c.district_id and q.consultation_id = c.id and hamkke.has_question(v, q)
      and hamkke.question_state_of(q) in ('OPEN', 'WAITING_FOR_CONSENT', 'DRAFTED'));
begin
  if left_over > 0 then
    perform hamkke.refuse('CONSULTATION_HAS_OPEN_QUESTIONS', jsonb_build_object('count', left_over));
  end if;
  update consultations set closed_on = hamkke.today(), version = c.version + 1
    where district_id = c.district_id and id = c.id;
  return jsonb_build_array(hamkke.consulted(v, c));
end $$;

reset role;
