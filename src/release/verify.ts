import { type KeyObject, verify } from 'node:crypto';
import type { Sql } from 'postgres';
import type { Measure } from '../fact/measures.js';
import type { Ledger } from './ledger.js';
import { monthsBetween } from './months.js';
import { hashOfRelease, protectAll, signedText } from './publish.js';
import type { PublishedCell } from './published.js';

interface Kept {
  number: number;
  first: string;
  last: string;
  fact: number;
  hash: string;
  signature: string;
  key: string;
}

/**
 * Makes the releases of a district again, from its facts and its secret, and compares them with what was published: by
 * their hashes, by their figures, and by their signatures.
 *
 * @param keys public keys by their ids
 * @returns what is wrong, a line each
 */
export async function verifyReleases(
  owner: Sql,
  keys: ReadonlyMap<string, KeyObject>,
  district: string,
): Promise<string[]> {
  return (await owner.begin('isolation level repeatable read read only', async (sql) => {
    await sql`set local role hamkke_keeper`;
    const faults: string[] = [];
    const fault = (number: number, what: string) => faults.push(`${district} ${number}: ${what}`);
    const [kept] = await sql`select secret from release_secrets where district_id = ${district}`;
    const releases = await sql<Kept[]>`
      select number, to_char(first_month, 'YYYY-MM') as first, to_char(last_month, 'YYYY-MM') as last,
        last_fact_id::float8 as fact, hash, signature, key_id as key
      from releases where district_id = ${district} order by number`;
    let ledgers: ReadonlyMap<Measure, Ledger> = new Map();
    for (const { number, first, last, fact, hash, signature, key } of releases) {
      const head = [district, number, first, last];
      const made = await protectAll(sql, district, {
        lastFactId: fact,
        months: monthsBetween(first, last),
        secret: kept!.secret,
        before: ledgers,
      });
      ledgers = made.ledgers;
      if (hashOfRelease(head, made.cells) !== hash) fault(number, 'the facts make another release');
      const cells = await sql<PublishedCell[]>`
        select * from (
          select distinct on (measure, dimension, month, value) measure, dimension, value,
            to_char(month, 'YYYY-MM') as month, state, figure::float8 as figure
          from release_cells where district_id = ${district} and number <= ${number}
          order by measure, dimension, month, value, number desc) c
        where state <> 'KNOWN' or figure <> 0`;
      if (hashOfRelease(head, cells) !== hash) fault(number, 'its figures are not the published ones');
      const known = keys.get(key);
      if (!known) fault(number, `it was signed with the key ${key}, which is not given`);
      else if (!verify(null, signedText(district, number, hash), known, Buffer.from(signature, 'base64')))
        fault(number, 'its signature is wrong');
    }
    return faults;
  })) as string[];
}
