set local role hamkke_keeper;

/*
 * The viewer confirmed, and their scope for the households of whoever has a registration number in a
 * district, found by its blind index. Whom the statement that follows shows is decided there, by the same
 * walls as ever: unknown and hidden are no row alike.
 */
create or replace function hamkke.open_scope_by_number(p_post uuid, p_stamp text, p_purpose text,
  p_district text, p_index text) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  members uuid[];
  homes uuid[];
  set text;
begin
  -- Entered twice, the row that was written last comes first, and those who have left come last; the number
  -- is read of nobody's household but these.
  select array_agg(member_id order by hamkke.has_left(p_district, member_id), recorded_at desc, member_id),
    array_agg(distinct household_id)
  into members, homes
  from member_unique_ids where district_id = p_district and registration_number_index = p_index;
  set := set_config('hamkke.page', coalesce(members, '{}')::text, true);
  -- Where somebody hides is in no search, as it is in no list.
  return hamkke.open_households(v, p_district, coalesce(homes, '{}'), hamkke.class_bit('SAFE_LOCATION'));
end $$;

reset role;
