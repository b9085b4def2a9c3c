import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { commonFaults } from '../commonFaults.js';
import { errorOf } from '../faults.js';
import type { RequestContext } from '../request.js';
import { PlanCache, type PlanCacheOptions, type PreparedPlan } from './planCache.js';
import { Draft } from './planner/draft.js';
import { planJsonText } from './planner/jsonText.js';
import type { Shape } from './planner/plan.js';
import { planRows } from './planner/rows.js';
import { typeOf } from './planner/selection.js';
import type { Source } from './planner/source.js';
import type { Query } from './readExecutor.js';
import type { Opening } from './run.js';

export interface QueryOptions extends PlanCacheOptions {
  /** The application's wall. Off only in tests of the other wall. */
  wall: boolean;
}

/** A statement that was planned, with what the log must know of its rows. */
export interface PlannedQuery extends Query {
  shape: Shape;
  /** Whether the answer is the text of the response. */
  isText: boolean;
}

/** How a statement is composed and bound. */
export interface AskedQuery {
  source: Source;
  /** The type that is selected from, where it is not that of the field. */
  type?: GraphQLObjectType;
  /** Values that the statement binds beside the field's own arguments. */
  own?: Record<string, unknown>;
  /** What is bound behind the viewer to open it; null where nothing depends on who asks. */
  opens?: readonly unknown[] | null;
}

/** Composes a statement for the fields of figures that are asked for, with the place of the root field's arguments. */
export type Compose = (draft: Draft, at: number, asked: ReadonlySet<string>) => string;

/** Statements that are composed from what operations select, with the values of one request. */
export class PlannedQueries {
  private readonly plans: PlanCache;

  constructor(private readonly options: QueryOptions) {
    this.plans = new PlanCache(options);
  }

  /** The statement of a selection, whose answer is rows. */
  rows(context: RequestContext, info: GraphQLResolveInfo, { source, type, own, opens }: AskedQuery) {
    const plan = this.plans.get(info, `${type?.name ?? ''} ${variantOf(source)}`, () =>
      planRows(info, type ?? typeOf(info), source, this.options),
    );
    return this.bound(context, info, plan, own, opens);
  }

  /** The same whose answer is the text of the response, where that is wanted and all of it is everybody's; else null. */
  text(context: RequestContext, info: GraphQLResolveInfo, { source, type, own }: AskedQuery) {
    if (!context.request.mayAnswerText || type) return null;
    const plan = this.plans.get(info, `whole ${variantOf(source)}`, () =>
      planJsonText(info, typeOf(info), source, this.options),
    );
    return plan && { ...this.bound(context, info, plan, own), isText: true };
  }

  /** The statement of figures, under the names of the fields that are asked for. */
  figures(
    context: RequestContext,
    info: GraphQLResolveInfo,
    compose: Compose,
    { opening = 'nothing', own, opens }: { opening?: Opening } & Pick<AskedQuery, 'own' | 'opens'> = {},
  ) {
    const plan = this.plans.get(info, 'figures', () => {
      const draft = new Draft(info, this.options);
      const at = draft.argue(info.parentType.getFields()[info.fieldName]!, info.fieldNodes[0]!);
      const fields = draft.fields(typeOf(info), info.fieldNodes);
      const asked = new Set([...fields.values()].map((group) => group[0]!.name.value));
      const part = { sql: compose(draft, at, asked), shape: null as never, rows: () => 0 };
      return draft.plan(part, opening);
    });
    return this.bound(context, info, plan, own, opens);
  }

  /** A plan with the values of this request, whose rows count among those that one request may have. */
  private bound(
    { request }: RequestContext,
    { variableValues }: GraphQLResolveInfo,
    plan: PreparedPlan,
    own: Record<string, unknown> = {},
    opens: readonly unknown[] | null = null,
  ): PlannedQuery {
    const given = plan.given(variableValues).map((each) => each as Record<string, unknown>);
    Object.assign(given[0]!, own);
    const { maxRows } = this.options.limits;
    const rows = request.plannedRows + plan.rows(given);
    if (rows > maxRows) throw errorOf(commonFaults.TOO_MANY_ROWS, { rows: Math.ceil(rows), most: maxRows });
    request.plannedRows = rows;
    const { text, sent, shape, prepare } = plan;
    return { text, sent, values: plan.values(given), opens, prepare, shape, isText: false };
  }
}

function variantOf(source: Source): string {
  if (source.kind === 'keys') return 'keys';
  if (source.kind === 'page') return source.sortedBy.name ?? '';
  return (source.kind === 'list' && source.variant) || '';
}
