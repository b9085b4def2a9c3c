import * as tables from '../database/tables/index.js';
import {
  addAssignment,
  addCase,
  addGoal,
  addLinkage,
  addNeed,
  addNote,
  addReport,
  type Case,
} from './casework.js';
import { addClock } from './clocks.js';
import { addConsent } from './consents.js';
import { addConsultation } from './consultations.js';
import { after, at, born } from './days.js';
import { addHealth, addSafety } from './facets.js';
import { addHousehold, type Household, type Member, type System } from './people.js';
import { dongs } from './places.js';
import { rowId } from './random.js';
import { referralId } from './referrals.js';
import { organizationId, service } from './services.js';
import { postId } from './staff.js';
import { addHealthVisit, addReferralProposal, addUniversalVisit } from './visits.js';

/**
 * Family A: a 112 report of domestic violence, from receipt to linkage, with something of every data class. The father
 * is the head and said to have done the harm, so the mother speaks for the household and for the child.
 */
export function addFamilyA(system: System): void {
  const { on } = system;
  const received = after(on, -45);
  const household = addHousehold(system, 'family-a', dongs.yongsan[0], 'TWO_PARENT', received, [
    { relation: '본인', sex: 'MALE', age: 44 },
    { relation: '배우자', sex: 'FEMALE', age: 41 },
    { relation: '자녀', sex: 'FEMALE', age: 9 },
  ]);
  const [father, mother, child] = household.members as [Member, Member, Member];
  const of = addCase(system, household, {
    center: 'yongsan-centre',
    stage: 'LINKING',
    track: 'CASE_MANAGED',
    level: 'INTENSIVE',
    openedOn: received,
  });
  addClock(system, of, 'yongsan-centre', {
    kind: 'PLAN',
    startedOn: after(received, 12),
    dueOn: after(received, 33),
    metOn: after(received, 20),
  });
  addAssignment(system, household, postId('case-manager'), 'CASE', received);
  addPoliceReport(system, household, of, received, mother);
  addFacets(system, household, father, mother, child);
  addPlan(system, of, mother, child);
  addNotes(system, of, mother, child);
  addChanges(system, household, mother, child);
  addConsents(system, household, father, mother, child);
  addVisits(system, household, mother, child, after(received, 16));
  addConsultation(system, {
    household,
    post: 'case-manager',
    center: 'yongsan-centre',
    caseId: of.id,
    heldOn: after(on, -8),
    place: '센터 상담실',
    closedOn: after(on, -1),
    questions: [
      { domain: 'HOUSING', words: '밀린 월세를 어떻게 갚아야 하는지', referralId: referralId('family-a') },
      {
        domain: 'LEGAL',
        members: [mother],
        words: '보호명령을 어떻게 신청하는지',
        answer: '신청서를 그 자리에서 함께 썼다.',
        answeredBy: 'yongsan-legal',
      },
    ],
  });
}

/** The clinic's nurse was there with the case manager, who wrote it down. */
function addVisits(system: System, household: Household, mother: Member, child: Member, on: string) {
  const by = { household, post: 'case-manager', center: 'yongsan-centre' };
  addUniversalVisit(
    system,
    { ...by, member: child },
    'UNIVERSAL_BIRTH',
    after(born(system.on, child.age), 20),
  );
  addHealthVisit(system, { ...by, member: mother }, on);
  addReferralProposal(system, { ...by, member: mother }, on, 'confirmed', {
    state: 'CONFIRMED',
    referralId: referralId('family-a'),
  });
  addReferralProposal(system, { ...by, member: mother }, on, 'dismissed', {
    state: 'DISMISSED',
    reason: '이미 상담을 받고 있다.',
  });
}

function addPoliceReport(system: System, household: Household, of: Case, received: string, mother: Member) {
  const reportId = addReport(system, household, {
    source: 'POLICE_112',
    receivedOn: received,
    center: 'yongsan-centre',
    sender: 'yongsan-police',
    emergency: true,
    case: of,
  });
  system.rows.add(tables.reportReceipts, {
    districtId: system.district,
    reportId,
    postId: postId('police'),
    organizationId: organizationId('yongsan-police'),
    receivedAt: at(received),
    takenUpAt: at(received, '14:00'),
  });
  const key = { districtId: system.district, reportId, householdId: household.id, recordedAt: at(received) };
  system.rows.add(tables.reportSafeties, {
    ...key,
    subjectIds: [mother.id],
    incidentKind: 'DOMESTIC_VIOLENCE',
    narrative: '밤늦게 고함과 물건 깨지는 소리가 들린다는 112 신고가 있었다. 팔에 멍이 있었다.',
  });
  system.rows.add(tables.reportInvestigations, {
    ...key,
    policeOrganizationId: organizationId('yongsan-police'),
    record: '현장 출동, 양측 분리 조사. 피혐의자 진술 확보, 임시조치 신청 검토.',
  });
}

/** What protects the mother. */
const protection = '비상연락 장치를 드리고 하루 한 번 안부를 확인한다.';

function addFacets(system: System, household: Household, father: Member, mother: Member, child: Member) {
  const { rows, district: districtId } = system;
  const key = (member: Member) => ({ districtId, memberId: member.id, householdId: household.id });
  rows.add(tables.householdHousings, {
    districtId,
    householdId: household.id,
    tenure: 'MONTHLY_RENT',
    depositKrw: 10_000_000,
    monthlyRentKrw: 550_000,
    monthsInArrears: 3,
    condition: '다세대주택 2층이며 현관문 잠금장치가 부서졌다.',
  });
  rows.add(tables.householdFinances, {
    districtId,
    householdId: household.id,
    monthlyIncomeKrw: 1_850_000,
    debtKrw: 14_000_000,
    benefits: ['주거급여'],
  });
  for (const member of [father, mother, child])
    addHealth(system, household, member, null, member === mother ? 'MODERATE' : null);
  rows.add(tables.memberEmployments, { ...key(father), status: '일용직', workplace: '건설 현장' });
  rows.add(tables.memberEmployments, {
    ...key(mother),
    status: '무직',
    seeking: '아이가 학교에 있는 동안 할 수 있는 일',
  });
  rows.add(tables.memberEducations, {
    ...key(child),
    school: '늘봄초등학교',
    grade: '3학년',
    concern: '요즘 지각이 잦고 말수가 줄었다.',
  });
  rows.add(tables.memberLegals, {
    ...key(mother),
    matters: '피해자보호명령 신청',
    counsel: '한강법률구조회',
  });
  addSafety(system, household, father, {
    allegedPerpetrator: true,
    findings: '술을 마신 날 폭력이 되풀이된다는 신고가 있다.',
  });
  addSafety(system, household, mother, {
    findings: '최근 석 달 동안 세 차례 폭행을 겪었다고 한다.',
    protectiveMeasures: protection,
  });
  addSafety(system, household, child, { findings: '다투는 소리에 놀라 잠을 깨는 일이 잦다.' });
  rows.add(tables.memberSafeLocations, {
    ...key(mother),
    place: '해오름쉼터',
    address: '서울특별시 용산구 보기로 9999',
    phone: '02-0000-9999',
    until: after(system.on, 21),
  });
}

function addPlan(system: System, of: Case, mother: Member, child: Member) {
  for (const domain of tables.needDomain.enumValues) {
    const members = [domain === 'EDUCATION' ? child.id : mother.id];
    addNeed(system, of, domain, { members });
    addGoal(system, of, domain, { members });
  }
  const where = { dataClass: 'SAFE_LOCATION', members: [mother.id] } as const;
  addNeed(system, of, 'SAFETY', { ...where, words: '쉼터에서 퇴소한 뒤 지낼 곳이 필요합니다.' });
  addGoal(system, of, 'SAFETY', { ...where, words: '쉼터에 있는 동안 안전한 새 거처를 정한다.' });
  const links: [english: string, members: Member[], valueKrw: number | null][] = [
    ['Crisis-family safety check', [mother], null],
    ['Dental treatment support', [mother], 800_000],
    ['In-depth mental health counselling', [mother], 240_000],
    ['Side-dish delivery', [mother], 60_000],
    ['Parent and child counselling', [mother, child], null],
    ['School welfare support', [child], 150_000],
    ['Mothers’ first day at work', [mother], 90_000],
    ['One month of rent', [mother], 550_000],
    ['Hope savings account', [mother], null],
    ['Family legal aid', [mother], null],
    ['Neighbours’ garden', [mother], 20_000],
    ['Emergency shelter stay', [mother], 1_200_000],
  ];
  links.forEach(([english, members, valueKrw], index) => {
    addLinkage(system, of, {
      service: service(english),
      on: after(of.openedOn, 3 + index * 3),
      members: members.map((member) => member.id),
      valueKrw,
    });
  });
}

function addNotes(system: System, of: Case, mother: Member, child: Member) {
  const day = (days: number) => after(of.openedOn, days);
  addNote(system, of, 'CONSULTATION', day(1), { members: [mother.id] });
  addNote(
    system,
    of,
    'VISIT',
    day(4),
    {
      members: [mother.id, child.id],
      words: '학교 상담실에서 어머니와 아이를 함께 만났다. 아이는 그림으로 마음을 표현했다.',
    },
    {
      tookPlaceAt: at(day(4), '14:00'),
      place: 'ELSEWHERE',
      minutes: 50,
      postId: postId('case-manager'),
      organizationId: organizationId('yongsan-centre'),
      participants: [
        { kind: 'STAFF', postId: postId('apo'), organizationId: organizationId('yongsan-centre') },
        { kind: 'ORGANIZATION', organizationId: organizationId('yongsan-welfare') },
        { kind: 'MEMBER', memberId: mother.id },
        { kind: 'MEMBER', memberId: child.id },
      ],
    },
  );
  addNote(system, of, 'CONFERENCE', day(9), { members: [mother.id] });
  addNote(system, of, 'MONITORING', day(30), {
    dataClass: 'SAFE_LOCATION',
    members: [mother.id],
    words: '쉼터를 찾아가 생활을 살폈다. 잠을 조금씩 이루고 있다.',
  });
}

/** What was corrected of what is known of them: each change of the class that it is of. */
function addChanges(system: System, household: Household, mother: Member, child: Member) {
  const changed = (
    member: Member,
    dataClass: (typeof tables.dataClass.enumValues)[number],
    field: string,
    before: string | null,
    now: string,
  ) =>
    system.rows.add(tables.facetChanges, {
      districtId: system.district,
      id: rowId(`${member.id}/changed/${dataClass}`),
      householdId: household.id,
      memberId: member.id,
      dataClass,
      subjectIds: [member.id],
      version: 1,
      recordedAt: at(after(system.on, -20)),
      postId: postId('case-manager'),
      organizationId: organizationId('yongsan-centre'),
      changes: [{ field, before, after: now }],
    });
  // Somebody wrote it down of the wrong child, and took it back.
  system.rows.add(tables.departures, {
    districtId: system.district,
    id: rowId('family-a/departure'),
    householdId: household.id,
    memberId: child.id,
    dataClass: 'FAMILY',
    subjectIds: [child.id],
    reason: 'PLACED_IN_CARE',
    recordedAt: at(after(system.on, -21)),
    takenBackAt: at(after(system.on, -20)),
    postId: postId('case-manager'),
    organizationId: organizationId('yongsan-centre'),
  });
  changed(mother, 'LEGAL', 'matters', null, '피해자보호명령 신청');
  changed(mother, 'SAFETY', 'protectiveMeasures', null, protection);
  changed(mother, 'SAFE_LOCATION', 'place', null, '해오름쉼터');
  changed(child, 'EDUCATION', 'grade', '2학년', '3학년');
}

function addConsents(system: System, household: Household, father: Member, mother: Member, child: Member) {
  // The father is the child's guardian too, and yet cannot speak for it.
  for (const guardian of [father, mother])
    system.rows.add(tables.guardianships, {
      districtId: system.district,
      id: rowId(`${guardian.id}/guardian`),
      householdId: household.id,
      dataClass: 'FAMILY',
      subjectIds: [child.id, guardian.id],
      memberId: child.id,
      guardianId: guardian.id,
      kind: 'LEGAL',
      from: after(system.on, -3000),
      recordedAt: at(after(system.on, -40)),
      organizationId: organizationId('yongsan-centre'),
    });
  const welfare = { organization: 'yongsan-welfare', agreement: 'welfare' };
  addConsent(system, household, {
    ...welfare,
    key: 'household',
    member: mother,
    householdWide: true,
    classes: ['SUMMARY', 'HOUSING', 'FAMILY'],
  });
  addConsent(system, household, {
    ...welfare,
    key: 'mother',
    member: mother,
    classes: ['IDENTITY', 'CONTACT', 'HEALTH'],
  });
  addConsent(system, household, {
    ...welfare,
    key: 'child',
    member: child,
    givenBy: mother,
    classes: ['IDENTITY', 'EDUCATION'],
  });
  // The head's, and yet not the household's: whoever is said to have done the harm speaks for nobody else.
  addConsent(system, household, {
    ...welfare,
    key: 'father',
    member: father,
    householdWide: true,
    classes: ['FINANCE'],
  });
  addConsent(system, household, {
    key: 'police',
    organization: 'yongsan-police',
    agreement: 'police',
    member: mother,
    classes: ['SUMMARY', 'SAFETY'],
    method: 'IN_PERSON',
  });
}
