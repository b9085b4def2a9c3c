import { classOfDomain, type DataClass } from '../access/classes.js';
import { type ReferralStep, referralRules } from '../access/referrals.js';
import * as tables from '../database/tables/index.js';
import type { NeedDomain } from './casework.js';
import { consentId } from './consents.js';
import { after, at } from './days.js';
import type { System } from './people.js';
import { rowId } from './random.js';
import type { Rows } from './rows.js';
import { organizationId } from './services.js';
import { postId } from './staff.js';

interface Given {
  daysAgo: number;
  amount: number;
  unit: (typeof tables.serviceUnit.enumValues)[number];
  words?: string;
  /** What it said at first, where it was corrected. */
  amountBefore?: number;
}

interface ReferralFacts {
  family: string;
  domain: NeedDomain;
  /** The steps that were taken, one every third day, the last of them lately. */
  steps: readonly ReferralStep[];
  /** What it carries of the first member, on the consent that they gave; an inquiry carries nothing. */
  carried?: { classes: readonly DataClass[]; consent: string };
  /** What the recipient wrote with its last step. */
  answer?: string;
  /** What it wrote down as given, on days before the last. */
  given?: readonly Given[];
  /** Whether the linkage of its case and need came of it. */
  linked?: true;
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
    given: [
      { daysAgo: 4, amount: 300_000, unit: 'KRW', words: '9월분 월세', amountBefore: 30_000 },
      { daysAgo: 3, amount: 300_000, unit: 'KRW', words: '10월분 월세' },
    ],
    linked: true,
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
  {
    family: 'family-f-not-yet',
    domain: 'DAILY_LIVING',
    steps: ['DRAFT', 'REQUEST', 'ACCEPT', 'START'],
    given: [
      { daysAgo: 2, amount: 8, unit: 'MEAL', words: '밑반찬과 도시락' },
      { daysAgo: 2, amount: 2, unit: 'ABSENCE' },
    ],
  },
];

/** The id of what the centre asked for a family, and of what was recorded as given for it, by its place. */
export const referralId = (family: string) => rowId(`yongsan/${family}/referral`);
export const serviceRecordId = (family: string, nth: number) => rowId(`${referralId(family)}/given/${nth}`);

/** The linkage of a case for a need, which is there by now. */
function linkageOf(rows: Rows, caseId: string, domain: NeedDomain): string {
  const [, linkages = []] = rows.entries().find(([name]) => name === 'linkages') ?? [];
  const linkage = linkages.find((each) => each.case_id === caseId && each.domain === domain);
  if (!linkage) throw new Error(`No linkage of ${caseId} for ${domain}`);
  return String(linkage.id);
}

/** Adds what the centre asked of the welfare centre (의뢰), in different states: what is open carries nothing. */
export function addReferrals(system: System): void {
  for (const facts of all) addReferral(system, facts);
}

function addReferral({ key: system, district: districtId, rows, on }: System, facts: ReferralFacts) {
  const { family, domain, steps, carried, waitlist } = facts;
  const key = `${system}/${family}`;
  const id = referralId(family);
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
  const sent = requested !== -1;
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
    sent,
    linkageId: facts.linked ? linkageOf(rows, rowId(`${key}/case/1`), domain) : null,
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
      sent: sent && nth >= requested,
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
      answeredById: between.recipientId,
      body: facts.answer,
      writtenAt: taken(steps.length - 1),
    });
  facts.given?.forEach(({ daysAgo, amount, unit, words, amountBefore }, nth) => {
    const recordId = serviceRecordId(family, nth);
    const day = after(on, -daysAgo);
    const written = {
      ...between,
      sent,
      recordedAt: at(day, '17:00'),
      postId: postId('welfare-centre'),
      organizationId: between.recipientId,
      version: amountBefore === undefined ? 1 : 2,
    };
    rows.add(tables.serviceRecords, {
      ...written,
      id: recordId,
      referralId: id,
      providedOn: day,
      amount,
      unit,
      words: words ?? null,
    });
    if (amountBefore !== undefined)
      rows.add(tables.serviceRecordChanges, {
        ...written,
        id: rowId(`${recordId}/2`),
        recordId,
        recordedAt: at(day, '18:00'),
        changes: [{ field: 'amount', before: String(amountBefore), after: String(amount) }],
      });
  });
}
