import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { accessSql } from '../access/policies.js';
import { hsdsSql } from '../hsds/functions.js';

/** Where the files are, as seen from src/database and from dist/database alike: SQL is not compiled. */
const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** The files of SQL functions, in the order in which they are applied. */
export const functionFiles = [
  'text/alike.sql',
  'access/sql/viewer.sql',
  'access/sql/answers.sql',
  'access/sql/scope.sql',
  'access/sql/reports.sql',
  'access/sql/pages.sql',
  'access/sql/access.sql',
  'metrics/metrics.sql',
  'seal/seal.sql',
  'uniqueid/uniqueIds.sql',
  'access/sql/commands.sql',
  'case/incomingReports.sql',
  'case/intake.sql',
  'case/steps.sql',
  'consent/consent.sql',
  'consent/comingOfAge.sql',
  'consent/explain.sql',
  'consent/opened.sql',
  'referral/referral.sql',
  'change/changes.sql',
  'emergency/emergency.sql',
  'log/log.sql',
  'agreement/agreement.sql',
  'case/assignments.sql',
  'staff/staff.sql',
  'staff/changes.sql',
  'case/transfer.sql',
  'sponsor/ledger.sql',
  'sponsor/pledges.sql',
  'catalogue/upkeep/upkeep.sql',
  'catalogue/upkeep/verification.sql',
  'catalogue/upkeep/changeRequests.sql',
  'catalogue/upkeep/duplicates.sql',
  'hsds/values.sql',
  'catalogue/search/marks.sql',
  'catalogue/search/search.sql',
  'catalogue/schedules.sql',
  'catalogue/search/find.sql',
  'catalogue/search/nearest.sql',
  'catalogue/search/page.sql',
  'catalogue/search/facets.sql',
  'hsds/sought.sql',
] as const;

const read = (file: string) => readFileSync(source + file, 'utf8');

/** All functions and policies as one text: constants that are generated from the rules come first, policies last. */
export const functionsSql = () =>
  [accessSql.before, ...functionFiles.map(read), hsdsSql(), accessSql.after].join('\n');
