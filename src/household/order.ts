import { registerEnumType } from 'type-graphql';
import { isOpenCase } from '../access/steps.js';
import type { PageOrder } from '../database/planner/plan.js';
import { caseSteps, cases } from '../database/tables/case.js';
import { householdSummaries } from '../database/tables/household.js';

const registered: PageOrder = {
  column: 'registeredOn',
  of: { table: householdSummaries, on: { districtId: 'districtId', householdId: 'id' } },
};

/** The orders of the list of households; what an order looks at and the viewer does not have comes last. */
export const householdOrders = {
  NEWEST_FIRST: registered,
  OLDEST_FIRST: { ...registered, name: 'OLDEST_FIRST', oldestFirst: true },
  LONGEST_WITHOUT_STEP: {
    name: 'LONGEST_WITHOUT_STEP',
    column: 'takenAt',
    of: { table: caseSteps, on: { districtId: 'districtId', householdId: 'id' } },
    latestOf: { of: { table: cases, on: { districtId: 'districtId', id: 'caseId' } }, where: isOpenCase },
    oldestFirst: true,
  },
} as const satisfies Record<string, PageOrder>;

export type HouseholdOrder = keyof typeof householdOrders;

export const HouseholdOrderType = {
  NEWEST_FIRST: 'NEWEST_FIRST',
  OLDEST_FIRST: 'OLDEST_FIRST',
  LONGEST_WITHOUT_STEP: 'LONGEST_WITHOUT_STEP',
} as const satisfies { [order in HouseholdOrder]: order };
registerEnumType(HouseholdOrderType, {
  name: 'HouseholdOrder',
  description: '가구 순서. 가구를 어떤 순서로 보여 줄지 정합니다. In which order households are listed.',
  valuesConfig: {
    NEWEST_FIRST: { description: '최근 등록 순. Registered last, first.' },
    OLDEST_FIRST: { description: '먼저 등록된 순. Registered first, first.' },
    LONGEST_WITHOUT_STEP: {
      description:
        '오래 멈춘 순. The longest without a step in its open cases first; households without an open case come last.',
    },
  },
});
