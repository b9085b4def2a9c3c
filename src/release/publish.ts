import { createHash, randomBytes, sign } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { locks } from '../database/locks.js';
import { StartError } from '../errors.js';
import type { Measure } from '../fact/measures.js';
import type { LogKey } from '../seal/key.js';
import { contributionsOf, namedDongs } from './contributions.js';
import type { Ledger } from './ledger.js';
import { makeRelease } from './make.js';
import { monthsBetween } from './months.js';
import { type Publication, publications } from './plan.js';
import { protectionOfCounts, protectionOfWon } from './protect.js';
import type { PublishedCell } from './published.js';
import { digestOfPlan, isPublishedIn, type Plan, planOf } from './releasePlan.js';

/** A release as it is known. */
export interface ReleaseRow {
  number: number;
  firstMonth: string;
  lastMonth: string;
  hash: string;
}

/** How figures were protected, as releases say it. */
export const protectionWords = {
  ko: `건수는 ${protectionOfCounts.base}의 배수로 치우침 없이 임의 반올림하고, 금액은 ${protectionOfWon.base.toLocaleString('ko')}원 단위로 임의 반올림하며 한 가구가 대부분을 차지하면 비공개합니다.`,
  en: `Counts are rounded to multiples of ${protectionOfCounts.base} at random and without bias; won to multiples of ${protectionOfWon.base.toLocaleString('en')}, and kept back where one household has most of it.`,
};

/** The districts of which something is counted, or waits to be. */
export const districtsWithFacts = async (owner: Sql): Promise<string[]> =>
  (
    await owner<{ id: string }[]>`
      select d.id from districts d where exists (select from facts f where f.district_id = d.id)
        or exists (select from uncounted_changes c where c.district_id = d.id) order by 1`
  ).map(({ id }) => id);

const keyOf = ({ measure, dimension, value, month }: Omit<PublishedCell, 'state' | 'figure'>) =>
  [measure, dimension, month, value].join('\t');
/** A release as text: every figure that is not 0, and what is kept back, in an order that is always the same. */
const textOf = (head: readonly (string | number)[], cells: readonly PublishedCell[]) =>
  [
    head.join('\t'),
    ...cells.map((each) => `${keyOf(each)}\t${each.state}\t${each.figure ?? ''}`).sort(),
  ].join('\n');
/** What a release says of itself beside its figures. */
export interface ReleaseHead {
  district: string;
  number: number;
  firstMonth: string;
  lastMonth: string;
  madeAt: string;
  protection: { ko: string; en: string };
  /** Null of releases that were made before they said it. */
  plan: Plan | null;
}
/** What a release is known by: the hash of all that it says, so that what is signed is also when and how it was made. */
export const hashOfRelease = (head: ReleaseHead, cells: readonly PublishedCell[]) => {
  const { district, number, firstMonth, lastMonth, madeAt, protection, plan } = head;
  const said = [district, number, firstMonth, lastMonth, madeAt, protection.ko, protection.en];
  if (plan) said.push(digestOfPlan(plan));
  return createHash('sha256').update(textOf(said, cells)).digest('hex');
};
/** When a release was made, as it is said. */
export const madeAtText = `to_char(made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
/** What is signed; the first line keeps a signature from ever meaning something else. */
export const signedText = (district: string, number: number, hash: string) =>
  Buffer.from(['hamkke statistics release', district, number, hash].join('\n'));

/**
 * Publishes the figures of a district up to the end of a month: what is new is protected, and what changed since is
 * corrected. All of it is there or nothing.
 *
 * @param lastMonth YYYY-MM, which is over
 * @param published what is published, if not what this program's plan says
 * @returns null where there is nothing yet that could be published
 */
export async function publish(
  owner: Sql,
  key: LogKey,
  district: string,
  lastMonth: string,
  published: readonly Publication[] = publications,
): Promise<ReleaseRow | null> {
  return (await owner.begin(async (sql) => {
    await sql`set local role hamkke_keeper`;
    // Whoever counts something of the district is waited for, so that no fact with a lower number comes later; and what
    // nobody has counted yet is counted now.
    await sql`select pg_advisory_xact_lock(${locks.facts}, hashtext(${district}))`;
    await sql`select hamkke.count_district(${district}, null)`;
    const [last] =
      await sql`select number, to_char(first_month, 'YYYY-MM') as first, to_char(last_month, 'YYYY-MM') as last,
        plan::text as plan
      from releases where district_id = ${district} order by number desc limit 1`;
    if (last && lastMonth < last.last)
      throw new StartError(
        `The district ${district} has published ${last.last} already, which is after ${lastMonth}.`,
      );
    const firstMonth = (last?.first ?? (await firstMonthOf(sql, district))) as string | null;
    if (firstMonth === null || firstMonth > lastMonth) return null;
    const [facts] = await sql`select max(id)::float8 as id from facts where district_id = ${district}`;
    await sql`insert into release_secrets (district_id, secret) values (${district}, ${randomBytes(32).toString('hex')})
      on conflict do nothing`;
    const [{ secret }] =
      (await sql`select secret from release_secrets where district_id = ${district}`) as unknown as [
        { secret: string },
      ];
    const kept = await sql`select measure, ledger from release_ledgers where district_id = ${district}`;
    const number = Number(last?.number ?? 0) + 1;
    const months = monthsBetween(firstMonth, lastMonth);
    const contributions = await contributionsOf(sql, district, facts!.id, months);
    const plan = planOf(await namedDongs(sql, district), published);
    const before = {
      ledgers: new Map(kept.map(({ measure, ledger }) => [measure as Measure, ledger as Ledger])),
      plan: last?.plan ? (JSON.parse(last.plan) as Plan) : null,
    };
    if (before.plan) mustRoundAlike(district, before.plan, plan);
    const { cells, ledgers } = makeRelease({ district, contributions, months, secret, plan, before });
    const [{ at, made: madeAt }] = (await sql.unsafe(
      `select made_at::text as at, ${madeAtText} as made from (select now() as made_at) n`,
    )) as unknown as [{ at: string; made: string }];
    const head = { district, number, firstMonth, lastMonth, madeAt, protection: protectionWords, plan };
    const hash = hashOfRelease(head, cells);
    const signature = sign(null, signedText(district, number, hash), key.privateKey).toString('base64');
    // As text, since the owner's connection may know no types.
    await sql`insert into releases (district_id, number, first_month, last_month, made_at, last_fact_id, protection, plan, hash,
        signature, key_id)
      values (${district}, ${number}, ${`${firstMonth}-01`}::date, ${`${lastMonth}-01`}::date, ${at}::timestamptz, ${facts!.id},
        ${JSON.stringify(protectionWords)}::text::jsonb, ${JSON.stringify(plan)}::text::jsonb, ${hash}, ${signature}, ${key.id})`;
    await keepCells(sql, district, number, { cells, plan });
    for (const [measure, ledger] of ledgers)
      await sql`insert into release_ledgers (district_id, measure, ledger) values (${district}, ${measure}, ${JSON.stringify(ledger)}::text::jsonb)
        on conflict (district_id, measure) do update set ledger = excluded.ledger`;
    return { number, firstMonth, lastMonth, hash };
  })) as ReleaseRow | null;
}

/** Numbers to another base cannot go on from those that are out: both would be seen of the same truth. */
function mustRoundAlike(district: string, was: Plan, is: Plan) {
  for (const kind of ['counts', 'won'] as const)
    if (was[kind].base !== is[kind].base)
      throw new StartError(
        `The district ${district} has published numbers rounded to ${was[kind].base}, and this version rounds to ${is[kind].base}.`,
      );
}

/** So many households or agencies are counted in the first month that a district publishes: a step, as counts have it. */
const fewestInFirstMonth = protectionOfCounts.base;

/**
 * The first month with much to count. The first one with anything would say that somebody is there, and one wrong day
 * of a hundred years ago would be the first of a thousand months; what lies before it is not published.
 */
async function firstMonthOf(sql: TransactionSql, district: string): Promise<string | null> {
  const [found] = await sql<{ month: string }[]>`
    select month from (
      select to_char(day, 'YYYY-MM') as month, contributor from facts where district_id = ${district}
      group by measure, 1, key, contributor having sum(value) <> 0) f
    group by month having count(distinct contributor) >= ${fewestInFirstMonth} order by month limit 1`;
  return found?.month ?? null;
}

/** Writes down what is another figure than it was in the release before; 0 where it was something and is nothing now. */
async function keepCells(
  sql: TransactionSql,
  district: string,
  number: number,
  { cells, plan }: { cells: readonly PublishedCell[]; plan: Plan },
) {
  const before = await sql<(Omit<PublishedCell, 'figure'> & { figure: number | null })[]>`
    select distinct on (measure, dimension, month, value) measure, dimension, value, to_char(month, 'YYYY-MM') as month,
      state, figure::float8 as figure
    from release_cells where district_id = ${district} order by measure, dimension, month, value, number desc`;
  const was = new Map(before.map((each) => [keyOf(each), each]));
  const is = new Map(cells.map((each) => [keyOf(each), each]));
  const changed = [
    ...cells.filter((each) => {
      const old = was.get(keyOf(each));
      return !old || old.state !== each.state || old.figure !== each.figure;
    }),
    ...before
      // What the plan publishes no more, or of that month as no table, is not 0: it is no part of this release.
      .filter(({ measure, dimension }) => isPublishedIn(plan, measure, dimension))
      .filter((each) => !is.has(keyOf({ ...each, value: '' })) || each.dimension === '')
      .filter((each) => !is.has(keyOf(each)) && (each.state !== 'KNOWN' || each.figure !== 0))
      .map((each) => ({ ...each, state: 'KNOWN' as const, figure: 0 })),
  ];
  await sql`insert into release_cells (district_id, number, measure, dimension, value, month, state, figure)
    select ${district}, ${number}, c.measure, c.dimension, c.value, (c.month || '-01')::date, c.state, c.figure
    from jsonb_to_recordset(${JSON.stringify(changed)}::text::jsonb)
      c(measure measure, dimension text, value text, month text, state figure_state, figure bigint)`;
}
