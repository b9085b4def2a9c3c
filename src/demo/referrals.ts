import { classOfDomain, type DataClass } from '../access/classes.js';
import { type ReferralStep, referralRules } from '../access/referrals.js';
import * as tables from '../database/tables/index.js';
import type { NeedDomain } from './casework.js';
import { consentId } from './consents.js';
import { after, at } from './days.js';
import type { System } from './people.js';
import { rowId } from './random.js';
import { organizationId } from './services.js';
import { postId } from './staff.js';

interface ReferralFacts {
  family: string;
  domain: NeedDomain;
  /** The steps that were taken, one every third day, the last of them lately. */
  steps: readonly ReferralStep[];
  /** What it carries of the first member, on the consent that they gave; an inquiry carries nothing. */
  carried?: { classes: readonly DataClass[]; consent: string };
  /** What the recipient wrote with its last step. */
  answer?: string;
  declineReason?: (typeof tables.declineReason.enumValues)[number];
  waitlist?: { position: number; inDays: number };
}

const all: readonly ReferralFacts[] = [
  { family: 'family-a', domain: 'HOUSING', steps: ['DRAFT', 'REQUEST', 'ACCEPT'] },
  {
    family: 'family-active',
    domain: 'HOUSING',
    steps: ['DRAFT', 'REQUEST', 'ACCEPT', 'START', 'COMPLETE'],
    carried: { classes: ['IDENTITY', 'CONTACT'], consent: 'member-0' },
    answer: '밀린 월세 두 달치를 지원하였다.',
  },
  {
    family: 'family-b-expired',
    domain: 'EDUCATION',
    steps: ['DRAFT', 'REQUEST', 'REJECT'],
    answer: '학습 지도 인원이 모두 찼다.',
    declineReason: 'NO_CAPACITY',
  },
  {
    family: 'family-h-never',
    domain: 'FINANCE',
    steps: ['DRAFT', 'REQUEST', 'WAITLIST'],
    waitlist: { position: 3, inDays: 21 },
  },
  { family: 'family-j-assigned', domain: 'SOCIAL', steps: ['DRAFT'] },
];

/** Adds what the centre asked of the welfare centre (의뢰), in different states: what is open carries nothing. */
export function addReferrals(system: System): void {
  for (const facts of all) addReferral(system, facts);
}

function addReferral({ key: system, district: districtId, rows, on }: System, facts: ReferralFacts) {
  const { family, domain, steps, carried, waitlist } = facts;
  const key = `${system}/${family}`;
  const id = rowId(`${key}/referral`);
  const member = rowId(`${key}/0`);
  const between = {
    districtId,
    householdId: rowId(key),
    senderId: organizationId('yongsan-centre'),
    recipientId: organizationId('yongsan-welfare'),
    dataClass: classOfDomain(domain),
    subjectIds: [carried ? member : rowId(key)],
  };
  const ruleOf = (step: ReferralStep) => referralRules.find((rule) => rule.step === step)!;
  const taken = (nth: number) => at(after(on, -2 - 3 * (steps.length - 1 - nth)), '14:00');
  const requested = steps.indexOf('REQUEST');
  const last = ruleOf(steps.at(-1)!);
  rows.add(tables.referrals, {
    ...between,
    id,
    caseId: rowId(`${key}/case/1`),
    postId: postId('case-manager'),
    domain,
    purpose: 'CASE_MANAGEMENT',
    classes: [...(carried?.classes ?? [])],
    memberIds: carried ? [member] : [],
    consentIds: carried ? [consentId(system, family, carried.consent)] : [],
    state: last.to,
    sent: requested !== -1,
    declineReason: facts.declineReason ?? null,
    waitlistPosition: waitlist?.position ?? null,
    waitlistUntil: waitlist ? after(on, waitlist.inDays) : null,
    createdAt: taken(0),
    requestedAt: requested === -1 ? null : taken(requested),
    expiresAt: at(after(on, 28)),
    version: steps.length,
  });
  steps.forEach((step, nth) => {
    const rule = ruleOf(step);
    const sender = rule.side === 'SENDER';
    rows.add(tables.referralEvents, {
      ...between,
      id: rowId(`${id}/${nth}`),
      referralId: id,
      version: nth + 1,
      step,
      fromState: nth ? ruleOf(steps[nth - 1]!).to : null,
      toState: rule.to,
      sent: requested !== -1 && nth >= requested,
      declineReason: step === 'REJECT' ? (facts.declineReason ?? null) : null,
      at: taken(nth),
      postId: postId(sender ? 'case-manager' : 'welfare-centre'),
      organizationId: sender ? between.senderId : between.recipientId,
    });
  });
  if (facts.answer)
    rows.add(tables.referralMessages, {
      districtId,
      id: rowId(`${id}/answer`),
      householdId: between.householdId,
      referralId: id,
      version: steps.length,
      dataClass: between.dataClass,
      subjectIds: between.subjectIds,
      organizationId: between.recipientId,
      body: facts.answer,
      writtenAt: taken(steps.length - 1),
    });
}
