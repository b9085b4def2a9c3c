import { ID, ObjectType } from 'type-graphql';
import type { DataClass } from '../access/classes.js';
import { columns, enumObject } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import { inherited } from '../access/grants.js';
import { Computed, One } from '../access/relations.js';
import { Service } from '../catalogue/types.js';
import { connectionOf } from '../connection.js';
import * as tables from '../database/tables/catalogue.js';
import { dataClass } from '../database/tables/enums.js';
import { ConditionKind, ConditionVerdict, EligibilityVerdict } from './kinds.js';

// Registered as the modules load: enums must be known before the schema is built.
const DataClassType = enumObject(dataClass);

@ObjectType({
  description:
    '이용 조건. 서비스가 정한 조건 하나와, 이 가구가 그 조건에 맞는지 보여 줍니다. One condition of a service, and how this household stands to it.',
})
export class EligibilityCondition {
  @OutputField(() => ConditionKind, '종류. What it is about.')
  kind!: ConditionKind;

  @OutputField(() => ConditionVerdict, '충족 여부. Whether it fits, or why nobody can say.')
  verdict!: ConditionVerdict;

  @OutputField(() => String, '조건의 말. What the service asks for, in the words of its source.')
  words!: string;

  @OutputField(
    () => [DataClassType],
    '항목. The data classes that decided it; where it is missing or withheld, those that would.',
  )
  dataClasses!: DataClass[];

  @OutputField(() => ID, '가구원. Of whom it is judged; null where it is of the household as a whole.', {
    optional: true,
  })
  memberId!: string | null;
}

/** The rows go by the name that the planner calls what was found (see rowSource.ts). */
const found = (column: string) => () => `f.${column}`;

@ObjectType({
  description:
    '받을 수 있는 서비스. 가구가 받을 수 있거나 받을지도 모르는 서비스와 그 까닭입니다. A service that a household may get, and why. All of it is told from what the viewer may see of the household.',
})
export class EligibleService extends columns(tables.services, {}) {
  @One(() => Service, { id: 'id' }, { grant: inherited, description: '서비스. The service.' })
  readonly service!: Service | null;

  @Computed(() => EligibilityVerdict, found('verdict'), {
    grant: inherited,
    description: '이용 가능성. Whether the household may get it, as far as the viewer can tell.',
  })
  readonly verdict!: EligibilityVerdict;

  @Computed(() => [ID], found('member_ids'), {
    grant: inherited,
    description:
      '대상 가구원. Ids of the members whom it fits, or where it fits nobody yet, of those for whom nothing is against it. Empty where it says nothing of people.',
  })
  readonly memberIds!: string[];

  @Computed(() => [EligibilityCondition], found('conditions'), {
    grant: inherited,
    description:
      '조건. What it asks for: of the household once, of people for each member in `memberIds`. The words of the service come last.',
  })
  readonly conditions!: EligibilityCondition[];
}

export const EligibleServiceConnection = connectionOf(
  EligibleService,
  'EligibleService',
  '받을 수 있는 서비스',
);
