import { ObjectType } from 'type-graphql';
import { columns } from '../../access/columns.js';
import { inherited, ownClass } from '../../access/grants.js';
import { Many, One } from '../../access/relations.js';
import { Organization, Service } from '../../catalogue/types.js';
import * as tables from '../../database/tables/case.js';
import { Node } from '../../node.js';
import { Referral } from '../../referral/types.js';
import { Allocation } from '../../sponsor/allocation.js';
import { caseOf, dataClass, id, toCase } from '../fields.js';
import { Case } from '../types.js';

const domain = [inherited, '욕구 영역. The part of life that it concerns.'] as const;

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
