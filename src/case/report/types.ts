import { ObjectType } from 'type-graphql';
import { columns, enumObject, facet } from '../../access/columns.js';
import { inherited, ownClass, scope } from '../../access/grants.js';
import { Computed, Facet, Many, One } from '../../access/relations.js';
import { Organization } from '../../catalogue/types.js';
import * as tables from '../../database/tables/case.js';
import { reportStatus } from '../../database/tables/enums.js';
import { Household } from '../../household/types.js';
import { Node } from '../../node.js';
import { dataClass, id, toCase, toHousehold } from '../fields.js';
import { Case } from '../types.js';

// Registered as the module loads: enums must be known before the schema is built.
const ReportStatusType = enumObject(reportStatus);

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
  reporterKind: [inherited, '신고자 유형. Who reported it, where that was by the duty DISCOVERY_REPORTER.'],
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
