/** Months from one to another, both included, as YYYY-MM. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last; ) {
    months.push(month);
    const [year = 0, nth = 0] = month.split('-').map(Number);
    month = nth === 12 ? `${year + 1}-01` : `${year}-${String(nth + 1).padStart(2, '0')}`;
  }
  return months;
}

/** The last month that is over on a day (YYYY-MM-DD), as YYYY-MM. */
export const lastMonthOver = (today: string) => {
  const day = new Date(`${today.slice(0, 7)}-01T00:00:00Z`);
  day.setUTCDate(0);
  return day.toISOString().slice(0, 7);
};
