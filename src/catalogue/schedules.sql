set local role hamkke_keeper;

/*
 * Whether a schedule replaces the regular ones of its owner: one of every day from a first to a last, as of a
 * holiday. It has other hours on those days, or none. Days without a year (HSDS 2.0 writes 0001) return each
 * year, and are always closed.
 */
create or replace function hamkke.replaces(p schedules) returns boolean
language sql immutable parallel safe as $$
  select p.valid_from is not null and p.valid_to is not null and coalesce(p.interval, 1) = 1
    and num_nonnulls(p.byday, p.dtstart, p.until, p.count, p.byweekno, p.bymonthday, p.byyearday) = 0
    and case upper(p.freq) when 'DAILY' then true
      when 'YEARLY' then extract(year from p.valid_to) = 1 and num_nonnulls(p.opens_at, p.closes_at) = 0
        else false end
$$;

/* Whether it does so on a day. */
create or replace function hamkke.replaces_on(p schedules, p_day date) returns boolean
language sql immutable parallel safe as $$
  select hamkke.replaces(p) and case when upper(p.freq) = 'DAILY'
    then p_day between p.valid_from and p.valid_to
    when to_char(p.valid_from, 'MMDD') <= to_char(p.valid_to, 'MMDD')
      then to_char(p_day, 'MMDD') between to_char(p.valid_from, 'MMDD') and to_char(p.valid_to, 'MMDD')
    -- Over the turn of a year.
    else to_char(p_day, 'MMDD') >= to_char(p.valid_from, 'MMDD')
      or to_char(p_day, 'MMDD') <= to_char(p.valid_to, 'MMDD') end
$$;

/*
 * Whether a schedule says the whole of when it is open: from when, until when, and on which days, as RFC 5545
 * writes days. Of what is missing or cannot be read nothing is guessed: such a schedule opens nothing.
 */
create or replace function hamkke.has_hours(p schedules) returns boolean
language plpgsql immutable parallel safe as $$
declare
  byday constant text := upper(replace(p.byday, ' ', ''));
  freq constant text := upper(coalesce(p.freq, case when byday is not null then 'WEEKLY' end));
  -- The first or last such day of a month, where the month is what recurs.
  nth constant text := case when freq in ('MONTHLY', 'YEARLY') then '([+-]?\d{1,2}|\+)?' else '\+?' end;
begin
  if p.opens_at is null or p.closes_at is null or p.opens_at = p.closes_at or p.opens_at = '24:00'
    or p.timezone not between -14 and 14 or p.interval < 1 or p.count < 1
    -- Which week or month is the first, only its first day tells.
    or (p.interval > 1 or p.count is not null) and p.dtstart is null
    or p.interval > 1 and p.wkst not in ('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')
    or byday !~ ('^' || nth || '(MO|TU|WE|TH|FR|SA|SU)(,' || nth || '(MO|TU|WE|TH|FR|SA|SU))*$')
    or replace(p.bymonthday, ' ', '') !~ '^-?\d{1,2}(,-?\d{1,2})*$'
    or replace(p.byyearday, ' ', '') !~ '^-?\d{1,3}(,-?\d{1,3})*$'
    or replace(p.byweekno, ' ', '') !~ '^-?\d{1,2}(,-?\d{1,2})*$'
  then return false; end if;
  return case
    -- Nothing recurs: it is of one day.
    when freq is null then p.dtstart is not null and num_nonnulls(p.bymonthday, p.byyearday, p.byweekno) = 0
    when freq = 'DAILY' then true
    when freq = 'WEEKLY' then num_nonnulls(byday, p.dtstart) > 0
    when freq = 'MONTHLY' then num_nonnulls(byday, p.bymonthday, p.dtstart) > 0
    when freq = 'YEARLY' then num_nonnulls(byday, p.bymonthday, p.byyearday, p.byweekno, p.dtstart) > 0
    else false
  end;
end $$;

/*
 * Whether a number from the start or the end (-1 is the last) of so many is among some, written with commas.
 */
create or replace function hamkke.is_nth(p_written text, p_number int, p_of int) returns boolean
language sql immutable parallel safe as $$
  select p_written is null or string_to_array(replace(p_written, ' ', ''), ',')
    && array[p_number::text, (p_number - p_of - 1)::text]
$$;

/*
 * Whether a schedule that has hours (`hamkke.has_hours`) has them on a day, as RFC 5545 counts days, without
 * regard to how often it recurs in all.
 */
create or replace function hamkke.recurs_on(p schedules, p_day date) returns boolean
language plpgsql immutable parallel safe as $$
declare
  names constant text[] := array['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
  days constant text[] := string_to_array(upper(replace(p.byday, ' ', '')), ',');
  weekday constant text := names[extract(isodow from p_day)];
  start constant date := p.dtstart;
  every constant int := coalesce(p.interval, 1);
  month_days constant int := extract(day from date_trunc('month', p_day) + interval '1 month - 1 day');
  month_day constant int := extract(day from p_day);
  -- Weeks are counted from their first day, Monday unless the schedule says another.
  first_day constant int := coalesce(array_position(names, p.wkst), 1);
  on_weekday boolean := days is null or days && array[weekday, '+' || weekday];
begin
  if p_day < greatest(p.valid_from, start) or p_day > least(p.valid_to, p.until) then return false; end if;
  -- HSDS lets weeks of the year narrow days of the week, too: whatever is said narrows.
  if not hamkke.is_nth(p.bymonthday, month_day, month_days)
    or not hamkke.is_nth(p.byyearday, extract(doy from p_day)::int,
      extract(doy from date_trunc('year', p_day) + interval '1 year - 1 day')::int)
    or not hamkke.is_nth(p.byweekno, extract(week from p_day)::int,
      extract(week from make_date(extract(isoyear from p_day)::int, 12, 28))::int)
  then return false; end if;
  case upper(coalesce(p.freq, case when p.byday is not null then 'WEEKLY' else '' end))
  when 'DAILY' then
    return on_weekday and (every = 1 or (p_day - start) % every = 0);
  when 'WEEKLY' then
    if days is null then on_weekday := extract(isodow from p_day) = extract(isodow from start); end if;
    return on_weekday and (every = 1
      or ((p_day - (extract(isodow from p_day)::int - first_day + 7) % 7)
        - (start - (extract(isodow from start)::int - first_day + 7) % 7)) / 7 % every = 0);
  when 'MONTHLY' then
    if days is not null then
      on_weekday := days && array[weekday, '+' || weekday, (month_day - 1) / 7 + 1 || weekday,
        '+' || (month_day - 1) / 7 + 1 || weekday,
        '-' || (month_days - month_day) / 7 + 1 || weekday];
    elsif p.bymonthday is null then
      on_weekday := month_day = extract(day from start);
    end if;
    return on_weekday and (every = 1
      or (extract(year from age(date_trunc('month', p_day), date_trunc('month', start))) * 12
        + extract(month from age(date_trunc('month', p_day), date_trunc('month', start))))::int % every = 0);
  when 'YEARLY' then
    return on_weekday
      and (every = 1 or (extract(year from p_day) - extract(year from start))::int % every = 0)
      and (days is not null or p.bymonthday is not null or p.byweekno is not null or p.byyearday is not null
        or to_char(p_day, 'MMDD') = to_char(start, 'MMDD'));
  else
    return p_day = start;
  end case;
end $$;

/*
 * Whether a schedule has hours on a day, of as many recurrences as it has. Days are counted until there are
 * too many, and for a hundred years at most, behind which it has ended: anybody may ask of the year 9999.
 */
create or replace function hamkke.held_on(p schedules, p_day date) returns boolean
language sql immutable parallel safe as $$
  select hamkke.recurs_on(p, p_day) and (p.count is null
    or p_day - p.dtstart < 36525 and (select count(*) from (
      select from (select p.dtstart + generate_series(0, p_day - p.dtstart) as day) days
        where hamkke.recurs_on(p, day)
      limit greatest(p.count, 0) + 1::bigint) held) <= p.count)
$$;

/* What a clock shows where a schedule holds: in Korea unless it names another time. */
create or replace function hamkke.clock_of(p schedules, p_at timestamptz) returns timestamp
language sql stable parallel safe as $$
  select case when p.timezone between -14 and 14 then (p_at at time zone 'UTC')
    + make_interval(mins => (p.timezone * 60)::int)
    else p_at at time zone 'Asia/Seoul' end
$$;

/*
 * The day whose hours an instant is in, null where a schedule is closed then: it is open up to its closing
 * time but not at it. One that closes no later than it opens closes on the next day.
 */
create or replace function hamkke.opened_on(p schedules, p_at timestamptz) returns date
language plpgsql stable parallel safe as $$
declare
  local constant timestamp := hamkke.clock_of(p, p_at);
  closes constant time := coalesce(nullif(p.closes_at, '23:59'), '24:00');
  over_midnight constant boolean := closes <= p.opens_at;
begin
  if not hamkke.has_hours(p) then return null; end if;
  if local::time >= p.opens_at and (over_midnight or local::time < closes) and hamkke.held_on(p, local::date)
    then return local::date; end if;
  if over_midnight and local::time < closes and hamkke.held_on(p, local::date - 1) then return local::date
    - 1; end if;
  return null;
end $$;

/*
 * Whether a schedule that replaces others does so at an instant, for hours of a day that began then or on the
 * day before.
 */
create or replace function hamkke.replaces_at(p schedules, p_at timestamptz, p_day date) returns boolean
language sql stable parallel safe as $$
  select hamkke.replaces_on(p, p_day) or hamkke.replaces_on(p, hamkke.clock_of(p, p_at)::date)
$$;

/*
 * Whether a service is given at an instant: by its own hours, wherever it says any, and by those of its
 * places where it does not. On days that a schedule replaces (a holiday), that one alone counts: of the
 * service for all of it, of a place for all that is given there, so that a service with hours of its own is
 * closed where all its places are. What is closed goes before hours for the same day.
 */
create or replace function hamkke.service_open(p_service uuid, p_at timestamptz) returns boolean
language sql stable as $$
  with places as materialized (
    select l.id, l.location_id from public.services_at_location l join public.locations p
      on p.id = l.location_id
    where l.service_id = p_service and not l.confidential and not p.confidential
  ), said as materialized (
    select h, null::uuid as place, 1 as owner from public.schedules h where h.service_id = p_service
      and not h.confidential
    union all
    select h, l.id, 2 from places l join public.schedules h on h.service_at_location_id = l.id
      where not h.confidential
    union all
    select h, l.id, 3 from places l join public.schedules h on h.location_id = l.location_id
      where not h.confidential
  ), known as materialized (
    select h, place, owner, hamkke.replaces(h) as replaces, hamkke.replaces(h)
      and not hamkke.has_hours(h) as closed,
      hamkke.opened_on(h, p_at) as day
    from said
  ), open as (
    select k.place, k.owner, k.day from known k
    where k.day is not null and not exists (
      select from known r
      where r.replaces and r.owner <= k.owner and (r.owner = 1 or r.place = k.place)
        and (not k.replaces or r.closed or k.owner = 3 and r.owner < 3)
          and hamkke.replaces_at(r.h, p_at, k.day))
  ), own as (
    select from open k where k.owner < 3 and (k.owner = 1 and not exists (select from places) or exists (
      select from places l where (k.owner = 1 or l.id = k.place) and not exists (
        select from known r where r.place = l.id and r.replaces and hamkke.replaces_at(r.h, p_at, k.day)
        group by r.owner having bool_or(r.closed) or not bool_or(r.day is not null))))
  )
  select exists (select from own)
    or exists (select from open where owner = 3)
      and not exists (select from known where owner < 3 and not replaces)
$$;

reset role;
