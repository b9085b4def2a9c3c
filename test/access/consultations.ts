import type { DataClass } from '../../src/access/classes.js';
import { agreedClasses, hidingIsTheirs, maySpeakFor, speaksForHousehold } from './consents.js';
import { allClasses, isOpen, wholeHousehold } from './domain.js';
import type { Row, World } from './world.js';

// How far a question of a consultation is, said once more beside src/consultation/consultation.sql.

/** What nobody consented to of that which the draft of a question's referral would carry, member by member. */
export function missingConsentsOf(world: World, question: Row) {
  const referral = question.referral_id ? world.one('referrals', 'id', question.referral_id) : undefined;
  if (referral?.state !== 'DRAFT') return [];
  const members = referral.member_ids as string[];
  const household = String(referral.household_id);
  const consents = world
    .where('consents', 'household_id', household)
    .filter((each) => each.organization_id === referral.recipient_id);
  const covers = (subject: string, dataClass: DataClass) =>
    consents.some((consent) => {
      const agreed = agreedClasses(world, consent, referral.purpose as never);
      if (subject === household)
        return (
          consent.household_wide &&
          speaksForHousehold(world, consent) &&
          wholeHousehold.includes(dataClass) &&
          agreed.includes(dataClass)
        );
      return (
        consent.member_id === subject &&
        maySpeakFor(world, consent) &&
        agreed.filter(hidingIsTheirs(consent)).includes(dataClass)
      );
    });
  const carried = allClasses.filter((each) => (referral.classes as DataClass[]).includes(each));
  return (members.length > 0 ? [...members].sort() : [household])
    .map((subject) => ({
      memberId: subject === household ? null : `Member:${referral.district_id}:${subject}`,
      classes: carried.filter((each) => !covers(subject, each)),
    }))
    .filter(({ classes }) => classes.length > 0);
}

/** How far a question is: what was written, else what its referral says. */
export function questionStateOf(world: World, question: Row): string {
  if (question.answered_on) return 'DONE';
  const referral = question.referral_id ? world.one('referrals', 'id', question.referral_id) : undefined;
  if (!referral) return 'OPEN';
  const state = String(referral.state);
  if (state === 'DRAFT' && isOpen(world, { ...referral, state: 'REQUESTED' }))
    return missingConsentsOf(world, question).length > 0 ? 'WAITING_FOR_CONSENT' : 'DRAFTED';
  const told: Record<string, string> = { COMPLETED: 'DONE', REJECTED: 'DECLINED' };
  if (isOpen(world, referral)) return state === 'REQUESTED' ? 'ASKED' : 'ANSWERED';
  return told[state] ?? 'ENDED';
}
