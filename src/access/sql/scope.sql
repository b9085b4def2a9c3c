set local role hamkke_keeper;

/* Today where the offices are: agreements and consents end at midnight in Seoul. */
create or replace function hamkke.today() returns date stable language sql as
$$ select (now() at time zone 'Asia/Seoul')::date $$;

/* Whether a member has left the household: what is known of them there is history. */
create or replace function hamkke.has_left(p_district text, p_member uuid) returns boolean
stable language sql as $$
  select exists (select from member_identities i where i.district_id = p_district and i.member_id = p_member
    and i.left_on is not null)
$$;

/* Whether a household became part of another one: what is known of it is history. */
create or replace function hamkke.was_merged(p_district text, p_household uuid) returns boolean
stable language sql as $$
  select exists (select from households h where h.district_id = p_district and h.id = p_household
    and h.merged_into_id is not null)
$$;

/* The household that another one became part of, however often that was merged again. */
create or replace function hamkke.household_now(p_district text, p_household uuid) returns uuid
stable language sql as $$
  with recursive chain as (
    select h.id, h.merged_into_id from households h where h.district_id = p_district and h.id = p_household
    union
    select h.id, h.merged_into_id from chain c
    join households h on h.district_id = p_district and h.id = c.merged_into_id
  )
  select id from chain where merged_into_id is null
$$;

/*
 * Whole years of age on the day in Seoul; NULL where the birth date is not known, which counts as neither old
 * nor young.
 */
create or replace function hamkke.age_on(p_born date, p_at timestamptz) returns int stable language sql as
$$ select extract(year from age((p_at at time zone 'Asia/Seoul')::date, p_born))::int $$;

/*
 * The day from which somebody speaks for themselves: who is born on 29 February is 14 on 1 March, as age_on
 * counts.
 */
create or replace function hamkke.turns_fourteen(p_born date) returns date immutable language sql as $$
  select (p_born + make_interval(years => hamkke.consent_age()))::date + (extract(day from p_born)
    <> extract(day from p_born + make_interval(years => hamkke.consent_age())))::int
$$;

/*
 * Whether a guardian of somebody was ever recorded, in this household or where they were a member before:
 * since then a child is spoken for by whoever is recorded, and not by any adult whom they live with.
 */
create or replace function hamkke.was_guarded(p_district text, p_member uuid) returns boolean
stable language sql as $$
  with recursive were as (
    select p_member as id
    union
    select d.member_id from were w join departures d on d.district_id = p_district and d.to_member_id = w.id
  )
  select exists (select from were join guardianships g on g.district_id = p_district
    and g.member_id = were.id)
$$;

/*
 * For whom somebody speaks who consented at an instant: for a member, and for the household as a whole. The
 * scope relation and the commands of consent both ask here. Without a giver, the district's legal basis
 * stands in. Who was old enough to speak and who was a guardian is judged of that instant; whether the member
 * is still a child, who is accused, who is the head and who lives there, now (docs/bases.md). Whoever has
 * left speaks for nobody there, and is spoken for by nobody.
 */
create or replace function hamkke.speaks(
  p_district text, p_household uuid, p_member uuid, p_giver uuid, p_at timestamptz)
returns table (for_member boolean, for_household boolean) stable rows 1 language sql as $$
  select
    -- A member speaks for themselves from 14 on. Below that their recorded guardian does, or while none was
    -- ever recorded an adult of the household. Whoever is said to have done the harm speaks for nobody but
    -- themselves.
    mi.left_on is null and gi.left_on is null and case when p_giver = m.id
        then hamkke.age_on(mi.birth_date, p_at) >= hamkke.consent_age() or mi.birth_date is null
      else not said.accused and hamkke.age_on(mi.birth_date, greatest(p_at, now())) < hamkke.consent_age()
        and case when hamkke.was_guarded(p_district, p_member)
          then exists (select from guardianships w where w.district_id = p_district and w.member_id = p_member
            and w.guardian_id is not distinct from p_giver
            and (p_at at time zone 'Asia/Seoul')::date between w."from" and coalesce(w.until, 'infinity'))
          else hamkke.age_on(gi.birth_date, p_at) >= hamkke.adult_age() end end,
    -- The head speaks for the household, unless still a child who cannot speak for themselves; where the head
    -- is the accused, another adult does, or for want of one the district for the child whom it stands in
    -- for.
    mi.left_on is null and gi.left_on is null and not said.accused and (s.head_id = g.id
        and coalesce(hamkke.age_on(gi.birth_date, p_at) >= hamkke.consent_age(), true)
      or said.head_accused and case when p_giver is null
        then exists (select from guardianships w where w.district_id = p_district and w.member_id = p_member
          and w.guardian_id is null
          and (p_at at time zone 'Asia/Seoul')::date between w."from" and coalesce(w.until, 'infinity'))
          and hamkke.age_on(mi.birth_date, greatest(p_at, now())) < hamkke.consent_age()
        else hamkke.age_on(gi.birth_date, p_at) >= hamkke.adult_age() end)
  from members m
  left join members g on g.district_id = p_district and g.id = p_giver and g.household_id = p_household
  left join member_identities gi on gi.district_id = g.district_id and gi.member_id = g.id
  left join member_identities mi on mi.district_id = m.district_id and mi.member_id = m.id
  left join household_summaries s on s.district_id = p_district and s.household_id = p_household
  cross join lateral (select
    exists (select from member_safeties a where a.district_id = p_district and a.member_id = p_giver
      and a.alleged_perpetrator) as accused,
    exists (select from member_safeties a where a.district_id = p_district and a.member_id = s.head_id
      and a.alleged_perpetrator) as head_accused) said
  where m.district_id = p_district and m.id = p_member and m.household_id = p_household
    and (g.id is not null or p_giver is null)
$$;

/* Why an agreement carries nothing to an organization for a purpose today; NULL where it does. */
create or replace function hamkke.agreement_fault(a agreements, p_organization uuid, p_purpose purpose)
returns text
stable language sql as $$
  select case
    when a.organization_id <> p_organization then 'OTHER_ORGANIZATION'
    when hamkke.today() not between a.valid_from and coalesce(a.last_day, 'infinity') then 'NOT_IN_FORCE'
    when not p_purpose = any(a.purposes) then 'OTHER_PURPOSE' end
$$;

/* Where somebody hides is their own to tell, and not for long. */
create or replace function hamkke.tells_where(p_member uuid, p_giver uuid, p_from date, p_until date)
returns boolean
immutable language sql as $$ select p_giver = p_member and p_until - p_from <= hamkke.hiding_days() $$;

/*
 * The one scope relation: which classes a viewer has for which subject, on which basis. A subject is a
 * household (its rows as a whole) or a member; `records` are the classes that the viewer may also change.
 * Both walls, lists, the log and explanations read it, and nothing else decides.
 *
 * It is written once and made into two functions: scope_of, for the households of a page, and
 * scope_everywhere, for the household subjects of a whole district (a controller's members follow from them),
 * which lists choose from. A declared emergency is in the first alone.
 */
do $make$
declare
  parameters constant text := 'v hamkke.viewer, p_district text';
  result constant text
    := 'table (household_id uuid, subject_id uuid, mask int, basis basis, keeps boolean, records int)';
  consent_result constant text := 'table (household_id uuid, member_id uuid, given_mask int, member_mask int,
    household_mask int, state text, consent_id uuid)';
  -- Every consent to an organization, with what it opens now, and if it opens nothing, why.
  consents constant text := $sql$
    select c.household_id, c.member_id, given.mask,
      case when standing.state = 'ACTIVE' and giver.for_member then given.mask & agreed.mask
        & case when hamkke.tells_where(c.member_id, c.given_by_id, c.valid_from, c.valid_until) then -1
          else ~hamkke.class_bit('SAFE_LOCATION') end
        else 0 end,
      case when standing.state = 'ACTIVE' and c.household_wide and giver.for_household
        then given.mask & agreed.mask & hamkke.household_mask() else 0 end,
      standing.state, c.id
    from (select * from consents c
      where c.organization_id = p_organization and c.district_id = p_district and {c.household_id}) c
    join agreements a on a.district_id = c.district_id and a.id = c.agreement_id
    cross join lateral (select hamkke.mask_of(c.classes) & hamkke.shareable_mask() as mask) given
    cross join lateral (select hamkke.mask_of(a.classes) as mask) agreed
    cross join lateral hamkke.speaks(c.district_id, c.household_id, c.member_id, c.given_by_id, c.given_at)
      giver
    cross join lateral (select case
      when c.purpose is distinct from p_purpose then 'OTHER_PURPOSE'
      when c.withdrawn_at is not null then 'WITHDRAWN'
      when hamkke.today() > c.valid_until then 'EXPIRED'
      when hamkke.today() < c.valid_from then 'NOT_YET'
      when hamkke.agreement_fault(a, c.organization_id, c.purpose) is not null then 'AGREEMENT_ENDED'
      else 'ACTIVE' end as state) standing
  $sql$;
  -- How each reach finds the households that a district serves.
  assigned constant text := $sql$
    select a.household_id from assignments a
      where a.kind = '%s' and a.post_id = (v).post and a.district_id = p_district
        and hamkke.today() between a."from" and coalesce(a.until, 'infinity') and a.ended_at is null
        and {a.household_id} $sql$;
  reaches constant text[] := array[
    ['CENTER', $sql$
      select c.household_id from cases c
        where c.district_id = p_district and c.center_id = (v).organization and {c.household_id}
      union all
      select r.household_id from intake_reports r
        where r.district_id = p_district and r.center_id = (v).organization and {r.household_id} $sql$],
    ['ASSIGNED', format(assigned, 'CASE')],
    ['VISITED', format(assigned, 'VISIT')],
    ['ZONE', $sql$
      select s.household_id from household_summaries s
        where s.district_id = p_district and s.responsible_dong = any((v).zones) and {s.household_id} $sql$],
    ['DISTRICT', $sql$
      select h.id as household_id from households h where h.district_id = p_district and {h.id} $sql$],
    ['SENT_HERE', $sql$
      select o.household_id from report_origins o
        join intake_reports r on r.district_id = o.district_id and r.id = o.report_id
        where o.sender_id = (v).home and o.district_id = p_district and r.center_id = (v).organization
          and {o.household_id} $sql$],
    ['SENT', $sql$
      select o.household_id from report_origins o
        where o.sender_id = (v).organization and o.district_id = p_district and {o.household_id} $sql$]];
  -- What a duty opens of the households that it reaches. Of history nothing is changed and nothing added:
  -- it is looked up once for a page, by indexes that hold nothing else.
  served constant text := $sql$
    select h, h, hamkke.duty_mask(d), 'CONTROLLER'::basis, hamkke.duty_keeps(d),
        case when hamkke.duty_records(d) <> 0 and h = any(array(
            select g.id from households g where g.district_id = p_district and g.merged_into_id is not null
              and g.id = any(coalesce((select ids from reached), '{}')))) then 0
          else hamkke.duty_records(d) end
      from reached, unnest(reached.ids) h
    union all
    select m.household_id, m.id, hamkke.duty_mask(d), 'CONTROLLER', false,
        case when hamkke.duty_records(d) <> 0 and m.id = any(array(
            select i.member_id from member_identities i where i.district_id = p_district
              and i.left_on is not null
              and i.household_id = any(coalesce((select ids from reached), '{}')))) then 0
          else hamkke.duty_records(d) end
      from members m where m.district_id = p_district
        and m.household_id = any(coalesce((select ids from reached), '{}')) $sql$;
  -- What a consent opens; and, without any class, whom its recipient knows of: the household, and with
  -- SUMMARY its members.
  consented constant text := $sql$
    select c.household_id, c.household_id, c.household_mask, 'CONSENT'::basis, false, 0 from consented c
      where c.household_mask | c.member_mask <> 0
    union all
    select c.household_id, c.member_id, c.member_mask, 'CONSENT', false, 0 from consented c
      where c.member_mask <> 0 $sql$;
  known_with constant text := $sql$
    union all
    select c.household_id, m.id, 0, 'CONSENT', false, 0 from consented c
      join members m on m.district_id = p_district and m.household_id = c.household_id
      where c.household_mask & hamkke.class_bit('SUMMARY') <> 0
        and not hamkke.has_left(p_district, m.id) $sql$;
  as_referral constant text := replace(consented || known_with, 'CONSENT', 'REFERRAL');
  -- What the open referrals to an organization carry: of what they name, as much as the consents open that
  -- they rest on.
  referred constant text := $sql$
    select r.household_id, c.member_id,
      case when c.member_id = any(r.member_ids) then hamkke.mask_of(r.classes) & c.member_mask
        else 0 end as member_mask,
      hamkke.mask_of(r.classes) & c.household_mask as household_mask
    from referrals r
    cross join lateral hamkke.consents_to(r.recipient_id, r.purpose, p_district, array[r.household_id]) c
    where r.recipient_id = (v).recipient and r.district_id = p_district and {r.household_id}
      and hamkke.referral_open(r.state, r.expires_at) and c.consent_id = any(r.consent_ids)
  $sql$;
  as_everywhere constant text := replace(replace(consented, 'CONSENT', 'REFERRAL'), 'from consented',
    'from referred');
  head constant text := ' stable rows 10 language sql as $f$ ';
  every_reach text := '';
  each_reach text := '';
  of_some text := '\1 = any(p_households)';
  reach text[];
begin
  foreach reach slice 1 in array reaches loop
    every_reach := every_reach || case every_reach when '' then '' else ' union all ' end
      || format('select household_id from (%s) found where hamkke.duty_reach(d) = %L', reach[2], reach[1]);
    each_reach := each_reach || format(' when %L then return query with reached as materialized (
          select array(%s) as ids) ', reach[1], reach[2]) || served || ';';
  end loop;
  execute 'create or replace function hamkke.consents_to(p_organization uuid, p_purpose purpose,
    p_district text,
    p_households uuid[]) returns ' || consent_result || head
    || regexp_replace(consents, '\{(\w+\.\w+)\}', of_some, 'g') || '$f$';
  execute 'create or replace function hamkke.consents_everywhere(p_organization uuid, p_purpose purpose,
    p_district text)
    returns ' || consent_result || head
    -- "offset 0" keeps the planner from going through all consents of a district by their agreements.
    || regexp_replace(consents, '\{(\w+\.\w+)\}', 'true offset 0', 'g') || '$f$';
  -- In steps, because a read should pay only for the reach that its viewer has, and for consents only where
  -- there are any.
  execute 'create or replace function hamkke.scope_of(' || parameters || ', p_households uuid[]) returns '
    || result
    || ' stable rows 10 language plpgsql as $f$
    #variable_conflict use_column
    declare
      d duty;
      has_emergency boolean;
      has_consents boolean;
      has_referrals boolean;
    begin
      if v.district = p_district then
        foreach d in array v.duties loop
          case hamkke.duty_reach(d)' || regexp_replace(each_reach, '\{(\w+\.\w+)\}', of_some, 'g') || '
          else null; end case;
        end loop;
      end if;
      -- Whether there is anything else, in one look. An emergency opens what is asked for by its id: lists
      -- choose from scope_everywhere, which knows of none.
      select v.district = p_district and v.duties && hamkke.emergency_duties()
        and exists (select from emergencies e
          where e.post_id = v.post and e.ends_at > now() and e.district_id = p_district
            and e.household_id = any(p_households)),
        -- Of those that can open something now: one that is over must cost no more time than none.
        exists (select from consents c join agreements a on a.district_id = c.district_id
          and a.id = c.agreement_id
          where c.organization_id = v.recipient and c.district_id = p_district
            and c.household_id = any(p_households) and c.purpose = v.purpose and c.withdrawn_at is null
            and hamkke.today() between c.valid_from and c.valid_until
            and hamkke.agreement_fault(a, c.organization_id, c.purpose) is null),
        exists (select from referrals r where r.recipient_id = v.recipient and r.district_id = p_district
          and r.household_id = any(p_households) and hamkke.referral_open(r.state, r.expires_at))
      into has_emergency, has_consents, has_referrals;
      if has_emergency then
        return query with opened as materialized (
          select h.id from households h where h.district_id = p_district and h.id in (
            select e.household_id from emergencies e where e.post_id = v.post and e.ends_at > now()
              and e.district_id = p_district and e.household_id = any(p_households)))
          select o.id, o.id, hamkke.emergency_mask(), ''BREAK_GLASS''::basis, false, 0 from opened o
          union all
          select m.household_id, m.id, hamkke.emergency_mask(), ''BREAK_GLASS'', false, 0 from opened o
          join members m on m.district_id = p_district and m.household_id = o.id;
      end if;
      if has_consents then
        return query with consented as materialized (
          select * from hamkke.consents_to(v.recipient, v.purpose, p_district, p_households))'
          || consented || known_with || ';
      end if;
      if has_referrals then
        return query
          with consented as materialized (' || regexp_replace(referred, '\{(\w+\.\w+)\}', of_some, 'g') || ')'
          || as_referral || ';
      end if;
    end $f$';
  execute 'create or replace function hamkke.scope_everywhere(' || parameters || ') returns ' || result
    || head
    || 'with reached as (
      select r.household_id, rule.mask, rule.keeps
      from unnest((v).duties) d
        -- Looked up once a duty, and not once a household.
        cross join lateral (select hamkke.duty_mask(d) as mask, hamkke.duty_keeps(d) as keeps offset 0) rule
        cross join lateral (' || regexp_replace(every_reach, '\{(\w+\.\w+)\}', 'true', 'g') || ') r
      where (v).district = p_district
    ), consented as (
      select * from hamkke.consents_everywhere((v).recipient, (v).purpose, p_district)
    ), referred as (' || regexp_replace(referred, '\{(\w+\.\w+)\}', 'true', 'g') || '
    )
    select r.household_id, r.household_id, r.mask, ''CONTROLLER''::basis, r.keeps, 0 from reached r
    union all ' || consented || ' union all ' || as_everywhere || '$f$';
end $make$;

reset role;
