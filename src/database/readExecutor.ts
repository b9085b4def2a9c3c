import type { GraphQLResolveInfo } from 'graphql';
import { type Contents, entryOf, operationOf } from '../accesslog/entries.js';
import type { RequestContext } from '../request.js';
import type { Pool } from './pool.js';
import { type Answer, identityOf, run, type Scope } from './run.js';
import type { Turns } from './turns.js';

/** What a read sends to the database. */
export interface Query {
  /** The statement itself, as tests count it. */
  text: string;
  /** The same behind whatever must be opened first. */
  sent: string;
  /** What the statement binds. */
  values: readonly unknown[];
  /** What is bound behind the viewer to open it; null where nothing depends on who asks. */
  opens: readonly unknown[] | null;
  /** Whether the database keeps it under a name. */
  prepare: boolean;
}

/** What came of a read. */
export interface Outcome<Result> {
  result: Result;
  /** The lines of the access log that tell of it; none where it tells of no household. */
  entries: readonly Contents[];
  /** What the gates on its fields may look at. */
  scope?: Scope;
}

/** One read: what it asks the database, and what comes of the answer. */
export interface Read<Result, Q extends Query = Query> {
  /** What the log calls the operation, where that is not its own name. */
  operation?: string;
  /** Throws where the read may not be tried. */
  admit?: () => Promise<void>;
  /** Composes the statement, or finds the one that was composed before. */
  plan: () => Q;
  outcome: (answered: Answer, query: Q) => Outcome<Result>;
}

export interface ReadExecutorOptions {
  /** The turns of those who have no token. */
  turns?: Turns;
  /** Called with each statement, for tests that count them. */
  onStatement?: (text: string) => void;
}

/**
 * The one way from a request to what the database answers: what failed before fails at once, then the read is planned and
 * run, what it shows is logged before anybody has it, and what was opened for it is handed to the gates.
 */
export class ReadExecutor {
  constructor(
    private readonly pool: Pool,
    private readonly options: ReadExecutorOptions,
  ) {}

  /** @param info the field that is read; null for what is read outside of an operation */
  async execute<Result, Q extends Query>(
    context: RequestContext,
    info: GraphQLResolveInfo | null,
    { operation, admit, plan, outcome }: Read<Result, Q>,
  ): Promise<Result> {
    if (info) repeatFailure(context, info);
    if (admit) await admit();
    const query = plan();
    const { result, entries, scope } = outcome(await this.run(context, query), query);
    if (entries.length) {
      const name = operation ?? (info && operationOf(info));
      if (!name) throw new Error('What is read outside of an operation says what the log calls it');
      await context.log.write(entries.map((each) => entryOf(context, name, each)));
    }
    if (scope) {
      const { request } = context;
      request.scope = request.scope.size ? new Map([...request.scope, ...scope]) : scope;
    }
    return result;
  }

  private run(context: RequestContext, { text, sent, values, opens, prepare }: Query): Promise<Answer> {
    const { viewer, purpose, deadline, request } = context;
    if (opens && !viewer) throw new Error('What depends on who asks is never read without a viewer');
    const { turns, onStatement } = this.options;
    onStatement?.(text);
    const bound = opens ? [...values, ...identityOf(viewer!, purpose), ...opens] : [...values];
    const work = () => run(this.pool, { text: sent, values: bound, prepare }, deadline);
    // Whoever has no token waits for those who have none, and for nobody else.
    if (viewer || !turns) return work();
    const { sender = '', worked } = request.intake.stranger ?? {};
    return deadline.within(turns.take(sender, work, worked));
  }
}

/** What has failed for a known document is not tried a second time by the executor. */
function repeatFailure({ request }: RequestContext, { path }: GraphQLResolveInfo): void {
  if (request.failures.has(path.key)) throw request.failures.get(path.key);
}
