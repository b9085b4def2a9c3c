set local role hamkke_keeper;

/*
 * The lines of the access log of a district: of its households, and, where no district was named, of those
 * who work there.
 */
create or replace function hamkke.district_log(p_district text) returns setof access_log
stable language sql as $$
  select l.* from access_log l where l.district_id = p_district
  union all
  select l.* from access_log l where l.district_id is null
    and l.post_id = any(array(select p.id from posts p where p.district_id = p_district))
$$;

/*
 * Who works at a confidential organization is not told, nor which: that the household was read there would
 * say where somebody is protected. So whoever watches the log is not told their names and ids, and finds
 * nothing by them.
 */
create or replace function hamkke.at_shelter(p_staff uuid, p_organization uuid) returns boolean
stable language sql as $$
  select not exists (select from organizations o
    left join staff s on s.id = p_staff
    left join organizations h on h.id = s.home_organization_id
    where o.id = p_organization and not o.confidential and (p_staff is null or not h.confidential))
$$;

/* Whether a privacy officer asks for a line. */
create or replace function hamkke.asked_for(l access_log, p_filter jsonb) returns boolean
stable language sql as $$
  select (p_filter ->> 'household' is null or l.household_id = (p_filter ->> 'household')::uuid)
    and (p_filter ->> 'staff' is null
      or l.staff_id = (p_filter ->> 'staff')::uuid and not hamkke.at_shelter(l.staff_id, l.organization_id))
    and (p_filter ->> 'organization' is null
      or l.organization_id = (p_filter ->> 'organization')::uuid
        and not hamkke.at_shelter(l.staff_id, l.organization_id))
    and (p_filter ->> 'from' is null
      or l.at >= (p_filter ->> 'from')::date::timestamp at time zone 'Asia/Seoul')
    and (p_filter ->> 'until' is null
      or l.at < ((p_filter ->> 'until')::date + 1)::timestamp at time zone 'Asia/Seoul')
    and (p_filter ->> 'allowed' is null or l.allowed = (p_filter ->> 'allowed')::boolean)
    and (p_filter ->> 'basis' is null or (p_filter ->> 'basis')::basis = any(l.bases))
    and (p_filter ->> 'action' is null or l.action = p_filter ->> 'action')
$$;

/* Whether this transaction's viewer watches the log, of the district of their post. */
create or replace function hamkke.watches_log() returns boolean stable language sql as
$$ select coalesce((hamkke.viewer()).duties && hamkke.log_watching_duties(), false) $$;

/*
 * What a line is known by outside. Its own number is one of all districts' lines: gaps would tell how many
 * others wrote. A request's id is random and is shown to nobody but whoever sent it.
 */
create or replace function hamkke.line_key(l access_log) returns uuid stable language sql as $$
  select md5(concat_ws('/', l.request_id, l.at, l.household_id, l.action, l.operation, l.allowed,
    l.classes))::uuid
$$;

/*
 * A page of the district's log, newest first; NULL for whoever does not watch it. Planned for what is asked
 * each time: a plan for any conditions reads the whole log.
 */
create or replace function hamkke.access_log_page(p_filter jsonb, p_after text[], p_limit int,
  p_count boolean) returns json
language plpgsql stable security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan as $$
declare
  district text := (hamkke.viewer()).district;
  page json;
  total bigint;
  after_at timestamptz := p_after[1]::timestamptz;
  after_id bigint;
begin
  if not hamkke.watches_log() then
    return null;
  end if;
  -- A line that is no more, or never was, stands before every other of its instant.
  if p_after is not null then
    after_id := coalesce((select max(l.id) from hamkke.district_log(district) l
      where l.at = after_at and hamkke.line_key(l) = p_after[2]::uuid), 0);
  end if;
  -- Each part is read from its end: both together would be sorted as a whole.
  with paged as (
    (select l.*, hamkke.line_key(l) as key from access_log l where l.district_id = district
      and hamkke.asked_for(l, p_filter)
        and (after_at is null or (l.at, l.id) < (after_at, after_id))
      order by l.at desc, l.id desc limit p_limit)
    union all
    (select l.*, hamkke.line_key(l) as key from access_log l where l.district_id is null
      and hamkke.asked_for(l, p_filter)
        and l.post_id = any(array(select p.id from posts p where p.district_id = district))
        and (after_at is null or (l.at, l.id) < (after_at, after_id))
      order by l.at desc, l.id desc limit p_limit)
    order by at desc, id desc limit p_limit
  ), named as (
    select l.*, not shelter.so as told, shelter.so as sheltered from paged l
    -- "offset 0": asked once a line, and not at each place that looks at it.
    cross join lateral (select hamkke.at_shelter(l.staff_id, l.organization_id) as so offset 0) shelter
  )
  select coalesce(json_agg(json_build_object(
      'id', 'AccessLogEntry:' || key, 'at', l.at, 'staffId', case when told then 'Staff:' || l.staff_id end,
      'staff', case when told then s.name end, 'title', case when told then p.title end,
      'organizationId', case when told then 'Organization:' || l.organization_id end,
      'organization', case when told then o.name end, 'sheltered', sheltered, 'address', case when told
        then l.address end,
      'operation', l.operation, 'action', l.action, 'purpose', l.purpose,
      'householdId', 'Household:' || district || ':' || l.household_id, 'classes', to_json(l.classes),
      'bases', to_json(l.bases), 'allowed', l.allowed, 'filter', l.shown -> 'filter' ->> 0,
      '$c', json_build_array(l.at::text, key)) order by l.at desc, l.id desc), '[]')
  into page
  from named l
  left join posts p on p.id = l.post_id
  left join staff s on s.id = l.staff_id
  left join organizations o on o.id = l.organization_id;
  if p_count then
    select count(*) into total from hamkke.district_log(district) l where hamkke.asked_for(l, p_filter);
  end if;
  return json_build_object('rows', page, 'total', total);
end $$;

/*
 * The monthly review (월간 점검): a row a post with what it did in the district's log, those who are beyond the
 * limits of the district's policy first. Days and nights are Seoul's.
 */
create or replace function hamkke.access_review_page(p_month date, p_after text[], p_limit int,
  p_count boolean) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  with policy as (
    select coalesce(max(night_from), '22:00') as night_from,
      coalesce(max(night_until), '06:00') as night_until,
      coalesce(max(night_reads), 10) as night_reads, coalesce(max(households_a_day), 50) as households_a_day
    from review_policies where district_id = (hamkke.viewer()).district
  ), lines as materialized (
    select l.post_id, l.staff_id, l.organization_id, l.household_id, l.action, l.bases, l.allowed,
      l.at at time zone 'Asia/Seoul' as local, l.allowed and l.action = 'READ' as read
    from hamkke.district_log((hamkke.viewer()).district) l
    -- Whoever answers by a link has no post to be reviewed.
    where hamkke.watches_log() and l.post_id is not null
      and l.at >= p_month::timestamp at time zone 'Asia/Seoul'
      and l.at < (p_month + interval '1 month')::timestamp at time zone 'Asia/Seoul'
  ), days as (
    select post_id, local::date as day, count(distinct household_id) filter (where read) as households
    from lines group by 1, 2
  ), busiest as (
    select post_id, max(households) as most, count(*) filter (where households > households_a_day) as bulk
    from days, policy group by 1
  ), declared as (
    select post_id, count(*) as emergencies from emergencies e
    where e.district_id = (hamkke.viewer()).district
      and e.declared_at >= p_month::timestamp at time zone 'Asia/Seoul'
      and e.declared_at < (p_month + interval '1 month')::timestamp at time zone 'Asia/Seoul'
    group by 1
  ), posts_of_month as (
    select l.post_id, array_agg(distinct l.staff_id) as staff_ids,
      array_agg(distinct l.organization_id) as organization_ids,
      count(distinct l.household_id) filter (where l.read) as households,
      count(*) filter (where l.read) as reads, count(*) filter (where not l.allowed) as refused,
      count(*) filter (where l.allowed and l.action = 'SEARCH') as searches,
      count(*) filter (where l.allowed and l.action = 'CHANGE') as changes,
      count(*) filter (where l.action = 'LOG_READ') as log_reads,
      count(*) filter (where l.read and 'BREAK_GLASS' = any(l.bases)) as emergency_reads,
      count(*) filter (where l.read
        and (l.local::time >= policy.night_from or l.local::time < policy.night_until))
        as night_reads,
      max(policy.night_reads) as most_night_reads
    from lines l, policy group by 1
  ), named as (
    select m.*, shelter.so as sheltered, case when not shelter.so then s.name end as staff,
      case when not shelter.so then p.title end as title, case when not shelter.so
        then o.name end as organization
    from posts_of_month m
    -- Whoever worked at a shelter in that month at all is not named: the two together would tell where.
    cross join lateral (select bool_or(hamkke.at_shelter(staff_id, organization_id)) as so
      from unnest(m.staff_ids) staff_id, unnest(m.organization_ids) organization_id) shelter
    left join posts p on p.id = m.post_id
    left join staff s on s.id = m.staff_ids[1]
    left join organizations o on o.id = m.organization_ids[1]
  ), judged as (
    select p.*, coalesce(d.emergencies, 0) as emergencies, b.most, b.bulk,
      b.bulk > 0 or p.night_reads > p.most_night_reads or coalesce(d.emergencies, 0) > 0
        or p.emergency_reads > 0 as outlier
    from named p join busiest b using (post_id) left join declared d using (post_id)
  ), counted as (
    select j.*, concat_ws('/', reads, searches, refused, changes, log_reads, emergencies, emergency_reads,
      night_reads, most, bulk) as counts
    from judged j
  ), placed as (
    select c.*, md5(p_month || '/' || case when not sheltered then post_id::text
      -- A post of a shelter stands where its numbers put it: an order by its id would tell those who know the
      -- id which row is whose.
      else counts || '/' || row_number() over (partition by sheltered, outlier, households, counts) end
    )::uuid as place
    from counted c
  ), paged as (
    select * from placed
    where p_after is null or (not outlier, -households, place) > (p_after[1]::boolean, p_after[2]::int,
      p_after[3]::uuid)
    order by not outlier, -households, place limit p_limit
  )
  select json_build_object('rows', coalesce((select json_agg(json_build_object(
      'staff', staff, 'title', title, 'organization', organization, 'sheltered', sheltered, 'households',
        households,
      'reads', reads, 'searches', searches, 'refused', refused, 'changes', changes, 'logReads', log_reads,
      'emergencies', emergencies, 'emergencyReads', emergency_reads, 'nightReads', night_reads,
        'mostHouseholdsInADay', most, 'bulkDays', bulk,
      'outlier', outlier, '$c', json_build_array((not outlier)::text, (-households)::text, place::text))
      order by not outlier, -households, place) from paged), '[]'),
    'total', case when p_count then (select count(*) from judged) end)
  where hamkke.watches_log()
$$;

/*
 * Who saw a member's data (열람 기록), for those who keep the household's consents and print it for the person. A
 * row is a day, an organization, its duties and a basis, with the classes that were read: no hour, no count
 * and no place in the log, from which what is left out could be told. NULL for an unknown member and for one
 * of a household that they do not keep.
 *
 * Left out is whatever holds somebody's place of safety or an investigation, and all that confidential
 * organizations read. The district answers for what its own staff read and stands for them. Where any row of
 * the household tells of danger, an accusation included, only this is left: what the district's staff, other
 * than the police, read of this very member, SAFETY apart, and what was read of them by those to whom they
 * consented themselves. All else may show whom the others turned to. Whoever may not know of danger is always
 * answered so, or the answer would tell them.
 */
create or replace function hamkke.who_saw_page(
  p_district text, p_member uuid, p_after text[], p_limit int, p_count boolean) returns json
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  household uuid := (select m.household_id from members m where m.district_id = p_district
    and m.id = p_member);
  guarded boolean;
  answer json;
begin
  if not exists (select from hamkke.scope_of(v, p_district, array[household]) s where s.keeps
    and s.subject_id = household) then
    return null;
  end if;
  guarded := hamkke.tells_of_danger(p_district, household)
    or not exists (select from hamkke.scope_of(v, p_district, array[household]) s
      where s.subject_id = household and s.mask & hamkke.class_bit('SAFETY') <> 0);
  with lines as (
    select (l.at at time zone 'Asia/Seoul')::date as day, l.bases, coalesce(p.duties, '{}') as duties,
      case when l.bases && hamkke.serving_bases() and not 'POLICE_OFFICER' = any(p.duties) then d.name
        else o.name end
        as organization,
      array(select jsonb_array_elements_text(coalesce(l.shown -> p_member::text, '[]')
        || case when guarded then '[]' else coalesce(l.shown -> household::text, '[]') end)) as classes
    from access_log l
    -- Whoever answers by a link is no staff of ours, but their organization saw something.
    left join posts p on p.id = l.post_id
    left join staff s on s.id = l.staff_id
    join organizations o on o.id = l.organization_id
    join organizations h on h.id = coalesce(s.home_organization_id, o.id)
    join districts d on d.id = p_district
    where l.district_id = p_district and l.household_id = household and l.allowed and l.action = 'READ'
      and not o.confidential and not h.confidential and not l.classes && hamkke.most_guarded_classes()
      and (not guarded
        or l.bases = '{CONTROLLER}' and not p.duties && hamkke.police_duties()
        or l.bases <> '{}' and l.bases <@ hamkke.sharing_bases() and exists (select from consents c
          where c.district_id = p_district and c.household_id = household and c.given_by_id = p_member
            and c.organization_id in (l.organization_id, h.id)))
  ), grouped as (
    select day, organization, duties::text as duties, bases::text as bases,
      array_agg(distinct c::data_class order by c::data_class) as classes
    from lines, unnest(classes) c where not guarded or c <> 'SAFETY' group by 1, 2, 3, 4
  ), paged as (
    select * from grouped where p_after is null or day < p_after[1]::date
      or day = p_after[1]::date and (organization, duties, bases) > (p_after[2], p_after[3], p_after[4])
    order by day desc, organization, duties, bases limit p_limit
  )
  select json_build_object('household', household,
    'rows', coalesce((select json_agg(json_build_object('on', day, 'organization', organization,
      'duties', to_json(duties::duty[]), 'bases', to_json(bases::basis[]), 'classes', to_json(classes),
      '$c', json_build_array(day::text, organization, duties, bases)) order by day desc, organization, duties,
        bases)
      from paged), '[]'),
    'total', case when p_count then (select count(*) from grouped) end)
  into answer;
  return answer;
end $$;

reset role;
