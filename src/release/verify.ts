import { type KeyObject, verify } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Sql, TransactionSql } from 'postgres';
import type { Measure } from '../fact/measures.js';
import { contributionsOf, namedDongs } from './contributions.js';
import type { Ledger } from './ledger.js';
import { makeRelease, nothingBefore } from './make.js';
import { monthsBetween } from './months.js';
import { hashOfRelease, madeAtText, type ReleaseHead, signedText } from './publish.js';
import type { PublishedCell } from './published.js';
import { canMake, isPublishedIn, type Plan, planOf } from './releasePlan.js';

/** As it is once it was kept. */
const asJson = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

interface Kept extends Omit<ReleaseHead, 'district' | 'protection' | 'plan'> {
  /** Words and plan as JSON: the owner's connection may know no types. */
  protection: string;
  plan: string | null;
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
 * Makes the releases of a district again, from its facts and its secret and each by the plan that it was made by, and
 * compares them with what was published: by their hashes, by their figures, by their signatures, and by what the next
 * release goes on from.
 *
 * @param keys public keys by their ids
 * @param note is told of a release that this program cannot make again, and what of it was looked at all the same
 * @returns what is wrong, a line each
 */
export async function verifyReleases(
  owner: Sql,
  keys: ReadonlyMap<string, KeyObject>,
  district: string,
  note: (line: string) => void = () => {},
): Promise<string[]> {
  return (await owner.begin('isolation level repeatable read read only', async (sql) => {
    await sql`set local role hamkke_keeper`;
    const faults: string[] = [];
    const fault = (number: number, what: string) => faults.push(`${district} ${number}: ${what}`);
    const [kept] = await sql`select secret from release_secrets where district_id = ${district}`;
    const releases = (await sql.unsafe(
      `select number, to_char(first_month, 'YYYY-MM') as "firstMonth", to_char(last_month, 'YYYY-MM') as "lastMonth",
        ${madeAtText} as "madeAt", protection::text as protection, plan::text as plan, last_fact_id::float8 as fact, hash,
        signature, key_id as key
      from releases where district_id = $1 order by number`,
      [district],
    )) as unknown as Kept[];
    if (releases.length > 0 && !kept) return [`${district}: its secret is not there`];
    let before = nothingBefore;
    /** The first one that could not be made again: none after it can, as each goes on from the one before. */
    let unmade: number | null = null;
    for (const [
      nth,
      { fact, hash, signature, key, protection, plan: saidPlan, ...said },
    ] of releases.entries()) {
      const { number, firstMonth, lastMonth } = said;
      if (number !== nth + 1) fault(number, `it follows release ${nth}`);
      const own = saidPlan === null ? null : (JSON.parse(saidPlan) as Plan);
      const head = {
        ...{ ...said, district, plan: own },
        protection: JSON.parse(protection) as ReleaseHead['protection'],
      };
      const cells = await sql<PublishedCell[]>`
        select * from (
          select distinct on (measure, dimension, month, value) measure, dimension, value,
            to_char(month, 'YYYY-MM') as month, state, figure::float8 as figure
          from release_cells where district_id = ${district} and number <= ${number}
          order by measure, dimension, month, value, number desc) c
        where state <> 'KNOWN' or figure <> 0`;
      const figures = own ? cellsBy(own, cells) : cells;
      const isWhole = hashOfRelease(head, figures) === hash;
      if (unmade === null && (own === null || canMake(own))) {
        const months = monthsBetween(firstMonth, lastMonth);
        const contributions = await contributionsOf(sql, district, fact, months);
        const plan = own ?? planOf(await namedDongs(sql, district));
        const input = { district, contributions, months, secret: kept!.secret as string, plan, before };
        const made = makeRelease(input);
        before = { ledgers: made.ledgers, plan: own };
        if (hashOfRelease(head, made.cells) !== hash) {
          if (own === null && isWhole) unmade = number;
          else fault(number, 'the facts make another release');
        }
      } else unmade ??= number;
      if (unmade !== null)
        note(
          `${district} ${number}: ${unmade === number ? 'it was made by an earlier plan, by which this version makes none' : `it goes on from release ${unmade}, which was not made again`}. Its figures, their hash, its place and its signature were looked at; it was not made again from facts`,
        );
      if (!isWhole) fault(number, 'its figures are not the published ones');
      const known = keys.get(key);
      if (!known) fault(number, `it was signed with the key ${key}, which is not given`);
      else if (!verify(null, signedText(district, number, hash), known, Buffer.from(signature, 'base64')))
        fault(number, 'its signature is wrong');
    }
    return unmade === null ? [...faults, ...(await differingLedgers(sql, district, before.ledgers))] : faults;
  })) as string[];
}

/** The cells that a plan has: no others, and none of a table of which that month is kept back as a whole. */
function cellsBy(plan: Plan, cells: readonly PublishedCell[]): PublishedCell[] {
  const placeOf = ({ measure, dimension, month }: PublishedCell) => [measure, dimension, month].join(' ');
  const out = new Set(cells.filter(({ dimension, value }) => dimension !== '' && value === '').map(placeOf));
  return cells.filter(
    (each) =>
      isPublishedIn(plan, each.measure, each.dimension) && (each.value === '' || !out.has(placeOf(each))),
  );
}

/** The next release goes on from what the last one left, so that has to be what these releases leave. */
async function differingLedgers(
  sql: TransactionSql,
  district: string,
  ledgers: ReadonlyMap<Measure, Ledger>,
): Promise<string[]> {
  const left = await sql<{ measure: Measure; ledger: string }[]>`
    select measure, ledger::text as ledger from release_ledgers where district_id = ${district}`;
  return [...new Set([...left.map(({ measure }) => measure), ...ledgers.keys()])]
    .filter((measure) => {
      const ledger = left.find((each) => each.measure === measure)?.ledger;
      return ledger === undefined || !isDeepStrictEqual(JSON.parse(ledger), asJson(ledgers.get(measure)));
    })
    .map((measure) => `${district}: what the next release goes on from is another, of ${measure}`);
}
