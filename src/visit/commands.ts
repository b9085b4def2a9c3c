import { randomUUID } from 'node:crypto';
import { proposalClasses } from '../access/classes.js';
import { notFound } from '../commonFaults.js';
import type { Context } from '../context.js';
import { versionConflict, type Writing } from '../database/commands.js';
import { type GlobalId, idOf } from '../database/planner/identifiers.js';
import { dayInSeoul } from '../day.js';
import { errorOf } from '../faults.js';
import { subjectOf } from '../household/facet/commands.js';
import { draftOf, keepDraft } from '../referral/commands.js';
import { required } from '../text/required.js';
import { visitFaults } from './faults.js';
import type * as inputs from './inputs.js';
import { answered, facetOf, ofMember, screen, writeTier } from './screening.js';

export type RowKey = { district: string; id: string };
export type MemberRowKey = RowKey & { member: string };

const texts = (some: readonly string[] | null | undefined, field: string) =>
  (some ?? []).map((each, at) => required(each, `${field}[${at}]`));

/** Offers a visit that everybody is offered; until when it is due follows from the birth date. */
export async function offerUniversalVisit(
  context: Context,
  input: inputs.OfferUniversalVisitInput,
  name: string,
): Promise<RowKey> {
  const about = idOf('Member', input.memberId);
  const { district, id: member } = about;
  const id = randomUUID();
  return context.commands.run(context, { name, about, input }, async ({ sql, recorded }) => {
    const [row] = await sql`select hamkke.offer_universal_visit(${sql.json({
      district_id: district!,
      id,
      member_id: member,
      kind: input.kind,
      offered_on: input.offeredOn ?? dayInSeoul(),
    })}) as household`;
    recorded(String(row!.household), { [member]: ['IDENTITY'] });
    return { district: district!, id };
  });
}

/** What came of an offer; who declines ends what is due. */
export async function answerUniversalVisit(
  context: Context,
  input: inputs.AnswerUniversalVisitInput,
  name: string,
): Promise<RowKey> {
  const about = idOf('UniversalVisit', input.universalVisitId);
  const { district, id } = about;
  if (input.answer === 'AGREED' && !input.agreedFor) throw errorOf(visitFaults.AGREED_DAY_NEEDED);
  return context.commands.run(context, { name, about, input }, async ({ sql, recorded }) => {
    const [row] = await sql`
      select hamkke.answer_universal_visit(${sql.json({
        district_id: district!,
        id,
        answer: input.answer,
        answered_on: input.answeredOn ?? dayInSeoul(),
        agreed_for: input.agreedFor ?? null,
        expected_version: input.expectedVersion,
      })}) as whose`;
    const { household, member } = row!.whose as { household: string; member: string };
    recorded(household, { [member]: ['IDENTITY'] });
    return { district: district!, id };
  });
}

/** Writes down one screening of a member, at a visit or by itself. */
export async function recordScreening(
  context: Context,
  input: inputs.RecordScreeningInput,
  name: string,
): Promise<MemberRowKey> {
  const about = idOf('Member', input.memberId);
  const screening = answered(input.screening, 'input.screening');
  const visit = input.visitId ? idOf('HealthVisit', input.visitId) : null;
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const key = { district: about.district!, id: about.id };
    const subject = await subjectOf(writing, facetOf[screening.form.dataClass], key);
    if (visit) await expectVisitTo(writing, visit, about.id);
    const [id] = await screen(
      writing,
      subject,
      [screening],
      input.takenOn ?? dayInSeoul(),
      visit?.id ?? null,
    );
    return { district: subject.district, id: id!, member: subject.id };
  });
}

async function expectVisitTo({ sql }: Writing, { district, id }: GlobalId, member: string) {
  const [visit] = await sql`
    select member_id from health_visits where district_id = ${district!} and id = ${id}`;
  if (!visit) throw notFound('건강 방문');
  if (visit.member_id !== member) throw errorOf(visitFaults.VISIT_OF_OTHER_MEMBER);
}

/** Writes down a visit with what was found and offered there; the next one is due by the tier that follows from it. */
export async function recordHealthVisit(
  context: Context,
  input: inputs.RecordHealthVisitInput,
  name: string,
): Promise<MemberRowKey> {
  const about = idOf('Member', input.memberId);
  const screenings = (input.screenings ?? []).map((each, at) => answered(each, `input.screenings[${at}]`));
  const [accepted, declined] = (['accepted', 'declined'] as const).map((each) =>
    texts(input[each], `input.${each}`),
  );
  const findings = input.findings ? required(input.findings, 'input.findings') : null;
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const { sql, viewer } = writing;
    const key = { district: about.district!, id: about.id };
    const subject = await subjectOf(writing, facetOf.HEALTH, key);
    const id = randomUUID();
    await sql`insert into health_visits ${sql({
      district_id: subject.district,
      id,
      household_id: subject.household,
      member_id: subject.id,
      visited_on: input.visitedOn,
      place: input.place ?? 'HOME',
      findings,
      accepted: accepted!,
      declined: declined!,
      post_id: viewer.postId,
      organization_id: viewer.organizationId,
    })}`;
    writing.recorded(subject.household, { [subject.id]: ['HEALTH'] });
    await sql`select hamkke.take_visit_along(${subject.district}, ${subject.id}, ${input.visitedOn})`;
    if (screenings.length) await screen(writing, subject, screenings, input.visitedOn, id);
    return { district: subject.district, id, member: subject.id };
  });
}

/** How often a member is visited, as somebody decided it and why. */
export async function changeTier(
  context: Context,
  input: inputs.ChangeTierInput,
  name: string,
): Promise<RowKey> {
  const about = idOf('Member', input.memberId);
  const dataClass = input.forMentalHealth ? 'MENTAL_HEALTH' : 'HEALTH';
  const reason = required(input.reason, 'input.reason');
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const { sql, viewer, recorded } = writing;
    const key = { district: about.district!, id: about.id };
    const subject = await subjectOf(writing, facetOf[dataClass], key);
    await sql`insert into tier_decisions ${sql({
      ...ofMember(subject, dataClass),
      tier: input.tier,
      reason,
      post_id: viewer.postId,
      organization_id: viewer.organizationId,
    })}`;
    await writeTier(writing, subject, dataClass, { visitTier: input.tier });
    recorded(subject.household, { [subject.id]: [dataClass] });
    return key;
  });
}

/** Drafts the referral that was proposed; it is sent as any other, by somebody and with consent. */
export async function confirmReferralProposal(
  context: Context,
  input: inputs.ConfirmReferralProposalInput,
  name: string,
): Promise<RowKey> {
  const about = idOf('ReferralProposal', input.referralProposalId);
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const { sql } = writing;
    const proposal = await undecided(writing, about, input.expectedVersion);
    const recipient = idOf('Organization', input.recipientId).id;
    const [organization] = await sql`select partner_kind from organizations where id = ${recipient}`;
    if (!organization) throw notFound('기관');
    if (!proposal.partnerKinds.includes(String(organization.partner_kind)))
      throw errorOf(visitFaults.RECIPIENT_OF_OTHER_KIND);
    const referral = await keepDraft(
      writing,
      draftOf(context, {
        householdId: `Household:${proposal.district}:${proposal.household}`,
        memberIds: [`Member:${proposal.district}:${proposal.member}`],
        recipientId: input.recipientId,
        serviceId: input.serviceId ?? null,
        domain: 'MENTAL_HEALTH',
        classes: input.classes ?? [...proposalClasses],
        purpose: input.purpose ?? null,
        message: input.message ?? null,
      }),
    );
    return decide(writing, proposal, { state: 'CONFIRMED', referral_id: referral.id });
  });
}

/** Decides against a referral that was proposed, with the reason. */
export async function dismissReferralProposal(
  context: Context,
  input: inputs.DismissReferralProposalInput,
  name: string,
): Promise<RowKey> {
  const about = idOf('ReferralProposal', input.referralProposalId);
  const reason = required(input.reason, 'input.reason');
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const proposal = await undecided(writing, about, input.expectedVersion);
    return decide(writing, proposal, { state: 'DISMISSED', reason });
  });
}

interface Proposal extends RowKey {
  household: string;
  member: string;
  dataClass: 'HEALTH' | 'MENTAL_HEALTH';
  partnerKinds: string[];
}

/** A proposal that waits, locked, of somebody whose class the viewer writes down: hidden and unknown are the same. */
async function undecided({ sql }: Writing, { district, id }: GlobalId, expected: number): Promise<Proposal> {
  const [row] = await sql`
    select household_id, member_id, data_class, partner_kinds::text[] as kinds, state, version
    from referral_proposals where district_id = ${district!} and id = ${id} for update`;
  if (!row) throw notFound('의뢰 제안');
  if (row.version !== expected) throw versionConflict(row.version as number);
  if (row.state !== 'PROPOSED') throw errorOf(visitFaults.PROPOSAL_DECIDED);
  return {
    district: district!,
    id,
    household: String(row.household_id),
    member: String(row.member_id),
    dataClass: row.data_class as Proposal['dataClass'],
    partnerKinds: row.kinds as string[],
  };
}

async function decide(
  { sql, viewer, recorded }: Writing,
  { district, id, household, member, dataClass }: Proposal,
  values: { state: string; reason?: string; referral_id?: string },
): Promise<RowKey> {
  await sql`
    update referral_proposals set ${sql(values)}, decided_at = now(), decided_by_id = ${viewer.postId},
      version = version + 1
    where district_id = ${district} and id = ${id}`;
  recorded(household, { [member]: [dataClass] });
  return { district, id };
}
