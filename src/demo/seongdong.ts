import * as tables from '../database/tables/index.js';
import { addAssignment, addCase, addLinkage, addNote, addReport, addScreening } from './casework.js';
import { addConsultation, addDraft } from './consultations.js';
import { after, born, at as instant } from './days.js';
import { addHealth, addLivelihood } from './facets.js';
import { addHousehold, type Household, type Member, type Person, type System } from './people.js';
import { dongs } from './places.js';
import { rowId } from './random.js';
import { organizationId, service } from './services.js';
import { postId } from './staff.js';
import { addHealthVisit, addReferralProposal, addUniversalVisit } from './visits.js';
import { addZoneWork, placeOf } from './zones.js';

/** Households of each of the two dong; in the first, those that the nurse visits now and those whom she used to. */
export const seongdongHouseholds = { each: 30, visited: 18, visitedBefore: 2 } as const;

const tiers = ['HIGH', 'MODERATE', 'HEALTHY'] as const;

/** S3, outreach community centres (찾아가는 동주민센터): a visit offered at sixty-five and at every birth. */
export function addSeongdong(system: System): void {
  dongs.seongdong.forEach((dong, at) => {
    const center = `seongdong-${at + 1}`;
    for (let nth = 0; nth < seongdongHouseholds.each; nth++) addHome(system, dong, center, at, nth);
  });
  addZoneWork(system);
}

function addHome(system: System, dong: string, center: string, at: number, nth: number) {
  const { random, on } = system;
  const birth = nth % 3 === 2;
  const receivedOn = after(on, -(10 + nth * 6));
  const type = birth ? 'TWO_PARENT' : nth % 2 ? 'COUPLE' : 'SINGLE';
  const household = addHousehold(
    system,
    `${at + 1}-${nth}`,
    dong,
    type,
    receivedOn,
    birth ? parents(nth, receivedOn) : elders(nth, receivedOn),
    at === 0 ? placeOf(nth) : null,
  );
  addScreening(system, household, 'UNIVERSAL_VISIT', receivedOn);
  addLivelihood(system, household);
  const seen = at === 0 && nth === 0;
  for (const member of household.members)
    addHealth(system, household, member, tiers[nth % tiers.length], seen ? 'MODERATE' : null);

  if (at === 0 && nth === 3) addIncomingReport(system, household);
  const declined = nth % 10 === 9;
  const of = addCase(system, household, {
    center,
    stage: declined ? 'CLOSED' : 'MONITORING',
    track: declined ? 'NOT_SELECTED' : 'SERVICE_LINKED',
    level: declined ? undefined : 'GENERAL',
    openedOn: receivedOn,
    closedOn: declined ? after(receivedOn, 2) : undefined,
  });
  addReport(system, household, {
    source: birth ? 'UNIVERSAL_BIRTH' : 'UNIVERSAL_65',
    receivedOn,
    center,
    case: of,
  });
  if (declined) {
    addNote(system, of, 'CONSULTATION', after(receivedOn, 2), { words: '방문을 사양하여 안내문만 드렸다.' });
    return;
  }
  if (at === 0) visit(system, household, nth, receivedOn);
  if (at === 0 && nth < 2) {
    const whose = { household, member: household.members[0]!, post: 'nurse', center };
    addUniversalVisit(system, whose, 'UNIVERSAL_65', nth === 0 ? after(receivedOn, 5) : null);
    if (nth === 0) {
      addHealthVisit(system, whose, after(receivedOn, 5));
      addReferralProposal(system, whose, after(receivedOn, 5), 'waits');
      consult(system, household, of.id);
    }
  }
  addNote(system, of, 'VISIT', after(receivedOn, 5), {
    words: birth
      ? '산모와 아기가 모두 건강하며 산후우울 검사를 마쳤다.'
      : '혈압과 혈당을 재고 치매와 우울 검사를 했다.',
  });
  const risk = random.chance(0.4);
  addLinkage(system, of, {
    service: service(
      risk
        ? birth
          ? 'Postpartum counselling'
          : 'Dementia screening'
        : birth
          ? 'First visit to a newborn'
          : 'Visit at sixty-five',
    ),
    on: after(receivedOn, 6),
    members: [household.members[birth ? 1 : 0]!.id],
  });
}

function visit(system: System, household: Household, nth: number, from: string) {
  const { visited, visitedBefore } = seongdongHouseholds;
  // Every tenth household declined and never comes here.
  const rank = nth - Math.floor(nth / 10);
  if (rank < visited) addAssignment(system, household, postId('nurse'), 'VISIT', from);
  else if (rank < visited + visitedBefore)
    addAssignment(system, household, postId('nurse'), 'VISIT', from, after(system.on, -1));
}

/** All that they asked at one place: one question waits for a consent, and one was answered there. */
function consult(system: System, household: Household, caseId: string) {
  const post = 'consultation-specialist';
  const [member] = household.members as [Member];
  const by = { household, post, center: 'seongdong-1', caseId };
  addAssignment(system, household, postId(post), 'CASE', after(system.on, -5));
  const referralId = addDraft(system, by, {
    organization: 'seongdong-mind',
    domain: 'MENTAL_HEALTH',
    classes: ['IDENTITY', 'CONTACT', 'MENTAL_HEALTH'],
    member,
  });
  addConsultation(system, {
    ...by,
    heldOn: after(system.on, -3),
    place: '햇살동 주민센터',
    questions: [
      { domain: 'MENTAL_HEALTH', members: [member], words: '잠을 이루지 못하는 까닭', referralId },
      {
        domain: 'FINANCE',
        words: '기초연금을 받을 수 있는지',
        answer: '만 65세가 되는 달에 신청하도록 안내하였다.',
      },
      { domain: 'LEGAL', members: [member], words: '전세 보증금을 돌려받는 방법' },
    ],
  });
}

/** Whoever is reported on a day turns sixty-five three weeks later. */
const sixtyFiveBefore = (day: string) => born(after(day, 21 + 45), 65);
const elders = (nth: number, on: string): Person[] => [
  { relation: '본인', sex: nth % 4 ? 'FEMALE' : 'MALE', age: 65, bornOn: sixtyFiveBefore(on) },
  ...(nth % 2 ? [{ relation: '배우자', sex: nth % 4 ? 'MALE' : 'FEMALE', age: 67 } as const] : []),
];
const parents = (nth: number, on: string): Person[] => [
  { relation: '본인', sex: 'MALE', age: 30 + (nth % 9) },
  { relation: '배우자', sex: 'FEMALE', age: 29 + (nth % 9) },
  { relation: '자녀', sex: nth % 2 ? 'FEMALE' : 'MALE', age: 0, bornOn: after(on, -12) },
];

/** A report to the other dong on a household that this one serves, whose head was told and has not decided yet (접수 대기). */
function addIncomingReport({ key, district: districtId, rows, on }: System, household: Household) {
  const id = rowId(`${key}/incoming`);
  const [centerId, senderId] = [organizationId('seongdong-2'), organizationId('seongdong-1')];
  const receivedAt = instant(after(on, -1));
  rows.add(tables.incomingReports, {
    districtId,
    id,
    householdId: household.id,
    centerId,
    postId: postId('neighbourhood-officer'),
    organizationId: senderId,
    receivedAt,
    expiresAt: instant(after(on, 6)),
    report: {
      district_id: districtId,
      household_id: household.id,
      report_id: id,
      case_id: rowId(`${key}/incoming/case`),
      step_id: rowId(`${key}/incoming/step`),
      center_id: centerId,
      sender_id: senderId,
      new: false,
      source: 'DONG_CENTER',
      emergency: false,
      narrative: '다음 달 샘터동으로 이사하실 예정이라, 그곳 주민센터에서 미리 뵙기를 바라신다.',
      concerned: household.members.map((each) => each.id),
      received_at: receivedAt,
    },
    people: household.members.map((each) => each.name),
  });
  rows.add(tables.reportReceipts, {
    districtId,
    reportId: id,
    postId: postId('neighbourhood-officer'),
    organizationId: senderId,
    receivedAt,
  });
  rows.add(tables.notifications, {
    districtId,
    id: rowId(`${key}/incoming/notification`),
    postId: postId('seongdong-head'),
    kind: 'REPORT_WAITS',
    incomingReportId: id,
    at: receivedAt,
  });
}
