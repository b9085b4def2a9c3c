import { expect, test } from 'vitest';
import { type Dimension, dimensionValues, measureRules } from '../../../src/fact/measures.js';
import { type Contribution, factsOf, shapesOf } from '../../../src/release/contributions.js';
import { type Publication, publications } from '../../../src/release/plan.js';
import { protect, protectionOfCounts, protectionOfWon } from '../../../src/release/protect.js';
import { cellsOf } from '../../../src/release/published.js';
import { planOf } from '../../../src/release/releasePlan.js';
import type { ReleaseTable } from '../../../src/release/table.js';
import { totalOf } from '../../../src/release/tables.js';
import { isLong } from '../../support/long.js';
import { monthsOfYear, seeded } from '../district.js';
import { judge } from './programme.js';
import { numberName, programmeOfRelease } from './together.js';

// Amounts in won beside the numbers of linkages that they are of, as one programme: what of one household follows from both.

const months = monthsOfYear().slice(0, isLong ? 12 : 6);
const dongs = ['1150010100', '1150010200', '1150010300', '1150010400'];
const own = publications.filter(({ measure }) => ['LINKAGES', 'LINKAGE_VALUE'].includes(measure));

/**
 * Linkages of a district, drawn: most are of one price or two, as meals are; some cost a hundred times as much, as a flat
 * does; some have no price.
 */
function drawLinkages(seed: number, perMonth: number): Contribution[] {
  const random = seeded(seed);
  const pick = (values: readonly string[]) => values[Math.floor(values.length * random() ** 1.6)]!;
  const drawnOf = (dimension: Dimension) => pick(dimension === 'DONG' ? dongs : dimensionValues[dimension]);
  return months.flatMap((month) =>
    Array.from({ length: Math.round(perMonth * (0.5 + random())) }, (_, nth): Contribution[] => {
      const by = Object.fromEntries(measureRules.LINKAGES.dimensions.map((each) => [each, drawnOf(each)]));
      const linkage = {
        ...{ month, by, key: `${month} linkage ${nth}` },
        contributor: `household ${Math.floor(perMonth * random() ** 1.5)}`,
      };
      const [kind, much] = [random(), random()];
      const dear = kind > 0.97 ? 10_000_000 : kind > 0.9 ? 2_000_000 : 0;
      const value = kind < 0.15 ? 0 : dear ? Math.round(dear * (0.5 + much)) : much < 0.6 ? 100_000 : 60_000;
      return [
        { ...linkage, measure: 'LINKAGES', value: 1 },
        { ...linkage, measure: 'LINKAGE_VALUE', value },
      ];
    }).flat(),
  );
}

interface Weak {
  /** Amounts are rounded, and published whoever has most of them. */
  dominates?: true;
  /** Amounts are exact as well. */
  exact?: true;
  /** Amounts are published beside whatever number of linkages. */
  anywhere?: true;
}

function releaseOf(contributions: readonly Contribution[], secret: string, weak: Weak) {
  const plan: Publication[] = own.map(({ where, ...each }) =>
    where && !weak.anywhere ? { ...each, where } : each,
  );
  const { dominancePercent } = protectionOfWon;
  const won = {
    base: weak.exact ? 1 : protectionOfWon.base,
    ...(weak.dominates ? {} : { dominancePercent }),
  };
  const totals = new Map<string, number>();
  const cells = plan.flatMap((each) => {
    const isWon = measureRules[each.measure].kind === 'WON';
    const { release } = protect({
      ...{ secret, district: '11500', measure: each.measure },
      protection: isWon ? won : protectionOfCounts,
      tables: shapesOf(each, planOf(dongs)),
      months: factsOf(each, contributions, months),
    });
    const made = cellsOf(each, release, (of, month) => totals.get(`${of} ${month}`) ?? 0);
    for (const { measure, dimension, month, figure } of made)
      if (dimension === '') totals.set(`${measure} ${month}`, figure ?? 0);
    return made;
  });
  const table: ReleaseTable = {
    ...{ district: '11500', districtName: '', number: 1, madeAt: '', protection: { ko: '', en: '' } },
    ...{ hash: '', signature: '', keyId: '', plan: null, firstMonth: months[0]!, lastMonth: months.at(-1)! },
    dongs: Object.fromEntries(dongs.map((each) => [each, each])),
    cells: cells.map((each) => [
      ...([each.measure, each.dimension as Dimension | '', each.value, each.month] as const),
      ...([each.state, each.figure] as const),
    ]),
  };
  return { table, plan };
}

/**
 * What the second largest household of a month makes of the largest: from what is published and how it was made, from
 * what amounts are, and from its own. A clever one knows that nobody else has more than
 * itself, and by which rule amounts are published.
 */
async function attacked(contributions: readonly Contribution[], secret: string, weak: Weak = {}) {
  const { table, plan } = releaseOf(contributions, secret, weak);
  const value = plan.find(({ measure }) => measure === 'LINKAGE_VALUE')!;
  const shapes = shapesOf(value, planOf(dongs));
  const options = {
    plan,
    ...(weak.exact ? { stepOfWon: 1 } : {}),
    ...(weak.dominates ? { fewestOfWon: 0 } : {}),
  };
  const there = factsOf(value, contributions, months).flatMap(({ month, cells }) => {
    const isThere = table.cells.some(
      (each) => each[0] === 'LINKAGE_VALUE' && each[3] === month && each[4] === 'KNOWN',
    );
    const shares = totalOf(cells, shapes).shares!.map(([, won]) => won);
    const [largest = 0, second = 0] = shares.sort((a, b) => b - a);
    return isThere && largest > 0 ? [{ month, largest, second, households: shares.length }] : [];
  });
  const boundsOf = async (isClever: boolean) => {
    const { programme } = programmeOfRelease(table, [], options);
    for (const { month, second, households } of there) {
      const [one, others] = [`largest ${month}`, `others ${month}`];
      const [amount, linkages] = ['LINKAGE_VALUE', 'LINKAGES'].map((each) =>
        numberName(each as 'LINKAGES', '', '', month),
      ) as [string, string];
      programme.knows(one, 0, Infinity);
      programme.knows(others, 0, Infinity);
      programme.times({ [one]: 1, [others]: 1, [amount]: -1 }, -second, -second);
      if (!isClever) continue;
      programme.knows(one, second, Infinity);
      // Each of the others has a linkage at least, and no more won than the second.
      programme.times({ [others]: 1, [linkages]: -second }, -Infinity, -second * Math.min(2, households));
      if (!weak.dominates) programme.times({ [others]: 10, [one]: -1 }, 0, Infinity);
    }
    return programme.bounds(there.map(({ month }) => `largest ${month}`));
  };
  const [plain, clever] = [await boundsOf(false), await boundsOf(true)];
  const { programme, names } = programmeOfRelease(table, [], options);
  const of = (bounds: typeof plain, isKnown: (least: number, most: number, largest: number) => boolean) =>
    there.filter(({ month, largest }) => {
      const { least, most } = bounds.get(`largest ${month}`)!;
      return isKnown(least, most, largest);
    }).length;
  return {
    published: there.length,
    // As the rule has it: what they have at most is less than a tenth above what they have.
    known: of(plain, (_, most, largest) => most < largest * 1.1),
    knownToClever: of(clever, (least, most, largest) => most < largest * 1.1 && least > largest * 0.9),
    ...judge(await programme.bounds(names.filter((name) => name.startsWith('LINKAGES  ')))),
  };
}

test('amounts beside numbers of linkages tell nobody’s amount to within 10 %, and pin nothing', async () => {
  const sum = (some: readonly { [key: string]: number }[], key: string) =>
    some.reduce((all, each) => all + each[key]!, 0);
  for (const perMonth of [4, 8, 20, 60]) {
    const seeds = Array.from({ length: isLong ? 20 : 5 }, (_, nth) => 100 * perMonth + nth);
    const all = async (weak?: Weak) => {
      const found = [];
      for (const seed of seeds)
        found.push(await attacked(drawLinkages(seed, perMonth), `secret ${seed}`, weak));
      return found;
    };
    const [strong, dominated, exact, anywhere] = [
      await all(),
      await all({ dominates: true }),
      await all({ dominates: true, exact: true }),
      await all({ anywhere: true }),
    ];
    console.info(
      `amounts, ${perMonth} linkages a month: ${sum(strong, 'published')} of ${seeds.length * months.length} months ` +
        `published, ${sum(strong, 'known')} households known, ${sum(strong, 'knownToClever')} to clever ones, ${sum(strong, 'pinned')} counts pinned, narrowest ` +
        `${Math.min(...strong.map(({ narrowest }) => narrowest))}; whoever dominates ${sum(dominated, 'known')} and ${sum(dominated, 'knownToClever')} of ` +
        `${sum(dominated, 'published')}, exact too ${sum(exact, 'known')} and ${sum(exact, 'knownToClever')}; beside any number ${sum(anywhere, 'narrow')} counts narrower than 4`,
    );
    expect([perMonth, sum(strong, 'known'), sum(strong, 'pinned')]).toEqual([perMonth, 0, 0]);
    expect(Math.min(...strong.map(({ narrowest }) => narrowest))).toBeGreaterThanOrEqual(4);
    if (perMonth === 8) expect(sum(dominated, 'known')).toBeGreaterThan(0);
    if (perMonth === 4) expect(sum(anywhere, 'narrow')).toBeGreaterThan(0);
  }
});

test('where all others got the same, one of them who knows it comes near to who got much: no rule of shares avoids it', async () => {
  const by = Object.fromEntries(
    measureRules.LINKAGES.dimensions.map((each) => [
      each,
      each === 'DONG' ? dongs[0]! : dimensionValues[each][0]!,
    ]),
  );
  const linkages = months.flatMap((month) =>
    Array.from({ length: 21 }, (_, nth): Contribution[] => {
      const linkage = { month, by, key: `${month} ${nth}`, contributor: `household ${nth}` };
      return [
        { ...linkage, measure: 'LINKAGES', value: 1 },
        { ...linkage, measure: 'LINKAGE_VALUE', value: nth === 0 ? 10_000_000 : 100_000 },
      ];
    }).flat(),
  );
  const found = await attacked(linkages, 'secret');
  console.info(
    `one of 10,000,000 won among twenty of 100,000: ${found.published} months published, known in ${found.known}, ` +
      `to whoever knows that the others got the same in ${found.knownToClever}`,
  );
  expect([found.published, found.known]).toEqual([months.length, 0]);
});
