import { isDeepStrictEqual } from 'node:util';
import { type Measure, measureRules } from '../fact/measures.js';
import { type Contribution, factsOf, partTable, shapesOf, valuesIn } from './contributions.js';
import type { Ledger } from './ledger.js';
import type { Publication } from './plan.js';
import { protect } from './protect.js';
import { cellsOf, type PublishedCell } from './published.js';
import type { Plan } from './releasePlan.js';

interface Made {
  cells: PublishedCell[];
  /** Of every measure that was ever published, also of those that this plan leaves out. */
  ledgers: Map<Measure, Ledger>;
}

/** What the release before hands on, and by which plan it was made; null where it says none. */
export interface Before {
  ledgers: ReadonlyMap<Measure, Ledger>;
  plan: Plan | null;
}

export const nothingBefore: Before = { ledgers: new Map(), plan: null };

/** Protects all that a plan publishes of a district. The same facts, secret, plan and ledgers make the same cells. */
export function makeRelease({
  district,
  contributions,
  months,
  secret,
  plan,
  before,
}: {
  district: string;
  contributions: readonly Contribution[];
  months: readonly string[];
  secret: string;
  plan: Plan;
  before: Before;
}): Made {
  const cells: PublishedCell[] = [];
  const ledgers = new Map(before.ledgers);
  const totals = new Map<string, number>();
  const values = valuesIn(plan, contributions);
  for (const publication of plan.publications) {
    const { measure } = publication;
    const ledger = before.ledgers.get(measure);
    const made = protect({
      secret,
      district,
      measure,
      protection: measureRules[measure].kind === 'WON' ? plan.won : plan.counts,
      tables: shapesOf(publication, { ...plan, values }),
      months: factsOf(publication, contributions, months),
      ...(ledger ? { before: before.plan ? goingOn(ledger, before.plan, publication) : ledger } : {}),
    });
    ledgers.set(measure, made.ledger);
    const own = cellsOf(publication, made.release, (of, month) => totals.get(`${of} ${month}`) ?? 0);
    for (const { measure: of, dimension, month, figure } of own)
      if (dimension === '') totals.set(`${of} ${month}`, figure ?? 0);
    cells.push(...own);
  }
  return { cells, ledgers };
}

/**
 * A ledger without the tables that the plan has otherwise now. A month keeps the tables that it was released with, since
 * another one beside them would be a second rounding of what is out already: what is new begins with the next month.
 */
function goingOn(ledger: Ledger, plan: Plan, now: Publication): Ledger {
  const was = plan.publications.find(({ measure }) => measure === now.measure);
  const stays = (table: string): boolean => {
    if (!was) return false;
    if (table === partTable)
      return isDeepStrictEqual(was.part, now.part) && (!now.part?.by || stays(now.part.by));
    const [before, after] = [was, now].map(({ dimensions, within }) => [
      dimensions.length === 0 || (dimensions as readonly string[]).includes(table),
      within?.[table as keyof typeof within],
    ]);
    const above = after![1] as string | undefined;
    return isDeepStrictEqual(before, after) && after![0] === true && (!above || stays(above));
  };
  const months = ledger.months.map((month) => ({
    ...month,
    numbers: {
      ...month.numbers,
      tables: Object.fromEntries(Object.entries(month.numbers.tables).filter(([table]) => stays(table))),
    },
  }));
  return { ...ledger, months };
}
