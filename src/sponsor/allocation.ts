import { ObjectType } from 'type-graphql';
import { columns } from '../access/columns.js';
import { inherited } from '../access/grants.js';
import { allocations } from '../database/tables/money.js';
import { Node } from '../node.js';

/** The household's side of an allocation: whoever has the linkage's class sees it, and it does not say who gave. */
@ObjectType({
  implements: Node,
  description:
    '배분. 서비스연계가 약정이나 예산에서 받은 것입니다. What a linkage was given of a pledge or a budget line.',
})
export class Allocation extends columns(allocations, {
  id: [inherited, '고유 식별자. Stable identifier.'],
  dataClass: [inherited, '개인정보 항목. The class of its linkage, and its own.'],
  source: [inherited, '재원. Whether a pledge or a budget line pays.'],
  unit: [inherited, '단위. KRW, or what a pledge in kind is counted in.'],
  amount: [inherited, '배분액. What was allocated.'],
  released: [inherited, '취소액. What of it was given back.'],
  allocatedOn: [inherited, '배분일. Day that it was allocated.'],
}) {}
