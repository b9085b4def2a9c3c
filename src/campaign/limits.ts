/** What campaigns are held to; the database goes by it, too. */
export const campaignLimits = {
  /** The most people of one list. */
  mostCampaignLines: 100_000,
  /** The longest period of a campaign. */
  longestCampaignDays: 730,
};
/** The most promotion activities of one kind on one day. */
export const mostActivities = 1_000;
