import type { GraphQLResolveInfo } from 'graphql';
import { basesIn } from '../access/classes.js';
import type { Entry } from '../accesslog/accessLog.js';
import { entryOf, logRefused, logShown, operationOf } from '../accesslog/entries.js';
import type { Limits } from '../config.js';
import type { Context } from '../context.js';
import { pageSize, parseCursor } from './planner/cursor.js';
import type { GlobalId } from './planner/identifiers.js';
import type { Page } from './planner/wireResolvers.js';
import type { Pool } from './pool.js';
import { identityOf, run, scopeOf, withScope } from './run.js';

/** A page that a function of the database answers: its name, what it is given first, and of how many parts a cursor is. */
export interface FunctionPage {
  name:
    | 'notifications_page'
    | 'review_tasks_page'
    | 'incoming_reports_page'
    | 'consents_coming_of_age_page'
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
export type FunctionRow = Record<string, unknown>;
type Answered = FunctionRow & { rows: FunctionRow[]; total: number | null };

/** The functions that answer one row, each by its district and id. */
export type RowFunction =
  | 'own_emergency'
  | 'review_task'
  | 'own_pledge'
  | 'own_budget_line'
  | 'incoming_report';

/**
 * Reads what lies behind functions that decide by themselves who may have it, since no policy lets the API read the tables.
 * What is answered is logged first, as with every other read: the caller says as what.
 */
export class FunctionReads {
  constructor(
    private readonly pool: Pool,
    private readonly limits: Limits,
    /** Called with each statement, for tests that count them. */
    private readonly onStatement?: (text: string) => void,
  ) {}

  /** One answer to this viewer; null where it is not for them. */
  async one(context: Context, name: RowFunction, district: string, id: string) {
    return (await this.called(context, `${name}($1::text, $2::uuid)`, [district, id])) as FunctionRow | null;
  }

  /**
   * A page, logged as `entries` tell of it; null where the function has nothing for this viewer.
   *
   * @param entries the lines of the log, from the rows that will be shown and whatever else was answered
   */
  async page(
    context: Context,
    info: GraphQLResolveInfo,
    asked: FunctionPage,
    entries: (shown: FunctionRow[], answered: FunctionRow | null) => Partial<Entry>[],
  ): Promise<Page | null> {
    repeatFailure(context, info);
    if (!context.viewer) throw new Error('Only somebody can be told');
    const { limits } = this;
    const first = pageSize(asked.first, limits.defaultPageSize, limits.maxPageSize);
    const after = typeof asked.after === 'string' ? parseCursor(asked.after, asked.parts) : null;
    const given = asked.given.map(([type], place) => `$${place + 1}::${type}`);
    const rest = ['text[]', 'int', 'boolean'].map((type, place) => `$${given.length + place + 1}::${type}`);
    const answered = (await this.called(context, `${asked.name}(${[...given, ...rest].join(', ')})`, [
      ...asked.given.map(([, value]) => value),
      after,
      first + 1,
      asked.count,
    ])) as Answered | null;
    const rows = answered?.rows ?? [];
    await this.logged(context, info, entries(rows.slice(0, first), answered));
    return answered && { rows, first, total: answered.total ?? 0, after: asked.after ?? null };
  }

  /** Writes the lines of the log that tell of what such a function answered, before it leaves. */
  async logged(context: Context, info: GraphQLResolveInfo, entries: readonly Partial<Entry>[]) {
    const { districtId } = context.viewer!;
    await context.log.write(
      entries.map((each) => entryOf(context, operationOf(info), { districtId, ...each })),
    );
  }

  /**
   * What a function of the database tells of a household to those whom it decides may know; null for everybody else, which
   * is logged as a refusal.
   */
  async ofHousehold(
    context: Context,
    info: GraphQLResolveInfo,
    name: 'explain_access' | 'provisions',
    id: GlobalId,
    given: readonly (readonly [type: string, value: unknown])[],
  ) {
    repeatFailure(context, info);
    const { viewer } = context;
    if (!viewer) throw new Error('Nothing is told of a household without a viewer');
    const values = [id.district, id.id, ...given.map(([, value]) => value)];
    const places = ['text', 'uuid', ...given.map(([type]) => type)].map((type, at) => `$${at + 1}::${type}`);
    const text = `select hamkke.${name}(${places.join(', ')}) as answer`;
    this.onStatement?.(text);
    const asked = [...identityOf(viewer, context.purpose), id.type, id.district, [id.id]];
    const statement = { text: withScope('rows', text, values.length), values: [...values, ...asked] };
    const { opened, answer } = await run(this.pool, { ...statement, prepare: true }, context.deadline);
    if (answer === null || answer === undefined) {
      await logRefused(context, info, id);
      return null;
    }
    const bases = basesIn(scopeOf(opened).get(id.id)?.[2] ?? 0);
    await logShown(context, info, id.district!, new Map([[id.id, { shown: { [id.id]: [] }, bases }]]));
    return answer;
  }

  /** The same for a list with a cursor of `order` values, which the function pages through. */
  async pageOfHousehold(
    context: Context,
    info: GraphQLResolveInfo,
    name: 'provisions',
    id: GlobalId,
    asked: { first: number | null; after: string | null; order: number },
  ) {
    const { limits } = this;
    const first = pageSize(asked.first, limits.defaultPageSize, limits.maxPageSize);
    const after = asked.after === null ? null : JSON.stringify(parseCursor(asked.after, asked.order));
    const answer = await this.ofHousehold(context, info, name, id, [
      ['text::jsonb', after],
      ['int', first + 1],
    ]);
    return answer && { ...(answer as { rows: unknown[]; total: number }), first, after: asked.after };
  }

  /**
   * What a function of the database answers, which decides by itself who may have it.
   *
   * @param call the function with its parameters, each with its type; never anything that a client wrote
   */
  async called(context: Context, call: string, values: unknown[] = []) {
    const text = `select hamkke.${call} as answer`;
    this.onStatement?.(text);
    // Nobody has no identity to confirm, and the function has nothing for nobody.
    const { viewer } = context;
    const statement = viewer
      ? {
          text: withScope('identity', text, values.length),
          values: [...values, ...identityOf(viewer, context.purpose)],
        }
      : { text, values };
    return (await run(this.pool, { ...statement, prepare: true }, context.deadline)).answer ?? null;
  }
}

/** What has failed for a known document is not tried a second time by the executor. */
export function repeatFailure(context: Context, info: GraphQLResolveInfo): void {
  if (context.failed?.has(info.path.key)) throw context.failed.get(info.path.key);
}
