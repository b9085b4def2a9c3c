set local role hamkke_keeper;

/*
 * One page of the households that the viewer may know of, newest first, with the scope of that page opened for the
 * statement that follows. Filters look at SUMMARY only where the viewer has it, at a name only where they have IDENTITY
 * of that member; a household without SUMMARY sorts last, so that its place in the order tells nothing.
 */
create or replace function hamkke.open_household_page(
  p_district text, p_filter jsonb, p_after_day date, p_after_id uuid, p_limit int, p_count boolean) returns json
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  post uuid := nullif(current_setting('hamkke.post', true), '')::uuid;
  duties duty[] := nullif(current_setting('hamkke.duties', true), '')::duty[];
  organization uuid := nullif(current_setting('hamkke.organization', true), '')::uuid;
  home uuid := nullif(current_setting('hamkke.home_organization', true), '')::uuid;
  zones text[] := nullif(current_setting('hamkke.zones', true), '')::text[];
  own_district text := nullif(current_setting('hamkke.district', true), '');
  purpose purpose := nullif(current_setting('hamkke.purpose', true), '')::purpose;
  f_stages stage[] := (select array_agg(v::stage) from jsonb_array_elements_text(p_filter -> 'stages') v);
  f_tracks track[] := (select array_agg(v::track) from jsonb_array_elements_text(p_filter -> 'tracks') v);
  f_levels level[] := (select array_agg(v::level) from jsonb_array_elements_text(p_filter -> 'levels') v);
  f_dong text := p_filter ->> 'responsibleDong';
  f_from date := p_filter ->> 'openedFrom';
  f_until date := p_filter ->> 'openedUntil';
  f_member text := p_filter ->> 'memberName';
  about_case boolean := f_stages is not null or f_tracks is not null or f_levels is not null
    or f_from is not null or f_until is not null;
  page uuid[];
  total bigint;
  days json;
begin
  with scope as materialized (
    select s.household_id, s.subject_id, bit_or(s.mask) as mask, bool_or(s.basis = 'CONTROLLER') as serves
    from hamkke.scope_everywhere(post, duties, organization, home, zones, own_district, purpose, p_district) s
    group by 1, 2
  ), visible as (
    select household_id,
      coalesce(bool_or(subject_id = household_id and mask & hamkke.class_bit('SUMMARY') <> 0), false) as summary
    from scope group by household_id
  ), matching as (
    select v.household_id as id, coalesce(case when v.summary then s.registered_on end, '-infinity') as day
    from visible v
    left join household_summaries s on s.district_id = p_district and s.household_id = v.household_id
    where (f_dong is null or v.summary and s.responsible_dong = f_dong)
      and (not about_case or v.summary and exists (select from cases c
        where c.district_id = p_district and c.household_id = v.household_id
          and (f_stages is null or c.stage = any(f_stages)) and (f_tracks is null or c.track = any(f_tracks))
          and (f_levels is null or c.level = any(f_levels))
          and (f_from is null or c.opened_on >= f_from) and (f_until is null or c.opened_on <= f_until)))
      and (f_member is null or exists (select from member_identities i
        join scope x on x.household_id = i.household_id
          and (x.subject_id = i.member_id or x.subject_id = i.household_id and x.serves)
          and x.mask & hamkke.class_bit('IDENTITY') <> 0
        where i.district_id = p_district and i.household_id = v.household_id
          and strpos(i.name, f_member) > 0))
  ), paged as (
    select id, day from matching
    where p_after_id is null or day < p_after_day or day = p_after_day and id > p_after_id
    order by day desc, id limit p_limit
  )
  select (select array_agg(id order by day desc, id) from paged), (select json_object_agg(id, day) from paged),
    case when p_count then (select count(*) from matching) end
  into page, days, total;
  perform set_config('hamkke.page', coalesce(page::text, '{}'), true), set_config('hamkke.in_list', 'on', true);
  return json_build_object('scope', hamkke.open_households(p_district, coalesce(page, '{}')), 'days', days, 'total', total);
end $$;

/* The ids of the page that this transaction opened, with their place in it. */
create or replace function hamkke.page() returns table (id uuid, place bigint) stable language sql as $$
  select * from unnest(nullif(current_setting('hamkke.page', true), '')::uuid[]) with ordinality
$$;

reset role;
