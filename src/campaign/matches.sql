set local role hamkke_keeper;

/*
 * Who somebody of a list may be that is known already, by the registration number, name and birth date, or
 * name and telephone number: for one of the team who has by their duty what they are compared by, and knows
 * of the household. What was dismissed is proposed no more.
 */
create or replace function hamkke.matches_of_line(v hamkke.viewer, l campaign_lines)
returns table (household_id uuid, member_id uuid, reason report_match_reason, confirmed boolean)
stable rows 5 language sql as $$
  select s.household_id, s.member_id, s.reason, d.confirmed is not null
  from (select) one left join campaign_line_identities i
    on i.district_id = (l).district_id and i.line_id = (l).id
  cross join lateral hamkke.same_person((l).district_id, (l).name, i.birth_date, (l).phone,
    i.registration_number_index) s
  left join campaign_line_matches d on d.district_id = (l).district_id and d.line_id = (l).id
    and d.household_id = s.household_id
  where (l).organization_id::text = hamkke.outreach_team() and (l).name is not null
    and coalesce(d.confirmed, true)
    and exists (select from hamkke.scope_of(v, (l).district_id, array[s.household_id]) o
      where o.subject_id = s.member_id and o.basis = 'CONTROLLER'
        and o.mask & hamkke.match_mask(s.reason) = hamkke.match_mask(s.reason))
    and exists (select from hamkke.scope_of(v, (l).district_id, array[s.household_id]) o
      where o.subject_id = s.household_id and o.basis = 'CONTROLLER'
        and o.mask & hamkke.class_bit('SUMMARY') <> 0)
$$;

/* The same as they are told of it: empty for everybody else, and where there is no such line. */
create or replace function hamkke.line_matches(p_district text, p_line uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object(
      'householdId', 'Household:' || p_district || ':' || m.household_id,
      'memberId', 'Member:' || p_district || ':' || m.member_id, 'reason', m.reason,
      'confirmed', m.confirmed, '$h', m.household_id, '$m', m.member_id)
    order by m.household_id, m.member_id, m.reason), '[]')
  from campaign_lines l, hamkke.viewer() v, hamkke.matches_of_line(v, l) m
  where l.district_id = p_district and l.id = p_line
$$;

/*
 * That somebody of a list belongs to a household that was proposed, or for a reason does not. The line itself
 * stays as it is: its version would tell others of the team that somebody is known.
 */
create or replace function hamkke.decide_line_match(p_district text, p_line uuid, p_household uuid,
  p_reason text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  l campaign_lines;
begin
  select f.* into l from campaign_lines f where f.district_id = p_district and f.id = p_line
    and f.organization_id::text = hamkke.outreach_team() for update;
  if l.id is null or not exists (select from hamkke.matches_of_line(v, l) m
      where m.household_id = p_household) then
    perform hamkke.not_found('no such match');
  end if;
  -- Nobody is of two households: whatever else was confirmed before was wrong.
  if p_reason is null then
    delete from campaign_line_matches m
      where m.district_id = p_district and m.line_id = p_line and m.confirmed;
  end if;
  insert into campaign_line_matches (district_id, line_id, household_id, confirmed, dismissal, post_id)
    values (p_district, p_line, p_household, p_reason is null, p_reason::report_match_dismissal, v.post)
  on conflict (district_id, line_id, household_id) do update set confirmed = excluded.confirmed,
    dismissal = excluded.dismissal, post_id = excluded.post_id, decided_at = now();
end $$;

reset role;
