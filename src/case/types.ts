import { ObjectType } from 'type-graphql';
import type { DataClass } from '../access/classes.js';
import { columns, enumObject, facet } from '../access/columns.js';
import { inherited, ownClass, scope } from '../access/grants.js';
import { Computed, Connection, Facet, Many, One } from '../access/relations.js';
import type { Step } from '../access/steps.js';
import { EmergencyApplication, EmergencyApplicationConnection } from '../application/types.js';
import { Organization, Service } from '../catalogue/types.js';
import { Clock, ClockConnection } from '../clock/types.js';
import * as tables from '../database/tables/case.js';
import { caseStep, dataClass as dataClasses, reportStatus } from '../database/tables/enums.js';
import { FacetChange, FacetChangeConnection } from '../household/facet/changes.js';
import { Household, Member } from '../household/types.js';
import { Node } from '../node.js';
import { Referral } from '../referral/types.js';
import { Allocation } from '../sponsor/allocation.js';

// Registered as the modules load: enums must be known before the schema is built.
const CaseStep = enumObject(caseStep);
const DataClassType = enumObject(dataClasses);
const ReportStatusType = enumObject(reportStatus);

const id = [inherited, '고유 식별자. Stable identifier.'] as const;
const dataClass = [
  inherited,
  '개인정보 항목. The class that this row belongs to, and needs consent for.',
] as const;
const domain = [inherited, '욕구 영역. The part of life that it concerns.'] as const;
const ofCase = { districtId: 'districtId', caseId: 'id' };
const toCase = { districtId: 'districtId', id: 'caseId' };
const toHousehold = { districtId: 'districtId', id: 'householdId' };
const caseOf = { grant: inherited, description: '사례. The case that it belongs to; null without SUMMARY.' };

@ObjectType({
  implements: Node,
  description:
    '사례. 한 가구와 함께 시작부터 종결까지 한 번 진행하는 일입니다. One run of work with one household.',
})
export class Case extends columns(tables.cases, {
  id,
  stage: [inherited, '단계. How far the work is.'],
  track: [inherited, '개입 유형. What the conference decided; null before it.'],
  level: [inherited, '사례 수준. How much work it needs.'],
  openedOn: [inherited, '개시일. Day that the case was opened.'],
  closedOn: [inherited, '종결일. Day that it was closed.'],
  closureReason: [inherited, '종결 사유. Why it was closed.'],
  emergency: [inherited, '긴급 여부. Whether support may come before the survey.'],
  version: [inherited, '판 번호. Grows with every change; pass it back as `expectedVersion`.'],
}) {
  @One(() => Household, toHousehold, { grant: inherited, description: '가구. The household.' })
  readonly household!: Household | null;

  @One(
    () => Organization,
    { id: 'centerId' },
    { grant: inherited, description: '담당 센터. The team that is responsible.' },
  )
  readonly center!: Organization | null;

  @Many(() => Need, ofCase, ['domain', 'id'], {
    grant: ownClass,
    description: '욕구. Needs that were found, those whose class the viewer has.',
  })
  readonly needs!: Need[] | null;

  @Many(() => Goal, ofCase, ['domain', 'id'], {
    grant: ownClass,
    description: '목표. Goals of the plan, those whose class the viewer has.',
  })
  readonly goals!: Goal[] | null;

  @Many(() => Linkage, ofCase, ['linkedOn', 'id'], {
    grant: ownClass,
    description: '서비스연계. Services linked, those whose class the viewer has, oldest first.',
  })
  readonly linkages!: Linkage[] | null;

  @Many(() => CaseNote, ofCase, ['writtenAt', 'id'], {
    grant: ownClass,
    description: '상담·방문 기록. Notes, oldest first.',
  })
  readonly notes!: CaseNote[] | null;

  @Many(() => CaseStepTaken, ofCase, ['version', 'takenAt', 'id'], {
    grant: inherited,
    description: '업무 이력. The steps that were taken, in order.',
  })
  readonly steps!: CaseStepTaken[];

  @Many(() => CaseTransfer, ofCase, ['transferredAt', 'id'], {
    grant: inherited,
    description: '이관. Where the case went to; empty where it stayed.',
  })
  readonly transfers!: CaseTransfer[];

  @Many(() => Referral, ofCase, ['createdAt', 'id'], {
    grant: inherited,
    description:
      '의뢰. Requests to other organizations for this case, oldest first: those that the viewer’s own received, and on the side that asks those whose class the viewer has.',
  })
  readonly referrals!: Referral[];

  @Connection(
    () => Clock,
    () => ClockConnection,
    ofCase,
    ['startedOn', 'id'],
    {
      grant: ownClass,
      description: '기한. What is or was due by when, those whose class the viewer has, oldest first.',
    },
  )
  readonly clocks!: Clock[] | null;

  @Connection(
    () => EmergencyApplication,
    () => EmergencyApplicationConnection,
    ofCase,
    ['receivedOn', 'id'],
    {
      grant: inherited,
      description: '긴급지원 신청. Applications for emergency support that led to it, oldest first.',
    },
  )
  readonly applications!: EmergencyApplication[];

  @Computed(
    () => [CaseStep],
    (t) =>
      `hamkke.viewer_can(${t}.district_id, ${t}.household_id, ${t}.center_id, ${t}.stage, ${t}.track, ${t}.emergency)`,
    { grant: inherited, description: '가능한 업무. The steps that the viewer can take with it now.' },
  )
  readonly viewerCan!: Step[];
}

@ObjectType({
  implements: Node,
  description: '업무 이력. 사례에서 처리한 업무 하나입니다. A step that was taken with a case.',
})
export class CaseStepTaken extends columns(tables.caseSteps, {
  id,
  step: [inherited, '업무. Which step.'],
  fromStage: [inherited, '이전 단계. The stage before; null for the first.'],
  toStage: [inherited, '이후 단계. The stage after.'],
  track: [inherited, '개입 유형. The track after it.'],
  level: [inherited, '사례 수준. The level after it.'],
  closureReason: [inherited, '종결 사유. Why it was closed; null for other steps.'],
  version: [inherited, '판 번호. The version that the case had after it.'],
  takenAt: [inherited, '일시. When it was taken.'],
}) {
  @One(() => Case, toCase, caseOf)
  readonly case!: Case | null;

  @One(
    () => Organization,
    { id: 'organizationId' },
    { grant: inherited, description: '담당 기관. Whose staff took it; of the receipt, the centre.' },
  )
  readonly organization!: Organization | null;

  @One(
    () => Organization,
    { id: 'toCenterId' },
    {
      grant: inherited,
      description:
        '인계 받은 센터. Which team is responsible since; null where the step handed nothing over.',
    },
  )
  readonly toCenter!: Organization | null;

  @One(
    () => IntakeReport,
    { districtId: 'districtId', id: 'reportId' },
    {
      grant: inherited,
      description:
        '접수. The report that came in while the case was open; null for every other step. Such a step is for those who may have the report, and has the version that the case had.',
    },
  )
  readonly report!: IntakeReport | null;
}

/** A transfer as those may know where it went who may know where its people are. */
const goal = (t: string) => `(hamkke.goal_of_transfer(${t}.district_id, ${t}.id))`;
const whereTheyAre =
  'for those who have SAFETY of everybody there, and SAFE_LOCATION too where somebody is accused; null for all others';

@ObjectType({
  description:
    '이관. 사례가 다른 시·군·구의 센터로 새 식별자를 받아 갔다는 기록입니다. That a case went to a centre of another district, under a new id there.',
})
export class CaseTransfer extends columns(tables.caseTransfers, {
  transferReason: [inherited, '이관 사유. Why it went.'],
  transferredAt: [inherited, '이관 일시. When it went.'],
}) {
  @Computed(
    () => String,
    (t) => `${goal(t)}.to_district_id`,
    {
      grant: inherited,
      description: `받은 시·군·구. District that it went to, five digits; ${whereTheyAre}.`,
    },
    { optional: true },
  )
  readonly toDistrictId!: string | null;

  @Computed(
    () => String,
    (t) => `${goal(t)}.to_case_id`,
    {
      grant: inherited,
      description: `이관된 사례. Id of the case there, which only those see who serve it there; ${whereTheyAre}.`,
    },
    { optional: true },
  )
  readonly toCaseId!: string | null;

  @One(
    () => Organization,
    { id: (t) => `${goal(t)}.to_center_id` },
    { grant: inherited, description: `받은 센터. Who is responsible there; ${whereTheyAre}.` },
  )
  readonly toCenter!: Organization | null;

  @Computed(
    () => [DataClassType],
    (t) => `hamkke.classes_that_went(${t}.district_id, ${t}.id)`,
    {
      grant: inherited,
      description:
        '제공 항목. The data classes that went along, of those that the viewer has of the whole household; never UNIQUE_ID: the centre there records registration numbers anew, where a law lets it.',
    },
  )
  readonly classes!: DataClass[];
}

@ObjectType({
  implements: Node,
  description: '욕구. 조사에서 드러난 욕구입니다. A need that the survey found.',
})
export class Need extends columns(tables.needs, {
  id,
  dataClass,
  domain,
  severity: [inherited, '심각도. How severe it is.'],
  description: [inherited, '내용. The need in words.'],
  endedOn: [inherited, '종료일. Day since which it is no need any more; null while it is one.'],
}) {
  @One(() => Case, toCase, caseOf)
  readonly case!: Case | null;
}

@ObjectType({
  implements: Node,
  description: '목표. 서비스 제공계획에 적은 목표입니다. A goal of the service plan.',
})
export class Goal extends columns(tables.goals, {
  id,
  dataClass,
  domain,
  description: [inherited, '내용. The goal in words.'],
  dueOn: [inherited, '목표일. Day by which it should be reached.'],
  achievedOn: [inherited, '달성일. Day that it was reached; null while it is not.'],
  givenUpOn: [inherited, '중단일. Day that it was given up; null while it is not.'],
  givenUpBecause: [inherited, '중단 사유. Why it was given up, in words.'],
}) {
  @One(() => Case, toCase, caseOf)
  readonly case!: Case | null;
}

@ObjectType({
  implements: Node,
  description: '서비스연계. 사례가 연계된 서비스입니다. A service that the case was linked to.',
})
export class Linkage extends columns(tables.linkages, {
  id,
  dataClass,
  domain,
  sector: [inherited, '공공·민간. Which side gives it.'],
  fundedBy: [inherited, '재원. Who pays for it.'],
  valueKrw: [inherited, '금액. Its value, in won; null when it has no price.'],
  linkedOn: [inherited, '연계일. Day that it was linked.'],
}) {
  @One(() => Case, toCase, caseOf)
  readonly case!: Case | null;

  @One(
    () => Service,
    { id: 'serviceId' },
    {
      grant: inherited,
      description: '서비스. The service of the catalogue; null when it is none of it, or confidential.',
    },
  )
  readonly service!: Service | null;

  @One(
    () => Organization,
    { id: 'providerId' },
    { grant: inherited, description: '제공기관. Who gives it; null when confidential.' },
  )
  readonly provider!: Organization | null;

  @One(
    () => Referral,
    { districtId: 'districtId', linkageId: 'id' },
    {
      grant: inherited,
      description:
        '의뢰. The referral that it came of; null where it came of none, or the viewer may not have it.',
    },
  )
  readonly referral!: Referral | null;

  @Many(() => Allocation, { districtId: 'districtId', linkageId: 'id' }, ['allocatedOn', 'id'], {
    grant: ownClass,
    description: '배분. What it was given of pledges and budget lines, oldest first.',
  })
  readonly allocations!: Allocation[] | null;
}

@ObjectType({
  description:
    '참석자. 기록에 적힌 일에 함께한 사람입니다. Somebody who took part in what a note tells of; a member only for those who may know of them.',
})
export class NoteParticipant extends columns(tables.noteParticipants, {
  kind: [inherited, '유형. Whether it is staff, an agency or a member of the household.'],
}) {
  @Computed(
    () => String,
    (t) => `hamkke.name_at_post(${t}.post_id)`,
    { grant: inherited, description: '이름. Name of the staff member; null for the others.' },
    { optional: true },
  )
  readonly name!: string | null;

  @One(
    () => Organization,
    { id: 'organizationId' },
    {
      grant: inherited,
      description:
        '기관. The agency, or where the staff member worked then; null for members, and where it is confidential.',
    },
  )
  readonly organization!: Organization | null;

  @One(
    () => Member,
    { districtId: 'districtId', id: 'memberId' },
    { grant: inherited, description: '가구원. The member; null for the others.' },
  )
  readonly member!: Member | null;
}

@ObjectType({
  implements: Node,
  description: '상담·방문 기록. 상담이나 방문에서 글로 남긴 기록입니다. A note in free text.',
})
export class CaseNote extends columns(tables.caseNotes, {
  id,
  dataClass,
  kind: [inherited, '유형. What it was written about.'],
  writtenAt: [inherited, '작성 시각. When it was written.'],
  body: [inherited, '내용. The note, as it reads since its last correction.'],
  tookPlaceAt: [inherited, '실시 시각. When that took place which it tells of; null where nobody said.'],
  place: [inherited, '장소. Where it took place; null where nobody said.'],
  minutes: [inherited, '소요 시간. How long it took, in minutes; null where nobody said.'],
  version: [inherited, '판 번호. Grows with every correction; pass it back as `expectedVersion`.'],
}) {
  @One(
    () => Organization,
    { id: 'organizationId' },
    { grant: inherited, description: '작성 기관. Whose staff wrote it; null where that is not known.' },
  )
  readonly organization!: Organization | null;

  @Computed(
    () => String,
    (t) => `hamkke.name_at_post(${t}.post_id)`,
    { grant: inherited, description: '작성자. Name of who wrote it; null where that is not known.' },
    { optional: true },
  )
  readonly author!: string | null;

  @Many(() => NoteParticipant, { districtId: 'districtId', noteId: 'id' }, ['kind', 'id'], {
    grant: inherited,
    bounded: 'A note names as many as may be in one room: see `participants` of what writes it.',
    description: '참석자. Who took part in what it tells of, beside its author.',
  })
  readonly participants!: NoteParticipant[];

  @Connection(
    () => FacetChange,
    () => FacetChangeConnection,
    { districtId: 'districtId', noteId: 'id' },
    ['recordedAt', 'id'],
    { grant: inherited, description: '정정 이력. What it said before each correction, oldest first.' },
  )
  readonly changes!: FacetChange[];

  @One(() => Case, toCase, caseOf)
  readonly case!: Case | null;
}

@ObjectType({
  implements: Node,
  description:
    '접수·발굴. 가구를 알게 된 신고나 의뢰, 발굴의 기록입니다. A report by which a household came to be known.',
})
export class IntakeReport extends columns(tables.intakeReports, {
  id,
  receivedAt: [inherited, '접수 시각. When it was received.'],
}) {
  @One(
    () => IntakeOrigin,
    { districtId: 'districtId', reportId: 'id' },
    {
      grant: ownClass,
      description:
        '접수 경로. Where it came from: SAFETY of all whom it concerns, whoever called, as one that is missing would tell of a 112 call.',
    },
  )
  readonly origin!: IntakeOrigin | null;

  @One(() => Household, toHousehold, { grant: inherited, description: '가구. The household that it names.' })
  readonly household!: Household | null;

  @One(() => Case, toCase, {
    grant: inherited,
    description: '사례. The case that came of it; null while there is none.',
  })
  readonly case!: Case | null;

  @One(
    () => Organization,
    { id: 'centerId' },
    {
      grant: inherited,
      description: '담당 센터. Whose report it is: of the centre that received it, or took its case over.',
    },
  )
  readonly center!: Organization | null;

  @Computed(
    () => ReportStatusType,
    (t) => `hamkke.report_status(${t}.district_id, ${t}.id)`,
    {
      grant: inherited,
      description:
        '처리 상태. What its sender is told of it; null where it came from another system, or before there were receipts.',
    },
    { optional: true },
  )
  readonly status!: (typeof reportStatus.enumValues)[number] | null;

  @Many(() => Incident, { districtId: 'districtId', reportId: 'id' }, ['recordedAt'], {
    grant: ownClass,
    bounded: 'A report has one row of what happened.',
    description: '사건. What is said to have happened: SAFETY of all whom it concerns.',
  })
  readonly incidents!: Incident[] | null;

  @Facet(
    () => Investigation,
    { districtId: 'districtId', reportId: 'id', householdId: 'householdId' },
    {
      grant: scope('INVESTIGATION'),
      description: '수사 내용. What police recorded for their investigation: theirs alone.',
    },
  )
  readonly investigation!: Investigation | null;
}

@ObjectType({ description: '접수 경로. 접수가 어디에서 왔는지 보여 줍니다. Where a report came from.' })
export class IntakeOrigin extends columns(tables.reportOrigins, {
  dataClass,
  source: [inherited, '경로. How it came in.'],
  emergency: [inherited, '긴급 여부. Whether it is an emergency.'],
}) {
  @One(
    () => Organization,
    { id: 'senderId' },
    {
      grant: inherited,
      description: '보낸 기관. Who sent it; null where it came from nobody of the catalogue.',
    },
  )
  readonly sender!: Organization | null;
}

@ObjectType({ description: '사건. 접수에 적힌, 일어난 일입니다. What a report says happened.' })
export class Incident extends columns(tables.reportSafeties, {
  incidentKind: [inherited, '사건 유형. What kind of incident.'],
  narrative: [inherited, '경위. What happened, in words.'],
  recordedAt: [inherited, '기록 시각. When this was recorded.'],
}) {}

@ObjectType({
  description: '수사 내용. 경찰이 수사를 위해 적은 것입니다. What police recorded for an investigation.',
})
export class Investigation extends facet(tables.reportInvestigations, {
  record: '기록. The record, in words.',
  recordedAt: '기록 시각. When this was recorded.',
}) {}

@ObjectType({
  implements: Node,
  description: '담당. 누가 가구를 맡고 있다는 기록입니다. That somebody works with the household.',
})
export class Assignment extends columns(tables.assignments, {
  id,
  kind: [inherited, '담당 유형. What they were assigned to do.'],
  from: [inherited, '시작일. First day.'],
  until: [inherited, '종료일. Last day; null while it goes on.'],
  version: [inherited, '판 번호. Counts its changes; send it as `expectedVersion`.'],
}) {
  @Computed(
    () => String,
    (t) => `hamkke.name_at_post(${t}.post_id)`,
    { grant: inherited, description: '담당자. Name of the person; null where the post is nobody’s.' },
    { optional: true },
  )
  readonly name!: string | null;

  @Computed(
    () => String,
    (t) => `'Post:' || ${t}.post_id`,
    { grant: inherited, description: '직위. Id of their post, as `assignable` has it.' },
  )
  readonly postId!: string;
}
