import { Worker } from 'node:worker_threads';
import { commonFaults } from '../../commonFaults.js';
import { packageRoot } from '../../config.js';
import { errorOf } from '../../faults.js';
import type { Made, Work } from '../../statistics/work.js';

/** How many wait at most until their file is made. */
const mostWaiting = 32;
/** After so many milliseconds without work the thread ends and gives its memory back. */
const idleMs = 30_000;
/** What it may hold, in megabytes: a release of five years with all its files takes less than half of it. */
const mostMegabytes = 256;

interface Waiting {
  give: (made: Made[Work['kind']]) => void;
  fail: (error: Error) => void;
  spent: (milliseconds: number) => void;
}
interface Message {
  nth: number;
  made?: Made[Work['kind']];
  error?: Error;
  spent: number;
}

/** Has files made in a thread of their own, one after the other, so that the server goes on answering meanwhile. */
export class Workshop {
  private thread: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private nth = 0;
  private idle: NodeJS.Timeout | null = null;

  /** @param spent told how many milliseconds the work took, without those of waiting for it */
  make<W extends Work>(work: W, spent: (milliseconds: number) => void): Promise<Made[W['kind']]> {
    if (this.waiting.size >= mostWaiting) return Promise.reject(errorOf(commonFaults.SERVER_BUSY));
    const thread = this.started();
    const nth = ++this.nth;
    return new Promise((give, fail) => {
      this.waiting.set(nth, { give: give as Waiting['give'], fail, spent });
      thread.postMessage({ nth, work });
    });
  }

  /** Ends the thread, if there is one. */
  async close(): Promise<void> {
    if (this.idle) clearTimeout(this.idle);
    await this.thread?.terminate();
  }

  private started(): Worker {
    if (this.idle) clearTimeout(this.idle);
    this.idle = null;
    if (this.thread) return this.thread;
    const thread = new Worker(`${packageRoot}/dist/statistics/worker.js`, {
      resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    });
    // Whoever stops the server does not wait for it.
    thread.unref();
    thread.on('message', (message: Message) => this.made(message));
    const ended = (error: Error) => {
      if (this.thread !== thread) return;
      this.thread = null;
      for (const { fail } of this.waiting.values()) fail(error);
      this.waiting.clear();
    };
    thread.on('error', ended);
    thread.on('exit', (code) => ended(new Error(`The thread that makes files ended with ${code}`)));
    this.thread = thread;
    return thread;
  }

  private made({ nth, made, error, spent }: Message): void {
    const waiting = this.waiting.get(nth);
    this.waiting.delete(nth);
    waiting?.spent(spent);
    if (error) waiting?.fail(error);
    else waiting?.give(made!);
    if (this.waiting.size > 0) return;
    this.idle = setTimeout(() => {
      const { thread } = this;
      this.thread = null;
      void thread?.terminate();
    }, idleMs);
    this.idle.unref();
  }
}
