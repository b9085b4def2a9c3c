import { setTimeout as pause } from 'node:timers/promises';
import type { Sql, TransactionSql } from 'postgres';
import type { Basis, DataClass, Purpose } from '../access/classes.js';
import { Deadline } from '../database/deadline.js';
import { outage } from '../database/failures.js';
import type { Pool } from '../database/pool.js';
import type { Viewer } from '../identity/viewer.js';

/** Milliseconds from one write of the log to the next while requests crowd: a commit costs more than a line. */
const pace = 2;

/** What one request showed or refused of one household: a line of the access log (접속기록). */
export interface Entry {
  requestId: string;
  viewer: Viewer;
  address: string | null;
  operation: string;
  /** READ unless said otherwise. */
  action?: 'READ' | 'SEARCH' | 'CHANGE' | 'LOG_READ';
  purpose: Purpose;
  districtId: string | null;
  householdId: string | null;
  /** Member or household → the classes that were shown of it. */
  shown: Record<string, readonly DataClass[]>;
  bases: readonly Basis[];
  allowed: boolean;
  /** What a search or a read of the log itself was narrowed by. It stands where others have whom they showed. */
  filter?: Readonly<Record<string, unknown>>;
}

/**
 * Writes entries durably before the data leaves. Requests that come while a write is under way share the next one, so
 * that the log costs one commit for many reads; when a write fails, everybody who waits for it gets no data.
 */
export class AccessLog {
  private waiting: { entries: Entry[]; done: () => void; failed: (error: unknown) => void }[] = [];
  private writing = false;

  /** @param deadlineMs how long one write may take: behind one that never ends, nobody would get an answer again */
  constructor(
    private readonly pool: Pool,
    private readonly deadlineMs: number,
  ) {}

  write(entries: Entry[]): Promise<void> {
    if (entries.length === 0) return Promise.resolve();
    return new Promise((done, failed) => {
      this.waiting.push({ entries, done, failed });
      if (!this.writing) void this.flush();
    });
  }

  /** Tries whether entries can be written: one is, and taken back. */
  async tryOut(deadline: Deadline): Promise<void> {
    const takenBack = new Error('taken back');
    const trial = () =>
      this.pool.log
        .begin(async (sql) => {
          if (this.pool.opening) await sql.unsafe(this.pool.opening);
          await sql.unsafe(text, [JSON.stringify([trialRow])], { prepare: true });
          throw takenBack;
        })
        .catch((error) => {
          if (error !== takenBack) throw error;
        });
    await this.pool.logHealth.ask(deadline, trial, outage);
  }

  private async flush() {
    this.writing = true;
    while (this.waiting.length) {
      const began = performance.now();
      const group = this.waiting;
      this.waiting = [];
      try {
        const entries = group.flatMap((each) => each.entries);
        await this.pool.logHealth.ask(new Deadline(this.deadlineMs), () => this.insert(entries), outage);
        for (const each of group) each.done();
      } catch (error) {
        for (const each of group) each.failed(error);
      }
      // Nobody waits: the next one is written at once. Somebody does: there are many, so let a few more come along.
      const rest = began + pace - performance.now();
      if (this.waiting.length && rest > 0) await pause(rest);
    }
    this.writing = false;
  }

  private async insert(entries: Entry[]) {
    const { log, opening } = this.pool;
    if (!opening) await this.insertIn(log, entries);
    else
      await log.begin(async (sql) => {
        await sql.unsafe(opening);
        await this.insertIn(sql, entries);
      });
  }

  /** Writes entries in the transaction of the change that they tell of. */
  async insertIn(sql: Sql | TransactionSql, entries: readonly Entry[]) {
    if (entries.length) await sql.unsafe(text, [JSON.stringify(entries.map(rowOf))], { prepare: true });
  }
}

/** Where what a request reads is logged. */
export type Writer = Pick<AccessLog, 'write'>;

/**
 * The log as one request writes it, which may be worked on more than once before it is answered: what was logged of it
 * already stands, and is not logged again.
 */
export class RequestLog implements Writer {
  private readonly written: Entry[] = [];
  private before: string[] = [];

  constructor(
    private readonly log: AccessLog,
    private readonly deadline: Deadline,
  ) {}

  async write(entries: Entry[]): Promise<void> {
    const missing = this.before.length ? entries.filter((each) => !this.stands(each)) : entries;
    await this.deadline.within(this.log.write(missing));
    this.written.push(...missing);
  }

  /** The request is worked on anew, from its beginning. */
  again() {
    this.before = this.written.map((each) => JSON.stringify(rowOf(each)));
  }

  /** Whether an entry was written before; each stands for one. */
  private stands(entry: Entry): boolean {
    const place = this.before.indexOf(JSON.stringify(rowOf(entry)));
    if (place >= 0) this.before.splice(place, 1);
    return place >= 0;
  }
}

const rowOf = ({ viewer, ...entry }: Entry) => ({
  request_id: entry.requestId,
  staff_id: viewer.staffId,
  post_id: viewer.postId,
  organization_id: viewer.organizationId,
  address: entry.address,
  operation: entry.operation,
  action: entry.action ?? 'READ',
  purpose: entry.purpose,
  district_id: entry.districtId,
  household_id: entry.householdId,
  shown: entry.filter ? { filter: [JSON.stringify(entry.filter)] } : entry.shown,
  bases: entry.bases,
  classes: [...new Set(Object.values(entry.shown).flat())],
  allowed: entry.allowed,
});

const nobody = '00000000-0000-0000-0000-000000000000';
const trialRow = {
  ...{ request_id: nobody, staff_id: nobody, post_id: nobody, organization_id: nobody },
  ...{ operation: 'readyz', action: 'READ', purpose: 'CASE_MANAGEMENT', allowed: false },
  ...{ shown: {}, bases: [], classes: [] },
};

const fields =
  'request_id, staff_id, post_id, organization_id, address, operation, action, purpose, district_id, household_id, shown, bases, classes, allowed';
const text = `insert into access_log (${fields})
  select ${fields} from jsonb_to_recordset($1::text::jsonb) as entry(
    request_id uuid, staff_id uuid, post_id uuid, organization_id uuid, address text, operation text, action text,
    purpose purpose, district_id text, household_id uuid, shown jsonb, bases basis[], classes data_class[], allowed boolean)`;
