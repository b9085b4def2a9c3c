import { randomUUID } from 'node:crypto';
import { duty } from '../access/grants.js';
import { sideDuties } from '../access/referrals.js';
import { idOf } from '../database/planner/identifiers.js';
import { referrals, serviceRecords } from '../database/tables/referral.js';
import { errorOf } from '../faults.js';
import { mutation, mutations, payload, rowField, valueField } from '../mutation.js';
import { DateTimeScalar } from '../scalars.js';
import { required } from '../text/required.js';
import {
  draftReferral,
  issueReferralLink,
  type ReferralKey,
  runServiceCommand,
  takeReferralStep,
} from './commands.js';
import { referralFaults } from './faults.js';
import * as inputs from './inputs.js';
import { Referral, ServiceRecord } from './types.js';

const referralPayload = payload<ReferralKey>('ReferralPayload', '의뢰 결과. What a step answered.', {
  referral: rowField(() => Referral, referrals, '의뢰. The referral as it is now.'),
});
const referralLinkPayload = payload('ReferralLinkPayload', '회신 링크. A link that answers once.', {
  path: valueField(
    () => String,
    '경로. Behind this server’s address; told once and never again, so pass it on now.',
  ),
  expiresAt: valueField(() => DateTimeScalar, '기한. Until when it can answer.'),
});

const serviceRecordPayload = payload<ReferralKey>(
  'ServiceRecordPayload',
  '제공 기록 결과. What recording what was given answered.',
  {
    serviceRecord: rowField(() => ServiceRecord, serviceRecords, '제공 기록. The record as it reads now.'),
  },
);

const sender = duty(...sideDuties.SENDER);
const recipient = duty(...sideDuties.RECIPIENT);

/** What a record says, by its columns. */
const given = ({
  providedOn,
  amount,
  unit,
  words,
}: inputs.RecordServiceInput | inputs.CorrectServiceRecordInput) => ({
  provided_on: providedOn,
  amount,
  unit,
  words: words ? required(words, 'input.words') : null,
});

/** One mutation a step of a referral; which are possible and whose they are is said in access/referrals.ts. */
export const ReferralMutations = mutations({
  draftReferral: mutation({
    grant: sender,
    description: '의뢰 작성. Drafts a referral; nobody is asked yet.',
    input: inputs.DraftReferralInput,
    answers: referralPayload,
    run: draftReferral,
  }),
  requestReferral: mutation({
    grant: sender,
    description: '의뢰. Sends a draft; refused where consents in force do not cover what it carries.',
    input: inputs.ReferralStepInput,
    answers: referralPayload,
    run: (context, input, name) => takeReferralStep(context, name, 'REQUEST', input),
  }),
  acceptReferral: mutation({
    grant: recipient,
    description: '의뢰 수락. Takes a referral on.',
    input: inputs.ReferralStepInput,
    answers: referralPayload,
    run: (context, input, name) => takeReferralStep(context, name, 'ACCEPT', input),
  }),
  rejectReferral: mutation({
    grant: recipient,
    description: '의뢰 거절. Declines a referral, with a reason; what it carried is withheld from then on.',
    input: inputs.RejectReferralInput,
    answers: referralPayload,
    run: (context, input, name) => {
      if (input.reason === 'OTHER' && !input.message?.trim())
        throw errorOf(referralFaults.REASON_NEEDS_WORDS);
      return takeReferralStep(context, name, 'REJECT', input, { reason: input.reason });
    },
  }),
  waitlistReferral: mutation({
    grant: recipient,
    description: '의뢰 대기. Puts a referral on the waiting list, or moves it there.',
    input: inputs.WaitlistReferralInput,
    answers: referralPayload,
    run: (context, input, name) => {
      const { position = null, until = null } = input;
      if (position !== null && (position < 1 || position > 100_000))
        throw errorOf(referralFaults.POSITION_BELOW_ONE);
      return takeReferralStep(context, name, 'WAITLIST', input, { position, until });
    },
  }),
  startReferral: mutation({
    grant: recipient,
    description: '의뢰 개시. Says that the service of an accepted referral began.',
    input: inputs.ReferralStepInput,
    answers: referralPayload,
    run: (context, input, name) => takeReferralStep(context, name, 'START', input),
  }),
  completeReferral: mutation({
    grant: recipient,
    description:
      '의뢰 완료. Says that the service was given: it becomes the linkage that the referral was for, once, and what the referral carried is withheld from then on.',
    input: inputs.ReferralStepInput,
    answers: referralPayload,
    run: (context, input, name) => takeReferralStep(context, name, 'COMPLETE', input),
  }),
  cancelReferral: mutation({
    grant: sender,
    description: '의뢰 취소. Takes a referral back; what it carried is withheld from then on.',
    input: inputs.ReferralStepInput,
    answers: referralPayload,
    run: (context, input, name) => takeReferralStep(context, name, 'CANCEL', input),
  }),
  recordService: mutation({
    grant: recipient,
    description:
      '제공 기록. Records what was given for a referral that is IN_PROGRESS: eight meals, two absences. The asking side reads it where it has its class.',
    input: inputs.RecordServiceInput,
    answers: serviceRecordPayload,
    run: (context, input, name) =>
      runServiceCommand(context, name, idOf('Referral', input.referralId), input, {
        call: 'record_service',
        id: randomUUID(),
        values: { ...given(input), referral_id: idOf('Referral', input.referralId).id },
      }),
  }),
  correctServiceRecord: mutation({
    grant: recipient,
    description:
      '제공 기록 정정. Corrects what was recorded as given, also once the referral is over; that it was corrected is seen, with what stood there before.',
    input: inputs.CorrectServiceRecordInput,
    answers: serviceRecordPayload,
    run: (context, input, name) => {
      const about = idOf('ServiceRecord', input.serviceRecordId);
      return runServiceCommand(context, name, about, input, {
        call: 'correct_service_record',
        id: about.id,
        values: { ...given(input), expected_version: input.expectedVersion },
      });
    },
  }),
  issueReferralLink: mutation({
    grant: sender,
    description:
      '회신 링크 발급. Makes a link for a partner without an account: opening it shows the need domain and the sender and spends nothing, answering spends it. Earlier links of the referral end.',
    input: inputs.IssueReferralLinkInput,
    answers: referralLinkPayload,
    run: issueReferralLink,
  }),
});
