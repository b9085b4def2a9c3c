import type { Table } from 'drizzle-orm';
import {
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  type OperationDefinitionNode,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { shownIn } from '../access/shown.js';
import type { Limits } from '../config.js';
import type { Context } from '../context.js';
import { badInput } from '../errors.js';
import type { Viewer } from '../identity/viewer.js';
import { within } from './deadline.js';
import { parseCursor } from './planner/cursor.js';
import type { AnyFilter } from './planner/filters.js';
import { type GlobalId, parseId } from './planner/identifiers.js';
import { type Plan, Planner, pageSize, type Source } from './planner/plan.js';
import type { Pool } from './pool.js';
import { identityOf, opening, run, type Scope } from './run.js';

/** A page of consent-scoped rows that a function of the database finds and opens the scope of. */
export interface OpenedPage {
  opening: 'page' | 'referrals';
  /** What the function is asked before the filter, the district apart. */
  which?: readonly string[];
  district: string;
  filter: object;
  first: number | null;
  after: string | null;
}

export interface ReadOptions {
  limits: Limits;
  /** The application's wall. Off only in tests of the other wall. */
  wall: boolean;
  /** Texts of the operations whose statements the database keeps prepared. */
  registered: ReadonlySet<string>;
  /** Called with each tree statement, for tests that count them. */
  onStatement?: (text: string) => void;
}

/** A change as the database tells it. */
export interface Told {
  id: string;
  at: string;
  kind: string;
  district_id: string;
  object_id: string;
  household_id: string;
  gone: boolean;
}

/** Functions that answer by themselves, with the types of what they are asked behind the viewer. */
const answering = {
  changes_after: ['text::uuid', 'int'],
  listen_from: ['text::uuid'],
  changes_from: ['bigint', 'int'],
  webhooks_of: [],
  deliveries_of: ['text[]::delivery_state[]', 'text::timestamptz', 'text::uuid', 'int'],
};

/** A root field's answer as the text of the response. */
export class WholeAnswer {
  constructor(readonly text: string) {}
}

/** A plan with the text that is sent for it: the plan's own, behind what must be opened first. */
interface Prepared extends Plan {
  sent: string;
}

/** Reads a root field: one plan a document, one statement, one flush; what it shows is logged before it is returned. */
export class Reads {
  private readonly plans = new WeakMap<OperationDefinitionNode, Map<string, Prepared | null>>();

  constructor(
    private readonly pool: Pool,
    private readonly options: ReadOptions,
  ) {}

  /** A row of a district-owned, consent-scoped table, or null: hidden and unknown are the same. */
  async one(
    context: Context,
    info: GraphQLResolveInfo,
    table: Table,
    id: GlobalId,
    type?: GraphQLObjectType,
  ) {
    this.repeatFailure(context, info);
    const plan = this.plan(info, { kind: 'key', table, districtOwned: true }, type);
    const given = this.given(plan, info, { $district: id.district, $id: id.id });
    const asked = [id.type, id.district, [id.id]];
    const { opened, answer } = await this.run(context, plan, given, info, asked);
    await this.log(context, info, plan, answer, opened as Scope, id.district!, id);
    return answer;
  }

  /** A row of a shared table. */
  async shared(
    context: Context,
    info: GraphQLResolveInfo,
    table: Table,
    id: string,
    type?: GraphQLObjectType,
  ) {
    this.repeatFailure(context, info);
    const found: Source = { kind: 'key', table, districtOwned: false };
    const text = type ? null : await this.text(context, info, found, { $id: id });
    if (text) return text;
    const plan = this.plan(info, found, type);
    const { answer } = await this.run(context, plan, this.given(plan, info, { $id: id }), info);
    return answer;
  }

  /** A list of a shared table, with filters and a cursor. */
  async list(
    context: Context,
    info: GraphQLResolveInfo,
    source: { table: Table; order: readonly string[]; filter: AnyFilter },
  ) {
    this.repeatFailure(context, info);
    const text = await this.text(context, info, { kind: 'list', ...source }, {});
    if (text) return text;
    const plan = this.plan(info, { kind: 'list', ...source });
    const { answer } = await this.run(context, plan, this.given(plan, info, {}), info);
    return answer;
  }

  /** A page of the households that the viewer may know of, or of referrals. */
  async page(context: Context, info: GraphQLResolveInfo, table: Table, asked: OpenedPage) {
    this.repeatFailure(context, info);
    const { limits } = this.options;
    const first = pageSize(asked.first, limits.defaultPageSize, limits.maxPageSize);
    const [day = null, after = null] = asked.after === null ? [] : parseCursor(asked.after, 2);
    const plan = this.plan(info, { kind: 'page', table, opening: asked.opening });
    const given = this.given(plan, info, { $district: asked.district });
    const count = totalAsked(info);
    const which = [asked.district, ...(asked.which ?? [])];
    const page = [...which, JSON.stringify(asked.filter), day, after, first + 1, count];
    const { opened, answer } = await this.run(context, plan, given, info, page);
    const { scope, total, days } = opened as {
      scope: Scope;
      total: number | null;
      days: Record<string, string>;
    };
    const rows = (answer as { $id: string }[]).map((row) => ({
      ...row,
      $c: [days[row.$id], row.$id],
    }));
    await this.log(context, info, plan, rows.slice(0, first), scope, asked.district, null);
    return { rows, total, first, after: asked.after };
  }

  /** Fails with VIEWER_CHANGED when the person is no longer what this server remembers of them. */
  async confirm(context: Context) {
    if (!context.viewer) return;
    const statement = {
      text: opening('identity', 'select true as answer', 0),
      values: identityOf(context.viewer, context.purpose),
    };
    await within(this.options.limits.requestDeadlineMs, run(this.pool, { ...statement, prepare: true }));
  }

  /** What a function of the database answers that confirms the viewer itself, and decides for itself. */
  async answered(context: Context, name: keyof typeof answering, values: readonly unknown[]) {
    const { viewer } = context;
    if (!viewer) throw new Error('Nobody is answered without a viewer');
    const types = ['uuid', 'text', 'text', ...answering[name]];
    const text = `select hamkke.${name}(${types.map((type, place) => `$${place + 1}::${type}`).join(', ')}) as answer`;
    this.options.onStatement?.(text);
    const given = [...identityOf(viewer, context.purpose), ...values];
    const result = run(this.pool, { text, values: given, prepare: true });
    return (await within(this.options.limits.requestDeadlineMs, result)).answer;
  }

  /** The size of a page, checked. */
  pageSize(first: number | null) {
    const { limits } = this.options;
    return pageSize(first, limits.defaultPageSize, limits.maxPageSize);
  }

  /**
   * What the viewer is told of their organization's feed after a cursor, one more than a page if there is more; logged
   * like everything that says of a household that there is something.
   */
  async changes(context: Context, operation: string, after: string | null, first: number | null) {
    const size = this.pageSize(first);
    const told = (await this.answered(context, 'changes_after', [after, size + 1])) as Told[];
    const page = told.slice(0, size);
    await this.logTold(context, operation, page);
    return { told: page, more: told.length > size };
  }

  /** What the viewer is told from a place of their feed on, and the place behind it; logged alike. */
  async changesFrom(context: Context, operation: string, place: number) {
    const asked = [place, this.options.limits.maxPageSize];
    const answer = await this.answered(context, 'changes_from', asked);
    const { told, place: next } = answer as { told: Told[]; place: number };
    await this.logTold(context, operation, told);
    return { told, place: next };
  }

  private logTold(context: Context, operation: string, told: readonly Told[]) {
    const households = new Map(told.map((each) => [each.household_id, each.district_id]));
    return context.log.write(
      [...households].map(([householdId, districtId]) => ({
        requestId: context.requestId,
        viewer: context.viewer!,
        address: context.address,
        operation,
        purpose: context.purpose,
        districtId,
        householdId,
        shown: { [householdId]: [] },
        bases: [],
        allowed: true,
      })),
    );
  }

  /** An exact figure, by the function in the database that decides who may have it; null for everybody else. */
  async exactMetric(context: Context, name: 'case_funnel', values: unknown[]) {
    const text = `select hamkke.${name}($1::text, $2::date, $3::date) as answer`;
    this.options.onStatement?.(text);
    // Nobody has no identity to confirm, and the function has nothing for nobody.
    const { viewer } = context;
    const statement = viewer
      ? {
          text: opening('identity', text, values.length),
          values: [...values, ...identityOf(viewer, context.purpose)],
        }
      : { text, values };
    const result = run(this.pool, { ...statement, prepare: true });
    return (await within(this.options.limits.requestDeadlineMs, result)).answer;
  }

  /**
   * The answer as text, in the response's own shape, where it is wanted and the whole selection is of the public
   * catalogue; null elsewhere.
   */
  private async text(
    context: Context,
    info: GraphQLResolveInfo,
    source: Source,
    own: Record<string, unknown>,
  ) {
    if (!context.whole) return null;
    const plan = this.remembered(info, 'whole', () =>
      Planner.whole(info, typeOf(info), source, this.options),
    );
    if (!plan) return null;
    const { answer } = await this.run(context, plan, this.given(plan, info, own), info);
    return new WholeAnswer((answer as string | undefined) ?? 'null');
  }

  /** What has failed for a known document is not tried a second time by the executor. */
  private repeatFailure(context: Context, info: GraphQLResolveInfo) {
    if (context.failed?.has(info.path.key)) throw context.failed.get(info.path.key);
  }

  private async run(
    context: Context,
    plan: Prepared,
    given: ReturnType<Plan['given']>,
    info: GraphQLResolveInfo,
    asked: unknown[] | null = null,
  ) {
    const values = plan.values(given);
    if (asked) {
      if (!context.viewer) throw new Error('Consent-scoped data is never read without a viewer');
      values.push(...identityOf(context.viewer, context.purpose), ...asked);
    }
    this.options.onStatement?.(plan.text);
    const prepare = this.options.registered.has(info.operation.loc?.source.body ?? '');
    const result = run(this.pool, { text: plan.sent, values, prepare });
    return within(this.options.limits.requestDeadlineMs, result);
  }

  private async log(
    context: Context,
    info: GraphQLResolveInfo,
    plan: Plan,
    answer: unknown,
    scope: Scope,
    district: string,
    id: GlobalId | null,
  ) {
    const { viewer } = context;
    if (!viewer) throw new Error('Consent-scoped data was read without a viewer');
    const entry = this.entry(context, viewer, info);
    if (answer === null && id) return this.logRefusal(context, entry, district, id);
    const shown = shownIn(plan.shape, answer, scope);
    await context.log.write(
      [...shown].map(([householdId, each]) => ({
        ...entry,
        districtId: district,
        householdId,
        ...each,
        allowed: true,
      })),
    );
    Object.assign(context.scope, scope);
  }

  private entry(context: Context, viewer: Viewer, info: GraphQLResolveInfo) {
    return {
      requestId: context.requestId,
      viewer,
      address: context.address,
      // A name is a client's to choose, and stands once for every household.
      operation: (info.operation.name?.value ?? info.fieldName).slice(0, 100),
      purpose: context.purpose,
    };
  }

  /** What was asked for, alike for unknown, hidden and forbidden: only a household's id says which household. */
  private logRefusal(
    context: Context,
    entry: ReturnType<Reads['entry']>,
    districtId: string | null,
    id: GlobalId | null,
  ) {
    const householdId = id?.type === 'Household' ? id.id : null;
    const shown = id ? { [id.id]: [] } : {};
    return context.log.write([{ ...entry, districtId, householdId, shown, bases: [], allowed: false }]);
  }

  /** Logs that a signed-in viewer was refused a whole operation, with the id that it named, if it named one. */
  async refused(context: Context, info: GraphQLResolveInfo, text: unknown) {
    if (!context.viewer || context.whole) return;
    let id: GlobalId | null = null;
    try {
      if (typeof text === 'string') id = parseId(text);
    } catch {
      // What is no id names nobody.
    }
    await this.logRefusal(context, this.entry(context, context.viewer, info), id?.district ?? null, id);
  }

  private given(plan: Plan, info: GraphQLResolveInfo, own: Record<string, unknown>) {
    const given = plan.given(info.variableValues).map((each) => each as Record<string, unknown>);
    Object.assign(given[0]!, own);
    const rows = plan.rows(given);
    if (rows > this.options.limits.maxRows)
      throw badInput(
        `요청한 목록이 너무 큽니다. The page sizes multiply to ${rows} rows; at most ${this.options.limits.maxRows} are possible.`,
      );
    return given;
  }

  private plan(info: GraphQLResolveInfo, source: Source, type?: GraphQLObjectType): Prepared {
    return this.remembered(info, type?.name ?? '', () =>
      Planner.plan(info, type ?? typeOf(info), source, this.options),
    )!;
  }

  private remembered(info: GraphQLResolveInfo, what: string, make: () => Plan | null): Prepared | null {
    let plans = this.plans.get(info.operation);
    if (!plans) {
      plans = new Map();
      this.plans.set(info.operation, plans);
    }
    const key = `${info.path.key} ${what} ${shapeOf(info.variableValues)}`;
    let plan = plans.get(key);
    if (plan === undefined) {
      const made = make();
      plan = made && { ...made, sent: opening(made.opening, made.text, made.bound) };
      // A document with many optional variables has many shapes: the oldest goes.
      if (plans.size >= this.options.limits.plansPerDocument) plans.delete(plans.keys().next().value!);
      plans.set(key, plan);
    }
    return plan;
  }
}

const typeOf = (info: GraphQLResolveInfo) => getNamedType(info.returnType) as GraphQLObjectType;

/** Which variables are given: what is skipped, filtered or paged depends on it, and on nothing else of their values. */
export function shapeOf(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || Array.isArray(value)) return '+';
  return `{${Object.entries(value)
    .map(([key, each]) => `${key}:${shapeOf(each)}`)
    .join()}}`;
}

/** Whether the operation asks for `totalCount`: counting is work that nobody should pay for unasked. */
const totalAsked = (info: GraphQLResolveInfo) => {
  const connection = getNamedType(info.returnType) as GraphQLObjectType;
  const fields = collectSubfields(info.schema, info.fragments, info.variableValues, connection, [
    ...info.fieldNodes,
  ]);
  return [...fields.values()].some((group) => group[0]!.name.value === 'totalCount');
};
