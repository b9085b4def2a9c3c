import type { Table } from 'drizzle-orm';
import {
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  type OperationDefinitionNode,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { basesIn } from '../access/classes.js';
import { logRefused, logSearch, logShown } from '../access/logging.js';
import { shownIn, whyListed } from '../access/shown.js';
import type { Limits } from '../config.js';
import type { Context } from '../context.js';
import { badInput } from '../errors.js';
import { within } from './deadline.js';
import { pageSize, parseCursor } from './planner/cursor.js';
import { Draft } from './planner/draft.js';
import { type GlobalId, parseId } from './planner/identifiers.js';
import type { ListSource, Plan, Source } from './planner/plan.js';
import { planRows } from './planner/rows.js';
import { planWhole } from './planner/whole.js';
import type { Pool } from './pool.js';
import { identityOf, opening, run, type Scope } from './run.js';
import { locations, organizations, services } from './tables/catalogue.js';
import { members, memberUniqueIds } from './tables/household.js';
import { ToldReads } from './told.js';

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
export interface ToldChange {
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

/** Tables whose rows are merged, and lead on. */
const merging: readonly Table[] = [organizations, services, locations];
const nothing = 'null';
const isNothing = (answer: unknown) =>
  answer === null || answer === undefined || (answer instanceof WholeAnswer && answer.text === nothing);

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

  /** What functions of the database answer by themselves. */
  readonly told: ToldReads;

  constructor(
    private readonly pool: Pool,
    private readonly options: ReadOptions,
  ) {
    this.told = new ToldReads(pool, options.limits, options.onStatement);
  }

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

  /**
   * The member who has a registration number, sought by its blind index, or null: hidden and unknown are one statement
   * and one answer. The number itself comes no further than the resolver.
   */
  async byNumber(context: Context, info: GraphQLResolveInfo, district: string, index: string) {
    this.repeatFailure(context, info);
    const plan = this.plan(info, {
      kind: 'number',
      table: members,
      by: memberUniqueIds,
      on: { districtId: 'districtId', memberId: 'id' },
    });
    const given = this.given(plan, info, { $district: district });
    const { opened, answer } = await this.run(context, plan, given, info, [district, index]);
    await this.log(context, info, plan, answer, opened as Scope, district, null);
    return answer;
  }

  /** A row of a shared table; that which it was merged into, where it was. */
  async shared(
    context: Context,
    info: GraphQLResolveInfo,
    table: Table,
    id: string,
    type?: GraphQLObjectType,
  ) {
    this.repeatFailure(context, info);
    const found = await this.sharedRow(context, info, table, id, type);
    if (!merging.includes(table) || !isNothing(found)) return found;
    // Only what is not there is looked for a second time: unknown, hidden and merged are asked alike.
    const now = await this.called(context, 'merged_into($1::uuid)', [id]);
    return now ? this.sharedRow(context, info, table, now as string, type) : found;
  }

  private async sharedRow(
    context: Context,
    info: GraphQLResolveInfo,
    table: Table,
    id: string,
    type?: GraphQLObjectType,
  ) {
    const found: Source = { kind: 'key', table, districtOwned: false };
    const text = type ? null : await this.text(context, info, found, { $id: id });
    if (text) return text;
    const plan = this.plan(info, found, type);
    const { answer } = await this.run(context, plan, this.given(plan, info, { $id: id }), info);
    return answer;
  }

  /** A list of a shared table, with filters and a cursor. */
  async list(context: Context, info: GraphQLResolveInfo, source: ListSource) {
    this.repeatFailure(context, info);
    const text = await this.text(context, info, { kind: 'list', ...source }, {});
    if (text) return text;
    const plan = this.plan(info, { kind: 'list', ...source });
    const { answer } = await this.run(context, plan, this.given(plan, info, {}), info);
    return answer;
  }

  /** The same of a table whose rows are for some people only, by who they are and nothing else. */
  async ownList(context: Context, info: GraphQLResolveInfo, source: ListSource) {
    this.repeatFailure(context, info);
    const plan = this.plan(info, { kind: 'list', own: true, ...source });
    const { answer } = await this.run(context, plan, this.given(plan, info, {}), info, []);
    return answer;
  }

  /**
   * Figures of shared tables under the names of the fields that are asked for, which have no arguments of their own.
   *
   * @param compose makes the statement, with the place of the root field's arguments
   */
  async figures(
    context: Context,
    info: GraphQLResolveInfo,
    compose: (draft: Draft, at: number, asked: ReadonlySet<string>) => string,
  ) {
    this.repeatFailure(context, info);
    const plan = this.remembered(info, 'figures', () => {
      const draft = new Draft(info, this.options);
      const at = draft.argue(info.parentType.getFields()[info.fieldName]!, info.fieldNodes[0]!);
      const fields = draft.fields(typeOf(info), info.fieldNodes);
      const asked = new Set([...fields.values()].map((group) => group[0]!.name.value));
      const part = { sql: compose(draft, at, asked), shape: null as never, rows: () => 0 };
      return draft.plan(part, 'nothing');
    })!;
    const { answer } = await this.run(context, plan, this.given(plan, info, {}), info);
    return answer;
  }

  /** Rows of a page, as asked or as usual; refused where it is too large. */
  pageSize(asked: number | null | undefined): number {
    const { defaultPageSize, maxPageSize } = this.options.limits;
    return pageSize(asked, defaultPageSize, maxPageSize);
  }

  /** A page of the households that the viewer may know of, or of referrals. */
  async page(context: Context, info: GraphQLResolveInfo, table: Table, asked: OpenedPage) {
    this.repeatFailure(context, info);
    const first = this.pageSize(asked.first);
    const [day = null, after = null] = asked.after === null ? [] : parseCursor(asked.after, 2);
    const plan = this.plan(info, { kind: 'page', table, opening: asked.opening });
    const given = this.given(plan, info, { $district: asked.district });
    const count = totalAsked(info);
    const which = [asked.district, ...(asked.which ?? [])];
    const page = [...which, JSON.stringify(asked.filter), day, after, first + 1, count];
    const { opened, answer } = await this.run(context, plan, given, info, page);
    const { scope, total, days, named } = opened as {
      scope: Scope;
      total: number | null;
      days: Record<string, string>;
      named?: string[] | null;
    };
    const rows = (answer as { $id: string }[]).map((row) => ({
      ...row,
      $c: [days[row.$id], row.$id],
    }));
    const shown = rows.slice(0, first);
    const why = asked.opening === 'page' ? whyListed(shown, named ?? [], scope) : [];
    await Promise.all([
      logSearch(context, info, asked.district, asked.filter),
      this.log(context, info, plan, shown, scope, asked.district, null, why),
    ]);
    return { rows, total, first, after: asked.after };
  }

  /** An exact figure, by the function in the database that decides who may have it; null for everybody else. */
  exactMetric(context: Context, name: 'case_funnel', values: unknown[]) {
    return this.called(context, `${name}($1::text, $2::date, $3::date)`, values);
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

  /**
   * What the viewer is told of their organization's feed after a cursor, one more than a page if there is more; logged
   * like everything that says of a household that there is something.
   */
  async changes(context: Context, operation: string, after: string | null, first: number | null) {
    const size = this.pageSize(first);
    const told = (await this.answered(context, 'changes_after', [after, size + 1])) as ToldChange[];
    const page = told.slice(0, size);
    await this.logTold(context, operation, page);
    return { told: page, more: told.length > size };
  }

  /** What the viewer is told from a place of their feed on, and the place behind it; logged alike. */
  async changesFrom(context: Context, operation: string, place: number) {
    const asked = [place, this.options.limits.maxPageSize];
    const answer = await this.answered(context, 'changes_from', asked);
    const { told, place: next } = answer as { told: ToldChange[]; place: number };
    await this.logTold(context, operation, told);
    return { told, place: next };
  }

  private logTold(context: Context, operation: string, told: readonly ToldChange[]) {
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
    this.repeatFailure(context, info);
    const { viewer } = context;
    if (!viewer) throw new Error('Nothing is told of a household without a viewer');
    const values = [id.district, id.id, ...given.map(([, value]) => value)];
    const places = ['text', 'uuid', ...given.map(([type]) => type)].map((type, at) => `$${at + 1}::${type}`);
    const text = `select hamkke.${name}(${places.join(', ')}) as answer`;
    this.options.onStatement?.(text);
    const asked = [...identityOf(viewer, context.purpose), id.type, id.district, [id.id]];
    const statement = { text: opening('rows', text, values.length), values: [...values, ...asked] };
    const result = run(this.pool, { ...statement, prepare: true });
    const { opened, answer } = await within(this.options.limits.requestDeadlineMs, result);
    if (answer === null || answer === undefined) {
      await logRefused(context, info, id);
      return null;
    }
    const bases = basesIn((opened as Scope)[id.id]?.[1] ?? 0);
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
    const { limits } = this.options;
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
    const plan = this.remembered(info, `whole ${variantOf(source)}`, () =>
      planWhole(info, typeOf(info), source, this.options),
    );
    if (!plan) return null;
    const { answer } = await this.run(context, plan, this.given(plan, info, own), info);
    return new WholeAnswer((answer as string | undefined) ?? nothing);
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

  /** Logs what a read shows before anybody has it, and tells the gates what was opened for it. */
  private async log(
    context: Context,
    info: GraphQLResolveInfo,
    plan: Plan,
    answer: unknown,
    scope: Scope,
    district: string,
    id: GlobalId | null,
    also: Parameters<typeof shownIn>[3] = [],
  ) {
    if (answer === null) return logRefused(context, info, id, district);
    await logShown(context, info, district, shownIn(plan.shape, answer, scope, also));
    Object.assign(context.scope, scope);
  }

  /** Logs that a signed-in viewer was refused a whole operation, with the id that it named, if it named one. */
  async refused(context: Context, info: GraphQLResolveInfo, text: unknown) {
    if (!context.viewer || context.whole) return;
    if (context.unsure) {
      context.unsure.refused = true;
      return;
    }
    let id: GlobalId | null = null;
    try {
      if (typeof text === 'string') id = parseId(text);
    } catch {
      // What is no id names nobody.
    }
    await logRefused(context, info, id);
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
    return this.remembered(info, `${type?.name ?? ''} ${variantOf(source)}`, () =>
      planRows(info, type ?? typeOf(info), source, this.options),
    )!;
  }

  private remembered(info: GraphQLResolveInfo, what: string, make: () => Plan | null): Prepared | null {
    let plans = this.plans.get(info.operation);
    if (!plans) {
      plans = new Map();
      this.plans.set(info.operation, plans);
    }
    const key = `${placeOf(info.path)} ${what} ${shapeOf(info.variableValues)}`;
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

const variantOf = (source: Source) => (source.kind === 'list' && source.variant) || '';

const typeOf = (info: GraphQLResolveInfo) => getNamedType(info.returnType) as GraphQLObjectType;

/**
 * Where in its operation a field stands: its whole path, as two payloads may name a field alike, with the types on it,
 * as fragments on two types may, but without places in lists, whose rows are read alike.
 */
const placeOf = ({ prev, key, typename }: GraphQLResolveInfo['path']): string =>
  typeof key === 'number' ? placeOf(prev!) : `${prev ? placeOf(prev) : ''}/${typename}.${key}`;

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
export const totalAsked = (info: GraphQLResolveInfo) => {
  const connection = getNamedType(info.returnType) as GraphQLObjectType;
  const fields = collectSubfields(info.schema, info.fragments, info.variableValues, connection, [
    ...info.fieldNodes,
  ]);
  return [...fields.values()].some((group) => group[0]!.name.value === 'totalCount');
};
