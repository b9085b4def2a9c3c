import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import { type PreparedOperation, preparedOperations } from '../../src/http/operations.js';

/** The published operations that only read: they may be asked any number of times, as anybody. */
export const publishedQueries = () => {
  published ??= preparedOperations().filter(
    ({ text }) => getOperationAST(parse(text))?.operation === OperationTypeNode.QUERY,
  );
  return published;
};
let published: PreparedOperation[] | undefined;
