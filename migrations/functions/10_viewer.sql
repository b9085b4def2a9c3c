set local role hamkke_keeper;

/*
 * Who a verified subject is now: one row a post in which they are active. The stamp changes with every edit of the
 * person or the post, so that a server may remember the row and have it confirmed by open_request.
 */
create or replace function hamkke.viewer_of(p_subject text)
returns table (
  staff_id uuid, name text, post_id uuid, title text, is_primary boolean, organization_id uuid, organization_name text,
  home_organization_id uuid, district_id text, duties text[], zones text[], stamp text)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, s.name, p.id, p.title, p."primary", p.organization_id, o.name, s.home_organization_id, p.district_id,
    p.duties::text[], p.zones, s.xmin::text || ':' || p.xmin::text
  from staff s
  join posts p on p.staff_id = s.id and p.active
  join organizations o on o.id = p.organization_id
  where s.subject = p_subject and s.active
  order by p."primary" desc, p.id
$$;

/*
 * The organization whose consents this post may use: a dispatched police officer's are those that were given to the
 * police, everybody else's those given to the place of work. NULL where the duty does not work with families.
 */
create or replace function hamkke.recipient(p_duties duty[], p_organization uuid, p_home uuid) returns uuid
immutable language sql as $$
  select case
    when 'DISPATCHED_POLICE' = any(p_duties) then p_home
    when p_duties && hamkke.working_duties() then p_organization
  end
$$;

/*
 * Puts the viewer into settings of this transaction. What the server remembers of the person must still be so:
 * otherwise the whole request fails with HK001 and is asked again with the person as they are now.
 */
create or replace function hamkke.open_request(p_post uuid, p_stamp text, p_purpose text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare viewer record;
begin
  select s.id as staff, s.home_organization_id as home, p.organization_id as organization, p.district_id as district,
    p.duties::text as duties, p.zones::text as zones into viewer
  from posts p join staff s on s.id = p.staff_id
  where p.id = p_post and p.active and s.active and s.xmin::text || ':' || p.xmin::text = p_stamp;
  if not found then
    raise exception using errcode = 'HK001', message = 'the viewer is not who they were';
  end if;
  if p_purpose is null then
    raise exception using errcode = '22004', message = 'a request has a purpose';
  end if;
  perform set_config('hamkke.staff', viewer.staff::text, true),
    set_config('hamkke.post', p_post::text, true),
    set_config('hamkke.organization', viewer.organization::text, true),
    set_config('hamkke.home_organization', viewer.home::text, true),
    set_config('hamkke.district', viewer.district, true),
    set_config('hamkke.duties', viewer.duties, true),
    set_config('hamkke.zones', viewer.zones, true),
    set_config('hamkke.purpose', p_purpose, true),
    set_config('hamkke.recipient', coalesce(
      hamkke.recipient(viewer.duties::duty[], viewer.organization, viewer.home)::text, ''), true),
    set_config('hamkke.keeps_in', case
      when viewer.duties::duty[] && hamkke.keeping_duties() then viewer.district else '' end, true);
end $$;

reset role;
