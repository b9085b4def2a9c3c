/** How much one question may ask for. */
export const metricsLimits = {
  /** Measures of one question. */
  mostMeasures: 25,
  /** Periods of one question, those that others are compared with among them. */
  mostPeriods: 400,
  /** Figures of one table, those that others are compared with among them. */
  mostFigures: 20_000,
  /** The same where each is told by itself, with what it is of: that is thirty times as long, and takes five times the time. */
  mostOneByOne: 500,
  /** Ratios of one answer, which have no table: enough for each dong of the largest city, by two ratios. */
  mostRatios: 1_000,
} as const;
