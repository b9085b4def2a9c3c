/** The longest term of an agreement, in years. */
export const longestAgreementYears = 10;

/** How many days before the end of a term notice is given, where an agreement does not say. */
export const usualNoticeDays = 30;

/** How long agreements and their notices may be; the database goes by it, too. */
export const agreementLimits = {
  // With a day more for each leap year that there could be.
  longestAgreementDays: longestAgreementYears * 366,
  longestNoticeDays: 365,
};
