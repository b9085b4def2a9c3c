set local role hamkke_keeper;

/*
 * Ids of the open cases that the viewer's work is about, with the scope of their households opened for the
 * statement that chooses a page of them; nothing of that is decided here.
 *
 * @param p_whose MINE, ZONE or TEAM
 */
create or replace function hamkke.find_cases(p_post uuid, p_stamp text, p_purpose text, p_district text,
  p_whose text)
returns uuid[]
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  ids uuid[];
  homes uuid[];
begin
  if p_whose = 'TEAM' then
    select array_agg(c.id), array_agg(distinct c.household_id) into ids, homes from cases c
    where c.center_id = v.organization and c.district_id = p_district
      and c.stage not in ('CLOSED', 'FOLLOW_UP');
  else
    select array_agg(c.id), array_agg(distinct c.household_id) into ids, homes
    from hamkke.households_near(v, p_district, p_whose) n
    join cases c on c.district_id = p_district and c.household_id = n.household_id
      and c.stage not in ('CLOSED', 'FOLLOW_UP');
  end if;
  perform hamkke.open_list(v, p_district, homes, '{}');
  return coalesce(ids, '{}');
end $$;

reset role;
