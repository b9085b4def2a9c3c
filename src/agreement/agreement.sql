set local role hamkke_keeper;

/*
 * The term of an agreement that a day lies in, which is the first one before it begins: terms follow one
 * another without a gap, each as long as the first, in months where that was whole months. One that does not
 * renew has the first alone.
 */
create or replace function hamkke.agreement_term(a agreements, p_on date)
returns table (renewals int, first_day date, last_day date) stable rows 1 language sql as $$
  with length as (
    select (a).valid_until + 1 - (a).valid_from as days, age((a).valid_until + 1, (a).valid_from) as term,
      age(p_on, (a).valid_from) as since
  ), unit as (
    select days, since, case when extract(day from term) = 0
      then (extract(year from term) * 12 + extract(month from term))::int else 0 end as months
    from length
  ), around as (
    select months, days, case when not (a).auto_renews or p_on <= (a).valid_until then 0
      when months = 0 then (p_on - (a).valid_from) / days
      else greatest(0, (extract(year from since) * 12 + extract(month from since))::int / months - 1)
        end as nth
    from unit
  )
  select n, case when months = 0 then (a).valid_from + n * days
      else ((a).valid_from + make_interval(months => n * months))::date end,
    case when months = 0 then (a).valid_from + (n + 1) * days - 1
      else ((a).valid_from + make_interval(months => (n + 1) * months))::date - 1 end
  from around, generate_series(nth, nth + 2) n
  where not (a).auto_renews or p_on <= case when months = 0 then (a).valid_from + (n + 1) * days - 1
    else ((a).valid_from + make_interval(months => (n + 1) * months))::date - 1 end
  order by n limit 1
$$;

create or replace function hamkke.agreement_state(a agreements) returns agreement_state
stable language sql as $$
  select (case when hamkke.today() > (a).last_day or (a).last_day < (a).valid_from then 'ENDED'
    when hamkke.today() < (a).valid_from then 'PLANNED'
    when (a).ended_on is not null or (a).ends_on is not null then 'ENDING'
      else 'IN_FORCE' end)::agreement_state
$$;

/*
 * The last day on which a notice still keeps it from renewing after this term; NULL where it will not renew
 * anyhow.
 */
create or replace function hamkke.agreement_notice_by(a agreements) returns date stable language sql as $$
  select t.last_day - (a).notice_days from hamkke.agreement_term(a, hamkke.today()) t
    where (a).last_day is null
$$;

/*
 * What rests on an agreement now, for those who keep the consents of its whole district and are about to
 * change it: how many consents that would open something today, and how many open referrals. NULL for
 * everybody else.
 */
create or replace function hamkke.resting_on(a agreements) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object(
    'consents', (select count(*) from consents c where c.district_id = (a).district_id
      and c.agreement_id = (a).id
      and c.withdrawn_at is null and hamkke.today() between c.valid_from and c.valid_until),
    'referrals', (select count(*) from referrals f where f.district_id = (a).district_id
      and f.state = any(hamkke.revocable_states()) and exists (select from consents c
        where c.district_id = f.district_id and c.household_id = f.household_id and c.id = any(f.consent_ids)
          and c.agreement_id = (a).id)))
  from hamkke.viewer() v
  where v.duties && hamkke.agreement_keeping_duties() and v.district = (a).district_id and not (a).sheltered
$$;

create or replace function hamkke.agreement_json(a agreements) returns jsonb stable language sql as $$
  select jsonb_build_object('state', hamkke.agreement_state(a), 'renewals', t.renewals, 'termFrom',
    t.first_day,
    'termUntil', t.last_day, 'noticeBy', hamkke.agreement_notice_by(a))
  from hamkke.agreement_term(a, least(hamkke.today(), (a).last_day)) t
$$;

/* Refuses what an agreement may not say. */
create or replace function hamkke.check_agreement(a agreements) returns void stable language plpgsql as $$
begin
  if a.valid_until < a.valid_from then
    perform hamkke.refuse('AGREEMENT_ENDS_BEFORE_IT_BEGINS');
  elsif a.valid_until - a.valid_from > hamkke.longest_agreement_days() then
    perform hamkke.refuse('AGREEMENT_TERM_TOO_LONG');
  elsif cardinality(a.purposes) = 0 or cardinality(a.classes) = 0 then
    perform hamkke.refuse('AGREEMENT_COVERS_NOTHING');
  elsif hamkke.mask_of(a.classes) & ~hamkke.shareable_mask() <> 0 then
    perform hamkke.refuse('AGREEMENT_SHARES_INVESTIGATION');
  elsif a.notice_days not between 0 and hamkke.longest_notice_days()
    or a.auto_renews and a.notice_days > a.valid_until - a.valid_from then
    perform hamkke.refuse('NOTICE_DAYS_OUT_OF_RANGE');
  end if;
end $$;

/* Writes down what became of an agreement, with what it says now. */
create or replace function hamkke.keep_agreement_step(p_id uuid, p_step agreement_step, a agreements,
  p_reason text)
returns void language sql as $$
  insert into agreement_steps (district_id, id, agreement_id, organization_id, sheltered, version, step,
    taken_by_id, post_id,
    reason, title, valid_until, last_day, auto_renews, notice_days, purposes, classes)
  values (a.district_id, p_id, a.id, a.organization_id, a.sheltered, a.version, p_step,
    (hamkke.viewer()).organization,
    (hamkke.viewer()).post, p_reason, a.title, a.valid_until, a.last_day, a.auto_renews, a.notice_days,
      a.purposes, a.classes)
$$;

/*
 * Concludes an agreement (협약 체결) of the viewer's district with an organization of the public catalogue, or
 * with one that is entered into it in the same step, unverified. One that is confidential from the beginning
 * keeps its agreement to itself, as any other does.
 */
create or replace function hamkke.conclude_agreement(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  a agreements := jsonb_populate_record(null::agreements, p);
  fresh jsonb := nullif(p -> 'new_organization', 'null');
  hidden boolean := coalesce((fresh ->> 'confidential')::boolean, false);
begin
  if not v.duties && hamkke.agreement_keeping_duties() then
    perform hamkke.not_found('not theirs to conclude');
  elsif (fresh is null) = (a.organization_id is null) then
    perform hamkke.refuse('AGREEMENT_WITH_WHOM');
  elsif fresh is not null then
    a.organization_id := (fresh -> 'rows' -> 0 ->> 'id')::uuid;
    perform hamkke.make_organization(fresh, v.district, hamkke.acting_for(v));
  elsif not exists (select from organizations o where o.id = a.organization_id and not o.confidential) then
    perform hamkke.not_found('no such organization');
  end if;
  if not a.auto_renews and a.valid_until < hamkke.today() then
    perform hamkke.refuse('NEW_AGREEMENT_HAS_ENDED');
  end if;
  perform hamkke.check_agreement(a);
  insert into agreements (district_id, id, organization_id, sheltered, title, valid_from, valid_until,
    auto_renews, notice_days, purposes, classes)
  values (v.district, a.id, a.organization_id, hidden, a.title, a.valid_from, a.valid_until, a.auto_renews,
    a.notice_days, a.purposes,
    a.classes)
  returning * into a;
  perform hamkke.keep_agreement_step((p ->> 'step_id')::uuid, 'CONCLUDED', a, null);
  if fresh is not null and not hidden then
    perform hamkke.tell_catalogue('CHANGED', 'ORGANIZATION', array[a.organization_id]);
  end if;
end $$;

/*
 * An agreement changed: amended and ended by its district, kept from renewing by either side, and the notice
 * taken back by the side that gave it. Answers the version that is there where another was expected.
 */
create or replace function hamkke.change_agreement(p jsonb) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  step agreement_step := p ->> 'step';
  today date := hamkke.today();
  a agreements;
  term record;
begin
  -- Chosen before it is locked: nobody waits for a row that is hidden from them.
  select * into a from agreements o where o.district_id = p ->> 'district_id' and o.id = (p ->> 'id')::uuid
    and (o.district_id = v.district and not o.sheltered and v.duties && hamkke.agreement_keeping_duties()
      or o.organization_id = v.recipient and step in ('NOTICE_GIVEN', 'NOTICE_WITHDRAWN')
        and v.duties && hamkke.agreement_noticing_duties()) for update;
  if not found then
    perform hamkke.not_found('no such agreement');
  elsif a.version <> (p ->> 'expected_version')::int then
    return a.version;
  elsif a.last_day < today then
    perform hamkke.refuse('AGREEMENT_HAS_ENDED');
  end if;
  case step
  when 'AMENDED' then
    a.title := coalesce(p ->> 'title', a.title);
    a.notice_days := coalesce((p ->> 'notice_days')::int, a.notice_days);
    a.auto_renews := coalesce((p ->> 'auto_renews')::boolean, a.auto_renews);
    a.valid_until := coalesce((p ->> 'valid_until')::date, a.valid_until);
    a.purposes := case when p ->> 'purposes' is null then a.purposes
      else array(select jsonb_array_elements_text(p -> 'purposes')::purpose) end;
    a.classes := case when p ->> 'classes' is null then a.classes
      else array(select jsonb_array_elements_text(p -> 'classes')::data_class) end;
    if a.ended_on is not null or a.ends_on is not null then
      perform hamkke.refuse('AGREEMENT_END_IS_SET');
    elsif not a.auto_renews and a.valid_until < today then
      perform hamkke.refuse('AGREEMENT_WOULD_HAVE_ENDED');
    end if;
    perform hamkke.check_agreement(a);
  when 'NOTICE_GIVEN' then
    if a.last_day is not null then
      perform hamkke.refuse('AGREEMENT_DOES_NOT_RENEW');
    end if;
    select * into term from hamkke.agreement_term(a, greatest(today, a.valid_from));
    if today > term.last_day - a.notice_days then -- too late for this term: it renews once more
      select * into term from hamkke.agreement_term(a, term.last_day + 1);
    end if;
    a.ends_on := term.last_day;
  when 'NOTICE_WITHDRAWN' then
    if a.ends_on is null or a.ended_on is not null or v.organization is distinct from (select s.taken_by_id
        from agreement_steps s where s.district_id = a.district_id and s.agreement_id = a.id
          and s.step = 'NOTICE_GIVEN'
        order by s.version desc limit 1) then
      perform hamkke.refuse('NO_NOTICE_TO_TAKE_BACK');
    end if;
    a.ends_on := null;
  when 'ENDED' then
    -- Access goes with the midnight in Seoul after its last day, or with this transaction.
    a.ended_on := case when (p ->> 'at_once')::boolean then today
      else coalesce((p ->> 'last_day')::date, today) + 1 end;
    if a.ended_on < today or (p ->> 'last_day')::date < today then
      perform hamkke.refuse('AGREEMENT_CANNOT_END_BEFORE_TODAY');
    elsif a.ended_on > coalesce(a.last_day, 'infinity') then
      perform hamkke.refuse('AGREEMENT_ENDS_EARLIER');
    end if;
  else
    perform hamkke.not_found('an agreement is concluded by another function');
  end case;
  update agreements set title = a.title, valid_until = a.valid_until, auto_renews = a.auto_renews,
    notice_days = a.notice_days,
    purposes = a.purposes, classes = a.classes, ended_on = a.ended_on, ends_on = a.ends_on,
      version = a.version + 1
  where district_id = a.district_id and id = a.id returning * into a;
  perform hamkke.keep_agreement_step((p ->> 'step_id')::uuid, step, a, p ->> 'reason');
  if a.last_day < today then
    perform hamkke.close_agreement(a.district_id, a.id);
  end if;
  return null;
end $$;

/*
 * Ends the open referrals that rest on an agreement whose last day has passed: its access ended with that
 * day.
 */
create or replace function hamkke.close_agreement(p_district text, p_id uuid) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  resting referrals[];
begin
  resting := array(select f from referrals f
    where f.district_id = p_district and f.state = any(hamkke.revocable_states())
      and exists (select from consents c where c.district_id = f.district_id
        and c.household_id = f.household_id
        and c.id = any(f.consent_ids) and c.agreement_id = p_id)
      and exists (select from agreements a where a.district_id = p_district and a.id = p_id
        and a.last_day < hamkke.today())
    order by f.id for update);
  perform hamkke.end_referrals(resting, 'REVOKE');
  update agreements set closed_at = now() where district_id = p_district and id = p_id;
  return cardinality(resting);
end $$;

/* The same for those whose last day has passed since this was called last. */
create or replace function hamkke.close_agreements(p_most int) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  due agreements;
  closed int := 0;
begin
  for due in select a.* from agreements a where a.closed_at is null and a.last_day < hamkke.today()
    order by a.last_day, a.id limit p_most for update skip locked
  loop
    perform hamkke.close_agreement(due.district_id, due.id);
    closed := closed + 1;
  end loop;
  return closed;
end $$;

reset role;
