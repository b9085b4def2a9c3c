set local role hamkke_keeper;

/*
 * How far a campaign is, for its team: its lines by what became of them. What is erased is counted on. NULL
 * for everybody else.
 */
create or replace function hamkke.campaign_counts(c campaigns) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('lines', count(*), 'open', count(*) filter (where l.open),
    'screened', count(*) filter (where l.outcome = 'CONSULTED' or l.surveyed),
    'consulted', count(*) filter (where l.outcome = 'CONSULTED'),
    'absent', count(*) filter (where l.outcome = 'ABSENT'),
    'refused', count(*) filter (where l.outcome = 'REFUSED'),
    'moved', count(*) filter (where l.outcome = 'MOVED'),
    'takenUp', count(l.taken_up_on), 'erased', count(l.erased_at))
  from campaign_lines l where l.district_id = (c).district_id and l.campaign_id = (c).id
  having (c).organization_id::text = hamkke.outreach_team()
$$;

/*
 * What came of a campaign, for those who reach every case of its centre: the cases there that are managed
 * because of it, and what these were linked to, as far as they may know. NULL for everybody else.
 */
create or replace function hamkke.campaign_results(c campaigns) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  with selected as (
    select distinct k.id from campaign_lines l
    join intake_reports r on r.district_id = l.district_id and r.id = l.report_id
    join cases k on k.district_id = r.district_id and k.id = r.case_id
    where l.district_id = (c).district_id and l.campaign_id = (c).id and k.track = 'CASE_MANAGED'
      and k.center_id = (c).organization_id
  )
  select jsonb_build_object('selected', (select count(*) from selected),
    'linked', (select count(*) from linkages x where x.district_id = (c).district_id
      and x.case_id in (select id from selected) and x.data_class <> all(hamkke.most_guarded_classes())))
  from hamkke.viewer() v
  where v.duties && hamkke.campaign_managing_duties() and v.organization = (c).organization_id
$$;

/* Refuses a period that a campaign may not have. */
create or replace function hamkke.check_campaign(c campaigns) returns void stable language plpgsql as $$
begin
  if c.ends_on < c.starts_on then
    perform hamkke.refuse('CAMPAIGN_ENDS_BEFORE_IT_BEGINS');
  elsif c.ends_on - c.starts_on > hamkke.longest_campaign_days() then
    perform hamkke.refuse('CAMPAIGN_TOO_LONG');
  end if;
end $$;

/* Begins a campaign of the viewer's organization. Names of keys are the columns'. */
create or replace function hamkke.begin_campaign(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  c campaigns := jsonb_populate_record(null::campaigns, p);
  a agreements;
begin
  if v.district is distinct from c.district_id or not v.duties && hamkke.campaign_managing_duties() then
    perform hamkke.not_found('no campaigns of theirs');
  end if;
  perform hamkke.check_campaign(c);
  if c.ends_on < hamkke.today() then
    perform hamkke.refuse('CAMPAIGN_HAS_ENDED');
  end if;
  if c.agreement_id is not null then
    -- With a shelter it is as unknown as one that is not there.
    select * into a from agreements g
      where g.district_id = c.district_id and g.id = c.agreement_id and not g.sheltered;
    if a.id is null then
      perform hamkke.not_found('no such agreement');
    elsif hamkke.mask_of(a.classes) & hamkke.survey_mask() <> hamkke.survey_mask()
      or c.starts_on not between a.valid_from and coalesce(a.last_day, 'infinity') then
      perform hamkke.refuse('AGREEMENT_WITHOUT_SURVEY');
    end if;
  end if;
  insert into campaigns (district_id, id, organization_id, name, list, reason, starts_on, ends_on, partner_id,
    agreement_id)
  values (c.district_id, c.id, v.organization, c.name, c.list, c.reason, c.starts_on, c.ends_on,
    a.organization_id, a.id);
end $$;

/* A campaign that the viewer leads, under a lock; HK404 for everybody else. */
create or replace function hamkke.hold_campaign(p_district text, p_campaign uuid) returns campaigns
language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
  c campaigns;
begin
  select f.* into c from campaigns f where f.district_id = p_district and f.id = p_campaign
    and f.organization_id = v.organization and v.duties && hamkke.campaign_managing_duties() for update;
  if c.id is null then
    perform hamkke.not_found('no campaign of theirs');
  end if;
  return c;
end $$;

/* Changes why people are gone to, or until when; what is left out stays. */
create or replace function hamkke.change_campaign(p_district text, p_campaign uuid, p_version int,
  p_changes jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  c campaigns := hamkke.hold_campaign(p_district, p_campaign);
begin
  perform hamkke.expect_version(p_version, c.version);
  -- Its people are erased some days after it ended: what is over does not begin again.
  if c.ends_on < hamkke.today() then
    perform hamkke.refuse('CAMPAIGN_HAS_ENDED');
  end if;
  c := jsonb_populate_record(c, jsonb_strip_nulls(p_changes));
  perform hamkke.check_campaign(c);
  update campaigns set reason = c.reason, ends_on = c.ends_on, version = version + 1
    where district_id = p_district and id = p_campaign;
end $$;

/*
 * Erases who stood on a list so many days after its campaign as the district decided: those that nobody took
 * up. They are counted on.
 */
create or replace function hamkke.erase_campaign_lines() returns void language sql as $$
  with over as materialized (
    select l.district_id, l.id from campaigns c
    join campaign_lines l on l.district_id = c.district_id and l.campaign_id = c.id
    where hamkke.policy_due(c.district_id, 'LIST_ERASURE', c.ends_on) < hamkke.today()
      and l.taken_up_on is null and l.erased_at is null
    -- Another server may be at it: what it has is left to it.
    for update of l skip locked
  ), identified as (
    delete from campaign_line_identities i using over o
      where i.district_id = o.district_id and i.line_id = o.id
  ), matched as (
    delete from campaign_line_matches m using over o where m.district_id = o.district_id and m.line_id = o.id
  )
  update campaign_lines l set name = null, phone = null, address = null, tong = null, ban = null,
    remark = null, person_hash = null, erased_at = now(), version = version + 1
  from over o where l.district_id = o.district_id and l.id = o.id
$$;

/* Records promotion activities of the viewer's organization. Names of keys are the columns'. */
create or replace function hamkke.record_promotion(p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  n promotions := jsonb_populate_record(null::promotions, p);
begin
  if v.district is distinct from n.district_id or not v.duties && hamkke.outreach_duties()
    or n.campaign_id is not null and not exists (select from campaigns c where c.id = n.campaign_id
      and c.district_id = n.district_id and c.organization_id = v.organization) then
    perform hamkke.not_found('no campaign of theirs');
  end if;
  insert into promotions (district_id, id, organization_id, campaign_id, kind, took_place_on, activities,
    description, post_id)
  values (n.district_id, n.id, v.organization, n.campaign_id, n.kind, n.took_place_on, n.activities,
    n.description, v.post);
end $$;

/* Promotion activities of the viewer's organization in a period, by kind. */
create or replace function hamkke.promotion_counts(p_from date, p_until date) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  with counted as (
    select n.kind, sum(n.activities)::int as activities from promotions n
    where n.organization_id::text = hamkke.outreach_team() and n.took_place_on between p_from and p_until
    group by 1
  )
  select json_build_object('activities', coalesce(sum(activities), 0)::int, 'byKind',
    coalesce(json_agg(json_build_object('kind', kind, 'activities', activities) order by kind), '[]'))
  from counted
$$;

reset role;
