/** How long what keeps the catalogue true holds, and how much of it may wait; the database goes by it, too. */
export const upkeepLimits = {
  /** For how many days a record is verified where nobody says. */
  usualVerificationDays: 365,
  /** The longest time for which it is: three years, and some days so that no client has to count leap years. */
  longestVerificationDays: 1100,
  /** How many days before its end a verification is listed as due. */
  verificationDueDays: 30,
  /** How many change requests of one organization may wait at once. */
  mostPendingRequests: 500,
};

/** The first two of these in words. */
export const verificationInWords = {
  usual: 'a year',
  longest: { korean: '3년', english: 'three years' },
};
