import { GraphQLEnumType } from 'graphql';

/** What each argument of a page is, by its name. */
export const pageArguments = {
  first: '행 수. The most rows to return.',
  after: '커서. Rows after this cursor.',
  last: '마지막 행 수. The last rows, up to `before` where that is given; never beside `first`.',
  before: '커서. Rows before this cursor; the last of them, unless `first` is given.',
  order: '순서. Whether the oldest or the newest stand first.',
} as const;

/** In which order a list inside a row is read, where it is one in the order of time. */
export const listOrder = new GraphQLEnumType({
  name: 'ListOrder',
  description: '목록 순서. In which order a list is that goes by time.',
  values: {
    OLDEST_FIRST: { description: '오래된 것부터. What came first stands first.' },
    NEWEST_FIRST: { description: '새로운 것부터. What came last stands first.' },
  },
});
