set local role hamkke_keeper;

/* How a proposal stands: nobody writes LAPSED, it follows from the day. */
create or replace function hamkke.proposal_state(c consent_proposals) returns consent_proposal_state
stable language sql as $$
  select case when (c).state = 'PROPOSED' and hamkke.today() > (c).lapses_on then 'LAPSED' else (c).state end
$$;

/*
 * The members whom a proposal may be of, those whose consents the viewer writes down and whose name and birth
 * date they may see: by both exactly, as the person gave them.
 */
create or replace function hamkke.proposal_matches(v hamkke.viewer, c consent_proposals)
returns table (member_id uuid, household_id uuid, name text, birth_date date) stable rows 1 language sql as $$
  select i.member_id, i.household_id, i.name, i.birth_date from member_identities i
  where i.district_id = (c).district_id and i.birth_date = (c).birth_date and i.died_on is null
    and i.left_on is null
    and hamkke.name_letters(i.name) = hamkke.name_letters((c).name)
    and hamkke.records_consents(i.district_id, i.household_id)
    and exists (select from hamkke.scope_of(v, i.district_id, array[i.household_id]) s
      where s.subject_id = i.member_id and s.mask & hamkke.class_bit('IDENTITY') <> 0
        and s.basis = 'CONTROLLER')
    -- Of a partner that became a shelter since: who was there is told to nobody.
    and not exists (select from agreements a where a.district_id = (c).district_id
      and a.id = (c).agreement_id and a.sheltered)
$$;

/*
 * A consent that somebody signed at a partner's desk (동의 제안), by the name and birth date that they
 * gave. Nobody is looked for: what is refused follows from the input and the partner's own agreement, and
 * what is answered is a receipt, whether or not anybody is known. Names of keys are the columns'.
 */
create or replace function hamkke.propose_consent(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  c consent_proposals := jsonb_populate_record(null::consent_proposals, p);
  given consents := jsonb_populate_record(null::consents, p);
  a agreements;
begin
  select * into a from agreements where district_id = c.district_id and id = c.agreement_id
    and organization_id = v.recipient;
  if a.id is null or not v.duties && hamkke.consent_receiving_duties() then
    perform hamkke.not_found('no such agreement of theirs');
  elsif a.sheltered then
    perform hamkke.refuse('PROPOSAL_OF_SHELTER');
  end if;
  given.organization_id := v.recipient;
  perform hamkke.check_terms(given, a, c.notices);
  if 'SAFE_LOCATION' = any(c.classes) then
    perform hamkke.refuse('PROPOSAL_OF_SAFE_LOCATION');
  end if;
  insert into consent_proposals (district_id, id, organization_id, post_id, agreement_id, purpose, classes,
    valid_from, valid_until, method, notices, name, birth_date, lapses_on)
  values (c.district_id, c.id, v.recipient, v.post, c.agreement_id, c.purpose, c.classes, c.valid_from,
    c.valid_until, c.method, c.notices, c.name, c.birth_date,
    hamkke.after_working_days(hamkke.today(), coalesce((select proposal_days from consent_policies
      where district_id = c.district_id), hamkke.consent_proposal_days())));
end $$;

/* Whose consent it would have been is not kept once nobody can confirm it any more. */
create or replace function hamkke.forget_lapsed_proposals() returns void language sql as $$
  update consent_proposals set name = null, birth_date = null
    where name is not null and lapses_on < hamkke.today()
$$;

/*
 * A proposal as its partner is told of it: how it stands, and nothing of whom it was matched to. One that
 * was dismissed waits, and lapses: nobody can dismiss one of somebody unknown, so it would tell who is
 * known.
 */
create or replace function hamkke.proposal_json(c consent_proposals) returns jsonb stable language sql as $$
  select jsonb_build_object('id', 'ConsentProposal:' || (c).district_id || ':' || (c).id,
    'state', case when (c).withdrawn_at is not null then 'WITHDRAWN'
      when (c).state = 'CONFIRMED' then (c).state::text
      when hamkke.today() > (c).lapses_on then 'LAPSED' else 'PROPOSED' end,
    'proposedAt', (c).proposed_at, 'lapsesOn', (c).lapses_on,
    '$c', jsonb_build_array((c).proposed_at::text, (c).id::text))
$$;

/* One proposal, for the organization that made it; NULL for everybody else. */
create or replace function hamkke.own_consent_proposal(p_district text, p_id uuid) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select hamkke.proposal_json(c)::json from consent_proposals c, hamkke.viewer() v
  where c.district_id = p_district and c.id = p_id and c.organization_id = v.recipient
    and v.duties && hamkke.consent_receiving_duties()
$$;

/* A page of the proposals of the viewer's organization, newest first. */
create or replace function hamkke.own_consent_proposals_page(p_after text[], p_limit int, p_count boolean)
returns json
language sql stable security definer set search_path = public, pg_temp as $$
  with own as (
    select c, c.proposed_at, c.id from consent_proposals c, hamkke.viewer() v
    where c.organization_id = v.recipient and v.duties && hamkke.consent_receiving_duties()
  ), paged as (
    select * from own where p_after is null or (proposed_at, id) < (p_after[1]::timestamptz, p_after[2]::uuid)
    order by proposed_at desc, id desc limit p_limit
  )
  select json_build_object('rows', coalesce((select json_agg(hamkke.proposal_json(c)
      order by proposed_at desc, id desc) from paged), '[]'),
    'total', case when p_count then (select count(*) from own) end)
$$;

/*
 * A page of the proposals that the viewer can confirm, the one that lapses first at the top: those of which
 * somebody whose consents they write down may be the person. Of all others they learn nothing.
 */
create or replace function hamkke.consent_proposals_page(p_after text[], p_limit int, p_count boolean)
returns json
language sql stable security definer set search_path = public, pg_temp as $$
  with own as materialized (
    select c.*, matched.members, matched.told from hamkke.viewer() v
    join consent_proposals c on c.district_id = v.district and hamkke.proposal_state(c) = 'PROPOSED'
    cross join lateral (
      select jsonb_agg(jsonb_build_object('memberId', 'Member:' || c.district_id || ':' || m.member_id,
          'householdId', 'Household:' || c.district_id || ':' || m.household_id, 'name', m.name,
          'birthDate', m.birth_date) order by m.household_id, m.member_id) as members,
        jsonb_agg(jsonb_build_array(m.household_id, m.member_id)) as told
      from hamkke.proposal_matches(v, c) m) matched
    where matched.members is not null and c.organization_id is distinct from v.recipient
  ), paged as (
    select * from own where p_after is null or (lapses_on, id) > (p_after[1]::date, p_after[2]::uuid)
    order by lapses_on, id limit p_limit
  )
  select json_build_object('rows', coalesce((select json_agg(json_build_object(
      'id', 'ConsentProposal:' || district_id || ':' || id, 'proposedAt', proposed_at, 'lapsesOn', lapses_on,
      'organizationId', 'Organization:' || organization_id,
      'agreementId', 'Agreement:' || district_id || ':' || agreement_id, 'purpose', purpose,
      'classes', classes, 'validFrom', valid_from, 'validUntil', valid_until, 'method', method,
      'name', name, 'birthDate', birth_date, 'members', members, 'version', version, '$t', told,
      '$c', json_build_array(lapses_on::text, id::text)) order by lapses_on, id) from paged), '[]'),
    'total', case when p_count then (select count(*) from own) end)
$$;

/* A proposal that the viewer can confirm or dismiss, under a lock; HK404 for everybody else. */
create or replace function hamkke.hold_proposal(p_district text, p_id uuid, p_version int)
returns consent_proposals
language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
  c consent_proposals;
begin
  -- Chosen before it is locked: nobody waits for a row that is hidden from them.
  select f.* into c from consent_proposals f where f.district_id = p_district and f.id = p_id
    and f.district_id = v.district and f.organization_id is distinct from v.recipient
    and exists (select from hamkke.proposal_matches(v, f)) for update;
  if c.id is null then
    perform hamkke.not_found('no such proposal of theirs');
  end if;
  perform hamkke.expect_version(p_version, c.version);
  if hamkke.proposal_state(c) <> 'PROPOSED' then
    perform hamkke.refuse('PROPOSAL_LAPSED', jsonb_build_object('day', c.lapses_on));
  end if;
  return c;
end $$;

/*
 * Confirms a proposal: it becomes the consent of one of those whom it may be of, with all that is asked of
 * one that is given today. Answers what giving it does.
 */
create or replace function hamkke.confirm_consent(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  c consent_proposals := hamkke.hold_proposal(p ->> 'district_id', (p ->> 'proposal_id')::uuid,
    (p ->> 'expected_version')::int);
  answer jsonb;
begin
  if not exists (select from hamkke.proposal_matches(hamkke.viewer(), c) m
      where m.member_id = (p ->> 'member_id')::uuid) then
    perform hamkke.refuse('PROPOSAL_OF_SOMEBODY_ELSE');
  end if;
  answer := hamkke.give_consent(p || jsonb_build_object('organization_id', c.organization_id,
    'agreement_id', c.agreement_id, 'purpose', c.purpose, 'classes', c.classes, 'method', c.method,
    'notices', c.notices, 'valid_from', greatest(c.valid_from, hamkke.today()),
    'valid_until', c.valid_until));
  perform hamkke.settle_proposal(c, 'CONFIRMED', null, (p ->> 'id')::uuid);
  return answer;
end $$;

/* Dismisses a proposal, for a reason that its partner is not told. Answers the households that it matched. */
create or replace function hamkke.dismiss_consent_proposal(p_district text, p_id uuid, p_version int,
  p_reason consent_dismissal)
returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  c consent_proposals := hamkke.hold_proposal(p_district, p_id, p_version);
  households jsonb := (select jsonb_agg(distinct m.household_id)
    from hamkke.proposal_matches(hamkke.viewer(), c) m);
begin
  perform hamkke.settle_proposal(c, 'DISMISSED', p_reason, null);
  return households;
end $$;

/*
 * Takes back a proposal, for the organization that made it: the person thinks better of it, or it was written
 * down wrongly. One that was dismissed is taken back as one that waits, since its partner is not told: who
 * dismissed it, when and why stays. The second time changes nothing.
 */
create or replace function hamkke.withdraw_consent_proposal(p_district text, p_id uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  c consent_proposals;
begin
  select f.* into c from consent_proposals f where f.district_id = p_district and f.id = p_id
    and f.organization_id = v.recipient and v.duties && hamkke.consent_receiving_duties() for update;
  if c.id is null then
    perform hamkke.not_found('no such proposal of theirs');
  elsif c.withdrawn_at is not null then
    return;
  elsif c.state = 'CONFIRMED' then
    perform hamkke.refuse('PROPOSAL_CONFIRMED');
  elsif hamkke.today() > c.lapses_on then
    perform hamkke.refuse('PROPOSAL_LAPSED', jsonb_build_object('day', c.lapses_on));
  end if;
  update consent_proposals f set withdrawn_at = now(), withdrawn_by_id = v.post, name = null,
    birth_date = null, state = case f.state when 'DISMISSED' then f.state else 'WITHDRAWN' end,
    version = f.version + 1
  where f.district_id = p_district and f.id = p_id;
end $$;

/* Writes down what was decided about a proposal; whose it was is kept with the consent alone. */
create or replace function hamkke.settle_proposal(c consent_proposals, p_state consent_proposal_state,
  p_reason consent_dismissal, p_consent uuid)
returns void language sql as $$
  update consent_proposals set state = p_state, dismissal = p_reason, consent_id = p_consent, name = null,
    birth_date = null, decided_at = now(), decided_by_id = (hamkke.viewer()).post, version = (c).version + 1
  where district_id = (c).district_id and id = (c).id
$$;

reset role;
