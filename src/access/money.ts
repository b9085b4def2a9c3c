import type { Duty } from './duties.js';
import { stepDuties } from './steps.js';

/** Who registers sponsors and their pledges for a district, and what comes in and goes back. */
export const pledgeKeepers: readonly Duty[] = ['CATALOGUE_EDITOR', 'PORTAL_ADMINISTRATOR'];
/** Who keeps a district's budget lines. */
export const budgetKeepers: readonly Duty[] = ['PORTAL_ADMINISTRATOR'];
/** Who gives linkages what a pledge or a budget line has: those who link, for linkages that they may record. */
export const funders: readonly Duty[] = stepDuties.LINK;

const each = (...some: (readonly Duty[])[]) => [...new Set(some.flat())];
/** Who sees the pledges of their own organization. */
const sponsors: readonly Duty[] = ['SPONSOR'];
/** Who sees pledges: those of their district, and a sponsor their own. */
export const pledgeReaders: readonly Duty[] = each(pledgeKeepers, funders, sponsors);
export const budgetReaders: readonly Duty[] = each(budgetKeepers, funders);

/**
 * Fewer households than these say nothing of a need: the base of what is published (docs/domain.md, section 7). Whoever reads a
 * ledger learns amounts and days, which must reconcile, and of what an allocation was for only among so many.
 */
const fewestHouseholds = 5;

/** The same for the database, which decides. */
export function moneySql(): string {
  const lists = {
    pledge_keeping_duties: pledgeKeepers,
    budget_keeping_duties: budgetKeepers,
    funding_duties: funders,
    sponsoring_duties: sponsors,
  };
  const functions = Object.entries(lists).map(
    ([name, some]) =>
      `create or replace function hamkke.${name}() returns duty[] immutable parallel safe language sql as $$ select '{${some.join(',')}}'::duty[] $$;`,
  );
  return `
set local role hamkke_keeper;
${functions.join('\n')}
create or replace function hamkke.fewest_households() returns int immutable parallel safe language sql as $$ select ${fewestHouseholds} $$;
reset role;`;
}
