import * as enums from '../database/tables/enums.js';
import { errorOf } from '../faults.js';
import { referralFaults } from '../referral/faults.js';
import type { Duty } from './duties.js';

export type ReferralStep = (typeof enums.referralStep.enumValues)[number];
export type ReferralState = (typeof enums.referralState.enumValues)[number];
type ChangeKind = (typeof enums.changeKind.enumValues)[number];

/** Whose a step is: the organization that asks, the one that was asked, or nobody's because it happens by itself. */
export type Side = 'SENDER' | 'RECIPIENT' | 'NOBODY';

interface Rule {
  step: ReferralStep;
  side: Side;
  from: readonly ReferralState[];
  to: ReferralState;
  /** What both organizations are told. */
  change: ChangeKind;
}

/** The states in which a referral carries something: a request does so until it expires. */
const openStates: ReferralState[] = ['REQUESTED', 'ACCEPTED', 'WAITLISTED', 'IN_PROGRESS'];
const unanswered: ReferralState[] = ['REQUESTED', 'WAITLISTED'];

/** The closed loop of a referral (docs/domain.md, section 2), each truth once: commands, `viewerCan` and the database read it. */
export const referralRules: readonly Rule[] = [
  { step: 'DRAFT', side: 'SENDER', from: [], to: 'DRAFT', change: 'REFERRAL_DRAFTED' },
  { step: 'REQUEST', side: 'SENDER', from: ['DRAFT'], to: 'REQUESTED', change: 'REFERRAL_REQUESTED' },
  { step: 'ACCEPT', side: 'RECIPIENT', from: unanswered, to: 'ACCEPTED', change: 'REFERRAL_ACCEPTED' },
  { step: 'REJECT', side: 'RECIPIENT', from: unanswered, to: 'REJECTED', change: 'REFERRAL_REJECTED' },
  // Again for another place on the list.
  { step: 'WAITLIST', side: 'RECIPIENT', from: unanswered, to: 'WAITLISTED', change: 'REFERRAL_WAITLISTED' },
  { step: 'START', side: 'RECIPIENT', from: ['ACCEPTED'], to: 'IN_PROGRESS', change: 'REFERRAL_STARTED' },
  {
    step: 'COMPLETE',
    side: 'RECIPIENT',
    from: ['IN_PROGRESS'],
    to: 'COMPLETED',
    change: 'REFERRAL_COMPLETED',
  },
  {
    step: 'CANCEL',
    side: 'SENDER',
    from: ['DRAFT', ...openStates],
    to: 'CANCELLED',
    change: 'REFERRAL_CANCELLED',
  },
  { step: 'REVOKE', side: 'NOBODY', from: openStates, to: 'REVOKED', change: 'REFERRAL_REVOKED' },
  { step: 'EXPIRE', side: 'NOBODY', from: ['REQUESTED'], to: 'EXPIRED', change: 'REFERRAL_EXPIRED' },
];

/** Who sends referrals: whoever works with families and can have something of them to pass on. */
const senders: Duty[] = [
  'CENTER_HEAD',
  'CASE_MANAGER',
  'COUNSELLOR',
  'CONSULTATION_SPECIALIST',
  'VISITING_NURSE',
  'NEIGHBOURHOOD_OFFICER',
  'WELFARE_PLANNER',
  'PARTNER_WORKER',
];

/** Who does which side's part; the organization must be on that side besides. */
export const sideDuties: Record<Exclude<Side, 'NOBODY'>, readonly Duty[]> = {
  SENDER: senders,
  RECIPIENT: [...senders, 'DISPATCHED_POLICE', 'POLICE_OFFICER'],
};

/** The kinds of organizations that are of the public side: what they give is a public linkage, all else a private one. */
const publicKinds: readonly (typeof enums.partnerKind.enumValues)[number][] = [
  'DISTRICT_OFFICE',
  'DONG_OFFICE',
  'CRISIS_CENTER',
  'POLICE',
  'MENTAL_HEALTH_CENTER',
  'SCHOOL',
  'HOUSING_OFFICE',
];

/** Refuses a step that is not possible now, naming those that are for this viewer. */
export const illegalReferralStep = (step: ReferralStep, state: string, legalSteps: readonly string[]) =>
  errorOf(referralFaults.REFERRAL_STEP_NOT_POSSIBLE, { step, state, legalSteps });

/** The same rules for the database, which takes the steps. */
export const referralSql = () => {
  const list = (values: readonly string[], type: string) => `'{${values.join(',')}}'::${type}[]`;
  const every = referralRules.map(
    ({ step, side, from, to, change }) =>
      `('${step}'::referral_step, '${side}', ${list(from, 'referral_state')}, '${to}'::referral_state, '${change}'::change_kind, ${list(side === 'NOBODY' ? [] : sideDuties[side], 'duty')})`,
  );
  return `
set local role hamkke_keeper;
create or replace function hamkke.referral_rules() returns table (step referral_step, side text, states referral_state[], state referral_state, change change_kind, duties duty[])
immutable language sql as $$ values ${every.join(', ')} $$;
create or replace function hamkke.public_kinds() returns partner_kind[] immutable parallel safe language sql
as $$ select ${list(publicKinds, 'partner_kind')} $$;
create or replace function hamkke.revocable_states() returns referral_state[] immutable parallel safe language sql
as $$ select ${list(referralRules.find(({ step }) => step === 'REVOKE')!.from, 'referral_state')} $$;
create or replace function hamkke.referral_open(referral_state, timestamptz) returns boolean stable language sql
as $$ select $1 = any(${list(openStates, 'referral_state')}) and ($1 <> 'REQUESTED' or now() < $2) $$;
reset role;`;
};
