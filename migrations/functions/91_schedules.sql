set local role hamkke_keeper;

/* Whether a schedule has hours on a day, as RFC 5545 counts days, without regard to how often it recurs in all. */
create or replace function hamkke.recurs_on(p schedules, p_day date) returns boolean
language plpgsql immutable parallel safe as $$
declare
  days constant text[] := string_to_array(upper(replace(p.byday, ' ', '')), ',');
  weekday constant text := (array['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])[extract(isodow from p_day)];
  start constant date := coalesce(p.dtstart, p.valid_from);
  every constant int := greatest(coalesce(p.interval, 1), 1);
  month_days constant int := extract(day from date_trunc('month', p_day) + interval '1 month - 1 day');
  month_day constant int := extract(day from p_day);
  on_weekday boolean := days is null or days && array[weekday, '+' || weekday];
  on_month_day boolean := p.bymonthday is null
    or string_to_array(replace(p.bymonthday, ' ', ''), ',') && array[month_day::text, (month_day - month_days - 1)::text];
begin
  if p_day < greatest(p.valid_from, p.dtstart) or p_day > least(p.valid_to, p.until) then return false; end if;
  case upper(coalesce(p.freq, case when p.byday is not null then 'WEEKLY' else '' end))
  when 'DAILY' then
    return on_weekday and on_month_day and (every = 1 or start is null or (p_day - start) % every = 0);
  when 'WEEKLY' then
    if days is null then on_weekday := start is null or extract(isodow from p_day) = extract(isodow from start); end if;
    return on_weekday and (every = 1 or start is null
      -- Weeks are counted from their first day, Monday unless the schedule says Sunday.
      or ((p_day - (extract(isodow from p_day)::int - 1 + coalesce(p.wkst = 'SU', false)::int) % 7)
        - (start - (extract(isodow from start)::int - 1 + coalesce(p.wkst = 'SU', false)::int) % 7)) / 7 % every = 0);
  when 'MONTHLY' then
    if days is not null then
      on_weekday := days && array[weekday, (month_day - 1) / 7 + 1 || weekday, '+' || (month_day - 1) / 7 + 1 || weekday,
        '-' || (month_days - month_day) / 7 + 1 || weekday];
    elsif p.bymonthday is null then
      on_month_day := start is null or month_day = extract(day from start);
    end if;
    return on_weekday and on_month_day and (every = 1 or start is null
      or (extract(year from age(date_trunc('month', p_day), date_trunc('month', start))) * 12
        + extract(month from age(date_trunc('month', p_day), date_trunc('month', start))))::int % every = 0);
  when 'YEARLY' then
    return on_weekday and on_month_day
      and (p.byweekno is null or extract(week from p_day)::text = any(string_to_array(replace(p.byweekno, ' ', ''), ',')))
      and (p.byyearday is null or extract(doy from p_day)::text = any(string_to_array(replace(p.byyearday, ' ', ''), ',')))
      and (start is null or (extract(year from p_day) - extract(year from start))::int % every = 0)
      and (days is not null or p.bymonthday is not null or p.byweekno is not null or p.byyearday is not null
        or to_char(p_day, 'MMDD') = to_char(start, 'MMDD'));
  else
    -- Nothing recurs: one day, or hours of every day of a period.
    return case when p.dtstart is not null then p_day = p.dtstart else p.opens_at is not null end;
  end case;
end $$;

/*
 * Whether a schedule has hours on a day, of as many recurrences as it has. Days are counted until there are too many, and for
 * a hundred years at most, behind which it has ended: anybody may ask of the year 9999.
 */
create or replace function hamkke.held_on(p schedules, p_day date) returns boolean
language sql immutable parallel safe as $$
  select hamkke.recurs_on(p, p_day) and (p.count is null or p.dtstart is null or p.freq is null
    or p_day - p.dtstart < 36525 and (select count(*) from (
      select from (select p.dtstart + generate_series(0, p_day - p.dtstart) as day) days where hamkke.recurs_on(p, day)
      limit greatest(p.count, 0) + 1::bigint) held) <= p.count)
$$;

/*
 * Whether a schedule is open at an instant: in Korea's time unless it names another, up to its closing time but not at it.
 * One that closes no later than it opens closes on the next day.
 */
create or replace function hamkke.open_at(p schedules, p_at timestamptz) returns boolean
language plpgsql stable parallel safe as $$
declare
  local constant timestamp := case when p.timezone is null then p_at at time zone 'Asia/Seoul'
    else (p_at at time zone 'UTC') + make_interval(mins => (p.timezone * 60)::int) end;
  opens constant time := coalesce(p.opens_at, '00:00');
  closes constant time := coalesce(nullif(p.closes_at, '23:59'), '24:00');
  over_midnight constant boolean := closes <= opens;
begin
  if p.opens_at is null and p.closes_at is null and p.byday is null and p.freq is null then return false; end if;
  return local::time >= opens and (over_midnight or local::time < closes) and hamkke.held_on(p, local::date)
    or over_midnight and local::time < closes and hamkke.held_on(p, local::date - 1);
end $$;

/*
 * Whether a service is given at an instant: by its own hours, wherever it says any, and by those of its places where it
 * does not.
 */
create or replace function hamkke.service_open(p_service uuid, p_at timestamptz) returns boolean
language sql stable as $$
  with own as materialized (
    select hamkke.open_at(h, p_at) as open from public.schedules h where h.service_id = p_service and not h.confidential
    union all
    select hamkke.open_at(h, p_at) from public.services_at_location l join public.schedules h on h.service_at_location_id = l.id
    where l.service_id = p_service and not l.confidential and not h.confidential
  )
  select case when exists (select from own) then coalesce((select bool_or(open) from own), false) else exists (
    select from public.services_at_location l join public.locations p on p.id = l.location_id
      join public.schedules h on h.location_id = p.id
    where l.service_id = p_service and not l.confidential and not p.confidential and not h.confidential
      and hamkke.open_at(h, p_at)
  ) end
$$;

reset role;
