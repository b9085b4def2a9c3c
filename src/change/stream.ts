import { commonFaults } from '../commonFaults.js';
import type { Context } from '../context.js';
import type { FeedChange } from '../database/feedReads.js';
import { errorOf } from '../faults.js';
import type { Listening } from './listening.js';

/**
 * What one person is told, as it happens. Every look is a read of the feed with the rights of that moment; the stream ends
 * when the person is not active any more, may not have it any more, or their token ends.
 */
export class ChangeStream implements AsyncIterableIterator<FeedChange> {
  private readonly waiting: FeedChange[] = [];
  private awake = false;
  private ended = false;
  private wakeUp: (() => void) | null = null;
  private readonly leave: () => void;

  /**
   * @param may whether the person may be told at all, as their duties are now
   * @param feed whose feed it is, and `place` how far it was read
   */
  constructor(
    private readonly context: Context,
    private readonly listening: Listening,
    private readonly may: (context: Context) => boolean,
    private readonly feed: string,
    private place: number,
  ) {
    const leave = listening.join({
      staffId: this.viewer.staffId,
      until: listening.until,
      at: () => ({
        post: this.viewer.postId,
        stamp: this.viewer.stamp,
        feed: this.feed,
        place: this.place,
      }),
      wake: () => this.wake(),
      end: () => void this.return(),
    });
    if (!leave) throw errorOf(commonFaults.SERVER_BUSY);
    this.leave = leave;
    // What happened behind the cursor is told at once.
    this.awake = true;
  }

  async next(): Promise<IteratorResult<FeedChange>> {
    while (!this.ended) {
      const told = this.waiting.shift();
      if (told) return { done: false, value: told };
      if (this.awake) {
        this.awake = false;
        await this.look();
      } else
        await new Promise<void>((done) => {
          this.wakeUp = done;
        });
    }
    return { done: true, value: undefined };
  }

  return(): Promise<IteratorResult<FeedChange>> {
    this.ended = true;
    this.waiting.length = 0;
    this.leave();
    this.wake();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<IteratorResult<FeedChange>> {
    void this.return();
    return Promise.reject(error);
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  private get viewer() {
    return this.context.viewer!;
  }

  private wake() {
    this.awake = true;
    this.wakeUp?.();
    this.wakeUp = null;
  }

  private async look() {
    try {
      await this.readAsTheyAre();
    } catch (error) {
      // A database that does not answer now is asked again when this is woken next, which it is while there is more.
      if (codeOf(error) === 'UNAVAILABLE') return;
      void this.return();
      throw error;
    }
  }

  private async readAsTheyAre() {
    try {
      await this.read();
    } catch (error) {
      if (codeOf(error) !== 'VIEWER_CHANGED') throw error;
      // Their record is another: looked up anew, and asked once more as who they are now.
      const now = await this.listening.again();
      if (now) this.context.viewer = now;
      if (!now || !this.may(this.context)) return void this.return();
      await this.read();
    }
  }

  private async read() {
    // Each look has the time of one request.
    this.context.deadline = this.context.deadline.anew();
    const { told, place } = await this.context.reads.feed.changesFrom(this.context, this.place);
    // A full page may have more behind it.
    if (place > this.place && told.length > 0) this.awake = true;
    this.place = place;
    if (!this.ended) this.waiting.push(...told);
  }
}

const codeOf = (error: unknown) => (error as { extensions?: { code?: unknown } }).extensions?.code;
