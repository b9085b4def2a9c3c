import { expect, test } from 'vitest';
import { lastKnownDay } from '../../src/database/holidays.js';
import { lastDayOfMedianIncome } from '../../src/eligibility/medianIncome.js';
import { outdated } from '../../src/outdated.js';

test('whoever runs a server is told two months before a table of it ends, and not earlier', () => {
  const before = (day: string, days: number) =>
    new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
  const [first, second] = [lastKnownDay, lastDayOfMedianIncome].sort();
  expect(outdated(before(first!, 60))).toEqual([]);
  expect(outdated(before(first!, 59))).toHaveLength(first === second ? 2 : 1);
  expect(outdated(before(first!, 59))[0]).toContain(first);
  expect(outdated(before(second!, -400))).toHaveLength(2);
});
