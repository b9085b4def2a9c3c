import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Dimension, measureRules } from '../../../src/fact/measures.js';
import { type Contribution, contributionsOf, factsOf, shapesOf } from '../../../src/release/contributions.js';
import { monthsBetween } from '../../../src/release/months.js';
import { type Publication, publications } from '../../../src/release/plan.js';
import { protect, protectionOfCounts, protectionOfWon } from '../../../src/release/protect.js';
import { cellsOf } from '../../../src/release/published.js';
import { planOf } from '../../../src/release/releasePlan.js';
import type { ReleaseTable } from '../../../src/release/table.js';
import { asKeeper, freshDatabase, type TestDatabase } from '../../support/database.js';
import { drawn } from '../../support/drawn.js';
import { isLong } from '../../support/long.js';
import { judge } from './programme.js';
import { goTogether, orderOf, programmeOfRelease, sidesOf } from './together.js';

// Numbers of all measures of a district at once, with what everybody knows of how they hang together.

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.drop());

const isWon = ({ measure }: Publication) => measureRules[measure].kind === 'WON';
const counts = publications.filter((each) => !isWon(each));

/** Districts of the demo with months of their work that are the same on each day. */
const districts: readonly (readonly [district: string, first: string, last: string])[] = [
  ['41110', '2015-03', isLong ? '2015-12' : '2015-06'],
  ...(isLong
    ? ([
        ['41150', '2019-01', '2019-12'],
        ['11440', '2010-01', '2010-12'],
      ] as const)
    : ([] as const)),
];

interface Known {
  district: string;
  months: readonly string[];
  contributions: readonly Contribution[];
  dongs: string[];
}

/** What is counted of a district. */
const knownOf = ([district, first, last]: (typeof districts)[number]) =>
  asKeeper(database.owner, async (sql): Promise<Known> => {
    const months = monthsBetween(first, last);
    const [{ id }] = await sql<[{ id: number }]>`select max(id)::float8 as id from facts`;
    const codes = await sql<{ code: string }[]>`select code from dong_codes where district_id = ${district}`;
    const contributions = await contributionsOf(sql, district, id, months);
    const seen = contributions.flatMap(({ by }) => (by.DONG && by.DONG !== 'UNKNOWN' ? [by.DONG] : []));
    const dongs = [...new Set([...codes.map(({ code }) => code), ...seen])].sort();
    return { district, months, contributions, dongs };
  }) as Promise<Known>;

/** What would be published of it by a plan. */
function tableOf(
  { district, months, contributions, dongs }: Known,
  plan: readonly Publication[],
  secret: string,
): ReleaseTable {
  const totals = new Map<string, number>();
  const cells = plan.flatMap((each) => {
    const { release } = protect({
      secret,
      district,
      measure: each.measure,
      protection: isWon(each) ? protectionOfWon : protectionOfCounts,
      tables: shapesOf(each, planOf(dongs, plan)),
      months: factsOf(each, contributions, months),
    });
    const made = cellsOf(each, release, (of, month) => totals.get(`${of} ${month}`) ?? 0);
    for (const { measure, dimension, month, figure } of made)
      if (dimension === '') totals.set(`${measure} ${month}`, figure ?? 0);
    return made;
  });
  return {
    ...{
      district,
      districtName: district,
      number: 1,
      madeAt: '',
      protection: { ko: '', en: '' },
      plan: null,
    },
    ...{ hash: '', signature: '', keyId: '' },
    firstMonth: months[0]!,
    lastMonth: months.at(-1)!,
    dongs: Object.fromEntries(dongs.map((each) => [each, each])),
    cells: cells.map(({ measure, dimension, value, month, state, figure }) => [
      measure,
      dimension as Dimension | '',
      value,
      month,
      state,
      figure,
    ]),
  };
}

/** Each of a thousand numbers is two programmes: the short form asks some, others in each run. */
const some = (names: readonly string[]) =>
  drawn(
    names.map((name) => ({ name })),
    [],
    200,
  ).map(({ name }) => name);

const secrets = isLong ? ['one', 'two', 'three', 'four', 'five'] : ['one'];

test('all measures of a district together pin nothing and have no interval narrower than 4', async () => {
  for (const district of districts) {
    const known = await knownOf(district);
    for (const secret of secrets) {
      const table = tableOf(known, publications, secret);
      const { programme, names: all } = programmeOfRelease(table, [], { goTogether });
      // Amounts are in it for what they say of counts; of households test/release/attacks/amounts.test.ts asks.
      const names = all.filter((name) => !name.startsWith('LINKAGE_VALUE'));
      const { pinned, narrowest } = judge(await programme.bounds(some(names)));
      console.info(
        `${district[0]}: ${names.length} numbers, ${pinned} pinned, narrowest interval ${narrowest}`,
      );
      expect([district, secret, pinned, narrowest >= 4]).toEqual([district, secret, 0, true]);
    }
  }
});

test('it narrows dimensions that say nearly the same and are rounded each for itself', async () => {
  const weak = counts.map(({ within: _, ...each }) => each);
  const known = await knownOf(['41110', '2015-07', '2015-10']);
  let narrow = 0;
  const sides = / (LEVEL|CLOSURE_REASON|AGENCY_KIND|TRACK|SECTOR) /;
  for (const secret of isLong ? ['one', 'two', 'three'] : ['two']) {
    const { programme, names } = programmeOfRelease(tableOf(known, weak, secret), sidesOf(counts), {
      plan: weak,
    });
    narrow += judge(await programme.bounds(names.filter((name) => sides.test(name)))).narrow;
  }
  console.info(`each dimension for itself: ${narrow} intervals narrower than 4`);
  expect(narrow).toBeGreaterThan(0);
});

test('what comes after what pins nothing, and leaves four numbers at least', async () => {
  // Of 11440 it is not true from the first month on: no numbers are in that order, and there is nothing to be known.
  for (const district of districts.filter(([id]) => id !== '11440')) {
    const known = await knownOf(district);
    // Each takes some minutes in the long form.
    for (const secret of secrets.slice(0, 2)) {
      const table = tableOf(known, counts, secret);
      const { programme, names } = programmeOfRelease(table, orderOf(), { plan: counts, goTogether });
      const { pinned, narrow, narrowest } = judge(await programme.bounds(some(names)));
      console.info(
        `${district[0]} in order: ${pinned} pinned, ${narrow} intervals narrower than 4, narrowest ${narrowest}`,
      );
      expect([district, secret, pinned, narrowest >= 3]).toEqual([district, secret, 0, true]);
    }
  }
});
