import type { Purpose } from './access/classes.js';
import type { Writer } from './accesslog/accessLog.js';
import type { Deadline } from './database/deadline.js';
import type { Scope } from './database/run.js';
import type { Viewer } from './identity/viewer.js';

/** Who asks, from where, what for and until when: what a read, a change and a line of the log need of a request. */
export interface RequestContext {
  requestId: string;
  address: string | null;
  purpose: Purpose;
  viewer: Viewer | null;
  /** Until when the request is answered. */
  deadline: Deadline;
  /** Where the request logs what it shows. */
  log: Writer;
  request: RequestState;
}

/** How the HTTP layer took a request in. */
interface Intake {
  /** Whether the arguments stand in an address, which proxies and browsers keep. */
  inAddress?: boolean;
  /** Whether the viewer is as remembered: they are looked up anew before they hear that they are refused. */
  mayBeStale?: boolean;
  /** How fast people may ask by a registration number. */
  rates?: { number(viewer: Viewer): void };
  /** Where there is no viewer: who sent the request, and what counts the time that the database worked for it. */
  stranger?: { sender: string; worked(milliseconds: number): void };
}

/**
 * What becomes of one request while it is answered. The HTTP layer makes it; as Apollo copies contexts, every copy has
 * this same object.
 */
export class RequestState {
  /** Scopes that the request's statements opened, by subject: the gates on fields look here. */
  scope: Scope = new Map();

  /** Whether a known document is being answered, when a read may return the response's text; see http/compiledQueries.ts. */
  mayAnswerText = false;

  /** What root fields failed with in that way, by response key: the executor says it again and asks nothing twice. */
  readonly failures = new Map<string | number, unknown>();

  /** Rows that the statements so far may have, as their page sizes multiply. */
  plannedRows = 0;

  /** The places of the request that asked by a registration number: each counts once, also where it is answered anew. */
  numberSearches = new Set<string>();

  /** Whether a viewer who may be stale was refused. That is not logged: they are looked up anew first. */
  refused = false;

  constructor(readonly intake: Intake = {}) {}
}
