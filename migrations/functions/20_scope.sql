set local role hamkke_keeper;

/* Today where the offices are: agreements and consents end at midnight in Seoul. */
create or replace function hamkke.today() returns date stable language sql as
$$ select (now() at time zone 'Asia/Seoul')::date $$;

create or replace function hamkke.mask_of(p_classes data_class[]) returns int immutable language sql as
$$ select coalesce(bit_or(hamkke.class_bit(c)), 0) from unnest(p_classes) c $$;

/*
 * The organization whose consents this post may use: a dispatched police officer's are those that were given to the
 * police, everybody else's those given to the place of work. NULL where the duty does not work with families.
 */
create or replace function hamkke.recipient(p_duties duty[], p_organization uuid, p_home uuid) returns uuid
immutable language sql as $$
  select case
    when 'DISPATCHED_POLICE' = any(p_duties) then p_home
    when (select bool_or(hamkke.duty_works(d)) from unnest(p_duties) d) then p_organization
  end
$$;

/* The classes that the viewer's duties open on a household because the district serves it, and whether they keep consents. */
create or replace function hamkke.reach(
  p_district text, p_household uuid, p_post uuid, p_duties duty[], p_organization uuid, p_home uuid, p_zones text[])
returns table (mask int, keeps boolean)
stable language sql as $$
  select coalesce(bit_or(hamkke.duty_mask(d)), 0), coalesce(bool_or(hamkke.duty_keeps(d)), false)
  from unnest(p_duties) d
  where case hamkke.duty_reach(d)
    when 'CENTER' then exists (select from cases c
      where c.district_id = p_district and c.household_id = p_household and c.center_id = p_organization)
    when 'ASSIGNED' then exists (select from assignments a
      where a.district_id = p_district and a.household_id = p_household and a.post_id = p_post and a.kind = 'CASE'
        and hamkke.today() between a."from" and coalesce(a.until, 'infinity'))
    when 'VISITED' then exists (select from assignments a
      where a.district_id = p_district and a.household_id = p_household and a.post_id = p_post and a.kind = 'VISIT'
        and hamkke.today() between a."from" and coalesce(a.until, 'infinity'))
    when 'ZONE' then exists (select from household_summaries s
      where s.district_id = p_district and s.household_id = p_household and s.responsible_dong = any(p_zones))
    when 'DISTRICT' then exists (select from households h where h.district_id = p_district and h.id = p_household)
    when 'SENT_HERE' then exists (select from intake_reports r
      where r.district_id = p_district and r.household_id = p_household
        and r.sender_id = p_home and r.center_id = p_organization)
    when 'SENT' then exists (select from intake_reports r
      where r.district_id = p_district and r.household_id = p_household and r.sender_id = p_organization)
    else false
  end
$$;

/* Every consent of these households to an organization, with whether it counts now and for what, and if not, why. */
create or replace function hamkke.consents_to(
  p_organization uuid, p_purpose purpose, p_district text, p_households uuid[])
returns table (
  household_id uuid, member_id uuid, given_mask int, member_mask int, household_mask int, state text)
stable language sql as $$
  select c.household_id, c.member_id, given.mask,
    case when standing.state = 'ACTIVE' and (c.given_by_id = c.member_id or not giver.accused)
      then given.mask & agreed.mask else 0 end,
    case when standing.state = 'ACTIVE' and c.household_wide and not giver.accused
      then given.mask & agreed.mask & hamkke.household_mask() else 0 end,
    standing.state
  from consents c
  join agreements a on a.district_id = c.district_id and a.id = c.agreement_id
  cross join lateral (select hamkke.mask_of(c.classes) & hamkke.shareable_mask() as mask) given
  cross join lateral (select hamkke.mask_of(a.classes) as mask) agreed
  -- Whoever is said to have done the harm speaks for nobody but themselves.
  cross join lateral (select exists (select from member_safeties s
    where s.district_id = c.district_id and s.member_id = c.given_by_id and s.alleged_perpetrator) as accused) giver
  cross join lateral (select case
    when c.purpose <> p_purpose then 'OTHER_PURPOSE'
    when c.withdrawn_at is not null then 'WITHDRAWN'
    when hamkke.today() > c.valid_until then 'EXPIRED'
    when hamkke.today() < c.valid_from then 'NOT_YET'
    when a.organization_id <> c.organization_id or not c.purpose = any(a.purposes)
      or hamkke.today() not between a.valid_from and a.valid_until or a.ended_on <= hamkke.today()
      then 'AGREEMENT_ENDED'
    else 'ACTIVE' end as state) standing
  where c.organization_id = p_organization and c.district_id = p_district and c.household_id = any(p_households)
$$;

/*
 * The one scope relation: which classes a viewer has for which subject, on which basis. A subject is a household
 * (its rows as a whole) or a member. Both walls, the log and explanations read it, and nothing else decides.
 */
create or replace function hamkke.scope_of(
  p_post uuid, p_duties duty[], p_organization uuid, p_home uuid, p_zones text[], p_viewer_district text,
  p_purpose purpose, p_district text, p_households uuid[])
returns table (household_id uuid, subject_id uuid, mask int, basis basis, keeps boolean)
stable language sql as $$
  with reached as (
    select h.id, r.mask, r.keeps from unnest(p_households) h(id)
    cross join lateral hamkke.reach(p_district, h.id, p_post, p_duties, p_organization, p_home, p_zones) r
    where p_viewer_district = p_district and r.mask <> 0
  ), consented as (
    select * from hamkke.consents_to(
      hamkke.recipient(p_duties, p_organization, p_home), p_purpose, p_district, p_households)
  )
  select r.id, r.id, r.mask, 'CONTROLLER'::basis, r.keeps from reached r
  union all
  select r.id, m.id, r.mask, 'CONTROLLER', false from reached r
    join members m on m.district_id = p_district and m.household_id = r.id
  union all
  select c.household_id, c.household_id, c.household_mask, 'CONSENT', false from consented c where c.household_mask <> 0
  union all
  select c.household_id, c.member_id, c.member_mask, 'CONSENT', false from consented c where c.member_mask <> 0
$$;

/* The households that some consent-scoped rows belong to: a read by id learns its household here, shown or not. */
create or replace function hamkke.households_of(p_type text, p_district text, p_ids uuid[]) returns uuid[]
stable language sql as $$
  select case p_type
    when 'Household' then p_ids
    when 'Member' then (select array_agg(distinct household_id) from members where district_id = p_district and id = any(p_ids))
    when 'Case' then (select array_agg(distinct household_id) from cases where district_id = p_district and id = any(p_ids))
    when 'IntakeReport' then (select array_agg(distinct household_id) from intake_reports where district_id = p_district and id = any(p_ids))
    when 'Need' then (select array_agg(distinct household_id) from needs where district_id = p_district and id = any(p_ids))
    when 'Goal' then (select array_agg(distinct household_id) from goals where district_id = p_district and id = any(p_ids))
    when 'Linkage' then (select array_agg(distinct household_id) from linkages where district_id = p_district and id = any(p_ids))
    when 'CaseNote' then (select array_agg(distinct household_id) from case_notes where district_id = p_district and id = any(p_ids))
    when 'Consent' then (select array_agg(distinct household_id) from consents where district_id = p_district and id = any(p_ids))
    when 'Screening' then (select array_agg(distinct household_id) from screenings where district_id = p_district and id = any(p_ids))
    when 'Assignment' then (select array_agg(distinct household_id) from assignments where district_id = p_district and id = any(p_ids))
  end
$$;

/*
 * Computes the viewer's scope for a page of households once, puts it into settings that the policies and the statement
 * compare rows with, and answers {subject: [classes, bases, household]} for the gates and the log.
 */
create or replace function hamkke.open_households(p_district text, p_households uuid[]) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  post uuid := nullif(current_setting('hamkke.post', true), '')::uuid;
  duties duty[] := nullif(current_setting('hamkke.duties', true), '')::duty[];
  organization uuid := nullif(current_setting('hamkke.organization', true), '')::uuid;
  home uuid := nullif(current_setting('hamkke.home_organization', true), '')::uuid;
  zones text[] := nullif(current_setting('hamkke.zones', true), '')::text[];
  own_district text := nullif(current_setting('hamkke.district', true), '');
  purpose purpose := nullif(current_setting('hamkke.purpose', true), '')::purpose;
  map json;
  done int;
begin
  with scope as materialized (
    select s.household_id, s.subject_id, bit_or(s.mask) as mask, bit_or(hamkke.basis_bit(s.basis)) as bases,
      bool_or(s.keeps) as keeps
    from hamkke.scope_of(post, duties, organization, home, zones, own_district, purpose, p_district, p_households) s
    group by 1, 2
  ), known as (
    select household_id as id from scope
    union select subject_id from scope
    union select m.id from scope s
      join members m on m.district_id = p_district and m.household_id = s.household_id
      where s.subject_id = s.household_id and s.mask & hamkke.class_bit('SUMMARY') <> 0
  ), settings as (
    select 'hamkke.scope_known' as name, string_agg(id::text, ',') as ids from known
    union all select 'hamkke.scope_kept', string_agg(subject_id::text, ',') from scope where keeps
    union all select c.name, (select string_agg(s.subject_id::text, ',') from scope s where s.mask & (1 << (c.at::int - 1)) <> 0)
      from unnest(hamkke.scope_settings()) with ordinality c(name, at)
  )
  select
    (select coalesce(json_object_agg(subject_id, json_build_array(mask, bases, household_id)), '{}'::json) from scope),
    (select count(set_config(name, '{' || coalesce(ids, '') || '}', true)) from settings)
  into map, done;
  return map;
end $$;

/* The scope for rows that are asked for by their ids: of the households that they belong to. */
create or replace function hamkke.open_rows(p_type text, p_district text, p_ids uuid[]) returns json
language sql security definer set search_path = public, pg_temp as $$
  select hamkke.open_households(p_district, coalesce(hamkke.households_of(p_type, p_district, p_ids), '{}'))
$$;

reset role;
