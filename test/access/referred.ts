import type { TransactionSql } from 'postgres';
import type { DataClass } from '../../src/access/classes.js';
import { known, postId } from '../../src/demo/known.js';
import { consentRow, day, elsewhere, type Given, type Home, idOf, insert } from './households.js';
import type { Way } from './model/bases.js';
import type { Row, World } from './world.js';

// What an organization was given in the households of model/bases.ts: agreements, consents under them, referrals that rest on these.

const agreementOf = (key: string, organization: string) => idOf(`agreement/${key}/${organization}`);

/** One that is in force, one that was ended, and one whose time is over. */
export async function addAgreements(sql: TransactionSql, { today }: World, organization: string) {
  const agreement = (key: string, until: number, endedOn: number | null): Row => ({
    district_id: elsewhere,
    id: agreementOf(key, organization),
    organization_id: organization,
    title: '시험 협약',
    valid_from: day(today, -300),
    valid_until: day(today, until),
    ended_on: endedOn === null ? null : day(today, endedOn),
    // Nothing that rests on one that is over is closed while tests look.
    closed_at: key === 'running' ? null : today,
    auto_renews: false,
    notice_days: 30,
    purposes: ['CASE_MANAGEMENT', 'SERVICE_PROVISION'],
    classes: carried,
  });
  await insert(sql, 'agreements', [
    agreement('running', 300, null),
    agreement('ended', 300, 0),
    agreement('run out', -1, null),
  ]);
}
const carried = ['SUMMARY', 'HOUSING', 'FAMILY', 'IDENTITY', 'CONTACT', 'EDUCATION', 'SAFETY'] as const;

export function consentsOf({ today }: World, homes: Record<Way, Home>, organization: string): Row[] {
  const consent = (
    way: Way,
    key: string,
    more: Pick<Given, 'member' | 'by' | 'wide' | 'purpose'>,
    on = 'running',
  ) =>
    consentRow({
      key: `${way}/${organization}/${key}`,
      home: homes[way],
      organization,
      agreement: agreementOf(on, organization),
      classes: carried,
      from: day(today, -10),
      until: day(today, 20),
      ...more,
    });
  const people = (way: Way) => homes[way].members as [string, string, string];
  const whole = (way: Way, on: readonly [string, string], purpose?: Given['purpose']) => {
    const [, mother, child] = people(way);
    return [
      consent(way, 'household', { member: mother, wide: true, purpose }, on[0]),
      consent(way, 'mother', { member: mother, purpose }, on[1]),
      // Of the child too: a referral that does not name it carries nothing of it.
      consent(way, 'child', { member: child, by: mother, purpose }, on[1]),
    ];
  };
  const ofChild = (way: Way) => {
    const [, mother, child] = people(way);
    return consent(way, 'child', { member: child, by: mother });
  };
  return [
    // For another purpose than the viewers ask for: the consents alone open nothing.
    ...whole('by referral', ['running', 'running'], 'SERVICE_PROVISION'),
    ...whole('referral over', ['running', 'running'], 'SERVICE_PROVISION'),
    ...whole('agreement ended', ['ended', 'run out']),
    ofChild('by a guardian'),
    ofChild('guardianship over'),
    { ...ofChild('by legal basis'), given_by_id: null, household_wide: true },
  ];
}

const open = ['REQUESTED', 'ACCEPTED', 'WAITLISTED', 'IN_PROGRESS'] as const;
/** Of a draft its recipient knows nothing. A request that is late is not among them: the server itself ends it. */
const over = ['DRAFT', 'REJECTED', 'COMPLETED', 'CANCELLED', 'REVOKED', 'EXPIRED'] as const;

interface Asked {
  key: string;
  home: Home;
  to: string;
  state: string;
  classes: readonly string[];
  consents: readonly string[];
  sender?: string;
  post?: string;
  dataClass?: DataClass;
}

/** To every organization one in some open state, and two that are over; and one on consents whose agreements ended. */
export async function addReferrals(
  sql: TransactionSql,
  world: World,
  homes: Record<Way, Home>,
  to: string,
  nth: number,
) {
  const asked = (way: Way, key: string, state: string): Asked => ({
    key: `${way}/${key}`,
    home: homes[way],
    to,
    state,
    classes: ['SUMMARY', 'HOUSING', 'IDENTITY', 'CONTACT', 'SAFETY', 'INVESTIGATION'],
    consents: ['household', 'mother', 'child'].map((each) => idOf(`consent/${way}/${to}/${each}`)),
  });
  await insertReferrals(sql, world, [
    asked('by referral', 'open', open[nth % open.length]!),
    asked('referral over', 'over', over[nth % over.length]!),
    asked('referral over', 'over too', over[(nth + 3) % over.length]!),
    asked('agreement ended', 'open', 'ACCEPTED'),
  ]);
}

export async function insertReferrals(sql: TransactionSql, { today }: World, all: readonly Asked[]) {
  const between = ({ home, to, sender, state, dataClass }: Asked): Row => ({
    district_id: home.district,
    household_id: home.id,
    sender_id: sender ?? known.organizations.suwonCentre,
    recipient_id: to,
    data_class: dataClass ?? 'HOUSING',
    subject_ids: [home.id],
    sent: state !== 'DRAFT',
  });
  const id = ({ key, to }: Asked) => idOf(`referral/${key}/${to}`);
  await insert(
    sql,
    'referrals',
    all.map((each) => ({
      ...between(each),
      id: id(each),
      post_id: each.post ?? postId('suwon-case-manager'),
      domain: 'HOUSING',
      purpose: 'SERVICE_PROVISION',
      classes: each.classes,
      member_ids: each.classes.length ? [each.home.members[1]] : [],
      consent_ids: each.consents,
      state: each.state,
      created_at: 'now',
      requested_at: each.state === 'DRAFT' ? null : 'now',
      service_id: known.services.rent,
      expires_at: `${day(today, 10)}T03:00:00Z`,
      version: each.state === 'DRAFT' ? 1 : 2,
    })),
  );
  // Each of the household's case, where they are listed.
  await sql`update referrals r set case_id = (select c.id from cases c
      where c.district_id = r.district_id and c.household_id = r.household_id order by c.id limit 1)
    where r.id = any(${all.map(id)}::uuid[])`;
  const steps = all.flatMap((each) => [
    { each, version: 1, step: 'DRAFT', from: null, to: 'DRAFT', sent: false },
    ...(each.state === 'DRAFT'
      ? []
      : [{ each, version: 2, step: 'REQUEST', from: 'DRAFT', to: 'REQUESTED', sent: true }]),
  ]);
  await insert(
    sql,
    'referral_events',
    steps.map(({ each, version, step, from, to, sent }) => ({
      ...between(each),
      id: idOf(`event/${id(each)}/${version}`),
      referral_id: id(each),
      version,
      step,
      from_state: from,
      to_state: to,
      sent,
      at: 'now',
    })),
  );
  await insert(
    sql,
    'referral_messages',
    all.map((each) => ({
      district_id: each.home.district,
      household_id: each.home.id,
      id: idOf(`message/${id(each)}`),
      referral_id: id(each),
      version: each.state === 'DRAFT' ? 1 : 2,
      data_class: each.dataClass ?? 'HOUSING',
      subject_ids: [each.home.id],
      body: '시험',
      written_at: 'now',
    })),
  );
  const sent = all.filter(({ state }) => state !== 'DRAFT');
  const byRecipient = (each: Asked) => ({
    post_id: each.post ?? postId('suwon-case-manager'),
    organization_id: each.to,
  });
  // What the recipient wrote: its answer, which it reads for good, and what it gave, corrected once.
  await insert(
    sql,
    'referral_messages',
    sent.map((each) => ({
      district_id: each.home.district,
      household_id: each.home.id,
      id: idOf(`answer/${id(each)}`),
      referral_id: id(each),
      version: 3,
      data_class: each.dataClass ?? 'HOUSING',
      subject_ids: [each.home.id],
      organization_id: each.to,
      answered_by_id: each.to,
      body: '시험 답',
      written_at: 'now',
    })),
  );
  await insert(
    sql,
    'service_records',
    sent.map((each) => ({
      ...between(each),
      ...byRecipient(each),
      id: idOf(`service/${id(each)}`),
      referral_id: id(each),
      provided_on: today,
      amount: 2,
      unit: 'VISIT',
      words: '시험',
      version: 2,
    })),
  );
  await insert(
    sql,
    'service_record_changes',
    sent.map((each) => ({
      ...between(each),
      ...byRecipient(each),
      id: idOf(`service change/${id(each)}`),
      record_id: idOf(`service/${id(each)}`),
      version: 2,
      changes: [{ field: 'amount', before: '1', after: '2' }],
    })),
  );
}
