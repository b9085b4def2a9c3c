/** The day that lies `days` after (or, negative, before) a day; days are written YYYY-MM-DD. */
export function after(day: string, days: number): string {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** An instant of a day in Korea. */
export const at = (day: string, time = '10:00') => `${day}T${time}:00+09:00`;

/** A birthday of someone who has that age on the day; the birthday itself lies in the months before it. */
export const born = (day: string, age: number) =>
  after(`${Number(day.slice(0, 4)) - age}${day.slice(4)}`, -45);
