import type { Basis } from '../access/classes.js';
import { entryOf } from '../accesslog/entries.js';
import type { Limits } from '../config.js';
import type { Context } from '../context.js';
import { pageSize } from './planner/cursor.js';
import type { Pool } from './pool.js';
import { identityOf, run } from './run.js';

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

/** Functions that answer by themselves, with the types of what they are asked behind the viewer. */
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
    private readonly pool: Pool,
    private readonly limits: Limits,
    /** Called with each statement, for tests that count them. */
    private readonly onStatement?: (text: string) => void,
  ) {}

  /** What a function of the database answers that confirms the viewer itself, and decides for itself. */
  async answered(context: Context, name: keyof typeof answering, values: readonly unknown[]) {
    const { viewer } = context;
    if (!viewer) throw new Error('Nobody is answered without a viewer');
    const types = ['uuid', 'text', 'text', ...answering[name]];
    const text = `select hamkke.${name}(${types.map((type, place) => `$${place + 1}::${type}`).join(', ')}) as answer`;
    this.onStatement?.(text);
    const given = [...identityOf(viewer, context.purpose), ...values];
    return (await run(this.pool, { text, values: given, prepare: true }, context.deadline)).answer;
  }

  /**
   * What the viewer is told of their organization's feed after a cursor, one more than a page if there is more; logged
   * like everything that says of a household that there is something.
   */
  async changes(context: Context, operation: string, after: string | null, first: number | null) {
    const size = pageSize(first, this.limits.defaultPageSize, this.limits.maxPageSize);
    const told = (await this.answered(context, 'changes_after', [after, size + 1])) as FeedChange[];
    const page = told.slice(0, size);
    await this.logTold(context, operation, page);
    return { told: page, more: told.length > size };
  }

  /** What the viewer is told from a place of their feed on, and the place behind it; logged alike. */
  async changesFrom(context: Context, operation: string, place: number) {
    const asked = [place, this.limits.maxPageSize];
    const answer = await this.answered(context, 'changes_from', asked);
    const { told, place: next } = answer as { told: FeedChange[]; place: number };
    await this.logTold(context, operation, told);
    return { told, place: next };
  }

  private logTold(context: Context, operation: string, told: readonly FeedChange[]) {
    const households = new Map<string, { districtId: string; bases: Set<Basis> }>();
    for (const { household_id, district_id, bases } of told) {
      const known = households.get(household_id);
      if (known) for (const basis of bases) known.bases.add(basis);
      else households.set(household_id, { districtId: district_id, bases: new Set(bases) });
    }
    return context.log.write(
      [...households].map(([householdId, { districtId, bases }]) =>
        entryOf(context, operation, {
          districtId,
          householdId,
          shown: { [householdId]: [] },
          bases: [...bases],
        }),
      ),
    );
  }
}
