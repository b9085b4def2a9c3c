import { afterAll, beforeAll, expect, test } from 'vitest';
import { permits } from '../../src/access/permits.js';
import { policyOf } from '../../src/access/policy.js';
import type { Context } from '../../src/context.js';
import { families, known, postId } from '../../src/demo/known.js';
import { schema } from '../../src/schema.js';
import { notices } from '../consent/family.js';
import type { App } from '../support/app.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../support/database.js';
import { deskOf } from './domain.js';
import { day, type Viewer, viewers } from './households.js';
import { documentOf, mutations } from './mutations.js';
import { startWide } from './prepared.js';
import { readWorld, type World } from './world.js';

// Nobody makes their own basis: every mutation that writes a row which a scope rests on, by everybody whose duty it is, on
// several households. Whose scope is larger afterwards, and on which basis, is said here; docs/bases.md says why.

let database: TestDatabase;
let app: App;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
  app = await startWide({ database });
  world = await readWorld(database.owner);
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const { organizations, districts } = known;
const homes = [families.a, families.office, families.visited, families.longPlan, families.emergency];
type Family = (typeof homes)[number];
const others = ['case-manager-2', 'apo-2', 'mapo-case-manager', 'seongdong-head'].map((key) => postId(key));
const posts = [...viewers.flatMap(({ name, persona }) => (persona ? [postId(name)] : [])), ...others];

/** What everybody has of a district's families and of households that were made since: post, basis and subject → classes. */
async function scopes(district: string): Promise<Map<string, number>> {
  const rows = await asKeeper(
    database.owner,
    (sql) => sql<{ post: string; basis: string; subject: string; fresh: boolean; mask: number }[]>`
      select p as post, s.basis, s.subject_id as subject, bit_or(s.mask) as mask,
        not s.household_id = any(${world.all('households').map(({ id }) => String(id))}::uuid[]) as fresh
      from unnest(${posts}::uuid[]) p
      cross join (select district_id, array_agg(id) as ids from households
        where district_id = ${district} and (id = any(${homes.map(({ id }) => id)}::uuid[])
          or not id = any(${world.all('households').map(({ id }) => String(id))}::uuid[])) group by 1) h
      cross join lateral hamkke.scope_of(hamkke.viewer_in(p, 'CASE_MANAGEMENT'), h.district_id, h.ids) s
      group by p, s.basis, s.subject_id, s.household_id`,
  );
  return new Map(
    rows.map(({ post, basis, subject, fresh, mask }) => [
      `${post} ${basis}${fresh ? ' of a new household' : ''} ${subject}`,
      mask,
    ]),
  );
}
/** Whose scope grew, on which basis. */
function grown(before: Map<string, number>, after: Map<string, number>): [post: string, basis: string][] {
  const found = new Set<string>();
  for (const [key, mask] of after)
    if ((mask & ~(before.get(key) ?? 0)) !== 0) found.add(key.slice(0, key.lastIndexOf(' ')));
  return [...found].map((key) => [key.slice(0, 36), key.slice(37)]);
}

/** On which bases a mutation may open something to whoever sends it. Everything else stays as it was. */
const toItsWriter: Readonly<Record<string, readonly string[]>> = {
  // Whom the report itself names, by a household that it makes.
  receiveReport: ['CONTROLLER of a new household'],
  reportDiscovery: [],
  selectLine: ['CONTROLLER of a new household'],
  // One household, an hour, told to the heads at once and reviewed.
  declareEmergency: ['BREAK_GLASS'],
  // Of somebody who came to a household that they serve, what they have of everybody else there.
  addMember: ['CONTROLLER'],
  // Whom they had already, under new ids.
  splitHousehold: ['CONTROLLER of a new household'],
  moveMember: ['CONTROLLER of a new household'],
  mergeHouseholds: ['CONTROLLER of a new household'],
};
/** What a post that is given to somebody else, or changed, may open to them. */
const byAPost = ['CONTROLLER', 'CONTROLLER of a new household', 'CONSENT', 'REFERRAL'];
/** And to somebody else, which is what it is for. */
const toOthers: Readonly<Record<string, readonly string[]>> = {
  receiveReport: ['CONTROLLER of a new household'],
  reportDiscovery: ['CONTROLLER of a new household'],
  selectLine: ['CONTROLLER of a new household'],
  acceptReport: ['CONTROLLER'],
  // To the police who sent it, of the household that it is about.
  confirmReportMatch: ['CONTROLLER'],
  assignCase: ['CONTROLLER'],
  handOverCase: ['CONTROLLER'],
  handOverCaseload: ['CONTROLLER'],
  transferCase: ['CONTROLLER of a new household'],
  giveConsent: ['CONSENT'],
  confirmConsent: ['CONSENT'],
  extendConsent: ['CONSENT', 'REFERRAL'],
  recordGuardianship: ['CONSENT', 'REFERRAL'],
  requestReferral: ['REFERRAL'],
  sendConsultation: ['REFERRAL'],
  // The officers of another dong; and whom another adult, or one who is old enough now, consented to.
  recordHouseholdSummary: ['CONTROLLER', 'CONSENT', 'REFERRAL'],
  recordIdentity: ['CONSENT', 'REFERRAL'],
  recordSafety: ['CONSENT', 'REFERRAL'],
  // Whoever serves the household serves who came to it.
  addMember: ['CONTROLLER', 'CONSENT', 'REFERRAL'],
  splitHousehold: ['CONTROLLER of a new household'],
  moveMember: ['CONTROLLER of a new household'],
  mergeHouseholds: ['CONTROLLER of a new household'],
  addPost: byAPost,
  dispatch: byAPost,
  changePost: byAPost,
  nameSubstitute: ['CONTROLLER', 'CONTROLLER of a new household'],
  handOverZones: ['CONTROLLER', 'CONTROLLER of a new household'],
  setStaffActive: byAPost,
};

interface Asked {
  viewer: Viewer;
  post: string;
  organization: string;
  family: Family;
  household: string;
  member(nth: number): string;
  /** The id and version of the newest row of a type, where a condition says more. */
  row(type: string, table: string, more?: string): Promise<{ id: string; version: number } | null>;
}
type Inputs = (asked: Asked) => Promise<(Record<string, unknown> | null)[]>;
const on =
  (field: string, type: string, table: string, more: Record<string, unknown> = {}, where = ''): Inputs =>
  async ({ row }) => {
    const found = await row(type, table, where);
    return [found && { [field]: found.id, expectedVersion: found.version, ...more }];
  };
/** What of a facet is written down, value after value, at the version that it has by then. */
const facet =
  (table: string, subject: 'memberId' | 'householdId', nth: number, ...values: Values[]): Inputs =>
  async ({ family, household, member }) => {
    const [key, id] =
      subject === 'memberId' ? ['member_id', family.member(nth)] : ['household_id', family.id];
    const [row] = await asKeeper(database.owner, (sql) =>
      sql.unsafe(`select version from ${table} where ${key} = '${id}'`),
    );
    return values.map((each, at) => ({
      [subject]: subject === 'memberId' ? member(nth) : household,
      expectedVersion: row ? Number(row.version) + at : at || null,
      ...(typeof each === 'function' ? each(member) : each),
    }));
  };
type Values = Record<string, unknown> | ((member: (nth: number) => string) => Record<string, unknown>);
const centres = [organizations.districtOffice, organizations.centre, organizations.dongCentre];
const today = () => world.today;
const step = (more: Record<string, unknown> = {}) => on('caseId', 'Case', 'cases', more);
/** Referrals in a state: one of them, or as many as there are. */
const referral =
  (state: string, more: Record<string, unknown> = {}, most = 1): Inputs =>
  async ({ family }) => {
    const found = await asKeeper(
      database.owner,
      (sql) => sql`select district_id, id, version from referrals
        where household_id = ${family.id} and state = ${state} order by created_at desc limit ${most}`,
    );
    return found.map(({ district_id: district, id, version }) => ({
      referralId: `Referral:${district}:${id}`,
      expectedVersion: version,
      ...more,
    }));
  };

/** Somebody as a report would name them. */
async function personOf(member: string) {
  const [row] = await asKeeper(
    database.owner,
    (sql) => sql`select name, birth_date::text as born from member_identities where member_id = ${member}`,
  );
  return { name: String(row!.name), birthDate: String(row!.born) };
}

/** A colleague of the counsellor and the head, who have a duty of a zone and no zone, with two zones. */
const somebodyWithZones = () =>
  asKeeper(database.owner, async (sql) => {
    await sql`update posts set duties = duties || '{WELFARE_PLANNER}' where not 'WELFARE_PLANNER' = any(duties)
      and id in (${postId('counsellor')}, ${postId('head')})`;
    const [made] = await sql`
      with person as (
        insert into staff (id, subject, name, home_organization_id)
        values (gen_random_uuid(), gen_random_uuid()::text, '시험', ${organizations.centre}) returning id
      )
      insert into posts (id, staff_id, organization_id, district_id, duties, zones, title)
      select gen_random_uuid(), id, ${organizations.centre}, ${districts.yongsan}, '{NEIGHBOURHOOD_OFFICER}',
        ${[...known.dongs.yongsan.slice(0, 2)]}::text[], '시험' from person returning id`;
    return `Post:${made!.id}`;
  });

/** What is tried of every mutation that writes what a scope rests on. */
const tried: Readonly<Record<string, Inputs>> = {
  reportDiscovery: async ({ member }) => [
    {
      reporter: 'NEIGHBOUR',
      people: [{ name: (await personOf(member(0).split(':')[2]!)).name }],
      dong: known.dongs.songsan3,
      seen: '걱정된다.',
    },
  ],
  // Of somebody new, and of somebody who was confirmed to be of a household that others know of.
  selectLine: async ({ organization, family, post }) => {
    const rows = await asKeeper(database.owner, async (sql) => {
      const [campaign] = await sql`
        insert into campaigns (district_id, id, organization_id, name, list, reason, starts_on, ends_on)
        values (${family.districtId}, gen_random_uuid(), ${organization}, '시험', 'BLIND_SPOT', '시험',
          hamkke.today(), hamkke.today()) returning id`;
      const lines = await sql`
        insert into campaign_lines (district_id, id, campaign_id, organization_id, position, dong, name, outcome,
          outcome_on)
        select ${family.districtId}, gen_random_uuid(), ${campaign!.id}, ${organization}, n,
          (select min(code) from dong_codes where district_id = ${family.districtId}), '시험', 'CONSULTED',
          hamkke.today() from generate_series(1, 2) n returning id`;
      await sql`
        insert into campaign_line_matches (district_id, line_id, household_id, confirmed, post_id)
        values (${family.districtId}, ${lines[1]!.id}, ${family.id}, true, ${post})`;
      return lines;
    });
    return rows.map(({ id }) => ({ lineId: `CampaignLine:${family.districtId}:${id}`, expectedVersion: 1 }));
  },
  receiveReport: async ({ household, organization, family }) => [
    ...[organization, ...centres].map((center) => ({
      source: 'NEIGHBOUR',
      emergency: false,
      householdId: household,
      centerId: `Organization:${center}`,
      narrative: '시험',
    })),
    {
      source: 'NEIGHBOUR',
      emergency: false,
      centerId: `Organization:${organization}`,
      responsibleDong:
        family.districtId === districts.yongsan ? known.dongs.yongsan[0] : known.dongs.seongdong[0],
      members: [{ name: '새사람' }],
    },
    // Somebody who is known already, by the name and birth date that are recorded of them.
    {
      source: 'NEIGHBOUR',
      emergency: false,
      centerId: `Organization:${organizations.centre}`,
      responsibleDong: known.dongs.yongsan[0],
      members: [await personOf(family.member(0))],
    },
  ],
  confirmReportMatch: async ({ household, family }) => {
    const { name } = await personOf(family.member(0));
    const found = await asKeeper(
      database.owner,
      (sql) => sql`select r.id, r.version from intake_reports r
        join member_identities i on i.household_id = r.household_id and i.name = ${name}
        join cases c on c.id = r.case_id and c.stage = 'RECEIVED'
        where r.household_id <> ${family.id} and r.district_id = ${family.districtId}`,
    );
    return found.map(({ id, version }) => ({
      reportId: `IntakeReport:${family.districtId}:${id}`,
      householdId: household,
      expectedVersion: version,
    }));
  },
  declineReport: on(
    'incomingReportId',
    'IncomingReport',
    'incoming_reports',
    { reason: 'MISTAKE' },
    `and state = 'PENDING'`,
  ),
  acceptReport: on('incomingReportId', 'IncomingReport', 'incoming_reports', {}, `and state = 'PENDING'`),
  assignCase: async ({ row, post }) => {
    const found = await row('Case', 'cases');
    return ['counsellor', 'case-manager-2', 'nurse'].flatMap((key) => [
      found && { caseId: found.id, postId: `Post:${postId(key)}`, kind: key === 'nurse' ? 'VISIT' : 'CASE' },
      found && { caseId: found.id, postId: `Post:${post}`, kind: 'CASE' },
    ]);
  },
  handOverCaseload: async ({ post }) =>
    ['counsellor', 'case-manager-2'].flatMap((to) =>
      [`Post:${post}`, `Post:${postId('counsellor')}`].map((from) => ({
        fromPostId: from,
        toPostId: `Post:${postId(to)}`,
        kind: 'CASE',
      })),
    ),
  handOverCase: async ({ row, organization }) => {
    const found = await row('Case', 'cases');
    return [organization, ...centres].map(
      (center) =>
        found && {
          caseId: found.id,
          expectedVersion: found.version,
          centerId: `Organization:${center}`,
        },
    );
  },
  endAssignment: on('assignmentId', 'Assignment', 'assignments', {}, 'and ended_at is null'),
  giveConsent: async ({ member, organization }) =>
    [
      [organizations.welfareCentre, known.agreements.welfare],
      [organizations.police, known.agreements.police],
      [organization, known.agreements.welfare],
    ].map(([to, agreement]) => ({
      memberId: member(1),
      givenById: member(1),
      organizationId: `Organization:${to}`,
      agreementId: `Agreement:${districts.yongsan}:${agreement}`,
      purpose: 'CASE_MANAGEMENT',
      classes: ['SAFETY', 'IDENTITY'].slice(to === organizations.police ? 0 : 1),
      householdWide: false,
      validFrom: today(),
      validUntil: day(today(), 20),
      method: 'PAPER',
      notices,
    })),
  extendConsent: async ({ row, member }) => {
    const found = await row('Consent', 'consents', `and withdrawn_at is null and member_id = given_by_id`);
    return [1, 0].map(
      (nth) =>
        found && {
          consentId: found.id,
          expectedVersion: found.version,
          askedById: member(nth),
          validUntil: day(today(), 600),
          method: 'PAPER',
          notices,
        },
    );
  },
  // Of each adult, by the name and birth date that are recorded of them.
  proposeConsent: async ({ family }) => {
    const people = await asKeeper(
      database.owner,
      (sql) =>
        sql`select name, birth_date::text as born from member_identities where household_id = ${family.id}`,
    );
    return people.map(({ name, born }) => ({
      name,
      birthDate: born,
      agreementId: `Agreement:${districts.yongsan}:${known.agreements.welfare}`,
      purpose: 'CASE_MANAGEMENT',
      classes: ['IDENTITY', 'CONTACT'],
      validFrom: today(),
      validUntil: day(today(), 20),
      method: 'PAPER',
      notices,
    }));
  },
  confirmConsent: async ({ family, member }) => {
    const [row] = await asKeeper(
      database.owner,
      (sql) => sql`select c.id from consent_proposals c join member_identities i on i.name = c.name
        and i.birth_date = c.birth_date where i.member_id = ${family.member(1)} and c.state = 'PROPOSED' limit 1`,
    );
    return [
      row
        ? {
            proposalId: `ConsentProposal:${family.districtId}:${row.id}`,
            memberId: member(1),
            householdWide: false,
            expectedVersion: 1,
          }
        : null,
    ];
  },
  narrowConsent: async ({ row, member }) => {
    const found = await row('Consent', 'consents', `and withdrawn_at is null and member_id = given_by_id`);
    return [
      found && {
        consentId: found.id,
        expectedVersion: found.version,
        askedById: member(1),
        validUntil: day(today(), 10),
        method: 'PAPER',
      },
    ];
  },
  recordGuardianship: async ({ member }) => [
    { memberId: member(2), guardianId: member(1), kind: 'LEGAL', from: day(today(), -300) },
  ],
  endGuardianship: on('guardianshipId', 'Guardianship', 'guardianships', { until: '2030-01-01' }),
  draftReferral: async ({ household, member }) =>
    [1, 2, 3].map(() => ({
      householdId: household,
      recipientId: `Organization:${organizations.welfareCentre}`,
      domain: 'HEALTH',
      classes: ['IDENTITY'],
      memberIds: [member(1)],
      purpose: 'CASE_MANAGEMENT',
    })),
  // Who counsels a family drafts and sends for it as for anybody: first the draft, then what the consents cover of it.
  openConsultation: async ({ household, member }) => [
    {
      householdId: household,
      questions: [
        {
          domain: 'HEALTH',
          memberIds: [member(1)],
          words: '무엇을 묻는지',
          recipientId: `Organization:${organizations.welfareCentre}`,
          classes: ['IDENTITY'],
        },
      ],
    },
  ],
  sendConsultation: on('consultationId', 'Consultation', 'consultations', {}, 'and closed_on is null'),
  requestReferral: referral('DRAFT', {}, 9),
  waitlistReferral: referral('REQUESTED'),
  acceptReferral: referral('WAITLISTED'),
  startReferral: referral('ACCEPTED'),
  completeReferral: referral('IN_PROGRESS'),
  rejectReferral: referral('REQUESTED', { reason: 'NO_CAPACITY' }),
  cancelReferral: referral('REQUESTED'),
  withdrawConsent: async ({ row, member }) => {
    const found = await row('Consent', 'consents', 'and withdrawn_at is null and member_id = given_by_id');
    return [
      found && { consentId: found.id, expectedVersion: found.version, askedById: member(1), method: 'PAPER' },
    ];
  },
  declareEmergency: async ({ household }) => [
    { householdId: household, reason: 'VIOLENCE', words: '시험', minutes: 5 },
  ],
  endEmergency: async ({ post }) => {
    const [found] = await asKeeper(
      database.owner,
      (sql) => sql`select district_id, id from emergencies where post_id = ${post} and ends_at > now()`,
    );
    return [found ? { emergencyId: `Emergency:${found.district_id}:${found.id}` } : null];
  },
  recordHouseholdSummary: async (asked) => {
    const [here, there] =
      known.dongs[asked.family.districtId === districts.yongsan ? 'yongsan' : 'seongdong'];
    const to = (responsibleDong: string) => ({ responsibleDong });
    return facet(
      'household_summaries',
      'householdId',
      0,
      to(there!),
      to(here!),
      (member) => ({ headId: member(1) }),
      (member) => ({ headId: member(0) }),
    )(asked);
  },
  recordIdentity: facet(
    'member_identities',
    'memberId',
    1,
    { birthDate: '2020-01-01' },
    { birthDate: '1985-01-01' },
  ),
  recordSafety: facet(
    'member_safeties',
    'memberId',
    0,
    { allegedPerpetrator: false },
    { allegedPerpetrator: true },
    { allegedPerpetrator: false },
  ),
  addMember: async ({ household, viewer }) => [{ householdId: household, name: `새사람 ${viewer.name}` }],
  recordDeath: facet('member_identities', 'memberId', 1, { diedOn: '2026-01-01' }, {}),
  triageCase: step({ emergency: false }),
  closeCase: step({ reason: 'DECLINED' }),
  reopenCase: step(),
  addStaff: async ({ viewer, organization }) => [
    { name: '새직원', subject: `new-${viewer.name}`, organizationId: `Organization:${organization}` },
  ],
  addPost: async ({ organization, post }) => {
    const people = await asKeeper(
      database.owner,
      (sql) => sql`
        select s.id from staff s where s.home_organization_id = ${organization}
          and (s.id = (select staff_id from posts where id = ${post}) or s.id <> all(${world.all('staff').map(({ id }) => String(id))}::uuid[]))`,
    );
    return people.map(({ id }) => ({
      staffId: `StaffMember:${id}`,
      organizationId: `Organization:${organization}`,
      title: '시험',
      duties: ['CASE_MANAGER'],
    }));
  },
  changePost: async ({ post, organization }) => {
    const found = await asKeeper(
      database.owner,
      (sql) => sql`select id, version from posts where organization_id = ${organization} and active
        and (id = ${post} or not 'CENTER_HEAD' = any(duties)) order by id = ${post} desc limit 3`,
    );
    return found.map(({ id, version }) => ({
      postId: `Post:${id}`,
      expectedVersion: version,
      duties: ['CASE_MANAGER', 'COUNSELLOR'],
    }));
  },
  // Of somebody who has two zones: to a colleague, and to whoever sends it.
  handOverZones: async ({ post }) => {
    const from = await somebodyWithZones();
    return [postId('counsellor'), post].map((to) => ({
      fromPostId: from,
      toPostId: `Post:${to}`,
      zones: [known.dongs.yongsan[0]],
    }));
  },
  nameSubstitute: async ({ post }) => {
    const away = await somebodyWithZones();
    return [postId('counsellor'), post].map((substitute) => ({
      postId: away,
      substituteId: `Post:${substitute}`,
      until: world.today,
    }));
  },
  dispatch: async ({ organization }) => {
    // Whoever has such a post there is given no second one.
    await asKeeper(
      database.owner,
      (sql) => sql`update posts set active = false where id = ${postId('apo-2')}`,
    );
    return [
      {
        staffId: `StaffMember:${world.one('posts', 'id', postId('apo-2'))!.staff_id}`,
        organizationId: `Organization:${organization}`,
        title: '파견',
        duties: ['DISPATCHED_POLICE'],
      },
    ];
  },
  setStaffActive: async ({ post }) => {
    const [own] = await asKeeper(
      database.owner,
      (sql) => sql`select id, version from staff where id = (select staff_id from posts where id = ${post})`,
    );
    return [{ staffId: `StaffMember:${own!.id}`, expectedVersion: own!.version, active: true }];
  },
  concludeAgreement: async ({ organization }) =>
    [organization, organizations.welfareCentre].map((to) => ({
      organizationId: `Organization:${to}`,
      title: '시험 협약',
      validFrom: today(),
      validUntil: day(today(), 100),
      autoRenews: false,
      noticeDays: 1,
      purposes: ['CASE_MANAGEMENT'],
      classes: ['IDENTITY', 'SAFETY', 'HEALTH'],
    })),
  recordDeparture: facet('member_identities', 'memberId', 1, { leftOn: '2026-01-01' }, {}),
  splitHousehold: async ({ family, household, member }) => {
    const [row] = await asKeeper(
      database.owner,
      (sql) => sql`select version from household_summaries where household_id = ${family.id}`,
    );
    const went = [1, 2].map((nth) => ({ memberIds: [member(nth)], headId: member(nth) }));
    return went.map((each, nth) => ({
      householdId: household,
      leftOn: '2026-01-01',
      expectedVersion: Number(row!.version) + nth,
      ...each,
    }));
  },
  // From one of those that the split made to another.
  moveMember: async ({ family, organization }) => {
    const made = await asKeeper(
      database.owner,
      (sql) => sql`
        select i.member_id, i.household_id, i.version from member_identities i
        where i.district_id = ${family.districtId} and i.left_on is null
          and exists (select from departures d where d.to_member_id = i.member_id and d.reason = 'HOUSEHOLD_SPLIT')
          and exists (select from cases c where c.household_id = i.household_id and c.center_id = ${organization})
        order by i.member_id limit 2`,
    );
    const [one, other] = made;
    return [
      one && other
        ? {
            memberId: `Member:${family.districtId}:${one.member_id}`,
            householdId: `Household:${family.districtId}:${other.household_id}`,
            leftOn: '2026-01-02',
            expectedVersion: one.version,
          }
        : null,
    ];
  },
  mergeHouseholds: async ({ family, organization }) => {
    const made = await asKeeper(
      database.owner,
      (sql) => sql`
        select s.household_id, s.version from household_summaries s join households h on h.id = s.household_id
        where s.district_id = ${family.districtId} and h.merged_into_id is null
          and exists (select from member_identities i join departures d on d.to_member_id = i.member_id
            where i.household_id = s.household_id and d.reason = 'HOUSEHOLD_SPLIT')
          and exists (select from cases c where c.household_id = s.household_id and c.center_id = ${organization})
        order by s.household_id limit 2`,
    );
    const [one, other] = made;
    return [
      one && other
        ? {
            householdId: `Household:${family.districtId}:${one.household_id}`,
            intoHouseholdId: `Household:${family.districtId}:${other.household_id}`,
            expectedVersion: one.version,
            safetyConfirmation: '확인함',
          }
        : null,
    ];
  },
  transferCase: step({
    centerId: `Organization:${organizations.mapoOffice}`,
    responsibleDong: known.dongs.mapo[0],
    reason: 'HOUSEHOLD_MOVED',
  }),
};
/** Tried by everybody who may, and refused for the reason that stands here. */
const neverTaken: Readonly<Record<string, string>> = {
  setStaffActive: 'nobody changes their own record',
};

/** Mutations that write nothing which a scope rests on. A new mutation is put here, or is tried. */
const restsOnNothing = [
  ...[
    'recordConsultation',
    'recordVisit',
    'assessCase',
    'decideConference',
    'planCase',
    'linkService',
    'recordMonitoring',
    'manageCase',
  ],
  ...['recordFollowUp', 'markNotificationRead', 'completeReview', 'issueReferralLink'],
  ...['recordRegistrationNumber', 'removeRegistrationNumber', 'setPrimaryPost'],
  ...[
    'recordHousing',
    'recordFinance',
    'recordFamily',
    'recordContact',
    'recordHealth',
    'recordMentalHealth',
  ],
  ...['recordEmployment', 'recordEducation', 'recordLegal', 'recordSafeLocation', 'removeSafeLocation'],
  ...['endNeed', 'achieveGoal', 'giveUpGoal', 'writeNote', 'correctNote'],
  ...['recordService', 'correctServiceRecord', 'takeUpReport', 'closeReport'],
  ...['dismissConsentProposal', 'withdrawConsentProposal', 'dismissReportMatch'],
  // People of a list are of no household, and whoever is confirmed to be of one is looked at anew when they are taken up.
  ...['beginCampaign', 'changeCampaign', 'recordLineOutcome', 'confirmLineMatch', 'dismissLineMatch'],
  ...['recordPromotion', 'recordRound', 'takePetition', 'settlePetition', 'endSubstitution'],
  // Without a consent, which names the agreement, none of these opens anything; test/agreement holds what they close.
  ...['amendAgreement', 'endAgreement', 'giveAgreementNotice', 'withdrawAgreementNotice'],
  // Who goes to a household is told of it by their duty, and not by going.
  ...['agreeVisitDate', 'saveVisitTeam', 'setPolicy'],
  // Nobody's scope rests on a visit, an offer or a result; a proposal that is confirmed makes a draft, which is not sent.
  ...['offerUniversalVisit', 'answerUniversalVisit', 'recordHealthVisit', 'recordScreening', 'changeTier'],
  ...['confirmReferralProposal', 'dismissReferralProposal'],
  // So do questions that are added, and what is written of one opens nothing.
  ...['addConsultationQuestion', 'answerConsultationQuestion', 'closeConsultation'],
  ...['registerWebhook', 'removeWebhook', 'resendDelivery'],
  // Money and the catalogue: no duty, organization or household comes of them (organizations with people are not merged).
  ...[
    'adjustBudgetLine',
    'allocateBudget',
    'allocatePledge',
    'cancelPledge',
    'openBudgetLine',
    'recordPledge',
  ],
  ...['recordReceipt', 'refundPledge', 'registerSponsor', 'changeSponsor', 'releaseAllocation'],
  ...['acceptChange', 'confirmCapacity', 'declineChange', 'dismissDuplicate', 'mergeRecords', 'noteOutcome'],
  ...['proposeChange', 'removeRecord', 'verifyRecord', 'withdrawChange'],
  ...['saveOrganization', 'saveService', 'saveLocation', 'saveUnit', 'setConfidential', 'proposeRecord'],
];

test('every mutation of the schema is tried, or rests nothing on what it writes', () => {
  const said = [...Object.keys(tried), ...restsOnNothing];
  const names = mutations.map(({ name }) => name);
  expect(
    names.filter((each) => !said.includes(each)),
    'Say of each whether a scope rests on what it writes: in tried or in restsOnNothing',
  ).toEqual([]);
  expect(said.toSorted()).toEqual(names.toSorted());
});

const policy = policyOf(schema);
const mayBy = (viewer: Viewer, name: string) =>
  viewer.persona !== null &&
  permits(
    policy.get(`Mutation.${name}`)!,
    undefined,
    { viewer: { duties: deskOf(world, postId(viewer.name)).duties } } as unknown as Context,
    name,
  );

async function inputsOf(name: string, viewer: Viewer, family: Family) {
  const desk = deskOf(world, postId(viewer.name));
  return tried[name]!({
    viewer,
    post: desk.post,
    organization: desk.organization,
    family,
    household: `Household:${family.districtId}:${family.id}`,
    member: (nth) => `Member:${family.districtId}:${family.member(nth)}`,
    row: async (type, table, more = '') => {
      const ordered = table === 'cases' ? `order by center_id = '${desk.organization}' desc` : '';
      const [found] = await asKeeper(database.owner, (sql) =>
        sql.unsafe(
          `select id, version from ${table} where household_id = '${family.id}' ${more} ${ordered} limit 1`,
        ),
      );
      return found
        ? { id: `${type}:${family.districtId}:${found.id}`, version: Number(found.version) }
        : null;
    },
  });
}

test('no mutation opens more to whoever sends it than they had, nor to others but as it is there for', async () => {
  const taken = new Set<string>();
  const wrong: string[] = [];
  const before = new Map<string, Map<string, number>>();
  for (const { districtId } of homes) before.set(districtId, await scopes(districtId));
  for (const name of Object.keys(tried)) {
    for (const viewer of viewers.filter((each) => mayBy(each, name)))
      for (const family of homes) {
        if (deskOf(world, postId(viewer.name)).district !== family.districtId) continue;
        for (const input of await inputsOf(name, viewer, family)) {
          if (!input) continue;
          const { errors } = await app.ask(
            viewer.persona,
            documentOf(name),
            { input },
            { post: viewer.post },
          );
          if (errors?.some(({ path }) => path?.length === 1) || errors?.some(({ path }) => !path)) continue;
          taken.add(name);
          const after = await scopes(family.districtId);
          for (const [post, basis] of grown(before.get(family.districtId)!, after)) {
            const may = post === postId(viewer.name) ? toItsWriter : toOthers;
            if (!may[name]?.includes(basis))
              wrong.push(
                `${name} by ${viewer.name}: ${basis} to ${post === postId(viewer.name) ? 'itself' : post}`,
              );
          }
          before.set(family.districtId, after);
        }
      }
    // And in the districts of the other households.
    if (taken.has(name))
      for (const [district, had] of before) {
        const after = await scopes(district);
        for (const [post, basis] of grown(had, after))
          if (!toOthers[name]?.includes(basis)) wrong.push(`${name}: ${basis} of ${district} to ${post}`);
        before.set(district, after);
      }
  }
  expect([...new Set(wrong)]).toEqual([]);
  expect(Object.keys(tried).filter((name) => !taken.has(name) && !neverTaken[name])).toEqual([]);
}, 300_000);
