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
    perform hamkke.not_found('no such account');
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
    perform hamkke.refuse('ENTERED_BEFORE');
  elsif much is null or much <= 0 then
    perform hamkke.refuse('AMOUNT_BELOW_ONE');
  elsif much > coalesce(most, 0) then
    perform hamkke.refuse(case (e).kind
        when 'RECEIVED' then 'MORE_THAN_PLEDGED'
        when 'REFUNDED' then 'MORE_THAN_REFUNDABLE'
        when 'CANCELLED' then 'MORE_THAN_CANCELLABLE'
        when 'RELEASED' then 'MORE_THAN_ALLOCATED'
        else 'MORE_THAN_LEFT' end,
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

/* Refuses to pay for a linkage from an account that may not pay for it today. */
create or replace function hamkke.check_earmark(a ledger_accounts, l linkages) returns void
stable language plpgsql as $$
declare
  today date := hamkke.today();
  b budget_lines;
  p pledges;
begin
  if l.funded_by <> a.source then
    perform hamkke.refuse('FUNDED_BY_ANOTHER_SOURCE', jsonb_build_object('source', l.funded_by));
  elsif a.source = 'BUDGET_LINE' then
    select * into b from budget_lines x where x.district_id = a.district_id and x.id = a.id;
    if b.year <> extract(year from today) then
      perform hamkke.refuse('BUDGET_OF_ANOTHER_YEAR', jsonb_build_object('year', b.year));
    elsif cardinality(b.domains) > 0 and not l.domain = any(b.domains) then
      perform hamkke.refuse('BUDGET_FOR_OTHER_DOMAINS', jsonb_build_object('domains', b.domains));
    end if;
    return;
  end if;
  select * into p from pledges x where x.district_id = a.district_id and x.id = a.id;
  if today < p.valid_from then
    perform hamkke.refuse('PLEDGE_NOT_BEGUN', jsonb_build_object('from', p.valid_from));
  elsif today > p.valid_until then
    perform hamkke.refuse('PLEDGE_HAS_ENDED', jsonb_build_object('until', p.valid_until));
  elsif cardinality(p.domains) > 0 and not l.domain = any(p.domains) then
    perform hamkke.refuse('PLEDGE_FOR_OTHER_DOMAINS', jsonb_build_object('domains', p.domains));
  elsif p.service_id <> l.service_id or p.service_id is not null and l.service_id is null then
    perform hamkke.refuse('PLEDGE_FOR_OTHER_SERVICE');
  elsif cardinality(p.household_types) > 0 and not exists (select from household_families f
      where f.district_id = l.district_id and f.household_id = l.household_id
        and f.household_type = any(p.household_types)) then
    perform hamkke.refuse('PLEDGE_FOR_OTHER_HOUSEHOLDS', jsonb_build_object('types', p.household_types));
  end if;
end $$;

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
  paid bigint;
begin
  select * into l from linkages x where x.district_id = p ->> 'district_id'
    and x.id = (p ->> 'linkage_id')::uuid
    for no key update;
  if not found or not hamkke.funds(v, l.district_id, l.household_id, l.data_class, l.subject_ids) then
    perform hamkke.not_found('no linkage of theirs');
  end if;
  a := hamkke.hold_account(l.district_id, (p ->> 'account_id')::uuid);
  if a.source <> (p ->> 'source')::funded_by then
    perform hamkke.not_found('another kind of account');
  end if;
  perform hamkke.check_earmark(a, l);
  -- A linkage is given no more than it is worth, from whatever sources.
  if a.unit = 'KRW' and l.value_krw is not null then
    select coalesce(sum(x.amount - x.released), 0) into paid from allocations x
    where x.district_id = l.district_id and x.linkage_id = l.id and x.unit = 'KRW';
    if paid + much > l.value_krw then
      perform hamkke.refuse('MORE_THAN_LINKAGE_NEEDS', jsonb_build_object('needed', l.value_krw - paid));
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
    perform hamkke.not_found('no allocation of theirs');
  end if;
  perform hamkke.hold_account(l.district_id, l.account_id);
  -- Read again, as it is now that nobody else changes it.
  select * into l from allocations x where x.district_id = l.district_id and x.id = l.id;
  if l.amount = l.released then
    perform hamkke.refuse('ALLOCATION_RELEASED');
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
