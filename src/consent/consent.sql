set local role hamkke_keeper;

/*
 * Whether this transaction's viewer writes down the consents of a household: keeps them, and records its
 * SUMMARY.
 */
create or replace function hamkke.records_consents(p_district text, p_household uuid) returns boolean
stable language sql as $$
  select exists (select from hamkke.scope_of(hamkke.viewer(), p_district, array[p_household]) s
    where s.keeps and s.records & hamkke.class_bit('SUMMARY') <> 0)
$$;

/*
 * Whether this transaction's viewer was told where a member hides, by the member or by whoever gives consent
 * for them: the one thing by which a consent to a shelter is known to anybody but the shelter.
 */
create or replace function hamkke.knows_shelter(
  p_district text, p_household uuid, p_member uuid, p_giver uuid
) returns boolean
stable language sql as $$
  select exists (select from hamkke.scope_of(hamkke.viewer(), p_district, array[p_household]) s
    where s.subject_id in (p_member, p_giver) and s.mask & hamkke.class_bit('SAFE_LOCATION') <> 0)
$$;

/* What the viewer has of a consent's household for the purpose of the consent, whatever the request's is. */
create or replace function hamkke.scope_for_consent(c consents)
returns table (household_id uuid, subject_id uuid, mask int, basis basis, keeps boolean, records int)
stable rows 10 language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
begin
  v.purpose := c.purpose;
  return query select * from hamkke.scope_of(v, c.district_id, array[c.household_id]);
end $$;

/*
 * Whether a consent was given to the viewer's own organization, and still or otherwise makes the household
 * known to it. A withdrawal by telephone is none of the purposes, so the consent's own counts.
 */
create or replace function hamkke.given_to_viewer(c consents) returns boolean stable language sql as $$
  select v.duties && hamkke.consent_receiving_duties() and c.organization_id = v.recipient
    and exists (select from hamkke.scope_for_consent(c))
  from hamkke.viewer() v
$$;

/*
 * Refuses where a person may not speak for a member, in the words of the reason; `speaks` decides. Nobody
 * speaks any more, or is spoken for, who has died; whoever records a death waits until this is through, and
 * ends what was given meanwhile.
 */
create or replace function hamkke.check_giver(p_district text, p_household uuid, p_member uuid, p_giver uuid,
  p_wide boolean)
returns void language plpgsql as $$
declare
  may record;
  born date := (select birth_date from member_identities where district_id = p_district
    and member_id = p_member);
begin
  select * into may from hamkke.speaks(p_district, p_household, p_member, p_giver, now());
  if not found then
    perform hamkke.not_found('no such giver in the household');
  end if;
  perform from member_identities where district_id = p_district and member_id in (p_member, p_giver)
    order by member_id for share;
  if hamkke.has_died(p_district, p_member) or hamkke.has_died(p_district, p_giver) then
    perform hamkke.refuse('CONSENT_AFTER_DEATH');
  elsif hamkke.has_left(p_district, p_member) or hamkke.has_left(p_district, p_giver) then
    perform hamkke.refuse('CONSENT_AFTER_LEAVING');
  end if;
  if may.for_member is not true then
    perform hamkke.refuse(case
      when p_giver = p_member then 'CHILD_CANNOT_CONSENT'
      when p_giver is null then 'NO_LEGAL_BASIS_RECORDED'
      when exists (select from member_safeties where district_id = p_district and member_id = p_giver
        and alleged_perpetrator) then 'ACCUSED_SPEAKS_FOR_ANOTHER'
      when coalesce(hamkke.age_on(born, now()) >= hamkke.consent_age(), true)
        then 'MEMBER_SPEAKS_FOR_THEMSELVES'
      else 'NOT_GUARDIAN_OF_CHILD' end);
  end if;
  if p_wide and may.for_household is not true then
    perform hamkke.refuse('HOUSEHOLD_SPOKEN_FOR_BY_HEAD');
  end if;
end $$;

/* What a viewer has of a subject of a consent by duty, without anybody's consent. */
create or replace function hamkke.serves_with(v hamkke.viewer, c consents, p_subject uuid) returns int
stable language sql as $$
  select coalesce(bit_or(s.mask), 0) from hamkke.scope_of(v, c.district_id, array[c.household_id]) s
  where s.subject_id = p_subject and s.basis = 'CONTROLLER'
$$;

/*
 * Refuses the terms of a consent under an agreement: what can be said against them without a look at anybody.
 */
create or replace function hamkke.check_terms(c consents, a agreements, p_notices consent_notice[])
returns void
language plpgsql as $$
declare
  asked int := hamkke.mask_of(c.classes);
  most int := coalesce((select longest_days from consent_policies where district_id = c.district_id),
    hamkke.longest_consent_days());
  unfit text := hamkke.agreement_fault(a, c.organization_id, c.purpose);
begin
  if unfit is not null then
    perform hamkke.refuse(case unfit
      when 'OTHER_ORGANIZATION' then 'AGREEMENT_OF_OTHER_ORGANIZATION'
      when 'NOT_IN_FORCE' then 'AGREEMENT_NOT_IN_FORCE'
      when 'OTHER_PURPOSE' then 'PURPOSE_NOT_IN_AGREEMENT' end);
  end if;
  if cardinality(c.classes) = 0 then
    perform hamkke.refuse('CONSENT_WITHOUT_CLASSES');
  elsif asked & ~hamkke.shareable_mask() <> 0 then
    perform hamkke.refuse('CONSENT_TO_INVESTIGATION');
  elsif asked & ~hamkke.mask_of(a.classes) <> 0 then
    perform hamkke.refuse('CLASS_NOT_IN_AGREEMENT');
  elsif not p_notices @> enum_range(null::consent_notice) then
    perform hamkke.refuse('NOTICES_MISSING');
  elsif c.valid_until < c.valid_from then
    perform hamkke.refuse('CONSENT_ENDS_BEFORE_IT_BEGINS');
  elsif c.valid_until < hamkke.today() then
    perform hamkke.refuse('CONSENT_HAS_ENDED_ALREADY');
  -- From the day of giving, or one that begins later would last on.
  elsif c.valid_until - hamkke.today() > most then
    perform hamkke.refuse('CONSENT_TOO_LONG', jsonb_build_object('days', most));
  end if;
end $$;

/*
 * Refuses a consent that opens nothing, or more than may be: what is recorded is what the scope relation will
 * give.
 */
create or replace function hamkke.check_consent(c consents, p_notices consent_notice[]) returns void
language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
  a agreements;
  asked int := hamkke.mask_of(c.classes);
begin
  -- As the viewer may know of it: one with a shelter is as unknown as one that is not there.
  select * into a from agreements where district_id = c.district_id and id = c.agreement_id
    and (organization_id = v.recipient or district_id = v.district and v.duties && hamkke.keeping_duties()
      and (not sheltered or hamkke.knows_shelter(c.district_id, c.household_id, c.member_id, c.given_by_id)));
  if not found then
    perform hamkke.not_found('no such agreement');
  end if;
  perform hamkke.check_terms(c, a, p_notices);
  if asked & hamkke.class_bit('SAFE_LOCATION') <> 0 then
    if asked <> hamkke.class_bit('SAFE_LOCATION') or c.household_wide then
      perform hamkke.refuse('SAFE_LOCATION_WITH_OTHERS');
    elsif c.given_by_id is distinct from c.member_id then
      perform hamkke.refuse('SAFE_LOCATION_BY_ANOTHER');
    elsif not hamkke.tells_where(c.member_id, c.given_by_id, c.valid_from, c.valid_until)
      or c.valid_until - hamkke.today() > hamkke.hiding_days() then
      perform hamkke.refuse('SAFE_LOCATION_TOO_LONG');
    end if;
  end if;
  perform hamkke.check_giver(c.district_id, c.household_id, c.member_id, c.given_by_id, c.household_wide);
  if c.given_by_id is distinct from c.member_id
    and c.valid_from >= hamkke.turns_fourteen((select birth_date from member_identities
      where district_id = c.district_id and member_id = c.member_id)) then
    perform hamkke.refuse('CHILD_OF_AGE_BEFORE_CONSENT');
  end if;
  -- Nobody makes their own basis: what only a consent opens to an organization, nobody who works there writes
  -- down. A place of safety is told by the member alone and for days, and nobody else could write it down
  -- (docs/bases.md).
  if c.organization_id = v.recipient and (
      asked & ~hamkke.class_bit('SAFE_LOCATION') & ~hamkke.serves_with(v, c, c.member_id) <> 0
      or c.household_wide and asked & hamkke.household_mask() & ~hamkke.serves_with(v, c, c.household_id)
        <> 0) then
    perform hamkke.refuse('CONSENT_FOR_OWN_ORGANIZATION');
  end if;
end $$;

/* Writes down what became of a consent, beside what it was before. */
create or replace function hamkke.keep_consent_step(p_id uuid, p_step consent_step, was consents, c consents,
  p_asked_by uuid, p_method consent_method, p_notices consent_notice[]) returns void language sql as $$
  insert into consent_steps (district_id, id, household_id, consent_id, version, sheltered, step, asked_by_id,
    method, notices,
    classes_before, classes, household_wide, valid_until_before, valid_until, post_id, organization_id)
  values (c.district_id, p_id, c.household_id, c.id, c.version, c.sheltered, p_step, p_asked_by, p_method,
    p_notices,
    was.classes, c.classes, c.household_wide, was.valid_until, c.valid_until,
    (hamkke.viewer()).post, (hamkke.viewer()).organization)
$$;

/*
 * A consent given (동의), by those who keep the household's, and to nobody's own organization by itself. Ids
 * are made by the application; answers the household, and whether it is to a shelter.
 */
create or replace function hamkke.give_consent(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  c consents := jsonb_populate_record(null::consents, p);
  notices consent_notice[] := array(select jsonb_array_elements_text(p -> 'notices')::consent_notice);
begin
  select household_id into c.household_id from members where district_id = c.district_id and id = c.member_id;
  if not found or not hamkke.records_consents(c.district_id, c.household_id) then
    perform hamkke.not_found('no such member');
  end if;
  c.given_at := now();
  c.withdrawn_at := null;
  c.version := 1;
  perform hamkke.check_consent(c, notices);
  -- Told by nobody: whoever writes it down need not know what kind of place the organization is. Held until
  -- this commits: whoever makes it confidential finds this, or this finds that it is.
  perform from organizations where id = c.organization_id for share;
  c.sheltered := exists (select from organizations where id = c.organization_id and confidential);
  insert into consents select c.*;
  perform hamkke.keep_consent_step((p ->> 'step_id')::uuid, 'GIVEN', null, c, c.given_by_id, c.method,
    notices);
  return jsonb_build_object('household', c.household_id, 'sheltered', c.sheltered);
end $$;

/*
 * A consent narrowed, extended or withdrawn, asked for by whoever speaks for the member now. Whoever it was
 * given to may write down that it was taken back, whoever asked of those in the household whom they know: who
 * gave it and for whom would tell who is accused, and that somebody else lives there, who does. What is taken
 * back is measured by what it opens to them. Answers the household and the member, or the version that is
 * there where another was expected.
 */
create or replace function hamkke.change_consent(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  was consents;
  c consents;
  keeps boolean;
  -- What it opens to a recipient; NULL for those who keep the consents, whom it is told whole.
  opened data_class[];
  step consent_step := p ->> 'step';
  asked_by uuid := p ->> 'asked_by_id';
  how consent_method := p ->> 'method';
  notices consent_notice[] := array(select jsonb_array_elements_text(p -> 'notices')::consent_notice);
begin
  -- Chosen before it is locked: nobody waits for a row that is hidden from them.
  select * into was from consents o where o.district_id = p ->> 'district_id' and o.id = (p ->> 'id')::uuid
    and (hamkke.records_consents(o.district_id, o.household_id)
        and (not o.sheltered
          or hamkke.knows_shelter(o.district_id, o.household_id, o.member_id, o.given_by_id))
      or step <> 'EXTENDED' and hamkke.given_to_viewer(o)) for update;
  keeps := hamkke.records_consents(was.district_id, was.household_id)
    and (not was.sheltered or hamkke.knows_shelter(was.district_id, was.household_id, was.member_id,
      was.given_by_id));
  if was.id is null or not keeps and (step = 'EXTENDED' or not hamkke.given_to_viewer(was)) then
    perform hamkke.not_found('no such consent');
  elsif was.version <> (p ->> 'expected_version')::int then
    return jsonb_build_object('version', was.version);
  elsif was.withdrawn_at is not null then
    perform hamkke.refuse('CONSENT_WITHDRAWN');
  end if;
  if keeps and step <> 'EXTENDED' then
    perform hamkke.check_giver(was.district_id, was.household_id, was.member_id, asked_by, false);
  elsif not keeps and not exists (select from members m where m.district_id = was.district_id
      and m.household_id = was.household_id and m.id = asked_by
      and exists (select from hamkke.scope_for_consent(was) s
        where s.subject_id = m.id or s.subject_id = was.household_id and s.mask & hamkke.class_bit('SUMMARY')
          <> 0)) then
    perform hamkke.not_found('nobody whom they know of the household');
  end if;
  c := was;
  c.version := was.version + 1;
  case step
  when 'NARROWED' then
    if not keeps then
      opened := array(select json_array_elements_text(hamkke.opened_by(was.district_id, was.id))::data_class);
      if p ->> 'household_wide' is not null then
        perform hamkke.refuse('HOUSEHOLD_WIDE_KEPT_BY_OTHERS');
      end if;
    end if;
    c.classes := coalesce(array(select jsonb_array_elements_text(nullif(p -> 'classes', 'null'))::data_class),
      '{}');
    c.classes := case when p ->> 'classes' is null then was.classes else c.classes end;
    c.household_wide := coalesce((p ->> 'household_wide')::boolean, was.household_wide);
    c.valid_until := coalesce((p ->> 'valid_until')::date, was.valid_until);
    if p ->> 'classes' is not null and not c.classes <@ coalesce(opened, was.classes)
      or c.valid_until > was.valid_until or c.household_wide and not was.household_wide then
      perform hamkke.refuse('NARROWING_ADDS');
    elsif cardinality(c.classes) = 0 or c.valid_until < hamkke.today() and c.valid_until < was.valid_until
      then
      perform hamkke.refuse('NARROWING_LEAVES_NOTHING');
    elsif c.classes @> coalesce(opened, was.classes) and c.valid_until = was.valid_until
      and c.household_wide = was.household_wide then
      perform hamkke.refuse('NARROWING_CHANGES_NOTHING');
    end if;
  when 'EXTENDED' then
    -- A new giving: everything is looked at as if it were given today.
    c.valid_until := (p ->> 'valid_until')::date;
    c.given_by_id := asked_by;
    c.given_at := now();
    c.method := how;
    if was.valid_until < hamkke.today() then
      perform hamkke.refuse('CONSENT_HAS_ENDED');
    elsif c.valid_until <= was.valid_until then
      perform hamkke.refuse('EXTENSION_NOT_LATER');
    end if;
    perform hamkke.check_consent(c, notices);
  when 'WITHDRAWN' then
    c.withdrawn_at := now();
  else
    perform hamkke.not_found('a consent is given by another function');
  end case;
  update consents set classes = c.classes, household_wide = c.household_wide, valid_until = c.valid_until,
    given_by_id = c.given_by_id, given_at = c.given_at, method = c.method, withdrawn_at = c.withdrawn_at,
      version = c.version
  where district_id = c.district_id and id = c.id;
  perform hamkke.keep_consent_step((p ->> 'step_id')::uuid, step, was, c, asked_by, how, notices);
  if step = 'WITHDRAWN' then
    perform hamkke.revoke_referrals_of(c.district_id, c.id);
  end if;
  return jsonb_build_object('household', c.household_id, 'member', c.member_id, 'sheltered', c.sheltered,
    'basis', case when keeps then 'CONTROLLER' else 'CONSENT' end);
end $$;

/* Who speaks for a child, recorded (후견). Answers the household. */
create or replace function hamkke.record_guardianship(p jsonb) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  g guardianships := jsonb_populate_record(null::guardianships, p);
begin
  select household_id into g.household_id from members where district_id = g.district_id and id = g.member_id;
  if not found or not hamkke.records_consents(g.district_id, g.household_id)
    or g.guardian_id is not null and not exists (select from members
      where district_id = g.district_id and id = g.guardian_id and household_id = g.household_id) then
    perform hamkke.not_found('no such member');
  end if;
  if exists (select from member_identities where district_id = g.district_id and member_id = g.member_id
      and hamkke.age_on(birth_date, now()) >= hamkke.adult_age()) then
    perform hamkke.refuse('GUARDIAN_OF_ADULT');
  elsif hamkke.has_died(g.district_id, g.member_id) or hamkke.has_died(g.district_id, g.guardian_id) then
    perform hamkke.refuse('GUARDIANSHIP_AFTER_DEATH');
  elsif hamkke.has_left(g.district_id, g.member_id) or hamkke.has_left(g.district_id, g.guardian_id) then
    perform hamkke.refuse('GUARDIANSHIP_AFTER_LEAVING');
  elsif g.until < g."from" then
    perform hamkke.refuse('GUARDIANSHIP_ENDS_BEFORE_IT_BEGINS');
  elsif g.kind = 'DISTRICT_LEGAL_BASIS' then
    if g.guardian_id is not null or g.legal_basis is null then
      perform hamkke.refuse('DISTRICT_GUARDIANSHIP_WITHOUT_BASIS');
    elsif not exists (select from member_safeties a where a.district_id = g.district_id
      and a.household_id = g.household_id
        and a.alleged_perpetrator)
      or exists (select from member_identities i where i.district_id = g.district_id
        and i.household_id = g.household_id
        and hamkke.age_on(i.birth_date, now()) >= hamkke.adult_age()
        and i.died_on is null and i.left_on is null
        and not exists (select from member_safeties a where a.district_id = i.district_id
          and a.member_id = i.member_id
          and a.alleged_perpetrator)) then
      perform hamkke.refuse('DISTRICT_GUARDIANSHIP_NOT_NEEDED');
    end if;
  elsif g.guardian_id is null or not exists (select from member_identities where district_id = g.district_id
      and member_id = g.guardian_id and hamkke.age_on(birth_date, now()) >= hamkke.adult_age()) then
    perform hamkke.refuse('GUARDIAN_NOT_ADULT_OF_HOUSEHOLD');
  end if;
  g.data_class := case when g.kind = 'DISTRICT_LEGAL_BASIS' then 'SAFETY' else 'FAMILY' end;
  g.subject_ids := array_remove(array[g.member_id, g.guardian_id], null);
  g.recorded_at := now();
  g.version := 1;
  g.post_id := v.post;
  g.organization_id := v.organization;
  insert into guardianships select g.*;
  return g.household_id;
end $$;

/* The last day of a guardianship; consents that were given until then stand. Answers the household. */
create or replace function hamkke.end_guardianship(p_district text, p_id uuid, p_on date, p_version int)
returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  g guardianships;
begin
  select * into g from guardianships where district_id = p_district and id = p_id
    and hamkke.records_consents(district_id, household_id) for update;
  if not found or not hamkke.records_consents(g.district_id, g.household_id) then
    perform hamkke.not_found('no such guardianship');
  end if;
  perform hamkke.expect_version(p_version, g.version);
  if p_on < g."from" or p_on > g.until then
    perform hamkke.refuse('GUARDIANSHIP_END_OUT_OF_RANGE');
  end if;
  update guardianships set until = p_on, version = g.version + 1 where district_id = p_district and id = p_id;
  return g.household_id;
end $$;

reset role;
