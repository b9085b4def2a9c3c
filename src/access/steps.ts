import { caseFaults } from '../case/faults.js';
import * as enums from '../database/tables/enums.js';
import { errorOf } from '../faults.js';
import { type Duty, dutyRules, receivers } from './duties.js';

export type Step = (typeof enums.caseStep.enumValues)[number];
export type Stage = (typeof enums.stage.enumValues)[number];
export type Track = (typeof enums.track.enumValues)[number];

/** What of a case decides which steps are legal. */
export interface Standing {
  stage: Stage;
  track: Track | null;
  emergency: boolean;
}

/** A step that is legal from some stages, where it leads, and which cases it is for. */
export interface Rule {
  step: Step;
  from: readonly Stage[];
  /** The stage after it; null where the case stays at its stage. */
  to: Stage | null;
  track?: Track;
  emergency?: true;
}

/** The stages of a case that is open: work goes on in it. A closed one is followed up, and is not open for that. */
const open: Stage[] = [
  'RECEIVED',
  'TRIAGED',
  'INITIAL_CONSULTATION',
  'ASSESSMENT',
  'CONFERENCE',
  'PLANNED',
  'LINKING',
  'MONITORING',
];

/** Whether a case at this stage is open. */
export const isOpen = (stage: string) => (open as string[]).includes(stage);

/** Whether a case is open, as a condition on its row. */
export const isOpenCase = (alias: string) =>
  `${alias}.stage in (${open.map((stage) => `'${stage}'`).join(', ')})`;

/** The process (docs/domain.md, section 2), each truth once: commands, `viewerCan` and the database read it. */
export const rules: readonly Rule[] = [
  { step: 'TRIAGE', from: ['RECEIVED'], to: 'TRIAGED' },
  { step: 'CONSULT', from: ['TRIAGED'], to: 'INITIAL_CONSULTATION' },
  { step: 'VISIT', from: ['INITIAL_CONSULTATION', 'ASSESSMENT'], to: 'ASSESSMENT' },
  { step: 'VISIT', from: ['PLANNED', 'LINKING', 'MONITORING', 'FOLLOW_UP'], to: null },
  { step: 'ASSESS', from: ['INITIAL_CONSULTATION', 'ASSESSMENT'], to: 'ASSESSMENT' },
  { step: 'CONFER', from: ['ASSESSMENT'], to: 'CONFERENCE' },
  { step: 'PLAN', from: ['CONFERENCE', 'MONITORING'], to: 'PLANNED', track: 'CASE_MANAGED' },
  { step: 'LINK', from: ['CONFERENCE'], to: 'LINKING', track: 'SERVICE_LINKED' },
  { step: 'LINK', from: ['PLANNED', 'LINKING', 'MONITORING'], to: 'LINKING' },
  // Support first, survey after: the stage stays, so that nothing of the survey is skipped.
  {
    step: 'LINK',
    from: ['TRIAGED', 'INITIAL_CONSULTATION', 'ASSESSMENT', 'CONFERENCE'],
    to: null,
    emergency: true,
  },
  { step: 'MONITOR', from: ['LINKING', 'MONITORING'], to: 'MONITORING' },
  { step: 'CLOSE', from: open, to: 'CLOSED' },
  { step: 'TRANSFER', from: open, to: 'CLOSED' },
  { step: 'FOLLOW_UP', from: ['CLOSED', 'FOLLOW_UP'], to: 'FOLLOW_UP' },
  { step: 'REOPEN', from: ['CLOSED', 'FOLLOW_UP'], to: 'ASSESSMENT' },
  // What was linked only turns out to need more: it stands where a plan comes next.
  { step: 'MANAGE', from: ['LINKING', 'MONITORING'], to: 'CONFERENCE', track: 'SERVICE_LINKED' },
  { step: 'HAND_OVER', from: [...open, 'FOLLOW_UP'], to: null },
];

const managing: Duty[] = ['CENTER_HEAD', 'CASE_MANAGER'];
const counselling: Duty[] = [...managing, 'COUNSELLOR', 'CONSULTATION_SPECIALIST'];

/** Whose work each step is; the household must be one that their duty records SUMMARY of besides. */
export const stepDuties: Record<Step, readonly Duty[]> = {
  RECEIVE: [
    ...counselling,
    ...receivers,
    'NEIGHBOURHOOD_OFFICER',
    'WELFARE_PLANNER',
    'PARTNER_WORKER',
    'DISPATCHED_POLICE',
    'POLICE_OFFICER',
  ],
  TRIAGE: counselling,
  CONSULT: counselling,
  VISIT: counselling,
  ASSESS: counselling,
  CONFER: managing,
  PLAN: managing,
  LINK: managing,
  MONITOR: counselling,
  CLOSE: managing,
  FOLLOW_UP: counselling,
  REOPEN: managing,
  TRANSFER: managing,
  MANAGE: managing,
  HAND_OVER: managing,
};

/** The first rule that lets a case take a step, or undefined. An emergency's way counts only where there is no other. */
export const ruleFor = (step: Step, { stage, track, emergency }: Standing): Rule | undefined =>
  rules.find(
    (rule) =>
      rule.step === step &&
      rule.from.includes(stage) &&
      (rule.track === undefined || rule.track === track) &&
      (rule.emergency === undefined || emergency),
  );

/** The steps that a case can take as it stands, whoever would take them. */
export const legalSteps = (standing: Standing): Step[] =>
  enums.caseStep.enumValues.filter((step) => ruleFor(step, standing));

/** Refuses a step, naming those that are legal now. */
export const illegalStep = (step: Step, standing: Standing) =>
  errorOf(caseFaults.CASE_STEP_NOT_POSSIBLE, {
    step,
    stage: standing.stage,
    legalSteps: legalSteps(standing),
  });

/** The same rules for the database, which answers `viewerCan`. */
export const processSql = () => {
  const list = (values: readonly string[], type: string) => `'{${values.join(',')}}'::${type}[]`;
  const every = rules.map(
    (rule) =>
      `('${rule.step}'::case_step, ${list(rule.from, 'stage')}, ${rule.track ? `'${rule.track}'::track` : 'null::track'}, ${rule.emergency ?? false}, ${list(stepDuties[rule.step], 'duty')})`,
  );
  return `
set local role hamkke_keeper;
create or replace function hamkke.process_rules() returns table (step case_step, stages stage[], track track, emergency boolean, duties duty[])
immutable language sql as $$ values ${every.join(', ')} $$;
create or replace function hamkke.step_duties(case_step) returns duty[] immutable language sql as $$ select case $1 ${Object.entries(
    stepDuties,
  )
    .map(([step, duties]) => `when '${step}' then ${list(duties, 'duty')}`)
    .join(' ')} end $$;
reset role;`;
};

// Whoever takes steps records SUMMARY: a duty that cannot would be let through the gate for nothing.
for (const [step, duties] of Object.entries(stepDuties))
  for (const each of duties)
    if (step !== 'RECEIVE' && !dutyRules[each].records.includes('SUMMARY'))
      throw new Error(`${each} may ${step} but records no SUMMARY`);
