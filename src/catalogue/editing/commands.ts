import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.js';
import { idOf } from '../../database/planner/identifiers.js';
import { errorOf } from '../../faults.js';
import { required } from '../../text/required.js';
import { recordOf } from '../upkeep/commands.js';
import { editable, unit } from './declarations.js';
import { editingFaults } from './faults.js';
import type {
  NewOrganization,
  ProposeRecordInput,
  SaveInput,
  SaveUnitInput,
  SetConfidentialInput,
} from './inputs.js';
import { removedOf, rowsOf } from './rows.js';

// Who may write what is decided by the database (editing.sql).

const keys = { ORGANIZATION: 'organizationId', SERVICE: 'serviceId', LOCATION: 'locationId' } as const;

export interface SavedRecord extends Record<string, unknown> {
  id: string;
  recordId: string;
}

/** What is said of a new organization beside something else, as the database takes it. */
export const newOrganizationSaid = (input: NewOrganization, at: string) => ({
  ...madeAs(input),
  rows: rowsOf(editable.ORGANIZATION, { ...input, id: null }, at, null),
});

/** What is said of a new record alone. */
const madeAs = ({ partnerKind, evenIfAlike, confidentialBecause }: NewOrganization) => ({
  partner_kind: partnerKind ?? null,
  even_if_alike: evenIfAlike ?? false,
  confidential: Boolean(confidentialBecause?.trim()),
  reason: confidentialBecause?.trim() || null,
});

/** What an editor says of a record, as the database takes it. */
function recordSaid(record: keyof typeof editable, input: SaveInput, at = 'input') {
  const declaration = editable[record];
  const key = input[keys[record]];
  const owner = record !== 'ORGANIZATION' && input.organizationId;
  if (record !== 'ORGANIZATION' && !key && !owner) throw errorOf(editingFaults.RECORD_OF_NOBODY);
  if (key && !input.expectedLastModified) throw errorOf(editingFaults.LAST_MODIFIED_NEEDED);
  if (key && input.confidentialBecause) throw errorOf(editingFaults.CONFIDENTIAL_BY_ITSELF);
  const organization = owner ? idOf('Organization', owner).id : null;
  const whose = !key && organization ? { column: 'organization_id', id: organization } : null;
  const ids = (given: readonly string[] | null | undefined) =>
    (given ?? []).map((each) => idOf('TaxonomyTerm', each).id);
  return {
    record,
    ...madeAs(input),
    rows: rowsOf(declaration, { ...input, id: key ?? null }, at, whose),
    organization_id: key ? null : organization,
    district_id: input.district ?? null,
    expected_last_modified: input.expectedLastModified ?? null,
    verified: input.verified ?? false,
    removed: removedOf(input.removeIds ?? []),
    terms: ids(input.taxonomyTermIds),
    removed_terms: ids(input.removeTaxonomyTermIds),
  };
}

/** Makes a record of the catalogue, or changes one, with what belongs to it. */
export function saveRecord(
  context: Context,
  name: string,
  record: keyof typeof editable,
  input: SaveInput,
): Promise<SavedRecord> {
  const said = recordSaid(record, input);
  const { id } = said.rows[0]!;
  const about = { district: context.viewer!.districtId };
  return context.commands.run(context, { name, about, input }, async ({ sql }) => {
    await sql`select hamkke.save_record(${sql.json(said as never)})`;
    return { id, recordId: `${editable[record].type}:${id}` };
  });
}

/** Proposes a record that is not there yet, for an editor to decide on. */
export function proposeRecord(context: Context, input: ProposeRecordInput): Promise<{ id: string }> {
  const { organization, service, location } = input;
  if ([organization, service, location].filter(Boolean).length !== 1)
    throw errorOf(editingFaults.ONE_RECORD_AT_A_TIME);
  const own = `Organization:${context.viewer!.organizationId}`;
  const ofSomebody = (said: SaveInput) => ({ ...said, organizationId: said.organizationId ?? own });
  const said = organization
    ? recordSaid('ORGANIZATION', organization, 'input.organization')
    : service
      ? recordSaid('SERVICE', ofSomebody(service), 'input.service')
      : recordSaid('LOCATION', ofSomebody(location!), 'input.location');
  const given = { id: randomUUID(), said, reason: required(input.reason, 'input.reason') };
  const about = { district: context.viewer!.districtId };
  return context.commands.run(context, { name: 'proposeRecord', about, input }, async ({ sql }) => {
    await sql`select hamkke.propose_record(${sql.json(given as never)})`;
    return { id: given.id };
  });
}

/** Makes what room is counted in, or changes it. */
export function saveUnit(context: Context, input: SaveUnitInput): Promise<{ id: string }> {
  const { unitId, expectedLastModified } = input;
  if (unitId && !expectedLastModified) throw errorOf(editingFaults.LAST_MODIFIED_NEEDED);
  const [row] = rowsOf(unit, { ...input, id: unitId ?? null }, 'input', null);
  const said = { row, expected_last_modified: expectedLastModified ?? null };
  const about = { district: context.viewer!.districtId };
  return context.commands.run(context, { name: 'saveUnit', about, input }, async ({ sql }) => {
    await sql`select hamkke.save_unit(${sql.json(said as never)})`;
    return { id: row!.id };
  });
}

/** Makes a record confidential, or public again. */
export function setConfidential(context: Context, input: SetConfidentialInput): Promise<SavedRecord> {
  const { record, id } = recordOf(input.recordId);
  const said = {
    record,
    record_id: id,
    confidential: input.confidential,
    reason: required(input.reason, 'input.reason'),
  };
  const about = { district: context.viewer!.districtId };
  return context.commands.run(context, { name: 'setConfidential', about, input }, async ({ sql }) => {
    await sql`select hamkke.set_confidential(${sql.json(said)})`;
    return { id, recordId: input.recordId };
  });
}
