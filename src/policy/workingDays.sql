set local role hamkke_keeper;

/* Whether offices are open: Monday to Friday, but for public holidays and their substitutes. */
create or replace function hamkke.is_working_day(p_day date) returns boolean stable language sql as $$
  select extract(isodow from p_day) < 6 and not exists (select from public_holidays h where h.day = p_day)
$$;

/*
 * The day on which so many working days have passed since another one, which itself does not count. Five days
 * of seven are worked, and no run of closed days is longer than a month.
 */
create or replace function hamkke.after_working_days(p_from date, p_days int) returns date
language sql stable security definer set search_path = public, pg_temp as $$
  select d::date from generate_series(p_from + 1, p_from + p_days * 2 + 31, interval '1 day') d
  where hamkke.is_working_day(d::date) order by d offset p_days - 1 limit 1
$$;

/* The first working day after a day. */
create or replace function hamkke.next_working_day(p_day date) returns date stable language sql as $$
  select hamkke.after_working_days(p_day, 1)
$$;

reset role;
