import type { Listening } from './change/listening.js';
import type { WebhookKey } from './change/secrets.js';
import type { Commands } from './database/commands.js';
import type { Reads } from './database/reads.js';
import type { RequestContext } from './request.js';
import type { UniqueIds } from './uniqueid/uniqueIds.js';

/** What the resolvers of one request share: made for it, and gone with it. */
export interface Context extends RequestContext {
  reads: Reads;
  commands: Commands;
  webhooks: WebhookKey;
  /** Finds people by their registration number; null where there are no keys, and so nobody to be found. */
  uniqueIds: UniqueIds | null;
  /** Where the answer is a stream: who listens, and how long at most. */
  listening?: Listening;
}
