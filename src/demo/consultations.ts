import { classOfDomain, type DataClass } from '../access/classes.js';
import * as tables from '../database/tables/index.js';
import type { NeedDomain } from './casework.js';
import { after, at } from './days.js';
import type { Household, Member, System } from './people.js';
import { rowId } from './random.js';
import { organizationId } from './services.js';
import { postId } from './staff.js';

interface Question {
  domain: NeedDomain;
  /** About whom; the household as a whole where nobody is named. */
  members?: readonly Member[];
  words: string;
  referralId?: string;
  /** What came of it, and who answered at the table. */
  answer?: string;
  answeredBy?: string;
}

interface ConsultationFacts {
  household: Household;
  post: string;
  center: string;
  caseId: string;
  heldOn: string;
  place: string;
  closedOn?: string;
  questions: readonly Question[];
}

/** The ids of the consultation of a household of the demo data, and of its questions by their order. */
export const consultationId = (household: string) => rowId(`${household}/consultation`);
export const questionId = (household: string, nth: number) => rowId(`${household}/consultation/${nth}`);

/** Adds a one-stop consultation (원스톱 상담) with what the family asked there. */
export function addConsultation({ district: districtId, rows }: System, facts: ConsultationFacts): void {
  const { household, post, heldOn, closedOn = null } = facts;
  const id = consultationId(household.id);
  const of = { districtId, householdId: household.id, postId: postId(post) };
  rows.add(tables.consultations, {
    ...of,
    id,
    caseId: facts.caseId,
    organizationId: organizationId(facts.center),
    heldOn,
    place: facts.place,
    closedOn,
    recordedAt: at(heldOn, '15:00'),
    version: closedOn ? 2 : 1,
  });
  facts.questions.forEach(({ domain, members = [], words, referralId, answer, answeredBy }, nth) => {
    const memberIds = members.map((each) => each.id);
    rows.add(tables.consultationQuestions, {
      ...of,
      id: questionId(household.id, nth),
      consultationId: id,
      domain,
      dataClass: classOfDomain(domain),
      subjectIds: memberIds.length > 0 ? memberIds : [household.id],
      memberIds,
      words,
      referralId: referralId ?? null,
      answer: answer ?? null,
      answeredById: answeredBy ? organizationId(answeredBy) : null,
      answeredOn: answer ? heldOn : null,
      recordedAt: at(heldOn, `15:0${nth}`),
      version: answer ? 2 : 1,
    });
  });
}

/** Adds the draft of a referral that belongs to a question and waits for a consent; answers its id. */
export function addDraft(
  { district: districtId, rows, on }: System,
  { household, post, center, caseId }: Pick<ConsultationFacts, 'household' | 'post' | 'center' | 'caseId'>,
  to: { organization: string; domain: NeedDomain; classes: readonly DataClass[]; member: Member },
): string {
  const id = rowId(`${household.id}/consultation/referral/${to.organization}`);
  const between = {
    districtId,
    householdId: household.id,
    senderId: organizationId(center),
    recipientId: organizationId(to.organization),
    dataClass: classOfDomain(to.domain),
    subjectIds: [to.member.id],
  };
  const createdAt = at(after(on, -3), '15:00');
  rows.add(tables.referrals, {
    ...between,
    id,
    caseId,
    postId: postId(post),
    domain: to.domain,
    purpose: 'CASE_MANAGEMENT',
    classes: [...to.classes],
    memberIds: [to.member.id],
    state: 'DRAFT',
    createdAt,
    expiresAt: at(after(on, 28)),
  });
  rows.add(tables.referralEvents, {
    ...between,
    id: rowId(`${id}/0`),
    referralId: id,
    version: 1,
    step: 'DRAFT',
    toState: 'DRAFT',
    at: createdAt,
    postId: postId(post),
    organizationId: between.senderId,
  });
  return id;
}
