import DataLoader from 'dataloader';
import type { Table } from 'drizzle-orm';
import { type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, Kind, print } from 'graphql';
import type { RequestContext, RequestState } from '../request.js';

/** A row that a root field asks for by its key. */
export interface AskedKey {
  /** The row's id. */
  id: string;
  context: RequestContext;
  info: GraphQLResolveInfo;
}

/** Which rows those are: what is asked alike of one table is one statement. */
export interface AskedRows {
  table: Table;
  /** The type of their ids, and the district that they belong to; null of a shared table. */
  owned: { node: string; district: string } | null;
  /** The type that is selected from, where it is not that of the field. */
  type?: GraphQLObjectType | undefined;
}

type Loader = DataLoader<AskedKey, unknown>;

/**
 * Gathers the rows that the root fields of one request ask for by their keys, so that those of one table, of which the same
 * is asked, are read by one statement. Nothing is remembered: a row that is asked for again is read, and logged, again.
 */
export class KeyBatches {
  private readonly loaders = new WeakMap<RequestState, Map<Table, Map<string, Loader>>>();

  /**
   * @param read reads rows of which the same is asked: an answer, or null, for each key in their order
   * @param most the most keys of one statement
   */
  constructor(
    private readonly read: (rows: AskedRows, keys: readonly AskedKey[]) => Promise<readonly unknown[]>,
    private readonly most: number,
  ) {}

  async load(rows: AskedRows, key: AskedKey): Promise<unknown> {
    if (isAlone(rows, key)) return (await this.read(rows, [key]))[0];
    const ofRequest = kept(this.loaders, key.context.request, () => new Map<Table, Map<string, Loader>>());
    const ofTable = kept(ofRequest, rows.table, () => new Map<string, Loader>());
    const alike = `${rows.owned?.district ?? ''} ${rows.type?.name ?? ''} ${selectionOf(key.info.fieldNodes)}`;
    const make = () =>
      new DataLoader<AskedKey, unknown>((keys) => this.read(rows, keys) as Promise<ArrayLike<unknown>>, {
        cache: false,
        maxBatchSize: this.most,
      });
    return kept(ofTable, alike, make).load(key);
  }
}

/**
 * Whether nobody can come to be read with a row: it is what the only root field of its operation answers. A field that
 * says the type of its rows asks for several, as `nodes` does.
 */
function isAlone({ type }: AskedRows, { info }: AskedKey): boolean {
  const [only, ...others] = info.operation.selectionSet.selections;
  return !type && others.length === 0 && only!.kind === Kind.FIELD && info.path.prev === undefined;
}

/** What a map has under a key, made where there is nothing yet. */
function kept<K, V>(
  map: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

const selections = new WeakMap<FieldNode, string>();
/** What a field asks for, as text: two places with the same text ask for the same, within one operation. */
const selectionOf = (nodes: readonly FieldNode[]): string =>
  nodes
    .map((node) => kept(selections, node, () => (node.selectionSet ? print(node.selectionSet) : '')))
    .join();
