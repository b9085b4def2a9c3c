import { type KeyObject, verify } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Sql } from 'postgres';
import type { Measure } from '../fact/measures.js';
import type { Ledger } from './ledger.js';
import { monthsBetween } from './months.js';
import { hashOfRelease, madeAtText, protectAll, type ReleaseHead, signedText } from './publish.js';
import type { PublishedCell } from './published.js';

/** As it is once it was kept. */
const asJson = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

interface Kept extends Omit<ReleaseHead, 'district' | 'protection'> {
  /** Words as JSON: the owner's connection may know no types. */
  protection: string;
  fact: number;
  hash: string;
  signature: string;
  key: string;
}

/** The districts of which something was published. */
export const districtsWithReleases = async (owner: Sql): Promise<string[]> =>
  (await owner<{ id: string }[]>`select distinct district_id as id from releases order by 1`).map(
    ({ id }) => id,
  );

/**
 * Makes the releases of a district again, from its facts and its secret, and compares them with what was published: by
 * their hashes, by their figures, by their signatures, and by what the next release goes on from.
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
    const releases = (await sql.unsafe(
      `select number, to_char(first_month, 'YYYY-MM') as "firstMonth", to_char(last_month, 'YYYY-MM') as "lastMonth",
        ${madeAtText} as "madeAt", protection::text as protection, last_fact_id::float8 as fact, hash, signature,
        key_id as key
      from releases where district_id = $1 order by number`,
      [district],
    )) as unknown as Kept[];
    if (releases.length > 0 && !kept) return [`${district}: its secret is not there`];
    let ledgers: ReadonlyMap<Measure, Ledger> = new Map();
    for (const { fact, hash, signature, key, protection, ...said } of releases) {
      const { number, firstMonth, lastMonth } = said;
      const head = { ...said, district, protection: JSON.parse(protection) as ReleaseHead['protection'] };
      const made = await protectAll(sql, district, {
        lastFactId: fact,
        months: monthsBetween(firstMonth, lastMonth),
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
    // The next release goes on from what the last one left, so that has to be what these releases leave.
    const left = await sql<{ measure: Measure; ledger: string }[]>`
      select measure, ledger::text as ledger from release_ledgers where district_id = ${district}`;
    const measures = new Set([...left.map(({ measure }) => measure), ...ledgers.keys()]);
    for (const measure of measures) {
      const ledger = left.find((each) => each.measure === measure)?.ledger;
      if (ledger === undefined || !isDeepStrictEqual(JSON.parse(ledger), asJson(ledgers.get(measure))))
        faults.push(`${district}: what the next release goes on from is another, of ${measure}`);
    }
    return faults;
  })) as string[];
}
