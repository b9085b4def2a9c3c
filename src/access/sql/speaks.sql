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

reset role;
