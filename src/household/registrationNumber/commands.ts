import { bit } from '../../access/classes.js';
import { scopes } from '../../access/visible.js';
import { notFound } from '../../commonFaults.js';
import type { Context } from '../../context.js';
import { versionConflict, type Writing } from '../../database/commands.js';
import { idOf } from '../../database/planner/identifiers.js';
import { errorOf } from '../../faults.js';
import { uniqueIdFaults } from '../../uniqueid/faults.js';
import type { RecordRegistrationNumberInput, RemoveRegistrationNumberInput } from './inputs.js';

export type MemberKey = { district: string; id: string };

/** Keeps a registration number: sealed before it leaves the application, whoever's it is to be. */
export async function recordNumber(
  context: Context,
  input: RecordRegistrationNumberInput,
): Promise<MemberKey> {
  const about = memberOf(input.memberId);
  const { district, id } = about;
  if (!context.uniqueIds) throw errorOf(uniqueIdFaults.NO_UNIQUE_ID_KEYS);
  const sealed = context.uniqueIds.sealTyped(
    { districtId: district, memberId: id },
    input.number,
    input.withoutCheckDigit ?? false,
  );
  // The input is kept hashed, and a number has so few digits that a hash without a key would tell it.
  const kept = { ...input, number: sealed.registrationNumberIndex };
  return context.commands.run(
    context,
    { name: 'recordRegistrationNumber', about, input: kept },
    async (writing) => {
      const { sql, recorded } = writing;
      const { household, version } = await found(writing, about);
      if (version !== (input.expectedVersion ?? null)) throw versionConflict(version);
      const columns = {
        masked_registration_number: sealed.maskedRegistrationNumber,
        registration_number_ciphertext: sealed.registrationNumberCiphertext,
        registration_number_key_id: sealed.registrationNumberKeyId,
        registration_number_index: sealed.registrationNumberIndex,
      };
      if (version === null) {
        const row = { district_id: district, member_id: id, household_id: household, ...columns };
        const made = await sql`
          insert into member_unique_ids ${sql(row)} on conflict (district_id, member_id) do nothing`;
        if (made.count === 0) throw versionConflict(1);
      } else
        await sql`
          update member_unique_ids set ${sql(columns)}, recorded_at = now(), version = ${version + 1}
          where district_id = ${district} and member_id = ${id}`;
      recorded(household, { [id]: ['UNIQUE_ID'] });
      return { district, id };
    },
  );
}

/**
 * Destroys a registration number. The row stays, so that whoever read an earlier version is told of the change; who
 * removed it stands in the access log.
 */
export async function removeNumber(
  context: Context,
  input: RemoveRegistrationNumberInput,
): Promise<MemberKey> {
  const about = memberOf(input.memberId);
  const { district, id } = about;
  return context.commands.run(
    context,
    { name: 'removeRegistrationNumber', about, input },
    async (writing) => {
      const { sql, recorded } = writing;
      const { household, version, there } = await found(writing, about);
      if (version === null) throw notFound('주민등록번호');
      if (version !== input.expectedVersion) throw versionConflict(version);
      if (!there) throw notFound('주민등록번호');
      await sql`
        update member_unique_ids set masked_registration_number = null, registration_number_ciphertext = null,
          registration_number_key_id = null, registration_number_index = null, recorded_at = now(),
          version = ${version + 1}
        where district_id = ${district} and member_id = ${id}`;
      recorded(household, { [id]: ['UNIQUE_ID'] });
      return { district, id };
    },
  );
}

const memberOf = (text: string) => {
  const { district, id } = idOf('Member', text);
  return { type: 'Member', district: district!, id };
};

/** The member, of whom the viewer records UNIQUE_ID, and what is there of their number, locked. */
async function found({ sql }: Writing, { district, id }: MemberKey) {
  // Whoever only sees the number, on a declared emergency, is told no more than of somebody who is not there.
  const [member] = await sql`
    select household_id from members where district_id = ${district} and id = ${id}
      and (${sql.unsafe(scopes.records)} -> id::text)::int & ${bit('UNIQUE_ID')} <> 0`;
  if (!member) throw notFound('가구원');
  const [row] = await sql`
    select version, masked_registration_number is not null as there from member_unique_ids
    where district_id = ${district} and member_id = ${id} for update`;
  return {
    household: String(member.household_id),
    version: (row?.version ?? null) as number | null,
    there: row?.there === true,
  };
}
