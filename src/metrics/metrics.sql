set local role hamkke_keeper;

/*
 * Whether this transaction's viewer may have exact figures of a district: its own statistics role. A city's
 * has the city's, and of none of its districts by itself: exact figures of one gu are the gu's own to have.
 */
create or replace function hamkke.may_count(p_district text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select v.duties && hamkke.counting_duties() and v.district = p_district from hamkke.viewer() v
$$;

/*
 * Households that were screened in a period, those of them that became managed cases since, and the services
 * that these cases were linked to. A household is screened by its own record or as a line of a campaign, and
 * counts once; somebody of a list who is of no household yet counts as one. A city counts all its districts.
 * NULL for a viewer who may not have exact figures of it.
 */
create or replace function hamkke.case_funnel(p_district text, p_from date, p_until date) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  with counted as (
    select id from districts where id = p_district or parent_id = p_district
  ), screened as (
    select u.district_id, u.household_id, min(u.screened_on) as first_on
    from counted d join (
      select district_id, household_id, screened_on from screenings
      union all
      select l.district_id, coalesce(r.household_id, l.id), l.outcome_on from campaign_lines l
      left join intake_reports r on r.district_id = l.district_id and r.id = l.report_id
      where l.outcome = 'CONSULTED' or l.surveyed) u on u.district_id = d.id
    where u.screened_on between p_from and p_until group by 1, 2
  ), selected as (
    select c.district_id, c.household_id, c.id from cases c
    join screened s on s.district_id = c.district_id and s.household_id = c.household_id
      and c.opened_on >= s.first_on
    where c.track = 'CASE_MANAGED'
  ), figures as (
    select (select count(*) from screened)::int as screened,
      (select count(distinct (district_id, household_id)) from selected)::int as selected,
      (select count(*) from linkages l join selected c on c.district_id = l.district_id
        and c.id = l.case_id)::int as linked
  )
  select json_build_object('screened', screened, 'selected', selected, 'linked', linked,
    'selectionRate', selected::float8 / nullif(screened, 0), 'linkagesPerCase',
      linked::float8 / nullif(selected, 0))
  from figures where hamkke.may_count(p_district)
$$;

reset role;
