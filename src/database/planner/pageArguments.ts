import { registerEnumType } from 'type-graphql';

/** What each argument of a page is, by its name. */
export const pageArguments = {
  first: '행 수. 많아도 이만큼만 받습니다. The most rows to return.',
  after: '커서. 이 커서 다음부터 받습니다. Rows after this cursor.',
  last: '마지막 행 수. 끝에서 이만큼을 받습니다. The last rows, up to `before` where that is given; never beside `first`.',
  before:
    '커서. 이 커서 앞까지 받습니다. Rows before this cursor; the last of them, unless `first` is given.',
  order:
    '순서. 오래된 것과 새로운 것 가운데 어느 쪽을 먼저 받을지 정합니다. Whether the oldest or the newest stand first.',
} as const;

export type ListOrder = 'OLDEST_FIRST' | 'NEWEST_FIRST';

export const ListOrderType = {
  OLDEST_FIRST: 'OLDEST_FIRST',
  NEWEST_FIRST: 'NEWEST_FIRST',
} as const satisfies { [order in ListOrder]: order };
/** The name of the enum for the order of a list that goes by time. */
export const listOrderName = 'ListOrder';
registerEnumType(ListOrderType, {
  name: listOrderName,
  description:
    '목록 순서. 시간순 목록을 어느 쪽부터 보여 줄지 정합니다. In which order a list is that goes by time.',
  valuesConfig: {
    OLDEST_FIRST: { description: '오래된 것부터. What came first stands first.' },
    NEWEST_FIRST: { description: '새로운 것부터. What came last stands first.' },
  },
});
