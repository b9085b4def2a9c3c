import type { TransactionSql } from 'postgres';

/** What an operator does with a command: its name, in whose name it is done where that is somebody, and where. */
export interface OperatorChange {
  operation: string;
  staffId: string | null;
  postId: string | null;
  organizationId: string;
  districtId: string;
}

/** Writes that a command changed something into the access log, in the transaction of the change. */
export const logOperator = (
  sql: TransactionSql,
  { operation, staffId, postId, organizationId, districtId }: OperatorChange,
) => sql`
  insert into access_log (request_id, staff_id, post_id, organization_id, operation, action, purpose, district_id,
    shown, bases, classes, allowed)
  values (gen_random_uuid(), ${staffId}, ${postId}, ${organizationId}, ${operation}, 'CHANGE', 'CASE_MANAGEMENT',
    ${districtId}, '{}', '{}', '{}', true)`;
