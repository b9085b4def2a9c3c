import { commonFaults } from '../../commonFaults.js';
import type { Writing } from '../../database/commands.js';
import { errorOf } from '../../faults.js';
import { householdFaults } from '../faults.js';
import { placeLimits } from '../limits.js';

const parts = ['responsibleDong', 'responsibleTong', 'responsibleBan'] as const;

/**
 * Completes where a household lives by what was sent of it: in another dong the tong is unknown unless it is said, and in
 * another tong the ban. Answers whether it is another place than before.
 */
export async function placeIn(
  { sql }: Writing,
  { district, id }: { district: string; id: string },
  values: Record<string, unknown>,
): Promise<boolean> {
  if (!parts.some((part) => part in values)) return false;
  const [was] = await sql`
    select responsible_dong as "responsibleDong", responsible_tong as "responsibleTong",
      responsible_ban as "responsibleBan"
    from household_summaries where district_id = ${district} and household_id = ${id}`;
  let moves = false;
  for (const part of parts) {
    if (moves && !(part in values)) values[part] = null;
    moves ||= part in values && values[part] !== (was?.[part] ?? null);
  }
  fitsTogether({ ...was, ...values });
  return moves;
}

interface Place {
  responsibleTong?: number | null;
  responsibleBan?: number | null;
}

/** Refuses a ban of no tong. */
function fitsTogether({ responsibleTong: tong, responsibleBan: ban }: Place) {
  if ((ban ?? null) !== null && (tong ?? null) === null) throw errorOf(householdFaults.BAN_WITHOUT_TONG);
}

/** Tong and ban of a new household as they were sent, in the range that they have. */
export function tongAndBan(place: Place) {
  const within = (
    number: number | null | undefined,
    [least, most]: readonly [number, number],
    field: string,
  ) => {
    if (typeof number === 'number' && (number < least || number > most))
      throw errorOf(commonFaults.NUMBER_OUT_OF_RANGE, { least, most }, `input.${field}`);
    return number ?? null;
  };
  fitsTogether(place);
  return {
    responsible_tong: within(place.responsibleTong, placeLimits.tongs, 'responsibleTong'),
    responsible_ban: within(place.responsibleBan, placeLimits.bans, 'responsibleBan'),
  };
}
