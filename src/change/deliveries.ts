import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Sql, TransactionSql } from 'postgres';
import type { Limits } from '../config.js';
import { Deadline } from '../database/deadline.js';
import type { Pool } from '../database/pool.js';
import type { WebhookKey } from './secrets.js';
import { send } from './send.js';

/** Milliseconds from one look at what is due to the next, while nothing is. */
const pace = 1000;
/** How many deliveries are taken at once, and for how long nobody else takes them. */
const [most, lease] = [20, '60 seconds'];
const deadlineMs = 30_000;
/** Milliseconds from one pruning to the next, and how many rows of a kind go at once. */
const [pruning, mostPruned] = [3_600_000, 5000];

interface Claimed {
  id: string;
  webhook_id: string;
  url: string;
  kind: string;
  at: Date;
  object: string;
  gone: boolean;
}

/**
 * Delivers webhooks, ends what ran out by itself and forgets what was kept long enough, for as long as the server runs. Several servers take turns: each
 * claims what is due under a lock of the database and has it for a while, so that a server that dies leaves nothing behind.
 */
export class Deliveries {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private pruneAt = 0;

  constructor(
    private readonly pool: Pool,
    private readonly key: WebhookKey,
    private readonly log: Logger,
    private readonly keep: Pick<Limits, 'changeDays' | 'deliveryDays'>,
  ) {}

  start() {
    this.running = this.run();
  }

  /** Ends what is under way, which is tried again once its lease is over. */
  async stop() {
    this.stopping.abort();
    await this.running;
  }

  private async run() {
    const { signal } = this.stopping;
    let failing = false;
    while (!signal.aborted) {
      let busy = false;
      try {
        busy = (await this.deliverDue()) === most;
        if (Date.now() >= this.pruneAt) await this.prune();
        failing = false;
      } catch (error) {
        // A database that is away for an hour is one line, not thousands.
        if (!signal.aborted && !failing)
          this.log.error({ err: error }, 'Webhooks are not delivered, or feeds not pruned');
        failing = true;
      }
      if (!busy) await pause(pace, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  private async deliverDue(): Promise<number> {
    // Requests run out with and without webhooks, so that is asked in any case; without a key nothing is taken.
    const claimed = await this.asApi(
      (sql) =>
        sql<
          Claimed[]
        >`select * from hamkke.claim_deliveries(${this.key.given ? most : 0}, ${lease}::interval)`,
    );
    await Promise.all(claimed.map((each) => this.deliver(each)));
    return claimed.length;
  }

  private async deliver({ id, webhook_id, url, kind, at, object, gone }: Claimed) {
    const { signal } = this.stopping;
    const type = kind.toLowerCase().replace('_', '.');
    const body = JSON.stringify({ type, timestamp: at.toISOString(), data: { id: object, gone } });
    const headers = this.key.headersOf(webhook_id, id, body);
    const status = await send(url, body, headers, { strict: this.key.strict, stop: signal });
    // What was cut off by stopping was not refused.
    if (status === null && signal.aborted) return;
    const taken = status !== null && status >= 200 && status < 300;
    await this.asApi((sql) => sql`select hamkke.settle_delivery(${id}, ${status}, ${taken})`);
  }

  /** Forgets what was kept long enough; what is left over of a great many goes the next time round. */
  private async prune() {
    const { changeDays, deliveryDays } = this.keep;
    const [row] = await this.asApi(
      (sql) => sql`select hamkke.prune(${changeDays}, ${deliveryDays}, ${mostPruned}) as more`,
    );
    if (!row!.more) this.pruneAt = Date.now() + pruning;
  }

  private asApi<T>(work: (sql: TransactionSql) => PromiseLike<T>): Promise<T> {
    const done = (this.pool.sql as Sql).begin(async (sql) => {
      if (this.pool.opening) await sql.unsafe(this.pool.opening);
      return work(sql);
    });
    return new Deadline(deadlineMs).within(done as Promise<T>);
  }
}
