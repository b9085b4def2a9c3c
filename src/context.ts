import type { Purpose } from './access/classes.js';
import type { Writer } from './accesslog/accessLog.js';
import type { Listening } from './change/listening.js';
import type { WebhookKey } from './change/secrets.js';
import type { Commands } from './database/commands.js';
import type { Deadline } from './database/deadline.js';
import type { Reads } from './database/reads.js';
import type { Scope } from './database/run.js';
import type { Viewer } from './identity/viewer.js';
import type { UniqueIds } from './uniqueid/uniqueIds.js';

/** What the resolvers of one request share: made for it, and gone with it. */
export interface Context {
  requestId: string;
  address: string | null;
  purpose: Purpose;
  viewer: Viewer | null;
  /** Until when the request is answered. */
  deadline: Deadline;
  /** Scopes that this request's statements opened, by subject: the gates look here. */
  scope: Scope;
  /** Finds people by their registration number; null where there are no keys, and so nobody to be found. */
  uniqueIds: UniqueIds | null;
  /** Whether the arguments stand in an address, which proxies and browsers keep. */
  inAddress: boolean;
  /** Set while a known document is answered, when a read may return the response's text; see http/compiledQueries.ts. */
  whole?: boolean;
  /** What root fields failed with that way, by response key. */
  failed?: Map<string | number, unknown>;
  /**
   * Set where the viewer is as remembered: whether they were refused. That is not logged, as they are asked about again
   * before anybody hears of it.
   */
  unsure?: { refused: boolean };
  /** Rows that this request's statements may have, as their page sizes multiply. */
  rows?: number;
  /** The places of this request that sought somebody by a registration number: each counts once. */
  sought?: Set<string>;
  /** How fast people may ask. */
  rates?: { number(viewer: Viewer): void };
  /** Set where there is no viewer: who sent the request, and told what the database worked for it. */
  stranger?: { sender: string; worked(milliseconds: number): void };
  reads: Reads;
  commands: Commands;
  webhooks: WebhookKey;
  log: Writer;
  /** Where the answer is a stream: who listens, and how long at most. */
  listening?: Listening;
}
