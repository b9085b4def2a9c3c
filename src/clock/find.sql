set local role hamkke_keeper;

/*
 * Clocks of a district that run, or ran out, which the viewer's work is about: of households that they are
 * assigned to, of their zone, of their team, or all that they reach. Their scope is opened for the statement
 * that chooses a page of them by what the policies let it have; nothing of that is decided here.
 *
 * @param p_which {whose: MINE, ZONE, TEAM or none, dueBy: day}
 */
create or replace function hamkke.find_clocks(p_post uuid, p_stamp text, p_purpose text, p_district text,
  p_which jsonb)
returns uuid[]
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  whose text := p_which ->> 'whose';
  due_by date := coalesce((p_which ->> 'dueBy')::date, 'infinity');
  today date := hamkke.today();
  hidden constant int := hamkke.class_bit('SAFE_LOCATION');
  ids uuid[];
  homes uuid[];
  masks json;
  set text;
begin
  if whose = 'TEAM' or v.duties && hamkke.district_wide_duties() and whose is null then
    select array_agg(c.id), array_agg(distinct c.household_id) into ids, homes from clocks c
    where c.district_id = p_district and c.met_on is null and c.stopped_on is null and c.due_on <= due_by
      and (whose is null or c.center_id = v.organization);
  else
    with near as (
      select a.household_id from assignments a
      where coalesce(whose, 'MINE') = 'MINE' and a.post_id = v.post and a.district_id = p_district
        and today between a."from" and coalesce(a.until, 'infinity') and a.ended_at is null
      union
      select s.household_id from household_summaries s
      where coalesce(whose, 'ZONE') = 'ZONE' and s.district_id = p_district
        and s.responsible_dong = any(v.zones)
      union
      select e.household_id from emergency_applications e
      where coalesce(whose, 'MINE') = 'MINE' and e.district_id = p_district and v.post = any(e.visitor_ids)
        and e.visited_on is null
    )
    select array_agg(c.id), array_agg(distinct c.household_id) into ids, homes from (
      select c.id, c.household_id from near n
      join clocks c on c.district_id = p_district and c.household_id = n.household_id
      where c.met_on is null and c.stopped_on is null and c.due_on <= due_by
      union
      select c.id, c.household_id from clocks c
      where whose is null and c.district_id = p_district and c.center_id = v.organization
        and c.met_on is null and c.stopped_on is null and c.due_on <= due_by) c;
  end if;
  select json_object_agg(id, mask) into masks from (
    select s.subject_id as id, bit_or(s.mask & ~hidden) as mask
    from hamkke.scope_of(v, p_district, coalesce(homes, '{}')) s
    -- An emergency opens what is asked for by its id, and no list.
    where s.basis <> 'BREAK_GLASS' group by 1) scope;
  set := set_config('hamkke.scope', coalesce(masks, '{}')::text, true);
  return coalesce(ids, '{}');
end $$;

reset role;
