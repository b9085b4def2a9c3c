/** How many days a report on a household that is known waits for a decision; the database goes by it, too. */
export const reportLimits = { reportWaitingDays: 7 };
/** A day, in minutes: what takes longer is several. */
export const mostMinutes = 1_440;
/** As many as may be named as having taken part in what one note tells of. */
export const mostParticipants = 30;
/**
 * The most that one linkage may be worth, in won: ten billion. Without a limit a thousand of the largest numbers are more than a
 * sum can hold, and nothing of their district could be counted any more.
 */
export const mostLinkageKrw = 10_000_000_000;
