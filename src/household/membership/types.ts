import { ObjectType } from 'type-graphql';
import { columns } from '../../access/columns.js';
import { inherited } from '../../access/grants.js';
import { Computed } from '../../access/relations.js';
import { departures } from '../../database/tables/departure.js';
import { Node } from '../../node.js';

/** Whom what somebody was or became elsewhere is told to, in words. */
export const whoKnowsBoth =
  'told to those whose duty has SAFETY of everybody in both households, and to nobody where somebody in either is accused';

@ObjectType({
  implements: Node,
  description:
    '전출. 가구원이 가구를 떠났다는 것과 까닭을 적은 기록입니다. That a member left the household, and why: FAMILY. The day is with who they are.',
})
export class Departure extends columns(departures, {
  id: [inherited, '고유 식별자. Stable identifier.'],
  reason: [inherited, '전출 사유. Why they left.'],
  recordedAt: [inherited, '기록 시각. When it was written down.'],
  takenBackAt: [
    inherited,
    '정정 시각. When it was taken back as a mistake, or written down anew; null while it stands.',
  ],
}) {
  @Computed(
    () => String,
    (t) => `hamkke.record_after(${t}.district_id, ${t}.id)`,
    {
      grant: inherited,
      description: `옮긴 기록. Id of the member that they are in another household now, ${whoKnowsBoth}; else null.`,
    },
    { optional: true },
  )
  readonly movedToId!: string | null;
}
