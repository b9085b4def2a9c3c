set local role hamkke_keeper;

/*
 * The organization whose lists the viewer goes through with others, as a policy compares it; NULL for whoever
 * does no outreach. It is looked up where such a row is read, so that no other request pays for it.
 */
create or replace function hamkke.outreach_team() returns text stable language sql as $$
  select v.organization::text from hamkke.viewer() v where v.duties && hamkke.outreach_duties()
$$;

/*
 * The campaigns whose people the viewer's organization surveys today: within their period, and under an
 * agreement that is in force for the purpose of this request and covers names and how to reach somebody.
 */
create or replace function hamkke.surveyed_campaigns() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
  select array_agg(c.id) from hamkke.viewer() v
  join campaigns c on c.partner_id = v.recipient and c.district_id = v.district
  join agreements a on a.district_id = c.district_id and a.id = c.agreement_id
  where v.duties && hamkke.surveying_duties() and hamkke.today() between c.starts_on and c.ends_on
    and hamkke.agreement_fault(a, v.recipient, v.purpose) is null
    and hamkke.mask_of(a.classes) & hamkke.survey_mask() = hamkke.survey_mask()
$$;

reset role;
