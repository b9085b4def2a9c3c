import type { Logger } from 'pino';
import { Deadline } from '../database/deadline.js';
import type { Pool } from '../database/pool.js';
import { run } from '../database/run.js';
import type { Viewer } from '../identity/viewer.js';

const deadlineMs = 10_000;
/** The most streams of one person: a page in a few tabs, and no more. */
const mostOfOne = 10;

/** Somebody who listens: how long they may, and how they are looked up again when their record changed. */
export interface Listening {
  /** When the token ends, in milliseconds. */
  until: number;
  /** The person as they are now; null where they may not be asked for any more. */
  again(): Promise<Viewer | null>;
  /** Takes a place among those who are woken; null where there are too many. */
  join(listener: Listener): (() => void) | null;
}

export interface Listener {
  /** Of whom a person may have a few. */
  staffId: string;
  until: number;
  /** What it looks at: the record by which it has rights, and how far in which feed it is. */
  at(): { post: string; stamp: string; feed: string; place: number };
  wake(): void;
  end(): void;
}

/**
 * Wakes those who listen when there is something to look at: one statement for all of them, again and again while
 * there are any. It tells nobody anything; each looks for itself, with the rights that it has then.
 */
export class Listeners {
  private readonly listeners = new Set<Listener>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly pool: Pool,
    private readonly log: Logger,
    private readonly most: number,
    /** Milliseconds from one look at the feeds to the next. */
    private readonly paceMs: number,
  ) {}

  /** Whether nobody is woken any more, since the server stops. */
  get over() {
    return this.stopped;
  }

  join(listener: Listener): (() => void) | null {
    const own = [...this.listeners].filter(({ staffId }) => staffId === listener.staffId);
    if (this.stopped || this.listeners.size >= this.most || own.length >= mostOfOne) return null;
    this.listeners.add(listener);
    this.plan();
    return () => this.listeners.delete(listener);
  }

  /** Ends every stream, so that nothing keeps the server from closing. */
  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    for (const each of [...this.listeners]) each.end();
  }

  private plan() {
    if (this.timer !== undefined || this.stopped || this.listeners.size === 0) return;
    this.timer = setTimeout(() => void this.look(), this.paceMs).unref();
  }

  private async look() {
    const now = Date.now();
    for (const each of [...this.listeners]) if (now >= each.until) each.end();
    const all = [...this.listeners];
    try {
      const at = all.map((each) => each.at());
      const values = [
        at.map(({ post }) => post),
        at.map(({ stamp }) => stamp),
        at.map(({ feed }) => feed),
        at.map(({ place }) => place),
      ];
      const text = 'select hamkke.to_wake($1::uuid[], $2::text[], $3::uuid[], $4::bigint[]) as answer';
      const { answer } = await run(this.pool, { text, values, prepare: true }, new Deadline(deadlineMs));
      for (const nth of answer as number[]) all[nth - 1]?.wake();
    } catch (error) {
      if (!this.stopped) this.log.error({ err: error }, 'those who listen are not woken');
    }
    this.timer = undefined;
    this.plan();
  }
}
