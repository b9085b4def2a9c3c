set local role hamkke_keeper;

/*
 * What never leaves a district with a case, whoever agreed: numbers need a law, the others are their writer's
 * or secret.
 */
create or replace function hamkke.transferable_mask() returns int immutable language sql as $$
  select hamkke.shareable_mask() & ~hamkke.class_bit('UNIQUE_ID') & ~hamkke.class_bit('SAFE_LOCATION')
$$;

/*
 * Whom and what of a household goes to another centre: each subject with its new id and the classes that may
 * go. The controller who will serve them gets SUMMARY, IDENTITY and CONTACT, or could not; every other class
 * goes where its people consented to this very centre. Whoever is said to have done the harm goes only when
 * named: as one of the new household they could ask who saw their data, and learn where the others are.
 */
create or replace function hamkke.transferred(p_district text, p_household uuid, p_new_household uuid,
  p_center uuid,
  p_members uuid[]) returns table (old_id uuid, new_id uuid, mask int) language sql as $$
  with consented as materialized (
    select * from hamkke.consents_to(p_center, 'CASE_MANAGEMENT', p_district, array[p_household])
  )
  select p_household, p_new_household, hamkke.class_bit('SUMMARY')
    | coalesce((select bit_or(c.household_mask) from consented c), 0) & hamkke.transferable_mask()
  union all
  select m.id, gen_random_uuid(), hamkke.class_bit('IDENTITY') | hamkke.class_bit('CONTACT')
    | coalesce((select bit_or(c.member_mask) from consented c where c.member_id = m.id), 0)
      & hamkke.transferable_mask()
  from members m
  -- Who left is served where they live now: where the others go is no business of theirs, nor theirs of it.
  where m.district_id = p_district and m.household_id = p_household and not hamkke.has_left(p_district, m.id)
    and case when p_members is null
    then not exists (select from member_safeties s where s.district_id = p_district and s.member_id = m.id
      and s.alleged_perpetrator)
    else m.id = any(p_members) end
$$;

/*
 * Of the classes that went with a case, those that the viewer of this transaction has of everybody in the
 * household: any other would tell whoever has SUMMARY that there is something of it, and that it was
 * consented to.
 */
create or replace function hamkke.classes_that_went(p_district text, p_transfer uuid) returns json
language sql stable security definer set search_path = public, pg_temp as $$
  with went as (
    select household_id, classes from case_transfers where district_id = p_district and id = p_transfer
  ), had as (
    select coalesce((scope ->> s.id::text)::int, 0) as mask, s.id = w.household_id as whole
    from (select nullif(current_setting('hamkke.scope', true), '')::jsonb as scope) opened, went w
    cross join lateral (select w.household_id as id
      union all select m.id from members m where m.district_id = p_district
        and m.household_id = w.household_id) s
  )
  select coalesce(json_agg(c order by c), '[]') from went, unnest(classes) c
  where not exists (select from had where mask & hamkke.class_bit(c) = 0
    and case when whole then hamkke.household_mask() & hamkke.class_bit(c) <> 0 else c <> 'SUMMARY' end)
$$;

/*
 * A transfer as those may know where it went who may know where its people are: NULL for everybody else. That
 * takes SAFETY of everybody in the household, so that being told nothing does not tell that somebody is
 * accused; and once somebody is, where the others went is SAFE_LOCATION.
 */
create or replace function hamkke.goal_of_transfer(p_district text, p_transfer uuid) returns case_transfers
language sql stable security definer set search_path = public, pg_temp as $$
  with subject as (
    select coalesce((scope ->> s.id::text)::int, 0) as mask
    from (select nullif(current_setting('hamkke.scope', true), '')::jsonb as scope) opened
    cross join case_transfers t
    cross join lateral (select t.household_id as id
      union all select m.id from members m where m.district_id = p_district
        and m.household_id = t.household_id) s
    where t.district_id = p_district and t.id = p_transfer
  )
  select t from case_transfers t where t.district_id = p_district and t.id = p_transfer
    and not exists (select from subject where mask & hamkke.class_bit('SAFETY') = 0)
    and (not exists (select from member_safeties a where a.district_id = p_district
      and a.household_id = t.household_id
        and a.alleged_perpetrator)
      or not exists (select from members m where m.district_id = p_district
        and m.household_id = t.household_id
        and coalesce((nullif(current_setting('hamkke.scope', true), '')::jsonb ->> m.id::text)::int, 0)
          & hamkke.class_bit('SAFE_LOCATION') = 0))
$$;

/*
 * The case as another district's centre gets it: a household, its people and a case of their own, under new
 * ids, and in the old one the pointer to it. The old case is closed by whoever calls. The answer says which
 * classes of whom went. Copies name their columns by the table's own row type, so that a new column goes
 * along without being named here.
 */
create or replace function hamkke.transfer_case(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  origin cases;
  center organizations;
  home uuid := (p ->> 'new_household_id')::uuid;
  created uuid := (p ->> 'new_case_id')::uuid;
  wanted uuid[] := (select array_agg(e::uuid)
    from jsonb_array_elements_text(nullif(p -> 'members', 'null')) e);
  report uuid := gen_random_uuid();
  people jsonb;
  part text[];
  copied_rows text;
  found_ids uuid[];
  rows_went jsonb;
  went jsonb := '[]';
begin
  select * into origin from cases c where c.district_id = p ->> 'district_id'
    and c.id = (p ->> 'case_id')::uuid
    and exists (select from hamkke.scope_of(v, c.district_id, array[c.household_id]) s
      where s.subject_id = c.household_id and s.records & hamkke.class_bit('SUMMARY') <> 0) for no key update;
  if not found or not v.duties && hamkke.step_duties('TRANSFER')
    or not exists (select from hamkke.scope_of(v, origin.district_id, array[origin.household_id]) s
      where s.subject_id = origin.household_id and s.records & hamkke.class_bit('SUMMARY') <> 0) then
    perform hamkke.not_found('no case of theirs');
  elsif origin.center_id <> v.organization then
    perform hamkke.refuse('CASE_OF_OTHER_CENTER');
  end if;
  select * into center from organizations o where o.id = (p ->> 'center_id')::uuid and not o.confidential
    and o.partner_kind = any(hamkke.center_kinds()) and o.district_id is not null;
  if not found then
    perform hamkke.not_found('no such centre');
  elsif center.district_id = origin.district_id then
    perform hamkke.refuse('TRANSFER_WITHIN_DISTRICT');
  elsif not hamkke.is_dong_of(center.district_id, p ->> 'responsible_dong') then
    perform hamkke.refuse('DONG_OUTSIDE_RECEIVING_DISTRICT');
  end if;
  people := (select jsonb_agg(to_jsonb(t))
    from hamkke.transferred(origin.district_id, origin.household_id, home, center.id, wanted) t);
  if wanted is not null and jsonb_array_length(people) - 1 <> cardinality(wanted) then
    perform hamkke.not_found('no such members');
  elsif jsonb_array_length(people) < 2 then
    perform hamkke.refuse('NOBODY_TO_TRANSFER');
  end if;

  insert into households (district_id, id) values (center.district_id, home);
  insert into members (district_id, id, household_id, ordinal)
    select center.district_id, t.new_id, home, m.ordinal
    from jsonb_to_recordset(people) t(old_id uuid, new_id uuid)
    join members m on m.district_id = origin.district_id and m.id = t.old_id;
  insert into household_summaries (district_id, household_id, responsible_dong, registered_on, head_id)
    select center.district_id, home, p ->> 'responsible_dong', hamkke.today(), t.new_id
    from jsonb_to_recordset(people) t(old_id uuid, new_id uuid)
    join members m on m.district_id = origin.district_id and m.id = t.old_id
    left join household_summaries s on s.district_id = origin.district_id and s.head_id = m.id
    order by s.head_id is null, m.ordinal, m.id limit 1;
  perform hamkke.open_case(center.district_id, created, home, center.id, origin.level, origin.emergency,
    gen_random_uuid(), v.post);
  -- The receiving centre learns from whom it came, as from any partner; how the first one learned of it stays
  -- there.
  insert into intake_reports (district_id, id, household_id, case_id, received_at, center_id)
    values (center.district_id, report, home, created, now(), center.id);
  insert into report_origins (district_id, report_id, household_id, data_class, subject_ids, source,
    emergency, sender_id)
    values (center.district_id, report, home, 'SUMMARY', array[home], 'PARTNER', origin.emergency,
      v.organization);
  -- Who applied and was not visited waits for a visit there. Of several one visit is waited for, as at one
  -- door; the first to be received is due first.
  perform hamkke.pass_application_on(a, report, c)
  from (select * from emergency_applications e where e.district_id = origin.district_id
    and e.case_id = origin.id and e.visited_on is null order by e.received_on, e.id limit 1) a
  join cases c on c.district_id = center.district_id and c.id = created;

  foreach part slice 1 in array hamkke.transferred_facets()
  loop
    execute format('with copied as (
        insert into %1$I select (jsonb_populate_record(f,
          jsonb_build_object(''district_id'', $1, ''household_id'', $2)
            || jsonb_build_object(%3$L, t.new_id))).*
        from %1$I f join jsonb_to_recordset($3) t(old_id uuid, new_id uuid, mask int) on t.old_id = f.%3$I
        where f.district_id = $4 and t.mask & hamkke.class_bit(%2$L) <> 0
        returning %3$I as id)
      select array_agg(t.old_id) from copied c join jsonb_to_recordset($3) t(old_id uuid, new_id uuid)
        on t.new_id = c.id',
      part[1], part[2], part[3]) into found_ids using center.district_id, home, people, origin.district_id;
    went := went || coalesce((select jsonb_agg(jsonb_build_array(id, part[2])) from unnest(found_ids) id),
      '[]');
  end loop;
  -- Without it they would speak for the others there. It is a bound on them, and of what happened it says
  -- nothing more.
  insert into member_safeties (district_id, member_id, household_id, alleged_perpetrator)
    select center.district_id, t.new_id, home, true
    from jsonb_to_recordset(people) t(old_id uuid, new_id uuid)
    join member_safeties s on s.district_id = origin.district_id and s.member_id = t.old_id
      and s.alleged_perpetrator
    on conflict do nothing;

  foreach copied_rows in array hamkke.transferred_rows() loop
    execute format('with copied as (
        insert into %1$I
          select (jsonb_populate_record(r, jsonb_build_object(''district_id'', $1, ''household_id'', $2,
          ''case_id'', $5, ''id'', gen_random_uuid(), ''subject_ids'', g.ids))).*
        from %1$I r cross join lateral (
          select jsonb_agg(t.new_id) as ids,
            bool_and(coalesce(t.mask & hamkke.class_bit(r.data_class) <> 0, false)) as may
          from unnest(r.subject_ids) s
          left join jsonb_to_recordset($3) t(old_id uuid, new_id uuid, mask int) on t.old_id = s) g
        where r.district_id = $4 and r.case_id = $6 and g.may
        returning data_class, subject_ids)
      select jsonb_agg(jsonb_build_array(t.old_id, c.data_class)) from copied c
      join jsonb_to_recordset($3) t(old_id uuid, new_id uuid) on t.new_id = any(c.subject_ids)', copied_rows)
      into rows_went using center.district_id, home, people, origin.district_id, created, origin.id;
    went := went || coalesce(rows_went, '[]');
  end loop;
  went := went || jsonb_build_array(jsonb_build_array(origin.household_id, 'SUMMARY'));

  insert into case_transfers (district_id, id, household_id, case_id, to_district_id, to_center_id,
    to_case_id,
      transfer_reason, classes, post_id)
    values (origin.district_id, (p ->> 'id')::uuid, origin.household_id, origin.id, center.district_id,
      center.id,
      format('Case:%s:%s', center.district_id, created), (p ->> 'reason')::transfer_reason,
      array(select distinct (e ->> 1)::data_class from jsonb_array_elements(went) e order by 1), v.post);
  return (select jsonb_object_agg(subject, classes) from (
    select e ->> 0 as subject, jsonb_agg(distinct e ->> 1) as classes from jsonb_array_elements(went) e
      group by 1) each);
end $$;

reset role;
