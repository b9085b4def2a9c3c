import { expect } from 'vitest';
import { families, known } from '../../src/demo/known.js';
import type { Answered, App } from '../support/app.js';
import { asKeeper, type TestDatabase } from '../support/database.js';

/** A referral as the tests look at it. */
export interface ReferralNow {
  id: string;
  state: string;
  version: number;
  domain: string;
  classes: string[];
  viewerCan: string[];
  declineReason: string | null;
  waitlistPosition: number | null;
  waitlistUntil: string | null;
  memberIds: string[];
  household: { id: string } | null;
  sender: { id: string } | null;
  recipient: { id: string } | null;
  history: { step: string; fromState: string | null; toState: string; version: number }[];
  messages: { body: string }[];
}
export const fields = `id state version domain classes viewerCan declineReason waitlistPosition waitlistUntil memberIds
  household { id } sender { id } recipient { id } history { step fromState toState version } messages { body }`;

const types: Record<string, string> = {
  draftReferral: 'DraftReferralInput',
  rejectReferral: 'RejectReferralInput',
  waitlistReferral: 'WaitlistReferralInput',
};
type Answer = Answered<Record<string, { referral: ReferralNow | null } | null>>;

/** The family that consented to the welfare centre for SERVICE_PROVISION alone: what it sees of them, it sees by a referral. */
export const family = families.otherPurpose;
export const householdId = `Household:${family.districtId}:${family.id}`;
export const memberId = (nth: number) => `Member:${family.districtId}:${family.member(nth)}`;
export const organization = (key: keyof typeof known.organizations) =>
  `Organization:${known.organizations[key]}`;

/** What the centre asks the welfare centre: help with the rent, for the mother. */
export const rent = {
  householdId,
  recipientId: organization('welfareCentre'),
  domain: 'HOUSING',
  classes: ['IDENTITY', 'CONTACT'],
  memberIds: [memberId(0)],
  purpose: 'SERVICE_PROVISION',
};

/** The same with words, which its recipient reads: it carries their class. */
export const withWords = (message: string) => ({ classes: ['IDENTITY', 'CONTACT', 'HOUSING'], message });

/** Words that were written when a referral could still have them without their class. */
export const earlierWords = (database: TestDatabase, { id }: Pick<ReferralNow, 'id'>, body: string) =>
  asKeeper(
    database.owner,
    (sql) => sql`
      insert into referral_messages (district_id, id, household_id, referral_id, version, data_class, subject_ids,
        organization_id, body)
      select district_id, gen_random_uuid(), household_id, id, 1, data_class, subject_ids, sender_id, ${body}
      from referrals where id = ${id.split(':')[2]!}`,
  );

/** The steps of referrals, by the people who take them. */
export const steps = (app: App) => {
  const take = (persona: string | null, name: string, input: Record<string, unknown>): Promise<Answer> =>
    app.ask(
      persona,
      `mutation ${name}($input: ${types[name] ?? 'ReferralStepInput'}!) { ${name}(input: $input) { referral { ${fields} } } }`,
      { input },
    );
  const taken = async (persona: string, name: string, input: Record<string, unknown>) => {
    const { data, errors } = await take(persona, name, input);
    expect(errors).toBeUndefined();
    return data![name]!.referral!;
  };
  const at = ({ id, version }: Pick<ReferralNow, 'id' | 'version'>) => ({
    referralId: id,
    expectedVersion: version,
  });
  return {
    take,
    taken,
    at,
    draft: (more: Record<string, unknown> = {}) =>
      taken('case-manager', 'draftReferral', { ...rent, ...more }),
    async requested(more: Record<string, unknown> = {}) {
      const draft = await taken('case-manager', 'draftReferral', { ...rent, ...more });
      return taken('case-manager', 'requestReferral', at(draft));
    },
    async read(persona: string, id: string) {
      const { data } = await app.ask<{ referral: ReferralNow | null }>(
        persona,
        `query ($id: ID!) { referral(id: $id) { ${fields} } }`,
        { id },
      );
      return data?.referral ?? null;
    },
  };
};
