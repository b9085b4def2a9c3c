set local role hamkke_keeper;

/*
 * The households of a district that the viewer may know of, with their scope opened for the statement that chooses a page of
 * them: it narrows, sorts and counts them by what the policies let it have, and nothing of that is decided here. An emergency
 * opens what is asked for by its id, and no list.
 *
 * @param p_members whether the statement looks at rows of members: a controller's have the classes of their household
 */
create or replace function hamkke.find_households(p_post uuid, p_stamp text, p_purpose text, p_district text, p_members boolean)
returns uuid[]
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  found uuid[];
  masks json;
  set text;
begin
  with scope as materialized (
    select s.household_id, s.subject_id, bit_or(s.mask) as mask, bool_or(s.basis = 'CONTROLLER') as serves
    from hamkke.scope_everywhere(v, p_district) s
    group by 1, 2
  ), subjects as (
    select subject_id as id, mask from scope
    union all
    select m.id, s.mask from scope s join members m on m.district_id = p_district and m.household_id = s.household_id
    where p_members and s.serves and s.subject_id = s.household_id
  )
  select (select array_agg(distinct household_id) from scope), (select json_object_agg(id, mask) from
    (select id, bit_or(mask) as mask from subjects group by 1) each)
  into found, masks;
  set := set_config('hamkke.scope', coalesce(masks, '{}')::text, true);
  return coalesce(found, '{}');
end $$;

/*
 * Opens a page that was chosen of what a function found, and the scope of its households for the statement that reads it.
 * Where somebody hides stands in no list, whoever may know it: it is read in their own household.
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
