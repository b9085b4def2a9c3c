import * as years from '@hyunbinseo/holidays-kr/all';

/** Public holidays of Korea (공휴일·대체공휴일·임시공휴일·선거일) as the official gazette has them: the day, and its name. */
export const publicHolidays: readonly (readonly [day: string, name: string])[] = Object.values(years)
  .flatMap((year) => Object.entries(year))
  .map(([day, names]) => [day, names.join(', ')]);

/** The last day of the last year whose holidays are known here: working days after it count holidays as days of work. */
export const lastKnownDay = `${publicHolidays.at(-1)![0].slice(0, 4)}-12-31`;

/** Adds those that the database does not have. What an operator added, such as a day proclaimed since, stays. */
export const holidaySql = () => `
set local role hamkke_keeper;
insert into public_holidays (day, name) values
${publicHolidays.map(([day, name]) => `  ('${day}', '${name.replaceAll("'", "''")}')`).join(',\n')}
on conflict do nothing;
reset role;`;
