set local role hamkke_keeper;

/*
 * Consents of the viewer's district that end up to a day, the one that ends first at the top, so that people
 * are asked again in time: for those who keep the household's consents, and one to a shelter for those who
 * were told of it.
 */
create or replace function hamkke.consents_ending_page(p_until date, p_after text[], p_limit int,
  p_count boolean)
returns json
language sql stable security definer set search_path = public, pg_temp as $$
  with v as materialized (
    select hamkke.viewer() as viewer
  ), due as materialized (
    select c.* from v join consents c on c.district_id = (viewer).district
    where c.withdrawn_at is null and c.valid_until between hamkke.today() and p_until
  ), kept as materialized (
    select distinct s.household_id, (viewer).district as district_id
    from v cross join lateral hamkke.scope_of(viewer, (viewer).district,
      array(select distinct household_id from due)) s
    where s.keeps and s.subject_id = s.household_id
  ), own as (
    select d.* from due d join kept using (district_id, household_id)
    where not d.sheltered or hamkke.knows_shelter(d.district_id, d.household_id, d.member_id, d.given_by_id)
  ), paged as (
    select * from own where p_after is null or (valid_until, id) > (p_after[1]::date, p_after[2]::uuid)
    order by valid_until, id limit p_limit
  )
  select json_build_object('rows', coalesce((select json_agg(json_build_object(
      'consentId', 'Consent:' || p.district_id || ':' || p.id,
      'householdId', 'Household:' || p.district_id || ':' || p.household_id,
      'organizationId', 'Organization:' || o.id, 'organizationName', o.name,
      'purpose', p.purpose, 'validUntil', p.valid_until, '$h', p.household_id,
      '$c', json_build_array(p.valid_until::text, p.id::text)) order by p.valid_until, p.id)
    from paged p left join organizations o on o.id = p.organization_id and not o.confidential), '[]'),
    'total', case when p_count then (select count(*) from own) end)
$$;

reset role;
