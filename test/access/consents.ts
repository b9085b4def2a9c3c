import type { DataClass, Purpose } from '../../src/access/classes.js';
import type { Row, World } from './world.js';

// docs/domain.md, section 5: what a consent opens, and who may speak for whom. Beside domain.ts, which says who has what.

/** The classes that a consent may open today: none unless it and the agreement under it are in force. */
export function agreedClasses(world: World, consent: Row, purpose: Purpose): DataClass[] {
  const { today } = world;
  const agreement = world.one('agreements', 'id', consent.agreement_id);
  const inForce =
    agreement !== undefined &&
    agreement.district_id === consent.district_id &&
    agreement.organization_id === consent.organization_id &&
    (agreement.purposes as Purpose[]).includes(purpose) &&
    String(agreement.valid_from) <= today &&
    (agreement.auto_renews === true || today <= String(agreement.valid_until)) &&
    (agreement.ends_on === null || today <= String(agreement.ends_on)) &&
    (agreement.ended_on === null || today < String(agreement.ended_on));
  const active =
    consent.purpose === purpose &&
    consent.withdrawn_at === null &&
    String(consent.valid_from) <= today &&
    today <= String(consent.valid_until);
  if (!inForce || !active) return [];
  return (consent.classes as DataClass[]).filter(
    (each) => each !== 'INVESTIGATION' && (agreement.classes as DataClass[]).includes(each),
  );
}

const accused = (world: World, member: unknown) =>
  world.one('member_safeties', 'member_id', member)?.alleged_perpetrator === true;

/** Whole years on the day of the consent, or on another one; undefined where the birth date is not known. */
function age(
  world: World,
  member: unknown,
  consent: Row,
  day = dayInSeoul(consent.given_at),
): number | undefined {
  const born = world.one('member_identities', 'member_id', member)?.birth_date;
  if (typeof born !== 'string') return undefined;
  return Number(day.slice(0, 4)) - Number(born.slice(0, 4)) - (day.slice(5) < born.slice(5) ? 1 : 0);
}

const lives = (world: World, member: unknown, consent: Row) =>
  world.one('members', 'id', member)?.household_id === consent.household_id &&
  !world.one('member_identities', 'member_id', member)?.left_on;

const dayInSeoul = (instant: unknown) =>
  new Date(Date.parse(String(instant)) + 9 * 3_600_000).toISOString().slice(0, 10);

/** The guardianships of the member that hold on the day of the consent; the guardian is null where the district stands in. */
const guardiansThen = (world: World, { member_id, given_at }: Row) =>
  world
    .where('guardianships', 'member_id', member_id)
    .filter(
      ({ from, until }) =>
        String(from) <= dayInSeoul(given_at) && (until === null || dayInSeoul(given_at) <= String(until)),
    )
    .map(({ guardian_id }) => guardian_id as string | null);

/** Whether the member is a child for whom somebody else speaks: today, whatever they were when the consent was given. */
const isChild = (world: World, consent: Row) =>
  (age(world, consent.member_id, consent, world.today) ?? 14) < 14;

/** From 14 on everybody speaks for themselves; for a younger child its guardian, unless said to have done the harm. */
export function maySpeakFor(world: World, consent: Row): boolean {
  const { member_id: member, given_by_id: giver } = consent;
  if (!lives(world, member, consent)) return false;
  if (giver !== null && !lives(world, giver, consent)) return false;
  if (member === giver) return (age(world, member, consent) ?? 14) >= 14;
  if (!isChild(world, consent) || (giver !== null && accused(world, giver))) return false;
  const recorded = world.where('guardianships', 'member_id', member).length > 0;
  if (recorded) return guardiansThen(world, consent).includes(giver as string | null);
  // Of whom nothing is recorded any adult at home is taken for the guardian.
  return giver !== null && (age(world, giver, consent) ?? 0) >= 19;
}

/** The head speaks for the household; where the head is said to have done the harm, another adult or the district does. */
export function speaksForHousehold(world: World, consent: Row): boolean {
  const { given_by_id: giver } = consent;
  const head = world.one('household_summaries', 'household_id', consent.household_id)?.head_id;
  if (!lives(world, consent.member_id, consent)) return false;
  if (giver === null)
    return isChild(world, consent) && accused(world, head) && guardiansThen(world, consent).includes(null);
  if (!lives(world, giver, consent) || accused(world, giver)) return false;
  const isHead = giver === head && (age(world, giver, consent) ?? 14) >= 14;
  return isHead || (accused(world, head) && (age(world, giver, consent) ?? 0) >= 19);
}

/** Where somebody hides is theirs to tell, and for thirty days at most. */
export const hidingIsTheirs = (consent: Row) => (each: DataClass) =>
  each !== 'SAFE_LOCATION' ||
  (consent.member_id === consent.given_by_id &&
    Date.parse(String(consent.valid_until)) - Date.parse(String(consent.valid_from)) <= 30 * 86_400_000);
