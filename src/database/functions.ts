import { readFileSync } from 'node:fs';
import { accessSql } from '../access/policies.js';
import { scopeSql } from '../access/scope.js';
import { packageRoot } from '../config.js';
import { factSql, factTriggers } from '../fact/sql.js';
import { hsdsSql } from '../hsds/functions.js';
import { holidaySql } from './holidays.js';
import type { Installation } from './install.js';

/**
 * The files of SQL functions in the order in which they are applied, each with the files whose functions it calls; what
 * these need in their turn is not said again. A file calls nothing that comes after it (test/house/functions.test.ts).
 */
export const functionFiles: Readonly<Record<string, readonly string[]>> = {
  'text/alike.sql': [],
  'policy/workingDays.sql': [],
  'access/sql/policies.sql': [],
  'access/sql/errors.sql': [],
  'access/sql/answers.sql': ['access/sql/errors.sql'],
  'access/sql/zones.sql': [],
  'access/sql/speaks.sql': [],
  'access/sql/viewer.sql': ['access/sql/speaks.sql'],
  'access/scope.ts': ['access/sql/zones.sql', 'access/sql/viewer.sql'],
  'access/sql/outreach.sql': ['access/sql/viewer.sql', 'access/sql/speaks.sql'],
  'access/sql/reports.sql': ['access/scope.ts'],
  'access/sql/open.sql': ['access/sql/reports.sql'],
  'access/sql/pages.sql': ['text/alike.sql', 'access/sql/open.sql'],
  'access/sql/access.sql': ['access/scope.ts'],
  'access/sql/commands.sql': ['access/sql/open.sql'],
  'policy/policy.sql': [
    'access/sql/viewer.sql',
    'policy/workingDays.sql',
    'access/sql/errors.sql',
    'access/sql/speaks.sql',
  ],
  'household/household.sql': ['access/sql/errors.sql', 'access/sql/commands.sql'],
  'household/persons.sql': ['text/alike.sql', 'access/sql/open.sql'],
  'uniqueid/uniqueIds.sql': ['access/sql/open.sql'],
  'seal/seal.sql': [],
  'metrics/metrics.sql': ['access/sql/viewer.sql'],
  'fact/sql.ts': [],
  'fact/cells.sql': ['metrics/metrics.sql', 'fact/sql.ts'],
  'release/release.sql': ['fact/cells.sql'],
  'log/log.sql': ['access/scope.ts'],
  'region/region.sql': ['access/sql/speaks.sql'],
  'staff/staff.sql': ['text/alike.sql', 'access/sql/viewer.sql'],
  'staff/changes.sql': ['access/sql/errors.sql', 'region/region.sql', 'staff/staff.sql'],
  'clock/clock.sql': ['policy/policy.sql', 'household/household.sql'],
  'access/sql/near.sql': ['access/scope.ts'],
  'clock/find.sql': ['access/sql/near.sql'],
  'visit/clocks.sql': ['policy/policy.sql', 'household/household.sql'],
  'visit/visit.sql': ['policy/policy.sql', 'household/household.sql'],
  'case/notes.sql': ['access/sql/errors.sql', 'access/scope.ts'],
  'case/opening.sql': ['clock/clock.sql'],
  'application/application.sql': ['clock/clock.sql', 'case/notes.sql'],
  'case/reports.sql': ['access/sql/errors.sql', 'case/opening.sql', 'application/application.sql'],
  'case/receipts.sql': ['household/household.sql'],
  'case/incomingReports.sql': ['access/sql/errors.sql', 'case/reports.sql', 'case/receipts.sql'],
  'case/intake.sql': ['region/region.sql', 'case/incomingReports.sql'],
  'case/find.sql': ['access/sql/near.sql'],
  'case/steps.sql': ['access/sql/viewer.sql'],
  'case/assignments.sql': ['access/sql/errors.sql', 'access/scope.ts'],
  'case/transfer.sql': [
    'access/sql/errors.sql',
    'region/region.sql',
    'application/application.sql',
    'case/opening.sql',
  ],
  'case/handOver.sql': ['household/household.sql', 'case/assignments.sql'],
  'consent/opened.sql': ['access/scope.ts'],
  'consent/explain.sql': ['access/sql/access.sql'],
  'visit/proposals.sql': ['consent/explain.sql'],
  'change/events.sql': [],
  'referral/linkage.sql': ['access/sql/speaks.sql'],
  'referral/referral.sql': [
    'access/sql/errors.sql',
    'consent/explain.sql',
    'change/events.sql',
    'referral/linkage.sql',
  ],
  'referral/service.sql': ['household/household.sql', 'referral/referral.sql'],
  'consultation/consultation.sql': ['household/household.sql', 'referral/referral.sql'],
  'consent/consent.sql': [
    'access/sql/errors.sql',
    'household/household.sql',
    'consent/opened.sql',
    'referral/referral.sql',
  ],
  'consent/comingOfAge.sql': ['consent/consent.sql'],
  'consent/clients.sql': ['access/scope.ts'],
  'consent/ending.sql': ['consent/consent.sql'],
  'consent/proposals.sql': ['text/alike.sql', 'policy/workingDays.sql', 'consent/consent.sql'],
  'household/members.sql': ['text/alike.sql', 'visit/clocks.sql', 'consent/consent.sql'],
  'household/membership/departure.sql': ['household/members.sql'],
  'case/matches.sql': [
    'household/persons.sql',
    'case/incomingReports.sql',
    'household/membership/departure.sql',
  ],
  'household/membership/move.sql': [
    'region/region.sql',
    'case/opening.sql',
    'household/membership/departure.sql',
  ],
  'household/membership/merge.sql': ['case/incomingReports.sql', 'household/membership/move.sql'],
  'campaign/campaign.sql': ['access/sql/errors.sql', 'access/sql/outreach.sql', 'policy/policy.sql'],
  'campaign/lines.sql': ['visit/visit.sql', 'case/intake.sql', 'campaign/campaign.sql'],
  'campaign/matches.sql': ['case/matches.sql', 'access/sql/outreach.sql'],
  'change/changes.sql': [
    'access/sql/errors.sql',
    'referral/referral.sql',
    'consent/proposals.sql',
    'campaign/campaign.sql',
  ],
  'emergency/emergency.sql': [
    'access/sql/viewer.sql',
    'policy/workingDays.sql',
    'access/sql/errors.sql',
    'access/sql/speaks.sql',
  ],
  'sponsor/ledger.sql': ['access/sql/errors.sql', 'access/scope.ts'],
  'sponsor/pledges.sql': ['sponsor/ledger.sql'],
  'catalogue/schedules.sql': [],
  'catalogue/search/tokens.sql': ['text/alike.sql', 'catalogue/schedules.sql'],
  'catalogue/search/search.sql': ['catalogue/search/tokens.sql'],
  'catalogue/upkeep/upkeep.sql': [
    'access/sql/errors.sql',
    'access/sql/viewer.sql',
    'access/sql/speaks.sql',
    'catalogue/search/search.sql',
  ],
  'catalogue/upkeep/verification.sql': ['catalogue/upkeep/upkeep.sql'],
  'catalogue/upkeep/checks.sql': ['catalogue/schedules.sql', 'catalogue/upkeep/upkeep.sql'],
  'catalogue/upkeep/changeRequests.sql': ['catalogue/upkeep/checks.sql'],
  'catalogue/upkeep/duplicates.sql': ['catalogue/upkeep/verification.sql'],
  'catalogue/editing/editing.sql': ['catalogue/upkeep/changeRequests.sql', 'catalogue/upkeep/duplicates.sql'],
  'catalogue/editing/units.sql': ['catalogue/editing/editing.sql'],
  'sponsor/sponsors.sql': ['catalogue/upkeep/upkeep.sql'],
  'catalogue/editing/confidential.sql': ['catalogue/editing/editing.sql'],
  'catalogue/editing/proposals.sql': ['catalogue/editing/editing.sql'],
  'agreement/agreement.sql': ['referral/referral.sql', 'catalogue/editing/editing.sql'],
  'change/webhooks.sql': ['agreement/agreement.sql', 'change/changes.sql'],
  'catalogue/search/find.sql': ['catalogue/upkeep/upkeep.sql'],
  'catalogue/search/nearest.sql': ['catalogue/search/find.sql'],
  'catalogue/search/page.sql': ['catalogue/search/nearest.sql'],
  'catalogue/search/facets.sql': ['catalogue/search/page.sql'],
  'zone/zone.sql': ['staff/changes.sql', 'case/notes.sql', 'case/assignments.sql', 'household/household.sql'],
  'inbox/inbox.sql': [
    'zone/zone.sql',
    'clock/find.sql',
    'consultation/consultation.sql',
    'case/incomingReports.sql',
    'consent/proposals.sql',
    'emergency/emergency.sql',
    'catalogue/upkeep/changeRequests.sql',
  ],
  'hsds/values.sql': [],
  'hsds/sought.sql': ['catalogue/search/find.sql'],
};

/** Functions that TypeScript writes, by the file that does. */
const written: Readonly<Record<string, () => string>> = {
  'access/scope.ts': scopeSql,
  'fact/sql.ts': factSql,
};

/** The text of one of these files. SQL is not compiled: a server that runs from dist/ reads it in src/ as well. */
export const readFunctions = (file: string) =>
  written[file]?.() ?? readFileSync(`${packageRoot}/src/${file}`, 'utf8');

/** All functions as one text; the constants that are generated from the rules come first. */
export const functionsSql = () =>
  [accessSql.before, holidaySql(), ...Object.keys(functionFiles).map(readFunctions), hsdsSql()].join('\n');

/** What this version makes of the database beside its tables. */
export const installation = (): Installation => ({
  roles: readFileSync(`${packageRoot}/migrations/roles.sql`, 'utf8'),
  functions: functionsSql(),
  policies: `${accessSql.after}\n${factTriggers()}`,
});
