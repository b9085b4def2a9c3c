set local role hamkke_keeper;

/*
 * Who a verified subject is now: one row a post in which they are active. The stamp changes with every edit
 * of the person or the post, so that a server may remember the row and have it confirmed by open_request.
 */
create or replace function hamkke.viewer_of(p_subject text)
returns table (
  staff_id uuid, name text, post_id uuid, title text, is_primary boolean, organization_id uuid,
    organization_name text,
  home_organization_id uuid, district_id text, duties text[], zones text[], stamp text)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, s.name, p.id, p.title, p."primary", p.organization_id, o.name, s.home_organization_id,
    p.district_id,
    p.duties::text[], p.zones, s.xmin::text || ':' || p.xmin::text
  from staff s
  join posts p on p.staff_id = s.id and p.active
  join organizations o on o.id = p.organization_id
  where s.subject = p_subject and s.active
  order by p."primary" desc, p.id
$$;

/*
 * The organization whose consents this post may use: a dispatched police officer's are those that were given
 * to the police, everybody else's those given to the place of work. NULL where the duty does not work with
 * families.
 */
create or replace function hamkke.recipient(p_duties duty[], p_organization uuid, p_home uuid) returns uuid
immutable language sql as $$
  select case
    when 'DISPATCHED_POLICE' = any(p_duties) then p_home
    when p_duties && hamkke.working_duties() then p_organization
  end
$$;

/*
 * Whether a zone of a post is answered for by whoever has the post: it runs, so does their work, and it has a
 * duty of a zone. Only of such a post can somebody take the place.
 */
create or replace function hamkke.serves_zones(p posts) returns boolean stable language sql as $$
  select (p).active and (p).duties && hamkke.zoned_duties()
    and exists (select from staff s where s.id = (p).staff_id and s.active)
$$;

/*
 * The zones of the posts that a post stands in for today. Nobody stands in for a post that ended or lost its
 * duty meanwhile, whose zones have nobody until they are handed over.
 */
create or replace function hamkke.zones_stood_in_for(p_post uuid) returns text[] stable language sql as $$
  select array(select unnest(away.zones) from zone_substitutions z join posts away on away.id = z.post_id
    where z.substitute_id = p_post and z.ended_at is null and hamkke.today() between z."from" and z.until
      and hamkke.serves_zones(away))
$$;

/*
 * The zones that a post answers for today: its own, and those of the posts that it stands in for. To no other
 * duty does a zone open anything, so nobody else pays for the look.
 */
create or replace function hamkke.zones_now(p_post uuid, p_duties duty[], p_zones text[]) returns text[]
stable language sql as $$
  select case when p_duties && hamkke.zoned_duties() then p_zones || hamkke.zones_stood_in_for(p_post)
    else p_zones end
$$;

/*
 * Who asks, with the organization whose consents they may use, as the functions of this schema hand it to
 * each other.
 */
do $$ begin
  create type hamkke.viewer as (post uuid, staff uuid, organization uuid, home uuid, district text,
    duties duty[],
    zones text[], purpose purpose, recipient uuid);
exception when duplicate_object then null;
end $$;

/* The viewer of this transaction; NULL where nobody asks. */
create or replace function hamkke.viewer() returns hamkke.viewer stable language sql as
$$ select nullif(current_setting('hamkke.viewer', true), '')::hamkke.viewer $$;

/* The same person for another purpose. */
create or replace function hamkke.for_purpose(v hamkke.viewer, p_purpose purpose) returns hamkke.viewer
immutable language sql as $$
  select row((v).post, (v).staff, (v).organization, (v).home, (v).district, (v).duties, (v).zones, p_purpose,
    (v).recipient)::hamkke.viewer
$$;

/*
 * Puts the viewer into settings of this transaction. What the server remembers of the person must still be
 * so: otherwise the whole request fails with HK001 and is asked again with the person as they are now. Only
 * functions that set the search path call it.
 */
create or replace function hamkke.confirm_viewer(p_post uuid, p_stamp text, p_purpose text)
returns hamkke.viewer
language plpgsql as $$
declare
  v hamkke.viewer;
  settings int;
begin
  select p.id, s.id, p.organization_id, s.home_organization_id, p.district_id, p.duties,
    hamkke.zones_now(p.id, p.duties, p.zones), p_purpose::purpose,
    hamkke.recipient(p.duties, p.organization_id, s.home_organization_id) into v
  from posts p
  -- One row beside one row: "offset 0" keeps the planner from making a hash of them.
  cross join lateral (
    select id, home_organization_id, xmin::text || ':' || p.xmin::text as stamp from staff
    where id = p.staff_id and active offset 0) s
  where p.id = p_post and p.active and s.stamp = p_stamp;
  if not found then
    raise exception using errcode = 'HK001', message = 'the viewer is not who they were';
  end if;
  if v.purpose is null then
    raise exception using errcode = '22004', message = 'a request has a purpose';
  end if;
  -- Policies compare rows with the last three; functions read the first.
  -- Not performed, and all in one: a query costs five times an expression, and each expression is made ready
  -- anew in every transaction.
  settings := num_nonnulls(
    set_config('hamkke.viewer', v::text, true),
    set_config('hamkke.organization', v.organization::text, true),
    set_config('hamkke.recipient', coalesce(v.recipient::text, ''), true),
    set_config('hamkke.keeps_in', case when v.duties && hamkke.keeping_duties() then v.district
      else '' end, true));
  return v;
end $$;

/* Confirms the viewer, and no more: for answers that no scope is needed for. */
create or replace function hamkke.open_request(p_post uuid, p_stamp text, p_purpose text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  return (hamkke.confirm_viewer(p_post, p_stamp, p_purpose)).post is not null;
end $$;

reset role;
