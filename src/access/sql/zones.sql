set local role hamkke_keeper;

/*
 * A zone (담당구역) is a dong, a tong of one or a ban of that: `1120055000`, `1120055000-3`,
 * `1120055000-3-2`. A place lies in its dong, and where they are known in its tong and its ban: these are the
 * zones that hold it.
 */
create or replace function hamkke.zones_of_place(p_dong text, p_tong int, p_ban int) returns text[]
immutable parallel safe language sql as $$
  select array[p_dong, p_dong || '-' || p_tong::text, p_dong || '-' || p_tong::text || '-' || p_ban::text]
$$;

/* A zone itself and those that it lies in: who answers for one of them answers for it. */
create or replace function hamkke.zones_around(p_zone text) returns text[]
immutable parallel safe language sql as $$
  select hamkke.zones_of_place(split_part(p_zone, '-', 1), nullif(split_part(p_zone, '-', 2), '')::int,
    nullif(split_part(p_zone, '-', 3), '')::int)
$$;

/*
 * Whether any of some zones holds a place. Of a place that is known by its dong alone, only the whole dong
 * does.
 */
create or replace function hamkke.zone_holds(p_zones text[], p_dong text, p_tong int, p_ban int)
returns boolean
immutable parallel safe language sql as $$
  select p_zones && hamkke.zones_of_place(p_dong, p_tong, p_ban)
$$;

/* The dong that some zones lie in, by which households are looked for. */
create or replace function hamkke.zone_dongs(p_zones text[]) returns text[]
immutable parallel safe language sql as $$
  select array(select distinct split_part(z, '-', 1) from unnest(p_zones) z)
$$;

reset role;
