import * as tables from '../database/tables/index.js';
import { addYongsanAgreements } from './agreements.js';
import {
  addAssignment,
  addCase,
  addGoal,
  addLinkages,
  addNeed,
  addNote,
  addReport,
  type Case,
} from './casework.js';
import { after, at } from './days.js';
import { addEmergencies } from './emergencies.js';
import { addEveryFacet, addSafety } from './facets.js';
import { addFamilies } from './families.js';
import { addFamilyA } from './family-a.js';
import { addHousehold, type Household, type System } from './people.js';
import { dongs } from './places.js';
import { addReferrals } from './referrals.js';
import { addReportedAgain } from './reportedAgain.js';
import { organizationId } from './services.js';
import { postId } from './staff.js';

/** Households of the centre beside the named families, and those of the district office's own team. */
export const yongsanHouseholds = { centre: 16, office: 4 } as const;

const stages = tables.stage.enumValues;
const reached = (stage: (typeof stages)[number], by: (typeof stages)[number]) =>
  stages.indexOf(by) >= stages.indexOf(stage);
const sources = [
  'POLICE_112',
  'HOTLINE_129',
  'POLICE_112',
  'SCHOOL',
  'NEIGHBOUR',
  'POLICE_112',
  'SELF',
  'HOUSING',
  'PARTNER',
] as const;
const types = [
  'TWO_PARENT',
  'SINGLE_PARENT',
  'EXTENDED',
  'GRANDPARENT',
  'MULTICULTURAL',
  'COUPLE',
  'SINGLE',
] as const;
const incidents = ['ELDER_ABUSE', 'CHILD_ABUSE', 'DOMESTIC_VIOLENCE', 'NEGLECT'] as const;
const narratives = {
  ELDER_ABUSE: '어르신의 끼니를 챙기지 않고 소리를 지른다는 신고가 있었다.',
  CHILD_ABUSE: '아이가 밤에 집 밖에서 울고 있다는 신고가 있었다.',
  DOMESTIC_VIOLENCE: '다투는 소리가 크다는 이웃의 신고가 있었다.',
  NEGLECT: '아이가 여러 날 같은 옷을 입고 다닌다는 신고가 있었다.',
} as const;
const senders: Partial<Record<(typeof sources)[number], string>> = {
  POLICE_112: 'yongsan-police',
  SCHOOL: 'yongsan-school',
  HOUSING: 'yongsan-housing',
  PARTNER: 'yongsan-family',
};
/** A household of 112 whose report has gone the whole way to follow-up. */
export const followedUpKey = 'centre-9';

/** S1, the crisis-family integrated support centre (위기가정 통합지원센터), and the team that its head leads beside it. */
export function addYongsan(system: System): void {
  addYongsanAgreements(system.rows, system.on);
  addFamilyA(system);
  addEmergencies(system);
  addFamilies(system);
  addReferrals(system);
  for (let nth = 0; nth < yongsanHouseholds.centre; nth++) {
    const key = `centre-${nth}`;
    const stage = stages[nth % stages.length]!;
    addHome(
      system,
      key,
      nth,
      'yongsan-centre',
      stage,
      key === followedUpKey ? 'POLICE_112' : sources[nth % sources.length]!,
    );
  }
  for (let nth = 0; nth < yongsanHouseholds.office; nth++)
    addHome(system, `office-${nth}`, nth, 'yongsan-office', 'LINKING', 'HOTLINE_129');
  addReportedAgain(system);
}

function addHome(
  system: System,
  key: string,
  nth: number,
  center: string,
  stage: (typeof stages)[number],
  source: (typeof sources)[number],
) {
  const openedOn = after(system.on, -(20 + stages.indexOf(stage) * 22 + nth));
  const household = addHousehold(system, key, dongs.yongsan[nth % 3]!, types[nth % types.length]!, openedOn);
  addEveryFacet(system, household);
  const decided = reached('CONFERENCE', stage);
  const ended = reached('CLOSED', stage);
  const of = addCase(system, household, {
    center,
    stage,
    track: decided ? (nth % 3 ? 'CASE_MANAGED' : 'SERVICE_LINKED') : undefined,
    level: decided ? (['GENERAL', 'INTENSIVE', 'COMPLEX'] as const)[nth % 3] : undefined,
    openedOn,
    closedOn: ended ? after(openedOn, 150) : undefined,
  });
  const reportId = addReport(system, household, {
    source,
    receivedOn: openedOn,
    center,
    sender: senders[source],
    emergency: nth % 5 === 0,
    case: of,
  });
  if (source === 'POLICE_112') addIncident(system, household, reportId, openedOn, incidents[nth % 4]!);
  if (center === 'yongsan-centre')
    addAssignment(
      system,
      household,
      postId(nth % 2 ? 'counsellor-2' : 'case-manager-2'),
      'CASE',
      openedOn,
      ended ? after(openedOn, 150) : null,
    );
  addWork(system, of, stage);
}

/** What has been written by the stage that the case has reached. */
function addWork(system: System, of: Case, stage: (typeof stages)[number]) {
  const day = (days: number) => after(of.openedOn, days);
  const domains = ['HEALTH', 'FINANCE', 'FAMILY', 'DAILY_LIVING'] as const;
  if (reached('INITIAL_CONSULTATION', stage)) addNote(system, of, 'CONSULTATION', day(1));
  if (reached('ASSESSMENT', stage)) {
    for (const domain of domains) addNeed(system, of, domain);
    addNote(system, of, 'VISIT', day(6));
  }
  if (reached('CONFERENCE', stage)) addNote(system, of, 'CONFERENCE', day(11));
  if (reached('PLANNED', stage))
    for (const domain of domains)
      addGoal(system, of, domain, { achievedOn: reached('CLOSED', stage) ? day(140) : undefined });
  if (reached('LINKING', stage)) addLinkages(system, of, system.random.between(2, 5), day(60));
  if (reached('MONITORING', stage)) addNote(system, of, 'MONITORING', day(90));
  if (reached('FOLLOW_UP', stage))
    addNote(system, of, 'MONITORING', day(190), {
      words: '종결하고 한 달 뒤 안부를 물었다. 새로운 신고는 없었다.',
    });
}

function addIncident(
  system: System,
  household: Household,
  reportId: string,
  on: string,
  incidentKind: (typeof incidents)[number],
) {
  const victim = household.members.at(-1)!;
  const key = { districtId: system.district, reportId, householdId: household.id, recordedAt: at(on) };
  system.rows.add(tables.reportSafeties, {
    ...key,
    subjectIds: [victim.id],
    incidentKind,
    narrative: narratives[incidentKind],
  });
  system.rows.add(tables.reportInvestigations, {
    ...key,
    policeOrganizationId: organizationId('yongsan-police'),
    record: '현장 종결, 학대 여부 추가 확인 필요.',
  });
  for (const member of household.members)
    addSafety(system, household, member, {
      allegedPerpetrator: member !== victim && member === household.head,
      findings: member === victim ? '보호가 필요한지 살피고 있다.' : '신고 당시 집 안에 있었다.',
    });
}
