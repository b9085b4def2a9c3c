set local role hamkke_keeper;

/*
 * Computes the viewer's scope for a page of households once, puts it into settings that the policies and the
 * statement compare rows with, and answers [subject, classes, bases, household] of each for the gates and the
 * log. Classes in p_hidden are left out.
 */
create or replace function hamkke.open_households(v hamkke.viewer, p_district text, p_households uuid[],
  p_hidden int)
returns json language plpgsql as $$
declare
  map json;
  masks json;
  kept uuid[];
  served uuid[];
  recorded uuid[];
  settings int;
begin
  select json_agg(json_build_array(id, mask, bases, household_id)), json_object_agg(id, mask),
    array_agg(id) filter (where keeps), array_agg(id) filter (where serves and id = household_id),
    array_agg(id) filter (where records and id = household_id)
  into map, masks, kept, served, recorded
  from (
    -- On which basis somebody is known without any class is told too: the log holds whoever is shown.
    select s.household_id, s.subject_id as id, bit_or(s.mask & ~p_hidden) as mask, bool_or(s.keeps) as keeps,
      bool_or(s.basis = any(hamkke.serving_bases())) as serves,
      bool_or(s.records & hamkke.class_bit('SUMMARY') <> 0) as records,
      coalesce(bit_or(hamkke.basis_bit(s.basis)) filter (where s.mask & ~p_hidden <> 0),
        bit_or(hamkke.basis_bit(s.basis))) as bases
    from hamkke.scope_of(v, p_district, p_households) s
    group by 1, 2
  ) subjects;
  -- All in one expression, which costs less than as many queries (see confirm_viewer).
  settings := num_nonnulls(
    set_config('hamkke.scope', coalesce(masks, '{}')::text, true),
    set_config('hamkke.scope_kept', coalesce(kept, '{}')::text, true),
    -- Of which households the viewer records SUMMARY: what they can do next is told with each row of a page.
    set_config('hamkke.scope_recorded', coalesce(recorded, '{}')::text, true),
    set_config('hamkke.scope_hidden', p_hidden::text, true),
    hamkke.open_reports(v, p_district, p_households, coalesce(served, '{}')));
  return coalesce(map, '[]');
end $$;

/*
 * The viewer confirmed, and their scope for rows that are asked for by their ids: of the households that they
 * belong to.
 */
create or replace function hamkke.open_scope(
  p_post uuid, p_stamp text, p_purpose text, p_type text, p_district text, p_ids uuid[]) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
begin
  if p_type = 'Household' then
    return hamkke.open_households(v, p_district, p_ids, 0);
  end if;
  return hamkke.open_households(v, p_district, coalesce(hamkke.households_of(p_type, p_district, p_ids),
    '{}'), 0);
end $$;

reset role;
