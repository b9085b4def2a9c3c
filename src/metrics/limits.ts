/** How much one question may ask for. */
export const metricsLimits = {
  /** Measures of one question. */
  mostMeasures: 25,
  /** Periods of one question, those that others are compared with among them. */
  mostPeriods: 400,
  /** Figures of one answer. */
  mostFigures: 20_000,
} as const;
