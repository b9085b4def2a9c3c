import { referralRules } from '../../src/access/referrals.js';
import { day } from './households.js';
import type { View } from './rows.js';
import type { Row, World } from './world.js';

// What is said of an agreement beside its row (docs/domain.md, section 6), for those whose terms are no whole months.

const days = (from: unknown, until: unknown) =>
  Math.round((Date.parse(String(until)) - Date.parse(String(from))) / 86_400_000);

/** How it stands today. */
export function standingOf(row: Row, today: string) {
  const [from, until] = [String(row.valid_from), String(row.valid_until)];
  const ends = [
    row.ended_on && day(String(row.ended_on), -1),
    row.ends_on,
    row.auto_renews ? null : until,
  ].flatMap((each) => (each ? [String(each)] : []));
  const last = ends.sort()[0];
  const length = days(from, until) + 1;
  const on = last && last < today ? last : today;
  const renewals = row.auto_renews && on > until ? Math.floor(days(from, on) / length) : 0;
  const termUntil = day(from, (renewals + 1) * length - 1);
  return {
    state:
      last && (today > last || last < from)
        ? 'ENDED'
        : today < from
          ? 'PLANNED'
          : row.ended_on || row.ends_on
            ? 'ENDING'
            : 'IN_FORCE',
    renewals,
    termFrom: day(from, renewals * length),
    termUntil,
    noticeBy: last ? null : day(termUntil, -Number(row.notice_days)),
  };
}

const open = referralRules.find(({ step }) => step === 'REVOKE')!.from as readonly string[];

/** What rests on it, for whoever keeps the agreements of its district. */
export function restingOn(world: World, row: Row, { desk }: View) {
  if (!desk.duties.includes('PORTAL_ADMINISTRATOR') || desk.district !== row.district_id || row.sheltered)
    return null;
  const { today } = world;
  const consents = world.where('consents', 'agreement_id', row.id);
  const ids = new Set(consents.map(({ id }) => id));
  return {
    consents: consents.filter(
      (each) =>
        each.withdrawn_at === null && String(each.valid_from) <= today && today <= String(each.valid_until),
    ).length,
    referrals: world
      .all('referrals')
      .filter(
        (each) =>
          open.includes(String(each.state)) && (each.consent_ids as string[]).some((id) => ids.has(id)),
      ).length,
  };
}
