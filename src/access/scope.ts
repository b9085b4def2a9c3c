import type { Reach } from './duties.js';

/*
 * The one scope relation: which classes a viewer has for which subject, on which basis. A subject is a household (its rows as
 * a whole) or a member; `records` are the classes that the viewer may also change. Both walls, lists, the log and explanations
 * read it, and nothing else decides.
 *
 * It is written once and made into three functions: scope_of, for the households of a page; scope_listed, for those that a list
 * chooses its page of, without their members but for some; and scope_everywhere, for the household subjects of a whole district
 * (a controller's members follow from them), which lists choose from. A declared emergency is in the first two alone.
 */

/** What a row's column of the household is narrowed to: the households of a page, or nothing. */
type Among = (household: string) => string;
const ofPage: Among = (household) => `${household} = any(p_households)`;
const everywhere: Among = () => 'true';
/**
 * A condition by which households of a whole district are found, and which those of a page only have to meet: they are found by
 * their ids, also where the plan that is kept was made while few met it. As a truth value no index is looked at for it.
 */
const met = (among: Among, condition: string) => (among === ofPage ? `(${condition}) is true` : condition);

const assigned = (kind: 'CASE' | 'VISIT') => (among: Among) =>
  `
      select a.household_id from assignments a
      where a.kind = '${kind}' and ${met(among, 'a.post_id = (v).post')} and a.district_id = p_district
        and hamkke.today() between a."from" and coalesce(a.until, 'infinity') and a.ended_at is null
        and ${among('a.household_id')}`;

/** How each reach of a duty finds the households that a district serves. */
const reaches: Readonly<Record<Exclude<Reach, 'NONE'>, (among: Among) => string>> = {
  CENTER: (among) => `
      select c.household_id from cases c
      where c.district_id = p_district and ${met(among, 'c.center_id = (v).organization')} and ${among('c.household_id')}
      union all
      select r.household_id from intake_reports r
      where r.district_id = p_district and ${met(among, 'r.center_id = (v).organization')} and ${among('r.household_id')}`,
  ASSIGNED: assigned('CASE'),
  VISITED: assigned('VISIT'),
  ZONE: (among) => `
      select s.household_id from household_summaries s
      -- By the dong an index finds them; the zone says which of them.
      where s.district_id = p_district
        and ${met(among, `s.responsible_dong = any(coalesce((select hamkke.zone_dongs((v).zones)), '{}'))`)}
        and hamkke.zone_holds((v).zones, s.responsible_dong, s.responsible_tong, s.responsible_ban)
        and ${among('s.household_id')}`,
  DISTRICT: (among) => `
      select h.id as household_id from households h where h.district_id = p_district and ${among('h.id')}`,
  SENT_HERE: (among) => `
      select o.household_id from report_origins o
      join intake_reports r on r.district_id = o.district_id and r.id = o.report_id
      where o.sender_id = (v).home and o.district_id = p_district and r.center_id = (v).organization
        and ${among('o.household_id')}`,
  SENT: (among) => `
      select o.household_id from report_origins o
      where o.sender_id = (v).organization and o.district_id = p_district and ${among('o.household_id')}`,
};

/** Every consent to an organization, with what it opens now, and if it opens nothing, why. */
const consents = (among: string) => `
    select c.household_id, c.member_id, given.mask,
      case when standing.state = 'ACTIVE' and giver.for_member then given.mask & agreed.mask
        & case when hamkke.tells_where(c.member_id, c.given_by_id, c.valid_from, c.valid_until) then -1
          else ~hamkke.class_bit('SAFE_LOCATION') end
        else 0 end,
      case when standing.state = 'ACTIVE' and c.household_wide and giver.for_household
        then given.mask & agreed.mask & hamkke.household_mask() else 0 end,
      standing.state, c.id
    from (select * from consents c
      where c.organization_id = p_organization and c.district_id = p_district and ${among}) c
    join agreements a on a.district_id = c.district_id and a.id = c.agreement_id
    cross join lateral (select hamkke.mask_of(c.classes) & hamkke.shareable_mask() as mask) given
    cross join lateral (select hamkke.mask_of(a.classes) as mask) agreed
    cross join lateral hamkke.speaks(c.district_id, c.household_id, c.member_id, c.given_by_id, c.given_at)
      giver
    cross join lateral (select case
      when c.purpose is distinct from p_purpose then 'OTHER_PURPOSE'
      when c.withdrawn_at is not null then 'WITHDRAWN'
      when hamkke.today() > c.valid_until then 'EXPIRED'
      when hamkke.today() < c.valid_from then 'NOT_YET'
      when hamkke.agreement_fault(a, c.organization_id, c.purpose) is not null then 'AGREEMENT_ENDED'
      else 'ACTIVE' end as state) standing`;

/**
 * What a duty may change of a subject. Of history nothing is changed and nothing added: it is looked up once for a page, by
 * indexes that hold nothing else.
 */
const records = (subject: string, history: string) => `
        case when hamkke.duty_records(d) <> 0 and ${subject} = any(array(${history}
              = any(coalesce((select ids from reached), '{}')))) then 0
          else hamkke.duty_records(d) end`;
/**
 * What a duty opens of the households that it reaches.
 *
 * @param some which of their members, where not all of them
 */
const served = (some: string) => `
    select h, h, hamkke.duty_mask(d), 'CONTROLLER'::basis, hamkke.duty_keeps(d),${records(
      'h',
      `
            select g.id from households g where g.district_id = p_district and g.merged_into_id is not null
              and g.id`,
    )}
      from reached, unnest(reached.ids) h
    union all
    select m.household_id, m.id, hamkke.duty_mask(d), 'CONTROLLER', false,${records(
      'm.id',
      `
            select i.member_id from member_identities i where i.district_id = p_district
              and i.left_on is not null and i.household_id`,
    )}
      from members m where m.district_id = p_district
        and m.household_id = any(coalesce((select ids from reached), '{}'))${some}`;

/** What a consent opens. */
const consented = (basis: 'CONSENT' | 'REFERRAL', from: 'consented' | 'referred') => `
    select c.household_id, c.household_id, c.household_mask, '${basis}'::basis, false, 0 from ${from} c
      where c.household_mask | c.member_mask <> 0
    union all
    select c.household_id, c.member_id, c.member_mask, '${basis}', false, 0 from ${from} c
      where c.member_mask <> 0`;
/** Whom its recipient knows of, without any class: the household, and with SUMMARY its members. */
const knownWith = (basis: 'CONSENT' | 'REFERRAL') => `
    union all
    select c.household_id, m.id, 0, '${basis}', false, 0 from consented c
      join members m on m.district_id = p_district and m.household_id = c.household_id
      where c.household_mask & hamkke.class_bit('SUMMARY') <> 0
        and not hamkke.has_left(p_district, m.id)`;

/**
 * What the open referrals to an organization carry: of what they name, as much as the consents open that they rest on.
 */
const referred = (among: Among) => `
    select r.household_id, c.member_id,
      case when c.member_id = any(r.member_ids) then hamkke.mask_of(r.classes) & c.member_mask
        else 0 end as member_mask,
      hamkke.mask_of(r.classes) & c.household_mask as household_mask
    from referrals r
    cross join lateral hamkke.consents_to(r.recipient_id, r.purpose, p_district, array[r.household_id]) c
    where r.recipient_id = (v).recipient and r.district_id = p_district and ${among('r.household_id')}
      and hamkke.referral_open(r.state, r.expires_at) and c.consent_id = any(r.consent_ids)`;

const opened = `returns table (household_id uuid, subject_id uuid, mask int, basis basis, keeps boolean, records int)`;
const ofConsents = `returns table (household_id uuid, member_id uuid, given_mask int, member_mask int,
  household_mask int, state text, consent_id uuid)`;

const consentFunctions = `
create or replace function hamkke.consents_to(p_organization uuid, p_purpose purpose, p_district text,
  p_households uuid[]) ${ofConsents} stable rows 10 language sql as $f$${consents(ofPage('c.household_id'))}
$f$;
create or replace function hamkke.consents_everywhere(p_organization uuid, p_purpose purpose, p_district text)
${ofConsents} stable rows 10 language sql as $f$${
  // "offset 0" keeps the planner from going through all consents of a district by their agreements.
  consents('true offset 0')
}
$f$;`;

/**
 * For the households of a page. In steps, because a read should pay only for the reach that its viewer has, and for consents
 * only where there are any.
 */
const scopeOf = (name: string, more = '', some = '') => `
create or replace function hamkke.${name}(v hamkke.viewer, p_district text, p_households uuid[]${more}) ${opened}
stable rows 10 language plpgsql
set plan_cache_mode = force_generic_plan as $f$
#variable_conflict use_column
declare
  d duty;
  has_emergency boolean;
  has_consents boolean;
  has_referrals boolean;
begin
  -- To make a plan costs more than to run it, so one is kept: what duties reach is found by the index of its
  -- households, however many there are.
  if v.district = p_district then
    foreach d in array v.duties loop
      case hamkke.duty_reach(d)${Object.entries(reaches)
        .map(
          ([reach, found]) => `
      when '${reach}' then return query with reached as materialized (select array(${found(ofPage)}) as ids)${served(some)};`,
        )
        .join('')}
      else null; end case;
    end loop;
  end if;
  -- Whether there is anything else, in one look. An emergency opens what is asked for by its id: lists
  -- choose from scope_everywhere, which knows of none.
  select v.district = p_district and v.duties && hamkke.emergency_duties()
    and exists (select from emergencies e
      where e.post_id = v.post and e.ends_at > now() and e.district_id = p_district
        and e.household_id = any(p_households)),
    -- Of those that can open something now: one that is over must cost no more time than none.
    exists (select from consents c join agreements a on a.district_id = c.district_id
      and a.id = c.agreement_id
      where c.organization_id = v.recipient and c.district_id = p_district
        and c.household_id = any(p_households) and c.purpose = v.purpose and c.withdrawn_at is null
        and hamkke.today() between c.valid_from and c.valid_until
        and hamkke.agreement_fault(a, c.organization_id, c.purpose) is null),
    exists (select from referrals r where r.recipient_id = v.recipient and r.district_id = p_district
      and r.household_id = any(p_households) and hamkke.referral_open(r.state, r.expires_at))
  into has_emergency, has_consents, has_referrals;
  -- What consents open of hundreds of households is worth a plan of its own. The setting ends with the function.
  if (has_consents or has_referrals) and cardinality(p_households) > 100 then
    perform set_config('plan_cache_mode', 'force_custom_plan', true);
  end if;
  if has_emergency then
    return query with opened as materialized (
      select h.id from households h where h.district_id = p_district and h.id in (
        select e.household_id from emergencies e where e.post_id = v.post and e.ends_at > now()
          and e.district_id = p_district and e.household_id = any(p_households)))
      select o.id, o.id, hamkke.emergency_mask(), 'BREAK_GLASS'::basis, false, 0 from opened o
      union all
      select m.household_id, m.id, hamkke.emergency_mask(), 'BREAK_GLASS', false, 0 from opened o
      join members m on m.district_id = p_district and m.household_id = o.id;
  end if;
  if has_consents then
    return query with consented as materialized (
      select * from hamkke.consents_to(v.recipient, v.purpose, p_district, p_households))${
        consented('CONSENT', 'consented') + knownWith('CONSENT')
      };
  end if;
  if has_referrals then
    return query with consented as materialized (${referred(ofPage)})${
      consented('REFERRAL', 'consented') + knownWith('REFERRAL')
    };
  end if;
end $f$;`;

/** Most rows of a list are of no member: to find them all would cost as much as the households themselves. */
const scopeListed = scopeOf(
  'scope_listed',
  ', p_members uuid[]',
  `
        and cardinality(p_members) > 0 and m.id = any(p_members)`,
);

/** For the households of a whole district. */
const scopeEverywhere = `
create or replace function hamkke.scope_everywhere(v hamkke.viewer, p_district text) ${opened}
stable rows 10 language sql as $f$
  with reached as (
    select r.household_id, rule.mask, rule.keeps
    from unnest((v).duties) d
      -- Looked up once a duty, and not once a household.
      cross join lateral (select hamkke.duty_mask(d) as mask, hamkke.duty_keeps(d) as keeps offset 0) rule
      cross join lateral (${Object.entries(reaches)
        .map(
          ([reach, found]) => `
      select household_id from (${found(everywhere)}) found where hamkke.duty_reach(d) = '${reach}'`,
        )
        .join(' union all ')}) r
    where (v).district = p_district
  ), consented as (
    select * from hamkke.consents_everywhere((v).recipient, (v).purpose, p_district)
  ), referred as (${referred(everywhere)}
  )
  select r.household_id, r.household_id, r.mask, 'CONTROLLER'::basis, r.keeps, 0 from reached r
  union all ${consented('CONSENT', 'consented')}
  union all ${consented('REFERRAL', 'referred')}
$f$;`;

/** The scope relation, for the database; what it goes by stands in sql/speaks.sql. */
export const scopeSql = () => `
set local role hamkke_keeper;
${consentFunctions}${scopeOf('scope_of')}${scopeListed}${scopeEverywhere}
reset role;`;
