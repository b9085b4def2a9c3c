set local role hamkke_keeper;

/* The name of whoever had a post, for those who may have what was written in it. */
create or replace function hamkke.name_at_post(p_post uuid) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select s.name from posts p join staff s on s.id = p.staff_id where p.id = p_post
$$;

reset role;
