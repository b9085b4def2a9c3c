import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  type Basis,
  classOfDomain,
  type DataClass,
  householdClasses,
  neverShareable,
} from '../access/classes.js';
import { illegalReferralStep, type ReferralStep, type Side } from '../access/referrals.js';
import { commonFaults } from '../commonFaults.js';
import type { Context } from '../context.js';
import { versionConflict, type Writing } from '../database/commands.js';
import { type GlobalId, idOf, idWithin } from '../database/planner/identifiers.js';
import { errorOf } from '../faults.js';
import { required } from '../text/required.js';
import { referralFaults } from './faults.js';
import type { DraftReferralInput, IssueReferralLinkInput, ReferralStepFields } from './inputs.js';
import { longestAnswerDays, usualAnswerDays } from './limits.js';

export type ReferralKey = { district: string; id: string };

/** What the functions of the database answer: what was recorded, or why it was refused. */
export interface Moved {
  household: string;
  subjects: string[];
  class: DataClass;
  /** The side that took the step, and what it may do so by. */
  side: Side;
  bases: Basis[];
  refused?: 'VERSION' | 'STEP' | 'EXPIRED' | 'CONSENT';
  version: number;
  state: string;
  steps: string[];
  /** Null for whoever does not keep the household’s consents. */
  classes: DataClass[] | null;
}

const dayMs = 86_400_000;
/** How many members a referral, or a question of a consultation, is about at most. */
export const mostMembers = 20;

/** Writes a referral that nobody but its sender's side knows of. */
export async function draftReferral(context: Context, input: DraftReferralInput): Promise<ReferralKey> {
  const { district, id: household } = idOf('Household', input.householdId);
  const referral = draftOf(context, input);
  const about = { type: 'Household', district, id: household };
  return context.commands.run(context, { name: 'draftReferral', about, input }, (writing) =>
    keepDraft(writing, referral),
  );
}

/** A referral as the database takes it, checked as far as its input alone says; `at` is where the input stands. */
export function draftOf(context: Context, input: DraftReferralInput, at = 'input') {
  const { district, id: household } = idOf('Household', input.householdId);
  const members = [...new Set((input.memberIds ?? []).map((each) => idWithin('Member', each, district)))];
  const classes = [...new Set(input.classes)];
  const dataClass = classOfDomain(input.domain);
  if (members.length > mostMembers)
    throw errorOf(commonFaults.LIST_TOO_LONG, { most: mostMembers }, `${at}.memberIds`);
  if (classes.some((each) => neverShareable.includes(each)))
    throw errorOf(referralFaults.CLASS_NEVER_SHARED, {}, `${at}.classes`);
  if (members.length === 0 && [...classes, dataClass].some((each) => !householdClasses.includes(each)))
    throw errorOf(referralFaults.MEMBERS_NEEDED, { classes: householdClasses }, `${at}.memberIds`);
  const recipient = idOf('Organization', input.recipientId).id;
  if (recipient === context.viewer!.organizationId)
    throw errorOf(referralFaults.REFERRED_TO_ITSELF, {}, `${at}.recipientId`);
  return {
    district_id: district!,
    id: randomUUID(),
    household_id: household,
    case_id: input.caseId ? idWithin('Case', input.caseId, district) : null,
    recipient_id: recipient,
    service_id: input.serviceId ? idOf('Service', input.serviceId).id : null,
    domain: input.domain,
    data_class: dataClass,
    classes,
    member_ids: members,
    purpose: input.purpose ?? context.purpose,
    expires_at: expiry(input.expiresAt),
    words: input.message ? required(input.message, `${at}.message`) : null,
    // Where it stands, for a refusal of the database.
    words_field: `${at}.message`,
  };
}

/** Keeps a draft, as a command of its own or as part of another. */
export async function keepDraft(
  writing: Writing,
  referral: ReturnType<typeof draftOf>,
): Promise<ReferralKey> {
  const [row] = await writing.sql`select hamkke.draft_referral(${writing.sql.json(referral)}) as moved`;
  recordMoved(writing, row!.moved as Moved);
  return { district: referral.district_id, id: referral.id };
}

/** Takes a step with a referral; whose it is and when it is possible is said in access/referrals.ts. */
export async function takeReferralStep(
  context: Context,
  name: string,
  step: ReferralStep,
  input: ReferralStepFields & { valueKrw?: number | null },
  more: { reason?: string; position?: number | null; until?: string | null } = {},
): Promise<ReferralKey> {
  const about = idOf('Referral', input.referralId);
  const { district, id } = about;
  const worth = input.valueKrw ?? null;
  const words = input.message ? required(input.message, 'input.message') : null;
  const given = { ...more, words, words_field: words && 'input.message', value_krw: worth };
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const { sql } = writing;
    if (worth !== null && step !== 'COMPLETE') throw errorOf(referralFaults.VALUE_BEFORE_COMPLETION);
    const [row] = await sql`
      select hamkke.take_referral_step(${district}, ${id}, ${step}, ${input.expectedVersion}, ${sql.json(given)}) as moved`;
    const moved = row!.moved as Moved;
    refuse(step, moved);
    recordMoved(writing, moved);
    return { district: district!, id };
  });
}

/** What the database knows a link's token by. */
export const tokenHash = (token: string) => createHash('sha256').update(token).digest('hex');

/** Makes a link by which somebody without an account answers once; its token is told here and nowhere again. */
export async function issueReferralLink(context: Context, input: IssueReferralLinkInput) {
  const about = idOf('Referral', input.referralId);
  const token = randomBytes(32).toString('base64url');
  // Without an idempotency key: what it answered would be kept, and the token must not be.
  const command = { name: 'issueReferralLink', about, input: {} };
  return context.commands.run(context, command, async (writing) => {
    const [row] = await writing.sql`
      select hamkke.issue_referral_link(${about.district}, ${about.id}, ${tokenHash(token)}) as issued`;
    const issued = row!.issued as Moved & { until: string };
    refuse('ACCEPT', issued);
    recordMoved(writing, issued);
    return { path: `/r/${token}`, expiresAt: issued.until };
  });
}

function refuse(step: ReferralStep, { refused, version, state, steps, classes }: Moved) {
  switch (refused) {
    case 'VERSION':
      throw versionConflict(version);
    case 'STEP':
      throw illegalReferralStep(step, state, steps);
    case 'EXPIRED':
      throw errorOf(referralFaults.ANSWER_TIME_IS_OVER);
    case 'CONSENT':
      if (!classes) throw errorOf(referralFaults.NOT_COVERED_BY_CONSENT);
      throw errorOf(referralFaults.CLASSES_WITHOUT_CONSENT, { notConsented: classes });
  }
}

/** What became of a record of the service, by the organization that gives it. */
export async function runServiceCommand(
  context: Context,
  name: string,
  about: GlobalId,
  input: { idempotencyKey?: string | null | undefined },
  record: { call: 'record_service' | 'correct_service_record'; id: string; values: Record<string, unknown> },
): Promise<ReferralKey> {
  const { district } = about;
  const values = { district_id: district, id: record.id, ...record.values };
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const { sql } = writing;
    const [row] = await sql`
      select ${sql.unsafe(`hamkke.${record.call}`)}(${sql.json(values as never)}) as moved`;
    recordMoved(writing, row!.moved as Moved);
    return { district: district!, id: record.id };
  });
}

/** The sender's side recorded something of the household; the recipient's answered and saw nothing by it. */
const recordMoved = (writing: Writing, { household, subjects, class: dataClass, side, bases }: Moved) =>
  writing.recorded(
    household,
    side === 'RECIPIENT'
      ? { [household]: [] }
      : Object.fromEntries(subjects.map((each) => [each, [dataClass]])),
    ...bases,
  );

/** What several changes recorded of one household on the sender's side: a member may stand in each with another class. */
export function recordMoves(writing: Writing, moves: readonly Moved[]) {
  const shown: Record<string, DataClass[]> = {};
  for (const { subjects, class: dataClass } of moves)
    for (const each of subjects) shown[each] = [...new Set([...(shown[each] ?? []), dataClass])];
  const bases = new Set(moves.flatMap((each) => each.bases));
  writing.recorded(moves[0]!.household, shown, ...bases);
}

function expiry(given: string | null | undefined): string {
  const days = (count: number) => Date.now() + count * dayMs;
  if (!given) return new Date(days(usualAnswerDays)).toISOString();
  const at = Date.parse(given);
  if (at <= Date.now() || at > days(longestAnswerDays))
    throw errorOf(referralFaults.ANSWER_TIME_OUT_OF_RANGE);
  return new Date(at).toISOString();
}
