set local role hamkke_keeper;

/*
 * How the owner brings policies to their text. To make one locks its table against every reader, so what says
 * already what it should is left as it is.
 */

/* Row-level security for a table, FORCEd so that an owner is no exception. */
create or replace function hamkke.force_policies(p_table regclass) returns void language plpgsql as $$
begin
  if not (select relrowsecurity and relforcerowsecurity from pg_class where oid = p_table) then
    execute format('alter table %s enable row level security', p_table);
    execute format('alter table %s force row level security', p_table);
  end if;
end $$;

/*
 * What a policy says, with the text that it was made from: somebody may have changed it by hand since. NULL
 * where it is not there.
 */
create or replace function hamkke.policy_hash(p_table regclass, p_name name, p_text text) returns text
language sql stable as $$
  select md5(concat_ws(' ', p_text, polcmd, polpermissive, polroles::regrole[]::text,
    pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)))
  from pg_policy where polrelid = p_table and polname = p_name
$$;

/* Makes a policy, or makes it anew where it is not what its text says. The hash stands in its comment. */
create or replace function hamkke.keep_policy(p_table regclass, p_name name, p_text text) returns void
language plpgsql as $$
begin
  if exists (select from pg_policy where polrelid = p_table and polname = p_name
      and obj_description(oid, 'pg_policy') = hamkke.policy_hash(p_table, p_name, p_text)) then
    return;
  end if;
  execute format('drop policy if exists %I on %s', p_name, p_table);
  execute format('create policy %I on %s %s', p_name, p_table, p_text);
  execute format('comment on policy %I on %s is %L', p_name, p_table,
    hamkke.policy_hash(p_table, p_name, p_text));
end $$;

/*
 * Drops the policies of ours that are not among those that the text writes, each as its table and its name.
 */
create or replace function hamkke.drop_other_policies(p_written text[]) returns void language plpgsql as $$
declare
  other record;
begin
  for other in select polrelid::regclass as tab, polname from pg_policy
    where polname in ('api_reads', 'api_inserts', 'api_updates', 'keeper')
      and concat(polrelid::regclass, ' ', polname) <> all(p_written)
  loop
    execute format('drop policy %I on %s', other.polname, other.tab);
  end loop;
end $$;

reset role;
