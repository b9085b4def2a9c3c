import { setTimeout as pause } from 'node:timers/promises';
import type { Sql, TransactionSql } from 'postgres';
import { type Connections, openConnections } from '../database/connections.js';
import { Deadline } from '../database/deadline.js';
import { locks } from '../database/locks.js';
import { surviveLostConnections } from '../database/pool.js';
import { beginning, entryText, type Head, headColumns, inUtc, link, signHead, timeText } from './chain.js';
import { appendHead, newestHead } from './heads.js';
import type { LogKey } from './key.js';

/** Milliseconds between two looks for new entries: heads are signed within a second. */
const pace = 400;
/** Milliseconds without a look at the log after which nobody should rely on its being sealed. */
const overdue = 15_000;
/** Entries that one transaction seals, which bounds its memory and how long another server waits. */
const batch = 2000;

interface SealerOptions {
  key: LogKey;
  /** Where heads are written too, so that they can be stored elsewhere. */
  headsFile: string | null;
  report: (error: unknown, message: string) => void;
  /** How long one batch may take: a connection that died in the middle of a transaction may never say so. */
  deadlineMs?: number;
}

/** Where one look through the log stands: from the last settled entry to the newest. */
interface Pass {
  after: string;
  /** Once the pass is through, nothing can turn up at or below this id. */
  settles: string;
}

/** Somebody took heads away, which this sealer signed or found signed: sealing on would hide it. */
export class ChainReplaced extends Error {
  override name = 'ChainReplaced';
  constructor(head: Pick<Head, 'number'>) {
    super(
      `Head ${head.number} of the access log is not in the database any more: entries or heads were removed or put back, and nothing is sealed until somebody has looked (npm run verify:log).`,
    );
  }
}

/**
 * Chains what was written to the access log by hash and signs the end of the chain. Every server has one; a lock of the
 * transaction lets one seal at a time, so that whichever is alive does it and none is in charge. Everything that a
 * transaction seals is kept or, when it dies on the way, sealed anew by the next one.
 */
export class Sealer {
  private pass: Pass | undefined;
  private last: Pick<Head, 'number' | 'signature'> | undefined;
  private readonly stopping = new AbortController();
  private lookedAt = performance.now();
  private running: Promise<void> = Promise.resolve();

  private connection: Connections;

  /** @param connect opens one connection as a login that may become hamkke_keeper */
  constructor(
    private readonly connect: () => Connections,
    private readonly options: SealerOptions,
  ) {
    this.connection = connect();
  }

  private get sql(): Sql {
    return this.connection.sql;
  }

  /** Seals until it is stopped; what goes wrong is reported and tried again. */
  start() {
    this.running = this.loop();
  }

  /** Seals what was written until now, and stops. */
  async stop() {
    this.stopping.abort();
    // A database that is frozen keeps nobody from stopping: what is not sealed is sealed after the next start.
    await Promise.race([this.running, pause(1500, undefined, { ref: false })]);
    await this.connection.end(0);
  }

  /** Whether entries are being chained and signed, by this server or by one that has the lock. */
  get isAlive(): boolean {
    return performance.now() - this.lookedAt < overdue;
  }

  private async loop() {
    const { signal } = this.stopping;
    let failing = false;
    for (;;) {
      // Asked before the work, so that once more is sealed after the last request.
      const last = signal.aborted;
      try {
        while (await this.seal());
        failing = false;
        this.lookedAt = performance.now();
      } catch (error) {
        // A database that is away for an hour is one line, not ten thousand.
        if (!failing) this.options.report(error, 'The access log is not being sealed');
        failing = true;
        if (error instanceof ChainReplaced) this.lookedAt = Number.NEGATIVE_INFINITY;
        else this.reconnect();
      }
      if (last) return;
      await pause(pace, undefined, { signal }).catch(() => {});
    }
  }

  /** A connection that died in the middle of a transaction is of no use, and may not know it. */
  private reconnect() {
    void this.connection.end(0);
    this.connection = this.connect();
  }

  /** Seals at most one batch; answers whether there may be more. */
  async seal(): Promise<boolean> {
    if (this.options.headsFile) this.last ??= await newestHead(this.options.headsFile);
    const work = this.sql.begin((sql) => this.sealIn(sql));
    const sealed = await new Deadline(this.options.deadlineMs ?? 5_000).within(work);
    if (!sealed) return false;
    const { head, more } = sealed;
    this.last = head;
    if (!more) this.pass = undefined;
    // After the commit: a head that is elsewhere and not here would look like entries cut off.
    if (this.options.headsFile) await appendHead(this.options.headsFile, head);
    return more;
  }

  private async sealIn(sql: TransactionSql): Promise<{ head: Head; more: boolean } | null> {
    const [turn] = await sql.unsafe<{ mine: boolean }[]>(
      `select set_config('role', 'hamkke_keeper', true), ${inUtc}, pg_try_advisory_xact_lock(${locks.seal}) as mine`,
    );
    if (!turn!.mine) return null;
    const [newest] = await sql.unsafe<Head[]>(
      `select ${headColumns} from access_log_heads order by access_log_heads.number desc limit 1`,
    );
    await this.confirm(sql, newest);
    this.pass ??= await begin(sql, newest);
    const entries = await sql.unsafe<{ id: string; entry: string; at: string; horizon: string }[]>(unsealed, [
      this.pass.after,
      batch,
    ]);
    if (entries.length === 0) {
      this.pass = undefined;
      return null;
    }
    const more = entries.length === batch;
    const head = await this.append(sql, entries, newest, more);
    this.pass.after = entries.at(-1)!.id;
    return { head, more };
  }

  private async append(
    sql: TransactionSql,
    entries: readonly { id: string; entry: string; at: string; horizon: string }[],
    newest: Head | undefined,
    more: boolean,
  ): Promise<Head> {
    const hashes: Buffer[] = [];
    let previous = newest ? Buffer.from(newest.hash, 'hex') : beginning;
    for (const { entry } of entries) {
      previous = link(previous, entry);
      hashes.push(previous);
    }
    const { id, at, horizon } = entries.at(-1)!;
    const { key } = this.options;
    const head = signHead(
      {
        number: String(BigInt(newest?.number ?? 0) + 1n),
        position: String(BigInt(newest?.position ?? 0) + BigInt(entries.length)),
        hash: previous.toString('hex'),
        lastEntryId: higher(id, newest?.lastEntryId),
        settledId: more ? (newest?.settledId ?? '0') : higher(this.pass!.settles, newest?.settledId),
        horizon,
        at,
        keyId: key.id,
      },
      key.privateKey,
    );
    const list = (values: readonly string[]) => `{${values.join(',')}}`;
    await sql`select hamkke.append_seals(${head.number}, ${list(entries.map((each) => each.id))}::text::bigint[],
      ${list(hashes.map((each) => each.toString('hex')))}::text::text[], ${head.lastEntryId}, ${head.settledId},
      ${head.horizon}, ${head.at}::text::timestamptz, ${head.keyId}, ${head.signature})`;
    return head;
  }

  /** What this sealer knows to have been signed must still be there, or it would seal a changed log as if it were new. */
  private async confirm(sql: TransactionSql, newest: Head | undefined) {
    const { last } = this;
    if (!last || last.signature === newest?.signature) return;
    const [kept] = await sql`select from access_log_heads
      where number = ${last.number} and signature = decode(${last.signature}, 'hex')`;
    if (!kept) throw new ChainReplaced(last);
  }
}

const higher = (a: string, b = '0') => (BigInt(a) > BigInt(b) ? a : b);

/**
 * Ids are given before transactions commit, so that an entry may turn up below those that are sealed. A pass begins at
 * the last settled id: all that is at or below it was seen by an earlier pass, which began when no transaction was left
 * that had begun before a head with a higher one. The five seconds are for a statement that has an id for its row but no
 * number for its transaction yet.
 */
async function begin(sql: TransactionSql, newest: Head | undefined): Promise<Pass> {
  const [over] = await sql<{ id: string }[]>`
    select last_entry_id::text as id from access_log_heads
    where at < (select at from access_log_heads
      where horizon <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint
      order by number desc limit 1) - interval '5 seconds'
    order by number desc limit 1`;
  return { after: newest?.settledId ?? '0', settles: over?.id ?? '0' };
}

const unsealed = `
  select l.id::text as id, ${entryText} as entry, ${timeText('clock_timestamp()')} as at,
    pg_snapshot_xmax(pg_current_snapshot())::text as horizon
  from access_log l
  where l.id > $1::bigint
    and not exists (select from access_log_seals s where s.entry_id = l.id and s.entry_id > $1::bigint)
  order by l.id limit $2`;

/** A sealer at work, with a connection of its own, which is the owner's: the API itself may not read what it logs. */
export function openSealer(url: string, options: SealerOptions): Sealer {
  surviveLostConnections();
  const sealer = new Sealer(() => openConnections(url, { max: 1, prepare: false }), options);
  sealer.start();
  return sealer;
}
