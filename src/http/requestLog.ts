import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/** The header that names a request: whoever asks for help says it, and the log and the access log hold the same id. */
export const requestIdHeader = 'x-request-id';

/** What the line of a request says of it beside its status: nothing that a client wrote, but what we know by name. */
interface Outcome {
  /** The published operation that it was. */
  operation: string | null;
  /** The reasons of the errors that it was answered with, each once. */
  errors: Set<string>;
}

/** What the line of a request holds: known by name or made by us, so that nobody's registration number can stand in it. */
export class RequestLine {
  readonly requestId: string;
  readonly method: string;
  readonly route: string | undefined;
  readonly status: number;
  readonly ms: number;
  readonly operation?: string;
  readonly errors?: readonly string[];
  readonly cut?: true;

  constructor({ outcome, method, id, routeOptions }: FastifyRequest, reply: FastifyReply, ms: number) {
    this.requestId = id;
    this.method = method;
    this.route = routeOptions.url;
    this.status = reply.statusCode;
    this.ms = Math.round(ms * 10) / 10;
    if (outcome.operation !== null) this.operation = outcome.operation;
    if (outcome.errors.size > 0) this.errors = [...outcome.errors];
    if (!reply.raw.writableFinished) this.cut = true;
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    outcome: Outcome;
  }
}

/** What load balancers ask for every few seconds. */
const probes: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/**
 * One line a request, once it is over: its id, the route, the status, milliseconds, the published operation and the reasons
 * of its errors. Who asked, from where, the address as it was sent, the document and its variables stay out: the access log
 * has what is to be known of a person, under the same id.
 */
export function logRequest(request: FastifyRequest, reply: FastifyReply, log: Logger): void {
  const began = performance.now();
  // Whoever goes away before they are answered has a line too.
  reply.raw.once('close', () => {
    const line = new RequestLine(request, reply, performance.now() - began);
    if (probes.has(line.route ?? '') && line.status === 200) log.debug(line, 'request');
    else log.info(line, 'request');
  });
}
