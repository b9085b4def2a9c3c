import { ID, ObjectType } from 'type-graphql';
import { enumObject } from '../access/columns.js';
import { OutputField } from '../access/decorators.js';
import { connectionOf } from '../connection.js';
import { clockKind, inboxKind } from '../database/tables/enums.js';
import { DateScalar, DateTimeScalar } from '../scalars.js';

// Registered as the modules load: enums must be known before the schema is built.
const InboxKindType = enumObject(inboxKind);
const ClockKindType = enumObject(clockKind);

const optional = { optional: true };

@ObjectType({
  description: '할 일. 이 직위에서 기다리는 일 하나입니다. Something that waits for the viewer in this post.',
})
export class InboxItem {
  @OutputField(() => InboxKindType, '유형. What kind of thing waits.')
  kind!: string;

  @OutputField(() => ID, '대상. Id of what waits, for its own query or mutation.')
  about!: string;

  @OutputField(
    () => DateScalar,
    '기한. Last day, until midnight in Seoul; null where there is none.',
    optional,
  )
  dueOn!: string | null;

  @OutputField(() => Boolean, '기한 초과. Whether that day is over.')
  overdue!: boolean;

  @OutputField(() => DateTimeScalar, '시작 시각. Since when it waits.')
  since!: string;

  @OutputField(() => ClockKindType, '기한 유형. What is due, of a clock.', optional)
  clockKind!: string | null;

  @OutputField(() => ID, '가구. Household of a clock; what else waits says it in its own query.', optional)
  householdId!: string | null;
}

export const InboxItemConnection = connectionOf(InboxItem, 'InboxItem', '할 일');
