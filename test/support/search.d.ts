import type { Sql } from 'postgres';

/** Finds known numbers, with or without a hyphen, and inside longer runs of digits. */
export class NumberSearch {
  constructor(numbers: ReadonlySet<string>);
  readonly found: ReadonlySet<string>;
  /** The numbers by the place in which they were found. */
  readonly places: ReadonlyMap<string, ReadonlySet<string>>;
  readonly bytes: number;
  in(text: string | Buffer, place?: string): void;
}

/** Every table, type and function of a database as text, as pg_dump would write them; answers how many rows. */
export function dump(owner: Sql, each: (text: string, table: string) => void): Promise<number>;

/** The bytes of these files, and of every file in these folders, as they lie on the disk. */
export function files(
  places: readonly string[],
  each: (text: Buffer, path: string) => void,
): Promise<{ files: number; bytes: number; logLines: number }>;
