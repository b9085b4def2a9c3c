import { agreementFaults } from '../agreement/faults.js';
import { applicationFaults } from '../application/faults.js';
import { campaignFaults } from '../campaign/faults.js';
import { caseFaults } from '../case/faults.js';
import { editingFaults } from '../catalogue/editing/faults.js';
import { catalogueFaults } from '../catalogue/faults.js';
import { upkeepFaults } from '../catalogue/upkeep/faults.js';
import { changeFaults } from '../change/faults.js';
import { commonFaults } from '../commonFaults.js';
import { consentFaults } from '../consent/faults.js';
import { consultationFaults } from '../consultation/faults.js';
import { emergencyFaults } from '../emergency/faults.js';
import type { Fault, Faults } from '../faults.js';
import { householdFaults } from '../household/faults.js';
import { httpFaults } from '../http/faults.js';
import { hsdsFaults } from '../http/hsds/faults.js';
import { identityFaults } from '../identity/faults.js';
import { metricsFaults } from '../metrics/faults.js';
import { policyFaults } from '../policy/faults.js';
import { referralFaults } from '../referral/faults.js';
import { sponsorFaults } from '../sponsor/faults.js';
import { staffFaults } from '../staff/faults.js';
import { statisticsFaults } from '../statistics/faults.js';
import { uniqueIdFaults } from '../uniqueid/faults.js';
import { visitFaults } from '../visit/faults.js';
import { zoneFaults } from '../zone/faults.js';

const all: readonly Faults[] = [
  commonFaults,
  agreementFaults,
  applicationFaults,
  campaignFaults,
  caseFaults,
  catalogueFaults,
  changeFaults,
  consentFaults,
  consultationFaults,
  editingFaults,
  emergencyFaults,
  householdFaults,
  hsdsFaults,
  httpFaults,
  identityFaults,
  metricsFaults,
  policyFaults,
  referralFaults,
  sponsorFaults,
  staffFaults,
  statisticsFaults,
  uniqueIdFaults,
  upkeepFaults,
  visitFaults,
  zoneFaults,
];

/** Every fault that there is, by its reason. SQL may name any of them (test/house/functions.test.ts). */
export const declaredFaults: ReadonlyMap<string, Fault> = new Map(all.flatMap(Object.entries<Fault>));

if (declaredFaults.size < all.flatMap(Object.keys).length)
  throw new Error('Two files declare faults of the same reason: see src/database/faults.ts.');
