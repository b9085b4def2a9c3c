-- The receipt of a case is the centre's, whoever wrote it down: that the police did is SAFETY (see receive_report). A new
-- database has neither such rows nor yet the keeper's rights.
do $$
begin
  if exists (select from pg_roles where rolname = 'hamkke_keeper')
    and has_table_privilege('hamkke_keeper', 'case_steps', 'update') then
    set local role hamkke_keeper;
    update case_steps s set organization_id = c.center_id from cases c
    where c.district_id = s.district_id and c.id = s.case_id and s.step = 'RECEIVE' and s.organization_id <> c.center_id;
    reset role;
  end if;
end $$;
