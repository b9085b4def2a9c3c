set local role hamkke_keeper;

/*
 * A line to whose person the viewer goes, under a lock, at the version that they read: as one of the team, or
 * for the partner that surveys while somebody still has to go there. HK404 for everybody else.
 */
create or replace function hamkke.hold_line(p_district text, p_line uuid, p_version int)
returns campaign_lines
language plpgsql as $$
declare
  team text := hamkke.outreach_team();
  partners uuid[] := coalesce(hamkke.surveyed_campaigns(), '{}');
  l campaign_lines;
begin
  select f.* into l from campaign_lines f where f.district_id = p_district and f.id = p_line
    and (coalesce(f.organization_id::text = team, false) or f.campaign_id = any(partners) and f.open)
    for update;
  if l.id is null then
    perform hamkke.not_found('no line of theirs');
  end if;
  perform hamkke.expect_version(p_version, l.version);
  if l.taken_up_on is not null or l.erased_at is not null then
    perform hamkke.refuse('LINE_IS_CLOSED');
  end if;
  return l;
end $$;

/* Records what became of going to somebody of a list; what was said before and is not said now stays. */
create or replace function hamkke.record_line_outcome(p_district text, p_line uuid, p_version int, p jsonb)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  l campaign_lines := hamkke.hold_line(p_district, p_line, p_version);
  said campaign_lines := jsonb_populate_record(l, jsonb_strip_nulls(p));
  c campaigns;
begin
  select * into c from campaigns where district_id = p_district and id = l.campaign_id;
  if hamkke.today() not between c.starts_on and c.ends_on then
    perform hamkke.refuse('CAMPAIGN_NOT_RUNNING', jsonb_build_object('from', c.starts_on,
      'until', c.ends_on));
  elsif said.outcome_on < c.starts_on then
    perform hamkke.refuse('OUTCOME_BEFORE_CAMPAIGN', jsonb_build_object('from', c.starts_on));
  end if;
  update campaign_lines set outcome = said.outcome, outcome_on = said.outcome_on, surveyed = said.surveyed,
    remark = said.remark, tries = tries + (said.outcome = 'ABSENT')::int, post_id = v.post,
    version = version + 1
  where district_id = p_district and id = p_line;
end $$;

/*
 * That the viewer may make a report of somebody of a list, who was consulted or surveyed. Answers the sealed
 * registration number, if the list had one: sealed anew for the member, it goes with the report.
 */
create or replace function hamkke.line_to_select(p_district text, p_line uuid, p_version int) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  l campaign_lines := hamkke.hold_line(p_district, p_line, p_version);
begin
  if l.organization_id::text is distinct from hamkke.outreach_team() then
    perform hamkke.not_found('no line of their team');
  elsif l.outcome is distinct from 'CONSULTED' and not l.surveyed then
    perform hamkke.refuse('LINE_NOT_CONSULTED');
  end if;
  return (select jsonb_build_object('ciphertext', i.registration_number_ciphertext,
      'key', i.registration_number_key_id)
    from campaign_line_identities i where i.district_id = p_district and i.line_id = p_line
      and i.registration_number_ciphertext is not null);
end $$;

/*
 * The household that somebody of a list was confirmed to belong to, where the viewer may know of it. Whoever
 * may not makes a report of somebody new, as of everybody else: that they are known is not told by a refusal.
 */
create or replace function hamkke.household_of_line(v hamkke.viewer, l campaign_lines) returns uuid
stable language sql as $$
  select h from campaign_line_matches m
  cross join lateral hamkke.household_now((l).district_id, m.household_id) h
  where m.district_id = (l).district_id and m.line_id = (l).id and m.confirmed
    and exists (select from hamkke.scope_of(v, (l).district_id, array[h]) s where s.subject_id = h
      and s.basis = 'CONTROLLER' and s.mask & hamkke.class_bit('SUMMARY') <> 0)
  limit 1
$$;

/*
 * Makes a report of somebody of a list (접수), who is of a household from then on: name, contact and number
 * leave the line. That the household stood on the list is written down where it is not yet. Ids are made by
 * the application; the case is NULL while the report waits for the centre that serves a known household.
 */
create or replace function hamkke.select_line(p_district text, p_line uuid, p jsonb)
returns table (household_id uuid, case_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  v hamkke.viewer := hamkke.viewer();
  l campaign_lines := hamkke.hold_line(p_district, p_line, (select version from campaign_lines
    where district_id = p_district and id = p_line));
  known uuid := hamkke.household_of_line(v, l);
  home uuid := coalesce(known, (p ->> 'household_id')::uuid);
  belongs_to uuid;
  c campaigns;
  born date := (select i.birth_date from campaign_line_identities i where i.district_id = p_district
    and i.line_id = p_line);
  visit universal_visit_kind;
  source text := 'SURVEY';
  m members;
begin
  select * into c from campaigns f where f.district_id = p_district and f.id = l.campaign_id;
  if c.list = 'UNIVERSAL_VISIT' then
    visit := hamkke.universal_kind(born, l.outcome_on);
    -- A centre that offers no visits to everybody has met them by its survey all the same.
    source := coalesce((select s::text from organizations o, unnest(hamkke.sources_of(o.partner_kind)) s
      where o.id = l.organization_id and s::text = visit::text), source);
  end if;
  belongs_to := hamkke.receive_report(p || jsonb_build_object('district_id', p_district,
    'household_id', home, 'center_id', l.organization_id, 'sender_id', null, 'new', known is null,
    'responsible_dong', l.dong, 'responsible_tong', l.tong, 'responsible_ban', l.ban, 'source', source,
    'concerned', null, 'incident_kind', null, 'investigation', null, 'members', case when known is null then (
      select jsonb_build_array(jsonb_build_object('id', p -> 'member_id', 'ordinal', 1, 'name', l.name,
        'birth_date', i.birth_date, 'relation', '본인', 'phone', l.phone, 'home_address', l.address,
        'sealed', p -> 'sealed', 'alleged_perpetrator', false))
      from (select) one left join campaign_line_identities i
        on i.district_id = p_district and i.line_id = p_line) else '[]'::jsonb end));
  insert into screenings (district_id, id, household_id, list, screened_on)
    select p_district, (p ->> 'screening_id')::uuid, home, c.list, l.outcome_on
    where belongs_to is not null
      and not exists (select from screenings s where s.district_id = p_district and s.household_id = home
        and s.list = c.list and s.screened_on between c.starts_on and c.ends_on);
  -- Who was met because everybody of their age is offered a visit was offered it.
  if visit is not null and known is null then
    select * into m from members o where o.district_id = p_district and o.id = (p ->> 'member_id')::uuid;
    perform hamkke.offer_visit(m, born, gen_random_uuid(), visit, l.outcome_on, v);
  end if;
  delete from campaign_line_identities where district_id = p_district and line_id = p_line;
  delete from campaign_line_matches where district_id = p_district and line_id = p_line;
  update campaign_lines set name = null, phone = null, address = null, tong = null, ban = null,
    remark = null, post_id = v.post, taken_up_on = hamkke.today(),
    report_id = (p ->> 'report_id')::uuid, version = version + 1
    where district_id = p_district and id = p_line;
  return query select home, belongs_to;
end $$;

/*
 * Adds people to the list of a campaign that the viewer leads, a part of a file at a time. Who is on it
 * already, by what tells two lines to be of one person, stays as they are. Answers how many were added.
 */
create or replace function hamkke.add_campaign_lines(p_district text, p_campaign uuid, p_rows jsonb)
returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  c campaigns := hamkke.hold_campaign(p_district, p_campaign);
  before int := (select coalesce(max(position), 0) from campaign_lines
    where district_id = p_district and campaign_id = p_campaign);
  added int;
begin
  if c.ends_on < hamkke.today() then
    perform hamkke.refuse('CAMPAIGN_HAS_ENDED');
  end if;
  with given as (
    select * from jsonb_to_recordset(p_rows) as r(id uuid, place int, dong text, tong smallint, ban smallint,
      name text, phone text, address text, person_hash text, birth_date date, sealed jsonb)
  ), fresh as (
    insert into campaign_lines (district_id, id, campaign_id, organization_id, position, dong, tong, ban,
      name, phone, address, person_hash)
    select p_district, g.id, p_campaign, c.organization_id,
      before + (row_number() over (order by g.place))::int, g.dong, g.tong, g.ban, g.name, g.phone, g.address,
      g.person_hash
    from given g
    -- The index alone is asked who is there already: of a list that grows while it is read the planner knows
    -- no size, and would read it whole for every part of the file. Places of those who are skipped stay free.
    on conflict on constraint campaign_lines_person do nothing
    returning id
  ), identified as (
    insert into campaign_line_identities (district_id, line_id, organization_id, birth_date,
      masked_registration_number, registration_number_ciphertext, registration_number_key_id,
      registration_number_index)
    select p_district, g.id, c.organization_id, g.birth_date, g.sealed ->> 'maskedRegistrationNumber',
      g.sealed ->> 'registrationNumberCiphertext', g.sealed ->> 'registrationNumberKeyId',
      g.sealed ->> 'registrationNumberIndex'
    from given g join fresh f on f.id = g.id
  )
  select count(*) into added from fresh;
  if before + added > hamkke.most_campaign_lines() then
    perform hamkke.refuse('CAMPAIGN_LIST_TOO_LONG');
  end if;
  return added;
end $$;

reset role;
