import * as tables from '../database/tables/index.js';
import { after, at } from './days.js';
import type { System } from './people.js';
import { dongs } from './places.js';
import { rowId } from './random.js';
import { organizationId } from './services.js';
import { postId } from './staff.js';

/** The key of the household that the report made. */
export const reportedAgainKey = 'reported-again';

/**
 * A 112 report of yesterday that nobody has looked into, on somebody who is known: the caller gave the name and the
 * telephone number of the mother of another family, and the report made a household of its own.
 */
export function addReportedAgain({ key, district: districtId, rows, on }: System): void {
  const known = rowId(`${key}/family-e-narrowed/0`);
  const of = (table: string) =>
    rows
      .entries()
      .find(([name]) => name === table)![1]
      .find((row) => row.member_id === known)!;
  const day = after(on, -1);
  const place = `${key}/${reportedAgainKey}`;
  const [householdId, memberId] = [rowId(place), rowId(`${place}/0`)];
  const [caseId, reportId] = [rowId(`${place}/case/1`), rowId(`${place}/report`)];
  const own = { districtId, householdId };
  const centerId = organizationId('yongsan-centre');
  rows.add(tables.households, { districtId, id: householdId });
  rows.add(tables.members, { ...own, id: memberId, ordinal: 1 });
  const ofMember = { ...own, memberId, recordedAt: at(day) };
  rows.add(tables.memberIdentities, { ...ofMember, name: String(of('member_identities').name) });
  rows.add(tables.memberContacts, { ...ofMember, phone: String(of('member_contacts').phone) });
  rows.add(tables.householdSummaries, {
    ...own,
    responsibleDong: dongs.yongsan[0],
    registeredOn: day,
    headId: memberId,
    recordedAt: at(day),
  });
  rows.add(tables.cases, { ...own, id: caseId, centerId, stage: 'RECEIVED', openedOn: day });
  rows.add(tables.caseSteps, {
    ...own,
    id: rowId(`${caseId}/step/0`),
    caseId,
    version: 1,
    step: 'RECEIVE',
    toStage: 'RECEIVED',
    takenAt: at(day),
    organizationId: centerId,
    toCenterId: centerId,
  });
  rows.add(tables.intakeReports, { ...own, id: reportId, caseId, receivedAt: at(day), centerId });
  const ofReport = { ...own, reportId, subjectIds: [memberId] };
  rows.add(tables.reportOrigins, {
    ...ofReport,
    dataClass: 'SAFETY',
    source: 'POLICE_112',
    senderId: organizationId('yongsan-police'),
  });
  rows.add(tables.reportSafeties, {
    ...ofReport,
    incidentKind: 'DOMESTIC_VIOLENCE',
    narrative: '다투는 소리가 난다는 신고로 출동하였다.',
    recordedAt: at(day),
  });
  // Somebody else of that name was looked at before.
  rows.add(tables.reportMatches, {
    districtId,
    reportId,
    householdId: rowId(`${key}/family-b-expired`),
    confirmed: false,
    dismissal: 'ANOTHER_PERSON',
    postId: postId('case-manager'),
    decidedAt: at(day),
  });
}
