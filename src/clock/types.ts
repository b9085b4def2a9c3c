import { ObjectType } from 'type-graphql';
import { columns, enumObject } from '../access/columns.js';
import { inherited } from '../access/grants.js';
import { Computed, One } from '../access/relations.js';
import { Case } from '../case/types.js';
import { Organization } from '../catalogue/types.js';
import { connectionOf } from '../connection.js';
import * as tables from '../database/tables/clock.js';
import { clockState } from '../database/tables/enums.js';
import { Household, Member } from '../household/types.js';
import { Node } from '../node.js';

// Registered as the modules load: enums must be known before the schema is built.
const ClockStateType = enumObject(clockState);

@ObjectType({
  implements: Node,
  description:
    '기한. 어떤 일을 언제까지 해야 하는지, 해냈는지 보여 줍니다. 마지막 날은 시작한 날의 기준으로 정해져 바뀌지 않습니다. That something is due by a day; the day was set by the policy of the day on which the clock began.',
})
export class Clock extends columns(tables.clocks, {
  id: [inherited, '고유 식별자. Stable identifier.'],
  dataClass: [inherited, '개인정보 항목. The class of what it waits for.'],
  kind: [inherited, '유형. What is waited for.'],
  tier: [inherited, '방문 주기 군. By which tier a VISIT is due; null for others.'],
  startedOn: [inherited, '시작일. Day on which it began.'],
  dueOn: [inherited, '기한. Last day, until midnight in Seoul.'],
  metOn: [inherited, '처리일. Day on which it was done; null while it was not.'],
  stoppedOn: [inherited, '중단일. Day since which it need not be done any more.'],
}) {
  @Computed(
    () => ClockStateType,
    (t) => `hamkke.clock_state(${t})`,
    { grant: inherited, description: '상태. How it stands today.' },
  )
  readonly state!: string;

  @One(
    () => Household,
    { districtId: 'districtId', id: 'householdId' },
    { grant: inherited, description: '가구. The household.' },
  )
  readonly household!: Household | null;

  @One(
    () => Case,
    { districtId: 'districtId', id: 'caseId' },
    {
      grant: inherited,
      description: '사례. The case that it hangs on; null without SUMMARY, and where it is of a member.',
    },
  )
  readonly case!: Case | null;

  @One(
    () => Member,
    { districtId: 'districtId', id: 'memberId' },
    { grant: inherited, description: '가구원. Who is to be visited; null where it is of a case.' },
  )
  readonly member!: Member | null;

  @One(
    () => Organization,
    { id: 'centerId' },
    { grant: inherited, description: '담당 센터. The team that answers for it.' },
  )
  readonly center!: Organization | null;
}

export const ClockConnection = connectionOf(Clock, 'Clock', '기한');
