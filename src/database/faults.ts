import { commonFaults } from '../access/faults.js';
import { agreementFaults } from '../agreement/faults.js';
import { caseFaults } from '../case/faults.js';
import { editingFaults } from '../catalogue/editing/faults.js';
import { upkeepFaults } from '../catalogue/upkeep/faults.js';
import { consentFaults } from '../consent/faults.js';
import type { Fault, Faults } from '../faults.js';
import { householdFaults } from '../household/faults.js';
import { sponsorFaults } from '../sponsor/faults.js';
import { staffFaults } from '../staff/faults.js';

const all: readonly Faults[] = [
  commonFaults,
  agreementFaults,
  caseFaults,
  consentFaults,
  editingFaults,
  householdFaults,
  sponsorFaults,
  staffFaults,
  upkeepFaults,
];

/** Every fault that SQL may name, by its code (test/house/functions.test.ts). */
export const declaredFaults: ReadonlyMap<string, Fault> = new Map(all.flatMap(Object.entries<Fault>));

if (declaredFaults.size < all.flatMap(Object.keys).length)
  throw new Error('Two nouns declare faults of the same code: see src/database/faults.ts.');
