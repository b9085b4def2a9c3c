import { expect, test } from 'vitest';
import type { TableShape } from '../../../src/release/tables.js';
import { drawRecords, factsOf, monthsOfYear, releaseOf, shapes } from '../district.js';
import { judge, nameOf, namesOf, programmeOf } from './programme.js';

const months = monthsOfYear();
const records = drawRecords(41, months, 8);
const levels = ['URGENT', 'INTENSIVE', 'GENERAL'];

/** Levels as a table beside that of tracks, as if nobody knew that they divide one of its values. */
const apart: readonly TableShape[] = shapes.map((shape) =>
  shape.name === 'LEVEL' ? { name: 'LEVEL', values: [...levels, 'NONE'] } : shape,
);
const withNone = records.map((record) => ({ ...record, values: { LEVEL: 'NONE', ...record.values } }));

test.each([
  ['declared', shapes, records],
  ['not declared', apart, withNone],
] as const)('dimensions that nest, %s', async (how, tables, of) => {
  const { release } = releaseOf(factsOf(of, months, 'count', tables), 'secret', undefined, tables);
  const programme = programmeOf(release.months, tables);
  // What everybody knows: the cases with a level are those of the managed track.
  for (const month of months)
    programme.sum(
      levels.map((level) => nameOf(month, 'LEVEL', level)),
      [nameOf(month, 'TRACK', 'MANAGED')],
      0,
    );
  const { pinned, narrow } = judge(await programme.bounds(namesOf(release.months)));
  console.info(`levels within tracks, ${how}: ${pinned} pinned, ${narrow} intervals narrower than 4`);
  if (how === 'declared') expect({ pinned, narrow }).toEqual({ pinned: 0, narrow: 0 });
  else expect(narrow).toBeGreaterThan(0);
});
