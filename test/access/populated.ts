import { families, known, postId } from '../../src/demo/known.js';
import { asKeeper, type TestDatabase } from '../support/database.js';
import { day, idOf, insert } from './households.js';
import {
  emergencyRows,
  incomingRows,
  lineMatchRows,
  matchRows,
  proposalRows,
  webhookRows,
} from './populatedFeeds.js';
import { policies, shelterStaff, staffRows, zoneRows } from './populatedPeople.js';
import type { Row, World } from './world.js';

// Rows of the tables that the demo data leaves empty or nearly so, for differences to be looked for in.

const { organizations: at } = known;
const { a, active, assigned, clinic, never, otherPurpose, visited, longPlan } = families;
type Family = { districtId: string; id: string; member: (nth: number) => string };

interface Referred {
  key: string;
  family: Family;
  from: string;
  by: string;
  to: string;
  dataClass: string;
  state?: string;
  more?: Row;
}

/** Referrals of every kind of side and state: answered, refused, drafted, to a shelter, between partners. */
const referred: readonly Referred[] = [
  {
    key: 'accepted',
    family: otherPurpose,
    from: at.centre,
    by: 'case-manager',
    to: at.welfareCentre,
    dataClass: 'HOUSING',
    state: 'ACCEPTED',
  },
  {
    key: 'completed',
    family: never,
    from: at.centre,
    by: 'head',
    to: at.welfareCentre,
    dataClass: 'FINANCE',
    state: 'COMPLETED',
  },
  {
    key: 'draft',
    family: active,
    from: at.centre,
    by: 'counsellor',
    to: at.welfareCentre,
    dataClass: 'HEALTH',
  },
  {
    key: 'declined',
    family: a,
    from: at.centre,
    by: 'head',
    to: at.clinic,
    dataClass: 'MENTAL_HEALTH',
    state: 'REJECTED',
    more: { decline_reason: 'NO_CAPACITY' },
  },
  {
    key: 'shelter',
    family: a,
    from: at.centre,
    by: 'counsellor',
    to: at.shelter,
    dataClass: 'SAFE_LOCATION',
    state: 'REQUESTED',
  },
  {
    key: 'nurse',
    family: visited,
    from: at.dongCentre,
    by: 'nurse',
    to: at.clinic,
    dataClass: 'HEALTH',
    state: 'REQUESTED',
  },
  {
    key: 'waiting',
    family: longPlan,
    from: at.mapoOffice,
    by: 'mapo-case-manager',
    to: at.welfareCentreNone,
    dataClass: 'FAMILY',
    state: 'WAITLISTED',
    more: { waitlist_position: 2 },
  },
  {
    key: 'partner',
    family: active,
    from: at.welfareCentre,
    by: 'welfare-centre',
    to: at.clinic,
    dataClass: 'FINANCE',
    state: 'REQUESTED',
  },
  {
    key: 'police',
    family: clinic,
    from: at.centre,
    by: 'case-manager-2',
    to: at.police,
    dataClass: 'SAFETY',
    state: 'REQUESTED',
  },
  { key: 'office', family: assigned, from: at.centre, by: 'counsellor', to: at.clinic, dataClass: 'HOUSING' },
];

type Tables = Map<string, Row[]>;
const add = (tables: Tables, table: string, row: Row) =>
  tables.set(table, [...(tables.get(table) ?? []), row]);

function referralRows(world: World): Tables {
  const tables: Tables = new Map();
  const places = new Map<string, number>();
  for (const { key, family, from, by, to, dataClass, state = 'DRAFT', more = {} } of referred) {
    const subject = family.member(0);
    const id = idOf(`referral/${key}`);
    const household = { district_id: family.districtId, household_id: family.id };
    const side = {
      ...household,
      sender_id: from,
      recipient_id: to,
      data_class: dataClass,
      subject_ids: [subject],
    };
    const consents = world
      .where('consents', 'household_id', family.id)
      .filter((each) => each.organization_id === to);
    const written = `${day(world.today, -9)}T01:00:00Z`;
    const steps = state === 'DRAFT' ? ['DRAFT'] : ['DRAFT', 'REQUEST'];
    add(tables, 'referrals', {
      ...side,
      id,
      sent: state !== 'DRAFT',
      post_id: postId(by),
      domain: dataClass === 'SAFE_LOCATION' ? 'SAFETY' : dataClass,
      purpose: 'SERVICE_PROVISION',
      classes: ['SUMMARY', 'IDENTITY', 'CONTACT'],
      member_ids: [subject],
      consent_ids: state === 'DRAFT' ? [] : consents.map((each) => each.id),
      state,
      decline_reason: null,
      waitlist_position: null,
      waitlist_until: null,
      created_at: written,
      requested_at: state === 'DRAFT' ? null : written,
      expires_at: `${day(world.today, 900)}T01:00:00Z`,
      version: steps.length,
      ...more,
    });
    steps.forEach((step, nth) => {
      const sent = step !== 'DRAFT';
      add(tables, 'referral_events', {
        ...side,
        id: idOf(`event/${key}/${step}`),
        sent,
        referral_id: id,
        version: nth + 1,
        step,
        from_state: nth ? 'DRAFT' : null,
        to_state: nth ? 'REQUESTED' : 'DRAFT',
        at: written,
        post_id: postId(by),
        organization_id: from,
      });
      for (const told of sent ? [from, to] : [from]) {
        places.set(told, (places.get(told) ?? 0) + 1);
        add(tables, 'changes', {
          id: idOf(`change/${key}/${step}/${told}`),
          organization_id: told,
          position: places.get(told),
          at: written,
          kind: `REFERRAL_${step}ED`,
          district_id: family.districtId,
          object_id: id,
        });
      }
    });
    add(tables, 'referral_messages', {
      ...household,
      id: idOf(`message/${key}`),
      referral_id: id,
      version: 1,
      data_class: dataClass,
      subject_ids: [subject],
      organization_id: from,
      body: `canary message of ${key}`,
      written_at: written,
    });
    add(tables, 'referral_links', {
      token_hash: idOf(`link/${key}`),
      district_id: family.districtId,
      referral_id: id,
      expires_at: written,
    });
  }
  for (const [organization, position] of places)
    add(tables, 'feed_heads', { organization_id: organization, position });
  return tables;
}

function guardianRows(): Tables {
  const tables: Tables = new Map();
  for (const [key, { districtId, id: household, member }, guardian, kind] of [
    ['a', a, 1, 'LEGAL'],
    ['active', active, 0, 'LEGAL'],
    ['clinic', clinic, 0, 'LEGAL'],
  ] as const)
    add(tables, 'guardianships', {
      district_id: districtId,
      id: idOf(`guardianship/${key}`),
      household_id: household,
      data_class: 'FAMILY',
      subject_ids: [member(guardian), member(guardian + 1)],
      member_id: member(guardian + 1),
      guardian_id: member(guardian),
      kind,
      legal_basis: null,
      from: '2020-01-01',
      until: null,
      recorded_at: '2026-01-05T01:00:00Z',
      post_id: postId('case-manager'),
      organization_id: at.centre,
    });
  return tables;
}

/** Puts them into a database, behind everything. */
export async function populate({ owner }: TestDatabase, world: World): Promise<void> {
  const referrals = referralRows(world);
  const parts = [
    shelterStaff(),
    staffRows(),
    guardianRows(),
    referrals,
    webhookRows(referrals.get('changes')!, day(world.today, -3)),
    emergencyRows(world),
    incomingRows(world),
    matchRows(world),
    lineMatchRows(world),
    proposalRows(world),
    policies(),
    zoneRows(),
  ];
  await asKeeper(owner, async (sql) => {
    for (const part of parts) for (const [table, rows] of part) await insert(sql, table, rows);
  });
}
