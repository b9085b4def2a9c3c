/**
 * Advisory locks of PostgreSQL, by what is done under each: numbers that no other program uses in the same database.
 * Two alike would have one wait for the other.
 */
export const locks = {
  migration: 4_835_512_117,
  seal: 4_835_512_118,
  import: 4_835_512_119,
  /** Taken by `hamkke.claim_deliveries`, in src/change/changes.sql. */
  deliveries: 4_835_512_120,
  /** Taken by `hamkke.tell_catalogue`, in src/catalogue/upkeep/upkeep.sql. */
  catalogueFeed: 4_835_512_121,
  /** Rows of a file that people write, and districts that begin. */
  rows: 4_835_512_122,
  /** Taken by `hamkke.save_unit`, in src/catalogue/editing/units.sql. */
  unitNames: 4_835_512_123,
  /** With the hash of a district, whose facts somebody writes: locks of two numbers are apart from those of one. */
  facts: 48_355,
} as const;
