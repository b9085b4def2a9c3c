-- 100,000 households of ten districts with 250,000 members, 150,000 cases and 600,000 linkages, beside a catalogue of
-- 500 organizations and 2,000 services. Every value follows from its number, so that each run measures the same rows.
create function pg_temp.key(text) returns uuid immutable language sql as $$ select md5('hamkke bench ' || $1)::uuid $$;
create function pg_temp.pick(text) returns int immutable language sql as $$ select hashtext($1) & 2147483647 $$;
create function pg_temp.domain(text) returns need_domain immutable language sql as
$$ select (enum_range(null::need_domain))[1 + pg_temp.pick($1) % 11] $$;

insert into districts (id, name, parent_id)
  select '11000', '서울특별시', null
  union all select (11110 + 30 * n)::text, n || '구', '11000' from generate_series(0, 9) n;

insert into organizations (id, name, alternate_name, description, partner_kind, district_id, confidential, search_text)
  select pg_temp.key('organization' || n), '지역 ' || n || '번 종합사회복지관', 'Welfare agency ' || n,
    repeat('지역 주민에게 상담과 서비스를 드립니다. ', 5),
    case when n < 10 then 'CRISIS_CENTER' when n < 20 then 'WELFARE_CENTER' else 'OTHER' end::partner_kind,
    (11110 + 30 * (n % 10))::text, n > 20 and n % 100 = 99, '지역 ' || n || '번 종합사회복지관 welfare agency ' || n
  from generate_series(0, 499) n;
insert into services (id, organization_id, name, alternate_name, description, need_domain, district_id, confidential, search_text)
  select pg_temp.key('service' || n), pg_temp.key('organization' || 20 + n % 480), pg_temp.pick('name' || n) % 1000 || '호 돌봄 서비스 ' || n,
    'Care service ' || n, repeat('도움이 필요한 가구에 드리는 서비스입니다. ', 8), pg_temp.domain('service' || n),
    (11110 + 30 * (n % 10))::text, (20 + n % 480) % 100 = 99 or n % 200 = 7, 'care service ' || n
  from generate_series(0, 1999) n;
insert into sponsors (id, kind, public_name)
  select pg_temp.key('sponsor' || n), (enum_range(null::sponsor_kind))[1 + n % 5], case when n % 7 > 0 then '후원자 ' || n end
  from generate_series(0, 199) n;
insert into sponsorships (id, sponsor_id, service_id, since)
  select pg_temp.key('sponsorship' || n), pg_temp.key('sponsor' || pg_temp.pick('by' || n) % 200),
    pg_temp.key('service' || pg_temp.pick('for' || n) % 2000), date '2024-01-01' + n % 700
  from generate_series(0, 2999) n;

-- A case manager of each district's centre, and a worker of its welfare centre that families consented to.
insert into staff (id, subject, name, home_organization_id)
  select pg_temp.key('staff' || n), case when n < 10 then 'manager-' else 'partner-' end || n % 10, '담당자 ' || n,
    pg_temp.key('organization' || n)
  from generate_series(0, 19) n;
insert into posts (id, staff_id, organization_id, district_id, duties, title)
  select pg_temp.key('post' || n), pg_temp.key('staff' || n), pg_temp.key('organization' || n), (11110 + 30 * (n % 10))::text,
    case when n < 10 then '{CASE_MANAGER}' else '{PARTNER_WORKER}' end::duty[], '담당'
  from generate_series(0, 19) n;
insert into agreements (district_id, id, organization_id, title, valid_from, valid_until, purposes, classes)
  select (11110 + 30 * n)::text, pg_temp.key('agreement' || n), pg_temp.key('organization' || 10 + n), '협약 ' || n,
    '2024-01-01', '2099-12-31', '{CASE_MANAGEMENT,SERVICE_PROVISION}',
    '{SUMMARY,IDENTITY,CONTACT,HEALTH,FINANCE,HOUSING,FAMILY,EDUCATION}'
  from generate_series(0, 9) n;

create temp table seeded as
  select n, (11110 + 30 * (n % 10))::text as district, pg_temp.key('household' || n) as household, 1 + n / 20 % 4 as members,
    1 + n / 10 % 2 as cases, 2 + n / 80 % 5 as linkages, n / 10 % 5 = 0 as consents
  from generate_series(0, 99999) n;
insert into households (district_id, id) select district, household from seeded;
insert into members (district_id, id, household_id, ordinal)
  select district, pg_temp.key('member' || n || '/' || m), household, m from seeded, generate_series(1, members) m;
insert into household_summaries (district_id, household_id, responsible_dong, registered_on, head_id)
  select district, household, district || '00000', date '2023-01-01' + n % 900, pg_temp.key('member' || n || '/1') from seeded;
insert into member_identities (district_id, member_id, household_id, name, birth_date, sex, relation)
  select district, pg_temp.key('member' || n || '/' || m), household, '김가구' || n || m, date '1940-01-01' + n % 25000, 'FEMALE', '본인'
  from seeded, generate_series(1, members) m;
insert into member_safeties (district_id, member_id, household_id, risk)
  select district, pg_temp.key('member' || n || '/1'), household, 'LOW' from seeded where n % 10 = n / 10 % 10;
insert into cases (district_id, id, household_id, center_id, stage, track, opened_on)
  select district, pg_temp.key('case' || n || '/' || c), household, pg_temp.key('organization' || n % 10), 'MONITORING',
    case when n % 3 > 0 then 'CASE_MANAGED' else 'SERVICE_LINKED' end::track, date '2024-01-01' + 200 * c + n % 150
  from seeded, generate_series(1, cases) c;
insert into linkages (district_id, id, household_id, case_id, data_class, subject_ids, domain, service_id, provider_id, sector,
    funded_by, value_krw, linked_on)
  select district, pg_temp.key('linkage' || one), household, pg_temp.key('case' || n || '/' || c), data_class,
    array[case when data_class in ('SUMMARY', 'HOUSING', 'FINANCE', 'FAMILY') then household
      else pg_temp.key('member' || n || '/' || 1 + pg_temp.pick('of' || one) % members) end],
    domain, pg_temp.key('service' || service), pg_temp.key('organization' || 20 + service % 480), 'PRIVATE', 'PROVIDER',
    case when pg_temp.pick('value' || one) % 3 > 0 then pg_temp.pick('value' || one) % 100 * 10000 end,
    date '2024-06-01' + pg_temp.pick('day' || one) % 500
  from seeded, generate_series(1, cases) c, generate_series(1, linkages) l
    cross join lateral (select n || '/' || c || '/' || l as one) a
    cross join lateral (select pg_temp.domain('linkage' || one) as domain, pg_temp.pick('service' || one) % 2000 as service) b
    cross join lateral (select case when domain in ('DAILY_LIVING', 'SOCIAL') then 'SUMMARY' else domain::text end::data_class
      as data_class) d;
insert into consents (district_id, id, household_id, member_id, given_by_id, organization_id, agreement_id, purpose, classes,
    household_wide, valid_from, valid_until, method, given_at)
  select district, pg_temp.key('consent' || n || '/' || m), household, pg_temp.key('member' || n || '/' || m),
    pg_temp.key('member' || n || '/' || m), pg_temp.key('organization' || 10 + n % 10), pg_temp.key('agreement' || n % 10),
    'CASE_MANAGEMENT', '{SUMMARY,IDENTITY,HEALTH,HOUSING,FINANCE,FAMILY,EDUCATION}', m = 1, '2024-01-01', '2099-12-31', 'PAPER', now()
  from seeded, generate_series(1, members) m where consents;
drop table seeded;
