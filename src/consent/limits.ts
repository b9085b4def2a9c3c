/** From which age somebody speaks for themselves and for others, and how long a consent lasts; the database goes by it, too. */
export const consentLimits = {
  /** The age from which a child consents itself (만 14세). */
  consentAge: 14,
  /** The age of an adult, who may speak for a child (만 19세). */
  adultAge: 19,
  /** The longest consent, where the policy of the district does not say. */
  longestConsentDays: 730,
  /** The longest consent to SAFE_LOCATION. */
  hidingDays: 30,
  /** How many working days a consent that was signed at a partner's desk waits, where the policy of the district does not say. */
  consentProposalDays: 5,
  /** How many days before the birthday a consent that ends with it is listed. */
  comingOfAgeDays: 30,
};
