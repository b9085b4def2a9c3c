/** The operations of a document; none where it cannot be read. */
function operationsOf(text: string) {
  try {
    return GraphiQL.GraphQL.parse(text).definitions.filter(({ kind }) => kind === 'OperationDefinition');
  } catch {
    return [];
  }
}

/** Whether a document only reads: what may be sent without being asked to. */
export const onlyReads = (text: string): boolean => {
  const operations = operationsOf(text);
  return operations.length > 0 && operations.every(({ operation }) => operation === 'query');
};

/** Whether a document can be read and holds what is no query. */
export const changes = (text: string): boolean =>
  operationsOf(text).some(({ operation }) => operation !== 'query');

/** GraphiQL learns an operation's name a moment after its text; where there is only one, no name is needed. */
export function onlyOne({ operationName, ...request }: GraphQLRequest): GraphQLRequest {
  return operationsOf(request.query).length === 1 ? request : { ...request, operationName };
}

/** GraphiQL asks about types nested nine deep; five are enough for any list of lists, and pass the server's limit. */
export function within(request: GraphQLRequest): GraphQLRequest {
  const typeRef = `fragment TypeRef on __Type { kind name ${'ofType { kind name '.repeat(5)}${'}'.repeat(6)}`;
  return { ...request, query: request.query.replace(/fragment TypeRef on __Type \{[\s\S]*$/, typeRef) };
}
