import { hash } from 'node:crypto';
import { type DefinitionNode, type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** What hangs on one document that was found valid. */
export interface Kept<Way = unknown> {
  document: DocumentNode;
  /** How its operations are answered once their plans are there; see http/compiledQueries.ts. */
  ways: Map<string, Way>;
}

interface Weighed {
  kept: Kept;
  bytes: number;
}

/**
 * Bytes that things weigh, measured with the heap of Node 20 to 24 and rounded up; test/http/documents.test.ts measures
 * them again. A token of a document is the token itself, its place and its part of a node.
 */
const perToken = 450;
const perDocument = 4_000;

/**
 * Everything that the server remembers of what clients wrote: documents, the plans of their operations, and the ways to
 * answer them. It is bounded by the bytes that all of it weighs. What somebody with a token asked for, or is published, has
 * three quarters of the room: nobody without a token can push it out, however many documents they make up.
 */
export class Documents {
  private readonly lasting: LRUCache<string, Weighed>;
  private readonly passing: LRUCache<string, Weighed>;
  private readonly names = new WeakMap<DefinitionNode, string>();

  constructor(
    bytes: number,
    private readonly published: ReadonlySet<string> = new Set(),
  ) {
    const room = (maxSize: number) =>
      new LRUCache<string, Weighed>({
        maxSize,
        // One document must not push out all others.
        maxEntrySize: Math.ceil(maxSize / 2),
        sizeCalculation: (each) => each.bytes,
      });
    this.lasting = room(Math.ceil((bytes * 3) / 4));
    this.passing = room(Math.ceil(bytes / 4));
  }

  /** The name that a document is kept under. */
  static nameOf(text: string): string {
    return hash('sha256', text, 'hex');
  }

  /** A document that was found valid; once somebody with a token asks for it, it stays among theirs. */
  get(name: string, withToken: boolean): Kept | undefined {
    const lasting = this.lasting.get(name);
    if (lasting) return lasting.kept;
    const passing = this.passing.get(name);
    if (passing && withToken) {
      this.passing.delete(name);
      this.lasting.set(name, passing);
    }
    return passing?.kept;
  }

  /** Whether a document is kept, without counting that as a use of it. */
  has(name: string): boolean {
    return this.lasting.has(name) || this.passing.has(name);
  }

  /** Keeps a document that was found valid. */
  keep(name: string, document: DocumentNode, withToken: boolean): void {
    if (this.get(name, withToken)) return;
    const text = document.loc?.source.body ?? '';
    const tokens = document.tokenCount ?? text.length / 2;
    for (const each of document.definitions)
      if (each.kind === Kind.OPERATION_DEFINITION) this.names.set(each, name);
    const bytes = Math.ceil(perDocument + text.length * 2 + tokens * perToken);
    const room = withToken || this.published.has(text) ? this.lasting : this.passing;
    room.set(name, { kept: { document, ways: new Map() }, bytes });
  }

  /** Says that so many bytes more hang on a document; it goes, or others do, where that is too much. */
  grew(operation: OperationDefinitionNode, bytes: number): void {
    const name = this.names.get(operation);
    if (name === undefined) return;
    for (const room of [this.lasting, this.passing]) {
      const weighed = room.peek(name);
      // What was forgotten and read anew is another document of the same name.
      if (!weighed?.kept.document.definitions.includes(operation)) continue;
      room.set(name, { kept: weighed.kept, bytes: Math.max(1, weighed.bytes + bytes) });
    }
  }

  /** What all that is remembered weighs, in bytes. */
  get bytes(): number {
    return this.lasting.calculatedSize + this.passing.calculatedSize;
  }

  /** How many documents are remembered. */
  get size(): number {
    return this.lasting.size + this.passing.size;
  }
}
