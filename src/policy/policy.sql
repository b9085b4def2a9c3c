set local role hamkke_keeper;

/* What a district had decided for a day; NULL where it had decided nothing. */
create or replace function hamkke.policy_decided(p_district text, p_key policy_key, p_day date) returns int
stable language sql as $$
  select p.value from district_policies p
  where p.district_id = p_district and p.key = p_key and p.valid_from <= p_day
  order by p.valid_from desc, p.decided_at desc limit 1
$$;

/* The policy of a district on a day: what it had decided, else what is usual. */
create or replace function hamkke.policy_on(p_district text, p_key policy_key, p_day date) returns int
stable language sql as $$
  select coalesce(hamkke.policy_decided(p_district, p_key, p_day), r.usual)
  from hamkke.policy_rules() r where r.key = p_key
$$;

/* The last day of a term that begins on a day, by the policy of that day. */
create or replace function hamkke.policy_due(p_district text, p_key policy_key, p_from date) returns date
stable language sql as $$
  select case r.unit
    when 'WORKING_DAYS' then hamkke.after_working_days(p_from, n)
    when 'DAYS' then p_from + n
    when 'WEEKS' then p_from + 7 * n
    when 'MONTHS' then (p_from + make_interval(months => n))::date end
  from hamkke.policy_rules() r cross join hamkke.policy_on(p_district, p_key, p_from) n where r.key = p_key
$$;

/*
 * The policies of the viewer's district as they are on a day, each with all that was ever decided of it. Who
 * decided is kept and not told. NULL for nobody.
 */
create or replace function hamkke.policies(p_day date) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  with counted as (
    select distinct on (p.key, p.valid_from) p.key, p.valid_from, p.value, p.decided_at
    from hamkke.viewer() v join district_policies p on p.district_id = v.district
    order by p.key, p.valid_from, p.decided_at desc
  ), dated as (
    select c.*, lead(c.valid_from) over (partition by c.key order by c.valid_from) - 1 as valid_until
    from counted c
  )
  select json_agg(json_build_object('key', r.key, 'unit', r.unit, 'usual', r.usual, 'least', r.lowest,
    'most', r.highest, 'value', hamkke.policy_on(v.district, r.key, coalesce(p_day, hamkke.today())),
    'versions', coalesce((select json_agg(json_build_object('value', d.value, 'validFrom', d.valid_from,
      'validUntil', d.valid_until, 'decidedAt', d.decided_at) order by d.valid_from)
      from dated d where d.key = r.key), '[]')) order by r.key)
  from hamkke.viewer() v cross join hamkke.policy_rules() r
$$;

/* Decides a policy of the viewer's district from a day on, which is to come. */
create or replace function hamkke.set_policy(p_key policy_key, p_value int, p_from date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
begin
  if not v.duties && hamkke.policy_setting_duties() then
    perform hamkke.not_found('not theirs to decide');
  end if;
  if p_from <= hamkke.today() then
    perform hamkke.refuse('POLICY_BEGINS_TOMORROW');
  end if;
  insert into district_policies (district_id, key, valid_from, value, decided_at, post_id)
    values (v.district, p_key, p_from, p_value, clock_timestamp(), v.post);
end $$;

reset role;
