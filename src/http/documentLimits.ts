import {
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type Token,
  TokenKind,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import type { Limits } from '../config.js';
import { holdsNumber } from '../uniqueid/occurrences.js';

const tooLarge = (what: string, most: number) =>
  new GraphQLError(`요청이 너무 복잡합니다. The operation has too many ${what}: at most ${most}.`, {
    extensions: { code: 'BAD_INPUT' },
  });

/**
 * Refuses a document with a registration number in it, be it an argument, a name or a comment: documents are remembered,
 * planned and named in the access log, and names of theirs reach the database. Variables are not. What strings mean counts,
 * and not how they are written: "\u0039" is a 9.
 */
export const noNumbers: ValidationRule = (context) => ({
  Document({ loc }) {
    if (loc && holdsNumber(meaning(loc.startToken)))
      context.reportError(
        new GraphQLError(
          '주민등록번호는 문서에 쓰지 말고 변수로 보내십시오. A document holds no registration number: send it as a variable.',
          { extensions: { code: 'BAD_INPUT' } },
        ),
      );
  },
});

/** The values of a document's tokens, comments too, so that a number in two neighbours is found; a decimal is none. */
function meaning(first: Token): string {
  const values: string[] = [];
  for (let token: Token | null = first; token; token = token.next) {
    if (token.kind === TokenKind.FLOAT && !/^-?\d{6}/.test(token.value)) values.push('x');
    else if (token.value !== undefined) values.push(token.value);
  }
  return values.join(' ');
}

interface Size {
  depth: number;
  aliases: number;
  fields: number;
}

/** Bounds what one document may ask for before anything of it is planned; fragments count wherever they are spread. */
export const documentLimits =
  (limits: Limits): ValidationRule =>
  (context: ValidationContext) => ({
    OperationDefinition(operation) {
      const sizes = new Map<string, Size>();
      const size = sizeOf(context, operation.selectionSet, sizes, new Set());
      const roots = rootFields(context, operation.selectionSet, new Map());
      if (size.depth > limits.maxDepth) context.reportError(tooLarge('levels', limits.maxDepth));
      if (size.aliases > limits.maxAliases) context.reportError(tooLarge('aliases', limits.maxAliases));
      if (size.fields > limits.maxFields) context.reportError(tooLarge('fields', limits.maxFields));
      if (roots > limits.maxRootFields) context.reportError(tooLarge('root fields', limits.maxRootFields));
    },
  });

/** Each fragment is measured once, so that a bomb of nested fragments costs no more to measure than to send. */
function sizeOf(
  context: ValidationContext,
  set: SelectionSetNode,
  known: Map<string, Size>,
  open: Set<string>,
): Size {
  const total: Size = { depth: 0, aliases: 0, fields: 0 };
  for (const selection of set.selections) {
    let inner: Size = { depth: 0, aliases: 0, fields: 0 };
    if (selection.kind === Kind.FIELD) {
      if (selection.selectionSet) inner = sizeOf(context, selection.selectionSet, known, open);
      inner = {
        depth: inner.depth + 1,
        aliases: inner.aliases + (selection.alias ? 1 : 0),
        fields: inner.fields + 1,
      };
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      inner = sizeOf(context, selection.selectionSet, known, open);
    } else {
      const name = selection.name.value;
      const fragment = context.getFragment(name);
      if (!fragment || open.has(name)) continue;
      inner = known.get(name) ?? measured(context, fragment, known, open);
    }
    total.depth = Math.max(total.depth, inner.depth);
    total.aliases += inner.aliases;
    total.fields += inner.fields;
  }
  return total;
}

function measured(
  context: ValidationContext,
  fragment: FragmentDefinitionNode,
  known: Map<string, Size>,
  open: Set<string>,
): Size {
  const name = fragment.name.value;
  open.add(name);
  const size = sizeOf(context, fragment.selectionSet, known, open);
  open.delete(name);
  known.set(name, size);
  return size;
}

/** Each fragment is counted once here too; while it is being counted, or in a circle, it counts as nothing. */
function rootFields(context: ValidationContext, set: SelectionSetNode, known: Map<string, number>): number {
  return set.selections.reduce((sum, selection) => {
    if (selection.kind === Kind.FIELD) return sum + 1;
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return sum + rootFields(context, selection.selectionSet, known);
    const name = selection.name.value;
    const fragment = context.getFragment(name);
    if (!fragment) return sum;
    if (!known.has(name)) {
      known.set(name, 0);
      known.set(name, rootFields(context, fragment.selectionSet, known));
    }
    return sum + known.get(name)!;
  }, 0);
}
