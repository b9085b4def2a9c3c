/** How many days a report on a household that is known waits for a decision; the database goes by it, too. */
export const reportLimits = { reportWaitingDays: 7 };
