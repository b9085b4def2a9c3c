import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.js';
import { idOf, parseId } from '../../database/planner/identifiers.js';
import { catalogueRecord } from '../../database/tables/enums.js';
import { errorAbout, errorOf } from '../../faults.js';
import { required } from '../../text/required.js';
import type { DismissDuplicateInput, MergeRecordsInput, RemoveRecordInput } from './duplicates.js';
import { upkeepFaults } from './faults.js';
import type * as inputs from './inputs.js';

/** Functions of the database that change the catalogue: each decides by itself whose it is. */
const changing = {
  confirmCapacity: 'confirm_capacity',
  verifyRecord: 'verify_record',
  dismissDuplicate: 'dismiss_duplicate',
  mergeRecords: 'merge_records',
  removeRecord: 'remove_record',
} as const;

type Kind = (typeof catalogueRecord.enumValues)[number];
type Row = { id: string };
type Keyed = { idempotencyKey?: string | null };

/** Changes something of the catalogue, and answers which row it was: that of the function where it says one. */
function change<R extends Row>(
  context: Context,
  name: keyof typeof changing,
  input: Keyed,
  row: R,
  given: Record<string, unknown>,
): Promise<R> {
  const about = { district: context.viewer!.districtId };
  return context.commands.run(context, { name, about, input }, async ({ sql }) => {
    const [done] = await sql`select ${sql(`hamkke.${changing[name]}`)}(${sql.json(given as never)}) as id`;
    return { ...row, id: String(done!.id || row.id) };
  });
}

const optionalId = (type: string, id: string | null | undefined) => (id ? idOf(type, id).id : null);

/** Confirms how much room a service has. */
export function confirmCapacity(context: Context, input: inputs.ConfirmCapacityInput): Promise<Row> {
  const { id } = idOf('Service', input.serviceId);
  const { maximum } = input;
  return change(
    context,
    'confirmCapacity',
    input,
    { id },
    {
      id: randomUUID(),
      service_id: id,
      capacity_id: optionalId('ServiceCapacity', input.capacityId),
      unit_id: optionalId('Unit', input.unitId),
      available: input.available,
      ...(maximum === null || maximum === undefined ? {} : { maximum }),
    },
  );
}

/** The record that an id is of, where it is one of those that are kept true by themselves. */
export function recordOf(text: string): { record: Kind; id: string } {
  const { type, id } = parseId(text);
  const named = /^[A-Z][a-z]+$/.test(type) ? type.toUpperCase() : '';
  const record = catalogueRecord.enumValues.find((each) => each === named);
  if (!record) throw errorAbout(text, upkeepFaults.NOT_A_KEPT_RECORD);
  return { record, id };
}

/** Records that somebody looked at a record and found it true. */
export function verifyRecord(
  context: Context,
  input: inputs.VerifyRecordInput,
): Promise<Row & { record: Kind }> {
  const { record, id } = recordOf(input.recordId);
  return change(
    context,
    'verifyRecord',
    input,
    { record, id },
    {
      id: randomUUID(),
      record,
      record_id: id,
      valid_until: input.validUntil ?? null,
    },
  );
}

/** Two records of one kind, told apart from others by their ids alone. */
function pairOf(first: string, second: string) {
  const [one, other] = [recordOf(first), recordOf(second)];
  if (one.record !== other.record || one.id === other.id) throw errorOf(upkeepFaults.RECORDS_NOT_ALIKE);
  return { record: one.record, one: one.id, other: other.id };
}

/** Records that two records are not one. */
export async function dismissDuplicate(context: Context, input: DismissDuplicateInput) {
  const { recordIds } = input;
  if (recordIds.length !== 2) throw errorOf(upkeepFaults.TWO_RECORDS_NEEDED);
  const pair = pairOf(recordIds[0]!, recordIds[1]!);
  const row = { id: pair.one, recordIds };
  return change(context, 'dismissDuplicate', input, row, pair);
}

/** Makes one record of two; the second’s id leads to the first from then on. */
export function mergeRecords(context: Context, input: MergeRecordsInput) {
  const { record, one: keep, other: merge } = pairOf(input.keepId, input.mergeId);
  const row = { id: input.keepId, keptId: input.keepId, mergedId: input.mergeId };
  return change(context, 'mergeRecords', input, row, { record, keep, merge });
}

/** What whoever proposed a change reads, where the service was closed before anybody decided. */
const closedAnswer = '닫힌 서비스입니다. The service was closed.';

/** Takes a record out of the catalogue. */
export function removeRecord(context: Context, input: RemoveRecordInput) {
  const { record, id } = recordOf(input.recordId);
  const row = { id: input.recordId, recordId: input.recordId };
  return change(context, 'removeRecord', input, row, {
    record,
    record_id: id,
    reason: required(input.reason, 'input.reason'),
    answer: closedAnswer,
  });
}
