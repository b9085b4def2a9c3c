import { idOf } from '../database/planner/identifiers.js';
import type { Change, Taken } from './commands.js';
import type { HandOverInput } from './inputs.js';

/**
 * Makes another team of the district responsible for a case. A function of the database does it: the viewer may not write
 * which centre a case is of, nor whom referrals are from.
 */
export async function handOver({ sql, district, caseId }: Taken, input: HandOverInput): Promise<Change> {
  const center = idOf('Organization', input.centerId).id;
  await sql`select hamkke.hand_over_case(${district}, ${caseId}, ${center})`;
  return { toCenterId: center };
}
