import type { GraphQLResolveInfo } from 'graphql';
import { basesIn } from '../access/classes.js';
import { type Contents, refusedBy, shownBy } from '../accesslog/entries.js';
import type { Limits } from '../config.js';
import type { RequestContext } from '../request.js';
import { pageSize, parseCursor } from './planner/cursor.js';
import type { GlobalId } from './planner/identifiers.js';
import type { Page } from './planner/page.js';
import type { ReadExecutor } from './readExecutor.js';
import { scopeOf, withScope } from './run.js';

/** A page that a function of the database answers: its name, what it is given first, and of how many parts a cursor is. */
export interface FunctionPage {
  name:
    | 'inbox_page'
    | 'notifications_page'
    | 'review_tasks_page'
    | 'incoming_reports_page'
    | 'sent_reports_page'
    | 'received_reports_page'
    | 'own_consent_proposals_page'
    | 'consent_proposals_page'
    | 'consents_coming_of_age_page'
    | 'consents_ending_page'
    | 'clients_page'
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
  | 'incoming_report'
  | 'sent_report'
  | 'own_consent_proposal';

/** A parameter of a function: the type that PostgreSQL takes it as, and its value. */
type Parameter = readonly [type: string, value: unknown];

const placed = (parameters: readonly Parameter[]) =>
  parameters.map(([type], place) => `$${place + 1}::${type}`).join(', ');
const valuesOf = (parameters: readonly Parameter[]) => parameters.map(([, value]) => value);

/** Reads what lies behind functions that decide by themselves who may have it: no policy lets the API read the tables. */
export class FunctionReads {
  constructor(
    private readonly executor: ReadExecutor,
    private readonly limits: Limits,
  ) {}

  /**
   * One answer to this viewer, logged as `entries` tell of it; null where it is not for them.
   *
   * @param entries the lines of the log, where it tells the viewer more than what they did themselves
   */
  async one(
    context: RequestContext,
    info: GraphQLResolveInfo,
    name: RowFunction,
    { district, id }: { district: string; id: string },
    entries: (row: FunctionRow) => Contents[] = () => [],
  ): Promise<FunctionRow | null> {
    const call = `${name}($1::text, $2::uuid)`;
    const row = await this.called(context, info, call, [district, id], (answer) =>
      answer === null ? [] : entries(answer as FunctionRow),
    );
    return row as FunctionRow | null;
  }

  /**
   * A page, logged as `entries` tell of it; null where the function has nothing for this viewer.
   *
   * @param entries the lines of the log, from the rows that will be shown and whatever else was answered
   */
  async page(
    context: RequestContext,
    info: GraphQLResolveInfo,
    asked: FunctionPage,
    entries: (shown: FunctionRow[], answered: FunctionRow | null) => Contents[],
  ): Promise<Page | null> {
    if (!context.viewer) throw new Error('Only somebody can be told');
    const first = this.size(asked.first);
    const after = typeof asked.after === 'string' ? parseCursor(asked.after, asked.parts) : null;
    const given: readonly Parameter[] = [
      ...asked.given,
      ['text[]', after],
      ['int', first + 1],
      ['boolean', asked.count],
    ];
    const call = `${asked.name}(${placed(given)})`;
    const answered = (await this.called(context, info, call, valuesOf(given), (answer) => {
      const { rows = [] } = (answer ?? {}) as Partial<Answered>;
      return entries(rows.slice(0, first), answer as FunctionRow | null);
    })) as Answered | null;
    const rows = answered?.rows ?? [];
    return answered && { rows, first, total: answered.total ?? 0, after: asked.after ?? null };
  }

  /**
   * What a function of the database tells of a household to those whom it decides may know; null for everybody else, which
   * is logged as a refusal.
   */
  async ofHousehold(
    context: RequestContext,
    info: GraphQLResolveInfo,
    name: 'explain_access' | 'provisions' | 'referral_centers',
    id: GlobalId,
    more: readonly Parameter[],
  ): Promise<unknown> {
    return this.executor.execute(context, info, {
      plan: () => {
        const given: readonly Parameter[] = [['text', id.district], ['uuid', id.id], ...more];
        const text = `select hamkke.${name}(${placed(given)}) as answer`;
        return {
          text,
          sent: withScope('rows', text, given.length),
          values: valuesOf(given),
          opens: [id.type, id.district, [id.id]],
          prepare: true,
        };
      },
      outcome: ({ opened, answer }) => {
        if (answer === null || answer === undefined) return { result: null, entries: [refusedBy(info, id)] };
        const bases = basesIn(scopeOf(opened).get(id.id)?.[2] ?? 0);
        const shown = new Map([[id.id, { shown: { [id.id]: [] }, bases }]]);
        return { result: answer, entries: shownBy(id.district!, shown) };
      },
    });
  }

  /** The same for a list with a cursor of `order` values, which the function pages through. */
  async pageOfHousehold(
    context: RequestContext,
    info: GraphQLResolveInfo,
    name: 'provisions',
    id: GlobalId,
    asked: { first: number | null; after: string | null; order: number },
  ) {
    const first = this.size(asked.first);
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
   * @param entries the lines of the log, where the answer tells of a household
   */
  called(
    context: RequestContext,
    info: GraphQLResolveInfo,
    call: string,
    values: readonly unknown[] = [],
    entries: (answer: unknown) => Contents[] = () => [],
  ): Promise<unknown> {
    return this.executor.execute(context, info, {
      plan: () => {
        const text = `select hamkke.${call} as answer`;
        // Nobody has no identity to confirm, and the function has nothing for nobody.
        const kind = context.viewer ? 'identity' : 'nothing';
        const sent = withScope(kind, text, values.length);
        return { text, sent, values, opens: context.viewer && [], prepare: true };
      },
      outcome: ({ answer }) => {
        const result = answer ?? null;
        return { result, entries: entries(result) };
      },
    });
  }

  private size(asked: number | null | undefined): number {
    const { defaultPageSize, maxPageSize } = this.limits;
    return pageSize(asked, defaultPageSize, maxPageSize);
  }
}
