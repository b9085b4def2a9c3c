set local role hamkke_keeper;

/*
 * The households that an organization works with by consents and referrals, each under the purpose for which
 * it was opened: what two purposes open is never put together, and a household that is open for two is there
 * twice. Where somebody hides is in no list.
 */
create or replace function hamkke.clients_page(p_district text, p_after text[], p_limit int, p_count boolean)
returns json
language sql stable security definer set search_path = public, pg_temp as $$
  with v as materialized (
    select hamkke.viewer() as viewer
  ), opened as materialized (
    select p.purpose, s.household_id, s.subject_id,
      bit_or(s.mask & ~hamkke.class_bit('SAFE_LOCATION')) as mask, bit_or(hamkke.basis_bit(s.basis)) as bases
    from v
    cross join unnest(enum_range(null::purpose)) p(purpose)
    cross join lateral hamkke.scope_everywhere(hamkke.for_purpose(viewer, p.purpose), p_district) s
    where s.basis <> 'CONTROLLER'
    group by 1, 2, 3
  ), clients as (
    select household_id, purpose, bit_or(mask) as mask, bit_or(bases) as bases from opened group by 1, 2
  ), paged as (
    select * from clients
    where p_after is null or (household_id, purpose) > (p_after[1]::uuid, p_after[2]::purpose)
    order by household_id, purpose limit p_limit
  )
  select json_build_object('rows', coalesce((select json_agg(json_build_object(
      'householdId', 'Household:' || p_district || ':' || p.household_id, 'purpose', p.purpose,
      'classes', array(select c from unnest(enum_range(null::data_class)) c
        where p.mask & hamkke.class_bit(c) <> 0 order by c),
      'members', coalesce((select json_agg(json_build_object(
          'memberId', 'Member:' || p_district || ':' || i.member_id, 'name', i.name,
          'birthDate', i.birth_date) order by m.ordinal, m.id)
        from opened o
        join member_identities i on i.district_id = p_district and i.member_id = o.subject_id
        join members m on m.district_id = p_district and m.id = i.member_id
        where o.household_id = p.household_id and o.purpose = p.purpose
          and o.mask & hamkke.class_bit('IDENTITY') <> 0), '[]'),
      '$h', p.household_id, '$b', p.bases, '$c', json_build_array(p.household_id::text, p.purpose::text))
      order by p.household_id, p.purpose) from paged p), '[]'),
    'total', case when p_count then (select count(*) from clients) end)
$$;

reset role;
