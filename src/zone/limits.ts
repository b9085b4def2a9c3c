/** What zones are held to; the database goes by it, too. */
export const zoneLimits = {
  /** The longest that somebody stands in for a colleague, who is replaced after that. */
  longestSubstitutionDays: 366,
};
/** The most doors, or people, of one round. */
export const mostOfRound = 5_000;
