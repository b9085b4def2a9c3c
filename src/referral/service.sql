set local role hamkke_keeper;

/* Refuses a day on which nothing can have been given for a referral yet. */
create or replace function hamkke.check_provided_on(r referrals, p_on date) returns void
language plpgsql as $$
declare
  since date := (r.requested_at at time zone 'Asia/Seoul')::date;
begin
  if p_on < since then
    perform hamkke.refuse('SERVICE_BEFORE_REFERRAL', jsonb_build_object('since', since));
  end if;
end $$;

/*
 * Writes down what was given for a referral, by the organization that was asked and gives it now. It has the
 * class and the subjects of the referral. Names of keys are the columns'.
 */
create or replace function hamkke.record_service(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  s service_records := jsonb_populate_record(null::service_records, p);
  r referrals;
begin
  -- Held until this commits, so that nothing is added to one that is completed meanwhile.
  select f.* into r from referrals f where f.district_id = s.district_id and f.id = s.referral_id
    and 'RECIPIENT' = any(hamkke.referral_sides(v, f)) for share;
  if r.id is null or not v.duties && (select duties from hamkke.referral_rules() where step = 'COMPLETE') then
    perform hamkke.not_found('no such referral');
  elsif r.state <> 'IN_PROGRESS' then
    perform hamkke.refuse('SERVICE_NOT_IN_PROGRESS', jsonb_build_object('state', r.state));
  end if;
  perform hamkke.check_provided_on(r, s.provided_on);
  insert into service_records (district_id, id, household_id, referral_id, sender_id, recipient_id,
    data_class, subject_ids, sent, provided_on, amount, unit, words, post_id, organization_id)
  values (r.district_id, s.id, r.household_id, r.id, r.sender_id, r.recipient_id, r.data_class,
    r.subject_ids, true, s.provided_on, s.amount, s.unit, s.words, v.post, v.organization);
  return hamkke.moved(v, r, 'RECIPIENT');
end $$;

/*
 * Corrects what was written down as given, also after the referral ended: what it said before stays in its
 * history. What changes nothing is no correction.
 */
create or replace function hamkke.correct_service_record(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  s service_records := jsonb_populate_record(null::service_records, p);
  was service_records;
  r referrals;
  changed jsonb;
begin
  -- Chosen before it is locked: nobody waits for a row that is hidden from them.
  select c.* into was from service_records c
    join referrals f on f.district_id = c.district_id and f.id = c.referral_id
    where c.district_id = s.district_id and c.id = s.id
      and 'RECIPIENT' = any(hamkke.referral_sides(v, f)) for update of c;
  select f.* into r from referrals f where f.district_id = was.district_id and f.id = was.referral_id;
  if was.id is null or not v.duties && (select duties from hamkke.referral_rules() where step = 'COMPLETE')
    then
    perform hamkke.not_found('no such service record');
  end if;
  perform hamkke.expect_version((p ->> 'expected_version')::int, was.version);
  perform hamkke.check_provided_on(r, s.provided_on);
  select jsonb_agg(jsonb_build_object('field', field, 'before', old, 'after', new)) into changed
  from (values ('providedOn', was.provided_on::text, s.provided_on::text),
    ('amount', was.amount::text, s.amount::text), ('unit', was.unit::text, s.unit::text),
    ('words', was.words, s.words)) f (field, old, new)
  where old is distinct from new;
  if changed is not null then
    update service_records set provided_on = s.provided_on, amount = s.amount, unit = s.unit, words = s.words,
      version = was.version + 1
    where district_id = was.district_id and id = was.id;
    insert into service_record_changes (district_id, id, household_id, record_id, sender_id, recipient_id,
      data_class, subject_ids, sent, version, post_id, organization_id, changes)
    values (was.district_id, gen_random_uuid(), was.household_id, was.id, was.sender_id, was.recipient_id,
      was.data_class, was.subject_ids, true, was.version + 1, v.post, v.organization, changed);
  end if;
  return hamkke.moved(v, r, 'RECIPIENT');
end $$;

/*
 * Says of which referral a linkage came that the asking side wrote down by hand, before or after the referral
 * was completed: so it is not counted twice.
 */
create or replace function hamkke.link_referral(p_district text, p_referral uuid, p_linkage uuid)
returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  r referrals;
  l linkages;
begin
  select f.* into r from referrals f where f.district_id = p_district and f.id = p_referral
    and 'SENDER' = any(hamkke.referral_sides(v, f)) for update;
  select * into l from linkages where district_id = p_district and id = p_linkage;
  if r.id is null or r.household_id is distinct from l.household_id
    or not hamkke.may_record(l.household_id, 'SUMMARY') then
    perform hamkke.not_found('no such referral of the household');
  elsif not r.sent or r.domain <> l.domain or r.recipient_id is distinct from l.provider_id
    or r.case_id <> l.case_id then
    perform hamkke.refuse('LINKAGE_NOT_OF_REFERRAL');
  elsif r.linkage_id is not null then
    perform hamkke.refuse('REFERRAL_LINKED_ALREADY');
  end if;
  update referrals set linkage_id = p_linkage where district_id = p_district and id = p_referral;
end $$;

reset role;
