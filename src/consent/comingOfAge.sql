set local role hamkke_keeper;

/*
 * Consents that somebody else gave for a child and that end, or have ended, on its fourteenth birthday while
 * they would still run: from some days before it on, the one that ends first at the top, so that the
 * young person is asked in time. For those who write down the household's consents and know the member's
 * birth date; one to a shelter for those who were told of it.
 */
create or replace function hamkke.consents_coming_of_age_page(p_after text[], p_limit int, p_count boolean)
returns json
language sql stable security definer set search_path = public, pg_temp as $$
  with v as materialized (
    select hamkke.viewer() as viewer
  ), due as materialized (
    select c.*, hamkke.turns_fourteen(i.birth_date) as birthday
    from v
    join consents c on c.district_id = (viewer).district
    join member_identities i on i.district_id = c.district_id and i.member_id = c.member_id
    where c.given_by_id is distinct from c.member_id and c.withdrawn_at is null
      and c.valid_until >= hamkke.today()
      and hamkke.turns_fourteen(i.birth_date) > c.valid_from and hamkke.turns_fourteen(i.birth_date)
        <= c.valid_until
      and hamkke.turns_fourteen(i.birth_date) <= hamkke.today() + hamkke.coming_of_age_days()
  ), own as (
    select d.* from due d, v
    where hamkke.records_consents(d.district_id, d.household_id)
      and exists (select from hamkke.scope_of(viewer, d.district_id, array[d.household_id]) s
        where s.subject_id = d.member_id and s.mask & hamkke.class_bit('IDENTITY') <> 0
          and s.basis = 'CONTROLLER')
      and (not d.sheltered or hamkke.knows_shelter(d.district_id, d.household_id, d.member_id, d.given_by_id))
  ), paged as (
    select * from own where p_after is null or (birthday, id) > (p_after[1]::date, p_after[2]::uuid)
    order by birthday, id limit p_limit
  )
  select json_build_object('rows', coalesce((select json_agg(json_build_object(
      'consentId', 'Consent:' || district_id || ':' || id, 'memberId', 'Member:' || district_id || ':'
        || member_id,
      'householdId', 'Household:' || district_id || ':' || household_id, 'turnsFourteenOn', birthday,
      'ended', birthday <= hamkke.today(), '$h', household_id, '$m', member_id,
      '$c', json_build_array(birthday::text, id::text)) order by birthday, id) from paged), '[]'),
    'total', case when p_count then (select count(*) from own) end)
$$;

reset role;
