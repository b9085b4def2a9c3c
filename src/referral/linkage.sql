set local role hamkke_keeper;

/*
 * The case that what a referral asks for belongs to: its own; else an open one of the household, first of the
 * centre that asks, the newest of them. NULL where there is none.
 */
create or replace function hamkke.case_of_referral(r referrals) returns uuid stable language sql as $$
  select coalesce(r.case_id, (select c.id from cases c
    where c.district_id = r.district_id and c.household_id = r.household_id
      and c.stage not in ('CLOSED', 'FOLLOW_UP')
    order by c.center_id = r.sender_id desc, c.opened_on desc, c.id limit 1))
$$;

/*
 * A linkage that somebody wrote down by hand for a referral without naming it: of the same case, provider and
 * need since it was sent, for somebody whom the referral is about or for the household, and of no other
 * referral. NULL where there is none.
 */
create or replace function hamkke.linkage_by_hand(r referrals, p_case uuid) returns uuid
stable language sql as $$
  select l.id from linkages l
  where l.district_id = r.district_id and l.case_id = p_case and l.provider_id = r.recipient_id
    and l.domain = r.domain and (l.service_id = r.service_id or num_nonnulls(l.service_id, r.service_id) < 2)
    and l.linked_on >= (r.requested_at at time zone 'Asia/Seoul')::date
    and (l.subject_ids && r.subject_ids or r.household_id = any(l.subject_ids || r.subject_ids))
    and not exists (select from referrals o where o.district_id = l.district_id and o.linkage_id = l.id)
  order by l.linked_on, l.id limit 1
$$;

/*
 * The linkage that a completed referral was for: the one that the asking side wrote down before, or a new
 * one. With a shelter it is SAFE_LOCATION. NULL where the household has no case to link with. The caller
 * holds the case, so that nobody links it at the same time.
 *
 * @param p_value what it was worth in won; without it, what was recorded in won while it was given
 */
create or replace function hamkke.linkage_of_completed(r referrals, p_value bigint) returns uuid
language plpgsql as $$
declare
  target uuid := hamkke.case_of_referral(r);
  worth bigint := coalesce(p_value, (select sum(s.amount) from service_records s
    where s.district_id = r.district_id and s.referral_id = r.id and s.unit = 'KRW'));
  linkage uuid := coalesce(r.linkage_id, hamkke.linkage_by_hand(r, target));
begin
  if linkage is not null then
    -- What the asking side said it was worth stands.
    update linkages set value_krw = worth
      where district_id = r.district_id and id = linkage and value_krw is null;
  elsif target is not null then
    insert into linkages (district_id, id, household_id, case_id, data_class, subject_ids, domain, service_id,
      provider_id, sector, funded_by, value_krw, linked_on)
    select r.district_id, gen_random_uuid(), r.household_id, target,
      case when o.confidential then 'SAFE_LOCATION' else r.data_class end, r.subject_ids, r.domain,
      r.service_id, o.id, case when o.partner_kind = any(hamkke.public_kinds()) then 'PUBLIC'
        else 'PRIVATE' end::sector, 'PROVIDER', worth, hamkke.today()
    from organizations o where o.id = r.recipient_id
    returning id into linkage;
  end if;
  return linkage;
end $$;

reset role;
