set local role hamkke_keeper;

/*
 * One page of the households that the viewer may know of, newest first, with the scope of that page opened for the
 * statement that follows. Filters look at SUMMARY only where the viewer has it, at a name only where they have IDENTITY
 * of that member; a household without SUMMARY sorts last, so that its place in the order tells nothing. Answered are
 * also the members of the page whose names were found: that they were is a read of their IDENTITY.
 */
create or replace function hamkke.open_page_of_households(p_post uuid, p_stamp text, p_purpose text,
  p_district text, p_filter jsonb, p_after_day date, p_after_id uuid, p_limit int, p_count boolean) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.confirm_viewer(p_post, p_stamp, p_purpose);
  f_stages stage[] := (select array_agg(e::stage) from jsonb_array_elements_text(p_filter -> 'stages') e);
  f_tracks track[] := (select array_agg(e::track) from jsonb_array_elements_text(p_filter -> 'tracks') e);
  f_levels level[] := (select array_agg(e::level) from jsonb_array_elements_text(p_filter -> 'levels') e);
  f_dong text := p_filter ->> 'responsibleDong';
  f_from date := p_filter ->> 'openedFrom';
  f_until date := p_filter ->> 'openedUntil';
  f_member text := hamkke.name_letters(p_filter ->> 'memberName');
  about_case boolean := f_stages is not null or f_tracks is not null or f_levels is not null
    or f_from is not null or f_until is not null;
  page uuid[];
  total bigint;
  days json;
  named json;
begin
  with scope as materialized (
    select s.household_id, s.subject_id, bit_or(s.mask) as mask, bool_or(s.basis = 'CONTROLLER') as serves
    from hamkke.scope_everywhere(v, p_district) s
    group by 1, 2
  ), known as (
    select household_id,
      coalesce(bool_or(subject_id = household_id and mask & hamkke.class_bit('SUMMARY') <> 0), false) as summary
    from scope group by household_id
  ), matching as (
    select k.household_id as id, coalesce(case when k.summary then s.registered_on end, '-infinity') as day
    from known k
    left join household_summaries s on s.district_id = p_district and s.household_id = k.household_id
    where (f_dong is null or k.summary and s.responsible_dong = f_dong)
      and (not about_case or k.summary and exists (select from cases c
        where c.district_id = p_district and c.household_id = k.household_id
          and (f_stages is null or c.stage = any(f_stages)) and (f_tracks is null or c.track = any(f_tracks))
          and (f_levels is null or c.level = any(f_levels))
          and (f_from is null or c.opened_on >= f_from) and (f_until is null or c.opened_on <= f_until)))
      and (f_member is null or exists (select from member_identities i
        join scope x on x.household_id = i.household_id
          and (x.subject_id = i.member_id or x.subject_id = i.household_id and x.serves)
          and x.mask & hamkke.class_bit('IDENTITY') <> 0
        where i.district_id = p_district and i.household_id = k.household_id
          and strpos(hamkke.name_letters(i.name), f_member) > 0))
  ), paged as (
    select id, day from matching
    where p_after_id is null or day < p_after_day or day = p_after_day and id > p_after_id
    order by day desc, id limit p_limit
  )
  select (select array_agg(id order by day desc, id) from paged), (select json_object_agg(id, day) from paged),
    case when p_count then (select count(*) from matching) end,
    case when f_member is not null then (select json_agg(distinct i.member_id) from member_identities i
      join scope x on x.household_id = i.household_id
        and (x.subject_id = i.member_id or x.subject_id = i.household_id and x.serves)
        and x.mask & hamkke.class_bit('IDENTITY') <> 0
      where i.district_id = p_district and i.household_id in (select id from paged) and strpos(hamkke.name_letters(i.name), f_member) > 0) end
  into page, days, total, named;
  perform set_config('hamkke.page', coalesce(page::text, '{}'), true);
  -- Where somebody hides stands in no list, whoever may know it: it is read in their own household.
  return json_build_object('days', days, 'total', total, 'named', named, 'scope',
    hamkke.open_households(v, p_district, coalesce(page, '{}'), hamkke.class_bit('SAFE_LOCATION')));
end $$;

/* The ids of the page that this transaction opened, with their place in it. */
create or replace function hamkke.page() returns table (id uuid, place bigint) stable language sql as $$
  select * from unnest(nullif(current_setting('hamkke.page', true), '')::uuid[]) with ordinality
$$;

reset role;
