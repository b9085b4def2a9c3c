set local role hamkke_keeper;

/*
 * Whether this transaction's viewer keeps the consents of a household, and so may know to whom it was opened.
 */
create or replace function hamkke.keeps_consents(p_district text, p_household uuid) returns boolean
stable language sql as $$
  select exists (select from hamkke.scope_of(hamkke.viewer(), p_district, array[p_household]) s where s.keeps)
$$;

/*
 * Every provision to a partner (제공내역), told by the access log itself: a day, a recipient, the classes that it
 * was shown on the basis of consent or referral, and how often. What its people had by duty is no provision.
 * Shelters are left out for all but those who have SAFE_LOCATION of everybody concerned. NULL where the
 * viewer does not keep the consents.
 */
create or replace function hamkke.provisions(p_district text, p_household uuid, p_after jsonb, p_limit int)
returns json
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  hiding uuid[];
  answer json;
begin
  if not hamkke.keeps_consents(p_district, p_household) then
    return null;
  end if;
  hiding := array(select subject_id from hamkke.scope_of(v, p_district, array[p_household])
    where mask & hamkke.class_bit('SAFE_LOCATION') <> 0);
  with read as (
    select (l.at at time zone 'Asia/Seoul')::date as day,
      -- A dispatched officer reads for the police, wherever the desk stands.
      coalesce(hamkke.recipient(p.duties, l.organization_id, s.home_organization_id), l.organization_id)
        as organization_id,
      array(select c from unnest(l.classes) c where not 'CONTROLLER' = any(l.bases)
        or not exists (select from unnest(p.duties) d where hamkke.duty_mask(d) & hamkke.class_bit(c) <> 0)
        order by c) as classes,
      array(select b from unnest(l.bases) b where b = any(hamkke.sharing_bases()) order by b) as bases,
      l.at,
      array(select jsonb_object_keys(l.shown))::uuid[] as subjects
    from access_log l
    join posts p on p.id = l.post_id
    join staff s on s.id = l.staff_id
    where l.district_id = p_district and l.household_id = p_household and l.allowed
      and l.bases && hamkke.sharing_bases()
  ), provision as (
    select r.day, r.organization_id, o.name, r.classes::text[], r.bases::text[], count(*)::int as reads,
      max(r.at) as last_at
    from read r
    join organizations o on o.id = r.organization_id
    -- Where nothing was shown nothing was provided: that somebody was looked for is in the log alone.
    where r.classes <> '{}'
      and (not o.confidential
        or array_remove(r.subjects, p_household) <> '{}' and array_remove(r.subjects, p_household) <@ hiding)
    group by 1, 2, 3, 4, 5
  ), paged as (
    select * from provision
    where p_after is null or day < (p_after ->> 0)::date or day = (p_after ->> 0)::date
      and (organization_id, classes::text, bases::text) > ((p_after ->> 1)::uuid, p_after ->> 2,
        p_after ->> 3)
    order by day desc, organization_id, classes::text, bases::text limit p_limit
  )
  select json_build_object('total', (select count(*) from provision), 'rows',
    coalesce(json_agg(json_build_object(
    'day', day, 'organizationId', 'Organization:' || organization_id, 'organizationName', name, 'classes',
      classes,
    'bases', bases, 'reads', reads, 'lastAt', last_at,
    '$c', json_build_array(day, organization_id, classes::text, bases::text))
    order by day desc, organization_id, classes::text, bases::text), '[]'))
  from paged into answer;
  return answer;
end $$;

/*
 * Whether an organization would see a class of a household and of each member, and why or why not: by the
 * scope relation itself, for the people who work there now and for whoever else would. NULL for a shelter, an
 * organization that is not there, and a household whose consents the viewer does not keep. That the police
 * reach a household because they were called is SAFETY of those concerned: what they have by that duty is not
 * told here.
 */
create or replace function hamkke.explain_access(
  p_district text, p_household uuid, p_organization uuid, p_class data_class, p_purpose purpose) returns json
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  asked purpose := coalesce(p_purpose, (hamkke.viewer()).purpose);
  -- Whose consent opened the household tells who is accused where it was not the head's: told to those who
  -- may know.
  by_member boolean;
  answer json;
begin
  if not hamkke.keeps_consents(p_district, p_household)
    or not exists (select from organizations where id = p_organization and not confidential)
    or exists (select from agreements where organization_id = p_organization and sheltered) then
    return null;
  end if;
  by_member := exists (select from hamkke.scope_of(hamkke.viewer(), p_district, array[p_household]) s
    where s.subject_id = p_household and s.mask & hamkke.class_bit('SAFETY') <> 0);
  with consented as materialized (
    select * from hamkke.consents_to(p_organization, asked, p_district, array[p_household])
  ), desk as (
    select row(p.id, s.id, p.organization_id, s.home_organization_id, p.district_id,
        array(select d from unnest(p.duties) d where hamkke.duty_reach(d) not in ('SENT', 'SENT_HERE')),
        hamkke.zones_now(p.id, p.duties, p.zones), asked, r.recipient)::hamkke.viewer as v,
      p.organization_id, r.recipient
    from posts p
    join staff s on s.id = p.staff_id and s.active
    cross join lateral (select hamkke.recipient(p.duties, p.organization_id, s.home_organization_id)
      as recipient) r
    where p.active and p_organization in (p.organization_id, r.recipient)
  ), scope as materialized (
    select s.subject_id, s.mask, s.basis from desk d
    cross join lateral hamkke.scope_of(d.v, p_district, array[p_household]) s
    where case s.basis when 'CONTROLLER' then d.organization_id = p_organization
      when 'BREAK_GLASS' then false else d.recipient = p_organization end
    union all
    select c.household_id, c.household_mask, 'CONSENT' from consented c
    union all
    select c.member_id, c.member_mask, 'CONSENT' from consented c
  ), subject as (
    select p_household as id, 'Household' as type, 0 as ordinal
    union all
    select id, 'Member', ordinal from members where district_id = p_district and household_id = p_household
  ), judged as (
    select t.*,
      array(select distinct s.basis from scope s where s.mask & hamkke.class_bit(p_class) <> 0
          and (s.subject_id = t.id
            or not by_member and s.subject_id = p_household
              and hamkke.household_mask() & hamkke.class_bit(p_class) <> 0)
        order by 1) as bases,
      hamkke.withheld_reason(p_class, exists (select from scope s where s.basis = 'CONTROLLER'),
        coalesce((select array_agg(row(c.given_mask, c.state)::hamkke.consented) from consented c
          where not by_member or t.id = p_household or c.member_id = t.id), '{}')) as reason
    from subject t
  )
  select json_build_object('dataClass', p_class, 'purpose', asked, 'granted', bool_or(bases <> '{}'),
    'subjects',
      json_agg(json_build_object('id', type || ':' || p_district || ':' || id, 'granted', bases <> '{}',
      'bases', bases, 'reason', case when bases = '{}' then reason end) order by type, ordinal, id))
  from judged into answer;
  return answer;
end $$;

reset role;
