import { GraphQLEnumType } from 'graphql';

/** In which order a list inside a row is read, where it is one in the order of time. */
export const listOrder = new GraphQLEnumType({
  name: 'ListOrder',
  description: '목록 순서. In which order a list is that goes by time.',
  values: {
    OLDEST_FIRST: { description: '오래된 것부터. What came first stands first.' },
    NEWEST_FIRST: { description: '새로운 것부터. What came last stands first.' },
  },
});
