set local role hamkke_keeper;

/*
 * Whether somebody triages a report: at the centre whose case it is, before the first consultation, of a
 * household that their duty records.
 */
create or replace function hamkke.triages_report(v hamkke.viewer, r intake_reports) returns boolean
stable language sql as $$
  select v.duties && hamkke.step_duties('TRIAGE') and v.district = (r).district_id
    and exists (select from cases k where k.district_id = (r).district_id and k.id = (r).case_id
      and k.center_id = v.organization and k.stage in ('RECEIVED', 'TRIAGED'))
    -- What more than this report tells of is a household of its own.
    and not exists (select from cases k where k.district_id = (r).district_id
      and k.household_id = (r).household_id and k.id <> (r).case_id)
    and exists (select from hamkke.records_of(v, (r).district_id, array[(r).household_id]) s
      where s.subject_id = (r).household_id and s.mask & hamkke.class_bit('SUMMARY') <> 0)
$$;

/* The classes that say why two people may be one. */
create or replace function hamkke.match_mask(report_match_reason) returns int
immutable parallel safe language sql as $$
  select case $1 when 'NUMBER' then hamkke.class_bit('UNIQUE_ID')
    when 'NAME_AND_BIRTH' then hamkke.class_bit('IDENTITY')
    else hamkke.class_bit('IDENTITY') | hamkke.class_bit('CONTACT') end
$$;

/*
 * Whom a report may be about that is known already: members of other households who have the same
 * registration number, name and birth date, or name and telephone number as somebody whom it names. Only
 * where the viewer has what they are compared by of both, and records the other household; what was dismissed
 * is proposed no more.
 */
create or replace function hamkke.matches_of(v hamkke.viewer, r intake_reports)
returns table (household_id uuid, reported_id uuid, member_id uuid, reason report_match_reason)
stable rows 5 language sql as $$
  select s.household_id, m.id, s.member_id, s.reason
  from members m
  join member_identities i on i.district_id = m.district_id and i.member_id = m.id
  left join member_contacts c on c.district_id = m.district_id and c.member_id = m.id
  left join member_unique_ids u on u.district_id = m.district_id and u.member_id = m.id
  cross join lateral hamkke.same_person(m.district_id, i.name, i.birth_date, c.phone,
    u.registration_number_index) s
  where m.district_id = (r).district_id and m.household_id = (r).household_id
    and s.household_id <> (r).household_id and hamkke.triages_report(v, r)
    and not exists (select from report_matches d where d.district_id = (r).district_id
      and d.report_id = (r).id and d.household_id = s.household_id)
    and 2 = (select count(distinct o.subject_id)
      from hamkke.scope_of(v, (r).district_id, array[(r).household_id, s.household_id]) o
      where o.subject_id in (m.id, s.member_id) and o.basis = 'CONTROLLER'
        and o.mask & hamkke.match_mask(s.reason) = hamkke.match_mask(s.reason))
    and exists (select from hamkke.records_of(v, (r).district_id, array[s.household_id]) o
      where o.subject_id = s.household_id and o.mask & hamkke.class_bit('SUMMARY') <> 0)
$$;

/*
 * What a report may be about, as whoever triages it is told: empty for everybody else, and where there is no
 * such report.
 */
create or replace function hamkke.report_matches(p_district text, p_report uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(jsonb_agg(row order by row ->> 'householdId'), '[]') from (
    select jsonb_build_object('householdId', 'Household:' || p_district || ':' || m.household_id,
      'reasons', jsonb_agg(distinct m.reason),
      'people', jsonb_agg(distinct jsonb_build_object(
        'reportedMemberId', 'Member:' || p_district || ':' || m.reported_id,
        'memberId', 'Member:' || p_district || ':' || m.member_id, 'reason', m.reason)),
      'caseId', 'Case:' || p_district || ':'
        || hamkke.case_for_report(p_district, m.household_id, r.center_id),
      'version', r.version, '$h', m.household_id,
      '$m', jsonb_agg(distinct jsonb_build_array(m.member_id, m.reason))) as row
    from intake_reports r, hamkke.viewer() v, hamkke.matches_of(v, r) m
    where r.district_id = p_district and r.id = p_report
    group by m.household_id, r.center_id, r.version
  ) matches
$$;

/* A report that the viewer triages, under a lock, at the version that they read; HK404 for everybody else. */
create or replace function hamkke.hold_report(p_district text, p_report uuid, p_household uuid,
  p_version int) returns intake_reports
language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
  r intake_reports;
begin
  -- Chosen before it is locked: nobody waits for a row that is hidden from them.
  select f.* into r from intake_reports f
    where f.district_id = p_district and f.id = p_report and hamkke.triages_report(v, f) for update;
  if r.id is null then
    perform hamkke.not_found('no report of theirs to triage');
  end if;
  perform hamkke.expect_version(p_version, r.version);
  if not exists (select from hamkke.matches_of(v, r) m where m.household_id = p_household) then
    perform hamkke.not_found('no such match');
  end if;
  -- In one order, as those who merge households lock them; and once more, of what is there then.
  perform from households where district_id = p_district and id in (r.household_id, p_household)
    order by id for no key update;
  if not exists (select from hamkke.matches_of(v, r) m where m.household_id = p_household) then
    perform hamkke.not_found('no such match');
  end if;
  return r;
end $$;

/* That a report is not about a household: it is proposed to nobody any more. Answers the report's own. */
create or replace function hamkke.dismiss_report_match(p_district text, p_report uuid, p_household uuid,
  p_reason report_match_dismissal, p_version int) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  r intake_reports := hamkke.hold_report(p_district, p_report, p_household, p_version);
begin
  insert into report_matches (district_id, report_id, household_id, confirmed, dismissal, post_id)
    values (p_district, p_report, p_household, false, p_reason, v.post);
  update intake_reports set version = version + 1 where district_id = p_district and id = p_report;
  return r.household_id;
end $$;

/*
 * Makes people whom a report names members of the household that it is about, those who are not known there:
 * under the ids that are answered with the ids of whom they are made. Who has left or died since is so there
 * too: what was reported of them stays readable to those who serve the household, and nothing comes back.
 */
create or replace function hamkke.join_household(v hamkke.viewer, p_district text, p_household uuid,
  p_reported uuid[]) returns jsonb
language plpgsql as $$
declare
  pairs jsonb := (select coalesce(jsonb_object_agg(id, gen_random_uuid()), '{}') from unnest(p_reported) id);
begin
  insert into members (district_id, id, household_id, ordinal)
    select p_district, (pairs ->> id::text)::uuid, p_household,
      (select coalesce(max(ordinal), 0) from members
        where district_id = p_district and household_id = p_household) + n
    from unnest(p_reported) with ordinality o (id, n);
  insert into member_identities (district_id, member_id, household_id, name, birth_date, sex, relation,
      died_on, left_on)
    select p_district, (pairs ->> i.member_id::text)::uuid, p_household, i.name, i.birth_date, i.sex,
      i.relation, i.died_on, i.left_on
    from member_identities i where i.district_id = p_district and i.member_id = any(p_reported);
  insert into member_contacts (district_id, member_id, household_id, phone, home_address)
    select p_district, (pairs ->> c.member_id::text)::uuid, p_household, c.phone, c.home_address
    from member_contacts c where c.district_id = p_district and c.member_id = any(p_reported)
      and not hamkke.has_left(p_district, c.member_id);
  insert into member_safeties (district_id, member_id, household_id, alleged_perpetrator)
    select p_district, (pairs ->> s.member_id::text)::uuid, p_household, s.alleged_perpetrator
    from member_safeties s where s.district_id = p_district and s.member_id = any(p_reported)
      and s.alleged_perpetrator;
  insert into facet_changes (district_id, id, household_id, member_id, data_class, subject_ids, version,
    post_id, organization_id, changes)
  select p_district, gen_random_uuid(), p_household, i.member_id, 'IDENTITY', array[i.member_id], 1, v.post,
    v.organization, (select jsonb_agg(jsonb_build_object('field', field, 'before', null, 'after', value))
      from (values ('name', i.name), ('birthDate', i.birth_date::text), ('sex', i.sex::text),
        ('relation', i.relation)) f (field, value) where value is not null)
  from member_identities i where i.district_id = p_district
    and i.member_id in (select value::uuid from jsonb_each_text(pairs));
  return pairs;
end $$;

/*
 * That a report is about a household that was there: it belongs to that household and to its open case, or
 * begins one there; its people are those who match, and who does not becomes a member. What it made stays as
 * it was told and is history, as of a household that was merged: its own case is closed, and no consent that
 * was given there opens anything. Answers the household that it made, the case, and whose members its people
 * are.
 */
create or replace function hamkke.confirm_report_match(p_district text, p_report uuid, p_household uuid,
  p_version int) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  r intake_reports := hamkke.hold_report(p_district, p_report, p_household, p_version);
  own cases;
  gone member_identities;
  pairs jsonb;
  others uuid[];
  belongs_to uuid;
begin
  select * into own from cases where district_id = p_district and id = r.case_id for update;
  -- What one report made goes as a whole: what others told as well is merged by those who look at all of it.
  if exists (select from intake_reports o where o.district_id = p_district
      and o.household_id = r.household_id and o.id <> r.id) then
    perform hamkke.refuse('REPORTED_MORE_THAN_ONCE');
  end if;
  perform hamkke.expect_consultations_closed(p_district, r.household_id);
  -- Each person is one other at most, by what says most; and none is two of those who were reported.
  select coalesce(jsonb_object_agg(reported_id, member_id), '{}') into pairs from (
    select distinct on (member_id) reported_id, member_id from (
      select distinct on (m.reported_id) m.* from hamkke.matches_of(v, r) m
      where m.household_id = p_household order by m.reported_id, m.reason, m.member_id) best
    order by member_id, reason, reported_id) one;
  -- Who is accused is decided by those who know both, and not passed on by a merge.
  if exists (select from jsonb_each_text(pairs) p
      join member_safeties s on s.district_id = p_district and s.member_id = p.key::uuid
        and s.alleged_perpetrator
      where not exists (select from member_safeties t where t.district_id = p_district
        and t.member_id = p.value::uuid and t.alleged_perpetrator)) then
    perform hamkke.refuse('REPORT_ACCUSES');
  end if;
  -- Nor does somebody who died since live on under the other record.
  if exists (select from jsonb_each_text(pairs) p where hamkke.has_died(p_district, p.key::uuid)
      and not hamkke.has_died(p_district, p.value::uuid)) then
    perform hamkke.refuse('DIED_IN_ONE_RECORD');
  end if;
  others := array(select id from members where district_id = p_district and household_id = r.household_id
    and not pairs ? id::text order by ordinal, id);
  pairs := pairs || hamkke.join_household(v, p_district, p_household, others)
    || jsonb_build_object(r.household_id, p_household);
  update report_origins set household_id = p_household,
      subject_ids = array(select coalesce((pairs ->> s::text)::uuid, s) from unnest(subject_ids) s)
    where district_id = p_district and report_id = p_report;
  update report_safeties set household_id = p_household,
      subject_ids = array(select coalesce((pairs ->> s::text)::uuid, s) from unnest(subject_ids) s)
    where district_id = p_district and report_id = p_report;
  update report_investigations set household_id = p_household
    where district_id = p_district and report_id = p_report;
  belongs_to := hamkke.place_report(p_district, p_household, own.center_id, p_report, gen_random_uuid(),
    gen_random_uuid(), v.post, own.emergency);
  update intake_reports set household_id = p_household, case_id = belongs_to, version = version + 1
    where district_id = p_district and id = p_report;
  perform hamkke.move_applications(p_district, own.id, p_household, belongs_to);
  perform hamkke.close_case(own, 'MERGED', v);
  -- Of what it made nothing is opened or added to any more, or there would be two of everybody; and what
  -- its people consented to ends, or it would tell that they were known.
  for gone in
    select i.* from member_identities i where i.district_id = p_district
      and i.household_id = own.household_id and i.left_on is null and i.died_on is null
    order by i.member_id for update
  loop
    perform hamkke.leave_household(gone, hamkke.today(), 'RECORDED_TWICE',
      (pairs ->> gone.member_id::text)::uuid);
  end loop;
  perform hamkke.carry_incoming_reports(p_district, own.household_id, p_household, pairs);
  update households set merged_into_id = p_household, version = version + 1
    where district_id = p_district and id = own.household_id;
  -- Somebody has looked into it, which whoever sent it is told as of every other report.
  update report_receipts set taken_up_at = coalesce(taken_up_at, now()), kept = null
    where district_id = p_district and report_id = p_report;
  insert into report_matches (district_id, report_id, household_id, confirmed, people, post_id)
    values (p_district, p_report, p_household, true, pairs, v.post);
  return jsonb_build_object('merged', r.household_id, 'case', belongs_to,
    'people', (select coalesce(jsonb_agg(p.value), '[]') from jsonb_each_text(pairs) p
      where p.value <> p_household::text));
end $$;

reset role;
