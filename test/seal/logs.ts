import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import type { Head } from '../../src/seal/chain.js';
import type { Finding } from '../../src/seal/findings.js';
import type { HeadLine } from '../../src/seal/heads.js';
import { keyIdOf, type LogKey } from '../../src/seal/key.js';
import { type Verified, verifyLog } from '../../src/seal/verify.js';

export function newKey(): LogKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { id: keyIdOf(privateKey), privateKey };
}

/** Entries as the API writes them, each another one; `first` tells one call's entries from another's. */
export const writeEntries = (sql: Sql | TransactionSql, count: number, first = 0) =>
  sql`insert into access_log (request_id, staff_id, post_id, organization_id, address, operation, action, purpose,
      district_id, household_id, shown, bases, classes, allowed)
    select md5('request' || n)::uuid, md5('staff' || n % 7)::uuid, md5('post' || n % 7)::uuid, md5('org' || n % 3)::uuid,
      case when n % 5 = 0 then null else '10.0.0.' || n % 250 end, 'Operation' || n, 'READ', 'CASE_MANAGEMENT',
      case when n % 4 = 0 then null else '11170' end, case when n % 4 = 0 then null else md5('household' || n)::uuid end,
      jsonb_build_object(md5('member' || n), jsonb_build_array('SUMMARY', 'HEALTH'), md5('other' || n), '[]'::jsonb),
      '{CONSENT}', '{SUMMARY,HEALTH}', n % 4 <> 0
    from generate_series(${first}::int + 1, ${first + count}::int) n`;

/** What is found in the log as a transaction sees it; `heads` are those that were stored elsewhere. */
export async function verified(
  sql: TransactionSql,
  key: LogKey,
  { heads, batch = 32, grace = 0 }: { heads?: readonly Head[]; batch?: number; grace?: number } = {},
): Promise<{ findings: Finding[]; result: Verified }> {
  const findings: Finding[] = [];
  const result = await verifyLog(sql, {
    keys: new Map([[key.id, createPublicKey(key.privateKey)]]),
    graceSeconds: grace,
    batch,
    found: (finding) => findings.push(finding),
    ...(heads ? { heads: lines(heads) } : {}),
  });
  return { findings, result };
}

async function* lines(heads: readonly Head[]): AsyncGenerator<HeadLine> {
  for (const [at, head] of heads.entries()) yield { line: at + 1, head };
}

/** Work on a log that is as it was afterwards. */
export async function undone<T>(owner: Sql, work: (sql: TransactionSql) => Promise<T>): Promise<T> {
  const enough = new Error('undone');
  let result: T | undefined;
  await owner
    .begin(async (sql) => {
      result = await work(sql);
      throw enough;
    })
    .catch((error) => {
      if (error !== enough) throw error;
    });
  return result as T;
}
