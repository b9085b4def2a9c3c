set local role hamkke_keeper;

/*
 * The steps that this transaction's viewer can take with a case now: legal at its stage, of their duty, of
 * their own centre's case, and of a household that they record SUMMARY of.
 */
create or replace function hamkke.viewer_can(
  p_household uuid, p_center uuid, p_stage stage, p_track track, p_emergency boolean)
    returns json
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
begin
  if p_center <> v.organization or not p_household = any(coalesce(
      nullif(current_setting('hamkke.scope_recorded', true), '')::uuid[], '{}')) then
    return '[]';
  end if;
  return (select coalesce(json_agg(step order by step), '[]') from (
    select distinct r.step from hamkke.process_rules() r
    where p_stage = any(r.stages) and (r.track is null or r.track = p_track)
      and (not r.emergency or p_emergency)
      and r.duties && v.duties) steps);
end $$;

reset role;
