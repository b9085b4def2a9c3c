import type * as enums from '../database/tables/enums.js';
import { type Dimension, type Measure, measureRules } from './measures.js';

export type FactSource = (typeof enums.factSource.enumValues)[number];

/** Rows of the work from which facts follow. Everything is SQL over `from`. */
export interface SourceRules {
  /** What is counted of them. */
  measures: readonly Measure[];
  from: string;
  /** The column by which rows are looked for, and what a fact names. */
  key: string;
  /** Whose a fact is: a household, where it is of one. */
  contributor: string;
  /** Which measure a row counts for; the only one, where nothing is said. */
  measure?: string;
  /** The day on which it counts. */
  day: string;
  /** How much; one, where nothing is said. */
  value?: string;
  /** Which rows count; all, where nothing is said. */
  when?: string;
  /** Each dimension that one of its measures has, as an expression; `$day` is the day of the fact. */
  by: Partial<Record<Dimension, string>>;
}

const inSeoul = (instant: string) => `(${instant} at time zone 'Asia/Seoul')::date`;
/** The columns that say whose something is. */
type Whose = readonly [district: string, household: string];
const whoseOf = (alias: string): Whose => [`${alias}.district_id`, `${alias}.household_id`];

/**
 * What a facet of a household said on a day: before its next change; what is known now, where there was none. What nobody
 * knew then counts as it was first written down. These are expressions and no functions, which cost more than what they ask.
 */
const saidOn = ([district, household]: Whose, field: string, facet: string, now: string) => `coalesce(
      (select was ->> 'before' from facet_changes h cross join lateral jsonb_array_elements(h.changes) was
        where h.district_id = ${district} and h.household_id = ${household} and h.data_class = '${facet}'
          and h.recorded_at >= ($day + 1)::timestamp at time zone 'Asia/Seoul'
          and was ->> 'field' = '${field}' and was ->> 'before' is not null order by h.recorded_at, h.id limit 1),
      (select ${now} h where h.district_id = ${district} and h.household_id = ${household}))`;
/** The dong that was responsible for a household on a day. */
const dongOn = (whose: Whose) =>
  saidOn(whose, 'responsibleDong', 'SUMMARY', 'h.responsible_dong from household_summaries');
const dongOf = (alias: string) => dongOn(whoseOf(alias));
/** Of what type a household was on a day. */
const typeOn = (whose: Whose) =>
  saidOn(whose, 'householdType', 'FAMILY', 'h.household_type::text from household_families');
const typeOf = (alias: string) => typeOn(whoseOf(alias));
/** Of a confidential organization the figures do not say what it is: that somebody is in its care would show. */
const kindOf = (alias: string) => `case when not ${alias}.confidential then ${alias}.partner_kind end`;
/** How the household of a case came to be known: by the first of the case's reports. */
const sourceOfCase = (alias: string) => `(select o.source from intake_reports r
      join report_origins o on o.district_id = r.district_id and o.report_id = r.id
      where r.district_id = ${alias}.district_id and r.household_id = ${alias}.household_id
        and r.case_id = ${alias}.id order by r.received_at, r.id limit 1)`;

/** What is counted from which rows: whatever is written into these tables is counted by it, and so is all of it anew. */
export const sourceRules: Record<FactSource, SourceRules> = {
  REPORT: {
    measures: ['REPORTS'],
    // It counts from when it is known where it came from.
    from: `report_origins o join intake_reports r on r.district_id = o.district_id and r.id = o.report_id
      left join organizations s on s.id = o.sender_id`,
    key: 'r.id',
    contributor: 'r.household_id',
    day: inSeoul('r.received_at'),
    by: {
      DONG: dongOf('r'),
      INTAKE_SOURCE: 'o.source',
      HOUSEHOLD_TYPE: typeOf('r'),
      AGENCY_KIND: kindOf('s'),
    },
  },
  // What a household, or somebody of a list who is of none yet, counts for once in a year.
  HOUSEHOLD: {
    measures: ['SCREENED', 'SCREENED_SELECTED', 'SCREENED_LINKAGES', 'HOUSEHOLDS_SERVED'],
    from: 'hamkke.once_a_year(p_district, $keys) y',
    key: 'y.contributor',
    contributor: 'y.contributor',
    measure: 'y.measure',
    day: 'y.day',
    value: 'y.value',
    by: {
      DONG: `coalesce(y.dong, ${dongOn(['y.district_id', 'y.contributor'])})`,
      HOUSEHOLD_TYPE: typeOn(['y.district_id', 'y.contributor']),
    },
  },
  CASE: {
    measures: ['CASES_OPENED', 'CASES_SELECTED', 'INITIAL_CONSULTATIONS', 'CASES_CLOSED', 'CASES_REOPENED'],
    from: `cases c cross join lateral (
        select 'CASES_OPENED'::measure as measure, c.opened_on as day, null::closure_reason as closure_reason
        union all
        select 'CASES_SELECTED', coalesce((select min(${inSeoul('d.taken_at')}) from case_steps d
          where d.district_id = c.district_id and d.case_id = c.id and d.track = 'CASE_MANAGED'),
          c.opened_on), null
          where c.track = 'CASE_MANAGED'
        union all
        select case when t.step = 'CONSULT' then 'INITIAL_CONSULTATIONS' when t.step = 'REOPEN'
            then 'CASES_REOPENED' else 'CASES_CLOSED' end::measure, ${inSeoul('t.taken_at')}, t.closure_reason
          from case_steps t where t.district_id = c.district_id and t.case_id = c.id and t.report_id is null
            and (t.step in ('CONSULT', 'REOPEN')
              or t.to_stage = 'CLOSED' and t.from_stage is distinct from 'CLOSED')) s`,
    key: 'c.id',
    contributor: 'c.household_id',
    measure: 's.measure',
    day: 's.day',
    by: {
      DONG: dongOf('c'),
      INTAKE_SOURCE: sourceOfCase('c'),
      TRACK: 'c.track',
      LEVEL: 'c.level',
      HOUSEHOLD_TYPE: typeOf('c'),
      CLOSURE_REASON: 's.closure_reason',
    },
  },
  LINKAGE: {
    measures: ['LINKAGES', 'LINKAGE_VALUE'],
    from: `linkages l join cases c on c.district_id = l.district_id and c.id = l.case_id
      left join organizations p on p.id = l.provider_id
      cross join lateral (values ('LINKAGES'::measure, 1), ('LINKAGE_VALUE', l.value_krw)) m(measure, value)`,
    key: 'l.id',
    contributor: 'l.household_id',
    measure: 'm.measure',
    day: 'l.linked_on',
    value: 'm.value',
    when: 'm.value > 0',
    by: {
      DONG: dongOf('l'),
      INTAKE_SOURCE: sourceOfCase('c'),
      TRACK: 'c.track',
      LEVEL: 'c.level',
      NEED_DOMAIN: 'l.domain',
      HOUSEHOLD_TYPE: typeOf('l'),
      SECTOR: 'l.sector',
      AGENCY_KIND: kindOf('p'),
    },
  },
  APPLICATION: {
    measures: ['EMERGENCY_APPLICATIONS'],
    from: 'emergency_applications a join cases c on c.district_id = a.district_id and c.id = a.case_id',
    key: 'a.id',
    contributor: 'a.household_id',
    day: 'a.received_on',
    by: { DONG: dongOf('a'), TRACK: 'c.track', HOUSEHOLD_TYPE: typeOf('a') },
  },
  // What was stopped before it was due was never due.
  CLOCK: {
    measures: ['CLOCKS_DUE', 'CLOCKS_MET', 'VISITS_DUE', 'VISITS_MET'],
    from: `clocks k cross join lateral (values
        (case when k.kind = 'VISIT' then 'VISITS_DUE' else 'CLOCKS_DUE' end::measure,
          k.stopped_on is null or k.stopped_on > k.due_on),
        (case when k.kind = 'VISIT' then 'VISITS_MET' else 'CLOCKS_MET' end::measure,
          k.met_on <= k.due_on)) m(measure, counts)`,
    key: 'k.id',
    contributor: 'k.household_id',
    measure: 'm.measure',
    day: 'k.due_on',
    when: 'm.counts',
    by: { DONG: dongOf('k'), CLOCK_KIND: 'k.kind', VISIT_TIER: 'k.tier' },
  },
  HEALTH_VISIT: {
    measures: ['VISITS_MADE'],
    from: 'health_visits v',
    key: 'v.id',
    contributor: 'v.household_id',
    day: 'v.visited_on',
    by: {
      DONG: dongOf('v'),
      // The tier by which the visit was due that it was.
      VISIT_TIER: `(select max(k.tier) from clocks k where k.district_id = v.district_id
        and k.member_id = v.member_id and k.kind = 'VISIT' and k.met_on = v.visited_on)`,
    },
  },
  UNIVERSAL_VISIT: {
    measures: ['UNIVERSAL_VISITS_OFFERED', 'UNIVERSAL_VISITS_DONE', 'UNIVERSAL_VISITS_DECLINED'],
    // On which day they declined is not kept: they count with the offer.
    from: `universal_visits u cross join lateral (values
        ('UNIVERSAL_VISITS_OFFERED'::measure, u.offered_on), ('UNIVERSAL_VISITS_DONE', u.done_on),
        ('UNIVERSAL_VISITS_DECLINED', case when u.state = 'DECLINED' then u.offered_on end)) m(measure, day)`,
    key: 'u.id',
    contributor: 'u.household_id',
    measure: 'm.measure',
    day: 'm.day',
    when: 'm.day is not null',
    by: { DONG: dongOf('u'), INTAKE_SOURCE: 'u.kind::text' },
  },
  PROMOTION: {
    measures: ['PROMOTIONS'],
    from: 'promotions p',
    key: 'p.id',
    contributor: 'p.id',
    day: 'p.took_place_on',
    value: 'p.activities',
    by: { PROMOTION_KIND: 'p.kind' },
  },
  REFERRAL: {
    measures: ['REFERRALS'],
    from: 'referrals r join organizations o on o.id = r.recipient_id',
    key: 'r.id',
    contributor: 'r.household_id',
    day: inSeoul('r.requested_at'),
    when: 'r.requested_at is not null',
    by: {
      DONG: dongOf('r'),
      NEED_DOMAIN: 'r.domain',
      AGENCY_KIND: kindOf('o'),
      REFERRAL_STATE: 'r.state',
    },
  },
  CONSULTATION: {
    measures: ['CONSULTATION_QUESTIONS'],
    from: `consultation_questions q join consultations n
      on n.district_id = q.district_id and n.id = q.consultation_id`,
    key: 'q.id',
    contributor: 'q.household_id',
    day: 'n.held_on',
    by: { DONG: dongOf('q'), NEED_DOMAIN: 'q.domain' },
  },
  // One more on the first day of an agreement, and one less after its last. That a shelter has one is not counted.
  AGREEMENT: {
    measures: ['AGREEMENTS'],
    from: `agreements a join organizations o on o.id = a.organization_id
      cross join lateral (values (a.valid_from, 1), (a.last_day + 1, -1)) m(day, value)`,
    key: 'a.id',
    contributor: 'a.organization_id',
    day: 'm.day',
    value: 'm.value',
    when: 'not a.sheltered and m.day is not null and coalesce(a.last_day >= a.valid_from, true)',
    by: { AGENCY_KIND: kindOf('o') },
  },
};

/** The expression of a dimension, where a measure of the source has it; what a source forgot is told when the server starts. */
export function expressionOf(source: FactSource, dimension: Dimension): string | null {
  const { measures, by } = sourceRules[source];
  const expression = by[dimension];
  const needed = measures.find((each) => measureRules[each].dimensions.includes(dimension));
  if (needed && !expression)
    throw new Error(`Facts of ${source} do not say their ${dimension}, which ${needed} has`);
  return expression ?? null;
}
