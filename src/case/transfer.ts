import { randomUUID } from 'node:crypto';
import type { DataClass } from '../access/classes.js';
import { idOf, idWithin } from '../database/planner/identifiers.js';
import type { Change, Taken } from './commands.js';
import type { TransferInput } from './inputs.js';

/**
 * Copies what may go to a centre of another district, where the viewer has no scope: so a function of the database does
 * it, in the transaction that closes the case. What of it went stands in the log of the household that it came from.
 */
export async function transfer(taken: Taken, input: TransferInput): Promise<Change> {
  const { sql } = taken;
  const order = {
    id: randomUUID(),
    district_id: taken.district,
    case_id: taken.caseId,
    center_id: idOf('Organization', input.centerId).id,
    responsible_dong: input.responsibleDong,
    reason: input.reason,
    members: input.memberIds?.length
      ? [...new Set(input.memberIds.map((each) => idWithin('Member', each, taken.district)))]
      : null,
    new_household_id: randomUUID(),
    new_case_id: randomUUID(),
  };
  const [row] = await sql`select hamkke.transfer_case(${sql.json(order)}) as went`;
  for (const [subject, classes] of Object.entries(row!.went as Record<string, DataClass[]>))
    for (const each of classes) taken.wrote(each, [subject]);
  return { closureReason: 'TRANSFERRED' };
}
