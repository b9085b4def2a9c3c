import type { DataClass } from '../access/classes.js';
import { classOfDomain, householdClasses } from '../access/classes.js';
import * as tables from '../database/tables/index.js';
import { addClock } from './clocks.js';
import { after, at } from './days.js';
import type { Household, System } from './people.js';
import { rowId } from './random.js';
import { type DemoService, organizationId, servicesIn } from './services.js';
import { goalWords, needWords, noteWords } from './words.js';

export type NeedDomain = (typeof tables.needDomain.enumValues)[number];
type Step = (typeof tables.caseStep.enumValues)[number];
type Stage = (typeof tables.stage.enumValues)[number];
type Track = (typeof tables.track.enumValues)[number];
type Level = (typeof tables.level.enumValues)[number];
type IntakeSource = (typeof tables.intakeSource.enumValues)[number];

/** Whom a row concerns: the household for the classes that have household-level rows, otherwise members. */
const subjectsOf = (dataClass: DataClass, household: Household, members: readonly string[]) =>
  householdClasses.includes(dataClass) ? [household.id] : [...members];

export interface Case {
  id: string;
  household: Household;
  openedOn: string;
  /** How many rows the case has so far, which names the next one. */
  rows: number;
}

interface CaseFacts {
  center: string;
  stage: Stage;
  openedOn: string;
  track?: Track;
  level?: Level;
  closedOn?: string;
  key?: string;
}

const way: [step: Step, stage: Stage][] = [
  ['RECEIVE', 'RECEIVED'],
  ['TRIAGE', 'TRIAGED'],
  ['CONSULT', 'INITIAL_CONSULTATION'],
  ['ASSESS', 'ASSESSMENT'],
  ['CONFER', 'CONFERENCE'],
  ['PLAN', 'PLANNED'],
  ['LINK', 'LINKING'],
  ['MONITOR', 'MONITORING'],
  ['CLOSE', 'CLOSED'],
  ['FOLLOW_UP', 'FOLLOW_UP'],
];
const skipped: Partial<Record<Track, Step[]>> = {
  SERVICE_LINKED: ['PLAN'],
  NOT_SELECTED: ['PLAN', 'LINK', 'MONITOR'],
};

/** The steps that brought a case to where it is. */
const stepsTo = ({ stage, track }: CaseFacts) =>
  way
    .slice(0, way.findIndex(([, each]) => each === stage) + 1)
    .filter(([step]) => !(track && skipped[track]?.includes(step)));
const reasonOf = ({ track }: CaseFacts) => (track === 'NOT_SELECTED' ? 'NOT_SELECTED' : 'GOALS_REACHED');
const atHour = (day: string | null | undefined, otherwise: string, place: number) =>
  at(day ?? otherwise, `${String(8 + place).padStart(2, '0')}:00`);

/** Opens a case (사례) of a household. */
export function addCase(system: System, household: Household, facts: CaseFacts): Case {
  const id = rowId(`${system.key}/${household.key}/case/${facts.key ?? 1}`);
  const key = { districtId: system.district, householdId: household.id };
  const steps = stepsTo(facts);
  system.rows.add(tables.cases, {
    ...key,
    id,
    centerId: organizationId(facts.center),
    stage: facts.stage,
    track: facts.track ?? null,
    level: facts.level ?? null,
    openedOn: facts.openedOn,
    closedOn: facts.closedOn ?? null,
    closureReason: facts.closedOn ? reasonOf(facts) : null,
    version: steps.length,
  });
  steps.forEach(([step, toStage], at) => {
    const decided = at >= steps.findIndex(([each]) => each === 'CONFER');
    system.rows.add(tables.caseSteps, {
      ...key,
      id: rowId(`${id}/step/${at}`),
      caseId: id,
      version: at + 1,
      step,
      fromStage: steps[at - 1]?.[1] ?? null,
      toStage,
      track: decided ? (facts.track ?? null) : null,
      level: decided ? (facts.level ?? null) : null,
      closureReason: step === 'CLOSE' ? reasonOf(facts) : null,
      takenAt: atHour(
        toStage === 'CLOSED' || toStage === 'FOLLOW_UP' ? facts.closedOn : null,
        facts.openedOn,
        at,
      ),
      organizationId: organizationId(facts.center),
      toCenterId: step === 'RECEIVE' ? organizationId(facts.center) : null,
    });
  });
  const of = { id, household, openedOn: facts.openedOn, rows: 0 };
  if (!steps.some(([step]) => step === 'ASSESS'))
    addClock(system, of, facts.center, {
      kind: 'SURVEY',
      startedOn: facts.openedOn,
      dueOn: after(facts.openedOn, 14),
    });
  return of;
}

interface ReportFacts {
  source: IntakeSource;
  receivedOn: string;
  center: string;
  sender?: string;
  emergency?: boolean;
  case?: Case;
  /** Whom a report of violence concerns; everybody unless said otherwise. */
  about?: readonly string[];
}

/** Adds how the household came to be known (접수) and gives the report's id. */
export function addReport(system: System, household: Household, facts: ReportFacts): string {
  const id = rowId(`${system.key}/${household.key}/report`);
  system.rows.add(tables.intakeReports, {
    districtId: system.district,
    id,
    householdId: household.id,
    caseId: facts.case?.id ?? null,
    receivedAt: at(facts.receivedOn, `0${system.random.between(1, 9)}:${system.random.between(10, 59)}`),
    centerId: organizationId(facts.center),
  });
  const ofViolence = facts.source === 'POLICE_112';
  system.rows.add(tables.reportOrigins, {
    districtId: system.district,
    reportId: id,
    householdId: household.id,
    dataClass: ofViolence ? 'SAFETY' : 'SUMMARY',
    subjectIds: ofViolence ? [...(facts.about ?? household.members.map((each) => each.id))] : [household.id],
    source: facts.source,
    emergency: facts.emergency ?? false,
    senderId: facts.sender ? organizationId(facts.sender) : null,
  });
  return id;
}

/** The columns that needs, goals, linkages and notes share. */
function rowOf(system: System, of: Case, dataClass: DataClass, members: readonly string[]) {
  return {
    districtId: system.district,
    id: rowId(`${of.id}/${of.rows++}`),
    householdId: of.household.id,
    caseId: of.id,
    dataClass,
    subjectIds: subjectsOf(dataClass, of.household, members),
  };
}

interface RowFacts {
  members?: readonly string[];
  words?: string;
  dataClass?: DataClass;
}

/** Adds a need (욕구) in words of its domain. */
export function addNeed(system: System, of: Case, domain: NeedDomain, facts: RowFacts = {}): void {
  system.rows.add(tables.needs, {
    ...rowOf(system, of, facts.dataClass ?? classOfDomain(domain), facts.members ?? [of.household.head.id]),
    domain,
    severity: system.random.pick(['LOW', 'MODERATE', 'MODERATE', 'HIGH'] as const),
    description: facts.words ?? system.random.pick(needWords[domain]),
  });
}

/** Adds a goal (목표) of the plan. */
export function addGoal(
  system: System,
  of: Case,
  domain: NeedDomain,
  facts: RowFacts & { dueOn?: string; achievedOn?: string } = {},
): void {
  system.rows.add(tables.goals, {
    ...rowOf(system, of, facts.dataClass ?? classOfDomain(domain), facts.members ?? [of.household.head.id]),
    domain,
    description: facts.words ?? system.random.pick(goalWords[domain]),
    dueOn: facts.dueOn ?? after(of.openedOn, 180),
    achievedOn: facts.achievedOn ?? null,
  });
}

interface LinkageFacts extends RowFacts {
  service: DemoService;
  on: string;
  valueKrw?: number | null;
  fundedBy?: (typeof tables.fundedBy.enumValues)[number];
}

/** Links the case to a service (서비스연계); one to a confidential place is SAFE_LOCATION, whatever it is for. */
export function addLinkage(system: System, of: Case, facts: LinkageFacts): void {
  const { service } = facts;
  const dataClass = service.organization.confidential ? 'SAFE_LOCATION' : classOfDomain(service.domain);
  system.rows.add(tables.linkages, {
    ...rowOf(system, of, dataClass, facts.members ?? [of.household.head.id]),
    domain: service.domain,
    serviceId: service.id,
    providerId: service.organizationId,
    sector: service.sector,
    fundedBy: facts.fundedBy ?? (service.sector === 'PUBLIC' ? 'BUDGET_LINE' : 'PROVIDER'),
    valueKrw: facts.valueKrw ?? null,
    linkedOn: facts.on,
  });
}

/** Links the case to as many services of its district as said, within a span of days after it opened. */
export function addLinkages(system: System, of: Case, count: number, until: string, values?: number[]): void {
  const offered = servicesIn(system.district);
  const days = Math.max(1, Math.min(120, (Date.parse(until) - Date.parse(of.openedOn)) / 86_400_000));
  for (let nth = 0; nth < count; nth++) {
    const service = system.random.pick(offered);
    addLinkage(system, of, {
      service,
      on: after(of.openedOn, Math.floor(system.random.next() * days)),
      valueKrw: values
        ? values[nth]
        : system.random.chance(0.7)
          ? system.random.between(2, 40) * 10_000
          : null,
      fundedBy: service.sector === 'PRIVATE' && system.random.chance(0.3) ? 'PLEDGE' : undefined,
    });
  }
}

/** Who wrote a note, and where and when that was which it tells of. */
interface Contact {
  tookPlaceAt?: string;
  place?: (typeof tables.contactPlace.enumValues)[number];
  minutes?: number;
  postId?: string;
  organizationId?: string;
  participants?: readonly Participant[];
}

/** Who took part: somebody by their post, an agency, or a member. */
type Participant =
  | { kind: 'STAFF'; postId: string; organizationId: string }
  | { kind: 'ORGANIZATION'; organizationId: string }
  | { kind: 'MEMBER'; memberId: string };

/** Adds a note (상담·방문 기록); it concerns the head unless said otherwise. */
export function addNote(
  system: System,
  of: Case,
  kind: (typeof tables.noteKind.enumValues)[number],
  on: string,
  facts: RowFacts = {},
  { participants = [], ...contact }: Contact = {},
): void {
  const row = rowOf(system, of, facts.dataClass ?? 'CASE_NOTE', facts.members ?? [of.household.head.id]);
  system.rows.add(tables.caseNotes, {
    ...row,
    kind,
    writtenAt: at(on, '16:30'),
    body: facts.words ?? system.random.pick(noteWords[kind]),
    ...contact,
  });
  for (const [index, each] of participants.entries())
    system.rows.add(tables.noteParticipants, {
      districtId: row.districtId,
      id: rowId(`${row.id}/participant/${index}`),
      householdId: row.householdId,
      noteId: row.id,
      dataClass: row.dataClass,
      subjectIds: each.kind === 'MEMBER' ? [each.memberId] : row.subjectIds,
      ...each,
    });
}

/** Puts a household on a list that was gone through (대상자 선별). */
export function addScreening(
  system: System,
  household: Household,
  list: (typeof tables.screeningList.enumValues)[number],
  screenedOn: string,
): void {
  system.rows.add(tables.screenings, {
    districtId: system.district,
    id: rowId(`${system.key}/${household.key}/screening`),
    householdId: household.id,
    list,
    screenedOn,
    recordedAt: at(screenedOn),
  });
}

/** Gives a household to a post for the case or for visits. */
export function addAssignment(
  system: System,
  household: Household,
  postId: string,
  kind: (typeof tables.assignmentKind.enumValues)[number],
  from: string,
  until: string | null = null,
): void {
  system.rows.add(tables.assignments, {
    districtId: system.district,
    id: rowId(`${system.key}/${household.key}/assignment/${postId}`),
    householdId: household.id,
    postId,
    kind,
    from,
    until,
  });
}
