-- A ledger only grows: not even the keeper's own functions may change what was entered.
revoke update, delete on ledger_entries from hamkke_keeper;

set local role hamkke_keeper;

/* What of an account can still be allocated. */
create or replace function hamkke.available(a ledger_accounts) returns bigint immutable language sql as
$$ select (a).committed - (a).cancelled - (a).refunded - (a).allocated $$;

/* The account, held until this transaction ends: whoever changes it next sees what this one entered. */
create or replace function hamkke.hold_account(p_district text, p_account uuid) returns ledger_accounts
language plpgsql as $$
declare
  a ledger_accounts;
  set text := set_config('lock_timeout', '3s', true);
begin
  select * into a from ledger_accounts where district_id = p_district and id = p_account for no key update;
  if not found then
    perform hamkke.refuse('HK404', 'no such account');
  end if;
  return a;
end $$;

/*
 * Writes an entry and the sums that it changes: the one place where a ledger grows. Under the account's lock,
 * so that no two can each take what is there for one of them. Numbered without gaps.
 */
create or replace function hamkke.enter(e ledger_entries) returns void language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
  a ledger_accounts := hamkke.hold_account((e).district_id, (e).account_id);
  much bigint := (e).amount;
  most bigint := case (e).kind
    when 'ALLOCATED' then hamkke.available(a)
    when 'BUDGET_CUT' then hamkke.available(a)
    -- What came in is not cancelled but refunded.
    when 'CANCELLED' then least(hamkke.available(a), a.committed - a.cancelled - a.received)
    when 'RECEIVED' then a.committed - a.cancelled - a.received
    when 'REFUNDED' then least(hamkke.available(a), a.received - a.refunded)
    when 'RELEASED' then (select l.amount - l.released from allocations l
      where l.district_id = a.district_id and l.id = (e).allocation_id)
    else 9007199254740991 - a.committed end;
begin
  -- The key of a command is kept for a day, that of an entry for good.
  if exists (select from ledger_entries k where k.post_id = v.post
    and k.idempotency_key = (e).idempotency_key) then
    perform hamkke.refuse('HK410',
      '이미 기록된 요청입니다. What was sent with that "idempotencyKey" was entered before.');
  elsif much is null or much <= 0 then
    perform hamkke.refuse('HK400', '금액이나 수량은 1 이상입니다. An amount is at least 1.');
  elsif much > coalesce(most, 0) then
    perform hamkke.refuse('HK410', case (e).kind
      when 'RECEIVED'
        then format('약정하고 받지 않은 것은 %s입니다. No more than %1$s was pledged and has not come in: record another pledge.', most)
      when 'REFUNDED' then format('환급할 수 있는 것은 %s입니다. At most %1$s came in and is not allocated.', most)
      when 'CANCELLED' then format('취소할 수 있는 것은 %s입니다. At most %1$s has not come in and is not allocated.',
        most)
      when 'RELEASED' then format('배분에 남은 것은 %s입니다. Only %1$s of the allocation has not been given back.',
        most)
      else format('남은 것은 %s입니다. Only %1$s is left.', most) end,
      jsonb_build_object('available', coalesce(most, 0), 'unit', a.unit));
  end if;
  update ledger_accounts set entries = a.entries + 1,
    committed = a.committed + case when (e).kind in ('PLEDGED', 'BUDGETED') then much else 0 end,
    cancelled = a.cancelled + case when (e).kind in ('CANCELLED', 'BUDGET_CUT') then much else 0 end,
    received = a.received + case when (e).kind = 'RECEIVED' then much else 0 end,
    refunded = a.refunded + case when (e).kind = 'REFUNDED' then much else 0 end,
    allocated = a.allocated + case (e).kind when 'ALLOCATED' then much when 'RELEASED' then -much else 0 end
  where district_id = a.district_id and id = a.id;
  update allocations set released = released + much
  where (e).kind = 'RELEASED' and district_id = a.district_id and id = (e).allocation_id;
  insert into ledger_entries (district_id, account_id, number, kind, amount, entered_on, post_id,
    allocation_id, domain,
    reason, words, idempotency_key)
  values (a.district_id, a.id, a.entries + 1, (e).kind, much, hamkke.today(), v.post, (e).allocation_id,
    (e).domain,
    (e).reason, (e).words, (e).idempotency_key);
end $$;

/*
 * Whether the viewer may give a linkage something: of their duty, and of a class that they record of all whom
 * it concerns.
 */
create or replace function hamkke.funds(
  v hamkke.viewer, p_district text, p_household uuid, p_class data_class, p_subjects uuid[]) returns boolean
stable language sql as $$
  select (v).duties && hamkke.funding_duties() and not exists (
    select from unnest(p_subjects) u(subject) where not exists (
      select from hamkke.scope_of(v, p_district, array[p_household]) s
      where s.subject_id = u.subject and s.mask & s.records & hamkke.class_bit(p_class) <> 0))
$$;

/* Why an account may not pay for a linkage today; NULL where it may. */
create or replace function hamkke.earmark_fault(a ledger_accounts, l linkages) returns text
stable language sql as $$
  select case
    when (l).funded_by <> (a).source then
      format('연계에 적힌 재원과 다릅니다. The linkage says that it is funded by %s.', (l).funded_by)
    when (a).source = 'BUDGET_LINE' then (select case
      when b.year <> extract(year from hamkke.today()) then format('%s년 예산입니다. The budget line is of %1$s.',
        b.year)
      when cardinality(b.domains) > 0 and not (l).domain = any(b.domains) then
        format('이 예산은 %s에만 씁니다. The budget line is for %1$s only.', array_to_string(b.domains, ', ')) end
      from budget_lines b where b.district_id = (a).district_id and b.id = (a).id)
    else (select case
      when hamkke.today() < p.valid_from then format('약정은 %s부터입니다. The pledge begins on %1$s.', p.valid_from)
      when hamkke.today() > p.valid_until then format('약정은 %s에 끝났습니다. The pledge ended on %1$s.',
        p.valid_until)
      when cardinality(p.domains) > 0 and not (l).domain = any(p.domains) then
        format('이 약정은 %s에만 씁니다. The pledge is for %1$s only.', array_to_string(p.domains, ', '))
      when p.service_id <> (l).service_id or p.service_id is not null and (l).service_id is null then
        '이 약정은 다른 서비스에 지정되었습니다. The pledge is for another service.'
      when cardinality(p.household_types) > 0 and not exists (select from household_families f
          where f.district_id = (l).district_id and f.household_id = (l).household_id
            and f.household_type = any(p.household_types)) then
        format('이 약정은 %s 가구에만 씁니다. The pledge is for households of the type %1$s only.',
          array_to_string(p.household_types, ', ')) end
      from pledges p where p.district_id = (a).district_id and p.id = (a).id) end
$$;

/*
 * Allocates to a linkage (배분); the answer is what the log needs. Locks the linkage first, then the account,
 * always.
 */
create or replace function hamkke.allocate(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  much bigint := (p ->> 'amount')::bigint;
  l linkages;
  a ledger_accounts;
  fault text;
  paid bigint;
begin
  select * into l from linkages x where x.district_id = p ->> 'district_id'
    and x.id = (p ->> 'linkage_id')::uuid
    for no key update;
  if not found or not hamkke.funds(v, l.district_id, l.household_id, l.data_class, l.subject_ids) then
    perform hamkke.refuse('HK404', 'no linkage of theirs');
  end if;
  a := hamkke.hold_account(l.district_id, (p ->> 'account_id')::uuid);
  if a.source <> (p ->> 'source')::funded_by then
    perform hamkke.refuse('HK404', 'another kind of account');
  end if;
  fault := hamkke.earmark_fault(a, l);
  if fault is not null then
    perform hamkke.refuse('HK410', fault);
  end if;
  -- A linkage is given no more than it is worth, from whatever sources.
  if a.unit = 'KRW' and l.value_krw is not null then
    select coalesce(sum(x.amount - x.released), 0) into paid from allocations x
    where x.district_id = l.district_id and x.linkage_id = l.id and x.unit = 'KRW';
    if paid + much > l.value_krw then
      perform hamkke.refuse('HK410',
        format('이 연계에 더 필요한 금액은 %s원입니다. The linkage needs no more than %1$s won.',
        l.value_krw - paid), jsonb_build_object('needed', l.value_krw - paid));
    end if;
  end if;
  insert into allocations (district_id, id, household_id, linkage_id, data_class, subject_ids, account_id,
    source, unit,
    amount, allocated_on)
  values (l.district_id, (p ->> 'id')::uuid, l.household_id, l.id, l.data_class, l.subject_ids, a.id,
    a.source, a.unit,
    much, hamkke.today());
  perform hamkke.enter(jsonb_populate_record(null::ledger_entries,
    p || jsonb_build_object('kind', 'ALLOCATED',
    'allocation_id', p ->> 'id', 'domain', l.domain)));
  return jsonb_build_object('household', l.household_id, 'data_class', l.data_class, 'subjects',
    l.subject_ids);
end $$;

/* Gives back an allocation or a part of it (배분 취소): an entry, after which it can be allocated again. */
create or replace function hamkke.release_allocation(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  l allocations;
  entered need_domain;
begin
  select * into l from allocations x where x.district_id = p ->> 'district_id' and x.id = (p ->> 'id')::uuid;
  if not found or not hamkke.funds(v, l.district_id, l.household_id, l.data_class, l.subject_ids) then
    perform hamkke.refuse('HK404', 'no allocation of theirs');
  end if;
  perform hamkke.hold_account(l.district_id, l.account_id);
  -- Read again, as it is now that nobody else changes it.
  select * into l from allocations x where x.district_id = l.district_id and x.id = l.id;
  if l.amount = l.released then
    perform hamkke.refuse('HK410', '이미 모두 취소된 배분입니다. All of it was given back before.');
  end if;
  select e.domain into entered from ledger_entries e
  where e.district_id = l.district_id and e.allocation_id = l.id and e.kind = 'ALLOCATED';
  perform hamkke.enter(jsonb_populate_record(null::ledger_entries, p || jsonb_build_object('kind', 'RELEASED',
    'account_id', l.account_id, 'allocation_id', l.id, 'domain', entered,
    'amount', coalesce((p ->> 'amount')::bigint, l.amount - l.released))));
  return jsonb_build_object('household', l.household_id, 'data_class', l.data_class, 'subjects',
    l.subject_ids);
end $$;

/*
 * Accounts whose sums are not those of their entries, or whose entries have gaps; and allocations that their
 * entries do not add up to. None, ever: for tests and for whoever audits.
 */
create or replace function hamkke.ledger_faults() returns table (district_id text, id uuid, fault text)
language sql stable as $$
  with summed as (
    select e.district_id, e.account_id, count(*) as entries, max(e.number) as newest,
      coalesce(sum(e.amount) filter (where e.kind in ('PLEDGED', 'BUDGETED')), 0) as committed,
      coalesce(sum(e.amount) filter (where e.kind in ('CANCELLED', 'BUDGET_CUT')), 0) as cancelled,
      coalesce(sum(e.amount) filter (where e.kind = 'RECEIVED'), 0) as received,
      coalesce(sum(e.amount) filter (where e.kind = 'REFUNDED'), 0) as refunded,
      coalesce(sum(case e.kind when 'ALLOCATED' then e.amount when 'RELEASED' then -e.amount end), 0)
        as allocated
    from ledger_entries e group by 1, 2
  ), given as (
    select e.district_id, e.allocation_id, min(e.account_id::text)::uuid as account_id,
      count(distinct e.account_id) as accounts,
      coalesce(sum(e.amount) filter (where e.kind = 'ALLOCATED'), 0) as amount,
      coalesce(sum(e.amount) filter (where e.kind = 'RELEASED'), 0) as released
    from ledger_entries e where e.allocation_id is not null group by 1, 2
  )
  select a.district_id, a.id, 'account' from ledger_accounts a
  left join summed s on s.district_id = a.district_id and s.account_id = a.id
  where (a.entries, a.entries, a.committed, a.cancelled, a.received, a.refunded, a.allocated)
    is distinct from (s.entries, s.newest, s.committed, s.cancelled, s.received, s.refunded, s.allocated)
  union all
  -- An allocation may be erased with its household; the entries stay.
  select l.district_id, l.id, 'allocation' from allocations l
  left join given g on g.district_id = l.district_id and g.allocation_id = l.id
  where (l.account_id, 1::bigint, l.amount::numeric, l.released::numeric)
    is distinct from (g.account_id, g.accounts, g.amount, g.released)
$$;

reset role;
