import { createHash } from 'node:crypto';

/** Everything in the demo data follows from this number and the day it is loaded on. */
export const seed = 20_260_129;

const digest = (key: string) => createHash('sha256').update(`${seed}:${key}`).digest('hex');

/** The id of a consent-scoped row: shaped like UUIDv4, so that it tells nothing of when the row was made. */
export function rowId(key: string): string {
  const hex = digest(key);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The id of a catalogue, staff or organization row: shaped like UUIDv7 of one fixed moment. */
export function recordId(key: string): string {
  const hex = digest(key);
  return `01900000-0000-7${hex.slice(0, 3)}-b${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
}

/** Choices that fall the same way on every machine. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
}

/** A stream of choices of its own for every name, so that one system's change does not move another's (mulberry32). */
export function randomFor(name: string): Random {
  let state = Number.parseInt(digest(name).slice(0, 8), 16);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    pick: (list) => list[between(0, list.length - 1)]!,
    chance: (probability) => next() < probability,
  };
}

/** Shares of unequal size, each at least `least`, that add up to `total` exactly. */
export function shares(random: Random, total: number, count: number, least: number): number[] {
  const weights = Array.from({ length: count }, () => 0.2 + random.next() ** 2);
  const sum = weights.reduce((a, b) => a + b, 0);
  const free = total - least * count;
  const parts = weights.map((weight) => least + Math.floor((free * weight) / sum));
  const left = total - parts.reduce((a, b) => a + b, 0);
  return parts.map((part, at) => (at < left ? part + 1 : part));
}
