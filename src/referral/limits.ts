/** How many days an answer to a referral is awaited where nobody says, and at most. */
export const usualAnswerDays = 30;
export const longestAnswerDays = 365;
export const longestAnswerInWords = { korean: '1년', english: 'a year' };

/** How many days the link to a referral is good, unless its answer is due earlier; the database goes by it, too. */
export const referralLimits = { referralLinkDays: 14 };
