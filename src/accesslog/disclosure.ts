import {
  type Basis,
  basesIn,
  bit,
  classesIn,
  type DataClass,
  householdClasses,
  maskOf,
} from '../access/classes.js';
import type { Protection } from '../access/protections.js';
import { protectionOf } from '../access/records.js';
import { type Page, shownRows } from '../database/planner/page.js';
import type { Shape } from '../database/planner/plan.js';
import type { Scope } from '../database/run.js';

/** Stands for the household of somebody who is of none, such as whoever is on a list. */
export const ofNoHousehold = '';

/** What an answer holds of one household, subject by subject. */
export interface Disclosure {
  shown: Record<string, DataClass[]>;
  bases: Basis[];
}

type Row = Record<string, unknown>;

/** The class that every row of a table is of, of whoever it belongs to. */
const classOf = (protection: Protection) =>
  protection.kind === 'class' || protection.kind === 'report' ? protection.dataClass : null;

/**
 * Walks an answer along its plan and says of which subjects it holds which classes: what the log must tell.
 *
 * @param also what the answer tells beside its fields: why a row is in it, and at which place
 */
export function disclosedBy(
  shape: Shape,
  answer: unknown,
  scope: Scope,
  also: readonly (readonly [subject: string, dataClass: DataClass])[] = [],
): Map<string, Disclosure> {
  const households = new Map<string, Disclosure>();
  const of = (household: string): Disclosure => {
    let found = households.get(household);
    if (!found) {
      found = { shown: Object.create(null), bases: [] };
      households.set(household, found);
    }
    return found;
  };
  const put = (found: Disclosure, subject: string, dataClass: DataClass | null, bases: readonly Basis[]) => {
    // A member may be shown on another basis than the household.
    for (const basis of bases) if (!found.bases.includes(basis)) found.bases.push(basis);
    found.shown[subject] ??= [];
    const list = found.shown[subject];
    if (dataClass && !list.includes(dataClass)) list.push(dataClass);
  };
  const add = (subject: string, dataClass: DataClass | null) => {
    const entry = scope.get(subject);
    if (!entry) return;
    const [, classes, bases, household] = entry;
    put(of(household), subject, dataClass && classes & bit(dataClass) ? dataClass : null, basesIn(bases));
  };
  /** A referral tells whoever it was sent to that it is there and of which class, whatever it carries by now. */
  const addReferral = ({ $s, $k }: Row) => {
    const household = $s as string;
    const [dataClass, subjects] = $k as [DataClass, string[]];
    const bases = (subject: string) => basesIn(scope.get(subject)?.[2] ?? 0);
    for (const subject of [household, ...subjects]) {
      const known = bases(subject).length ? bases(subject) : (['REFERRAL'] as const);
      put(of(household), subject, subjects.includes(subject) ? dataClass : null, known);
    }
  };
  walk(shape, answer);
  for (const [subject, dataClass] of also) add(subject, dataClass);
  return households;

  function walk(at: Shape, value: unknown) {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) {
      for (const each of value) walk(at, each);
      return;
    }
    const row = value as Row;
    const own = protectionOf(at.table);
    if (own.kind === 'referral') addReferral(row);
    else if (own.kind === 'team') {
      for (const dataClass of own.holds?.classes ?? [])
        put(of(ofNoHousehold), row.$t as string, dataClass, ['CONTROLLER']);
    } else if (typeof row.$s === 'string') add(row.$s, classOf(own));
    if (Array.isArray(row.$k))
      for (const subject of row.$k[1] as string[]) add(subject, row.$k[0] as DataClass);
    for (const { key, kind, shape } of at.children) {
      if (!shape) continue;
      const protection = protectionOf(shape.table);
      // Only a connection holds its rows under a name of ours: in a row that name may be somebody's alias.
      const child = kind === 'connection' ? shownRows(row[key] as Page) : row[key];
      if (child !== null && typeof row.$s === 'string' && classOf(protection))
        add(row.$s, classOf(protection));
      if (protection.kind === 'writer' && child !== null && typeof row.$s === 'string')
        add(row.$s, 'INVESTIGATION');
      walk(shape, child);
    }
  }
}

/**
 * What households tell by being in a list: the day that they are sorted by, which is in their cursor, and whatever they
 * were narrowed by, which is SUMMARY; and who of them was sought by what is theirs, such as a name.
 */
export function whyListed(
  shown: readonly { $id: string }[],
  named: readonly (readonly [member: string, dataClass: DataClass])[],
  scope: Scope,
) {
  const households = new Set(shown.map(({ $id }) => $id));
  return [
    ...[...households].map((id) => [id, 'SUMMARY'] as const),
    ...named.filter(([id]) => households.has(scope.get(id)?.[3] ?? '')),
  ];
}

/** What is told of households by what was chosen by all that is open of them, of some classes. */
export function lookedAtIn(scope: Scope, classes: readonly DataClass[]): Map<string, Disclosure> {
  const households = new Map<string, Disclosure>();
  for (const [subject, open, bases, household] of scope.values()) {
    const found = households.get(household) ?? { shown: Object.create(null), bases: [] };
    households.set(household, found);
    // What is of the household as a whole is not of its members, whoever's consent opened it.
    const own = classes.filter((each) => householdClasses.includes(each) === (subject === household));
    found.shown[subject] = classesIn(open & maskOf(own));
    found.bases = [...new Set([...found.bases, ...basesIn(bases)])];
  }
  return households;
}
