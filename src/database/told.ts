import type { GraphQLResolveInfo } from 'graphql';
import type { Page } from '../access/finish.js';
import type { Entry } from '../access/log.js';
import type { Limits } from '../config.js';
import type { Context } from '../context.js';
import { within } from './deadline.js';
import { pageSize, parseCursor } from './planner/cursor.js';
import type { Pool } from './pool.js';
import { identityOf, opening, run } from './run.js';

/** A page that a function of the database answers: its name, what it is given first, and of how many parts a cursor is. */
export interface ToldPage {
  name:
    | 'notifications_page'
    | 'review_tasks_page'
    | 'access_log_page'
    | 'access_review_page'
    | 'who_saw_page'
    | 'pledges_page'
    | 'budget_lines_page'
    | 'ledger_page'
    | 'verifications_due_page'
    | 'change_requests_page'
    | 'duplicates_page';
  given: readonly (readonly [type: string, value: unknown])[];
  parts: number;
  first: number | null | undefined;
  after: string | null | undefined;
  /** Whether anybody asks how many there are in all. */
  count: boolean;
}

/** What such a function answers: rows under the names of the API, each with its cursor. */
export type Told = Record<string, unknown>;
type Answered = Told & { rows: Told[]; total: number | null };

/**
 * Reads what lies behind functions that decide by themselves who may have it, since no policy lets the API read the tables.
 * What is answered is logged first, as with every other read: the caller says as what.
 */
export class ToldReads {
  constructor(
    private readonly pool: Pool,
    private readonly limits: Limits,
    /** Called with each statement, for tests that count them. */
    private readonly onStatement?: (text: string) => void,
  ) {}

  /** One answer to this viewer; null where it is not for them. */
  async one(
    context: Context,
    name: 'own_emergency' | 'review_task' | 'own_pledge' | 'own_budget_line',
    district: string,
    id: string,
  ) {
    return (await this.ask(context, `hamkke.${name}($1::text, $2::uuid)`, [district, id])) as Told | null;
  }

  /**
   * A page, logged as `entries` tell of it; null where the function has nothing for this viewer.
   *
   * @param entries the lines of the log, from the rows that will be shown and whatever else was answered
   */
  async page(
    context: Context,
    info: GraphQLResolveInfo,
    asked: ToldPage,
    entries: (shown: Told[], answered: Told | null) => Partial<Entry>[],
  ): Promise<Page | null> {
    // What has failed for a known document is not tried a second time by the executor.
    if (context.failed?.has(info.path.key)) throw context.failed.get(info.path.key);
    const { limits } = this;
    const first = pageSize(asked.first, limits.defaultPageSize, limits.maxPageSize);
    const after = typeof asked.after === 'string' ? parseCursor(asked.after, asked.parts) : null;
    const given = asked.given.map(([type], place) => `$${place + 1}::${type}`);
    const rest = ['text[]', 'int', 'boolean'].map((type, place) => `$${given.length + place + 1}::${type}`);
    const answered = (await this.ask(context, `hamkke.${asked.name}(${[...given, ...rest].join(', ')})`, [
      ...asked.given.map(([, value]) => value),
      after,
      first + 1,
      asked.count,
    ])) as Answered | null;
    const rows = answered?.rows ?? [];
    const operation = (info.operation.name?.value ?? info.fieldName).slice(0, 100);
    await context.log.write(
      entries(rows.slice(0, first), answered).map((each) => ({ ...entryOf(context, operation), ...each })),
    );
    return answered && { rows, first, total: answered.total ?? 0, after: asked.after ?? null };
  }

  private async ask(context: Context, call: string, values: unknown[]) {
    if (!context.viewer) throw new Error('Only somebody can be told');
    const text = `select ${call} as answer`;
    this.onStatement?.(text);
    const result = run(this.pool, {
      text: opening('identity', text, values.length),
      values: [...values, ...identityOf(context.viewer, context.purpose)],
      prepare: true,
    });
    return (await within(this.limits.requestDeadlineMs, result)).answer ?? null;
  }
}

const entryOf = (context: Context, operation: string): Entry => ({
  requestId: context.requestId,
  viewer: context.viewer!,
  address: context.address,
  operation,
  purpose: context.purpose,
  districtId: context.viewer!.districtId,
  householdId: null,
  shown: {},
  bases: [],
  allowed: true,
});
