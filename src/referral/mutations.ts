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

const referralPayload = payload<ReferralKey>(
  'ReferralPayload',
  '의뢰 결과. 의뢰 업무를 처리한 결과를 돌려줍니다. What a step answered.',
  {
    referral: rowField(() => Referral, referrals, '의뢰. The referral as it is now.'),
  },
);
const referralLinkPayload = payload(
  'ReferralLinkPayload',
  '회신 링크. 한 번 답할 수 있는 링크를 돌려줍니다. A link that answers once.',
  {
    path: valueField(
      () => String,
      '경로. Behind this server’s address; told once and never again, so pass it on now.',
    ),
    expiresAt: valueField(() => DateTimeScalar, '기한. Until when it can answer.'),
  },
);

const serviceRecordPayload = payload<ReferralKey>(
  'ServiceRecordPayload',
  '제공 기록 결과. 제공한 것을 기록한 결과를 돌려줍니다. What recording what was given answered.',
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
    description:
      '의뢰 작성. 의뢰를 작성합니다. 아직 아무에게도 보내지 않습니다. Drafts a referral; nobody is asked yet.',
    input: inputs.DraftReferralInput,
    answers: referralPayload,
    run: draftReferral,
  }),
  requestReferral: mutation({
    grant: sender,
    description:
      '의뢰. 작성한 의뢰를 보냅니다. 지금의 동의로 보낼 수 없는 내용이 있으면 거절합니다. Sends a draft; refused where consents in force do not cover what it carries.',
    input: inputs.ReferralStepInput,
    answers: referralPayload,
    run: (context, input, name) => takeReferralStep(context, name, 'REQUEST', input),
  }),
  acceptReferral: mutation({
    grant: recipient,
    description: '의뢰 수락. 의뢰를 맡습니다. Takes a referral on.',
    input: inputs.ReferralStepInput,
    answers: referralPayload,
    run: (context, input, name) => takeReferralStep(context, name, 'ACCEPT', input),
  }),
  rejectReferral: mutation({
    grant: recipient,
    description:
      '의뢰 거절. 사유를 적고 의뢰를 거절합니다. 함께 온 내용은 그때부터 볼 수 없습니다. Declines a referral, with a reason; what it carried is withheld from then on.',
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
    description:
      '의뢰 대기. 의뢰를 대기 명단에 올리거나 명단에서 자리를 옮깁니다. Puts a referral on the waiting list, or moves it there.',
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
    description:
      '의뢰 개시. 수락한 의뢰의 서비스가 시작되었다고 기록합니다. Says that the service of an accepted referral began.',
    input: inputs.ReferralStepInput,
    answers: referralPayload,
    run: (context, input, name) => takeReferralStep(context, name, 'START', input),
  }),
  completeReferral: mutation({
    grant: recipient,
    description:
      '의뢰 완료. 의뢰한 서비스가 제공되었다고 기록합니다. 의뢰는 서비스연계로 바뀌고, 함께 보낸 내용은 더 볼 수 없습니다. Says that the service was given: it becomes the linkage that the referral was for, once, and what the referral carried is withheld from then on.',
    input: inputs.ReferralStepInput,
    answers: referralPayload,
    run: (context, input, name) => takeReferralStep(context, name, 'COMPLETE', input),
  }),
  cancelReferral: mutation({
    grant: sender,
    description:
      '의뢰 취소. 보낸 의뢰를 거둡니다. 함께 보낸 내용은 그때부터 볼 수 없습니다. Takes a referral back; what it carried is withheld from then on.',
    input: inputs.ReferralStepInput,
    answers: referralPayload,
    run: (context, input, name) => takeReferralStep(context, name, 'CANCEL', input),
  }),
  recordService: mutation({
    grant: recipient,
    description:
      '제공 기록. 진행 중인 의뢰에 무엇을 얼마나 제공했는지 기록합니다. 의뢰한 쪽도 항목을 가지고 있으면 읽습니다. Records what was given for a referral that is IN_PROGRESS: eight meals, two absences. The asking side reads it where it has its class.',
    input: inputs.RecordServiceInput,
    answers: serviceRecordPayload,
    run: (context, input, name) => {
      const about = idOf('Referral', input.referralId);
      return runServiceCommand(context, name, about, input, {
        call: 'record_service',
        id: randomUUID(),
        values: { ...given(input), referral_id: about.id },
      });
    },
  }),
  correctServiceRecord: mutation({
    grant: recipient,
    description:
      '제공 기록 정정. 제공했다고 적은 내용을 고칩니다. 의뢰가 끝난 뒤에도 고칠 수 있고, 고치기 전 내용이 함께 보입니다. Corrects what was recorded as given, also once the referral is over; that it was corrected is seen, with what stood there before.',
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
      '회신 링크 발급. 계정이 없는 기관이 답할 링크를 만듭니다. 열어 보는 것으로는 쓰이지 않고 답하면 쓰이며, 먼저 만든 링크는 끝납니다. Makes a link for a partner without an account: opening it shows the need domain and the sender and spends nothing, answering spends it. Earlier links of the referral end.',
    input: inputs.IssueReferralLinkInput,
    answers: referralLinkPayload,
    run: issueReferralLink,
  }),
});
