set local role hamkke_keeper;

/*
 * A consent as those are told of it who keep the household's and may know of danger there, whole; NULL for
 * everybody else, its recipient included. Who gave it, and for whom, tells who is accused where it was not
 * the head.
 */
create or replace function hamkke.whole_consent(p_district text, p_consent uuid) returns consents
language sql stable security definer set search_path = public, pg_temp as $$
  select c from consents c where c.district_id = p_district and c.id = p_consent
    and c.household_id = any(coalesce(nullif(current_setting('hamkke.scope_kept', true), '')::uuid[], '{}'))
    and coalesce((nullif(current_setting('hamkke.scope', true), '')::jsonb ->> c.household_id::text)::int, 0)
      & hamkke.class_bit('SAFETY') <> 0
$$;

/*
 * What a consent opens to its recipient now, of the members and of the household together; no class where it
 * opens nothing.
 */
create or replace function hamkke.opened_by(p_district text, p_consent uuid) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select json_agg(d order by d) from consents c
    cross join lateral hamkke.consents_to(c.organization_id, c.purpose, c.district_id, array[c.household_id])
      o
    cross join lateral unnest(c.classes) d
    where c.district_id = p_district and c.id = p_consent and o.consent_id = c.id
      and (o.member_mask | o.household_mask) & hamkke.class_bit(d) <> 0), '[]')
$$;

/*
 * The classes of a consent: as it was given to whoever is told of it whole, and to everybody else what it
 * opens.
 */
create or replace function hamkke.classes_of_consent(p_district text, p_consent uuid) returns json
language sql stable as $$
  select coalesce(to_json((hamkke.whole_consent(p_district, p_consent)).classes),
    hamkke.opened_by(p_district, p_consent))
$$;

reset role;
