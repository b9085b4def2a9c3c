-- So many facts as are asked for: of 25 districts, five years and 20 dong each, of every measure as often as districts have
-- them, in the order of their days. Their cells are made by the server's own function.
-- A city asks about all of them together.
insert into districts (id, name, parent_id) values ('30990', '시', null);
insert into districts (id, name, parent_id)
  select (30000 + n * 10)::text, n || '구', '30990' from generate_series(0, 24) n;
insert into organizations (id, name, description, partner_kind, district_id, confidential, search_text)
  select md5('metrics ' || id)::uuid, id || ' 구청', '구청', 'DISTRICT_OFFICE', id, false, id || ' 구청' from districts;
insert into staff (id, subject, name, home_organization_id)
  select md5('metrics staff ' || id)::uuid, 'statistics-' || id, '통계 담당', md5('metrics ' || id)::uuid from districts;
insert into posts (id, staff_id, organization_id, district_id, duties, title)
  select md5('metrics post ' || id)::uuid, md5('metrics staff ' || id)::uuid, md5('metrics ' || id)::uuid, id,
    '{STATISTICS}', '통계 담당' from districts;
-- An office whose people write, all of them into one cell.
insert into organizations (id, name, description, partner_kind, district_id, confidential, search_text)
  select md5('metrics office')::uuid, '동주민센터', '동', 'DONG_OFFICE', '30000', false, '동주민센터';
insert into staff (id, subject, name, home_organization_id)
  select md5('metrics writer ' || n)::uuid, 'writer-' || n, '담당자 ' || n, md5('metrics office')::uuid
  from generate_series(1, 16) n;
insert into posts (id, staff_id, organization_id, district_id, duties, title)
  select md5('metrics writer post ' || n)::uuid, md5('metrics writer ' || n)::uuid, md5('metrics office')::uuid, '30000',
    '{CASE_MANAGER}', '담당' from generate_series(1, 16) n;

-- An index is made in less time than it is kept.
create temp table indexes_of_facts on commit drop as
  select pg_get_indexdef(oid) as made_by from pg_class where oid in ('facts_key'::regclass, 'facts_day'::regclass);
drop index facts_key, facts_day;
insert into facts (district_id, source, key, contributor, measure, day, dong, intake_source, track, level, need_domain,
  household_type, sector, agency_kind, visit_tier, clock_kind, value)
select district, 'LINKAGE', md5('fact' || n)::uuid, md5('household' || n / 7)::uuid,
  e.measures[case when n % 2 = 0 then 11 + n % 4 / 2 else 1 + h % 24 end],
  date '2021-01-01' + (n::bigint * 1826 / (:facts + 1))::int, district || to_char(100 + h / 7 % 20, 'FM00000'),
  e.sources[1 + h / 11 % 12], e.tracks[1 + h / 13 % 3], e.levels[1 + h / 17 % 3], e.needs[1 + h / 19 % 11],
  e.household_types[1 + h / 23 % 8], e.sectors[1 + h / 29 % 2], e.kinds[1 + h / 31 % 19], e.tiers[1 + h / 37 % 3],
  e.clocks[1 + h / 41 % 7], 1 + h / 43 % 2
from (select n, (30000 + n % 25 * 10)::text as district, (n::bigint * 2654435761 % 4294967296) as h
  from generate_series(1, :facts) n) seeded
-- Once: PostgreSQL reads its catalogue whenever it is asked for the values of an enum.
cross join (select enum_range(null::measure) as measures, enum_range(null::intake_source) as sources,
  enum_range(null::track) as tracks, enum_range(null::level) as levels, enum_range(null::need_domain) as needs,
  enum_range(null::household_type) as household_types, enum_range(null::sector) as sectors,
  enum_range(null::partner_kind) as kinds, enum_range(null::visit_tier) as tiers, enum_range(null::clock_kind) as clocks
  offset 0) e;
set local maintenance_work_mem = '1GB';
do $$ declare
  statement text;
begin
  for statement in select made_by from indexes_of_facts loop
    execute statement;
  end loop;
end $$;
analyze facts;
select hamkke.rebuild_cells(id) from districts where parent_id is not null;
