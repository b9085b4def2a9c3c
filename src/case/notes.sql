set local role hamkke_keeper;

/* The name of whoever had a post, for those who may have what was written in it. */
create or replace function hamkke.name_at_post(p_post uuid) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select s.name from posts p join staff s on s.id = p.staff_id where p.id = p_post
$$;

/*
 * Of each subject of a household, the classes of which the viewer may write notes: those that their duty
 * records, and by some duties also those that somebody consented to. Nobody's whom no duty leads to the
 * household, and of nobody who has left it.
 */
create or replace function hamkke.note_classes(v hamkke.viewer, p_district text, p_household uuid)
returns table (subject_id uuid, mask int, bases basis[]) stable rows 10 language sql as $$
  with scope as materialized (select * from hamkke.scope_of(v, p_district, array[p_household]))
  select s.subject_id,
    bit_or(case when v.duties && hamkke.consented_noting_duties() then s.mask else s.mask & s.records end)
      & hamkke.note_mask(),
    array_agg(distinct s.basis)
  from scope s
  where exists (select from scope c where c.subject_id = p_household and c.basis = 'CONTROLLER')
    and not hamkke.was_merged(p_district, p_household) and not hamkke.has_left(p_district, s.subject_id)
  group by 1
$$;

/* Whom a note of a class concerns: those that are named, or everybody of whom the viewer may write it. */
create or replace function hamkke.note_subjects(
  v hamkke.viewer, p_district text, p_household uuid, p_class data_class, p_named uuid[]) returns uuid[]
language plpgsql stable as $$
declare
  wide boolean := hamkke.class_bit(p_class) & hamkke.household_mask() <> 0;
  named uuid[] := array(select distinct unnest(p_named));
  may uuid[] := array(select subject_id from hamkke.note_classes(v, p_district, p_household)
    where mask & hamkke.class_bit(p_class) <> 0 order by 1);
  subjects uuid[];
begin
  if cardinality(named) > 0 then
    -- Whom the viewer does not know is nobody of the household.
    if exists (select from unnest(named) n where not coalesce(
      nullif(current_setting('hamkke.scope', true), '')::jsonb ? n::text, false) or n = p_household) then
      perform hamkke.not_found('no such member');
    end if;
    subjects := named;
  elsif wide then
    subjects := array[p_household];
  else
    subjects := array_remove(may, p_household);
  end if;
  if cardinality(subjects) = 0 or not subjects <@ may then
    perform hamkke.refuse('NOTE_CLASS_WITHHELD', jsonb_build_object('dataClass', p_class));
  end if;
  return subjects;
end $$;

/*
 * Adds who took part to a note that the viewer has just written: staff of the district by their posts,
 * agencies that the catalogue shows, and members whom the viewer knows and who have not left. A member is of
 * themselves.
 */
create or replace function hamkke.add_participants(p_district text, p_note uuid, p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  n case_notes;
  posts_named uuid[] := array(select distinct value::uuid from jsonb_array_elements_text(p -> 'posts'));
  organizations_named uuid[]
    := array(select distinct value::uuid from jsonb_array_elements_text(p -> 'organizations'));
  members_named uuid[] := array(select distinct value::uuid from jsonb_array_elements_text(p -> 'members'));
begin
  select * into n from case_notes where district_id = p_district and id = p_note and post_id = v.post;
  if n.id is null then
    perform hamkke.not_found('no such note');
  elsif exists (select from unnest(posts_named) t (id) where not exists (select from posts o
    where o.id = t.id and o.active and o.district_id = p_district
      -- Whoever works at a shelter would tell that the household has to do with one.
      and not exists (select from organizations s where s.id = o.organization_id
        and s.confidential))) then
    perform hamkke.not_found('no such post');
  elsif exists (select from unnest(organizations_named) t (id) where not exists (select from organizations o
    where o.id = t.id and not o.confidential)) then
    perform hamkke.not_found('no such organization');
  elsif exists (select from unnest(members_named) t (id) where not exists (select from members m
    where m.district_id = p_district and m.id = t.id and m.household_id = n.household_id
      and not hamkke.has_left(p_district, m.id)
      and nullif(current_setting('hamkke.scope', true), '')::jsonb ? m.id::text)) then
    perform hamkke.not_found('no such member');
  end if;
  insert into note_participants (district_id, id, household_id, note_id, data_class, subject_ids, kind,
    post_id, organization_id, member_id)
  select n.district_id, gen_random_uuid(), n.household_id, n.id, n.data_class,
    case when t.member is null then n.subject_ids else array[t.member] end,
    t.kind::participant_kind, t.post, t.organization, t.member
  from (
    select 'STAFF', o.id, o.organization_id, null::uuid from posts o where o.id = any(posts_named)
    union all select 'ORGANIZATION', null, id, null from unnest(organizations_named) id
    union all select 'MEMBER', null, null, id from unnest(members_named) id) t (kind, post, organization,
      member);
end $$;

/* What a change of a note says for the log. */
create or replace function hamkke.noted(v hamkke.viewer, n case_notes) returns jsonb
language sql stable as $$
  select jsonb_build_object('household', n.household_id, 'subjects', n.subject_ids, 'class', n.data_class,
    'bases', (select array_agg(distinct b) from hamkke.note_classes(v, n.district_id, n.household_id) s,
      unnest(s.bases) b where s.subject_id = any(n.subject_ids)))
$$;

/* Writes a note of a class into a case that the viewer may know, at any stage. Keys are named as columns. */
create or replace function hamkke.write_note(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  n case_notes := jsonb_populate_record(null::case_notes, p);
  c cases;
begin
  select k.* into c from cases k where k.district_id = n.district_id and k.id = n.case_id
    and exists (select from hamkke.scope_of(v, k.district_id, array[k.household_id]) s
      where s.subject_id = k.household_id and s.basis = 'CONTROLLER'
        and s.mask & hamkke.class_bit('SUMMARY') <> 0);
  if c.id is null then
    perform hamkke.not_found('no such case');
  end if;
  n.household_id := c.household_id;
  n.subject_ids := hamkke.note_subjects(v, c.district_id, c.household_id, n.data_class, n.subject_ids);
  insert into case_notes (district_id, id, household_id, case_id, data_class, subject_ids, kind, written_at,
    body, took_place_at, place, minutes, post_id, organization_id)
  values (n.district_id, n.id, n.household_id, n.case_id, n.data_class, n.subject_ids, n.kind, now(), n.body,
    n.took_place_at, n.place, n.minutes, v.post, v.organization);
  return hamkke.noted(v, n);
end $$;

/*
 * Corrects a note: what it said before stays in its history, with who changed it. Its author may, and of the
 * centre that is responsible whoever may write such a note.
 */
create or replace function hamkke.correct_note(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  wanted case_notes := jsonb_populate_record(null::case_notes, p);
  n case_notes;
begin
  -- Chosen before it is locked: nobody waits for a row that is hidden from them.
  select o.* into n from case_notes o where o.district_id = wanted.district_id and o.id = wanted.id
    and not exists (select from unnest(o.subject_ids) subject where not exists (
      select from hamkke.note_classes(v, o.district_id, o.household_id) s
      where s.subject_id = subject and s.mask & hamkke.class_bit(o.data_class) <> 0))
    for update;
  if n.id is null then
    perform hamkke.not_found('no such note');
  elsif n.post_id is distinct from v.post and v.organization is distinct from (select center_id from cases c
    where c.district_id = n.district_id and c.id = n.case_id) then
    perform hamkke.refuse('CASE_OF_OTHER_CENTER');
  end if;
  perform hamkke.expect_version((p ->> 'expected_version')::int, n.version);
  if n.body <> wanted.body then
    update case_notes set body = wanted.body, version = n.version + 1
      where district_id = n.district_id and id = n.id;
    insert into facet_changes (district_id, id, household_id, note_id, data_class, subject_ids, version,
      post_id, organization_id, changes)
    values (n.district_id, gen_random_uuid(), n.household_id, n.id, n.data_class, n.subject_ids,
      n.version + 1, v.post, v.organization,
      jsonb_build_array(jsonb_build_object('field', 'body', 'before', n.body, 'after', wanted.body)));
  end if;
  return hamkke.noted(v, n);
end $$;

reset role;
