import type { TransactionSql } from 'postgres';
import type { Dimension, Measure } from '../../src/fact/measures.js';

// Figures counted by hand from the rows of the work: in TypeScript, from whole tables, with nothing of what the database
// does to keep facts. A second opinion about every measure.

// biome-ignore lint/suspicious/noExplicitAny: rows of any table, as JSON has them
type Row = Record<string, any>;

function grouped<T>(list: readonly T[], keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of list) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return groups;
}
export interface Counted {
  measure: Measure;
  day: string;
  by: Partial<Record<Dimension, string | null>>;
  value: number;
}

const tables = [
  'households',
  'household_summaries',
  'household_families',
  'facet_changes',
  'intake_reports',
  'report_origins',
  'screenings',
  'campaign_lines',
  'cases',
  'case_steps',
  'linkages',
  'emergency_applications',
  'clocks',
  'health_visits',
  'universal_visits',
  'promotions',
  'referrals',
  'consultations',
  'consultation_questions',
  'agreements',
] as const;

/** Counts everything of a district. */
export async function countByHand(sql: TransactionSql, district: string): Promise<Counted[]> {
  const rows = {} as Record<(typeof tables)[number], Row[]>;
  for (const table of tables)
    rows[table] = (
      await sql.unsafe(`select row_to_json(t) as row from ${table} t where district_id = $1`, [district])
    ).map(({ row }) => row);
  const organizations = new Map(
    (await sql`select id, partner_kind as kind, confidential from organizations`).map((each) => [
      each.id,
      each,
    ]),
  );
  const by = (list: Row[], key: string) => grouped(list, (each) => each[key] as string);
  const one = (list: Row[], key: string) => new Map(list.map((each) => [each[key] as string, each]));

  const summaries = one(rows.household_summaries, 'household_id');
  const families = one(rows.household_families, 'household_id');
  const changes = by(rows.facet_changes, 'household_id');
  /** What a facet said on a day: before the first change after it that says what was there. */
  const saidOn = (household: string, day: string, field: string, now: string | null) => {
    const later = (changes.get(household) ?? [])
      .filter((each) => seoul(each.recorded_at) > day)
      .sort((one, other) =>
        one.recorded_at < other.recorded_at
          ? -1
          : one.recorded_at > other.recorded_at
            ? 1
            : one.id < other.id
              ? -1
              : 1,
      );
    for (const { changes: some } of later)
      for (const change of some)
        if (change.field === field && change.before !== null) return change.before as string;
    return now;
  };
  const dongOn = (household: string, day: string) =>
    saidOn(household, day, 'responsibleDong', summaries.get(household)?.responsible_dong ?? null);
  const typeOn = (household: string, day: string) =>
    saidOn(household, day, 'householdType', families.get(household)?.household_type ?? null);
  const kindOf = (id: string | null) => {
    const found = id ? organizations.get(id) : undefined;
    return found && !found.confidential ? (found.kind as string) : null;
  };
  const origins = one(rows.report_origins, 'report_id');
  const reports = [...rows.intake_reports].sort((one, other) =>
    one.received_at < other.received_at
      ? -1
      : one.received_at > other.received_at
        ? 1
        : one.id < other.id
          ? -1
          : 1,
  );
  const cases = one(rows.cases, 'id');
  const sourceOf = (id: string) => {
    const first = reports.find(
      (each) =>
        each.case_id === id && each.household_id === cases.get(id)!.household_id && origins.has(each.id),
    );
    return first ? (origins.get(first.id)!.source as string) : null;
  };

  const counted: Counted[] = [];
  const add = (measure: Measure, day: string, said: Counted['by'], value = 1) => {
    if (value !== 0) counted.push({ measure, day, by: said, value });
  };
  const home = (household: string, day: string) => ({
    DONG: dongOn(household, day),
    HOUSEHOLD_TYPE: typeOn(household, day),
  });

  for (const each of reports) {
    const origin = origins.get(each.id);
    if (!origin) continue;
    const day = seoul(each.received_at);
    add('REPORTS', day, {
      ...home(each.household_id, day),
      INTAKE_SOURCE: origin.source,
      AGENCY_KIND: kindOf(origin.sender_id),
    });
  }
  for (const each of rows.cases) {
    const said = (day: string) => ({
      ...home(each.household_id, day),
      INTAKE_SOURCE: sourceOf(each.id),
      TRACK: each.track,
      LEVEL: each.level,
    });
    const steps = rows.case_steps.filter((step) => step.case_id === each.id);
    add('CASES_OPENED', each.opened_on, said(each.opened_on));
    if (each.track === 'CASE_MANAGED') {
      const decided = steps
        .filter((step) => step.track === 'CASE_MANAGED')
        .map((step) => seoul(step.taken_at));
      const day = decided.sort()[0] ?? each.opened_on;
      add('CASES_SELECTED', day, said(day));
    }
    for (const step of steps.filter(({ report_id }) => report_id === null)) {
      const day = seoul(step.taken_at);
      if (step.step === 'CONSULT') add('INITIAL_CONSULTATIONS', day, said(day));
      else if (step.step === 'REOPEN') add('CASES_REOPENED', day, said(day));
      else if (step.to_stage === 'CLOSED' && step.from_stage !== 'CLOSED')
        add('CASES_CLOSED', day, { ...said(day), CLOSURE_REASON: step.closure_reason });
    }
  }
  for (const each of rows.linkages) {
    const of = cases.get(each.case_id)!;
    const said = {
      ...home(each.household_id, each.linked_on),
      INTAKE_SOURCE: sourceOf(of.id),
      TRACK: of.track,
      LEVEL: of.level,
      NEED_DOMAIN: each.domain,
      SECTOR: each.sector,
      AGENCY_KIND: kindOf(each.provider_id),
    };
    add('LINKAGES', each.linked_on, said);
    add('LINKAGE_VALUE', each.linked_on, said, each.value_krw ?? 0);
  }
  for (const each of rows.emergency_applications)
    add('EMERGENCY_APPLICATIONS', each.received_on, {
      ...home(each.household_id, each.received_on),
      TRACK: cases.get(each.case_id)!.track,
    });
  for (const each of rows.clocks) {
    const visit = each.kind === 'VISIT';
    const said = {
      DONG: dongOn(each.household_id, each.due_on),
      CLOCK_KIND: each.kind,
      VISIT_TIER: each.tier,
    };
    if (each.stopped_on === null || each.stopped_on > each.due_on)
      add(visit ? 'VISITS_DUE' : 'CLOCKS_DUE', each.due_on, said);
    if (each.met_on !== null && each.met_on <= each.due_on)
      add(visit ? 'VISITS_MET' : 'CLOCKS_MET', each.due_on, said);
  }
  const tiers = ['HEALTHY', 'MODERATE', 'HIGH'];
  for (const each of rows.health_visits) {
    const met = rows.clocks.filter(
      (clock) =>
        clock.kind === 'VISIT' &&
        clock.member_id === each.member_id &&
        clock.met_on === each.visited_on &&
        clock.tier,
    );
    const highest = met.map(({ tier }) => tiers.indexOf(tier)).sort((one, other) => other - one)[0];
    add('VISITS_MADE', each.visited_on, {
      DONG: dongOn(each.household_id, each.visited_on),
      VISIT_TIER: highest === undefined ? null : tiers[highest]!,
    });
  }
  for (const each of rows.universal_visits) {
    const said = (day: string) => ({ DONG: dongOn(each.household_id, day), INTAKE_SOURCE: each.kind });
    add('UNIVERSAL_VISITS_OFFERED', each.offered_on, said(each.offered_on));
    if (each.done_on) add('UNIVERSAL_VISITS_DONE', each.done_on, said(each.done_on));
    if (each.state === 'DECLINED') add('UNIVERSAL_VISITS_DECLINED', each.offered_on, said(each.offered_on));
  }
  for (const each of rows.promotions)
    add('PROMOTIONS', each.took_place_on, { PROMOTION_KIND: each.kind }, each.activities);
  for (const each of rows.referrals) {
    if (!each.requested_at) continue;
    const day = seoul(each.requested_at);
    add('REFERRALS', day, {
      DONG: dongOn(each.household_id, day),
      NEED_DOMAIN: each.domain,
      AGENCY_KIND: kindOf(each.recipient_id),
      REFERRAL_STATE: each.state,
    });
  }
  const consultations = one(rows.consultations, 'id');
  for (const each of rows.consultation_questions) {
    const day = consultations.get(each.consultation_id)!.held_on;
    add('CONSULTATION_QUESTIONS', day, { DONG: dongOn(each.household_id, day), NEED_DOMAIN: each.domain });
  }
  for (const each of rows.agreements) {
    if (each.sheltered || (each.last_day && each.last_day < each.valid_from)) continue;
    const said = { AGENCY_KIND: kindOf(each.organization_id) };
    add('AGREEMENTS', each.valid_from, said);
    if (each.last_day) add('AGREEMENTS', dayAfter(each.last_day), said, -1);
  }

  // What counts once a year.
  const reportOf = one(rows.intake_reports, 'id');
  const met = [
    ...rows.screenings.map((each) => ({
      whose: each.household_id,
      day: each.screened_on,
      dong: null as string | null,
    })),
    ...rows.campaign_lines
      .filter((each) => (each.outcome === 'CONSULTED' || each.surveyed) && each.outcome_on)
      .map((each) => ({
        whose: (each.report_id ? reportOf.get(each.report_id)!.household_id : each.id) as string,
        day: each.outcome_on as string,
        dong: each.report_id ? null : (each.dong as string),
      })),
  ];
  for (const some of grouped(met, ({ whose, day }) => `${whose} ${day.slice(0, 4)}`).values()) {
    const { whose, day, dong } = some.sort((one, other) => (one.day < other.day ? -1 : 1))[0]!;
    const said = { DONG: dong ?? dongOn(whose, day), HOUSEHOLD_TYPE: typeOn(whose, day) };
    add('SCREENED', day, said);
    const selected = rows.cases.filter(
      (each) => each.household_id === whose && each.track === 'CASE_MANAGED' && each.opened_on >= day,
    );
    if (selected.length === 0) continue;
    add('SCREENED_SELECTED', day, said);
    const ids = new Set(selected.map(({ id }) => id));
    add('SCREENED_LINKAGES', day, said, rows.linkages.filter(({ case_id }) => ids.has(case_id)).length);
  }
  const served = [
    ...rows.linkages.map((each) => [each.household_id, each.linked_on]),
    ...rows.health_visits.map((each) => [each.household_id, each.visited_on]),
    ...rows.case_steps
      .filter(({ step }) => step === 'CONSULT')
      .map((each) => [cases.get(each.case_id)!.household_id, seoul(each.taken_at)]),
  ] as [string, string][];
  for (const some of grouped(served, ([whose, day]) => `${whose} ${day.slice(0, 4)}`).values()) {
    const [whose, day] = some.sort(([, one], [, other]) => (one < other ? -1 : 1))[0]!;
    add('HOUSEHOLDS_SERVED', day, home(whose, day));
  }
  return counted;
}

const seoul = (instant: string) => new Date(Date.parse(instant) + 9 * 3_600_000).toISOString().slice(0, 10);
const dayAfter = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
