set local role hamkke_keeper;

/* Whether anything is known of violence or abuse that concerns a member. */
create or replace function hamkke.has_safety_flag(p_district text, p_member uuid) returns boolean
stable language sql as $$
  select exists (select from member_safeties s where s.district_id = p_district and s.member_id = p_member
    and (s.alleged_perpetrator
      or num_nonnulls(s.risk, nullif(s.findings, ''), nullif(s.protective_measures, '')) > 0))
$$;

/* Two texts as one, where the other says anything that is not said already. */
create or replace function hamkke.both_texts(p_one text, p_other text) returns text
immutable language sql as $$
  select case when coalesce(p_other, '') = '' or strpos(coalesce(p_one, ''), p_other) > 0 then p_one
    else concat_ws(E'\n', nullif(p_one, ''), p_other) end
$$;

/*
 * What is known of violence or abuse in the records that became one: nothing of either is lost, whoever was
 * accused in one is accused, and the higher risk stands. That somebody looked at it, and their words, stand
 * in the history of each. People are mapped old to new.
 */
create or replace function hamkke.confirm_safeties(p_district text, p_household uuid, p_went jsonb,
  p_words text) returns void
language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
  was member_safeties;
  is_now member_safeties;
  other member_safeties;
begin
  for was in
    select s.* from member_safeties s where s.district_id = p_district and s.household_id = p_household
      and not hamkke.has_left(p_district, s.member_id)
      and (hamkke.has_safety_flag(p_district, s.member_id)
        or exists (select from jsonb_each_text(p_went) w where w.value = s.member_id::text
          and hamkke.has_safety_flag(p_district, w.key::uuid)))
    order by s.member_id for update
  loop
    is_now := was;
    for other in
      select o.* from jsonb_each_text(p_went) w
      join member_safeties o on o.district_id = p_district and o.member_id = w.key::uuid
      where w.value = was.member_id::text order by o.member_id
    loop
      is_now.alleged_perpetrator := is_now.alleged_perpetrator or other.alleged_perpetrator;
      is_now.risk := greatest(is_now.risk, other.risk);
      is_now.findings := hamkke.both_texts(is_now.findings, other.findings);
      is_now.protective_measures := hamkke.both_texts(is_now.protective_measures, other.protective_measures);
    end loop;
    update member_safeties set version = was.version + 1, recorded_at = now(),
        alleged_perpetrator = is_now.alleged_perpetrator, risk = is_now.risk, findings = is_now.findings,
        protective_measures = is_now.protective_measures
      where district_id = p_district and member_id = was.member_id;
    insert into facet_changes (district_id, id, household_id, member_id, data_class, subject_ids, version,
      post_id, organization_id, changes)
    select p_district, gen_random_uuid(), p_household, was.member_id, 'SAFETY', array[was.member_id],
      was.version + 1, v.post, v.organization,
      jsonb_agg(jsonb_build_object('field', field, 'before', old, 'after', new))
    from (values ('safetyConfirmation', null, p_words),
      ('allegedPerpetrator', was.alleged_perpetrator::text, is_now.alleged_perpetrator::text),
      ('risk', was.risk::text, is_now.risk::text), ('findings', was.findings, is_now.findings),
      ('protectiveMeasures', was.protective_measures, is_now.protective_measures)) f (field, old, new)
    where old is distinct from new;
  end loop;
end $$;

/*
 * Rows of the open cases of a household that became part of another one, made anew there: in the case that
 * the same centre has open of it, else in a new one. Rows go whose people all went; linkages are counted
 * once, where they were made. The old cases close. People and the household itself are mapped old to new.
 */
create or replace function hamkke.merge_cases(p_district text, p_home uuid, p_target uuid, p_went jsonb)
returns void
language plpgsql as $$
declare
  v hamkke.viewer := hamkke.viewer();
  origin cases;
  goes_on uuid;
  notes jsonb;
  copied_rows text;
begin
  for origin in
    select * from cases c where c.district_id = p_district and c.household_id = p_home
      and c.stage not in ('CLOSED', 'FOLLOW_UP') order by c.opened_on, c.id for update
  loop
    goes_on := (select c.id from cases c where c.district_id = p_district and c.household_id = p_target
      and c.center_id = origin.center_id and c.stage not in ('CLOSED', 'FOLLOW_UP')
      order by c.opened_on, c.id limit 1);
    if goes_on is null then
      goes_on := gen_random_uuid();
      perform hamkke.open_case(p_district, goes_on, p_target, origin.center_id, origin.level,
        origin.emergency, gen_random_uuid(), v.post);
    end if;
    -- Notes have their new ids before, for those who took part to go along.
    notes := coalesce((select jsonb_object_agg(n.id, gen_random_uuid()) from case_notes n
      where n.district_id = p_district and n.case_id = origin.id), '{}');
    foreach copied_rows in array hamkke.transferred_rows() loop
      execute format('insert into %1$I
        select (jsonb_populate_record(r, jsonb_build_object(''household_id'', $1, ''case_id'', $2,
          ''id'', coalesce($6 ->> r.id::text, gen_random_uuid()::text), ''subject_ids'', g.ids))).*
        from %1$I r cross join lateral (
          select jsonb_agg($3 ->> s::text) as ids, bool_and($3 ? s::text) as went
          from unnest(r.subject_ids) s) g
        where r.district_id = $4 and r.case_id = $5 and g.went', copied_rows)
        using p_target, goes_on, p_went, p_district, origin.id, notes;
    end loop;
    insert into note_participants (district_id, id, household_id, note_id, data_class, subject_ids, kind,
      post_id, organization_id, member_id)
    select p_district, gen_random_uuid(), p_target, n.id, t.data_class,
      array(select (p_went ->> s::text)::uuid from unnest(t.subject_ids) s), t.kind, t.post_id,
      t.organization_id, (p_went ->> t.member_id::text)::uuid
    from note_participants t join case_notes n on n.district_id = t.district_id
      and n.id = (notes ->> t.note_id::text)::uuid
    where t.district_id = p_district and t.household_id = p_home
      and not exists (select from unnest(t.subject_ids) s where not p_went ? s::text);
    -- Whoever merged it has looked into what came in, which whoever sent it is told as of every other report.
    update report_receipts c set taken_up_at = coalesce(c.taken_up_at, now()), kept = null
      from intake_reports r where r.district_id = p_district and r.case_id = origin.id
        and c.district_id = r.district_id and c.report_id = r.id;
    perform hamkke.move_applications(p_district, origin.id, p_target, goes_on);
    perform hamkke.close_case(origin, 'TRANSFERRED', v);
  end loop;
end $$;

/* Whoever works with a household works with the one that it became part of. */
create or replace function hamkke.merge_assignments(p_district text, p_home uuid, p_target uuid)
returns void language sql as $$
  insert into assignments (district_id, id, household_id, post_id, kind, "from", until)
  select a.district_id, gen_random_uuid(), p_target, a.post_id, a.kind, greatest(a."from", hamkke.today()),
    a.until
  from assignments a where a.district_id = p_district and a.household_id = p_home and a.ended_at is null
    and coalesce(a.until, 'infinity') >= hamkke.today()
    and not exists (select from assignments t where t.district_id = p_district and t.household_id = p_target
      and t.post_id = a.post_id and t.kind = a.kind and t.ended_at is null
      and coalesce(t.until, 'infinity') >= hamkke.today());
  update assignments set until = greatest("from", hamkke.today()), ended_at = now(), version = version + 1
  where district_id = p_district and household_id = p_home and ended_at is null
    and coalesce(until, 'infinity') >= hamkke.today()
$$;

/*
 * Makes one household part of another (가구 통합): two records of one family, or two families that are one now.
 * Its people become members there, under new ids or, where they are recorded there already, as those; what is
 * known of them and of it goes along where nothing is known there. No consent goes along. Where anything is
 * known of violence or abuse in either, a person confirms it with words. Answers who went, with their sealed
 * numbers.
 */
create or replace function hamkke.merge_households(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  district text := p ->> 'district_id';
  home uuid := (p ->> 'id')::uuid;
  target uuid := (p ->> 'into_id')::uuid;
  part text[];
  each record;
  was member_identities;
  there member_identities;
  guardians jsonb;
  went jsonb := jsonb_build_object(home, target);
  moved jsonb := '[]';
  goes_to uuid;
begin
  perform hamkke.lock_households(district, array[home, target]);
  if home = target then
    perform hamkke.refuse('MERGED_WITH_ITSELF');
  end if;
  perform hamkke.expect_version((p ->> 'expected_version')::int, (select version from household_summaries
    where district_id = district and household_id = home for update));
  -- Another centre would come to serve people whom it did not serve, and lose a case that it works on.
  if exists (select from cases c where c.district_id = district and c.household_id = home
      and c.center_id <> (hamkke.viewer()).organization and c.stage not in ('CLOSED', 'FOLLOW_UP')) then
    perform hamkke.refuse('CASE_OF_OTHER_CENTER');
  end if;
  perform hamkke.expect_consultations_closed(district, home);
  if p ->> 'confirmation' is null and exists (select from members m where m.district_id = district
      and m.household_id in (home, target) and not hamkke.has_left(district, m.id)
      and hamkke.has_safety_flag(district, m.id)) then
    perform hamkke.refuse('SAFETY_NEEDS_CONFIRMATION');
  end if;
  guardians := hamkke.guardianships_of(district, home);
  for each in
    select s.id, s.same_as from jsonb_to_recordset(p -> 'same') as s(id uuid, same_as uuid) order by s.id
  loop
    was := hamkke.lock_member(district, home, each.id);
    there := hamkke.lock_member(district, target, each.same_as);
    -- Nobody who died lives on in the other record, or speaks there.
    if was.died_on is not null and there.died_on is null then
      perform hamkke.refuse('DIED_IN_ONE_RECORD');
    end if;
    -- Indexes of two keys tell nothing of each other.
    if exists (select from member_unique_ids a join member_unique_ids b on b.district_id = a.district_id
        and b.registration_number_index <> a.registration_number_index
        and split_part(b.registration_number_index, ':', 1) = split_part(a.registration_number_index, ':', 1)
      where a.district_id = district and a.member_id = each.id
        and b.member_id in (select each.same_as union
          select s.id from jsonb_to_recordset(p -> 'same') as s(id uuid, same_as uuid)
          where s.same_as = each.same_as)) then
      perform hamkke.refuse('TWO_REGISTRATION_NUMBERS');
    end if;
    perform hamkke.copy_facets(was, target, each.same_as);
    perform hamkke.leave_household(was, hamkke.today(), 'RECORDED_TWICE', each.same_as);
    went := went || jsonb_build_object(each.id, each.same_as);
  end loop;
  for each in
    select m.id from members m join member_identities i on i.district_id = m.district_id
      and i.member_id = m.id
    where m.district_id = district and m.household_id = home and i.left_on is null and i.died_on is null
    order by m.ordinal, m.id
  loop
    was := hamkke.lock_member(district, home, each.id);
    goes_to := gen_random_uuid();
    perform hamkke.move_to(was, target, goes_to, was.relation, true, hamkke.today(), 'HOUSEHOLDS_MERGED');
    went := went || jsonb_build_object(each.id, goes_to);
  end loop;
  foreach part slice 1 in array hamkke.transferred_facets() loop
    continue when part[3] <> 'household_id';
    execute format('insert into %1$I select (jsonb_populate_record(f, jsonb_build_object(
        ''household_id'', $1, ''version'', 1))).* from %1$I f
        where f.district_id = $2 and f.household_id = $3 on conflict do nothing', part[1])
      using target, district, home;
  end loop;
  perform hamkke.copy_guardianships(district, target, guardians, went);
  perform hamkke.merge_cases(district, home, target, went);
  perform hamkke.merge_assignments(district, home, target);
  perform hamkke.carry_incoming_reports(district, home, target, went);
  if p ->> 'confirmation' is not null then
    perform hamkke.confirm_safeties(district, target, went - home::text, p ->> 'confirmation');
  end if;
  update households set merged_into_id = target, version = version + 1
    where district_id = district and id = home;
  select jsonb_agg(jsonb_build_object('from', w.key, 'to', w.value,
    'number', hamkke.number_of(district, w.key::uuid),
    'there', hamkke.number_of(district, w.value::uuid))) into moved
  from jsonb_each_text(went) w where w.key <> home::text;
  return coalesce(moved, '[]');
end $$;

reset role;
