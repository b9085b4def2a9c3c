set local role hamkke_keeper;

/*
 * The members who may be a person, by exact identifiers: a registration number's index, a name with a birth
 * date, a name with a telephone number. Names and numbers are compared however they are written. A household
 * that was merged away is nobody's any more, and who has left is found where they live now. Whoever calls it
 * looks at who may know of them.
 */
create or replace function hamkke.same_person(p_district text, p_name text, p_birth date, p_phone text,
  p_index text)
returns table (member_id uuid, household_id uuid, reason report_match_reason) stable language sql as $$
  with alike as (
    select u.member_id, u.household_id, 'NUMBER'::report_match_reason from member_unique_ids u
    where u.district_id = p_district and u.registration_number_index = p_index
    union all
    select i.member_id, i.household_id, 'NAME_AND_BIRTH' from member_identities i
    where i.district_id = p_district and i.birth_date = p_birth
      and hamkke.name_letters(i.name) = hamkke.name_letters(p_name)
    union all
    select i.member_id, i.household_id, 'NAME_AND_PHONE' from member_contacts c
    join member_identities i on i.district_id = c.district_id and i.member_id = c.member_id
    where c.district_id = p_district
      and regexp_replace(c.phone, '[^0-9]', '', 'g') = any(hamkke.phone_digits(p_phone))
      and hamkke.phone_key(c.phone) = hamkke.phone_key(p_phone)
      and hamkke.name_letters(i.name) = hamkke.name_letters(p_name)
  )
  select a.* from alike a
  where not hamkke.has_left(p_district, a.member_id) and not hamkke.was_merged(p_district, a.household_id)
    and not exists (select from cases k where k.district_id = p_district
    and k.household_id = a.household_id and k.closure_reason = 'MERGED')
$$;

/*
 * The viewer confirmed, and SUMMARY alone of the households of a person who stands at the counter, found by
 * two exact identifiers or the registration number. Which of them the statement that follows shows is decided
 * there, by the same walls as ever: unknown and hidden are no row alike.
 */
create or replace function hamkke.open_scope_by_person(p_post uuid, p_stamp text, p_purpose text,
  p_district text, p_person jsonb) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  all_classes int := (select bit_or(hamkke.class_bit(c)) from unnest(enum_range(null::data_class)) c);
  homes uuid[];
  set text;
begin
  homes := array(select distinct s.household_id
    from hamkke.same_person(p_district, p_person ->> 'name', (p_person ->> 'birthDate')::date,
      p_person ->> 'phone', p_person ->> 'index') s
    where p_person ->> 'name' is null or s.reason <> 'NUMBER' or exists (select from member_identities i
      where i.district_id = p_district and i.member_id = s.member_id
        and hamkke.name_letters(i.name) = hamkke.name_letters(p_person ->> 'name'))
    order by s.household_id limit hamkke.households_at_counter());
  set := set_config('hamkke.page', homes::text, true);
  return hamkke.open_households(v, p_district, homes, all_classes & ~hamkke.class_bit('SUMMARY'));
end $$;

reset role;
