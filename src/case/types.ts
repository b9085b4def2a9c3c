import { ObjectType } from 'type-graphql';
import type { DataClass } from '../access/classes.js';
import { columns, enumObject } from '../access/columns.js';
import { inherited, ownClass } from '../access/grants.js';
import { Computed, Many, One, Pages } from '../access/relations.js';
import type { Step } from '../access/steps.js';
import { EmergencyApplication } from '../application/types.js';
import { Organization } from '../catalogue/types.js';
import { Clock } from '../clock/types.js';
import * as tables from '../database/tables/case.js';
import { caseStep, dataClass as dataClasses } from '../database/tables/enums.js';
import { Household } from '../household/types.js';
import { Node } from '../node.js';
import { Referral } from '../referral/types.js';
import { caseOf, id, toCase, toHousehold } from './fields.js';
import { CaseNote } from './note/types.js';
import { Goal, Linkage, Need } from './plan/types.js';
import { IntakeReport } from './report/types.js';

// Registered as the modules load: enums must be known before the schema is built.
const CaseStep = enumObject(caseStep);
const DataClassType = enumObject(dataClasses);

const ofCase = { districtId: 'districtId', caseId: 'id' };

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

  @Pages(() => Clock, ofCase, ['startedOn', 'id'], {
    grant: ownClass,
    description: '기한. What is or was due by when, those whose class the viewer has, oldest first.',
  })
  readonly clocks!: Clock[] | null;

  @Pages(() => EmergencyApplication, ofCase, ['receivedOn', 'id'], {
    grant: inherited,
    description: '긴급지원 신청. Applications for emergency support that led to it, oldest first.',
  })
  readonly applications!: EmergencyApplication[];

  @Computed(
    () => [CaseStep],
    (t) => `hamkke.viewer_can(${t}.household_id, ${t}.center_id, ${t}.stage, ${t}.track, ${t}.emergency)`,
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
