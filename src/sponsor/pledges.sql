set local role hamkke_keeper;

/* Records a pledge (약정) to the viewer's district, with its account and first entry. */
create or replace function hamkke.record_pledge(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  made pledges := jsonb_populate_record(null::pledges, p);
  ended date;
begin
  if not v.duties && hamkke.pledge_keeping_duties()
      or not exists (select from sponsors s where s.id = made.sponsor_id and not s.confidential)
      or made.service_id is not null
        and not exists (select from services s where s.id = made.service_id and not s.confidential) then
    perform hamkke.not_found('no such sponsor or service');
  elsif made.valid_until < made.valid_from then
    perform hamkke.refuse('PLEDGE_ENDS_BEFORE_IT_BEGINS');
  end if;
  -- Held, so that nobody closes it meanwhile.
  select s.closed_on into ended from sponsors s where s.id = made.sponsor_id for share;
  if ended < made.valid_from then
    perform hamkke.refuse('SPONSOR_HAS_ENDED', jsonb_build_object('on', ended, 'field', 'input.validFrom'));
  end if;
  insert into ledger_accounts (district_id, id, source, unit)
    values (v.district, made.id, 'PLEDGE', p ->> 'unit');
  insert into pledges (district_id, id, sponsor_id, title, kind, domains, service_id, household_types,
    valid_from, valid_until)
  values (v.district, made.id, made.sponsor_id, made.title, made.kind, coalesce(made.domains, '{}'),
    made.service_id,
    coalesce(made.household_types, '{}'), made.valid_from, made.valid_until);
  perform hamkke.enter(jsonb_populate_record(null::ledger_entries, p || jsonb_build_object('kind', 'PLEDGED',
    'district_id', v.district, 'account_id', made.id)));
end $$;

/* What came in of a pledge, went back, or will not come: only its district's keepers enter it. */
create or replace function hamkke.enter_of_pledge(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
begin
  if not v.duties && hamkke.pledge_keeping_duties()
    or p ->> 'kind' not in ('RECEIVED', 'REFUNDED', 'CANCELLED')
      or v.district <> p ->> 'district_id' or not exists (select from pledges x
        where x.district_id = p ->> 'district_id' and x.id = (p ->> 'account_id')::uuid) then
    perform hamkke.not_found('no pledge of theirs');
  end if;
  perform hamkke.enter(jsonb_populate_record(null::ledger_entries, p));
end $$;

/* Opens a line of the district's budget for a year (예산 편성). */
create or replace function hamkke.open_budget_line(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  made budget_lines := jsonb_populate_record(null::budget_lines, p);
begin
  if not v.duties && hamkke.budget_keeping_duties() then
    perform hamkke.not_found('no district of theirs');
  end if;
  insert into ledger_accounts (district_id, id, source, unit)
    values (v.district, made.id, 'BUDGET_LINE', 'KRW');
  insert into budget_lines (district_id, id, year, title, domains)
  values (v.district, made.id, made.year, made.title, coalesce(made.domains, '{}')) on conflict do nothing;
  if not found then
    perform hamkke.refuse('BUDGET_LINE_EXISTS');
  end if;
  perform hamkke.enter(jsonb_populate_record(null::ledger_entries, p || jsonb_build_object('kind', 'BUDGETED',
    'district_id', v.district, 'account_id', made.id)));
end $$;

/* Adds to a budget line or cuts it (추경·감액), by no more than is left. */
create or replace function hamkke.adjust_budget_line(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
begin
  if not v.duties && hamkke.budget_keeping_duties() or p ->> 'kind' not in ('BUDGETED', 'BUDGET_CUT')
      or v.district <> p ->> 'district_id' or not exists (select from budget_lines b
        where b.district_id = p ->> 'district_id' and b.id = (p ->> 'account_id')::uuid) then
    perform hamkke.not_found('no budget line of theirs');
  end if;
  perform hamkke.enter(jsonb_populate_record(null::ledger_entries, p));
end $$;

/*
 * Whether the viewer may know of a pledge: one of their own organization as a sponsor, or of the district
 * that they keep pledges or allocate them in.
 */
create or replace function hamkke.knows_pledge(v hamkke.viewer, p pledges) returns boolean
stable language sql as $$
  select (p).district_id = (v).district
    and (v).duties && (hamkke.pledge_keeping_duties() || hamkke.funding_duties())
    or (v).duties && hamkke.sponsoring_duties() and exists (select from sponsors s
      where s.id = (p).sponsor_id and s.organization_id = (v).organization)
$$;
create or replace function hamkke.knows_budget_line(v hamkke.viewer, b budget_lines) returns boolean
stable language sql as $$
  select (b).district_id = (v).district
    and (v).duties && (hamkke.budget_keeping_duties() || hamkke.funding_duties())
$$;

create or replace function hamkke.balance_json(a ledger_accounts) returns jsonb immutable language sql as $$
  select jsonb_build_object('committed', (a).committed, 'cancelled', (a).cancelled, 'received', (a).received,
    'refunded', (a).refunded, 'allocated', (a).allocated, 'available', hamkke.available(a))
$$;

create or replace function hamkke.pledge_state(p pledges, a ledger_accounts) returns pledge_state
stable language sql as $$
  select (case when (a).committed = (a).cancelled + (a).refunded then 'CANCELLED'
    when hamkke.today() > (p).valid_until then 'ENDED' when hamkke.today() < (p).valid_from then 'PLANNED'
    when hamkke.available(a) = 0 then 'USED_UP' else 'OPEN' end)::pledge_state
$$;

create or replace function hamkke.pledge_json(p pledges) returns jsonb stable language sql as $$
  select jsonb_build_object('id', 'Pledge:' || (p).district_id || ':' || (p).id, 'districtId',
    (p).district_id,
    'sponsorId', 'Sponsor:' || s.id, 'sponsorName', s.public_name, 'title', (p).title, 'kind', (p).kind,
      'unit', a.unit,
    'state', hamkke.pledge_state(p, a), 'domains', (p).domains, 'serviceId', 'Service:' || (p).service_id,
    'householdTypes', (p).household_types, 'validFrom', (p).valid_from, 'validUntil', (p).valid_until,
    'balance', hamkke.balance_json(a))
  from ledger_accounts a left join sponsors s on s.id = (p).sponsor_id and not s.confidential
  where a.district_id = (p).district_id and a.id = (p).id
$$;

create or replace function hamkke.budget_line_json(b budget_lines) returns jsonb stable language sql as $$
  select jsonb_build_object('id', 'BudgetLine:' || (b).district_id || ':' || (b).id, 'districtId',
    (b).district_id,
    'year', (b).year, 'title', (b).title, 'domains', (b).domains, 'balance', hamkke.balance_json(a))
  from ledger_accounts a where a.district_id = (b).district_id and a.id = (b).id
$$;

/* One of them; NULL where there is none or it is not for this viewer. */
create or replace function hamkke.own_pledge(p_district text, p_id uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select hamkke.pledge_json(p) from pledges p
  where p.district_id = p_district and p.id = p_id and hamkke.knows_pledge(hamkke.viewer(), p)
$$;
create or replace function hamkke.own_budget_line(p_district text, p_id uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select hamkke.budget_line_json(b) from budget_lines b
  where b.district_id = p_district and b.id = p_id and hamkke.knows_budget_line(hamkke.viewer(), b)
$$;

/* The pledges that the viewer may know of, the newest term first. */
create or replace function hamkke.pledges_page(p_open boolean, p_after text[], p_limit int, p_count boolean)
returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
begin
  return (with own as (
    select p, p.valid_from, p.id from pledges p join ledger_accounts a on a.district_id = p.district_id
      and a.id = p.id
    where (p.district_id = v.district
      or p.sponsor_id in (select s.id from sponsors s where s.organization_id = v.organization))
      and hamkke.knows_pledge(v, p) and (not coalesce(p_open, false) or hamkke.pledge_state(p, a) = 'OPEN')
  ), paged as (
    select * from own where p_after is null or (valid_from, id) < (p_after[1]::date, p_after[2]::uuid)
    order by valid_from desc, id desc limit p_limit
  )
  select jsonb_build_object('rows', coalesce((select jsonb_agg(hamkke.pledge_json(p)
      || jsonb_build_object('$c', jsonb_build_array(valid_from::text, id::text)) order by valid_from desc,
        id desc)
      from paged), '[]'),
    'total', case when p_count then (select count(*) from own) end));
end $$;

/* The budget lines of the viewer's district, the newest year first. */
create or replace function hamkke.budget_lines_page(p_year int, p_after text[], p_limit int, p_count boolean)
returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
begin
  return (with own as (
    select b, b.year, b.id from budget_lines b
    where b.district_id = v.district and hamkke.knows_budget_line(v, b)
      and (p_year is null or b.year = p_year)
  ), paged as (
    select * from own where p_after is null or (year, id) < (p_after[1]::int, p_after[2]::uuid)
    order by year desc, id desc limit p_limit
  )
  select jsonb_build_object('rows', coalesce((select jsonb_agg(hamkke.budget_line_json(b)
      || jsonb_build_object('$c', jsonb_build_array(year::text, id::text)) order by year desc, id desc)
        from paged), '[]'),
    'total', case when p_count then (select count(*) from own) end));
end $$;

/*
 * The entries of an account, oldest first. What an allocation was for is told where the account is for that
 * need alone, or has paid for it in enough households; never which household, linkage or allocation. Who
 * entered what, their words and why something was given back are for the district's own people.
 */
create or replace function hamkke.ledger_page(
  p_district text, p_account uuid, p_after text[], p_limit int, p_count boolean) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  earmarked need_domain[];
  inside boolean := p_district = v.district
    and v.duties && (hamkke.budget_keeping_duties() || hamkke.pledge_keeping_duties()
      || hamkke.funding_duties());
begin
  select p.domains into earmarked from pledges p
  where p.district_id = p_district and p.id = p_account and hamkke.knows_pledge(v, p);
  if not found then
    select b.domains into earmarked from budget_lines b
    where b.district_id = p_district and b.id = p_account and hamkke.knows_budget_line(v, b);
    if not found then
      return null;
    end if;
  end if;
  return (with many as (
    select e.domain from ledger_entries e
    join allocations l on l.district_id = e.district_id and l.id = e.allocation_id
    where e.district_id = p_district and e.account_id = p_account and e.kind = 'ALLOCATED'
      and l.data_class <> 'SAFE_LOCATION'
    group by e.domain having count(distinct l.household_id) >= hamkke.fewest_households()
  ), paged as (
    select e.*, s.name from ledger_entries e
    left join posts p on p.id = e.post_id left join staff s on s.id = p.staff_id
    where e.district_id = p_district and e.account_id = p_account
      and (p_after is null or e.number > p_after[1]::int)
    order by e.number limit p_limit
  )
  select jsonb_build_object('rows',
    coalesce((select jsonb_agg(jsonb_build_object('number', number, 'kind', kind,
        'amount', amount, 'enteredOn', entered_on,
        'domain', case when cardinality(earmarked) = 1 or domain in (select m.domain from many m)
          then domain end,
        'enteredBy', case when inside then name end, 'reason', case when inside then reason end,
        'words', case when inside then words end, '$c', jsonb_build_array(number::text)) order by number)
          from paged), '[]'),
    'total', case when p_count then (select entries from ledger_accounts
      where district_id = p_district and id = p_account) end));
end $$;

reset role;
