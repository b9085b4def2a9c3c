set local role hamkke_keeper;

/*
 * A report received (접수): the household that it makes or names, its people, what is said to have
 * happened, and the case that begins with it, or that is open there. Those who report need not be able to
 * read what they reported, so nothing is answered but the case, or NULL while the report waits for somebody
 * of the centre that serves the household. Names of keys are the columns'; ids are made by the application.
 */
create or replace function hamkke.receive_report(p jsonb) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  district text := p ->> 'district_id';
  household uuid := (p ->> 'household_id')::uuid;
  center uuid := (p ->> 'center_id')::uuid;
  police boolean := v.duties && hamkke.police_duties();
  concerned uuid[];
  people jsonb;
  sources intake_source[];
begin
  -- Whoever reports by that duty alone names no household: a known one and an unknown one must be alike.
  if v.district is distinct from district or not (
      v.duties && hamkke.step_duties('RECEIVE')
      or v.duties && hamkke.discovery_reporting_duties() and (p ->> 'new')::boolean) then
    perform hamkke.not_found('not theirs to report here');
  end if;
  perform from organizations o where o.id = center and o.district_id = district
    and o.partner_kind = any(hamkke.center_kinds()) and not o.confidential;
  if not found then
    perform hamkke.not_found('no such centre');
  end if;
  -- A shelter is as unknown here as what is not there, and would be told by the report's origin.
  if p ->> 'sender_id' is not null and not exists (
      select from organizations o where o.id = (p ->> 'sender_id')::uuid and not o.confidential) then
    perform hamkke.not_found('no such sender');
  end if;
  if (p ->> 'new')::boolean then
    -- Of another district it would be in nobody's zone, and so be forgotten.
    if not hamkke.is_dong_of(district, p ->> 'responsible_dong') then
      perform hamkke.refuse('DONG_OUTSIDE_DISTRICT');
    end if;
    insert into households (district_id, id) values (district, household);
    insert into members (district_id, id, household_id, ordinal)
      select district, m.id, household, m.ordinal
      from jsonb_to_recordset(p -> 'members') as m(id uuid, ordinal smallint);
    insert into member_identities (district_id, member_id, household_id, name, birth_date, sex, relation)
      select district, m.id, household, m.name, m.birth_date, m.sex, m.relation
      from jsonb_to_recordset(p -> 'members') as m(id uuid, name text, birth_date date, sex sex,
        relation text);
    insert into member_contacts (district_id, member_id, household_id, phone, home_address)
      select district, m.id, household, m.phone, m.home_address
      from jsonb_to_recordset(p -> 'members') as m(id uuid, phone text, home_address text)
      where m.phone is not null or m.home_address is not null;
    insert into member_unique_ids (district_id, member_id, household_id, masked_registration_number,
        registration_number_ciphertext, registration_number_key_id, registration_number_index)
      select district, m.id, household, m.sealed ->> 'maskedRegistrationNumber',
        m.sealed ->> 'registrationNumberCiphertext', m.sealed ->> 'registrationNumberKeyId',
        m.sealed ->> 'registrationNumberIndex'
      from jsonb_to_recordset(p -> 'members') as m(id uuid, sealed jsonb)
      where jsonb_typeof(m.sealed) = 'object';
    insert into member_safeties (district_id, member_id, household_id, alleged_perpetrator)
      select district, m.id, household, true
      from jsonb_to_recordset(p -> 'members') as m(id uuid, alleged_perpetrator boolean)
        where m.alleged_perpetrator;
    insert into household_summaries (district_id, household_id, responsible_dong, responsible_tong,
        responsible_ban, registered_on, head_id)
      values (district, household, p ->> 'responsible_dong', (p ->> 'responsible_tong')::smallint,
        (p ->> 'responsible_ban')::smallint, hamkke.today(), (p -> 'members' -> 0 ->> 'id')::uuid);
  elsif not exists (select from hamkke.scope_of(v, district, array[household]) s
      where s.subject_id = household and s.mask & hamkke.class_bit('SUMMARY') <> 0
        and s.basis <> 'BREAK_GLASS') then
    perform hamkke.not_found('no such household');
  end if;
  concerned := array(select id from members where district_id = district and household_id = household
    and not hamkke.has_left(district, id)
    and (p -> 'concerned' is null or p -> 'concerned' = 'null' or p -> 'concerned' ? id::text));
  if cardinality(concerned) = 0 or jsonb_typeof(p -> 'concerned') = 'array'
      and cardinality(concerned) <> jsonb_array_length(p -> 'concerned') then
    perform hamkke.not_found('no such members');
  end if;
  -- Their own record is written at the station: in the centre's post nobody has it.
  if p ->> 'investigation' is not null and not v.duties && hamkke.investigating_duties() then
    perform hamkke.not_found('only the police write an investigation');
  end if;
  p := p || jsonb_build_object('sender_id',
    case when police then v.home when v.organization <> center then v.organization
      else (p ->> 'sender_id')::uuid end);
  -- As what it comes in is for whoever sent it to say: nobody makes a 112 call of what they heard.
  sources := (select hamkke.sources_of(o.partner_kind) from organizations o
    where o.id = coalesce((p ->> 'sender_id')::uuid, v.organization));
  if (p ->> 'source')::intake_source <> all(sources) then
    perform hamkke.refuse('SOURCE_OF_OTHERS', jsonb_build_object('sources', sources));
  end if;
  perform hamkke.give_receipt(v, district, (p ->> 'report_id')::uuid);
  people := case when (p ->> 'new')::boolean then (select jsonb_agg(jsonb_build_object(
        'name', m -> 'name', 'birthDate', m -> 'birth_date', 'sex', m -> 'sex', 'relation', m -> 'relation',
        'phone', m -> 'phone', 'homeAddress', m -> 'home_address') order by at)
      from jsonb_array_elements(p -> 'members') with ordinality e (m, at))
    else (select coalesce(jsonb_agg(jsonb_build_object('name', n)), '[]')
      from jsonb_array_elements_text(hamkke.readable_names(v, district, household, concerned)) n) end;
  if not (p ->> 'new')::boolean
    and not hamkke.opens_nothing_new(v, district, household, center, (p ->> 'sender_id')::uuid) then
    perform hamkke.keep_incoming_report(v, p, concerned);
    return null;
  end if;
  perform hamkke.keep_people(district, (p ->> 'report_id')::uuid, concerned, people);
  return hamkke.write_report(p, concerned, v.post, v.organization);
end $$;

reset role;
