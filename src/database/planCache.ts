import type { GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';
import type { Limits } from '../config.js';
import type { Documents } from './documents.js';
import type { Plan } from './planner/plan.js';
import { placeOf, variablesShape } from './planner/selection.js';
import { withScope } from './run.js';

/** A plan with the text that is sent for it: the plan's own, behind what must be opened first. */
export interface PreparedPlan extends Plan {
  sent: string;
  /** Whether the database keeps it under a name. */
  prepare: boolean;
  /** What it weighs, in bytes. */
  bytes: number;
}

export interface PlanCacheOptions {
  limits: Limits;
  /** Texts of the operations whose statements the database keeps prepared. */
  registered: Pick<ReadonlySet<string>, 'has'>;
  /** Told of what each plan weighs, as it hangs on its document. */
  documents?: Documents;
}

/**
 * Bytes that a plan weighs beside its texts, and for each value that it binds and each character of its text, which
 * stands for what is known of its rows; measured, see database/documents.ts.
 */
const perPlan = 2_000;
const perBound = 400;
const perCharacter = 3;

/**
 * Statements of one published document that the database keeps: neither it nor the driver ever forgets one, and whoever
 * leaves out variables in another way makes another.
 */
const mostPrepared = 16;

/** The plans of operations, each by its place in its document and by which variables are given. */
export class PlanCache {
  private readonly plans = new WeakMap<OperationDefinitionNode, Map<string, PreparedPlan | null>>();
  /** By published document: the statements that the database keeps. */
  private readonly prepared = new Map<string, Set<string>>();

  constructor(private readonly options: PlanCacheOptions) {}

  /**
   * The plan that was made before, or the one that is made now.
   *
   * @param what tells plans of one place apart
   * @param make may make null, where there is no such plan; that is remembered, too
   */
  get(info: GraphQLResolveInfo, what: string, make: () => Plan): PreparedPlan;
  get(info: GraphQLResolveInfo, what: string, make: () => Plan | null): PreparedPlan | null;
  get(info: GraphQLResolveInfo, what: string, make: () => Plan | null): PreparedPlan | null {
    let plans = this.plans.get(info.operation);
    if (!plans) {
      plans = new Map();
      this.plans.set(info.operation, plans);
    }
    const key = `${placeOf(info.path)} ${what} ${variablesShape(info)}`;
    let plan = plans.get(key);
    if (plan === undefined) {
      const made = make();
      plan = made && this.weighed(made, info.operation);
      // A document with many optional variables has many shapes: the oldest goes.
      if (plans.size >= this.options.limits.plansPerDocument) this.forget(plans, info.operation);
      plans.set(key, plan);
      this.options.documents?.grew(info.operation, key.length + (plan?.bytes ?? perPlan));
    }
    return plan;
  }

  private weighed(made: Plan, operation: OperationDefinitionNode): PreparedPlan {
    // Refused where it is made, before a longer answer is copied, read and copied again.
    const text = `select hamkke.at_most(b.answer, ${this.options.limits.answerBytes}) as answer from (${made.text}) b`;
    const sent = withScope(made.opening, text, made.bound, made.listed);
    const bytes = perPlan + made.bound * perBound + made.text.length * perCharacter + sent.length;
    return { ...made, sent, bytes, prepare: this.keptPrepared(operation, sent) };
  }

  private forget(plans: Map<string, PreparedPlan | null>, operation: OperationDefinitionNode) {
    const [key, plan] = plans.entries().next().value!;
    plans.delete(key);
    this.options.documents?.grew(operation, -(key.length + (plan?.bytes ?? perPlan)));
  }

  private keptPrepared(operation: OperationDefinitionNode, sent: string): boolean {
    const document = operation.loc?.source.body ?? '';
    if (!this.options.registered.has(document)) return false;
    const kept = this.prepared.get(document) ?? new Set();
    this.prepared.set(document, kept);
    if (kept.size < mostPrepared) kept.add(sent);
    return kept.has(sent);
  }
}
