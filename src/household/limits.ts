/** How many households somebody at the counter may belong to; the database goes by it, too. */
export const householdLimits = { householdsAtCounter: 5 };
