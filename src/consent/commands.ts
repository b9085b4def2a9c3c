import { randomUUID } from 'node:crypto';
import type { Basis, DataClass } from '../access/classes.js';
import { commonFaults } from '../commonFaults.js';
import type { Context } from '../context.js';
import { versionConflict } from '../database/commands.js';
import { type GlobalId, idOf } from '../database/planner/identifiers.js';
import { errorAbout } from '../faults.js';
import type {
  ConsentChange,
  EndGuardianshipInput,
  ExtendConsentInput,
  GiveConsentInput,
  NarrowConsentInput,
  RecordGuardianshipInput,
  WithdrawConsentInput,
} from './inputs.js';

export type RowKey = { district: string; id: string };

// What is refused, and in which words, is decided by the database (consent.sql), which asks the
// same functions as the scope relation: what is recorded is what opens.

const ownId = (type: string, text: string, district: string): string => {
  const id = idOf(type, text);
  if (id.district !== district) throw errorAbout(text, commonFaults.IDENTIFIER_OF_OTHER_DISTRICT);
  return id.id;
};
/** The id of a member of a district; null where nobody is named. */
export const maybe = (text: string | null | undefined, district: string) =>
  text === null || text === undefined ? null : ownId('Member', text, district);
/** Each value once. */
export const once = (values: readonly string[]) => [...new Set(values)];
const about = (id: GlobalId) => ({ ...id, district: id.district! });

/** Records a consent, where whoever gives it may; its key. */
export async function giveConsent(context: Context, input: GiveConsentInput): Promise<RowKey> {
  const member = about(idOf('Member', input.memberId));
  const { district } = member;
  const id = randomUUID();
  const consent = {
    district_id: district,
    id,
    step_id: randomUUID(),
    member_id: member.id,
    given_by_id: maybe(input.givenById, district),
    organization_id: idOf('Organization', input.organizationId).id,
    agreement_id: ownId('Agreement', input.agreementId, district),
    purpose: input.purpose,
    classes: once(input.classes),
    household_wide: input.householdWide,
    valid_from: input.validFrom,
    valid_until: input.validUntil,
    method: input.method,
    notices: once(input.notices),
  };
  return context.commands.run(
    context,
    { name: 'giveConsent', about: member, input },
    async ({ sql, recorded }) => {
      const [row] = await sql`select hamkke.give_consent(${sql.json(consent)}) as given`;
      const { household, sheltered } = row!.given as Written;
      recorded(household, { [member.id]: ofConsent(sheltered) });
      return { district, id };
    },
  );
}

/** What giving a consent answers. */
export interface Written {
  household: string;
  sheltered: boolean;
}
interface Changed extends Written {
  version?: number;
  member: string;
  basis: Basis;
}
/** A consent is of no class but for one to a shelter, which tells where the member is. */
export const ofConsent = (sheltered: boolean): DataClass[] => (sheltered ? ['SAFE_LOCATION'] : []);

/** Takes classes or days out of a consent. */
export const narrowConsent = (context: Context, input: NarrowConsentInput) =>
  changeConsent(context, 'narrowConsent', 'NARROWED', input, {
    classes: input.classes ? once(input.classes) : null,
    household_wide: input.householdWide ?? null,
    valid_until: input.validUntil ?? null,
  });

/** Records that a consent was given anew, for longer. */
export const extendConsent = (context: Context, input: ExtendConsentInput) =>
  changeConsent(context, 'extendConsent', 'EXTENDED', input, {
    valid_until: input.validUntil,
    notices: once(input.notices),
  });

/** Withdraws a consent. */
export const withdrawConsent = (context: Context, input: WithdrawConsentInput) =>
  changeConsent(context, 'withdrawConsent', 'WITHDRAWN', input, {});

async function changeConsent(
  context: Context,
  name: string,
  step: 'NARROWED' | 'EXTENDED' | 'WITHDRAWN',
  input: ConsentChange,
  change: Record<string, unknown>,
): Promise<RowKey> {
  const consent = about(idOf('Consent', input.consentId));
  const { district, id } = consent;
  const asked = {
    district_id: district,
    id,
    step_id: randomUUID(),
    step,
    expected_version: input.expectedVersion,
    asked_by_id: maybe(input.askedById, district),
    method: input.method,
    notices: [],
    ...change,
  };
  return context.commands.run(context, { name, about: consent, input }, async ({ sql, recorded }) => {
    const [row] = await sql`select hamkke.change_consent(${sql.json(asked as never)}) as changed`;
    const { version, household, member, sheltered, basis } = row!.changed as Changed;
    if (version !== undefined) throw versionConflict(version);
    recorded(household, { [member]: ofConsent(sheltered) }, basis);
    return { district, id };
  });
}

/** Records who speaks for a child. */
export async function recordGuardianship(context: Context, input: RecordGuardianshipInput): Promise<RowKey> {
  const member = about(idOf('Member', input.memberId));
  const { district } = member;
  const legalBasis = input.legalBasis?.trim() || null;
  const id = randomUUID();
  const guardianship = {
    district_id: district,
    id,
    member_id: member.id,
    guardian_id: maybe(input.guardianId, district),
    kind: input.kind,
    legal_basis: legalBasis,
    from: input.from,
    until: input.until ?? null,
  };
  return context.commands.run(
    context,
    { name: 'recordGuardianship', about: member, input },
    async ({ sql, recorded }) => {
      const [row] = await sql`select hamkke.record_guardianship(${sql.json(guardianship)}) as household`;
      recorded(row!.household as string, {
        [member.id]: [input.kind === 'DISTRICT_LEGAL_BASIS' ? 'SAFETY' : 'FAMILY'],
      });
      return { district, id };
    },
  );
}

/** Records the last day on which somebody speaks for a child. */
export async function endGuardianship(context: Context, input: EndGuardianshipInput): Promise<RowKey> {
  const guardianship = about(idOf('Guardianship', input.guardianshipId));
  const { district, id } = guardianship;
  return context.commands.run(
    context,
    { name: 'endGuardianship', about: guardianship, input },
    async ({ sql, recorded }) => {
      const [row] =
        await sql`select hamkke.end_guardianship(${district}, ${id}, ${input.until}, ${input.expectedVersion}) as household`;
      recorded(row!.household as string, { [row!.household as string]: ['FAMILY'] });
      return { district, id };
    },
  );
}
