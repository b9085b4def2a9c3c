import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Sql, TransactionSql } from 'postgres';
import { Deadline } from './deadline.js';
import type { Pool } from './pool.js';

/** Work that every server does again and again beside answering; several take turns by locks of the database. */
interface RecurringWork {
  /** Milliseconds from one look at what is to be done to the next, while nothing is. */
  paceMs: number;
  /** Does some of it. Whether more is waiting, so that it goes on at once. */
  work: (stopping: AbortSignal) => Promise<boolean>;
  /** What the log says while it fails. */
  failing: string;
  log: Logger;
}

/** Does work again and again until it is stopped, and goes on after failures. */
export class Recurring {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: RecurringWork) {}

  start() {
    this.running = this.run();
  }

  /** Ends what is under way, which is taken up again by whoever does it next. */
  async stop() {
    this.stopping.abort();
    await this.running;
  }

  private async run() {
    const { paceMs, work, failing: message, log } = this.options;
    const { signal } = this.stopping;
    let failing = false;
    while (!signal.aborted) {
      let busy = false;
      try {
        busy = await work(signal);
        failing = false;
      } catch (error) {
        // A database that is away for an hour is one line, not thousands.
        if (!signal.aborted && !failing) log.error({ err: error }, message);
        failing = true;
      }
      if (!busy) await pause(paceMs, undefined, { signal, ref: false }).catch(() => {});
    }
  }
}

const deadlineMs = 30_000;

/** A transaction as hamkke_api, outside of any request. */
export function asApi<T>(pool: Pool, work: (sql: TransactionSql) => PromiseLike<T>): Promise<T> {
  const done = (pool.sql as Sql).begin(async (sql) => {
    if (pool.opening) await sql.unsafe(pool.opening);
    return work(sql);
  });
  return new Deadline(deadlineMs).within(done as Promise<T>);
}
