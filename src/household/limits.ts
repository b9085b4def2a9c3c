/** How many households somebody at the counter may belong to; the database goes by it, too. */
export const householdLimits = { householdsAtCounter: 5 };
/** The numbers that a tong has in its dong, and a ban in its tong. */
export const placeLimits = { tongs: [1, 999], bans: [1, 99] } as const;
