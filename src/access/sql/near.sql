set local role hamkke_keeper;

/*
 * Households that the viewer's own work is about, for lists that begin with them: those that they are
 * assigned to or go to (MINE), those of their zone (ZONE), or both. Whether they may know of one is not
 * decided here.
 */
create or replace function hamkke.households_near(v hamkke.viewer, p_district text, p_whose text)
returns table (household_id uuid) stable language sql as $$
  select a.household_id from assignments a
  where coalesce(p_whose, 'MINE') = 'MINE' and a.post_id = (v).post and a.district_id = p_district
    and hamkke.today() between a."from" and coalesce(a.until, 'infinity') and a.ended_at is null
  union
  select s.household_id from household_summaries s
  where coalesce(p_whose, 'ZONE') = 'ZONE' and s.district_id = p_district
    and s.responsible_dong = any(coalesce((select hamkke.zone_dongs((v).zones)), '{}'))
    and hamkke.zone_holds((v).zones, s.responsible_dong, s.responsible_tong, s.responsible_ban)
  union
  select e.household_id from emergency_applications e
  where coalesce(p_whose, 'MINE') = 'MINE' and e.district_id = p_district
    and (v).post = any(e.visitor_ids) and e.visited_on is null
$$;

/*
 * Opens the scope of some households for the statement that chooses a page of what a function found of them,
 * by what the policies let the viewer have. An emergency opens what is asked for by its id, and no list; nor
 * does a list tell where somebody hides. What is opened is compared with every row that was found, so it is
 * of no more subjects than these rows have.
 *
 * @param p_members members whom some of the rows are of, beside those of the households themselves
 */
create or replace function hamkke.open_list(v hamkke.viewer, p_district text, p_households uuid[],
  p_members uuid[])
returns void language plpgsql as $$
declare
  masks json;
  set text;
begin
  select json_object_agg(id, mask) into masks from (
    select s.subject_id as id, bit_or(s.mask & ~hamkke.class_bit('SAFE_LOCATION')) as mask
    from hamkke.scope_listed(v, p_district, coalesce(p_households, '{}'), p_members) s
    where s.basis <> 'BREAK_GLASS' and (s.subject_id = s.household_id or s.subject_id = any(p_members))
    -- In their order: what is then read twice, by either wall, is read in less time.
    group by 1 order by 1) scope;
  set := set_config('hamkke.scope', coalesce(masks, '{}')::text, true);
end $$;

reset role;
