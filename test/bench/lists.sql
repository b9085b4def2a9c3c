-- So many households as are asked for, 10,000 in each district, each with a member, a
-- closed case and its history; one in eight has an open case with somebody of the 30 who work there, and what is due.
create function pg_temp.key(text) returns uuid immutable language sql as $$ select md5('hamkke lists ' || $1)::uuid $$;
create function pg_temp.district(int) returns text immutable language sql as $$ select (20000 + $1 / 10000 * 10)::text $$;

insert into districts (id, name, parent_id)
  select distinct pg_temp.district(n), n / 10000 || '구', null from generate_series(0, :households - 1, 10000) n;
insert into organizations (id, name, description, partner_kind, district_id, confidential, search_text)
  select pg_temp.key('centre' || id), id || ' 센터', '센터', 'CRISIS_CENTER', id, false, id || ' 센터' from districts;
-- Of each centre 28 case managers and counsellors, an officer of a dong and a head.
insert into staff (id, subject, name, home_organization_id)
  select pg_temp.key('staff' || id || '/' || n), 'worker-' || id || '-' || n, '담당자 ' || n, pg_temp.key('centre' || id)
  from districts, generate_series(0, 29) n;
insert into posts (id, staff_id, organization_id, district_id, duties, title, zones)
  select pg_temp.key('post' || id || '/' || n), pg_temp.key('staff' || id || '/' || n), pg_temp.key('centre' || id), id,
    case n when 0 then '{CENTER_HEAD}' when 1 then '{NEIGHBOURHOOD_OFFICER}' when 2 then '{CASE_MANAGER}' else '{COUNSELLOR}' end::duty[],
    '담당', case n when 1 then array[id || '00100'] else '{}' end
  from districts, generate_series(0, 29) n;

create temp table seeded as
  select n, pg_temp.district(n) as district, pg_temp.key('household' || n) as household, n % 8 = 0 as open,
    pg_temp.key('centre' || pg_temp.district(n)) as center, pg_temp.key('case' || n) as case_id
  from generate_series(0, :households - 1) n;
insert into households (district_id, id) select district, household from seeded;
insert into members (district_id, id, household_id) select district, pg_temp.key('member' || n), household from seeded;
-- 26 dong a district.
insert into household_summaries (district_id, household_id, responsible_dong, registered_on, head_id)
  select district, household, district || to_char(100 + n % 26, 'FM00000'), date '2024-01-01' + n % 700, pg_temp.key('member' || n) from seeded;
insert into member_identities (district_id, member_id, household_id, name, birth_date)
  select district, pg_temp.key('member' || n), household, '김가구' || n, date '1940-01-01' + n % 25000 from seeded;
insert into member_contacts (district_id, member_id, household_id, phone)
  select district, pg_temp.key('member' || n), household, '010-0000-' || to_char(n % 10000, 'FM0000') from seeded;
insert into cases (district_id, id, household_id, center_id, stage, opened_on, closed_on, closure_reason)
  select district, case_id, household, center, case when open then 'TRIAGED' else 'CLOSED' end::stage, hamkke.today() - n % 40,
    case when not open then hamkke.today() end, case when not open then 'GOALS_REACHED' end::closure_reason
  from seeded;
insert into case_steps (district_id, id, household_id, case_id, version, step, to_stage, organization_id, taken_at)
  select district, pg_temp.key('step' || n), household, case_id, 1, 'RECEIVE', 'RECEIVED', center, now() - n % 40 * interval '1 day' from seeded;
insert into assignments (district_id, id, household_id, post_id, kind, "from")
  select district, pg_temp.key('assignment' || n), household, pg_temp.key('post' || district || '/' || 3 + n / 8 % 27), 'CASE', '2024-01-01'
  from seeded where open;
-- What was done in time, of everybody; and what is due in open cases, a third of it overdue.
insert into clocks (district_id, id, household_id, data_class, subject_ids, kind, case_id, started_on, due_on, met_on, center_id)
  select district, pg_temp.key('met' || n || '/' || k), household, 'SUMMARY', array[household],
    (enum_range(null::clock_kind))[1 + k], case_id, hamkke.today() - 60, hamkke.today() - 40, hamkke.today() - 45, center
  from seeded, generate_series(0, 2) k;
insert into clocks (district_id, id, household_id, data_class, subject_ids, kind, case_id, started_on, due_on, center_id)
  select district, pg_temp.key('due' || n), household, 'SUMMARY', array[household], 'SURVEY', case_id, hamkke.today() - n % 40,
    hamkke.today() - n % 40 + 14, center
  from seeded where open;
