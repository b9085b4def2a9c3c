set local role hamkke_keeper;

/*
 * What a viewer may see of whom in a household, without what break-glass opens: it changes nothing, and is in
 * no list.
 */
create or replace function hamkke.masks_of(v hamkke.viewer, p_district text, p_household uuid)
returns table (subject_id uuid, mask int) stable language sql as $$
  select subject_id, bit_or(mask) from hamkke.scope_of(v, p_district, array[p_household])
  where basis <> 'BREAK_GLASS' group by 1
$$;

/*
 * Whether somebody has a referral's own class for everybody whom it concerns: what its sender's side needs.
 */
create or replace function hamkke.has_own_class(v hamkke.viewer, r referrals) returns boolean
stable language sql as $$
  select bool_and(coalesce(mask, 0) & hamkke.class_bit(r.data_class) & ~hamkke.class_bit('INVESTIGATION')
    <> 0)
  from unnest(r.subject_ids) subject
  left join hamkke.masks_of(v, r.district_id, r.household_id) s on s.subject_id = subject
$$;

/* On which bases a viewer has a class of some of a household, without break-glass. */
create or replace function hamkke.bases_of(v hamkke.viewer, p_district text, p_household uuid,
  p_subjects uuid[], p_class data_class) returns basis[] stable language sql as $$
  select coalesce(array_agg(distinct s.basis order by s.basis), '{}')
  from hamkke.scope_of(v, p_district, array[p_household]) s
  where s.basis <> 'BREAK_GLASS' and s.subject_id = any(p_subjects)
    and s.mask & hamkke.class_bit(p_class) <> 0
$$;

/* By what the sender's side may pass on what a referral is about. */
create or replace function hamkke.sender_bases(v hamkke.viewer, r referrals) returns basis[]
stable language sql as $$
  select hamkke.bases_of(v, r.district_id, r.household_id, r.subject_ids, r.data_class)
$$;

/*
 * What the log tells of a step with a referral: of whom, of which class, on whose side it was taken and by
 * what.
 */
create or replace function hamkke.moved(v hamkke.viewer, r referrals, p_side text) returns jsonb
stable language sql as $$
  select jsonb_build_object('household', r.household_id, 'subjects', r.subject_ids, 'class', r.data_class,
    'side', p_side,
    'bases', case p_side when 'SENDER' then to_jsonb(hamkke.sender_bases(v, r)) else '["REFERRAL"]' end)
$$;

/*
 * The sides of a referral on which a viewer takes steps. Whoever is on neither may not know of it, or may
 * only read it.
 */
create or replace function hamkke.referral_sides(v hamkke.viewer, r referrals) returns text[]
stable language sql as $$
  select array_remove(array[
    case when r.recipient_id = v.recipient and r.sent then 'RECIPIENT' end,
    case when r.sender_id = v.organization and hamkke.has_own_class(v, r) then 'SENDER' end], null)
$$;

/*
 * The steps that a viewer on these sides can take with a referral now; a request that ran out is as good as
 * expired.
 */
create or replace function hamkke.referral_steps(v hamkke.viewer, p_sides text[], p_state referral_state,
  p_expires timestamptz)
returns referral_step[] stable language sql as $$
  select coalesce(array_agg(step order by step), '{}') from hamkke.referral_rules()
  where side = any(p_sides) and duties && v.duties
    and case when p_state = 'REQUESTED' and now() >= p_expires then 'EXPIRED' else p_state end = any(states)
$$;

/* The same of a row that a statement shows, for `viewerCan`. */
create or replace function hamkke.referral_viewer_can(p_district text, p_id uuid) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select to_json(hamkke.referral_steps(v, hamkke.referral_sides(v, r), r.state, r.expires_at))
  from referrals r, hamkke.viewer() v where r.district_id = p_district and r.id = p_id
$$;

/* Those members whom the viewer of this transaction may know of, as ids of the API. */
create or replace function hamkke.known_members(p_district text, p_members uuid[]) returns json
stable language sql as $$
  select coalesce(json_agg('Member:' || p_district || ':' || m), '[]') from unnest(p_members) m
  where nullif(current_setting('hamkke.scope', true), '')::jsonb ? m::text
$$;

/*
 * What the consents that a referral may rest on open now, for those whom it is about: of each member, or
 * where it names none of the household as a whole.
 */
create or replace function hamkke.referral_consents(r referrals)
returns table (consent_id uuid, subject_id uuid, mask int) stable language sql as $$
  select c.consent_id, s.subject, s.mask & hamkke.mask_of(r.classes)
  from hamkke.consents_to(r.recipient_id, r.purpose, r.district_id, array[r.household_id]) c
  cross join lateral (values (c.member_id, c.member_mask), (c.household_id, c.household_mask)) s(subject,
    mask)
  where c.state = 'ACTIVE' and s.mask & hamkke.mask_of(r.classes) <> 0
    and (s.subject = any(r.member_ids) or s.subject = r.household_id)
$$;

/* Of whom no consent in force covers what a referral would carry, and which classes: while it is a draft. */
create or replace function hamkke.missing_consents(r referrals)
returns table (subject_id uuid, classes data_class[]) stable language sql as $$
  with opened as materialized (select * from hamkke.referral_consents(r))
  select s, array_agg(c order by c)
  from unnest(r.classes) c, unnest(case when cardinality(r.member_ids) > 0 then r.member_ids
    else array[r.household_id] end) s
  where r.state = 'DRAFT' and not exists (select from opened o where o.subject_id = s
    and o.mask & hamkke.class_bit(c) <> 0)
  group by s
$$;

/* Whether a draft has words that its recipient would never read: of a class that it does not carry. */
create or replace function hamkke.has_unread_words(r referrals) returns boolean stable language sql as $$
  select not r.data_class = any(r.classes) and exists (select from referral_messages m
    where m.district_id = r.district_id and m.referral_id = r.id)
$$;

/*
 * Refuses words of the sender's side that the recipient would never read: of a class that the referral does
 * not carry, or beside the step that ends it. Whoever is told has that class of everybody named.
 *
 * @param p what was sent: the words, and where in the input they stand
 */
create or replace function hamkke.expect_readable(r referrals, p_step referral_step, p jsonb)
returns void language plpgsql as $$
begin
  if p_step = 'CANCEL' and r.sent and p ->> 'words' is not null then
    perform hamkke.refuse('MESSAGE_WITH_CANCELLATION');
  elsif p_step in ('DRAFT', 'REQUEST') and (hamkke.has_unread_words(r)
      or p ->> 'words' is not null and not r.data_class = any(r.classes)) then
    perform hamkke.refuse('MESSAGE_CLASS_NOT_CARRIED',
      jsonb_build_object('missingClasses', jsonb_build_array(r.data_class),
        'field', coalesce(p ->> 'words_field', 'input')));
  end if;
end $$;

/* Puts a referral into its next state, with its history, its message, and both sides told. */
create or replace function hamkke.move_referral(r referrals, p_step referral_step, p_post uuid,
  p_organization uuid, p jsonb)
returns void language plpgsql as $$
declare
  rule record;
  asked boolean := r.sent or p_step = 'REQUEST';
begin
  select * into strict rule from hamkke.referral_rules() where step = p_step;
  update referrals set state = rule.state, version = r.version + 1, sent = asked,
    requested_at = case when p_step = 'REQUEST' then now() else requested_at end,
    consent_ids = case when p_step = 'REQUEST' then r.consent_ids else consent_ids end,
    decline_reason = (p ->> 'reason')::decline_reason, linkage_id = r.linkage_id,
    waitlist_position = case when p_step = 'WAITLIST' then (p ->> 'position')::int end,
    waitlist_until = case when p_step = 'WAITLIST' then (p ->> 'until')::date end
  where district_id = r.district_id and id = r.id;
  insert into referral_events (district_id, id, household_id, referral_id, version, step, from_state,
    to_state,
      decline_reason, post_id, organization_id, sender_id, recipient_id, data_class, subject_ids, sent)
    values (r.district_id, gen_random_uuid(), r.household_id, r.id, r.version + 1, p_step, r.state,
      rule.state,
      (p ->> 'reason')::decline_reason, p_post, p_organization, r.sender_id, r.recipient_id, r.data_class,
        r.subject_ids, asked);
  if p ->> 'words' is not null then
    insert into referral_messages (district_id, id, household_id, referral_id, version, data_class,
      subject_ids, organization_id, answered_by_id, body)
      values (r.district_id, gen_random_uuid(), r.household_id, r.id, r.version + 1, r.data_class,
        r.subject_ids, p_organization, case when rule.side = 'RECIPIENT' then r.recipient_id end,
        p ->> 'words');
  end if;
  -- Of a draft, and of one that was never sent, its recipient hears nothing.
  perform hamkke.publish_event(
    case when asked then array[r.sender_id, r.recipient_id] else array[r.sender_id] end,
    rule.change, r.district_id, r.id);
end $$;

/*
 * Writes a referral. Whoever sends one passes on no more than they have themselves: every class of everybody
 * whom it names, and its own class. To a shelter, that is SAFE_LOCATION. Names of keys are the columns'.
 */
create or replace function hamkke.draft_referral(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  r referrals;
  carried int;
  about uuid[];
begin
  if not v.duties && (select duties from hamkke.referral_rules() where step = 'DRAFT') then
    perform hamkke.not_found('not theirs to refer');
  end if;
  r := jsonb_populate_record(null::referrals, p);
  carried := hamkke.mask_of(r.classes);
  r.sender_id := v.organization;
  r.post_id := v.post;
  -- Held until this commits: whoever makes it confidential finds this, or this finds that it is.
  select case when confidential then 'SAFE_LOCATION' else r.data_class end into r.data_class
    from organizations where id = r.recipient_id and (id <> v.organization) for share;
  if not found
    or r.service_id is not null and not exists (select from services where id = r.service_id
      and organization_id = r.recipient_id and (not confidential or r.data_class = 'SAFE_LOCATION'))
    or r.case_id is not null and not exists (select from cases
      where district_id = r.district_id and id = r.case_id and household_id = r.household_id)
    or exists (select from unnest(r.member_ids) m where not exists (select from members
      where district_id = r.district_id and id = m and household_id = r.household_id)) then
    perform hamkke.not_found('no such recipient, service, case or member');
  end if;
  r.subject_ids := case when cardinality(r.member_ids) > 0 then r.member_ids else array[r.household_id] end;
  about := r.subject_ids;
  if not hamkke.has_own_class(v, r) or exists (
      select from unnest(about) subject
      left join hamkke.masks_of(v, r.district_id, r.household_id) s on s.subject_id = subject
      where carried & ~coalesce(s.mask, 0) <> 0) then
    perform hamkke.not_found('nothing of theirs to pass on');
  end if;
  perform hamkke.expect_readable(r, 'DRAFT', p);
  r.state := 'DRAFT';
  r.created_at := now();
  r.consent_ids := '{}';
  r.version := 0;
  r.sent := false;
  insert into referrals select r.*;
  r.state := null;
  perform hamkke.move_referral(r, 'DRAFT', v.post, v.organization, p);
  return hamkke.moved(v, r, 'SENDER');
end $$;

/*
 * Takes a step with a referral: under a lock, at the version that was expected, possible in its state and on
 * the side that the viewer is on. What is refused is answered, so that the refusal can name what is possible.
 */
create or replace function hamkke.take_referral_step(
  p_district text, p_id uuid, p_step referral_step, p_version int, p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  r referrals;
  sides text[];
  steps referral_step[];
  lacking data_class[];
begin
  if p_step = 'COMPLETE' then
    -- The case before the referral, as whoever links by hand does: else each could wait for the other.
    perform from cases c where c.district_id = p_district and c.id = (
      select hamkke.case_of_referral(f) from referrals f
      where f.district_id = p_district and f.id = p_id and 'RECIPIENT' = any(hamkke.referral_sides(v, f)))
    for no key update;
  end if;
  -- Whoever is on no side does not wait for those who are: that would tell that there is one.
  select f.* into r from referrals f
    where f.district_id = p_district and f.id = p_id and hamkke.referral_sides(v, f) <> '{}' for update;
  sides := hamkke.referral_sides(v, r);
  if r.id is null or sides = '{}' then
    perform hamkke.not_found('no such referral');
  end if;
  if r.version <> p_version then
    return jsonb_build_object('refused', 'VERSION', 'version', r.version);
  end if;
  steps := hamkke.referral_steps(v, sides, r.state, r.expires_at);
  if not p_step = any(steps) then
    return jsonb_build_object('refused', 'STEP', 'steps', to_jsonb(steps),
      'state', case when r.state = 'REQUESTED' and now() >= r.expires_at then 'EXPIRED' else r.state end);
  end if;
  perform hamkke.expect_readable(r, p_step, p);
  if p_step = 'REQUEST' then
    if r.expires_at <= now() then
      return jsonb_build_object('refused', 'EXPIRED');
    end if;
    -- Held until this commits, so that a withdrawal comes before it, or finds what it revokes.
    perform from consents where district_id = p_district and household_id = r.household_id
      and organization_id = r.recipient_id for share;
    select array_agg(distinct c order by c) into lacking
    from hamkke.missing_consents(r) m, unnest(m.classes) c;
    if lacking is not null then
      -- To whom a family consented is known to those who keep its consents: everybody else is refused in the
      -- same words.
      return jsonb_build_object('refused', 'CONSENT', 'classes',
        case when hamkke.keeps_consents(p_district, r.household_id) then to_jsonb(lacking) end);
    end if;
    r.consent_ids := array(select distinct consent_id from hamkke.referral_consents(r));
  end if;
  if p_step = 'COMPLETE' then
    r.linkage_id := hamkke.linkage_of_completed(r, (p ->> 'value_krw')::bigint);
  end if;
  perform hamkke.move_referral(r, p_step, v.post, v.organization, p);
  return hamkke.moved(v, r, (select side from hamkke.referral_rules() where step = p_step));
end $$;

/*
 * Takes a step that is nobody's with each of some referrals, which the caller has locked, and tells both
 * sides.
 */
create or replace function hamkke.end_referrals(p_referrals referrals[], p_step referral_step) returns void
language plpgsql as $$
declare
  r referrals;
begin
  perform hamkke.hold_feeds((select array_agg(o) from unnest(p_referrals) f,
    unnest(array[f.sender_id, f.recipient_id]) o));
  foreach r in array p_referrals loop
    perform hamkke.move_referral(r, p_step, null, null, '{}');
  end loop;
end $$;

/*
 * Ends the open referrals that rest on a consent which was withdrawn; in the transaction of the withdrawal.
 */
create or replace function hamkke.revoke_referrals_of(p_district text, p_consent uuid) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  resting referrals[];
begin
  resting := array(select f from referrals f
    where f.district_id = p_district and p_consent = any(f.consent_ids)
      and f.household_id = (select household_id from consents where district_id = p_district
        and id = p_consent and withdrawn_at is not null)
      and f.state = any(hamkke.revocable_states())
    order by f.id for update);
  perform hamkke.end_referrals(resting, 'REVOKE');
  return cardinality(resting);
end $$;

/* Ends requests that nobody answered in time: their access ended by itself, now both sides are told. */
create or replace function hamkke.expire_referrals(p_most int) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  due referrals[];
begin
  due := array(select f from referrals f where state = 'REQUESTED' and expires_at <= now()
    order by expires_at limit p_most for update skip locked);
  perform hamkke.end_referrals(due, 'EXPIRE');
  return cardinality(due);
end $$;

/*
 * The referrals of a district that were sent by the viewer's organization or received by it, with the scope
 * of their households opened for the statement that chooses a page of them (see `hamkke.find_households`).
 * What goes to a shelter stands in no list of its sender.
 */
create or replace function hamkke.find_referrals(p_post uuid, p_stamp text, p_purpose text, p_district text,
  p_side text)
returns uuid[]
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  hidden constant int := hamkke.class_bit('SAFE_LOCATION');
  ids uuid[];
  masks json;
  set text;
begin
  with asked as materialized (
    select r.id, r.household_id from referrals r
    where r.district_id = p_district
      and case p_side when 'SENT' then r.sender_id = v.organization else r.recipient_id = v.recipient
        and r.sent end
  ), scope as (
    select s.subject_id as id, bit_or(s.mask & ~hidden) as mask
    from hamkke.scope_of(v, p_district, array(select distinct household_id from asked where p_side = 'SENT'))
      s
    -- An emergency opens what is asked for by its id, and no list.
    where s.basis <> 'BREAK_GLASS' group by 1
  )
  select (select array_agg(id) from asked), (select json_object_agg(id, mask) from scope) into ids, masks;
  set := set_config('hamkke.scope', coalesce(masks, '{}')::text, true);
  return coalesce(ids, '{}');
end $$;

/*
 * A link by which somebody without an account answers once: made by the sender's side while an answer is
 * awaited, in the place of every earlier one. Answers when it ends; the token is the application's and is not
 * seen here.
 */
create or replace function hamkke.issue_referral_link(p_district text, p_id uuid, p_token_hash text)
returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  r referrals;
  ends timestamptz;
begin
  select f.* into r from referrals f
    where f.district_id = p_district and f.id = p_id and 'SENDER' = any(hamkke.referral_sides(v, f))
      for update;
  if r.id is null or not 'SENDER' = any(hamkke.referral_sides(v, r)) then
    perform hamkke.not_found('no such referral');
  end if;
  if not hamkke.awaits_answer(r) then
    return jsonb_build_object('refused', 'STEP', 'state', r.state,
      'steps', to_jsonb(hamkke.referral_steps(v, '{SENDER}', r.state, r.expires_at)));
  end if;
  ends := least(now() + make_interval(days => hamkke.referral_link_days()),
    case when r.state = 'REQUESTED' then r.expires_at end);
  delete from referral_links where district_id = p_district and referral_id = p_id and answered_at is null;
  insert into referral_links (token_hash, district_id, referral_id, expires_at)
    values (p_token_hash, p_district, p_id, ends);
  return hamkke.moved(v, r, 'SENDER') || jsonb_build_object('until', ends);
end $$;

/* Whether a referral can be accepted or declined now. */
create or replace function hamkke.awaits_answer(r referrals) returns boolean stable language sql as $$
  select r.state = any((select states from hamkke.referral_rules() where step = 'ACCEPT')::referral_state[])
    and hamkke.referral_open(r.state, r.expires_at)
$$;

/* The line of the access log for whoever holds a referral's link: their organization, and nobody by name. */
create or replace function hamkke.log_link(r referrals, p_request uuid, p_address text, p_operation text,
  p_action text)
returns void language sql as $$
  insert into access_log (request_id, organization_id, address, operation, action, purpose, district_id,
    household_id, shown,
    bases, classes, allowed)
  select p_request, r.recipient_id, p_address, p_operation, p_action, r.purpose, r.district_id,
    r.household_id,
    jsonb_object_agg(subject, case when p_action = 'READ' then jsonb_build_array(r.data_class) else '[]' end),
      '{REFERRAL}',
    case when p_action = 'READ' then array[r.data_class] else '{}' end, true
  from unnest(r.subject_ids) subject
$$;

/*
 * What a link shows: of what kind the need is and who asks, once that is in the log. NULL for one that is
 * wrong, spent or over, or not awaited.
 */
create or replace function hamkke.read_referral_link(p_token_hash text, p_request uuid, p_address text)
returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  r referrals;
begin
  select f.* into r from referral_links l join referrals f on f.district_id = l.district_id
    and f.id = l.referral_id
    where l.token_hash = p_token_hash and l.answered_at is null and now() < l.expires_at
      and hamkke.awaits_answer(f);
  if r.id is null then
    return null;
  end if;
  perform hamkke.log_link(r, p_request, p_address, 'readReferralLink', 'READ');
  return (select json_build_object('domain', r.domain, 'sender', case when not o.confidential then o.name end)
    from organizations o where o.id = r.sender_id);
end $$;

/*
 * Answers through a link, which is spent by it. False for one that is wrong, spent or over, or not awaited.
 */
create or replace function hamkke.answer_referral_link(p_token_hash text, p_step referral_step, p jsonb,
  p_request uuid,
  p_address text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  l referral_links;
  r referrals;
begin
  select * into l from referral_links where token_hash = p_token_hash;
  -- Rows in the order of every other step: the referral first.
  select * into r from referrals where district_id = l.district_id and id = l.referral_id for update;
  select * into l from referral_links where token_hash = p_token_hash for update;
  if r.id is null or l.token_hash is null or l.answered_at is not null or now() >= l.expires_at
    or not hamkke.awaits_answer(r) or not p_step in ('ACCEPT', 'REJECT', 'WAITLIST') then
    return false;
  end if;
  update referral_links set answered_at = now() where token_hash = p_token_hash;
  perform hamkke.move_referral(r, p_step, null, null, p);
  perform hamkke.log_link(r, p_request, p_address, 'answerReferralLink', 'CHANGE');
  return true;
end $$;

reset role;
