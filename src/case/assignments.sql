set local role hamkke_keeper;

/*
 * The household's scope decides, and the duty: who may assign there, of those that the viewer records SUMMARY
 * origin.
 */
create or replace function hamkke.assigns_in(v hamkke.viewer, p_district text, p_household uuid)
returns boolean
stable language sql as $$
  select (v).duties && hamkke.assigning_duties()
    and exists (select from hamkke.scope_of(v, p_district, array[p_household]) s
    where s.subject_id = p_household and s.records & hamkke.class_bit('SUMMARY') <> 0)
$$;

/*
 * Active posts that could be assigned: staff of the centre for its cases, for visits the nurses of the
 * district.
 */
create or replace function hamkke.assignable_posts(v hamkke.viewer, p_kind assignment_kind)
returns setof posts
stable language sql as $$
  select p.* from posts p
  join staff s on s.id = p.staff_id and s.active
  join organizations o on o.id = p.organization_id and not o.confidential
  where p.active and p.duties && hamkke.assignable_duties(p_kind)
    and case p_kind when 'CASE' then p.organization_id = (v).organization
      else p.district_id = (v).district end
$$;

create or replace function hamkke.assignable(p_kind assignment_kind) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', 'Post:' || p.id, 'name', s.name, 'title', p.title,
    'duties', p.duties, 'organizationName', o.name) order by s.name, p.id), '[]')
  from hamkke.assignable_posts(hamkke.viewer(), p_kind) p
  join staff s on s.id = p.staff_id join organizations o on o.id = p.organization_id
  where (hamkke.viewer()).duties && hamkke.assigning_duties()
$$;

/* Assigns somebody to the household of a case (담당 지정); the answer is the household. */
create or replace function hamkke.assign_case(p jsonb) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  origin cases;
  chosen assignment_kind := (p ->> 'kind')::assignment_kind;
begin
  -- Whoever assigns the same person at the same time comes after.
  perform from posts where id = (p ->> 'post_id')::uuid for no key update;
  select * into origin from cases c where c.district_id = p ->> 'district_id'
    and c.id = (p ->> 'case_id')::uuid
    and hamkke.assigns_in(v, c.district_id, c.household_id) for no key update;
  if not found or not hamkke.assigns_in(v, origin.district_id, origin.household_id) then
    perform hamkke.not_found('no case of theirs');
  elsif origin.center_id <> v.organization then
    perform hamkke.refuse('ASSIGNED_BY_OTHER_CENTER');
  elsif not exists (select from hamkke.assignable_posts(v, chosen) a where a.id = (p ->> 'post_id')::uuid)
    then
    perform hamkke.not_found('nobody who could be assigned');
  elsif exists (select from assignments a where a.district_id = origin.district_id
    and a.household_id = origin.household_id
      and a.post_id = (p ->> 'post_id')::uuid and a.kind = chosen and a.ended_at is null
      and coalesce(a.until, 'infinity') >= hamkke.today()) then
    perform hamkke.refuse('ALREADY_ASSIGNED');
  elsif (p ->> 'from')::date < origin.opened_on then
    perform hamkke.refuse('BEFORE_CASE_OPENED', jsonb_build_object('openedOn', origin.opened_on));
  end if;
  insert into assignments (district_id, id, household_id, post_id, kind, "from")
  values (origin.district_id, (p ->> 'id')::uuid, origin.household_id, (p ->> 'post_id')::uuid, chosen,
    coalesce((p ->> 'from')::date, hamkke.today()));
  return origin.household_id;
end $$;

/*
 * Ends an assignment, and another post has one of its kind in its place, unless it has it already. Answers
 * that one.
 */
create or replace function hamkke.pass_assignment_on(p_ending assignments, p_to uuid) returns uuid
language plpgsql as $$
declare
  made uuid;
begin
  update assignments set until = greatest("from", hamkke.today()), ended_at = now(), version = version + 1
    where district_id = (p_ending).district_id and id = (p_ending).id;
  select a.id into made from assignments a where a.district_id = (p_ending).district_id
    and a.household_id = (p_ending).household_id and a.post_id = p_to and a.kind = (p_ending).kind
    and a."from" <= greatest((p_ending)."from", hamkke.today()) and a.ended_at is null
    and coalesce(a.until, 'infinity') >= hamkke.today() limit 1;
  if made is null then
    made := gen_random_uuid();
    insert into assignments (district_id, id, household_id, post_id, kind, "from")
      values ((p_ending).district_id, made, (p_ending).household_id, p_to, (p_ending).kind,
        greatest((p_ending)."from", hamkke.today()));
  end if;
  return made;
end $$;

/* Ends an assignment now: from the next request on it reaches nothing. */
create or replace function hamkke.end_assignment(p_district text, p_assignment uuid, p_version int)
returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  ending assignments;
begin
  select * into ending from assignments a where a.district_id = p_district and a.id = p_assignment
    and hamkke.assigns_in(v, p_district, a.household_id) for no key update;
  if not found or not hamkke.assigns_in(v, p_district, ending.household_id) then
    perform hamkke.not_found('no assignment of theirs');
  elsif ending.kind = 'CASE' and not exists (select from posts p where p.id = ending.post_id
    and p.organization_id = v.organization) then
    perform hamkke.refuse('ASSIGNMENT_OF_OTHER_CENTER');
  end if;
  perform hamkke.expect_version(p_version, ending.version);
  if ending.ended_at is not null or ending.until < hamkke.today() then
    perform hamkke.refuse('ASSIGNMENT_HAS_ENDED');
  end if;
  update assignments set until = greatest("from", hamkke.today()), ended_at = now(), version = ending.version
    + 1
  where district_id = p_district and id = p_assignment;
  return ending.household_id;
end $$;

reset role;
