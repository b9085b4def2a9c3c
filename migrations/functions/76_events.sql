set local role hamkke_keeper;

/* Locks the feeds of organizations, in one order for everybody: what tells of several changes holds them all at once. */
create or replace function hamkke.hold_feeds(p_organizations uuid[]) returns void language plpgsql as $$
begin
  insert into feed_heads (organization_id) select distinct o from unnest(p_organizations) o order by 1 on conflict do nothing;
  perform from feed_heads where organization_id = any(p_organizations) order by organization_id for update;
end $$;

/*
 * Tells organizations of a change, in its transaction. Each one's feed is locked until that commits, in one order for
 * everybody, so call it last: the places of changes are then the order in which they become visible.
 */
create or replace function hamkke.tell(p_organizations uuid[], p_kind change_kind, p_district text, p_object uuid) returns void
language plpgsql as $$
declare
  whom uuid;
  place bigint;
begin
  foreach whom in array array(select distinct o from unnest(p_organizations) o order by 1) loop
    insert into feed_heads (organization_id, position) values (whom, 1)
      on conflict (organization_id) do update set position = feed_heads.position + 1 returning position into place;
    insert into changes (id, organization_id, position, kind, district_id, object_id)
      values (gen_random_uuid(), whom, place, p_kind, p_district, p_object);
  end loop;
end $$;

/*
 * What somebody is told of their organization's feed, in its order: changes of referrals that they may read, and of those
 * that their own post sent, read or not (`gone`: it is theirs to hear what became of it, and no more). What goes to a
 * shelter is told to the shelter and to the post that sent it.
 */
create or replace function hamkke.told(v hamkke.viewer, p_after bigint, p_most int)
returns table (id uuid, place bigint, at timestamptz, kind change_kind, district_id text, object_id uuid, household_id uuid, gone boolean)
stable language sql as $$
  select c.id, c.position, c.at, c.kind, c.district_id, c.object_id, r.household_id, not may.read
  from changes c
  join referrals r on r.district_id = c.district_id and r.id = c.object_id
  cross join lateral (select case
    when r.recipient_id = v.recipient and r.sent then true
    when r.sender_id <> v.organization then false
    when r.data_class = 'SAFE_LOCATION' and r.post_id <> v.post then false
    else hamkke.has_own_class(v, r) end as read) may
  where c.organization_id = v.recipient and c.position > p_after
    and (may.read or r.sender_id = v.organization and r.post_id = v.post)
  order by c.position limit p_most
$$;

/* A page of that, after the change whose id was handed out as the cursor; one of another feed is as unknown as none. */
create or replace function hamkke.changes_after(p_post uuid, p_stamp text, p_purpose text, p_after uuid, p_most int)
returns json language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  place bigint := 0;
begin
  if p_after is not null then
    select position into place from changes where id = p_after and organization_id = v.recipient;
    if place is null then
      raise exception using errcode = '22P02', message = 'no cursor of this feed';
    end if;
  end if;
  return (select coalesce(json_agg(t order by t.place), '[]') from hamkke.told(v, place, p_most) t);
end $$;

reset role;
