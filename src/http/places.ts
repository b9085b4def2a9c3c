import { type ASTNode, type DocumentNode, type GraphQLError, Kind, parse, type Source, visit } from 'graphql';

// Where in a document a value stands, as the path of the argument or the input field that it is the value of: the same for
// a literal as for a variable.

/** Documents by their source, for one that is wrong in several places is read again once. */
const documents = new WeakMap<Source, DocumentNode>();
function documentOf(source: Source): DocumentNode {
  const known = documents.get(source) ?? parse(source);
  documents.set(source, known);
  return known;
}

/** The nodes of a document that are meant, each with the path of the value that it is or stands in. */
function pathsOf(document: DocumentNode, isMeant: (node: ASTNode) => boolean): string[] {
  const paths: string[] = [];
  visit(document, {
    enter(node, _key, parent, path, ancestors) {
      if (!isMeant(node)) return undefined;
      let at = '';
      // Lists of nodes are ancestors, too: the index of an entry stands in the path behind its list.
      for (const [depth, each] of [...ancestors, parent, node].entries()) {
        if (each === undefined || Array.isArray(each)) continue;
        const { kind } = each as ASTNode;
        if (kind === Kind.ARGUMENT) at = (each as { name: { value: string } }).name.value;
        else if (kind === Kind.VARIABLE_DEFINITION)
          at = (each as { variable: { name: { value: string } } }).variable.name.value;
        else if (kind === Kind.OBJECT_FIELD) at += `.${(each as { name: { value: string } }).name.value}`;
        else if (kind === Kind.LIST && typeof path[depth + 1] === 'number') at += `[${path[depth + 1]}]`;
      }
      paths.push(at);
      return undefined;
    },
  });
  return paths;
}

/** The path of the literal, or of the field of one, that an error points at; undefined where it points at none. */
export function literalOf({ nodes, source }: GraphQLError): string | undefined {
  const node = nodes?.[0];
  if (!node?.loc || !source || !/Value$|^ObjectField$/.test(node.kind)) return undefined;
  const { start, end } = node.loc;
  const [at] = pathsOf(
    documentOf(source),
    ({ kind, loc }) => kind === node.kind && loc?.start === start && loc.end === end,
  );
  return at || undefined;
}

/** The path of the argument or the input field that a variable is the value of; its name where it stands in several. */
export function variableOf(name: string, { source }: Pick<GraphQLError, 'source'>): string {
  if (!source) return name;
  const document = documentOf(source);
  const defined = new Set<ASTNode>();
  visit(document, { VariableDefinition: ({ variable }) => void defined.add(variable) });
  const places = pathsOf(
    document,
    (node) => node.kind === Kind.VARIABLE && node.name.value === name && !defined.has(node),
  );
  const [only, ...others] = new Set(places);
  return only && others.length === 0 ? only : name;
}
