import * as tables from '../database/tables/index.js';
import { after } from './days.js';
import type { System } from './people.js';
import { rowId } from './random.js';
import { organizationId } from './services.js';
import { postId } from './staff.js';

type Kind = (typeof tables.clockKind.enumValues)[number];

/** A case with the household that it is of. */
interface Case {
  id: string;
  household: { id: string };
}

interface ClockFacts {
  kind: Kind;
  startedOn: string;
  dueOn: string;
  metOn?: string;
  reportId?: string;
}

/** Adds that something is or was due in a case (기한). */
export function addClock(system: System, of: Case, center: string, facts: ClockFacts): void {
  const { household } = of;
  system.rows.add(tables.clocks, {
    districtId: system.district,
    id: rowId(`${of.id}/clock/${facts.kind}`),
    householdId: household.id,
    dataClass: 'SUMMARY',
    subjectIds: [household.id],
    caseId: of.id,
    centerId: organizationId(center),
    recordedAt: `${facts.startedOn}T09:00:00+09:00`,
    ...facts,
  });
}

export const visitTeamId = rowId('songsan/team/1');
/** The id of the application that a case began with. */
export const applicationId = (caseId: string) => rowId(`${caseId}/application`);

/** Adds a team whose two people go, and a policy that the district decided for itself. */
export function addVisitTeam(system: System): void {
  system.rows.add(tables.visitTeams, {
    districtId: system.district,
    id: visitTeamId,
    organizationId: organizationId('songsan-3'),
    name: '방문 1팀',
    postIds: [postId('songsan-case-manager'), postId('songsan-counsellor')],
  });
  system.rows.add(tables.districtPolicies, {
    districtId: system.district,
    key: 'CONFERENCE',
    validFrom: '2020-01-01',
    value: 7,
    decidedAt: '2019-12-16T09:00:00+09:00',
    postId: postId('songsan-case-manager'),
  });
}

/** Adds that a case began with an application for emergency support (긴급지원 신청), which was answered in time. */
export function addApplication(system: System, of: Case, reportId: string, on: string): void {
  const [agreedOn, visitOn] = [after(on, 1), after(on, 2)];
  system.rows.add(tables.emergencyApplications, {
    districtId: system.district,
    id: applicationId(of.id),
    householdId: of.household.id,
    reportId,
    caseId: of.id,
    receivedOn: on,
    agreedOn,
    visitOn,
    teamId: visitTeamId,
    visitorIds: [postId('songsan-case-manager'), postId('songsan-counsellor')],
    visitedOn: visitOn,
    agreedById: postId('songsan-case-manager'),
    version: 3,
  });
  addClock(system, of, 'songsan-3', {
    kind: 'EMERGENCY_VISIT_AGREED',
    reportId,
    startedOn: on,
    dueOn: after(on, 3),
    metOn: agreedOn,
  });
  addClock(system, of, 'songsan-3', {
    kind: 'EMERGENCY_VISIT',
    reportId,
    startedOn: agreedOn,
    dueOn: visitOn,
    metOn: visitOn,
  });
}
