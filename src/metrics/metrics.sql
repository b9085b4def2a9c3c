set local role hamkke_keeper;

/*
 * Whether this transaction's viewer may have exact figures of a district: its own statistics role. A city's
 * has the city's, and of none of its districts by itself: exact figures of one gu are the gu's own to have.
 */
create or replace function hamkke.may_count(p_district text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select v.duties && hamkke.counting_duties() and v.district = p_district from hamkke.viewer() v
$$;

reset role;
