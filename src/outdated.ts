import { lastKnownDay } from './database/holidays.js';
import { lastDayOfMedianIncome } from './eligibility/medianIncome.js';

/** So many days before the end of a table whoever runs the server is told: enough to take a newer version. */
const noticeDays = 60;

/** Tables that a year's notice is needed for, with their last day and what is missing after it. */
const tables: readonly (readonly [lastDay: string, after: string])[] = [
  [lastKnownDay, 'public holidays count as working days, so that clocks run out too early'],
  [
    lastDayOfMedianIncome,
    'nobody’s income is placed in a band, so that services that ask for one stay unsure',
  ],
];

/** What this version will not know any more, in a sentence each; nothing while all of it holds for a while. */
export const outdated = (today: string): string[] =>
  tables
    .filter(([lastDay]) => Date.parse(lastDay) - Date.parse(today) < noticeDays * 86_400_000)
    .map(([lastDay, after]) => `After ${lastDay} ${after}: take a newer version of Hamkke by then.`);
