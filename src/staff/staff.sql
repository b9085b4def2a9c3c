set local role hamkke_keeper;

/*
 * The organizations whose people this viewer administers: a portal administrator's district, a head's own
 * centre. A shelter is among them for nobody: that it is there at all is its own to say.
 */
create or replace function hamkke.administered(v hamkke.viewer) returns setof uuid stable language sql as $$
  select o.id from organizations o
  where 'CENTER_HEAD' = any((v).duties) and o.id = (v).organization
    or 'PORTAL_ADMINISTRATOR' = any((v).duties) and o.district_id = (v).district and not o.confidential
$$;

create or replace function hamkke.administers(v hamkke.viewer, p_organization uuid) returns boolean
stable language sql as
$$ select exists (select from hamkke.administered(v) a where a = p_organization) $$;

/*
 * Whether a person is known to the administrator: at home in one of their organizations, or with a post at
 * one.
 */
create or replace function hamkke.administers_person(v hamkke.viewer, p_staff uuid, p_home uuid)
returns boolean
stable language sql as $$
  select hamkke.administers(v, p_home) or exists (select from posts p
    where p.staff_id = p_staff and hamkke.administers(v, p.organization_id))
$$;

create or replace function hamkke.post_json(p posts, p_home uuid) returns jsonb stable language sql as $$
  select jsonb_build_object('id', 'Post:' || (p).id, 'organizationId', 'Organization:' || o.id,
    'organizationName', o.name,
    'districtId', (p).district_id, 'title', (p).title, 'duties', (p).duties, 'zones', (p).zones, 'primary',
      (p)."primary",
    'dispatched', o.id <> p_home, 'active', (p).active, 'version', (p).version)
  from organizations o where o.id = (p).organization_id
$$;

/* A person as one administrator may know of them: posts and history at their own organizations, no others. */
create or replace function hamkke.person_json(v hamkke.viewer, s staff) returns jsonb
stable language sql as $$
  select jsonb_build_object('id', 'StaffMember:' || (s).id, 'name', (s).name, 'active', (s).active, 'version',
    (s).version,
    'homeOrganizationId', 'Organization:' || home.id, 'homeOrganizationName', home.name,
    'posts', coalesce((select jsonb_agg(hamkke.post_json(p, (s).home_organization_id)
      order by p."primary" desc, p.id)
      from posts p where p.staff_id = (s).id and hamkke.administers(v, p.organization_id)), '[]'),
    'history', coalesce((select jsonb_agg(jsonb_build_object('id', 'StaffChange:' || c.id, 'kind', c.kind,
        'changedAt', c.changed_at, 'changedByName', b.name, 'postId', 'Post:' || c.post_id,
        'changes', (select coalesce(jsonb_agg(jsonb_build_object('field', f.key, 'before', c.before ->> f.key,
            'after', c.after ->> f.key) order by f.key), '[]')
          from jsonb_each(c.after) f where c.before -> f.key is distinct from f.value))
        order by c.changed_at desc, c.id)
      from staff_changes c join staff b on b.id = c.by_staff_id
      where c.staff_id = (s).id and hamkke.administers(v, c.organization_id)), '[]'))
  from (select 1) one left join organizations home
    on home.id = (s).home_organization_id and (not home.confidential or home.id = (v).organization)
$$;

/* A page of the people whom this transaction's viewer administers, by name. */
create or replace function hamkke.staff_page(
  p_organization uuid, p_active boolean, p_search text, p_after_name text, p_after_id uuid, p_limit int)
    returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  sought constant text := hamkke.name_letters(p_search);
begin
  return (with mine as materialized (
    select a.id from hamkke.administered(v) a(id) where p_organization is null or a.id = p_organization
  ), matching as (
    select s from staff s
    where (s.home_organization_id in (select id from mine)
        or exists (select from posts p where p.staff_id = s.id
          and p.organization_id in (select id from mine)))
      and (p_active is null or s.active = p_active)
        and (sought is null or strpos(hamkke.name_letters(s.name), sought) > 0)
  ), paged as (
    select s from matching where p_after_id is null or ((s).name, (s).id) > (p_after_name, p_after_id)
    order by (s).name, (s).id limit p_limit
  )
  select jsonb_build_object('total', (select count(*) from matching), 'rows', coalesce((
    select jsonb_agg(hamkke.person_json(v, s) || jsonb_build_object('$c', jsonb_build_array((s).name, (s).id))
      order by (s).name, (s).id) from paged), '[]')));
end $$;

/* One of them; NULL where there is nobody or it is not this viewer who administers them. */
create or replace function hamkke.staff_member(p_staff uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select hamkke.person_json(hamkke.viewer(), s) from staff s
  where s.id = p_staff and hamkke.administers_person(hamkke.viewer(), s.id, s.home_organization_id)
$$;

/* Who works at the viewer's own organization now. */
create or replace function hamkke.colleagues() returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', 'Post:' || p.id, 'name', s.name, 'title', p.title,
    'duties', p.duties, 'organizationName', o.name) order by s.name, p.id), '[]')
  from posts p join staff s on s.id = p.staff_id join organizations o on o.id = p.organization_id
  where p.organization_id = (hamkke.viewer()).organization and p.active and s.active
    and (hamkke.viewer()).duties && hamkke.working_duties()
$$;

/* The posts in which the viewer can act: the one of this request among them. */
create or replace function hamkke.own_posts() returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_agg(hamkke.post_json(p, s.home_organization_id) order by p."primary" desc, p.id)
  from staff s join posts p on p.staff_id = s.id and p.active
  where s.id = (hamkke.viewer()).staff
$$;

reset role;
