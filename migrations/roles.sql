-- hamkke_api answers requests and owns nothing. hamkke_keeper owns the functions that look behind the policies
-- (scope, viewer, pages) and loads data, whose source it writes down (record_sources); nobody logs in as it.
do $$
declare role text;
begin
  foreach role in array array['hamkke_api', 'hamkke_keeper'] loop
    begin
      if not exists (select from pg_roles where rolname = role) then
        execute format('create role %I nosuperuser nocreatedb nocreaterole noreplication nobypassrls', role);
      end if;
    exception when duplicate_object or unique_violation then null; -- another database of this cluster was first
    end;
    if not pg_has_role(current_user, role, 'member') then
      execute format('grant %I to current_user', role);
    end if;
  end loop;
end $$;
-- Servers of an older text may be calling what the schema holds: it is replaced in its place (src/database/install.ts).
create schema if not exists hamkke;
revoke all on schema public from public;
grant usage on schema public to hamkke_api, hamkke_keeper;
grant usage on schema hamkke to hamkke_api;
grant usage, create on schema hamkke to hamkke_keeper;
grant select, insert, update, delete on all tables in schema public to hamkke_keeper;
revoke all on all tables in schema public from hamkke_api;
