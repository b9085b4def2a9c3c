/** How far an inbox looks; the database goes by it, too. */
export const inboxLimits = {
  /** The most of one kind that are looked at. */
  mostOfInboxKind: 500,
  /** How many days before its last day what is due is in it. */
  daysAheadOfInbox: 14,
};
