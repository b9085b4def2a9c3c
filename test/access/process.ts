import type { DataClass } from '../../src/access/classes.js';
import { recipientOf } from './domain.js';
import type { View } from './rows.js';
import type { Row } from './world.js';

// The process in plain words (docs/domain.md, section 2), said once more beside src/access/steps.ts.

const counselling = ['TRIAGE', 'CONSULT', 'VISIT', 'ASSESS', 'MONITOR', 'FOLLOW_UP'];
const order = [
  ...['TRIAGE', 'CONSULT', 'VISIT', 'ASSESS', 'CONFER', 'PLAN', 'LINK', 'MONITOR', 'CLOSE'],
  ...['FOLLOW_UP', 'REOPEN', 'TRANSFER', 'MANAGE', 'HAND_OVER'],
];

function legal({ stage, track, emergency }: Row): string[] {
  const early = emergency ? ['LINK'] : [];
  switch (stage) {
    case 'RECEIVED':
      return ['TRIAGE', 'CLOSE'];
    case 'TRIAGED':
      return ['CONSULT', 'CLOSE', ...early];
    case 'INITIAL_CONSULTATION':
      return ['VISIT', 'ASSESS', 'CLOSE', ...early];
    case 'ASSESSMENT':
      return ['VISIT', 'ASSESS', 'CONFER', 'CLOSE', ...early];
    case 'CONFERENCE':
      if (track === 'CASE_MANAGED') return ['PLAN', 'CLOSE', ...early];
      return track === 'SERVICE_LINKED' ? ['LINK', 'CLOSE'] : ['CLOSE', ...early];
    case 'PLANNED':
      return ['VISIT', 'LINK', 'CLOSE'];
    case 'LINKING':
      return ['VISIT', 'LINK', 'MONITOR', 'CLOSE'];
    case 'MONITORING':
      return ['VISIT', 'LINK', 'MONITOR', 'CLOSE', ...(track === 'CASE_MANAGED' ? ['PLAN'] : [])];
    case 'CLOSED':
      return ['FOLLOW_UP', 'REOPEN'];
    default:
      return ['VISIT', 'FOLLOW_UP', 'REOPEN'];
  }
}

/** The steps that a viewer can take with a case, in the order of the process. */
export function stepsOf(row: Row, { desk, standing }: View): string[] {
  if (!standing.records || row.center_id !== desk.organization) return [];
  const manages = desk.duties.some((duty) => ['CENTER_HEAD', 'CASE_MANAGER'].includes(duty));
  const open = !['CLOSED', 'FOLLOW_UP'].includes(String(row.stage));
  const linked = row.track === 'SERVICE_LINKED' && ['LINKING', 'MONITORING'].includes(String(row.stage));
  const steps = [
    ...legal(row),
    ...(open ? ['TRANSFER'] : []),
    ...(linked ? ['MANAGE'] : []),
    ...(row.stage === 'CLOSED' ? [] : ['HAND_OVER']),
  ].filter((step) => manages || counselling.includes(step));
  return order.filter((step) => steps.includes(step));
}

const refers = [
  ...['CENTER_HEAD', 'CASE_MANAGER', 'COUNSELLOR', 'CONSULTATION_SPECIALIST', 'VISITING_NURSE'],
  ...['NEIGHBOURHOOD_OFFICER', 'WELFARE_PLANNER', 'PARTNER_WORKER'],
];
/** Who may answer a referral, and so hears of them. */
export const answers = [...refers, 'DISPATCHED_POLICE', 'POLICE_OFFICER'];
const referralOrder = ['REQUEST', 'ACCEPT', 'REJECT', 'WAITLIST', 'START', 'COMPLETE', 'CANCEL'];
const ofSender: Readonly<Record<string, readonly string[]>> = {
  DRAFT: ['REQUEST', 'CANCEL'],
  REQUESTED: ['CANCEL'],
  WAITLISTED: ['CANCEL'],
  ACCEPTED: ['CANCEL'],
  IN_PROGRESS: ['CANCEL'],
};
const ofRecipient: Readonly<Record<string, readonly string[]>> = {
  REQUESTED: ['ACCEPT', 'REJECT', 'WAITLIST'],
  WAITLISTED: ['ACCEPT', 'REJECT', 'WAITLIST'],
  ACCEPTED: ['START'],
  IN_PROGRESS: ['COMPLETE'],
};

/** The steps that a viewer can take with a referral, by the side on which they stand; an emergency changes nothing. */
export function referralStepsOf(row: Row, view: View): string[] {
  const { desk, standing } = view;
  const does = (duties: readonly string[]) => desk.duties.some((duty) => duties.includes(duty));
  const asks =
    row.sender_id === desk.organization &&
    [...standing.bases].some((basis) => basis !== 'BREAK_GLASS') &&
    (row.subject_ids as string[]).every((each) => view.has(each, row.data_class as DataClass));
  const asked = row.sent && row.recipient_id === recipientOf(desk);
  const state = String(row.state);
  const steps = [
    ...(asks && does(refers) ? (ofSender[state] ?? []) : []),
    ...(asked && does(answers) ? (ofRecipient[state] ?? []) : []),
  ];
  return referralOrder.filter((step) => steps.includes(step));
}
