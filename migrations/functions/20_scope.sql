set local role hamkke_keeper;

/* Today where the offices are: agreements and consents end at midnight in Seoul. */
create or replace function hamkke.today() returns date stable language sql as
$$ select (now() at time zone 'Asia/Seoul')::date $$;

/* Whole years of age on the day in Seoul; NULL where the birth date is not known, which counts as neither old nor young. */
create or replace function hamkke.age_on(p_born date, p_at timestamptz) returns int stable language sql as
$$ select extract(year from age((p_at at time zone 'Asia/Seoul')::date, p_born))::int $$;

/*
 * The one scope relation: which classes a viewer has for which subject, on which basis. A subject is a household (its
 * rows as a whole) or a member. Both walls, lists, the log and explanations read it, and nothing else decides.
 *
 * It is written once and made into two functions: scope_of, for the households of a page, and scope_everywhere, for
 * the household subjects of a whole district (a controller's members follow from them), which lists choose from.
 */
do $make$
declare
  parameters constant text := 'p_post uuid, p_duties duty[], p_organization uuid, p_home uuid, p_zones text[],
    p_viewer_district text, p_purpose purpose, p_district text';
  result constant text := 'table (household_id uuid, subject_id uuid, mask int, basis basis, keeps boolean)';
  consent_result constant text := 'table (household_id uuid, member_id uuid, given_mask int, member_mask int,
    household_mask int, state text)';
  -- Every consent to an organization, with what it opens now, and if it opens nothing, why.
  consents constant text := $sql$
    select c.household_id, c.member_id, given.mask,
      case when standing.state = 'ACTIVE' and giver.for_member then given.mask & agreed.mask
        -- Where somebody hides is their own to tell, and not for long.
        & case when c.given_by_id = c.member_id and c.valid_until - c.valid_from <= 30 then -1
          else ~hamkke.class_bit('SAFE_LOCATION') end
        else 0 end,
      case when standing.state = 'ACTIVE' and c.household_wide and giver.for_household
        then given.mask & agreed.mask & hamkke.household_mask() else 0 end,
      standing.state
    from consents c
    join agreements a on a.district_id = c.district_id and a.id = c.agreement_id
    cross join lateral (select hamkke.mask_of(c.classes) & hamkke.shareable_mask() as mask) given
    cross join lateral (select hamkke.mask_of(a.classes) as mask) agreed
    cross join lateral (
      select
        -- A member speaks for themselves from 14 on; below that an adult of the household does, as guardian. Whoever is
        -- said to have done the harm speaks for nobody but themselves.
        case when g.id = m.id then hamkke.age_on(mi.birth_date, c.given_at) >= 14 or mi.birth_date is null
          else not said.accused and hamkke.age_on(mi.birth_date, c.given_at) < 14
            and hamkke.age_on(gi.birth_date, c.given_at) >= 19 end as for_member,
        -- The head speaks for the household, unless still a child who cannot speak for themselves; where the head is the
        -- accused, another adult does.
        not said.accused and (s.head_id = g.id and coalesce(hamkke.age_on(gi.birth_date, c.given_at) >= 14, true)
          or said.head_accused and hamkke.age_on(gi.birth_date, c.given_at) >= 19)
          as for_household
      from members g
      join members m on m.district_id = c.district_id and m.id = c.member_id and m.household_id = c.household_id
      left join member_identities gi on gi.district_id = g.district_id and gi.member_id = g.id
      left join member_identities mi on mi.district_id = m.district_id and mi.member_id = m.id
      left join household_summaries s on s.district_id = c.district_id and s.household_id = c.household_id
      cross join lateral (select
        exists (select from member_safeties a where a.district_id = c.district_id and a.member_id = g.id
          and a.alleged_perpetrator) as accused,
        exists (select from member_safeties a where a.district_id = c.district_id and a.member_id = s.head_id
          and a.alleged_perpetrator) as head_accused) said
      where g.district_id = c.district_id and g.id = c.given_by_id and g.household_id = c.household_id
    ) giver
    cross join lateral (select case
      when c.purpose is distinct from p_purpose then 'OTHER_PURPOSE'
      when c.withdrawn_at is not null then 'WITHDRAWN'
      when hamkke.today() > c.valid_until then 'EXPIRED'
      when hamkke.today() < c.valid_from then 'NOT_YET'
      when a.organization_id <> c.organization_id or not c.purpose = any(a.purposes)
        or hamkke.today() not between a.valid_from and a.valid_until or a.ended_on <= hamkke.today()
        then 'AGREEMENT_ENDED'
      else 'ACTIVE' end as state) standing
    where c.organization_id = p_organization and c.district_id = p_district and {c.household_id}
  $sql$;
  -- How each reach finds the households that a district serves.
  assigned constant text := $sql$
    select a.household_id from assignments a
      where a.kind = '%s' and a.post_id = p_post and a.district_id = p_district
        and hamkke.today() between a."from" and coalesce(a.until, 'infinity') and {a.household_id} $sql$;
  reaches constant text[] := array[
    ['CENTER', $sql$
      select c.household_id from cases c
        where c.district_id = p_district and c.center_id = p_organization and {c.household_id}
      union all
      select r.household_id from intake_reports r
        where r.district_id = p_district and r.center_id = p_organization and {r.household_id} $sql$],
    ['ASSIGNED', format(assigned, 'CASE')],
    ['VISITED', format(assigned, 'VISIT')],
    ['ZONE', $sql$
      select s.household_id from household_summaries s
        where s.district_id = p_district and s.responsible_dong = any(p_zones) and {s.household_id} $sql$],
    ['DISTRICT', $sql$
      select h.id as household_id from households h where h.district_id = p_district and {h.id} $sql$],
    ['SENT_HERE', $sql$
      select o.household_id from report_origins o
        join intake_reports r on r.district_id = o.district_id and r.id = o.report_id
        where o.sender_id = p_home and o.district_id = p_district and r.center_id = p_organization
          and {o.household_id} $sql$],
    ['SENT', $sql$
      select o.household_id from report_origins o
        where o.sender_id = p_organization and o.district_id = p_district and {o.household_id} $sql$]];
  controlled constant text := $sql$
    select r.household_id, r.household_id, r.mask, 'CONTROLLER'::basis, r.keeps from reached r
    union all
    select r.household_id, m.id, r.mask, 'CONTROLLER', false from reached r
      join members m on m.district_id = p_district and m.household_id = r.household_id where {members} $sql$;
  consented constant text := $sql$
    select c.household_id, c.household_id, c.household_mask, 'CONSENT'::basis, false from consented c where c.household_mask <> 0
    union all
    select c.household_id, c.member_id, c.member_mask, 'CONSENT', false from consented c where c.member_mask <> 0 $sql$;
  given constant text := 'p_purpose, p_district';
  head constant text := ' stable rows 10 language sql as $f$ ';
  every_reach text := '';
  each_reach text := '';
  of_some text := '\1 = any(p_households)';
  reach text[];
begin
  foreach reach slice 1 in array reaches loop
    every_reach := every_reach || case every_reach when '' then '' else ' union all ' end
      || format('select household_id from (%s) found where hamkke.duty_reach(d) = %L', reach[2], reach[1]);
    each_reach := each_reach || format('
      when %L then return query with reached as materialized (
        select distinct household_id, hamkke.duty_mask(d) as mask, hamkke.duty_keeps(d) as keeps from (%s) found) %s;',
      reach[1], reach[2], replace(controlled, '{members}', 'true'));
  end loop;
  execute 'create or replace function hamkke.consents_to(p_organization uuid, p_purpose purpose, p_district text,
    p_households uuid[]) returns ' || consent_result || head
    || regexp_replace(consents, '\{(\w+\.\w+)\}', of_some, 'g') || '$f$';
  execute 'create or replace function hamkke.consents_everywhere(p_organization uuid, p_purpose purpose, p_district text)
    returns ' || consent_result || head || regexp_replace(consents, '\{(\w+\.\w+)\}', 'true', 'g') || '$f$';
  -- In steps, because a read should pay only for the reach that its viewer has, and for consents only where there are any.
  execute 'create or replace function hamkke.scope_of(' || parameters || ', p_households uuid[]) returns ' || result
    || ' stable rows 10 language plpgsql as $f$
    #variable_conflict use_column
    declare
      d duty;
      recipient uuid := hamkke.recipient(p_duties, p_organization, p_home);
    begin
      if p_viewer_district = p_district then
        foreach d in array p_duties loop
          case hamkke.duty_reach(d)' || regexp_replace(each_reach, '\{(\w+\.\w+)\}', of_some, 'g') || '
          else null; end case;
        end loop;
      end if;
      if exists (select from consents c where c.organization_id = recipient and c.district_id = p_district
          and c.household_id = any(p_households)) then
        return query with consented as materialized (select * from hamkke.consents_to(recipient, ' || given || ', p_households))'
          || consented || ';
      end if;
    end $f$';
  execute 'create or replace function hamkke.scope_everywhere(' || parameters || ') returns ' || result || head
    || 'with reached as (
      select r.household_id, bit_or(hamkke.duty_mask(d)) as mask, bool_or(hamkke.duty_keeps(d)) as keeps
      from unnest(p_duties) d cross join lateral (' || regexp_replace(every_reach, '\{(\w+\.\w+)\}', 'true', 'g') || ') r
      where p_viewer_district = p_district
      group by r.household_id
    ), consented as (
      select * from hamkke.consents_everywhere(hamkke.recipient(p_duties, p_organization, p_home), ' || given || ')
    ) ' || replace(controlled, '{members}', 'false') || ' union all ' || consented || '$f$';
end $make$;

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
  -- Where somebody hides stands in no list, whoever may know it: it is read in their own household.
  hidden int := case when current_setting('hamkke.in_list', true) = 'on' then hamkke.class_bit('SAFE_LOCATION') else 0 end;
  map json;
  set text;
  kept text;
begin
  with scope as materialized (
    select s.household_id, s.subject_id, bit_or(s.mask) & ~hidden as mask, bit_or(hamkke.basis_bit(s.basis)) as bases,
      bool_or(s.keeps) as keeps
    from hamkke.scope_of(post, duties, organization, home, zones, own_district, purpose, p_district, p_households) s
    group by 1, 2
  ), known as (
    select household_id, subject_id as id, mask, bases from scope
    union all select household_id, household_id, 0, bases from scope
    union all select s.household_id, m.id, 0, s.bases from scope s
      join members m on m.district_id = p_district and m.household_id = s.household_id
      where s.subject_id = s.household_id and s.mask & hamkke.class_bit('SUMMARY') <> 0
  ), subjects as materialized (
    -- On which basis somebody is known without any class is told too: the log holds whoever is shown.
    select household_id, id, bit_or(mask) as mask, coalesce(bit_or(bases) filter (where mask <> 0), bit_or(bases)) as bases
    from known group by 1, 2
  )
  select
    (select coalesce(json_object_agg(id, json_build_array(mask, bases, household_id)), '{}'::json) from subjects),
    (select set_config('hamkke.scope', coalesce(json_object_agg(id, mask), '{}'::json)::text, true) from subjects),
    (select set_config('hamkke.scope_kept', coalesce(array_agg(subject_id), '{}')::text, true) from scope where keeps)
  into map, set, kept;
  return map;
end $$;

/* The scope for rows that are asked for by their ids: of the households that they belong to. */
create or replace function hamkke.open_rows(p_type text, p_district text, p_ids uuid[]) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if p_type = 'Household' then
    return hamkke.open_households(p_district, p_ids);
  end if;
  return hamkke.open_households(p_district, coalesce(hamkke.households_of(p_type, p_district, p_ids), '{}'));
end $$;

reset role;
