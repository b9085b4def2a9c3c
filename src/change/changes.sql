set local role hamkke_keeper;

/*
 * What somebody is told of their organization's feed, in its order: changes of referrals that they may read,
 * and of those that their own post sent, read or not (`gone`: it is theirs to hear what became of it, and no
 * more). What goes to a shelter is told to the shelter and to the post that sent it.
 */
create or replace function hamkke.feed_of(v hamkke.viewer, p_after bigint, p_most int)
returns table (id uuid, place bigint, at timestamptz, kind change_kind, district_id text, object_id uuid,
  household_id uuid, gone boolean, bases basis[])
stable language sql as $$
  select c.id, c.position, c.at, c.kind, c.district_id, c.object_id, r.household_id, not may.read,
    case when r.recipient_id = v.recipient and r.sent then '{REFERRAL}' else hamkke.sender_bases(v, r) end
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

/*
 * A page of that, after the change whose id was handed out as the cursor; one of another feed is as unknown
 * as none, and as one that was pruned.
 */
create or replace function hamkke.changes_after(p_post uuid, p_stamp text, p_purpose text, p_after uuid,
  p_most int)
returns json language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  place bigint := 0;
begin
  if p_after is not null then
    select position into place from changes where id = p_after and organization_id = v.recipient;
    perform hamkke.refuse_cursor(place);
  end if;
  return (select coalesce(json_agg(t order by t.place), '[]') from hamkke.feed_of(v, place, p_most) t);
end $$;

/*
 * The same for somebody who listens: from a place that the server holds for them, which moves over what they
 * are not told. The place after a cursor, or where there is none the feed's end, is told first.
 */
create or replace function hamkke.listen_from(p_post uuid, p_stamp text, p_purpose text, p_after uuid)
returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  place bigint;
begin
  if p_after is null then
    place := coalesce((select position from feed_heads where organization_id = v.recipient), 0);
  else
    select position into place from changes where id = p_after and organization_id = v.recipient;
    perform hamkke.refuse_cursor(place);
  end if;
  return json_build_object('place', place, 'feed', v.recipient);
end $$;

create or replace function hamkke.changes_from(p_post uuid, p_stamp text, p_purpose text, p_place bigint,
  p_most int)
returns json language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  head bigint := coalesce((select position from feed_heads where organization_id = v.recipient), 0);
  told json;
  count int;
  last bigint;
begin
  select coalesce(json_agg(t order by t.place), '[]'), count(*), max(t.place) into told, count, last
    from hamkke.feed_of(v, p_place, p_most) t;
  return json_build_object('told', told, 'place', case when count = p_most then last
    else greatest(head, last, p_place) end);
end $$;

/*
 * Which of those who listen have something to look at, by their index: their feed went on, or the record of
 * the person in the post is another than it was.
 */
create or replace function hamkke.to_wake(p_posts uuid[], p_stamps text[], p_feeds uuid[], p_places bigint[])
returns int[]
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(l.nth), '{}')
  from unnest(p_posts, p_stamps, p_feeds, p_places) with ordinality l(post, stamp, feed, place, nth)
  left join posts p on p.id = l.post and p.active
  left join staff s on s.id = p.staff_id and s.active
  left join feed_heads h on h.organization_id = l.feed
  where s.xmin::text || ':' || p.xmin::text is distinct from l.stamp or h.position > l.place
$$;

/*
 * Forgets what was kept long enough: deliveries that were taken, changes with whatever was still to be
 * delivered of them, and idempotency keys after their time. Answers whether there is more of it.
 */
create or replace function hamkke.prune(p_change_days int, p_delivery_days int, p_most int) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  old uuid[];
  count int;
begin
  perform hamkke.forget_lapsed_proposals();
  perform hamkke.erase_campaign_lines();
  delete from idempotency_keys where at < now() - make_interval(hours => hamkke.idempotency_hours());
  delete from webhook_deliveries where id in (select id from webhook_deliveries
    where state = 'DELIVERED' and settled_at < now() - make_interval(days => p_delivery_days) limit p_most);
  get diagnostics count = row_count;
  -- Another server may be at it: what it has is left to it.
  old := array(select id from changes where at < now() - make_interval(days => p_change_days)
    order by at limit p_most for update skip locked);
  delete from webhook_deliveries where change_id = any(old);
  delete from changes where id = any(old);
  return greatest(count, cardinality(old)) = p_most;
end $$;

reset role;
