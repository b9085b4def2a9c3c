/**
 * The median income of a year (기준 중위소득) by household size, one person to seven, in won a month. Source: the notice of the
 * Ministry of Health and Welfare (보건복지부 고시, 기준 중위소득 및 급여별 선정기준) that is in force in that year.
 */
const medianIncomes: Readonly<Record<number, readonly number[]>> = {
  2025: [2_392_013, 3_932_658, 5_025_353, 6_097_773, 7_108_192, 8_064_805, 8_988_428],
  2026: [2_564_238, 4_199_292, 5_359_036, 6_494_738, 7_556_719, 8_555_952, 9_515_150],
};

/** The last day on which the median income is known here: after it nobody's income can be placed in a band. */
export const lastDayOfMedianIncome = `${Math.max(...Object.keys(medianIncomes).map(Number))}-12-31`;

/** The bands of income that directories know, in percent of the median: each from above the one before it. */
export const incomeBands = {
  JA0201: 50,
  JA0202: 75,
  JA0203: 100,
  JA0204: 200,
  JA0205: null,
} as const;

/**
 * The median income of a household of so many people today, as SQL; NULL in a year whose notice is not here. The eighth person
 * and each one more count as much as the seventh did, as the notice says.
 */
export const medianIncomeSql = (size: string) =>
  `case extract(year from hamkke.today())::int ${Object.entries(medianIncomes)
    .map(([year, sizes]) => {
      const more = sizes.at(-1)! - sizes.at(-2)!;
      return `when ${year} then (array[${sizes.join(', ')}])[least(${size}, 7)] + greatest(${size} - 7, 0) * ${more}`;
    })
    .join(' ')} end`;

/** The band of an income, as SQL. */
export const bandSql = (income: string, median: string) =>
  `case ${Object.entries(incomeBands)
    .map(([band, most]) =>
      most === null ? `else '${band}'` : `when ${income} * 100.0 <= ${median} * ${most} then '${band}'`,
    )
    .join(' ')} end`;
