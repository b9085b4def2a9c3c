import { randomUUID } from 'node:crypto';
import { getTableName } from 'drizzle-orm';
import type { Context } from '../../context.js';
import { idOf } from '../../database/planner/identifiers.js';
import { required } from '../../text/required.js';
import { searchText } from '../search/query.js';
import { correctableOf, proposedOf } from './fields.js';
import type { ChangeRequestInput, DeclineChangeInput, ProposeChangeInput } from './requests.js';

type Row = { id: string };
type Accepted = {
  table: string;
  id: string;
  texts: { before: string | null; after: string | null; named: boolean }[];
};

/** Records other values for fields of a record, for an editor to decide on. */
export function proposeChange(context: Context, input: ProposeChangeInput): Promise<Row> {
  const { type, table, id: record } = correctableOf(input.recordId);
  const { proposed, paths } = proposedOf(table, input.fields);
  const reason = required(input.reason, 'input.reason');
  const id = randomUUID();
  return send(context, 'proposeChange', input, async (sql) => {
    const given = { id, type, table: getTableName(table), record_id: record, proposed, paths, reason };
    await sql`select hamkke.propose_change(${sql.json(given)})`;
    return { id };
  });
}

/** Writes what was proposed, or makes the record that was, and has searches find the record by it. */
export function acceptChange(context: Context, input: ChangeRequestInput): Promise<Row> {
  const given = { ...requestOf(input), even_if_alike: input.evenIfAlike ?? false };
  return send(context, 'acceptChange', input, async (sql) => {
    const [row] = await sql`select hamkke.accept_request(${sql.json(given)}) as accepted`;
    const { table, id, texts } = row!.accepted as Accepted;
    for (const { before, after, named } of texts)
      await sql`select hamkke.replace_search_text(${table}, ${id}, ${searchText(before)}, ${searchText(after)}, ${named})`;
    return { id: given.request_id };
  });
}

const settling = {
  declineChange: 'decline_change',
  withdrawChange: 'withdraw_change',
  noteOutcome: 'note_outcome',
} as const;

/** Ends a request without writing anything, or takes note of how it ended. */
export function settleChange(
  context: Context,
  name: keyof typeof settling,
  input: ChangeRequestInput | DeclineChangeInput,
): Promise<Row> {
  const given = {
    ...requestOf(input),
    answer: 'reason' in input ? required(input.reason, 'input.reason') : null,
  };
  return send(context, name, input, async (sql) => {
    await sql`select ${sql(`hamkke.${settling[name]}`)}(${sql.json(given)})`;
    return { id: given.request_id };
  });
}

type Sql = Parameters<Parameters<Context['commands']['run']>[2]>[0]['sql'];

const send = (
  context: Context,
  name: string,
  input: { idempotencyKey?: string | null },
  work: (sql: Sql) => Promise<Row>,
): Promise<Row> =>
  context.commands.run(context, { name, about: { district: context.viewer!.districtId }, input }, ({ sql }) =>
    work(sql),
  );

const requestOf = (input: ChangeRequestInput) => ({
  request_id: idOf('ChangeRequest', input.changeRequestId).id,
  expected_version: input.expectedVersion,
});
