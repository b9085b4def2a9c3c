import type { Table } from 'drizzle-orm';
import type { GraphQLResolveInfo } from 'graphql';
import { disclosedBy } from '../accesslog/disclosure.js';
import { refusedBy, shownBy } from '../accesslog/entries.js';
import type { RequestContext } from '../request.js';
import { type AskedKey, type AskedRows, KeyBatches } from './batches.js';
import type { FunctionReads } from './functionReads.js';
import type { AskedQuery, PlannedQueries } from './plannedQueries.js';
import type { GlobalId } from './planner/identifiers.js';
import { JsonText } from './planner/jsonText.js';
import type { ReadExecutor } from './readExecutor.js';
import { scopeOf } from './run.js';
import { locations, organizations, services } from './tables/catalogue.js';

/** Tables whose rows are merged, and lead on. */
const merging: readonly Table[] = [organizations, services, locations];

/** Whether an answer says that there is nothing. */
export const isNothing = (answer: unknown) =>
  answer === null || answer === undefined || (answer instanceof JsonText && answer.isNull);

type RowsById = ReadonlyMap<string, unknown>;
/** What a statement answers for several keys. */
const byId = (answer: unknown): Map<string, unknown> =>
  new Map((answer as { $id: string }[]).map((row) => [row.$id, row]));

/** One consent-scoped row. */
interface AskedRow extends AskedQuery {
  district: string;
  /** What the log calls it where it is refused. */
  id: GlobalId | null;
  admit?: () => Promise<void>;
}

/** Reads rows by what names each of them: those of people, and those of the catalogue. */
export class RowReads {
  private readonly batches: KeyBatches;

  /** @param most the most keys of one statement */
  constructor(
    private readonly executor: ReadExecutor,
    private readonly queries: PlannedQueries,
    private readonly functions: FunctionReads,
    most: number,
  ) {
    this.batches = new KeyBatches((rows, keys) => this.keyed(rows, keys), most);
  }

  /** The row of a key, or null: what several root fields ask alike of one table is one statement. */
  load(rows: AskedRows, key: AskedKey): Promise<unknown> {
    return this.batches.load(rows, key);
  }

  /** One consent-scoped row, or null: hidden and unknown are the same. */
  scoped(context: RequestContext, info: GraphQLResolveInfo, asked: AskedRow): Promise<unknown> {
    const { admit, id, district } = asked;
    return this.executor.execute(context, info, {
      admit,
      plan: () => this.queries.rows(context, info, asked),
      outcome: ({ opened, answer }, { shape }) => {
        if (answer === null) return { result: null, entries: [refusedBy(info, id, district)] };
        const scope = scopeOf(opened);
        return { result: answer, entries: shownBy(district, disclosedBy(shape, answer, scope)), scope };
      },
    });
  }

  /** What everybody may have: as the text of the response where that is wanted and can be, as rows elsewhere. */
  catalogue(context: RequestContext, info: GraphQLResolveInfo, asked: AskedQuery): Promise<unknown> {
    return this.executor.execute(context, info, {
      plan: () => this.queries.text(context, info, asked) ?? this.queries.rows(context, info, asked),
      outcome: ({ answer }, { isText }) => ({
        result: isText ? new JsonText(answer as string | null) : answer,
        entries: [],
      }),
    });
  }

  /** The rows that somebody asks for by their keys, of which the same is asked: the first question stands for all. */
  private async keyed(rows: AskedRows, keys: readonly AskedKey[]): Promise<readonly unknown[]> {
    const { context, info } = keys[0]!;
    const ids = keys.map(({ id }) => id);
    const found = rows.owned
      ? await this.ownedRows(context, info, rows, rows.owned, ids)
      : await this.sharedRows(context, info, rows, [...new Set(ids)]);
    return keys.map(({ id }) => found.get(id) ?? null);
  }

  private async ownedRows(
    context: RequestContext,
    info: GraphQLResolveInfo,
    { table, type }: AskedRows,
    { node, district }: NonNullable<AskedRows['owned']>,
    ids: readonly string[],
  ): Promise<RowsById> {
    const idOf = (id: string): GlobalId => ({ type: node, district, id });
    const opens = [node, district, ids];
    const [id] = ids as [string];
    if (ids.length === 1) {
      const source = { kind: 'key', table, districtOwned: true } as const;
      const own = { $district: district, $id: id };
      const asked = { source, type, own, opens, district, id: idOf(id) };
      return new Map([[id, await this.scoped(context, info, asked)]]);
    }
    return this.executor.execute(context, info, {
      plan: () =>
        this.queries.rows(context, info, {
          source: { kind: 'keys', table, districtOwned: true },
          type,
          own: { $district: district, $ids: ids },
          opens,
        }),
      outcome: ({ opened, answer }, { shape }) => {
        const result = byId(answer);
        const scope = scopeOf(opened);
        // As if each was asked for alone: a row that was asked for twice is in the log twice.
        const entries = ids.flatMap((each) =>
          result.has(each)
            ? shownBy(district, disclosedBy(shape, result.get(each), scope))
            : [refusedBy(info, idOf(each))],
        );
        return { result, entries, scope };
      },
    });
  }

  private async sharedRows(
    context: RequestContext,
    info: GraphQLResolveInfo,
    rows: AskedRows,
    ids: readonly string[],
  ): Promise<RowsById> {
    const found = await this.cataloguedRows(context, info, rows, ids);
    const missing = ids.filter((id) => isNothing(found.get(id)));
    if (missing.length === 0 || !merging.includes(rows.table)) return found;
    // Only what is not there is looked for a second time: unknown, hidden and merged are asked alike.
    const redirects = await this.functions.called(context, info, 'redirects_of($1::uuid[])', [missing]);
    const merged = Object.entries((redirects ?? {}) as Record<string, string>);
    if (merged.length === 0) return found;
    const now = await this.cataloguedRows(context, info, rows, [...new Set(merged.map(([, to]) => to))]);
    return new Map([...found, ...merged.map(([id, to]) => [id, now.get(to)] as const)]);
  }

  private async cataloguedRows(
    context: RequestContext,
    info: GraphQLResolveInfo,
    { table, type }: AskedRows,
    ids: readonly string[],
  ): Promise<RowsById> {
    const [id] = ids as [string];
    const source = (kind: 'key' | 'keys') => ({ kind, table, districtOwned: false });
    if (ids.length === 1)
      return new Map([
        [id, await this.catalogue(context, info, { source: source('key'), type, own: { $id: id } })],
      ]);
    return this.executor.execute(context, info, {
      plan: () => this.queries.rows(context, info, { source: source('keys'), type, own: { $ids: ids } }),
      outcome: ({ answer }) => ({ result: byId(answer), entries: [] }),
    });
  }
}
