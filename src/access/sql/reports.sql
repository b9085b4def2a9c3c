set local role hamkke_keeper;

/*
 * Which reports of a page of households the viewer is shown, beside having their SUMMARY: those who serve a
 * household for the district, all of it; everybody else, what their own organization sent or received. The
 * police serve nobody by having sent a report: they are shown what they sent, and from the centre's post what
 * they sent there. What another office reports later, a recipient of consent or a dispatched officer would
 * otherwise read as that something happened again.
 * It answers what it set last: an expression calls it for less than the query of a `perform`.
 */
create or replace function hamkke.open_reports(v hamkke.viewer, p_district text, p_households uuid[],
  p_serving uuid[])
returns text language plpgsql as $$
declare
  serving uuid[] := p_serving;
  reports uuid[];
  set text;
begin
  if v.duties && hamkke.police_duties() then
    v.duties := array(select d from unnest(v.duties) d where d <> all(hamkke.police_duties()));
    serving := array(select distinct s.household_id from hamkke.scope_of(v, p_district, p_households) s
      where s.basis = any(hamkke.serving_bases()));
    reports := array(select r.id from report_origins o
      join intake_reports r on r.district_id = o.district_id and r.id = o.report_id
      where o.sender_id = v.recipient and o.district_id = p_district and o.household_id = any(p_households)
        and (v.recipient = v.organization or r.center_id = v.organization));
  elsif not p_households <@ serving then
    reports := array(
      select o.report_id from report_origins o
        where o.sender_id = v.recipient and o.district_id = p_district and o.household_id = any(p_households)
      union
      select r.id from intake_reports r
        where r.center_id = v.organization and r.district_id = p_district
          and r.household_id = any(p_households));
  end if;
  set := set_config('hamkke.scope_served', serving::text, true);
  return set_config('hamkke.scope_reports', coalesce(reports, '{}')::text, true);
end $$;

reset role;
