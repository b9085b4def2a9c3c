import { ID, ObjectType } from 'type-graphql';
import { columns } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import { inherited } from '../access/grants.js';
import { Computed, One } from '../access/relations.js';
import { IntakeReport } from '../case/report/types.js';
import { Case } from '../case/types.js';
import { connectionOf } from '../connection.js';
import * as tables from '../database/tables/application.js';
import { Household } from '../household/types.js';
import { Node } from '../node.js';

@ObjectType({
  description: '방문자. 함께 가는 사람 가운데 하나입니다. Somebody who goes to a household.',
})
export class Visitor {
  @OutputField(() => ID, '직위. Id of their post.')
  postId!: string;

  @OutputField(() => String, '이름. Name; null where the post is nobody’s any more.', { optional: true })
  name!: string | null;
}

@ObjectType({
  implements: Node,
  description:
    '긴급지원 신청. 접수되면 정해진 날 안에 방문일을 합의하고 두 사람이 찾아갑니다. 결과는 이어진 사례의 개입 유형에 있습니다. An application for emergency support; what became of it is the track of its case.',
})
export class EmergencyApplication extends columns(tables.emergencyApplications, {
  id: [inherited, '고유 식별자. Stable identifier.'],
  receivedOn: [inherited, '접수일. Day on which it was received.'],
  agreedOn: [inherited, '합의일. Day on which the visit was agreed with the household.'],
  visitOn: [inherited, '방문 예정일. Day of the visit as it was agreed last.'],
  visitedOn: [inherited, '방문일. Day on which somebody was there.'],
  version: [inherited, '판 번호. Counts its changes; send it as `expectedVersion`.'],
}) {
  @Computed(
    () => [Visitor],
    (t) => `hamkke.visitors(${t})`,
    { grant: inherited, description: '방문자. Who goes, both of one team.' },
  )
  readonly visitors!: Visitor[];

  @One(
    () => Household,
    { districtId: 'districtId', id: 'householdId' },
    { grant: inherited, description: '가구. The household.' },
  )
  readonly household!: Household | null;

  @One(
    () => Case,
    { districtId: 'districtId', id: 'caseId' },
    { grant: inherited, description: '사례. The case that it led to.' },
  )
  readonly case!: Case | null;

  @One(
    () => IntakeReport,
    { districtId: 'districtId', id: 'reportId' },
    { grant: inherited, description: '접수. The report by which it came in.' },
  )
  readonly report!: IntakeReport | null;
}

export const EmergencyApplicationConnection = connectionOf(
  EmergencyApplication,
  'EmergencyApplication',
  '긴급지원 신청',
);
