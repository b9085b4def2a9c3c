import { hash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { commonFaults } from '../../commonFaults.js';
import type { Limits } from '../../config.js';
import { unreadableValue } from '../../database/failures.js';
import type { Pool } from '../../database/pool.js';
import { run } from '../../database/run.js';
import type { Turns } from '../../database/turns.js';
import { HamkkeError } from '../../errors.js';
import { errorOf } from '../../faults.js';
import type { ReleaseTable } from '../../release/table.js';
import type { Listed } from '../../statistics/manifest.js';
import type { Made, Work } from '../../statistics/work.js';
import { httpFaults } from '../faults.js';
import type { Rates } from '../rates.js';
import type { Workshop } from './workshop.js';

export interface StatisticsOptions {
  pool: Pool;
  limits: Limits;
  /** The turns of all who have no token, however they ask. */
  turns: Turns;
  rates: Rates;
  /** Where files are made. */
  workshop: Workshop;
}

/** What a release is, without its figures. */
export type Head = Omit<ReleaseTable, 'cells' | 'dongs'>;

/** A release as the database gave it. */
export interface Release {
  /** What tells its text from every other one. */
  id: string;
  text: string;
  head: Head;
}

/** Of how many releases it is remembered what they are: their figures are read where files are made of them. */
const mostHeads = 1000;

type Asking = Pick<FastifyRequest, 'address' | 'deadline'>;

/** A release of a district as its list has it. */
export interface ListedRelease extends Omit<Listed, 'districtName'> {
  protection: string;
  signature: string;
  keyId: string;
  corrections: { month: string; [property: string]: unknown }[];
}

/**
 * What is published, read as hamkke_api with nobody's identity, one call for each answer. No other function of the
 * database is asked here, so that nothing else can be in a file.
 */
export class Source {
  private readonly heads = new LRUCache<string, Head>({ max: mostHeads });

  constructor(private readonly options: StatisticsOptions) {}

  /** A release by its number, or the last one; null where the district has none. */
  async release(asking: Asking, district: string, number: number | null): Promise<Release | null> {
    const text = 'select hamkke.release_table($1::text, $2::text::int)::text as answer';
    const found = (await this.ask(asking, text, [district, number === null ? null : String(number)])) as
      | string
      | null;
    if (found === null) return null;
    const id = hash('sha256', found);
    const known = this.heads.get(id);
    if (known) return { id, text: found, head: known };
    const { cells: _, dongs: __, ...head } = JSON.parse(found) as ReleaseTable;
    this.heads.set(id, head);
    return { id, text: found, head };
  }

  /** All releases that there are. */
  async releases(asking: Asking): Promise<Listed[]> {
    return (await this.ask(asking, 'select hamkke.published_releases() as answer', [])) as Listed[];
  }

  /** The districts that published something, in the order of their codes. */
  async districts(asking: Asking): Promise<string[]> {
    const found = await this.ask(asking, 'select hamkke.published_districts() as answer', []);
    return (found as { district: string }[]).map(({ district }) => district);
  }

  /** The releases of a district, the newest first. */
  async list(asking: Asking, district: string): Promise<ListedRelease[]> {
    const text = 'select hamkke.release_list($1::text) as answer';
    return (await this.ask(asking, text, [district])) as ListedRelease[];
  }

  /** Has something made of a release; whoever asked for it pays for the time as for that of the database. */
  async make<W extends Work>({ address, deadline }: Asking, work: W): Promise<Made[W['kind']]> {
    const { workshop, rates } = this.options;
    return deadline.within(workshop.make(work, rates.stranger(address).worked));
  }

  private async ask({ address, deadline }: Asking, text: string, values: unknown[]): Promise<unknown> {
    const { pool, rates, turns } = this.options;
    const { sender, worked } = rates.stranger(address);
    const work = () => run(pool, { text, values, prepare: true }, deadline, unreadableValue);
    return (await deadline.within(turns.take(sender, work, worked))).answer;
  }
}

/**
 * What holds for all that is published: everybody may ask, from whichever page, with a token or without, and as fast as
 * somebody without one may.
 */
export function openToAll(
  app: FastifyInstance,
  { pool, limits, rates }: StatisticsOptions,
  refuse: (reply: FastifyReply, error: HamkkeError) => unknown,
): void {
  let inFlight = 0;
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof HamkkeError) return refuse(reply, error);
    if ((error.statusCode ?? 500) < 500) return refuse(reply, errorOf(httpFaults.REQUEST_INVALID));
    throw error;
  });
  app.addHook('onRequest', async (request, reply) => {
    rates.request({ viewer: null, address: request.address });
    if (inFlight >= limits.maxInFlight) throw pool.health.failure ?? errorOf(commonFaults.SERVER_BUSY);
    inFlight += 1;
    reply.raw.once('close', () => {
      inFlight -= 1;
    });
    reply
      .header('access-control-allow-origin', '*')
      .header(
        'access-control-expose-headers',
        'etag, last-modified, link, content-disposition, odata-version',
      );
  });
}
