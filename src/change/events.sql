set local role hamkke_keeper;

/*
 * Locks the feeds of organizations, in one order for everybody: what tells of several changes holds them all
 * at once.
 */
create or replace function hamkke.hold_feeds(p_organizations uuid[]) returns void language plpgsql as $$
begin
  insert into feed_heads (organization_id) select distinct o from unnest(p_organizations) o
    order by 1 on conflict do nothing;
  perform from feed_heads where organization_id = any(p_organizations) order by organization_id for update;
end $$;

/*
 * Puts a change into the feeds of organizations, in its transaction. Each one's feed is locked until that
 * commits, in one order for everybody, so call it last: the places of changes are then the order in which
 * they become visible.
 */
create or replace function hamkke.publish_event(p_organizations uuid[], p_kind change_kind, p_district text,
  p_object uuid) returns void
language plpgsql as $$
declare
  whom uuid;
  place bigint;
begin
  foreach whom in array array(select distinct o from unnest(p_organizations) o order by 1) loop
    insert into feed_heads (organization_id, position) values (whom, 1)
      on conflict (organization_id) do update set position = feed_heads.position + 1 returning position
        into place;
    insert into changes (id, organization_id, position, kind, district_id, object_id)
      values (gen_random_uuid(), whom, place, p_kind, p_district, p_object);
  end loop;
end $$;

reset role;
