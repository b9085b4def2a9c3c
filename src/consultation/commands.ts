import { randomUUID } from 'node:crypto';
import { classOfDomain, householdClasses, type Purpose } from '../access/classes.js';
import { commonFaults, notFound } from '../commonFaults.js';
import type { Context } from '../context.js';
import { idOf, idWithin } from '../database/planner/identifiers.js';
import { dayInSeoul } from '../day.js';
import { errorOf } from '../faults.js';
import { memberIn } from '../household/facet/commands.js';
import { draftOf, type Moved, mostMembers, recordMoves } from '../referral/commands.js';
import { referralFaults } from '../referral/faults.js';
import { required } from '../text/required.js';
import { consultationFaults } from './faults.js';
import type * as inputs from './inputs.js';
import { mostQuestions } from './limits.js';

export type RowKey = { district: string; id: string };

/** The household, case and purpose that the questions of a consultation share. */
interface Shared {
  householdId: string;
  caseId: string | null;
  purpose: Purpose | null;
}

/** A question as the database takes it, with the draft of its referral where somebody is asked. */
function questionOf(context: Context, input: inputs.ConsultationQuestionInput, shared: Shared, at: string) {
  const { domain } = input;
  const dataClass = classOfDomain(domain);
  const { district } = idOf('Household', shared.householdId);
  const members = [...new Set((input.memberIds ?? []).map((each) => memberIn(district!, each)))];
  if (members.length > mostMembers)
    throw errorOf(commonFaults.LIST_TOO_LONG, { most: mostMembers }, `${at}.memberIds`);
  if (members.length === 0 && !householdClasses.includes(dataClass))
    throw errorOf(referralFaults.MEMBERS_NEEDED, { classes: householdClasses }, `${at}.memberIds`);
  const { recipientId } = input;
  const unsent = (['serviceId', 'classes', 'message'] as const).find((each) => input[each]);
  if (!recipientId && unsent) throw errorOf(consultationFaults.RECIPIENT_NEEDED, {}, `${at}.${unsent}`);
  const usual = members.length > 0 ? (['IDENTITY', 'CONTACT', dataClass] as const) : [dataClass];
  return {
    id: randomUUID(),
    domain,
    data_class: dataClass,
    member_ids: members,
    words: required(input.words, `${at}.words`),
    referral: recipientId
      ? draftOf(context, { ...input, ...shared, recipientId, classes: input.classes ?? [...usual] }, at)
      : null,
  };
}

/** Begins a consultation with its questions, and drafts a referral for each that names a recipient. */
export async function openConsultation(
  context: Context,
  input: inputs.OpenConsultationInput,
  name: string,
): Promise<RowKey> {
  const about = idOf('Household', input.householdId);
  const { district, id: household } = about;
  const { questions } = input;
  if (questions.length < 1 || questions.length > mostQuestions)
    throw errorOf(
      commonFaults.LIST_LENGTH_OUT_OF_RANGE,
      { least: 1, most: mostQuestions },
      'input.questions',
    );
  const shared = {
    householdId: input.householdId,
    caseId: input.caseId ?? null,
    purpose: input.purpose ?? null,
  };
  const consultation = {
    district_id: district!,
    id: randomUUID(),
    household_id: household,
    case_id: input.caseId ? idWithin('Case', input.caseId, district) : null,
    held_on: input.heldOn ?? dayInSeoul(),
    place: input.place ? required(input.place, 'input.place') : null,
    questions: questions.map((each, at) => questionOf(context, each, shared, `input.questions[${at}]`)),
  };
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const { sql } = writing;
    const [row] = await sql`select hamkke.open_consultation(${sql.json(consultation)}) as moves`;
    recordMoves(writing, row!.moves as Moved[]);
    return { district: district!, id: consultation.id };
  });
}

/** Adds a question to a consultation that is open. */
export async function addConsultationQuestion(
  context: Context,
  input: inputs.AddConsultationQuestionInput,
  name: string,
): Promise<RowKey> {
  const about = idOf('Consultation', input.consultationId);
  const { district, id } = about;
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const { sql } = writing;
    const [row] = await sql`
      select 'Household:' || district_id || ':' || household_id as household,
        'Case:' || district_id || ':' || case_id as of
      from consultations where district_id = ${district!} and id = ${id}`;
    if (!row) throw notFound('상담');
    const shared = {
      householdId: String(row.household),
      caseId: (row.of ?? null) as string | null,
      purpose: input.purpose ?? null,
    };
    const question = questionOf(context, input.question, shared, 'input.question');
    const [added] = await sql`
      select hamkke.add_consultation_question(${district!}, ${id}, ${sql.json(question)}) as moves`;
    recordMoves(writing, added!.moves as Moved[]);
    return { district: district!, id: question.id };
  });
}

/** Sends the drafts that consents cover, or closes a consultation; both at the version that was read. */
export async function runConsultationStep(
  context: Context,
  name: string,
  input: inputs.ConsultationStepInput,
  call: 'send_consultation' | 'close_consultation',
): Promise<RowKey> {
  const about = idOf('Consultation', input.consultationId);
  const { district, id } = about;
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const { sql } = writing;
    const [row] = await sql`
      select ${sql.unsafe(`hamkke.${call}`)}(${district!}, ${id}, ${input.expectedVersion}) as moves`;
    recordMoves(writing, row!.moves as Moved[]);
    return { district: district!, id };
  });
}

/** Writes down what came of a question. */
export async function answerConsultationQuestion(
  context: Context,
  input: inputs.AnswerConsultationQuestionInput,
  name: string,
): Promise<RowKey> {
  const about = idOf('ConsultationQuestion', input.questionId);
  const { district, id } = about;
  const answer = {
    district_id: district!,
    id,
    answer: required(input.answer, 'input.answer'),
    answered_by_id: input.answererId ? idOf('Organization', input.answererId).id : null,
    answered_on: input.answeredOn ?? dayInSeoul(),
    expected_version: input.expectedVersion,
  };
  return context.commands.run(context, { name, about, input }, async (writing) => {
    const { sql } = writing;
    const [row] = await sql`select hamkke.answer_question(${sql.json(answer)}) as moves`;
    recordMoves(writing, row!.moves as Moved[]);
    return { district: district!, id };
  });
}
