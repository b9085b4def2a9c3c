import type { Logger } from 'pino';
import type { Limits } from '../config.js';
import type { Pool } from '../database/pool.js';
import { asApi, Recurring } from '../database/recurring.js';
import type { WebhookKey } from './secrets.js';
import { send } from './send.js';

/** How many deliveries are taken at once, and for how long nobody else takes them. */
const [most, lease] = [20, '60 seconds'];
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
  private readonly recurring: Recurring;
  private pruneAt = 0;

  constructor(
    private readonly pool: Pool,
    private readonly key: WebhookKey,
    log: Logger,
    private readonly keep: Pick<Limits, 'changeDays' | 'deliveryDays'> & { paceMs: number },
  ) {
    this.recurring = new Recurring({
      paceMs: keep.paceMs,
      log,
      failing: 'Webhooks are not delivered, or feeds not pruned',
      work: async (stopping) => {
        const busy = (await this.deliverDue(stopping)) === most;
        if (Date.now() >= this.pruneAt) await this.prune();
        return busy;
      },
    });
  }

  start() {
    this.recurring.start();
  }

  /** Ends what is under way, which is tried again once its lease is over. */
  stop() {
    return this.recurring.stop();
  }

  private async deliverDue(stopping: AbortSignal): Promise<number> {
    // Requests run out with and without webhooks, so that is asked in any case; without a key nothing is taken.
    const claimed = await asApi(
      this.pool,
      (sql) =>
        sql<
          Claimed[]
        >`select * from hamkke.claim_deliveries(${this.key.given ? most : 0}, ${lease}::interval)`,
    );
    await Promise.all(claimed.map((each) => this.deliver(each, stopping)));
    return claimed.length;
  }

  private async deliver({ id, webhook_id, url, kind, at, object, gone }: Claimed, signal: AbortSignal) {
    const type = kind.toLowerCase().replace('_', '.');
    const body = JSON.stringify({ type, timestamp: at.toISOString(), data: { id: object, gone } });
    const headers = this.key.headersOf(webhook_id, id, body);
    const status = await send(url, body, headers, { strict: this.key.strict, stop: signal });
    // What was cut off by stopping was not refused.
    if (status === null && signal.aborted) return;
    const taken = status !== null && status >= 200 && status < 300;
    await asApi(this.pool, (sql) => sql`select hamkke.settle_delivery(${id}, ${status}, ${taken})`);
  }

  /** Forgets what was kept long enough; what is left over of a great many goes the next time round. */
  private async prune() {
    const { changeDays, deliveryDays } = this.keep;
    const [row] = await asApi(
      this.pool,
      (sql) => sql`select hamkke.prune(${changeDays}, ${deliveryDays}, ${mostPruned}) as more`,
    );
    if (!row!.more) this.pruneAt = Date.now() + pruning;
  }
}
