set local role hamkke_keeper;

/*
 * The organizations of the viewer's district that look into what a proposal points to, each with the classes
 * that the member has not consented to pass on to it, of those that would go. NULL for whoever does not keep
 * the household's consents, or has not the class of the proposal: to whom somebody is open is not theirs to
 * ask.
 */
create or replace function hamkke.referral_centers(p_district text, p_household uuid, p_proposal uuid,
  p_purpose purpose) returns json
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  asked purpose := coalesce(p_purpose, v.purpose);
  r referral_proposals;
begin
  select o.* into r from referral_proposals o where o.district_id = p_district and o.id = p_proposal
    and o.household_id = p_household and hamkke.keeps_consents(o.district_id, o.household_id)
    and exists (select from hamkke.scope_of(v, o.district_id, array[o.household_id]) s
      where s.subject_id = o.member_id and s.basis = 'CONTROLLER'
        and s.mask & hamkke.class_bit(o.data_class) <> 0);
  if r.id is null then
    return null;
  end if;
  return (select coalesce(json_agg(json_build_object('organizationId', 'Organization:' || o.id,
      'name', o.name, 'missingClasses', (
        select coalesce(json_agg(c order by c), '[]') from unnest(hamkke.classes_of_proposal()) c
        where hamkke.class_bit(c) & opened.mask = 0)) order by o.name, o.id), '[]')
    from organizations o
    cross join lateral (select coalesce(bit_or(c.member_mask), 0) as mask
      from hamkke.consents_to(o.id, asked, p_district, array[p_household]) c
      where c.member_id = r.member_id) opened
    where o.district_id = p_district and o.partner_kind = any(r.partner_kinds) and not o.confidential
      and not exists (select from agreements a where a.organization_id = o.id and a.sheltered));
end $$;

reset role;
