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
returns table (id uuid, place bigint, at timestamptz, kind change_kind, district_id text, object_id uuid, household_id uuid, gone boolean, bases basis[])
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
 * Refuses a cursor that stands nowhere in the feed. One of another feed, one that nobody was given and one that was pruned
 * are the same: whoever held it may have missed something, and is told to begin anew.
 */
create or replace function hamkke.refuse_cursor(p_place bigint) returns void language plpgsql as $$
begin
  if p_place is null then
    raise exception using errcode = 'HK410', detail = '{"startOver": true}',
      message = '쓸 수 없거나 기간이 지난 커서입니다. That cursor is not one of this feed, or not any more: read what you keep anew, and start over without a cursor.';
  end if;
end $$;

/* A page of that, after the change whose id was handed out as the cursor; one of another feed is as unknown as none, and as one that was pruned. */
create or replace function hamkke.changes_after(p_post uuid, p_stamp text, p_purpose text, p_after uuid, p_most int)
returns json language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  place bigint := 0;
begin
  if p_after is not null then
    select position into place from changes where id = p_after and organization_id = v.recipient;
    perform hamkke.refuse_cursor(place);
  end if;
  return (select coalesce(json_agg(t order by t.place), '[]') from hamkke.told(v, place, p_most) t);
end $$;

/*
 * The same for somebody who listens: from a place that the server holds for them, which moves over what they are not told.
 * The place after a cursor, or where there is none the feed's end, is told first.
 */
create or replace function hamkke.listen_from(p_post uuid, p_stamp text, p_purpose text, p_after uuid) returns json
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

create or replace function hamkke.changes_from(p_post uuid, p_stamp text, p_purpose text, p_place bigint, p_most int)
returns json language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  head bigint := coalesce((select position from feed_heads where organization_id = v.recipient), 0);
  told json;
  count int;
  last bigint;
begin
  select coalesce(json_agg(t order by t.place), '[]'), count(*), max(t.place) into told, count, last
    from hamkke.told(v, p_place, p_most) t;
  return json_build_object('told', told, 'place', case when count = p_most then last else greatest(head, last, p_place) end);
end $$;

/*
 * Which of those who listen have something to look at, by their index: their feed went on, or the record of the person in
 * the post is another than it was.
 */
create or replace function hamkke.to_wake(p_posts uuid[], p_stamps text[], p_feeds uuid[], p_places bigint[]) returns int[]
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(l.nth), '{}')
  from unnest(p_posts, p_stamps, p_feeds, p_places) with ordinality l(post, stamp, feed, place, nth)
  left join posts p on p.id = l.post and p.active
  left join staff s on s.id = p.staff_id and s.active
  left join feed_heads h on h.organization_id = l.feed
  where s.xmin::text || ':' || p.xmin::text is distinct from l.stamp or h.position > l.place
$$;

/* Somebody in a post as they are now, for what happens while nobody asks; NULL where they are not active. */
create or replace function hamkke.viewer_in(p_post uuid, p_purpose purpose) returns hamkke.viewer stable language sql as $$
  select row(p.id, s.id, p.organization_id, s.home_organization_id, p.district_id, p.duties, p.zones, p_purpose,
    hamkke.recipient(p.duties, p.organization_id, s.home_organization_id))::hamkke.viewer
  from posts p join staff s on s.id = p.staff_id where p.id = p_post and p.active and s.active
$$;

/* The organization whose webhooks this transaction's viewer looks after; NULL for everybody else, who have none to find. */
create or replace function hamkke.webhook_owner() returns uuid stable language sql as $$
  select (v).recipient from hamkke.viewer() v where (v).duties && hamkke.webhook_duties()
$$;

/* Registers a webhook of the viewer's post, which is told of what comes from now on. False where there are too many. */
create or replace function hamkke.register_webhook(p_id uuid, p_url text, p_most int) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  owner uuid := hamkke.webhook_owner();
begin
  if owner is null then
    raise exception using errcode = 'HK404', message = 'no webhooks of theirs';
  end if;
  -- The feed is held, so that two at once count each other and no change slips between.
  perform hamkke.hold_feeds(array[owner]);
  if (select count(*) from webhooks where organization_id = owner and removed_at is null) >= p_most then
    return false;
  end if;
  insert into webhooks (id, organization_id, post_id, purpose, url, position)
    select p_id, owner, v.post, v.purpose, p_url, position from feed_heads where organization_id = owner;
  return true;
end $$;

/* Ends a webhook of the viewer's organization, whoever registered it. */
create or replace function hamkke.remove_webhook(p_id uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  owner uuid := hamkke.webhook_owner();
begin
  update webhooks set removed_at = now() where id = p_id and organization_id = owner and removed_at is null;
  if not found then
    raise exception using errcode = 'HK404', message = 'no such webhook';
  end if;
  update webhook_deliveries set state = 'GIVEN_UP', settled_at = now() where webhook_id = p_id and state = 'PENDING';
end $$;

/* Tries a settled delivery of a webhook of the viewer's post again from the beginning. False where it is still tried. */
create or replace function hamkke.resend_delivery(p_id uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  owner uuid := hamkke.webhook_owner();
  found_state delivery_state;
begin
  select d.state into found_state from webhook_deliveries d join webhooks w on w.id = d.webhook_id
    where d.id = p_id and w.organization_id = owner and w.post_id = (hamkke.viewer()).post and w.removed_at is null
    for update of d;
  if found_state is null then
    raise exception using errcode = 'HK404', message = 'no such delivery';
  end if;
  if found_state = 'PENDING' then
    return false;
  end if;
  update webhook_deliveries set state = 'PENDING', attempts = 0, next_at = now(), settled_at = null where id = p_id;
  return true;
end $$;

/* The webhooks of the viewer's organization. */
create or replace function hamkke.webhooks_of(p_post uuid, p_stamp text, p_purpose text) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  owner uuid := hamkke.webhook_owner();
begin
  return (select coalesce(json_agg(json_build_object('id', id, 'url', url, 'createdAt', created_at, 'own', post_id = v.post)
      order by created_at, id), '[]')
    from webhooks where organization_id = owner and removed_at is null);
end $$;

/*
 * Deliveries of the webhooks of the viewer's own post, newest first: how many there are says how much that post was told,
 * which is nobody else's to know. What they tell of is in the feed.
 */
create or replace function hamkke.deliveries_of(p_post uuid, p_stamp text, p_purpose text,
  p_states delivery_state[], p_after_at timestamptz, p_after_id uuid, p_most int) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  owner uuid := hamkke.webhook_owner();
begin
  return (select coalesce(json_agg(d order by d."createdAt" desc, d.id), '[]') from (
    select d.id, d.webhook_id as "webhookId", d.state, d.attempts, d.last_status as "lastStatus", d.created_at as "createdAt",
      case when d.state = 'PENDING' then d.next_at end as "nextAt", d.settled_at as "settledAt"
    from webhook_deliveries d join webhooks w on w.id = d.webhook_id
    where w.organization_id = owner and w.post_id = v.post and (p_states is null or d.state = any(p_states))
      and (p_after_id is null or d.created_at < p_after_at or d.created_at = p_after_at and d.id > p_after_id)
    order by d.created_at desc, d.id limit p_most) d);
end $$;

/*
 * What the server has to do by itself: requests that ran out are ended, what is new in feeds becomes deliveries, and those
 * that are due are handed to one server for as long as a lease. One server at a time is in here. Rights are those that the
 * post has now: who is not active is told nothing, and what may not be told any more is given up.
 */
create or replace function hamkke.claim_deliveries(p_most int, p_lease interval)
returns table (id uuid, webhook_id uuid, url text, kind change_kind, at timestamptz, object text, gone boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  w webhooks;
  v hamkke.viewer;
  head bigint;
  due uuid[];
begin
  /* locks.deliveries */
  if not pg_try_advisory_xact_lock(4835512120) then
    return;
  end if;
  perform hamkke.expire_referrals(100);
  perform hamkke.close_agreements(100);
  for w in select w.* from webhooks w join feed_heads h on h.organization_id = w.organization_id
    where w.removed_at is null and h.position > w.position
  loop
    v := hamkke.viewer_in(w.post_id, w.purpose);
    continue when v.post is null or v.recipient is distinct from w.organization_id or not v.duties && hamkke.webhook_duties();
    select position into head from feed_heads where organization_id = w.organization_id;
    with told as (
      select * from hamkke.told(v, w.position, 200) t where t.place <= head
    ), made as (
      insert into webhook_deliveries (id, webhook_id, change_id) select gen_random_uuid(), w.id, told.id from told
      on conflict do nothing
    )
    update webhooks set position = case when (select count(*) from told) < 200 then head else (select max(place) from told) end
    where webhooks.id = w.id;
  end loop;
  due := array(select d.id from webhook_deliveries d join webhooks w on w.id = d.webhook_id
    where d.state = 'PENDING' and d.next_at <= now() and w.removed_at is null
      and exists (select from posts p join staff s on s.id = p.staff_id where p.id = w.post_id and p.active and s.active)
    order by d.next_at limit p_most for update of d skip locked);
  return query with told as (
    select d.id, w.id as webhook_id, w.url, t.kind, t.at, 'Referral:' || t.district_id || ':' || t.object_id as object, t.gone,
      w.post_id, w.purpose, t.district_id, t.household_id, t.bases
    from webhook_deliveries d
    join webhooks w on w.id = d.webhook_id
    join changes c on c.id = d.change_id
    join lateral hamkke.told(hamkke.viewer_in(w.post_id, w.purpose), c.position - 1, 1) t on t.id = c.id
    where d.id = any(due)
  ), leased as (
    update webhook_deliveries d set attempts = d.attempts + 1, next_at = now() + p_lease
    where d.id in (select told.id from told)
  ), dropped as (
    update webhook_deliveries d set state = 'GIVEN_UP', settled_at = now()
    where d.id = any(due) and d.id not in (select told.id from told)
  ), logged as (
    -- Before it leaves, like all that is told of a household: to the post that the webhook belongs to, at its address.
    insert into access_log (request_id, staff_id, post_id, organization_id, address, operation, action, purpose, district_id,
      household_id, shown, bases, classes, allowed)
    select told.id, p.staff_id, p.id, p.organization_id, (regexp_match(told.url, '^\w+://(?:[^/@]*@)?([^/?#]+)'))[1], 'webhook',
      'READ', told.purpose, told.district_id, told.household_id, jsonb_build_object(told.household_id, '[]'::jsonb), told.bases,
      '{}', true
    from told join posts p on p.id = told.post_id
  )
  select told.id, told.webhook_id, told.url, told.kind, told.at, told.object, told.gone from told;
end $$;

/* What became of a delivery: taken, to be tried again after a while that grows, or given up. */
create or replace function hamkke.settle_delivery(p_id uuid, p_status int, p_taken boolean) returns void
language sql security definer set search_path = public, pg_temp as $$
  update webhook_deliveries set last_status = p_status,
    state = case when p_taken then 'DELIVERED' when p_status = 410 or waits[attempts] is null then 'GIVEN_UP' else 'PENDING' end::delivery_state,
    settled_at = case when p_taken or p_status = 410 or waits[attempts] is null then now() end,
    next_at = now() + coalesce(waits[attempts], '0') * (1 + random() / 10)
  from (select '{5 seconds,5 minutes,30 minutes,2 hours,5 hours,10 hours,14 hours,20 hours}'::interval[] as waits) schedule
  where id = p_id and state = 'PENDING'
$$;

/*
 * Forgets what was kept long enough: deliveries that were taken, changes with whatever was still to be delivered of them,
 * and idempotency keys after their day. Answers whether there is more of it.
 */
create or replace function hamkke.prune(p_change_days int, p_delivery_days int, p_most int) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  old uuid[];
  count int;
begin
  delete from idempotency_keys where at < now() - interval '24 hours';
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
