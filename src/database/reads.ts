import type { Table } from 'drizzle-orm';
import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import type { DataClass } from '../access/classes.js';
import { disclosedBy, lookedAtIn, whyListed } from '../accesslog/disclosure.js';
import { entryOf, operationOf, refusedBy, searchedBy, shownBy } from '../accesslog/entries.js';
import type { RequestContext } from '../request.js';
import { FeedReads } from './feedReads.js';
import { FunctionReads } from './functionReads.js';
import { type Compose, PlannedQueries, type QueryOptions } from './plannedQueries.js';
import { pageSize } from './planner/cursor.js';
import type { GlobalId } from './planner/identifiers.js';
import { type Page, shownRows } from './planner/page.js';
import type { PageSource } from './planner/plan.js';
import { rowsAsked } from './planner/selection.js';
import type { ListSource } from './planner/source.js';
import type { Pool } from './pool.js';
import { ReadExecutor, type ReadExecutorOptions } from './readExecutor.js';
import { isNothing, RowReads } from './rowReads.js';
import { scopeOf } from './run.js';
import { households, members, memberUniqueIds } from './tables/household.js';

/** A page of consent-scoped rows that a function of the database finds. */
export interface FoundPage extends PageSource {
  /** What the function is asked beside the district. */
  which: readonly unknown[];
  district: string;
  filter: object;
  first: number | null;
  after: string | null;
}

export type ReadOptions = QueryOptions & ReadExecutorOptions;

/** What is there for every question: that it is not is a fault of ours, and no answer. */
function always<T>(answer: T): T {
  if (isNothing(answer)) throw new Error('The database answered nothing where there is always something');
  return answer;
}

/** What root fields read: each is one statement, planned from the operation or answered by a function of the database. */
export class Reads {
  private readonly executor: ReadExecutor;
  private readonly queries: PlannedQueries;
  private readonly rows: RowReads;

  /** What functions of the database answer by themselves. */
  readonly functions: FunctionReads;
  /** What organizations are told as it changes. */
  readonly feed: FeedReads;

  constructor(
    pool: Pool,
    private readonly options: ReadOptions,
  ) {
    this.queries = new PlannedQueries(options);
    this.executor = new ReadExecutor(pool, options);
    this.functions = new FunctionReads(this.executor, options.limits);
    this.feed = new FeedReads(this.executor, options.limits);
    this.rows = new RowReads(this.executor, this.queries, this.functions, options.limits.maxPageSize);
  }

  /**
   * A row of a district-owned, consent-scoped table, or null: hidden and unknown are the same. What several root fields ask
   * alike of one table is one statement.
   */
  one(
    context: RequestContext,
    info: GraphQLResolveInfo,
    table: Table,
    { type: node, district, id }: GlobalId,
    type?: GraphQLObjectType,
  ): Promise<unknown> {
    return this.rows.load({ table, owned: { node, district: district! }, type }, { id, context, info });
  }

  /**
   * The member who has a registration number, sought by its blind index, or null: hidden and unknown are one statement
   * and one answer. The number itself comes no further than the resolver.
   */
  byNumber(
    context: RequestContext,
    info: GraphQLResolveInfo,
    district: string,
    index: string,
  ): Promise<unknown> {
    return this.rows.scoped(context, info, {
      source: {
        kind: 'number',
        table: members,
        by: memberUniqueIds,
        on: { districtId: 'districtId', memberId: 'id' },
      },
      own: { $district: district },
      opens: [district, index],
      district,
      id: null,
      admit: () => this.countNumber(context, info, district),
    });
  }

  /**
   * The households of a person, by what they are identified with; none where there are none or the viewer may not know
   * of them, which is one statement and one line of the log.
   */
  byPerson(
    context: RequestContext,
    info: GraphQLResolveInfo,
    district: string,
    person: object,
    most: number,
  ): Promise<unknown> {
    return this.executor.execute(context, info, {
      admit: () => this.countNumber(context, info, district),
      plan: () =>
        this.queries.rows(context, info, {
          source: { kind: 'person', table: households, most },
          own: { $district: district },
          opens: [district, JSON.stringify(person)],
        }),
      outcome: ({ opened, answer }, { shape }) => {
        const rows = answer as object[];
        const scope = scopeOf(opened);
        const entries = rows.length
          ? shownBy(district, disclosedBy(shape, rows, scope))
          : [refusedBy(info, null, district)];
        return { result: rows, entries, scope };
      },
    });
  }

  /** A registration number is one of few enough to be tried out: whoever tries is slowed down, and the log tells of it. */
  private async countNumber(context: RequestContext, info: GraphQLResolveInfo, district: string) {
    const { numberSearches, intake } = context.request;
    const place = String(info.path.key);
    // A request may be worked on twice before it is answered.
    if (numberSearches.has(place)) return;
    numberSearches.add(place);
    try {
      intake.rates?.number(context.viewer!);
    } catch (error) {
      await context.log.write([entryOf(context, operationOf(info), refusedBy(info, null, district))]);
      throw error;
    }
  }

  /** A row of a shared table; that which it was merged into, where it was. */
  shared(
    context: RequestContext,
    info: GraphQLResolveInfo,
    table: Table,
    id: string,
    type?: GraphQLObjectType,
  ): Promise<unknown> {
    return this.rows.load({ table, owned: null, type }, { id, context, info });
  }

  /** A list of a shared table, with filters and a cursor. */
  async list(context: RequestContext, info: GraphQLResolveInfo, source: ListSource): Promise<unknown> {
    return always(await this.rows.catalogue(context, info, { source: { kind: 'list', ...source } }));
  }

  /**
   * The same of a table whose rows are for some people only, by who they are and nothing else.
   *
   * @param filter what a list of people is narrowed by: that nobody was found is an answer, too
   */
  ownList(
    context: RequestContext,
    info: GraphQLResolveInfo,
    source: ListSource,
    filter: object | null = null,
  ): Promise<unknown> {
    return this.executor.execute(context, info, {
      plan: () =>
        this.queries.rows(context, info, {
          source: { kind: 'list', opening: 'identity', ...source },
          opens: [],
        }),
      outcome: ({ answer }, { shape }) => {
        const shown = shownRows(answer as Page);
        const { districtId } = context.viewer!;
        const searched = filter ? searchedBy(info, districtId, filter, shown.length === 0) : [];
        return {
          result: answer,
          entries: [...searched, ...shownBy(districtId, disclosedBy(shape, shown, new Map()))],
        };
      },
    });
  }

  /**
   * The same chosen by what the viewer may see of a household, or null: hidden and unknown are the same.
   *
   * @param lookedAt the classes by which its rows are chosen: to look at them is a read, whatever comes of it
   */
  listFor(
    context: RequestContext,
    info: GraphQLResolveInfo,
    household: GlobalId,
    source: ListSource,
    lookedAt: readonly DataClass[],
  ): Promise<unknown> {
    const { type, district, id } = household;
    return this.executor.execute(context, info, {
      plan: () =>
        this.queries.rows(context, info, {
          source: { kind: 'list', opening: 'rows', ...source },
          own: { $district: district, $id: id },
          opens: [type, district, [id]],
        }),
      outcome: ({ opened, answer }) => {
        if (answer === null) return { result: null, entries: [refusedBy(info, household)] };
        return { result: answer, entries: shownBy(district!, lookedAtIn(scopeOf(opened), lookedAt)) };
      },
    });
  }

  /**
   * Figures of shared tables under the names of the fields that are asked for, which have no arguments of their own.
   *
   * @param compose makes the statement, with the place of the root field's arguments
   */
  figures(context: RequestContext, info: GraphQLResolveInfo, compose: Compose): Promise<unknown> {
    return this.executor.execute(context, info, {
      plan: () => this.queries.figures(context, info, compose),
      outcome: ({ answer }) => ({ result: always(answer), entries: [] }),
    });
  }

  /**
   * What is counted of the households of a district that the viewer may know of, behind the walls of each row.
   *
   * @param own values that the statement binds: the district and what else it asks by
   * @param members whose members are opened with them, as `hamkke.find_households` takes it
   */
  counts(
    context: RequestContext,
    info: GraphQLResolveInfo,
    own: { $district: string } & Record<string, unknown>,
    compose: Compose,
    members: object | null = null,
  ): Promise<unknown> {
    const { $district: district } = own;
    return this.executor.execute(context, info, {
      plan: () =>
        this.queries.figures(context, info, compose, {
          opening: 'page',
          own,
          opens: [district, members && JSON.stringify(members)],
        }),
      // A bare count tells of no household by itself; that it was asked for is a line, with what of members was counted.
      outcome: ({ answer }) => ({
        result: always(answer),
        entries: searchedBy(info, district, members ?? {}, true),
      }),
    });
  }

  /** Rows of a page, as asked or as usual; refused where it is too large. */
  pageSize(asked: number | null | undefined): number {
    const { defaultPageSize, maxPageSize } = this.options.limits;
    return pageSize(asked, defaultPageSize, maxPageSize);
  }

  /** A page of the households that the viewer may know of, or of referrals. */
  page(context: RequestContext, info: GraphQLResolveInfo, asked: FoundPage) {
    const first = this.pageSize(asked.first);
    const { table, opening, sortedBy, district } = asked;
    return this.executor.execute(context, info, {
      plan: () =>
        this.queries.rows(context, info, {
          source: { kind: 'page', table, opening, sortedBy },
          own: { $district: district },
          opens: [district, ...asked.which],
        }),
      outcome: ({ opened, answer }, { shape }) => {
        const { total, days, named, ...more } = opened as {
          scope: unknown;
          total: number | null;
          days: Record<string, string>;
          named: [member: string, dataClass: DataClass][] | null;
        };
        const scope = scopeOf(more.scope);
        const rows = (answer as { $id: string }[]).map((row) => ({
          ...row,
          $c: [days[row.$id], row.$id, ...(sortedBy.name ? [sortedBy.name] : [])],
        }));
        // A bare count tells of no household by itself; that it was asked for is a line, too.
        const shown = rowsAsked(info) ? rows.slice(0, first) : [];
        const why = opening === 'page' ? whyListed(shown, named ?? [], scope) : [];
        return {
          result: { rows, total, first, after: asked.after },
          entries: [
            ...searchedBy(info, district, asked.filter, shown.length === 0),
            ...shownBy(district, disclosedBy(shape, shown, scope, why)),
          ],
          scope,
        };
      },
    });
  }
}
