set local role hamkke_keeper;

/* A consent as reasons look at it: what it says, and how it stands. */
do $$ begin
  create type hamkke.consented as (given_mask int, state text);
exception when duplicate_object then null;
end $$;

/*
 * Why a class is withheld of a subject: told from the consents that concern it, and from whether the
 * organization's staff reach the household by their duty. `access_of` says it of the viewer, `explain_access`
 * of anybody.
 */
create or replace function hamkke.withheld_reason(p_class data_class, p_serves boolean,
  p_consented hamkke.consented[])
returns text immutable language sql as $$
  select case
    when hamkke.shareable_mask() & hamkke.class_bit(p_class) = 0 then 'NEVER_SHAREABLE'
    when p_serves and cardinality(p_consented) = 0 then 'ROLE'
    when not exists (select from unnest(p_consented) where state <> 'OTHER_PURPOSE') then 'NO_CONSENT'
    when not exists (select from unnest(p_consented) where given_mask & hamkke.class_bit(p_class) <> 0)
      then 'CLASS_NOT_CONSENTED'
    else (select case state when 'AGREEMENT_ENDED' then 'AGREEMENT_ENDED'
      when 'WITHDRAWN' then 'CONSENT_WITHDRAWN'
        when 'EXPIRED' then 'CONSENT_EXPIRED' when 'ACTIVE' then 'CLASS_NOT_CONSENTED' else 'NO_CONSENT' end
      from unnest(p_consented) where given_mask & hamkke.class_bit(p_class) <> 0
      order by array_position(array['ACTIVE', 'AGREEMENT_ENDED', 'WITHDRAWN', 'EXPIRED', 'NOT_YET',
        'OTHER_PURPOSE'], state)
      limit 1)
  end
$$;

/*
 * Why this transaction's viewer has or has not each class of one subject of a household that they may know
 * of. Every class is in one of the lists, recorded or not, so that the answer does not tell what there is.
 * What the answer as a whole leaves out is withheld of everybody alike, so that a list does not tell either
 * of whom the viewer has it. So are whose consent opened the household and whose did not: what of a member is
 * of the household is told of all its members, and the reasons are those of the household's consents
 * together, since not the head's tells that the head is accused.
 * With each class that is withheld stand the purposes under which the viewer, who may ask for any, has it.
 */
create or replace function hamkke.access_of(p_district text, p_household uuid, p_subject uuid) returns json
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v hamkke.viewer := hamkke.viewer();
  hidden int := coalesce(nullif(current_setting('hamkke.scope_hidden', true), '')::int, 0);
  answer json;
begin
  with scope as (
    select * from hamkke.scope_of(v, p_district, array[p_household])
  ), consented as (
    select coalesce(array_agg(row(c.given_mask, c.state)::hamkke.consented), '{}') as each
    from hamkke.consents_to(v.recipient, v.purpose, p_district, array[p_household]) c
  ), elsewhere as materialized (
    select p as purpose, s.subject_id, s.mask from unnest(enum_range(null::purpose)) p
    cross join lateral hamkke.scope_of(hamkke.for_purpose(v, p), p_district, array[p_household]) s
    -- Duties and referrals open the same for every purpose: only a consent makes a difference.
    where p <> v.purpose and exists (select from consents c where c.organization_id = v.recipient
      and c.district_id = p_district and c.household_id = p_household and c.purpose <> v.purpose
      and c.withdrawn_at is null)
  ), judged as (
    select c as data_class,
      array(select distinct e.purpose from elsewhere e where e.mask & ~hidden & hamkke.class_bit(c) <> 0
        and (e.subject_id = p_subject or e.subject_id = p_household
          and hamkke.household_mask() & hamkke.class_bit(c) <> 0) order by e.purpose) as purposes,
      exists (select from scope s where s.mask & ~hidden & hamkke.class_bit(c) <> 0
        and (s.subject_id = p_subject or s.subject_id = p_household
          and hamkke.household_mask() & hamkke.class_bit(c) <> 0))
        as granted,
      case when hidden & hamkke.class_bit(c) <> 0 then 'NOT_IN_LISTS'
        else hamkke.withheld_reason(c, exists (select from scope s where s.basis = 'CONTROLLER'),
          consented.each) end as reason
    from unnest(enum_range(null::data_class)) c cross join consented
  )
  select json_build_object(
    'granted', coalesce(json_agg(data_class) filter (where granted), '[]'),
    'withheld', coalesce(json_agg(json_build_object('dataClass', data_class, 'reason', reason,
      'purposes', purposes))
      filter (where not granted), '[]'))
  from judged
  -- Whoever has no basis at all is told nothing, not even why.
  where exists (select from scope)
  having count(*) > 0 into answer;
  return answer;
end $$;

reset role;
