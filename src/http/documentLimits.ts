import {
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type Token,
  TokenKind,
  type ValidationRule,
} from 'graphql';
import type { Limits } from '../config.js';
import type { HamkkeError } from '../errors.js';
import { errorOf, plainErrorOf } from '../faults.js';
import { holdsNumber } from '../text/registrationNumbers.js';
import { type DocumentPart, httpFaults } from './faults.js';

const tooLarge = (what: DocumentPart, most: number) =>
  errorOf(httpFaults.DOCUMENT_TOO_COMPLEX, { what, most });

/**
 * Refuses a document with a registration number in it, be it an argument, a name or a comment: documents are remembered,
 * planned and named in the access log, and names of theirs reach the database. Variables are not. What strings mean counts,
 * and not how they are written: "\u0039" is a 9.
 */
export const noNumbers: ValidationRule = (context) => ({
  Document({ loc }) {
    if (loc && holdsNumber(meaning(loc.startToken)))
      context.reportError(plainErrorOf(httpFaults.DOCUMENT_HOLDS_REGISTRATION_NUMBER));
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
  roots: number;
}

/**
 * What a document asks for beyond the limits; null where it keeps them. It is asked before anything is validated, as
 * validation itself takes longer the more fields and fragments there are to compare.
 */
export function beyondLimits(document: DocumentNode, limits: Limits): HamkkeError | null {
  return new Measure(document, limits).fault();
}

/** Fragments count wherever they are spread, and each is measured once, so that a bomb costs no more than to send it. */
class Measure {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly known = new Map<string, Size>();
  private readonly open = new Set<string>();
  private spreads = 0;
  private comparisons = 0;

  constructor(
    private readonly document: DocumentNode,
    private readonly limits: Limits,
  ) {
    for (const each of document.definitions)
      if (each.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(each.name.value, each);
  }

  fault(): HamkkeError | null {
    const { limits } = this;
    let total = 0;
    const measured = this.document.definitions.filter(hasSelection);
    for (const each of measured) {
      const size = this.sizeOf(each.selectionSet);
      if (size.depth > limits.maxDepth) return tooLarge('levels', limits.maxDepth);
      if (size.aliases > limits.maxAliases) return tooLarge('aliases', limits.maxAliases);
      if (size.fields > limits.maxFields) return tooLarge('fields', limits.maxFields);
      // A fragment is no operation: how many root fields it makes is known where it is spread.
      if (each.kind === Kind.OPERATION_DEFINITION && size.roots > limits.maxRootFields)
        return tooLarge('root fields', limits.maxRootFields);
      total += size.fields;
    }
    // Several operations may stand in one document, and fragments that no operation has are validated, too.
    if (total > limits.maxFields * 4) return tooLarge('fields', limits.maxFields * 4);
    for (const { selectionSet } of measured) this.compare([selectionSet]);
    if (this.comparisons + pairs(this.spreads) > limits.maxComparisons)
      return tooLarge('fields of one name', limits.maxComparisons);
    return null;
  }

  private sizeOf(set: SelectionSetNode): Size {
    const total: Size = { depth: 0, aliases: 0, fields: 0, roots: 0 };
    for (const selection of set.selections) {
      const inner = this.sizeOfOne(selection);
      total.depth = Math.max(total.depth, inner.depth);
      total.aliases += inner.aliases;
      total.fields += inner.fields;
      total.roots += inner.roots;
    }
    return total;
  }

  private sizeOfOne(selection: SelectionNode): Size {
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.sizeOf(selection.selectionSet);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      this.spreads += 1;
      return this.sizeOfFragment(selection.name.value);
    }
    const inner = selection.selectionSet ? this.sizeOf(selection.selectionSet) : empty;
    return {
      depth: inner.depth + 1,
      aliases: inner.aliases + (selection.alias ? 1 : 0),
      fields: inner.fields + 1,
      roots: 1,
    };
  }

  /** While it is being measured, or in a circle, it counts as nothing; an unknown one is told of by validation. */
  private sizeOfFragment(name: string): Size {
    const fragment = this.fragments.get(name);
    if (!fragment || this.open.has(name)) return empty;
    const known = this.known.get(name);
    if (known) return known;
    this.open.add(name);
    const size = this.sizeOf(fragment.selectionSet);
    this.open.delete(name);
    this.known.set(name, size);
    return size;
  }

  /**
   * Counts the pairs of fields that have one name in one place, whichever fragments they come from: validation compares
   * each of them with what stands below, and so takes the square of their number.
   */
  private compare(sets: readonly SelectionSetNode[]) {
    const named = new Map<string, FieldNode[]>();
    for (const set of sets) this.gather(set, named, new Set());
    for (const fields of named.values()) {
      this.comparisons += pairs(fields.length);
      const inner = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (inner.length && this.comparisons <= this.limits.maxComparisons) this.compare(inner);
    }
  }

  private gather(set: SelectionSetNode, named: Map<string, FieldNode[]>, spread: Set<string>) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const fields = named.get(key);
        if (fields) fields.push(selection);
        else named.set(key, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.gather(selection.selectionSet, named, spread);
      } else if (!spread.has(selection.name.value)) {
        const { value } = selection.name;
        const fragment = this.fragments.get(value);
        spread.add(value);
        if (fragment) this.gather(fragment.selectionSet, named, spread);
      }
    }
  }
}

const empty: Size = { depth: 0, aliases: 0, fields: 0, roots: 0 };
const pairs = (count: number) => (count * (count - 1)) / 2;
const hasSelection = (
  each: DefinitionNode,
): each is Extract<DefinitionNode, { selectionSet: SelectionSetNode }> => 'selectionSet' in each;
