set local role hamkke_keeper;

/*
 * The households of a district that the viewer may know of, with their scope opened for the statement that
 * chooses a page of them: it narrows, sorts and counts them by what the policies let it have, and nothing of
 * that is decided here. An emergency opens what is asked for by its id, and no list.
 *
 * @param p_members what members are sought by: {name: letters, phone, tiers}, each for few enough to open, or
 *   {zone: a tong or a ban} in which all of them live, by whom it follows whether their address is known. Of
 *   no other is the scope opened here, so that a new condition on members finds nobody until they are, too.
 *   With {counted: true} those of the tiers are opened and narrow nothing
 */
create or replace function hamkke.find_households(p_post uuid, p_stamp text, p_purpose text, p_district text,
  p_members jsonb)
returns uuid[]
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  part_of_name text := p_members ->> 'name';
  called_by text := p_members ->> 'phone';
  tiers visit_tier[] := case when p_members ? 'tiers'
    then array(select jsonb_array_elements_text(p_members -> 'tiers')::visit_tier) end;
  counted boolean := coalesce((p_members ->> 'counted')::boolean, false);
  zone text := p_members ->> 'zone';
  known uuid[];
  masks json;
  set text;
begin
  with scope as materialized (
    select s.household_id, s.subject_id, bit_or(s.mask) as mask, bool_or(s.basis = 'CONTROLLER') as serves
    from hamkke.scope_everywhere(v, p_district) s
    group by 1, 2
  ), named as materialized (
    select i.household_id, i.member_id as id, bit_or(s.mask) as mask from member_identities i
    join scope s on s.household_id = i.household_id and s.mask & hamkke.class_bit('IDENTITY') <> 0
      and (s.subject_id = i.member_id or s.subject_id = i.household_id and s.serves)
    where part_of_name is not null and i.district_id = p_district
      and strpos(hamkke.name_letters(i.name), part_of_name) > 0
    group by 1, 2
  ), called as materialized (
    select c.household_id, c.member_id as id, bit_or(s.mask) as mask from member_contacts c
    join scope s on s.household_id = c.household_id and s.mask & hamkke.class_bit('CONTACT') <> 0
      and (s.subject_id = c.member_id or s.subject_id = c.household_id and s.serves)
    where called_by is not null and c.district_id = p_district
      and regexp_replace(c.phone, '[^0-9]', '', 'g') = any(hamkke.phone_digits(called_by))
    group by 1, 2
  ), visited as materialized (
    select h.household_id, h.member_id as id, bit_or(s.mask) as mask from member_healths h
    join scope s on s.household_id = h.household_id and s.mask & hamkke.class_bit('HEALTH') <> 0
      and (s.subject_id = h.member_id or s.subject_id = h.household_id and s.serves)
    where tiers is not null and h.district_id = p_district and h.visit_tier = any(tiers)
    group by 1, 2
  ), near as materialized (
    select h.household_id, m.id, bit_or(s.mask) as mask from household_summaries h
    join members m on m.district_id = h.district_id and m.household_id = h.household_id
    join scope s on s.household_id = h.household_id
      and (s.subject_id = m.id or s.subject_id = h.household_id and s.serves)
    where zone is not null and h.district_id = p_district
      and h.responsible_dong = any(hamkke.zone_dongs(array[zone]))
      and hamkke.zone_holds(array[zone], h.responsible_dong, h.responsible_tong, h.responsible_ban)
    group by 1, 2
  ), subjects as materialized (
    select subject_id as id, mask from scope
    where subject_id = household_id
      and (zone is null or household_id in (select household_id from near))
      and (part_of_name is null or household_id in (select household_id from named))
      and (called_by is null or household_id in (select household_id from called))
      and (tiers is null or counted or household_id in (select household_id from visited))
    -- In their order: a scope of ten thousand is then read in half the time, and what is found in one walk.
    order by id
  )
  select (select array_agg(id) from subjects),
    (select json_object_agg(id, mask)
      from (select * from subjects union all
        select id, bit_or(mask) from (select id, mask from named union all select id, mask from called
          union all select id, mask from visited union all select id, mask from near) members group by id
        order by id) each)
  into known, masks;
  set := set_config('hamkke.scope', coalesce(masks, '{}')::text, true);
  return coalesce(known, '{}');
end $$;

/*
 * Opens a page that was chosen of what a function found, and the scope of its households for the statement
 * that reads it. Where somebody hides stands in no list, whoever may know it: it is read in their own
 * household.
 */
create or replace function hamkke.open_page(p_district text, p_page uuid[], p_households uuid[]) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  set text := set_config('hamkke.page', p_page::text, true);
begin
  return hamkke.open_households(hamkke.viewer(), p_district, p_households, hamkke.class_bit('SAFE_LOCATION'));
end $$;

/* The ids of the page that this transaction opened, with their place in it. */
create or replace function hamkke.page() returns table (id uuid, place bigint) stable language sql as $$
  select * from unnest(nullif(current_setting('hamkke.page', true), '')::uuid[]) with ordinality
$$;

reset role;
