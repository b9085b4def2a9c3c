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
  ), consented as (
    select p.purpose, s.household_id, s.subject_id, s.mask, s.basis
    from v
    cross join unnest(enum_range(null::purpose)) p(purpose)
    cross join lateral hamkke.scope_everywhere(hamkke.for_purpose(viewer, p.purpose), p_district) s
    where s.basis = 'CONSENT'
  ), referred as (
    -- A referral opens what it carries for its own purpose, whatever a request is for.
    select r.purpose, r.household_id, s.subject_id, s.mask, 'REFERRAL'::basis
    from v
    join referrals r on r.recipient_id = (viewer).recipient and r.district_id = p_district
      and hamkke.referral_open(r.state, r.expires_at)
    cross join lateral hamkke.consents_to(r.recipient_id, r.purpose, p_district, array[r.household_id]) c
    cross join lateral (select case when c.member_id = any(r.member_ids)
      then hamkke.mask_of(r.classes) & c.member_mask else 0 end as member_mask,
      hamkke.mask_of(r.classes) & c.household_mask as household_mask) o
    cross join lateral (values (r.household_id, o.household_mask), (c.member_id, o.member_mask))
      s(subject_id, mask)
    where c.consent_id = any(r.consent_ids) and o.household_mask | o.member_mask <> 0
      and (s.mask <> 0 or s.subject_id = r.household_id)
  ), opened as materialized (
    select purpose, household_id, subject_id, bit_or(mask & ~hamkke.class_bit('SAFE_LOCATION')) as mask,
      bit_or(hamkke.basis_bit(basis)) as bases
    from (select * from consented union all select * from referred) each group by 1, 2, 3
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
