import { createHash } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import type { Basis, DataClass } from '../access/classes.js';
import type { AccessLog } from '../accesslog/accessLog.js';
import { entryOf } from '../accesslog/entries.js';
import { commonFaults } from '../commonFaults.js';
import { HamkkeError } from '../errors.js';
import { errorOf } from '../faults.js';
import type { Viewer } from '../identity/viewer.js';
import type { RequestContext } from '../request.js';
import { TimeIsUp } from './deadline.js';
import type { GlobalId } from './planner/identifiers.js';
import type { Pool } from './pool.js';
import { identityOf, onlyRow, type Scope, scopeOf } from './run.js';

/** What a command does to what, as the log and the idempotency key have it. */
export interface Command {
  /** The mutation's name. */
  name: string;
  /** The row that it is about, whose household's scope is opened; or only the district of what is to be made. */
  about: GlobalId | { district: string };
  input: { idempotencyKey?: string | null };
}

/** One transaction in which a command runs, as hamkke_api and behind the policies for changes. */
export interface Writing {
  sql: TransactionSql;
  viewer: Viewer;
  scope: Scope;
  /**
   * Says what was recorded of a household, or of people of none, for the log: subject → classes; by duty unless said
   * otherwise.
   */
  recorded(householdId: string | null, shown: Record<string, DataClass[]>, ...bases: Basis[]): void;
}

type Result = Record<string, unknown>;

/**
 * Runs changes: each in one transaction with its history, its log entries and its idempotency key, so that all of it is
 * there or nothing. What is refused changes nothing and is logged by itself.
 */
export class Commands {
  constructor(
    private readonly pool: Pool,
    private readonly log: AccessLog,
  ) {}

  /**
   * Runs `work`, or answers what it answered when the same key and input came before.
   *
   * @returns keys of the rows that it made or changed; nothing that may not be kept for a day
   */
  async run<R extends Result>(
    context: RequestContext,
    command: Command,
    work: (writing: Writing) => Promise<R>,
  ): Promise<R> {
    const { viewer, deadline } = context;
    if (!viewer) throw new Error('Nothing is changed without a viewer');
    const progress = { committing: false };
    try {
      return await this.pool.health.ask(deadline, () =>
        this.transaction(context, viewer, command, work, progress),
      );
    } catch (error) {
      if (!(error instanceof HamkkeError)) throw error;
      if (error.code === 'UNAVAILABLE')
        throw progress.committing ? errorOf(commonFaults.OUTCOME_UNKNOWN) : error;
      const refused = changeOf(context, command, { ...refusedOf(command), allowed: false });
      await deadline.within(this.log.write([refused]));
      throw error;
    }
  }

  private async transaction<R extends Result>(
    context: RequestContext,
    viewer: Viewer,
    command: Command,
    work: (writing: Writing) => Promise<R>,
    progress: { committing: boolean },
  ): Promise<R> {
    const { about, input, name } = command;
    return (await this.pool.sql.begin(async (sql) => {
      if (this.pool.opening) await sql.unsafe(this.pool.opening);
      const identity = identityOf(viewer, context.purpose);
      const scope =
        'id' in about
          ? await open(sql, 'open_scope_to_change($1::uuid, $2, $3, $4, $5, $6::uuid[])', [
              ...identity,
              about.type,
              about.district,
              [about.id],
            ])
          : await open(sql, 'open_request($1::uuid, $2, $3)', identity);
      const key = keyOf(input.idempotencyKey);
      if (key !== null) {
        const { before } = onlyRow(
          await sql`select hamkke.claim_key(${key}, ${name}, ${hashOf(input)}) as before`,
        );
        if (before) return before as R;
      }
      const shown = new Map<string | null, { classes: Record<string, DataClass[]>; bases: Basis[] }>();
      const result = await work({
        sql,
        viewer,
        scope,
        recorded: (householdId, classes, ...by) => {
          const had = shown.get(householdId) ?? { classes: {}, bases: [] };
          const bases = by.length ? by : (['CONTROLLER'] as const);
          shown.set(householdId, {
            classes: { ...had.classes, ...classes },
            bases: [...new Set([...had.bases, ...bases])],
          });
        },
      });
      if (key !== null) await sql`select hamkke.keep_result(${key}, ${sql.json(result as never)})`;
      await this.log.insertIn(
        sql,
        [...shown].map(([householdId, { classes, bases }]) =>
          changeOf(context, command, { householdId, shown: classes, bases }),
        ),
      );
      // Whoever was told that nothing was done must not find it done later. From here on nobody can say.
      if (context.deadline.passed) throw new TimeIsUp();
      progress.committing = true;
      return result;
    })) as R;
  }
}

/** The entry of a change. */
const changeOf = (context: RequestContext, { name, about }: Command, told: Parameters<typeof entryOf>[2]) =>
  entryOf(context, name, { action: 'CHANGE', districtId: about.district, ...told });

async function open(sql: TransactionSql, call: string, values: unknown[]): Promise<Scope> {
  const { opened } = onlyRow(await sql.unsafe(`select hamkke.${call} as opened`, values as never[]));
  return scopeOf(typeof opened === 'object' ? opened : []);
}

/** What was asked for, alike for unknown and hidden: only a household's own id says which household. */
const refusedOf = ({ about }: Command) => ({
  householdId: 'id' in about && about.type === 'Household' ? about.id : null,
  shown: 'id' in about ? { [about.id]: [] } : {},
});

/** How many characters a key has. */
const keyLength = { least: 8, most: 200 };
function keyOf(key: string | null | undefined): string | null {
  if (key === null || key === undefined) return null;
  if (key.length < keyLength.least || key.length > keyLength.most)
    throw errorOf(commonFaults.IDEMPOTENCY_KEY_LENGTH, keyLength);
  return key;
}

/** The same whatever order the client wrote the fields in. */
const hashOf = (input: object) =>
  createHash('sha256')
    .update(JSON.stringify(sorted(input)))
    .digest('hex');
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([name]) => name !== 'idempotencyKey')
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([name, each]) => [name, sorted(each)]),
        )
      : value;

/** Somebody was faster: the version that was expected is not the one that is there. */
export const versionConflict = (current: number | null) =>
  errorOf(commonFaults.CHANGED_MEANWHILE, { currentVersion: current });
