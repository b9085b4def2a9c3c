set local role hamkke_keeper;

/* Somebody in a post as they are now, for what happens while nobody asks; NULL where they are not active. */
create or replace function hamkke.viewer_in(p_post uuid, p_purpose purpose) returns hamkke.viewer
stable language sql as $$
  select row(p.id, s.id, p.organization_id, s.home_organization_id, p.district_id, p.duties,
    hamkke.zones_now(p.id, p.duties, p.zones), p_purpose,
    hamkke.recipient(p.duties, p.organization_id, s.home_organization_id))::hamkke.viewer
  from posts p join staff s on s.id = p.staff_id where p.id = p_post and p.active and s.active
$$;

/*
 * The organization whose webhooks this transaction's viewer looks after; NULL for everybody else, who have
 * none to find.
 */
create or replace function hamkke.webhook_owner() returns uuid stable language sql as $$
  select (v).recipient from hamkke.viewer() v where (v).duties && hamkke.webhook_duties()
$$;

/*
 * Registers a webhook of the viewer's post, which is told of what comes from now on. False where there are
 * too many.
 */
create or replace function hamkke.register_webhook(p_id uuid, p_url text, p_most int) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  owner uuid := hamkke.webhook_owner();
begin
  if owner is null then
    perform hamkke.not_found('no webhooks of theirs');
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
    perform hamkke.not_found('no such webhook');
  end if;
  update webhook_deliveries set state = 'GIVEN_UP', settled_at = now() where webhook_id = p_id
    and state = 'PENDING';
end $$;

/*
 * Tries a settled delivery of a webhook of the viewer's post again from the beginning. False where it is
 * still tried.
 */
create or replace function hamkke.resend_delivery(p_id uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  owner uuid := hamkke.webhook_owner();
  found_state delivery_state;
begin
  select d.state into found_state from webhook_deliveries d join webhooks w on w.id = d.webhook_id
    where d.id = p_id and w.organization_id = owner and w.post_id = (hamkke.viewer()).post
      and w.removed_at is null
    for update of d;
  if found_state is null then
    perform hamkke.not_found('no such delivery');
  end if;
  if found_state = 'PENDING' then
    return false;
  end if;
  update webhook_deliveries set state = 'PENDING', attempts = 0, next_at = now(), settled_at = null
    where id = p_id;
  return true;
end $$;

/* The webhooks of the viewer's organization. */
create or replace function hamkke.webhooks_of(p_post uuid, p_stamp text, p_purpose text) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  owner uuid := hamkke.webhook_owner();
begin
  return (select coalesce(json_agg(json_build_object('id', id, 'url', url, 'createdAt', created_at, 'own',
    post_id = v.post)
      order by created_at, id), '[]')
    from webhooks where organization_id = owner and removed_at is null);
end $$;

/*
 * Deliveries of the webhooks of the viewer's own post, newest first: how many there are says how much that
 * post was told, which is nobody else's to know. What they tell of is in the feed.
 */
create or replace function hamkke.deliveries_of(p_post uuid, p_stamp text, p_purpose text,
  p_states delivery_state[], p_after_at timestamptz, p_after_id uuid, p_most int) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  owner uuid := hamkke.webhook_owner();
begin
  return (select coalesce(json_agg(d order by d."createdAt" desc, d.id), '[]') from (
    select d.id, d.webhook_id as "webhookId", d.state, d.attempts, d.last_status as "lastStatus",
      d.created_at as "createdAt",
      case when d.state = 'PENDING' then d.next_at end as "nextAt", d.settled_at as "settledAt"
    from webhook_deliveries d join webhooks w on w.id = d.webhook_id
    where w.organization_id = owner and w.post_id = v.post and (p_states is null or d.state = any(p_states))
      and (p_after_id is null or d.created_at < p_after_at or d.created_at = p_after_at and d.id > p_after_id)
    order by d.created_at desc, d.id limit p_most) d);
end $$;

/*
 * What the server has to do by itself: requests that ran out are ended, what is new in feeds becomes
 * deliveries, and those that are due are handed to one server for as long as a lease. One server at a time is
 * in here. Rights are those that the post has now: who is not active is told nothing, and what may not be
 * told any more is given up.
 */
create or replace function hamkke.claim_deliveries(p_most int, p_lease interval)
returns table (id uuid, webhook_id uuid, url text, kind change_kind, at timestamptz, object text,
  gone boolean)
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
    continue when v.post is null or v.recipient is distinct from w.organization_id
      or not v.duties && hamkke.webhook_duties();
    select position into head from feed_heads where organization_id = w.organization_id;
    with visible as (
      select * from hamkke.feed_of(v, w.position, 200) t where t.place <= head
    ), made as (
      insert into webhook_deliveries (id, webhook_id, change_id) select gen_random_uuid(), w.id, visible.id
        from visible
      on conflict do nothing
    )
    update webhooks set position = case when (select count(*) from visible) < 200 then head
      else (select max(place) from visible) end
    where webhooks.id = w.id;
  end loop;
  due := array(select d.id from webhook_deliveries d join webhooks w on w.id = d.webhook_id
    where d.state = 'PENDING' and d.next_at <= now() and w.removed_at is null
      and exists (select from posts p join staff s on s.id = p.staff_id where p.id = w.post_id and p.active
        and s.active)
    order by d.next_at limit p_most for update of d skip locked);
  return query with visible as (
    select d.id, w.id as webhook_id, w.url, t.kind, t.at, 'Referral:' || t.district_id || ':'
      || t.object_id as object, t.gone,
      w.post_id, w.purpose, t.district_id, t.household_id, t.bases
    from webhook_deliveries d
    join webhooks w on w.id = d.webhook_id
    join changes c on c.id = d.change_id
    join lateral hamkke.feed_of(hamkke.viewer_in(w.post_id, w.purpose), c.position - 1, 1) t on t.id = c.id
    where d.id = any(due)
  ), leased as (
    update webhook_deliveries d set attempts = d.attempts + 1, next_at = now() + p_lease
    where d.id in (select visible.id from visible)
  ), dropped as (
    update webhook_deliveries d set state = 'GIVEN_UP', settled_at = now()
    where d.id = any(due) and d.id not in (select visible.id from visible)
  ), logged as (
    -- Before it leaves, like all that is told of a household: to the post that the webhook belongs to, at its
    -- address.
    insert into access_log (request_id, staff_id, post_id, organization_id, address, operation, action,
      purpose, district_id,
      household_id, shown, bases, classes, allowed)
    select visible.id, p.staff_id, p.id, p.organization_id,
      (regexp_match(visible.url, '^\w+://(?:[^/@]*@)?([^/?#]+)'))[1], 'webhook',
      'READ', visible.purpose, visible.district_id, visible.household_id,
        jsonb_build_object(visible.household_id, '[]'::jsonb), visible.bases,
      '{}', true
    from visible join posts p on p.id = visible.post_id
  )
  select n.id, n.webhook_id, n.url, n.kind, n.at, n.object, n.gone from visible n;
end $$;

/* What became of a delivery: taken, to be tried again after a while that grows, or given up. */
create or replace function hamkke.settle_delivery(p_id uuid, p_status int, p_taken boolean) returns void
language sql security definer set search_path = public, pg_temp as $$
  update webhook_deliveries set last_status = p_status,
    state = case when p_taken then 'DELIVERED' when p_status = 410 or waits[attempts] is null then 'GIVEN_UP'
      else 'PENDING' end::delivery_state,
    settled_at = case when p_taken or p_status = 410 or waits[attempts] is null then now() end,
    next_at = now() + coalesce(waits[attempts], '0') * (1 + random() / 10)
  from (select '{5 seconds,5 minutes,30 minutes,2 hours,5 hours,10 hours,14 hours,20 hours}'::interval[]
    as waits) schedule
  where id = p_id and state = 'PENDING'
$$;

reset role;
