set local role hamkke_keeper;

/*
 * Clocks of a district that run, or ran out, up to a day: of households that the viewer is assigned to or
 * goes to (MINE), of their zone (ZONE), of their team (TEAM), or all that they may reach (none of these).
 * Whether they may have one is not decided here.
 */
create or replace function hamkke.clocks_near(v hamkke.viewer, p_district text, p_whose text, p_due_by date)
returns table (id uuid, household_id uuid, member_id uuid)
language plpgsql stable as $$
begin
  if p_whose = 'TEAM' or v.duties && hamkke.district_wide_duties() and p_whose is null then
    return query select c.id, c.household_id, c.member_id from clocks c
    where c.district_id = p_district and c.met_on is null and c.stopped_on is null and c.due_on <= p_due_by
      and (p_whose is null or c.center_id = v.organization);
    return;
  end if;
  return query
    select c.id, c.household_id, c.member_id from hamkke.households_near(v, p_district, p_whose) n
    join clocks c on c.district_id = p_district and c.household_id = n.household_id
    where c.met_on is null and c.stopped_on is null and c.due_on <= p_due_by
    union
    select c.id, c.household_id, c.member_id from clocks c
    where p_whose is null and c.district_id = p_district and c.center_id = v.organization
      and c.met_on is null and c.stopped_on is null and c.due_on <= p_due_by;
end $$;

/*
 * What is due in the viewer's own work up to a day, of those that they may have: for their inbox, where
 * nothing is chosen by a statement of the API.
 */
create or replace function hamkke.clocks_due(v hamkke.viewer, p_until date) returns setof clocks
stable language sql as $$
  with near as materialized (
    select * from hamkke.clocks_near(v, v.district, 'MINE', p_until)
  ), masks as materialized (
    select jsonb_object_agg(subject_id, mask) as of_subject,
      coalesce(array_agg(subject_id) filter (where serves), '{}') as served from (
      select s.subject_id, bit_or(s.mask) as mask, bool_or(s.basis = any(hamkke.serving_bases())) as serves
      from hamkke.scope_of(v, v.district, array(select distinct household_id from near)) s
      where s.basis <> 'BREAK_GLASS' group by 1) scope
  )
  select c.* from near n join clocks c on c.district_id = v.district and c.id = n.id
  cross join masks where hamkke.has_of_all(of_subject, c.subject_ids, hamkke.class_bit(c.data_class))
    -- What began with a report is for those who hear of it (see `hamkke.open_reports`).
    and (c.report_id is null or c.household_id = any(served) and not v.duties && hamkke.police_duties())
$$;

/*
 * Ids of the clocks that the viewer's work is about, with the scope of their households opened for the
 * statement that chooses a page of them by what the policies let it have; nothing of that is decided here.
 *
 * @param p_which {whose: as `clocks_near` has it, dueBy: day, zone: a tong or a ban}. Of households in such a
 *   zone the members are opened too: from them follows whether the viewer may have their address
 */
create or replace function hamkke.find_clocks(p_post uuid, p_stamp text, p_purpose text, p_district text,
  p_which jsonb)
returns uuid[]
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  ids uuid[];
  homes uuid[];
  members uuid[];
  zone text := p_which ->> 'zone';
begin
  select array_agg(n.id), array_agg(distinct n.household_id),
    array_agg(distinct n.member_id) filter (where n.member_id is not null) into ids, homes, members
  from hamkke.clocks_near(v, p_district, p_which ->> 'whose',
    coalesce((p_which ->> 'dueBy')::date, 'infinity')) n
  where zone is null or exists (select from household_summaries s where s.district_id = p_district
    and s.household_id = n.household_id
    and hamkke.zone_holds(array[zone], s.responsible_dong, s.responsible_tong, s.responsible_ban));
  if zone is not null then
    members := array(select m.id from members m where m.district_id = p_district
      and m.household_id = any(homes));
  end if;
  perform hamkke.open_list(v, p_district, homes, coalesce(members, '{}'));
  return coalesce(ids, '{}');
end $$;

reset role;
