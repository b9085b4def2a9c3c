import type { GraphQLResolveInfo } from 'graphql';
import type { Basis } from '../access/classes.js';
import type { Contents } from '../accesslog/entries.js';
import type { Limits } from '../config.js';
import type { RequestContext } from '../request.js';
import { pageSize } from './planner/cursor.js';
import type { ReadExecutor } from './readExecutor.js';
import { viewerTypes } from './run.js';

/** A change as the database tells it. */
export interface FeedChange {
  id: string;
  at: string;
  kind: string;
  district_id: string;
  object_id: string;
  household_id: string;
  gone: boolean;
  /** By what the viewer may know of it. */
  bases: Basis[];
}

/** Functions that confirm the viewer themselves, with the types of what they are given behind the viewer. */
const answering = {
  changes_after: ['text::uuid', 'int'],
  listen_from: ['text::uuid'],
  changes_from: ['bigint', 'int'],
  webhooks_of: [],
  deliveries_of: ['text[]::delivery_state[]', 'text::timestamptz', 'text::uuid', 'int'],
};

/** Reads what organizations are told as it changes: the feed, and their webhooks. */
export class FeedReads {
  constructor(
    private readonly executor: ReadExecutor,
    private readonly limits: Limits,
  ) {}

  /**
   * What a function of the database answers that decides for itself.
   *
   * @param changesIn the changes in the answer, each of which tells that there is something of its household
   */
  answered<Answered>(
    context: RequestContext,
    info: GraphQLResolveInfo | null,
    name: keyof typeof answering,
    values: readonly unknown[],
    changesIn: (answered: Answered) => readonly FeedChange[] = () => [],
  ): Promise<Answered> {
    return this.executor.execute(context, info, {
      operation: 'changes',
      plan: () => {
        // Its own values come first, and the viewer behind them, as in every other statement.
        const own = answering[name].map((type, place) => `$${place + 1}::${type}`);
        const viewer = viewerTypes.map((type, place) => `$${own.length + place + 1}::${type}`);
        const text = `select hamkke.${name}(${[...viewer, ...own].join(', ')}) as answer`;
        return { text, sent: text, values, opens: [], prepare: true };
      },
      outcome: ({ answer }) => ({
        result: answer as Answered,
        entries: entriesOf(changesIn(answer as Answered)),
      }),
    });
  }

  /** What the viewer is told of their organization's feed after a cursor, and whether there is more. */
  async changes(
    context: RequestContext,
    info: GraphQLResolveInfo,
    after: string | null,
    first: number | null,
  ) {
    const size = pageSize(first, this.limits.defaultPageSize, this.limits.maxPageSize);
    const asked = [after, size + 1];
    const onPage = (changes: FeedChange[]) => changes.slice(0, size);
    const changes = await this.answered<FeedChange[]>(context, info, 'changes_after', asked, onPage);
    return { changes: onPage(changes), more: changes.length > size };
  }

  /** What the viewer is told from a place of their feed on, and the place behind it. */
  changesFrom(context: RequestContext, place: number) {
    const asked = [place, this.limits.maxPageSize];
    return this.answered<{ told: FeedChange[]; place: number }>(
      context,
      null,
      'changes_from',
      asked,
      ({ told }) => told,
    );
  }
}

/** A line for each household of which changes say that there is something. */
function entriesOf(changes: readonly FeedChange[]): Contents[] {
  const households = new Map<string, { districtId: string; bases: Set<Basis> }>();
  for (const { household_id, district_id, bases } of changes) {
    const known = households.get(household_id);
    if (known) for (const basis of bases) known.bases.add(basis);
    else households.set(household_id, { districtId: district_id, bases: new Set(bases) });
  }
  return [...households].map(([householdId, { districtId, bases }]) => ({
    districtId,
    householdId,
    shown: { [householdId]: [] },
    bases: [...bases],
  }));
}
