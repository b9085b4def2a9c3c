import { isIPv6 } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Limits } from '../config.js';
import type { Context } from '../context.js';
import type { HamkkeError } from '../errors.js';
import { errorOf } from '../faults.js';
import { httpFaults } from './faults.js';

/** Of how many each kind of sender is remembered what they spent; the one who was silent the longest is forgotten first. */
const mostSenders = 20_000;

/**
 * How much each sender may spend over time: so many units a second, and as many at once as come together in `seconds`.
 * One number is kept of each sender, the moment at which all that they spent is paid for (GCRA).
 */
export class Rate {
  private readonly paid = new LRUCache<string, number>({ max: mostSenders });
  private readonly each: number;
  private readonly burst: number;

  /** @param now the clock, in milliseconds */
  constructor(
    perSecond: number,
    seconds: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.each = 1000 / perSecond;
    this.burst = seconds * 1000;
  }

  /** Milliseconds until this sender may spend again; 0 where that is now. */
  wait(sender: string): number {
    return Math.max(0, (this.paid.get(sender) ?? 0) - this.now() - this.burst + this.each);
  }

  /** Takes what something costs, also where that is known only afterwards and is more than there was left. */
  spend(sender: string, units: number): void {
    this.paid.set(sender, Math.max(this.now(), this.paid.get(sender) ?? 0) + units * this.each);
  }
}

/** Refuses what comes too fast, and says when to come again. */
const tooFast = (milliseconds: number) => {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return errorOf(httpFaults.TOO_MANY_REQUESTS, { retryAfterSeconds: seconds });
};

/** Seconds over which requests may come all at once. */
const burst = 10;
/** What a document costs that must be read and planned first, in units of a request. */
const newDocument = 10;
/** Milliseconds of the database's work that cost as much as a request. */
const perRequest = 20;

/**
 * How fast requests may come. Without a token the address pays for each request, for new documents and for the
 * database's time; with one the person and their organization pay for each request, and their address pays nothing, as
 * a whole office has one.
 */
export class Rates {
  private readonly addresses: Rate;
  private readonly people: Rate;
  private readonly organizations: Rate;
  private readonly peopleNumbers: Rate;
  private readonly organizationsNumbers: Rate;

  constructor(limits: Limits) {
    this.addresses = new Rate(limits.addressRate, burst);
    this.people = new Rate(limits.personRate, burst);
    this.organizations = new Rate(limits.organizationRate, burst);
    this.peopleNumbers = new Rate(limits.personNumbers / 60, 60);
    this.organizationsNumbers = new Rate(limits.organizationNumbers / 60, 60);
  }

  /** Counts a request; throws where it comes too fast. A new document costs more where nobody answers for it. */
  request({ viewer, address }: Pick<Context, 'viewer' | 'address'>, isNew = false): void {
    if (!viewer) take([[this.addresses, senderOf(address)]], isNew ? newDocument : 1);
    else
      take([
        [this.people, viewer.staffId],
        [this.organizations, viewer.organizationId],
      ]);
  }

  /** What somebody without a token is refused with at this address; null while they may ask. */
  refusal(address: string): HamkkeError | null {
    const wait = this.addresses.wait(senderOf(address));
    return wait > 0 ? tooFast(wait) : null;
  }

  /** Somebody without a token: under what they are counted, and what counts the database's work for them. */
  stranger(address: string) {
    const sender = senderOf(address);
    const worked = (milliseconds: number) => this.addresses.spend(sender, milliseconds / perRequest);
    return { sender, worked };
  }

  /** Counts that somebody is sought by a registration number; throws where that comes too fast. */
  number({ staffId, organizationId }: NonNullable<Context['viewer']>): void {
    take([
      [this.peopleNumbers, staffId],
      [this.organizationsNumbers, organizationId],
    ]);
  }
}

/** All pay, or nobody does. */
function take(from: readonly (readonly [Rate, string])[], units = 1): void {
  const wait = Math.max(...from.map(([rate, sender]) => rate.wait(sender)));
  if (wait > 0) throw tooFast(wait);
  for (const [rate, sender] of from) rate.spend(sender, units);
}

/** An address of IPv4, or the half of one of IPv6 that a network is given: the other half is anybody's to make up. */
export function senderOf(address: string | null): string {
  if (address === null || !isIPv6(address)) return address ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const all =
    tail === undefined ? groups : [...groups, ...Array(8 - groups.length - rest.length).fill('0'), ...rest];
  return all
    .slice(0, 4)
    .map((each) => Number.parseInt(each, 16).toString(16))
    .join(':');
}
