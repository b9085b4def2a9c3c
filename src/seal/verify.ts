import type { KeyObject } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { beginning, entryText, type Head, headColumns, isSignedBy, link, timeText } from './chain.js';
import { type Finding, findings } from './findings.js';
import type { HeadLine } from './heads.js';

export interface VerifyOptions {
  /** Public keys by their id: all that ever signed a head. */
  keys: ReadonlyMap<string, KeyObject>;
  /** Heads that were stored elsewhere; without them nobody can tell that entries, seals and heads were cut off alike. */
  heads?: AsyncIterable<HeadLine>;
  /** How long an entry may wait for its seal. */
  graceSeconds: number;
  found: (finding: Finding) => void;
  progress?: (verified: bigint) => void;
  /** Rows that are held in memory at a time. */
  batch?: number;
}

export interface Verified {
  entries: bigint;
  heads: bigint;
  /** Heads of the file that agree with the chain. */
  compared: bigint;
  /** Time of the newest head, if there is one. */
  until: string | null;
  faults: number;
}

interface Seal {
  position: string;
  entryId: string;
  hash: Buffer;
  entry: string | null;
}

/**
 * Walks the whole chain and tells everything that is not as it was sealed. Reads alone, in one transaction that sees one
 * moment (repeatable read), which is the caller's.
 */
export async function verifyLog(sql: TransactionSql, options: VerifyOptions): Promise<Verified> {
  // Not by functions, which a search path of somebody else's could replace, nor in whatever zone the login has.
  await sql.unsafe(`set local search_path to pg_catalog, public; set local TimeZone to 'UTC'`);
  const walk = new Walk(sql, options);
  await walk.chain();
  if (options.heads) await walk.file(options.heads);
  await walk.waiting();
  return walk.result;
}

class Walk {
  readonly result: Verified = { entries: 0n, heads: 0n, compared: 0n, until: null, faults: 0 };
  private readonly batch: number;
  private position = 0n;
  /** The hash before the next entry; unknown behind a gap. */
  private previous: Buffer | null = beginning;
  private number = 0n;
  /** Up to where a head covers the chain. */
  private signed = 0n;

  constructor(
    private readonly sql: Sql | TransactionSql,
    private readonly options: VerifyOptions,
  ) {
    this.batch = options.batch ?? 2000;
  }

  private found(finding: Finding) {
    this.result.faults++;
    this.options.found(finding);
  }

  async chain() {
    let after: string | null = null;
    for (;;) {
      const seals: Seal[] = await this.sql.unsafe<Seal[]>(sealsAfter(after, this.batch));
      const until = seals.length < this.batch ? null : seals.at(-1)!.position;
      const hashes = new Map<string, Buffer>();
      for (const seal of seals) {
        this.entry(seal);
        hashes.set(seal.position, seal.hash);
      }
      await this.headsBetween(after, until, hashes);
      this.options.progress?.(this.result.entries);
      if (until === null) break;
      after = until;
    }
    if (this.position > this.signed) this.found(findings.unsigned(this.signed + 1n, this.position));
  }

  private entry({ position, entryId, hash, entry }: Seal) {
    const at = BigInt(position);
    const expected = this.position + 1n;
    if (at > expected) {
      this.found(findings.gap(expected, at - 1n, entryId));
      this.previous = null;
    } else if (at < expected) this.found(findings.misplaced(at, entryId));
    if (entry === null) this.found(findings.removed(entryId, at));
    else if (this.previous && !link(this.previous, entry).equals(hash))
      this.found(findings.changed(entryId, at));
    // One changed entry is one finding: what follows is judged by the hash that stands there.
    this.previous = hash;
    this.position = at;
    this.result.entries++;
  }

  /** Heads in batches of their own: where every request was alone, there are as many as entries. */
  private async headsBetween(after: string | null, until: string | null, hashes: Map<string, Buffer>) {
    let from = after;
    for (;;) {
      const heads: Head[] = await this.sql.unsafe<Head[]>(headsAfter(from, until, this.batch));
      for (const head of heads) this.head(head, hashes.get(head.position));
      if (heads.length < this.batch) return;
      from = heads.at(-1)!.position;
    }
  }

  private head(head: Head, hash: Buffer | undefined) {
    const number = BigInt(head.number);
    if (number !== this.number + 1n) this.found(findings.headsMissing(this.number + 1n, number));
    this.number = number;
    this.result.heads++;
    if (!this.isGenuine(head)) return;
    this.result.until = head.at;
    this.compare(head, hash);
    if (BigInt(head.position) > this.signed) this.signed = BigInt(head.position);
  }

  private isGenuine(head: Head, line?: number): boolean {
    const key = this.options.keys.get(head.keyId);
    if (key && isSignedBy(head, key)) return true;
    this.found(key ? findings.forged(head, line) : findings.unknownKey(head, line));
    return false;
  }

  private compare(head: Head, hash: Buffer | undefined, line?: number): boolean {
    if (hash?.toString('hex') === head.hash) return true;
    this.found(hash ? findings.otherHash(head, line) : findings.cutOff(head, this.position, line));
    return false;
  }

  /** Compares heads that were stored elsewhere with the chain as it is now. */
  async file(lines: AsyncIterable<HeadLine>) {
    let some: { head: Head; line: number }[] = [];
    for await (const { head, line } of lines) {
      // A crash leaves half a line behind, which says nothing of the log.
      if (!head) this.options.found(findings.noHead(line));
      else if (this.isGenuine(head, line)) some.push({ head, line });
      if (some.length < this.batch) continue;
      await this.compareAll(some);
      some = [];
    }
    await this.compareAll(some);
    if (this.result.compared === 0n && this.result.heads > 0n) this.found(findings.noneCompared());
  }

  private async compareAll(some: { head: Head; line: number }[]) {
    const seals = await this.sql.unsafe<{ position: string; hash: Buffer }[]>(
      'select position::text, hash from access_log_seals where position = any($1::text::bigint[])',
      [`{${some.map(({ head }) => head.position).join(',')}}`],
    );
    const hashes = new Map(seals.map(({ position, hash }) => [position, hash]));
    for (const { head, line } of some)
      if (this.compare(head, hashes.get(head.position), line)) this.result.compared++;
  }

  /** Entries without a seal that the walk came by; one that claims to be of the future has waited as long as one of the past. */
  async waiting() {
    let after = '-9223372036854775808';
    for (;;) {
      const entries: { id: string; at: string }[] = await this.sql.unsafe<{ id: string; at: string }[]>(
        `select l.id::text as id, ${timeText('l.at')} as at from access_log l
          where l.id > $1::bigint and abs(extract(epoch from clock_timestamp() - l.at)) >= $2::float8
            and not exists (select from access_log_seals s where s.entry_id = l.id and s.position between 1 and $4)
          order by l.id limit $3`,
        [after, this.options.graceSeconds, this.batch, String(this.position)],
      );
      for (const { id, at } of entries) this.found(findings.unsealed(id, at));
      if (entries.length < this.batch) return;
      after = entries.at(-1)!.id;
    }
  }
}

const whole = /^-?\d+$/;
const above = (column: string, after: string | null) => {
  if (after === null) return `${column} is not null`;
  if (!whole.test(after)) throw new Error(`${after} is no position`);
  return `${column} > ${after}`;
};
const upTo = (column: string, until: string | null) => `not (${above(column, until)})`;

/** Pages by key, and not by offset or a cursor: a page costs the same at the end as at the beginning. */
const sealsAfter = (after: string | null, limit: number) => `
  select s.position::text, s.entry_id::text as "entryId", s.hash, e.entry
  from (select * from access_log_seals s where ${above('s.position', after)} order by s.position limit ${limit}) s
  left join lateral (select ${entryText} as entry from access_log l where l.id = s.entry_id) e on true
  order by s.position`;

const headsAfter = (after: string | null, until: string | null, limit: number) => `
  select ${headColumns} from access_log_heads h
  where ${above('h.position', after)} and ${until === null ? 'true' : upTo('h.position', until)}
  order by h.position limit ${limit}`;
