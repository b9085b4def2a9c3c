-- 100,000 Korean services of 6,000 organizations at 12,000 places in 25 districts. Every value follows from its number, so
-- that each run measures the same rows; every two-hundredth service and fiftieth organization is a shelter's.
create function pg_temp.key(text) returns uuid immutable language sql as $$ select md5('hamkke search ' || $1)::uuid $$;
create function pg_temp.pick(text, int) returns int immutable language sql as $$ select (hashtext($1) & 2147483647) % $2 $$;
create function pg_temp.one(text, text[]) returns text immutable language sql as $$ select $2[1 + pg_temp.pick($1, cardinality($2))] $$;
create function pg_temp.word(text) returns text immutable language sql as $$
  select string_agg(pg_temp.one($1 || n, '{가,나,다,라,마,바,사,아,자,한,빛,솔,담,온,누,리,별,해,달,샘,꽃,들,강,산,숲,새,봄,길,벗,울}'), '') from generate_series(1, 3) n
$$;
insert into districts (id, name, parent_id)
  select '11000', '서울특별시', null
  union all select (11110 + 30 * n)::text, pg_temp.word('gu' || n) || '구', '11000' from generate_series(0, 24) n;
insert into taxonomies (id, name, description) values (pg_temp.key('taxonomy'), '욕구', '욕구 갈래');
insert into taxonomy_terms (id, taxonomy_id, parent_id, code, name)
  select pg_temp.key('term' || n), pg_temp.key('taxonomy'), case when n >= 10 then pg_temp.key('term' || n % 10) end, 'T' || n, '갈래 ' || n
  from generate_series(0, 59) n;
insert into units (id, name) values (pg_temp.key('unit'), '명');

insert into organizations (id, name, alternate_name, partner_kind, district_id, confidential)
  select pg_temp.key('organization' || n),
    pg_temp.word('org' || n) || pg_temp.one('kind' || n, '{종합사회복지관,복지재단,건강가정지원센터,자활센터,노인복지관,주민센터,보건소,지역아동센터,청소년쉼터,나눔회}'),
    case when n % 3 = 0 then initcap(pg_temp.one('en' || n, '{hope,bright,warm,green,happy,open}')) || ' welfare foundation ' || n end,
    'OTHER', (11110 + 30 * (n % 25))::text, n % 50 = 49
  from generate_series(0, 5999) n;
insert into locations (id, organization_id, name, latitude, longitude, confidential)
  select pg_temp.key('location' || n), pg_temp.key('organization' || n % 6000), '장소 ' || n,
    37.42 + pg_temp.pick('lat' || n, 28000) / 1e5, 126.77 + pg_temp.pick('lon' || n, 41000) / 1e5, n % 6000 % 50 = 49
  from generate_series(0, 11999) n;
insert into addresses (id, location_id, address_1, city, region, state_province, postal_code, country, confidential)
  select pg_temp.key('address' || n), pg_temp.key('location' || n), '보기로 ' || n, '구', pg_temp.word('dong' || n % 400) || '동', '서울특별시', '00000', 'KR', n % 6000 % 50 = 49
  from generate_series(0, 11999) n;
insert into services (id, organization_id, name, alternate_name, description, eligibility_description, need_domain, district_id,
    minimum_age, maximum_age, confidential)
  select pg_temp.key('service' || n), pg_temp.key('organization' || n % 6000),
    pg_temp.one('a' || n, '{찾아가는,희망,함께하는,우리동네,긴급,맞춤,무료,온마을,새출발,마음,든든한,행복}') || ' '
      || pg_temp.one('b' || n, '{청소년,어르신,장애인,한부모,다문화,아동,여성,1인가구,위기가정,임산부,중장년,보호자}') || ' '
      || pg_temp.one('c' || n, '{주거,돌봄,식품,의료비,심리,법률,일자리,학습,가사,목욕,치과,빨래,쉼터,월세,채무,치매}') || ' '
      || pg_temp.one('d' || n, '{상담,지원,서비스,교실,나눔,모임,방문,꾸러미,프로그램,연계}')
      || case when n % 2 = 0 then ' ' || pg_temp.word('name' || n % 20000) else '' end,
    case when n % 4 = 0 then initcap(pg_temp.one('e' || n, '{housing,food,counselling,medical,legal,senior,youth,shelter}')) || ' '
      || pg_temp.one('f' || n, '{support,bank,programme,care,class,visit}') || ' ' || n end,
    pg_temp.one('g' || n, '{생계가 어려운,혼자 사는,거동이 불편한,돌봄이 필요한,갑자기 위기를 겪은}') || ' '
      || pg_temp.one('h' || n, '{주민에게,가구에,어르신께,아이에게,가족에게}') || ' '
      || pg_temp.one('i' || n, '{쌀과 반찬을,틀니와 보청기를,교복과 책을,전기요금과 난방비를,이사와 도배를,기저귀와 분유를}') || ' 드립니다. '
      || pg_temp.word('text' || n % 30000) || ' 사업으로 함께합니다.',
    pg_temp.one('j' || n, '{기초생활수급자,차상위계층,누구나,용산구민,65세 이상,맞벌이 가정}'),
    (enum_range(null::need_domain))[1 + pg_temp.pick('need' || n, 11)], (11110 + 30 * (n % 6000 % 25))::text,
    case when n % 5 = 0 then 65 when n % 7 = 0 then 6 end, case when n % 7 = 0 then 18 end, n % 200 = 7 or n % 6000 % 50 = 49
  from generate_series(0, 99999) n;
create temp table made as select n, pg_temp.key('service' || n) as id, n % 200 = 7 or n % 6000 % 50 = 49 as hidden from generate_series(0, 99999) n;
insert into services_at_location (id, service_id, location_id, confidential)
  select pg_temp.key('at' || n), id, pg_temp.key('location' || n % 12000), hidden from made;
insert into attributes (id, link_id, link_entity, taxonomy_term_id, confidential)
  select pg_temp.key('attribute' || n), id, 'service', pg_temp.key('term' || pg_temp.pick('t' || n, 60)), hidden from made;
insert into service_capacities (id, service_id, unit_id, available, maximum, updated, confidential)
  select pg_temp.key('capacity' || n), id, pg_temp.key('unit'), greatest(0, pg_temp.pick('room' || n, 30) - 10), 30, now(), hidden from made;
insert into cost_options (id, service_id, currency, amount, confidential)
  select pg_temp.key('cost' || n), id, 'KRW', case when n % 10 < 7 then 0 else n % 10 * 1000 end, hidden from made;
insert into schedules (id, service_id, freq, byday, opens_at, closes_at, confidential)
  select pg_temp.key('schedule' || n), id, 'WEEKLY', case when n % 9 = 0 then 'MO,TU,WE,TH,FR,SA,SU' else 'MO,TU,WE,TH,FR' end,
    case when n % 9 = 0 then '00:00' else '09:00' end::time, case when n % 9 = 0 then '23:59' else '18:00' end::time, hidden from made;
insert into languages (id, service_id, code, name, confidential)
  select pg_temp.key('language' || n || code), id, code, name, hidden
  from made, (values ('ko', '한국어', 1), ('en', '영어', 4), ('vi', '베트남어', 9), ('zh', '중국어', 7), ('ru', '러시아어', 40)) l (code, name, every)
  where n % every = 0;

