import type { TransactionSql } from 'postgres';

// Changes of every kind that figures follow from, drawn at random, straight into the tables: also such as no operation
// makes, since figures must be right after those too.

const domains = ['SAFETY', 'HEALTH', 'HOUSING', 'FINANCE', 'SOCIAL'];
const sources = ['POLICE_112', 'HOTLINE_129', 'SCHOOL', 'SELF', 'EMERGENCY_APPLICATION'];
const types = ['SINGLE', 'COUPLE', 'GRANDPARENT'];
const kinds = ['WELFARE_CENTER', 'CLINIC', 'SCHOOL'];

/** Numbers that a seed gives. */
export function numbersOf(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** One change at random among the rows of a district. */
export async function change(
  sql: TransactionSql,
  district: string,
  below: (most: number) => number,
): Promise<string> {
  const pick = <T>(some: readonly T[]): T => some[below(some.length)]!;
  const day = () =>
    `20${18 + below(3)}-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`;
  /** Rows of the district, always in one order, so that a seed gives the same change. */
  const rowOf = async (table: string) => {
    const rows = await sql.unsafe(
      `select row_to_json(t) as row from ${table} t where district_id = $1 order by t::text offset $2 limit 1`,
      [district, below(8)],
    );
    return rows[0]?.row;
  };
  const organizations = await sql`select id from organizations where not confidential order by id limit 5`;
  const organization = pick(organizations).id as string;
  const post = (await sql`select id from posts order by id limit 1`)[0]!.id as string;
  const household = (await rowOf('households'))!.id as string;
  const ofCase = await rowOf('cases');
  const member = (
    await sql`select id, household_id from members where district_id = ${district} order by id offset ${below(8)} limit 1`
  )[0]!;
  const id = crypto.randomUUID();
  const add = (table: string, row: object) =>
    sql`insert into ${sql(table)} ${sql({ district_id: district, id, ...row })}`;
  const set = async (table: string, row: Record<string, unknown>) => {
    const found = await rowOf(table);
    if (found)
      await sql`update ${sql(table)} set ${sql(row)} where district_id = ${district} and id = ${found.id}`;
  };
  const ways: Record<string, () => Promise<unknown>> = {
    linkage: () =>
      add('linkages', {
        household_id: ofCase.household_id,
        case_id: ofCase.id,
        data_class: 'FAMILY',
        subject_ids: [ofCase.household_id],
        domain: pick(domains),
        provider_id: pick([null, organization]),
        sector: pick(['PUBLIC', 'PRIVATE']),
        funded_by: 'PROVIDER',
        value_krw: pick([null, 1000, 50_000]),
        linked_on: day(),
      }),
    linkageChanged: () =>
      set('linkages', { domain: pick(domains), value_krw: 1 + below(9), linked_on: day() }),
    caseOpened: () =>
      add('cases', {
        household_id: household,
        center_id: organization,
        stage: 'RECEIVED',
        track: pick(['CASE_MANAGED', null]),
        opened_on: day(),
      }),
    track: () =>
      set('cases', {
        track: pick(['CASE_MANAGED', 'SERVICE_LINKED', null]),
        level: pick(['GENERAL', 'COMPLEX']),
      }),
    opened: () => set('cases', { opened_on: day() }),
    step: async () => {
      const [last] =
        await sql`select coalesce(max(version), 0) + 1 as next from case_steps where case_id = ${ofCase.id}`;
      const step = pick(['CONSULT', 'CONFER', 'CLOSE', 'REOPEN']);
      await add('case_steps', {
        household_id: ofCase.household_id,
        case_id: ofCase.id,
        version: last!.next,
        step,
        from_stage: 'MONITORING',
        to_stage: step === 'CLOSE' ? 'CLOSED' : 'LINKING',
        track: step === 'CONFER' ? 'CASE_MANAGED' : null,
        closure_reason: step === 'CLOSE' ? 'MOVED' : null,
        taken_at: `${day()}T16:30:00Z`,
        organization_id: organization,
      });
    },
    report: async () => {
      const whose = pick([ofCase.household_id, household]);
      await add('intake_reports', {
        household_id: whose,
        case_id: whose === ofCase.household_id ? pick([ofCase.id, null]) : null,
        received_at: `${day()}T15:30:00Z`,
        center_id: organization,
      });
      await sql`insert into report_origins ${sql({
        district_id: district,
        report_id: id,
        household_id: whose,
        data_class: 'SUMMARY',
        subject_ids: [whose],
        source: pick(sources),
        sender_id: pick([null, organization]),
      })}`;
    },
    origin: async () => {
      const found = await rowOf('report_origins');
      if (found)
        await sql`update report_origins set source = ${pick(sources)}::intake_source where district_id = ${district}
          and report_id = ${found.report_id}`;
    },
    reportMoved: async () => {
      const found = await rowOf('intake_reports');
      if (!found) return;
      const of = sql`district_id = ${district} and`;
      await sql`update intake_reports set household_id = ${household}, case_id = null where ${of} id = ${found.id}`;
      await sql`update report_origins set household_id = ${household} where ${of} report_id = ${found.id}`;
    },
    screening: () => add('screenings', { household_id: household, list: 'BLIND_SPOT', screened_on: day() }),
    line: async () => {
      const campaign = await rowOf('campaigns');
      if (!campaign) return;
      const [last] =
        await sql`select coalesce(max(position), 0) + 1 as next from campaign_lines where campaign_id = ${campaign.id}`;
      await add('campaign_lines', {
        campaign_id: campaign.id,
        organization_id: campaign.organization_id,
        position: last!.next,
        dong: `${district}51000`,
        name: '아무개',
        outcome: pick(['CONSULTED', 'ABSENT']),
        outcome_on: day(),
      });
    },
    lineTakenUp: async () => {
      const line = await rowOf('campaign_lines');
      const report = await rowOf('intake_reports');
      if (line && report)
        await sql`update campaign_lines set report_id = ${pick([report.id, null])}, outcome = 'CONSULTED', outcome_on = ${day()}
          where district_id = ${district} and id = ${line.id}`;
    },
    application: async () => {
      const report = await rowOf('intake_reports');
      await add('emergency_applications', {
        household_id: ofCase.household_id,
        case_id: ofCase.id,
        report_id: report!.id,
        received_on: day(),
      });
    },
    clock: async () => {
      const ofMember = below(2) === 0;
      await add('clocks', {
        household_id: ofMember ? member.household_id : ofCase.household_id,
        data_class: 'HEALTH',
        subject_ids: [ofCase.household_id],
        kind: ofMember ? 'VISIT' : pick(['PLAN', 'CONFERENCE']),
        member_id: ofMember ? member.id : null,
        case_id: ofMember ? null : ofCase.id,
        tier: ofMember ? pick(['HIGH', 'HEALTHY']) : null,
        started_on: '2018-01-01',
        due_on: day(),
        // Only one of a kind runs.
        met_on: ofMember ? pick(['2018-06-01', '2019-03-03']) : '2019-03-03',
        center_id: organization,
      });
    },
    clockChanged: async () => {
      const found = await rowOf('clocks');
      if (!found) return;
      const met = below(2) === 0;
      await sql`update clocks set met_on = ${met ? sql`greatest(started_on, '2019-03-03')` : null},
        stopped_on = ${met ? null : day()} where district_id = ${district} and id = ${found.id}`;
    },
    clockGone: async () => {
      const found = await rowOf('clocks');
      if (found) await sql`delete from clocks where district_id = ${district} and id = ${found.id}`;
    },
    visit: () =>
      add('health_visits', {
        household_id: member.household_id,
        member_id: member.id,
        visited_on: pick(['2018-06-01', '2019-03-03', day()]),
        place: 'HOME',
        post_id: post,
        organization_id: organization,
      }),
    universal: () =>
      sql`insert into universal_visits ${sql({
        district_id: district,
        id,
        household_id: member.household_id,
        member_id: member.id,
        kind: pick(['UNIVERSAL_65', 'UNIVERSAL_BIRTH']),
        offered_on: day(),
        post_id: post,
        organization_id: organization,
      })} on conflict do nothing`,
    universalChanged: () =>
      set('universal_visits', pick([{ state: 'DONE', done_on: day() }, { state: 'DECLINED' }])),
    promotion: () =>
      add('promotions', {
        organization_id: organization,
        kind: pick(['LEAFLET', 'BANNER']),
        took_place_on: day(),
        activities: 1 + below(9),
        post_id: post,
      }),
    referral: () =>
      add('referrals', {
        household_id: household,
        sender_id: organization,
        recipient_id: pick(organizations).id,
        data_class: 'FAMILY',
        subject_ids: [household],
        sent: true,
        post_id: post,
        domain: pick(domains),
        purpose: 'SERVICE_PROVISION',
        classes: [],
        member_ids: [],
        state: pick(['REQUESTED', 'DRAFT']),
        requested_at: pick([null, `${day()}T15:10:00Z`]),
        expires_at: '2030-01-01T00:00:00Z',
      }),
    referralChanged: () =>
      set('referrals', { state: pick(['ACCEPTED', 'REJECTED']), requested_at: `${day()}T02:00:00Z` }),
    consultation: async () => {
      await add('consultations', {
        household_id: household,
        organization_id: organization,
        held_on: day(),
        post_id: post,
      });
      await sql`insert into consultation_questions ${sql({
        district_id: district,
        id: crypto.randomUUID(),
        household_id: household,
        consultation_id: id,
        domain: pick(domains),
        data_class: 'FAMILY',
        subject_ids: [household],
        member_ids: [],
        words: '물음',
        post_id: post,
      })}`;
    },
    consultationMoved: () => set('consultations', { held_on: day() }),
    agreement: () =>
      add('agreements', {
        organization_id: organization,
        title: '협약',
        valid_from: day(),
        valid_until: '2030-01-01',
        purposes: ['SERVICE_PROVISION'],
        classes: [],
      }),
    agreementEnded: () => set('agreements', { ended_on: day() }),
    dong: async () => {
      const before = await rowOf('household_summaries');
      const next = `${district}${pick(['51000', '52000', '53000'])}`;
      await sql`update household_summaries set responsible_dong = ${next} where district_id = ${district}
        and household_id = ${before!.household_id}`;
      await facet('SUMMARY', before!.household_id, 'responsibleDong', before!.responsible_dong, next);
    },
    type: async () => {
      const before = (
        await sql`select household_type as type from household_families where district_id = ${district} and household_id = ${household}`
      )[0];
      const next = pick(types);
      await sql`insert into household_families (district_id, household_id, household_type)
        values (${district}, ${household}, ${next}) on conflict (district_id, household_id)
        do update set household_type = excluded.household_type`;
      await facet('FAMILY', household, 'householdType', before?.type ?? null, next);
    },
    organization: () =>
      sql`update organizations set partner_kind = ${pick(kinds)}::partner_kind, confidential = false where id = ${organization}`,
  };
  const facet = (dataClass: string, whose: string, field: string, before: string | null, next: string) =>
    add('facet_changes', {
      household_id: whose,
      data_class: dataClass,
      subject_ids: [whose],
      version: 1,
      recorded_at: `${day()}T14:00:00Z`,
      post_id: post,
      organization_id: organization,
      changes: sql.json([{ field, before, after: next }]),
    });
  const way = pick(Object.keys(ways));
  await ways[way]!();
  return way;
}
