import {
  type Dimension,
  dimensionValues,
  type Measure,
  measureRules,
  unknownValue,
} from '../../../src/fact/measures.js';
import { shapesOf } from '../../../src/release/contributions.js';
import { fewestContributors } from '../../../src/release/dominance.js';
import { monthsBetween } from '../../../src/release/months.js';
import { type Publication, publications } from '../../../src/release/plan.js';
import { protectionOfWon } from '../../../src/release/protect.js';
import { planOf } from '../../../src/release/releasePlan.js';
import { figuresIn, type ReleaseTable } from '../../../src/release/table.js';
import { Programme } from './programme.js';

/** Numbers of one measure: of all of it, or of some values of one dimension together. */
export interface Some {
  measure: Measure;
  dimension?: Dimension;
  values?: readonly string[];
}

/** What an outsider knows by what measures mean: of each month, or of all months so far. */
export interface Relation {
  less: Some;
  /** Those of `less` are among these. */
  more: Some;
  toDate?: boolean;
}

export const numberName = (measure: Measure, dimension: string, value: string, month: string) =>
  [measure, dimension, value, month].join(' ');

/** All that a release publishes as one linear programme, with what binds it by how it was made. */
export function programmeOfRelease(
  table: ReleaseTable,
  relations: readonly Relation[],
  {
    plan = publications,
    until,
    goTogether = () => true,
    stepOfWon = protectionOfWon.base,
    fewestOfWon = fewestContributors,
  }: {
    /** What is published, if it is not all that there is. */
    plan?: readonly Publication[];
    until?: string;
    /** Whether a value of a dimension goes with one of the dimension that it is rounded within, as people know. */
    goTogether?: (dimension: Dimension, value: string, above: string) => boolean;
    /** What amounts are rounded to. */
    stepOfWon?: number;
    /** How many households are behind an amount that is there. */
    fewestOfWon?: number;
  } = {},
): { programme: Programme; names: string[] } {
  const programme = new Programme();
  const months = monthsBetween(table.firstMonth, until ?? table.lastMonth);
  const names: string[] = [];
  const step = 5;
  const isWon = ({ measure }: Publication) => measureRules[measure].kind === 'WON';
  const figures = new Map<string, number | null>();
  const dongs = [
    ...new Set([
      ...Object.keys(table.dongs),
      ...table.cells.flatMap((each) => (each[1] === 'DONG' ? [each[2]] : [])),
    ]),
  ].sort();
  for (const { measure, part } of plan)
    for (const of of part ? [measure, part.measure] : [measure])
      for (const { dimension, value, month, state, figure } of figuresIn(
        { ...table, plan: planOf(dongs, plan) },
        of,
      ))
        figures.set(numberName(of, dimension, value, month), state === 'KNOWN' ? figure : null);
  const numberOf = (name: string) => figures.get(name) ?? null;
  const say = (name: string, figure: number | null) => {
    names.push(name);
    if (figure === null) programme.knows(name, 0, Infinity);
    else programme.knows(name, Math.max(0, figure - step + 1), figure + step - 1);
  };

  const monthOf = (publication: Publication, month: string) => {
    const { measure, part } = publication;
    const total = numberName(measure, '', '', month);
    say(total, numberOf(total));
    const shapes = shapesOf(publication, planOf(dongs, plan));
    const possible = shapes.map(({ name, values, impossible }) => ({
      name,
      values: values.filter((value) => !impossible?.includes(value)),
    }));
    for (const dimension of publication.dimensions) {
      const above = publication.within?.[dimension];
      const own = possible.find(({ name }) => name === dimension)!.values;
      if (!above) {
        const cells = own.map((value) => numberName(measure, dimension, value, month));
        for (const name of cells) say(name, numberOf(name) ?? 0);
        chain(
          cells,
          cells.map((name) => numberOf(name) ?? 0),
        );
        programme.sum(cells, [total], 0);
        continue;
      }
      // A value is the sum of what it is within each value of the other dimension, as far as that can be.
      const values = [...new Set(own.map((each) => each.slice(each.indexOf('/') + 1)))];
      const parents = possible.find(({ name }) => name === above)!.values;
      const placesOf = (value: string) => parents.filter((each) => goTogether(dimension, value, each));
      for (const value of values) {
        const name = numberName(measure, dimension, value, month);
        const places = placesOf(value).map((each) => `${each}/${name}`);
        const most = (step - 1) * places.length;
        names.push(name);
        programme.knows(name, Math.max(0, (numberOf(name) ?? 0) - most), (numberOf(name) ?? 0) + most);
        for (const each of places) programme.knows(each, 0, Infinity);
        programme.sum(places, [name], 0);
      }
      for (const parent of parents) {
        const some = values.filter((value) => placesOf(value).includes(parent));
        const cells = some.map((value) => `${parent}/${numberName(measure, dimension, value, month)}`);
        programme.sum(cells, [numberName(measure, above, parent, month)], 0);
        if (some.every((value) => placesOf(value).length === 1))
          chain(
            cells,
            some.map((value) => numberOf(numberName(measure, dimension, value, month)) ?? 0),
          );
      }
    }
    if (!part) return;
    const values = part.by ? possible.find(({ name }) => name === part.by)!.values : [''];
    const parts: string[] = [];
    for (const value of values) {
      const own = numberName(part.measure, part.by ?? '', value, month);
      const whole = numberName(measure, part.by ?? '', value, month);
      const rest = `REST ${own}`;
      say(own, numberOf(own) ?? 0);
      programme.knows(
        rest,
        Math.max(0, (numberOf(whole) ?? 0) - (numberOf(own) ?? 0) - step + 1),
        (numberOf(whole) ?? 0) - (numberOf(own) ?? 0) + step - 1,
      );
      programme.sum([own, rest], [whole], 0);
      parts.push(own);
    }
    if (!part.by) return;
    const all = numberName(part.measure, '', '', month);
    names.push(all);
    programme.knows(all, 0, Infinity);
    programme.sum(parts, [all], 0);
  };
  /** Neighbours share their rounding: each sum from the first on is within a step, too. */
  const chain = (cells: readonly string[], numbers: readonly number[], by = step) => {
    let sum = 0;
    for (const [at, number] of numbers.entries()) {
      sum += number;
      if (at > 0) programme.sum(cells.slice(0, at + 1), [], sum - by + 1, sum + by - 1);
    }
  };
  const amountOf = ({ measure }: Publication, month: string) => {
    const name = numberName(measure, '', '', month);
    const figure = numberOf(name);
    names.push(name);
    programme.knows(
      name,
      Math.max(0, (figure ?? 0) - stepOfWon + 1),
      figure === null ? Infinity : figure + stepOfWon - 1,
    );
    // Each household has a linkage at least, and an amount is published of some.
    if (figure !== null && plan.some(({ measure }) => measure === 'LINKAGES'))
      programme.knows(numberName('LINKAGES', '', '', month), fewestOfWon, Infinity);
  };

  for (const publication of plan) {
    for (const month of months)
      if (isWon(publication)) amountOf(publication, month);
      else monthOf(publication, month);
    for (const year of new Set(months.map((month) => month.slice(0, 4)))) {
      const totals = months
        .filter((month) => month.startsWith(year))
        .map((month) => numberName(publication.measure, '', '', month));
      if (totals.every((name) => numberOf(name) !== null))
        chain(
          totals,
          totals.map((name) => numberOf(name)!),
          isWon(publication) ? stepOfWon : step,
        );
    }
  }

  const has = new Set(names);
  const namesOf = ({ measure, dimension = '' as Dimension, values = [''] }: Some, month: string) =>
    values.map((value) => numberName(measure, dimension, value, month)).filter((name) => has.has(name));
  for (const { less, more, toDate } of relations)
    for (const [at, month] of months.entries()) {
      const some = toDate ? months.slice(0, at + 1) : [month];
      const [small, large] = [less, more].map((each) => some.flatMap((of) => namesOf(each, of)));
      if (small!.length > 0 && large!.length > 0) programme.sum(small!, large!, -Infinity, 0);
    }
  return { programme, names: names.filter((name) => figures.get(name) !== null) };
}

const publicKinds = [
  ...['DISTRICT_OFFICE', 'DONG_OFFICE', 'CRISIS_CENTER', 'POLICE', 'MENTAL_HEALTH_CENTER', 'SCHOOL'],
];
const withoutLevel = ['NOT_SELECTED', unknownValue];
/**
 * What goes with what, as everybody in the field knows: who was not selected has no level and is closed for that
 * reason, and each kind of agency stands on one side. The database does not insist on it.
 */
export function goTogether(dimension: Dimension, value: string, above: string): boolean {
  if (dimension === 'LEVEL') return (value === unknownValue) === withoutLevel.includes(above);
  if (dimension === 'CLOSURE_REASON') return (value === 'NOT_SELECTED') === (above === 'NOT_SELECTED');
  if (value === unknownValue) return above === unknownValue;
  return above === (publicKinds.includes(value) ? 'PUBLIC' : 'PRIVATE');
}

/** The same as sums of published numbers, for numbers that are not rounded within each other. */
export function sidesOf(plan: readonly Publication[]): Relation[] {
  const sides: Partial<Record<Dimension, (readonly string[])[]>> = {
    LEVEL: [withoutLevel],
    CLOSURE_REASON: [['NOT_SELECTED']],
    AGENCY_KIND: [['PUBLIC'], ['PRIVATE']],
  };
  return plan.flatMap(({ measure, within = {} }) =>
    Object.entries(within).flatMap(([dimension, above]) =>
      sides[dimension as Dimension]!.map((parents): Relation => {
        const of = dimension as Exclude<Dimension, 'DONG'>;
        const values = [...dimensionValues[of], unknownValue].filter((value) =>
          parents.some((parent) => goTogether(of, value, parent)),
        );
        return {
          less: { measure, dimension: of, values },
          more: { measure, dimension: above, values: parents },
        };
      }),
    ),
  );
}

/** What comes after what: of all months so far, those that come later are no more than those that come before them. */
export function orderOf(): Relation[] {
  const after = (less: Measure, more: Measure, by: readonly (keyof typeof dimensionValues)[]) => [
    { less: { measure: less }, more: { measure: more }, toDate: true },
    ...by.flatMap((dimension) =>
      dimensionValues[dimension].map((value) => ({
        less: { measure: less, dimension, values: [value] },
        more: { measure: more, dimension, values: [value] },
        toDate: true,
      })),
    ),
  ];
  return [
    ...after('CASES_OPENED', 'REPORTS', ['INTAKE_SOURCE']),
    ...after('INITIAL_CONSULTATIONS', 'CASES_OPENED', ['INTAKE_SOURCE', 'TRACK']),
    ...after('CASES_SELECTED', 'CASES_OPENED', ['INTAKE_SOURCE', 'LEVEL']),
    {
      less: { measure: 'CASES_SELECTED' },
      more: { measure: 'CASES_OPENED', dimension: 'TRACK', values: ['CASE_MANAGED'] },
      toDate: true,
    },
    ...after('CASES_CLOSED', 'CASES_OPENED', ['TRACK', 'LEVEL']),
    ...after('CASES_REOPENED', 'CASES_CLOSED', ['TRACK', 'LEVEL']),
    ...after('UNIVERSAL_VISITS_DONE', 'UNIVERSAL_VISITS_OFFERED', ['INTAKE_SOURCE']),
    ...after('VISITS_MET', 'VISITS_MADE', ['VISIT_TIER']),
    {
      less: { measure: 'CLOCKS_DUE', dimension: 'CLOCK_KIND', values: ['EMERGENCY_VISIT_AGREED'] },
      more: { measure: 'REPORTS', dimension: 'INTAKE_SOURCE', values: ['EMERGENCY_APPLICATION'] },
      toDate: true,
    },
    {
      less: { measure: 'CLOCKS_DUE', dimension: 'CLOCK_KIND', values: ['UNIVERSAL_VISIT'] },
      more: { measure: 'UNIVERSAL_VISITS_OFFERED' },
      toDate: true,
    },
  ];
}
