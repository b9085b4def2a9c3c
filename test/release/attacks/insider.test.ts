import { expect, test } from 'vitest';
import { isLong } from '../../support/long.js';
import { numberOf } from '../compare.js';
import {
  drawRecords,
  factsOf,
  monthsOfYear,
  releaseOf,
  seeded,
  shapes,
  type WorkRecord,
} from '../district.js';
import { type Attempt, bestGuess, percent } from './guess.js';
import { judge, nameOf, programmeOf } from './programme.js';
import { smallLeftOut } from './weak.js';

const months = monthsOfYear();

test('an insider who knows half of the records of each dong pins nothing of the rest', async () => {
  for (const perMonth of [6, 25]) {
    const records = drawRecords(51, months, perMonth);
    const facts = factsOf(records, months);
    const random = seeded(51);
    const known = new Set<WorkRecord>();
    for (const month of months)
      for (const dong of shapes[0]!.values) {
        const own = records.filter((record) => record.month === month && record.values.DONG === dong);
        const shuffled = own.map((record) => ({ record, at: random() })).sort((a, b) => a.at - b.at);
        for (const { record } of shuffled.slice(0, Math.floor(own.length / 2))) known.add(record);
      }
    const counts = factsOf([...known], months);
    const names = months.flatMap((month) => shapes[0]!.values.map((dong) => nameOf(month, 'DONG', dong)));
    const attack = async (of: typeof strong, step: number) => {
      const programme = programmeOf(of, shapes, { step });
      for (const { month, cells } of counts)
        for (const [table, values] of Object.entries(cells))
          for (const [value, { value: least }] of Object.entries(values)) {
            const { status } = of.find((each) => each.month === month)!.tables[table]![value]!;
            if (status === 'IMPOSSIBLE') continue;
            const hidden = status === 'SUPPRESSED';
            programme.knows(
              nameOf(month, table, value),
              hidden ? Math.max(1, least) : least,
              hidden ? 4 : Infinity,
            );
          }
      return judge(await programme.bounds(names));
    };
    const strong = releaseOf(facts, 'secret').release.months;
    const { pinned, narrowest, narrow } = await attack(strong, 5);
    const weak = await attack(smallLeftOut(facts, shapes), 1);
    console.info(
      `insider, ${perMonth} a month, ${names.length} numbers of dongs: ${pinned} pinned, ${narrow} narrower than 4, ` +
        `narrowest ${narrowest}; where small numbers are left out ${weak.pinned} pinned`,
    );
    expect(pinned).toBe(0);
    // Two known of at most four: what is not known is nought to two.
    expect(narrowest).toBeGreaterThanOrEqual(2);
    if (perMonth === 6) expect(weak.pinned).toBeGreaterThan(0);
  }
});

test('whether one household of a dong is among the work, for attackers who know ever more of the others', () => {
  const worlds = isLong ? 40_000 : 1_500;
  const month = months.slice(0, 1);
  const others = drawRecords(61, month, 14).filter(({ values }) => values.DONG !== 'GAYANG1');
  const one: WorkRecord = {
    ...others[0]!,
    household: 'the one',
    values: { ...others[0]!.values, DONG: 'GAYANG1' },
  };
  const seen = {
    unknown: [] as Attempt[],
    dong: [] as Attempt[],
    everything: [] as Attempt[],
    weak: [] as Attempt[],
  };
  for (let world = 0; world < worlds; world++) {
    const random = seeded(world);
    const came = Number(random() < 0.5);
    const withOne = (all: readonly WorkRecord[]) => factsOf(came ? [...all, one] : all, month);
    const read = (all: readonly WorkRecord[]) =>
      releaseOf(withOne(all), `secret ${world}`).release.months[0]!;
    const known = read(others);
    const path = Object.entries(one.values).map(([table, value]) => numberOf(known.tables[table]![value]!));
    seen.dong.push({ seen: String(numberOf(known.tables.DONG!.GAYANG1!)), truth: came });
    seen.everything.push({ seen: `${numberOf(known.total)} ${path}`, truth: came });
    // Weak: a dong with nobody is told from one with few.
    const few = smallLeftOut(withOne(others), shapes)[0]!.tables.DONG!.GAYANG1!;
    seen.weak.push({ seen: String(few.value), truth: came });
    // Others of the dong come and go, and the attacker has only an idea of how many.
    const some = others.filter(() => random() < 0.7);
    const extra = Array.from({ length: Math.floor(random() * 4) }, (_, at) => ({
      ...one,
      household: `other ${at}`,
    }));
    seen.unknown.push({
      seen: String(numberOf(read([...some, ...extra]).tables.DONG!.GAYANG1!)),
      truth: came,
    });
  }
  const [unknown, dong, everything, weak] = [seen.unknown, seen.dong, seen.everything, seen.weak].map(
    bestGuess,
  ) as [number, number, number, number];
  console.info(
    `one household: others not known ${percent(unknown)}, all others of its dong known ${percent(dong)}, ` +
      `all others of the district by every dimension known ${percent(everything)}; ` +
      `where small numbers are left out ${percent(weak)}, chance 50 %`,
  );
  expect(weak).toBe(1);
  // One number moves with one household in one case of five: that is what rounding to five can give.
  expect(dong).toBeLessThan(0.5 + 0.1 + 0.03);
  expect(unknown).toBeLessThan(0.5 + 0.1 + 0.03);
  expect(everything).toBeLessThan(0.85);
});
