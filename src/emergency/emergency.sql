set local role hamkke_keeper;

/*
 * Who is told of an emergency in a household: posts of the first of these that there is anybody of, never of
 * the person who declared it. Whether there is such a household makes no other difference than who they are.
 */
create or replace function hamkke.emergency_recipients(v hamkke.viewer, p_household uuid) returns setof uuid
stable language sql as $$
  with centers as (
    select c.center_id from cases c where c.district_id = (v).district and c.household_id = p_household
    union
    select r.center_id from intake_reports r where r.district_id = (v).district
      and r.household_id = p_household
  ), ranked as (
    select p.id, case
      when 'CENTER_HEAD' = any(p.duties) and p.organization_id in (select center_id from centers) then 0
      else (select min(array_position(hamkke.reviewing_duties(), d)) from unnest(p.duties) d) end as rank
    from posts p join staff s on s.id = p.staff_id and s.active
    where p.district_id = (v).district and p.active and p.staff_id <> (v).staff
      and p.duties && hamkke.reviewing_duties()
  )
  select id from ranked where rank = (select min(rank) from ranked)
$$;

/*
 * Declares an emergency (긴급열람): one household, one post, at most 60 minutes; those who must know are notified
 * and have a review task for the next working day. Answers DECLARED; RUNNING where the post has an emergency
 * that has not ended, since a post has one household open at a time; NOBODY where the district has nobody to
 * tell. Whether there is such a household is not looked at: that is found out by reading it, when the log and
 * the heads know already.
 */
create or replace function hamkke.declare_emergency(p jsonb) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  emergency uuid := (p ->> 'id')::uuid;
  recipients uuid[];
begin
  if v.district is distinct from p ->> 'district_id' or not v.duties && hamkke.emergency_duties() then
    perform hamkke.not_found('not theirs to open');
  end if;
  -- Two at once of the same post wait for each other here.
  perform from posts where id = v.post for no key update;
  if exists (select from emergencies e where e.post_id = v.post and e.ends_at > now()) then
    return 'RUNNING';
  end if;
  recipients := array(select hamkke.emergency_recipients(v, (p ->> 'household_id')::uuid));
  if recipients = '{}' then
    return 'NOBODY';
  end if;
  insert into emergencies (district_id, id, household_id, post_id, reason, words, minutes, declared_at,
    ends_at)
    values (v.district, emergency, (p ->> 'household_id')::uuid, v.post, (p ->> 'reason')::emergency_reason,
      p ->> 'words',
      (p ->> 'minutes')::int, now(), now() + make_interval(mins => (p ->> 'minutes')::int));
  insert into notifications (district_id, id, post_id, kind, emergency_id)
    select v.district, gen_random_uuid(), post, 'EMERGENCY_DECLARED', emergency from unnest(recipients) post;
  insert into review_tasks (district_id, id, emergency_id, due_on)
    values (v.district, gen_random_uuid(), emergency, hamkke.next_working_day(hamkke.today()));
  return 'DECLARED';
end $$;

/* Ends the emergency of this post; HK404 for every other. One that has ended already stays as it is. */
create or replace function hamkke.end_emergency(p_district text, p_id uuid) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  household uuid;
begin
  update emergencies e set ends_at = least(e.ends_at, now())
  where e.district_id = p_district and e.id = p_id and e.post_id = (hamkke.viewer()).post
  returning e.household_id into household;
  if household is null then
    perform hamkke.not_found('no such emergency');
  end if;
  return household;
end $$;

/* An emergency as the API tells it; whoever calls this decides who may have it. */
create or replace function hamkke.emergency_json(e emergencies) returns json stable language sql as $$
  select json_build_object('id', 'Emergency:' || (e).district_id || ':' || (e).id,
    'householdId', 'Household:' || (e).district_id || ':' || (e).household_id,
    'reason', (e).reason, 'words', (e).words, 'minutes', (e).minutes, 'declaredAt', (e).declared_at, 'endsAt',
      (e).ends_at,
    'running', (e).ends_at > now(), 'declaredBy', s.name, 'title', p.title, 'organization', o.name)
  from posts p join staff s on s.id = p.staff_id join organizations o on o.id = p.organization_id
    where p.id = (e).post_id
$$;

/* An emergency for the post that declared it; NULL for everybody else. */
create or replace function hamkke.own_emergency(p_district text, p_id uuid) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select hamkke.emergency_json(e) from emergencies e
  where e.district_id = p_district and e.id = p_id and e.post_id = (hamkke.viewer()).post
$$;

/* The notifications of this post, newest first: those that were not read, or all. */
create or replace function hamkke.notifications_page(p_unread boolean, p_after text[], p_limit int,
  p_count boolean)
returns json language sql stable security definer set search_path = public, pg_temp as $$
  with own as (
    select n.*, e, coalesce(e.household_id, r.household_id) as household_id from notifications n
    left join emergencies e on e.district_id = n.district_id and e.id = n.emergency_id
    left join incoming_reports r on r.district_id = n.district_id and r.id = n.incoming_report_id
    where n.post_id = (hamkke.viewer()).post and (n.read_at is null or not coalesce(p_unread, false))
  ), paged as (
    select * from own where p_after is null or (at, id) < (p_after[1]::timestamptz, p_after[2]::uuid)
    order by at desc, id desc limit p_limit
  )
  select json_build_object('rows', coalesce((select json_agg(json_build_object(
      'id', 'Notification:' || district_id || ':' || id, 'kind', kind, 'at', at, 'readAt', read_at,
      'emergency', hamkke.emergency_json(e),
      'reportId', 'IncomingReport:' || district_id || ':' || incoming_report_id,
      '$h', household_id, '$c', json_build_array(at::text, id::text))
      order by at desc, id desc) from paged), '[]'),
    'total', case when p_count then (select count(*) from own) end)
$$;

/* Marks a notification of this post as read, once; HK404 for every other. */
create or replace function hamkke.mark_notification_read(p_district text, p_id uuid) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  household uuid;
begin
  update notifications n set read_at = coalesce(n.read_at, now())
  where n.district_id = p_district and n.id = p_id and n.post_id = (hamkke.viewer()).post
  returning (select e.household_id from emergencies e where e.district_id = n.district_id
    and e.id = n.emergency_id
    union all
    select r.household_id from incoming_reports r where r.district_id = n.district_id
      and r.id = n.incoming_report_id)
  into household;
  if household is null then
    perform hamkke.not_found('no such notification');
  end if;
  return household;
end $$;

/* Whether this transaction's viewer was told of an emergency, and still has a duty that reviews. */
create or replace function hamkke.reviews(p_district text, p_emergency uuid) returns boolean
stable language sql as $$
  select (hamkke.viewer()).duties && hamkke.reviewing_duties() and exists (select from notifications n
    where n.district_id = p_district and n.emergency_id = p_emergency and n.post_id = (hamkke.viewer()).post)
$$;

/* A review task, with what was read on this basis while the emergency ran. */
create or replace function hamkke.review_json(t review_tasks, e emergencies) returns json
stable language sql as $$
  with reads as materialized (
    select l.classes from access_log l
    where l.district_id = (e).district_id and l.household_id = (e).household_id and l.post_id = (e).post_id
      -- The line is written after the read, and so may come a moment after the end.
      and l.at between (e).declared_at and (e).ends_at + interval '1 minute'
      and l.allowed and l.action = 'READ' and 'BREAK_GLASS' = any(l.bases)
  )
  select json_build_object('id', 'ReviewTask:' || (t).district_id || ':' || (t).id, 'dueOn', (t).due_on,
    'overdue', (t).completed_at is null and (t).due_on < hamkke.today(), 'completedAt', (t).completed_at,
    'outcome', (t).outcome, 'words', (t).words, 'emergency', hamkke.emergency_json(e),
    'reads', (select count(*) from reads),
    'classes', coalesce((select json_agg(distinct c) from reads, unnest(classes) c), '[]'),
    '$h', (e).household_id, '$c', json_build_array((t).due_on::text, (t).id::text))
$$;

/*
 * The review tasks of those emergencies that this post was told of, the one due first at the top: the open
 * ones, or all.
 */
create or replace function hamkke.review_tasks_page(p_open boolean, p_after text[], p_limit int,
  p_count boolean)
returns json language sql stable security definer set search_path = public, pg_temp as $$
  with own as (
    select t, e, t.due_on, t.id from review_tasks t
    join emergencies e on e.district_id = t.district_id and e.id = t.emergency_id
    where t.district_id = (hamkke.viewer()).district and hamkke.reviews(t.district_id, t.emergency_id)
      and (t.completed_at is null or not coalesce(p_open, false))
  ), paged as (
    select * from own where p_after is null or (due_on, id) > (p_after[1]::date, p_after[2]::uuid)
    order by due_on, id limit p_limit
  )
  select json_build_object(
    'rows', coalesce((select json_agg(hamkke.review_json(t, e) order by due_on, id) from paged), '[]'),
    'total', case when p_count then (select count(*) from own) end)
$$;

/* One review task, for those who were told of its emergency; NULL for everybody else. */
create or replace function hamkke.review_task(p_district text, p_id uuid) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  select hamkke.review_json(t, e) from review_tasks t
  join emergencies e on e.district_id = t.district_id and e.id = t.emergency_id
  where t.district_id = p_district and t.id = p_id and hamkke.reviews(t.district_id, t.emergency_id)
$$;

/*
 * Completes a review, once. HK404 for whoever was not told of the emergency; NULL where it was completed
 * before; otherwise the household.
 */
create or replace function hamkke.complete_review(p_district text, p_id uuid, p_outcome text, p_words text)
returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  task review_tasks;
begin
  select * into task from review_tasks t
  where t.district_id = p_district and t.id = p_id and hamkke.reviews(t.district_id, t.emergency_id)
    for update;
  if task.id is null then
    perform hamkke.not_found('no such review');
  end if;
  if task.completed_at is not null then
    return null;
  end if;
  update review_tasks t set completed_at = now(), completed_by_id = (hamkke.viewer()).post,
    outcome = p_outcome::review_outcome, words = p_words
  where t.district_id = p_district and t.id = p_id;
  return (select e.household_id from emergencies e where e.district_id = p_district
    and e.id = task.emergency_id);
end $$;

reset role;
