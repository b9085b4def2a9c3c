import type { Table } from 'drizzle-orm';
import {
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  type OperationDefinitionNode,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import type { DataClass } from '../access/classes.js';
import { disclosedBy, whyListed } from '../accesslog/disclosure.js';
import { logRefused, logSearch, logShown } from '../accesslog/entries.js';
import type { Limits } from '../config.js';
import type { Context } from '../context.js';
import { badInput } from '../errors.js';
import type { Documents } from './documents.js';
import { FeedReads } from './feed.js';
import { FunctionReads, repeatFailure } from './functionReads.js';
import { pageSize } from './planner/cursor.js';
import { Draft } from './planner/draft.js';
import { type GlobalId, parseId } from './planner/identifiers.js';
import { planJsonText } from './planner/jsonText.js';
import type { ListSource, PageSource, Plan, Source } from './planner/plan.js';
import { planRows } from './planner/rows.js';
import type { Pool } from './pool.js';
import { identityOf, run, type Scope, scopeOf, withScope } from './run.js';
import { locations, organizations, services } from './tables/catalogue.js';
import { members, memberUniqueIds } from './tables/household.js';
import type { Turns } from './turns.js';

/** A page of consent-scoped rows that a function of the database finds. */
export interface FoundPage extends PageSource {
  /** What the function is asked beside the district. */
  which: readonly unknown[];
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
  registered: Pick<ReadonlySet<string>, 'has'>;
  /** The turns of those who have no token. */
  turns?: Turns;
  /** Told of what each plan weighs, as it hangs on its document. */
  documents?: Documents;
  /** Called with each tree statement, for tests that count them. */
  onStatement?: (text: string) => void;
}

/** Tables whose rows are merged, and lead on. */
const merging: readonly Table[] = [organizations, services, locations];
const nothing = 'null';
const isNothing = (answer: unknown) =>
  answer === null || answer === undefined || (answer instanceof JsonText && answer.text === nothing);

/** What is there for every question: that it is not is a fault of ours, and no answer. */
function always<T>(answer: T): T {
  if (isNothing(answer)) throw new Error('The database answered nothing where there is always something');
  return answer;
}

/** A root field's answer as the text of the response. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** A plan with the text that is sent for it: the plan's own, behind what must be opened first. */
interface Prepared extends Plan {
  sent: string;
  /** Whether the database keeps it under a name. */
  prepare: boolean;
  /** What it weighs, in bytes. */
  bytes: number;
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

/** Reads a root field: one plan a document, one statement, one flush; what it shows is logged before it is returned. */
export class Reads {
  private readonly plans = new WeakMap<OperationDefinitionNode, Map<string, Prepared | null>>();
  /** By published document: the statements that the database keeps. */
  private readonly prepared = new Map<string, Set<string>>();

  /** What functions of the database answer by themselves. */
  readonly functions: FunctionReads;
  /** What organizations are told as it changes. */
  readonly feed: FeedReads;

  constructor(
    private readonly pool: Pool,
    private readonly options: ReadOptions,
  ) {
    this.functions = new FunctionReads(pool, options.limits, options.onStatement);
    this.feed = new FeedReads(pool, options.limits, options.onStatement);
  }

  /** A row of a district-owned, consent-scoped table, or null: hidden and unknown are the same. */
  async one(
    context: Context,
    info: GraphQLResolveInfo,
    table: Table,
    id: GlobalId,
    type?: GraphQLObjectType,
  ) {
    repeatFailure(context, info);
    const plan = this.plan(info, { kind: 'key', table, districtOwned: true }, type);
    const given = this.given(context, plan, info, { $district: id.district, $id: id.id });
    const asked = [id.type, id.district, [id.id]];
    const { opened, answer } = await this.run(context, plan, given, asked);
    await this.log(context, info, plan, answer, scopeOf(opened), id.district!, id);
    return answer;
  }

  /**
   * The member who has a registration number, sought by its blind index, or null: hidden and unknown are one statement
   * and one answer. The number itself comes no further than the resolver.
   */
  async byNumber(context: Context, info: GraphQLResolveInfo, district: string, index: string) {
    repeatFailure(context, info);
    await this.countNumber(context, info, district);
    const plan = this.plan(info, {
      kind: 'number',
      table: members,
      by: memberUniqueIds,
      on: { districtId: 'districtId', memberId: 'id' },
    });
    const given = this.given(context, plan, info, { $district: district });
    const { opened, answer } = await this.run(context, plan, given, [district, index]);
    await this.log(context, info, plan, answer, scopeOf(opened), district, null);
    return answer;
  }

  /** A registration number is one of few enough to be tried out: whoever tries is slowed down, and the log tells of it. */
  private async countNumber(context: Context, info: GraphQLResolveInfo, district: string) {
    context.sought ??= new Set();
    const place = String(info.path.key);
    // A request may be worked on twice before it is answered.
    if (context.sought.has(place)) return;
    context.sought.add(place);
    try {
      context.rates?.number(context.viewer!);
    } catch (error) {
      await logRefused(context, info, null, district);
      throw error;
    }
  }

  /** A row of a shared table; that which it was merged into, where it was. */
  async shared(
    context: Context,
    info: GraphQLResolveInfo,
    table: Table,
    id: string,
    type?: GraphQLObjectType,
  ) {
    repeatFailure(context, info);
    const found = await this.sharedRow(context, info, table, id, type);
    if (!merging.includes(table) || !isNothing(found)) return found;
    // Only what is not there is looked for a second time: unknown, hidden and merged are asked alike.
    const now = await this.functions.called(context, 'merged_into($1::uuid)', [id]);
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
    const { answer } = await this.run(context, plan, this.given(context, plan, info, { $id: id }));
    return answer;
  }

  /** A list of a shared table, with filters and a cursor. */
  async list(context: Context, info: GraphQLResolveInfo, source: ListSource) {
    repeatFailure(context, info);
    const text = await this.text(context, info, { kind: 'list', ...source }, {});
    if (text) return always(text);
    const plan = this.plan(info, { kind: 'list', ...source });
    const { answer } = await this.run(context, plan, this.given(context, plan, info, {}));
    return always(answer);
  }

  /** The same of a table whose rows are for some people only, by who they are and nothing else. */
  async ownList(context: Context, info: GraphQLResolveInfo, source: ListSource) {
    repeatFailure(context, info);
    const plan = this.plan(info, { kind: 'list', own: true, ...source });
    const { answer } = await this.run(context, plan, this.given(context, plan, info, {}), []);
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
    repeatFailure(context, info);
    const plan = this.remembered(info, 'figures', () => {
      const draft = new Draft(info, this.options);
      const at = draft.argue(info.parentType.getFields()[info.fieldName]!, info.fieldNodes[0]!);
      const fields = draft.fields(typeOf(info), info.fieldNodes);
      const asked = new Set([...fields.values()].map((group) => group[0]!.name.value));
      const part = { sql: compose(draft, at, asked), shape: null as never, rows: () => 0 };
      return draft.plan(part, 'nothing');
    })!;
    const { answer } = await this.run(context, plan, this.given(context, plan, info, {}));
    return always(answer);
  }

  /** Rows of a page, as asked or as usual; refused where it is too large. */
  pageSize(asked: number | null | undefined): number {
    const { defaultPageSize, maxPageSize } = this.options.limits;
    return pageSize(asked, defaultPageSize, maxPageSize);
  }

  /** A page of the households that the viewer may know of, or of referrals. */
  async page(context: Context, info: GraphQLResolveInfo, asked: FoundPage) {
    repeatFailure(context, info);
    const first = this.pageSize(asked.first);
    const { table, opening, newest } = asked;
    const plan = this.plan(info, { kind: 'page', table, opening, newest });
    const given = this.given(context, plan, info, { $district: asked.district });
    const { opened, answer } = await this.run(context, plan, given, [asked.district, ...asked.which]);
    const { total, days, named, ...more } = opened as {
      scope: unknown;
      total: number | null;
      days: Record<string, string>;
      named: [member: string, dataClass: DataClass][] | null;
    };
    const scope = scopeOf(more.scope);
    const rows = (answer as { $id: string }[]).map((row) => ({
      ...row,
      $c: [days[row.$id], row.$id],
    }));
    // A bare count tells of no household by itself; that it was asked for is a line, too.
    const shown = fieldsAsked(info).some((name) => rowFields.includes(name)) ? rows.slice(0, first) : [];
    const why = asked.opening === 'page' ? whyListed(shown, named ?? [], scope) : [];
    await Promise.all([
      logSearch(context, info, asked.district, asked.filter, shown.length === 0),
      this.log(context, info, plan, shown, scope, asked.district, null, why),
    ]);
    return { rows, total, first, after: asked.after };
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
      planJsonText(info, typeOf(info), source, this.options),
    );
    if (!plan) return null;
    const { answer } = await this.run(context, plan, this.given(context, plan, info, own));
    return new JsonText((answer as string | undefined) ?? nothing);
  }

  private async run(
    context: Context,
    plan: Prepared,
    given: ReturnType<Plan['given']>,
    asked: unknown[] | null = null,
  ) {
    const values = plan.values(given);
    if (asked) {
      if (!context.viewer) throw new Error('Consent-scoped data is never read without a viewer');
      values.push(...identityOf(context.viewer, context.purpose), ...asked);
    }
    this.options.onStatement?.(plan.text);
    const statement = { text: plan.sent, values, prepare: plan.prepare };
    const { turns } = this.options;
    const work = () => run(this.pool, statement, context.deadline);
    // Whoever has no token waits for those who have none, and for nobody else.
    if (context.viewer || !turns) return work();
    const { sender = '', worked } = context.stranger ?? {};
    return context.deadline.within(turns.take(sender, work, worked));
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
    also: Parameters<typeof disclosedBy>[3] = [],
  ) {
    if (answer === null) return logRefused(context, info, id, district);
    await logShown(context, info, district, disclosedBy(plan.shape, answer, scope, also));
    context.scope = context.scope.size ? new Map([...context.scope, ...scope]) : scope;
  }

  /** Logs that a signed-in viewer was refused a whole operation, with the row and the district that it named, if any. */
  async refused(context: Context, info: GraphQLResolveInfo, given: object) {
    if (!context.viewer || context.whole) return;
    if (context.unsure) {
      context.unsure.refused = true;
      return;
    }
    const named = namedIn(given);
    await logRefused(context, info, named.id, named.id?.district ?? named.district);
  }

  private given(context: Context, plan: Plan, info: GraphQLResolveInfo, own: Record<string, unknown>) {
    const given = plan.given(info.variableValues).map((each) => each as Record<string, unknown>);
    Object.assign(given[0]!, own);
    const { maxRows } = this.options.limits;
    const rows = (context.rows ?? 0) + plan.rows(given);
    if (rows > maxRows)
      throw badInput(
        `요청한 목록이 너무 큽니다. The page sizes multiply to ${Math.ceil(rows)} rows; at most ${maxRows} are possible.`,
      );
    context.rows = rows;
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
      plan = made && this.weighed(made, info.operation);
      // A document with many optional variables has many shapes: the oldest goes.
      if (plans.size >= this.options.limits.plansPerDocument) this.forget(plans, info.operation);
      plans.set(key, plan);
      this.options.documents?.grew(info.operation, key.length + (plan?.bytes ?? perPlan));
    }
    return plan;
  }

  private weighed(made: Plan, operation: OperationDefinitionNode): Prepared {
    // Refused where it is made, before a longer answer is copied, read and copied again.
    const text = `select hamkke.at_most(b.answer, ${this.options.limits.answerBytes}) as answer from (${made.text}) b`;
    const sent = withScope(made.opening, text, made.bound, made.listed);
    const bytes = perPlan + made.bound * perBound + made.text.length * perCharacter + sent.length;
    return { ...made, sent, bytes, prepare: this.keptPrepared(operation, sent) };
  }

  private forget(plans: Map<string, Prepared | null>, operation: OperationDefinitionNode) {
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

/**
 * What an operation's arguments name: a household before any other row of a district, and the district that they say
 * themselves. Neither needs to be there.
 */
function namedIn(given: object): { id: GlobalId | null; district: string | null } {
  const ids: GlobalId[] = [];
  let district: string | null = null;
  const look = (value: unknown, name: string) => {
    if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) look(each, Array.isArray(value) ? name : key);
    else if (typeof value === 'string' && value.length <= 100) {
      if (name === 'district' && /^\d{5}$/.test(value)) district = value;
      const id = idIn(value);
      if (id?.district) ids.push(id);
    }
  };
  look(given, '');
  return { id: ids.find(({ type }) => type === 'Household') ?? ids[0] ?? null, district };
}

function idIn(text: string): GlobalId | null {
  try {
    return parseId(text);
  } catch {
    // What is no id names nobody.
    return null;
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

/** The fields of a connection by which its rows, or their places, are told. */
const rowFields = ['nodes', 'edges', 'pageInfo'];

/** The names of the fields that an operation asks of what a root field answers. */
function fieldsAsked(info: GraphQLResolveInfo): string[] {
  const type = getNamedType(info.returnType) as GraphQLObjectType;
  const fields = collectSubfields(info.schema, info.fragments, info.variableValues, type, [
    ...info.fieldNodes,
  ]);
  return [...fields.values()].map((group) => group[0]!.name.value);
}

/** Whether the operation asks for `totalCount`: counting is work that nobody should pay for unasked. */
export const totalAsked = (info: GraphQLResolveInfo) => fieldsAsked(info).includes('totalCount');
