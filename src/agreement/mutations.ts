import { agreementKeepers, agreementNoticers } from '../access/agreements.js';
import { duty } from '../access/grants.js';
import { agreements } from '../database/tables/agreement.js';
import { mutation, mutations, payload, rowField } from '../mutation.js';
import * as commands from './commands.js';
import * as inputs from './inputs.js';
import { Agreement } from './types.js';

const agreementPayload = payload(
  'AgreementPayload',
  '협약 결과. 협약을 바꾼 결과를 돌려줍니다. What a change of an agreement answered.',
  {
    agreement: rowField(() => Agreement, agreements, '협약. The agreement as it is now.'),
  },
);

/** Agreements (협약): what a district shares with an organization at most, and until when. */
export const AgreementMutations = mutations({
  concludeAgreement: mutation({
    grant: duty(...agreementKeepers),
    description:
      '협약 체결. 우리 시·군·구와 기관 사이의 협약을 맺습니다. Concludes an agreement of the viewer’s district with an organization.',
    input: inputs.ConcludeAgreementInput,
    answers: agreementPayload,
    run: commands.concludeAgreement,
  }),
  amendAgreement: mutation({
    grant: duty(...agreementKeepers),
    description:
      '협약 변경. 협약 내용을 바꿉니다. 더는 협약에 들지 않는 것은 다음 요청부터 볼 수 없습니다. Changes what an agreement says; what it no longer covers is closed on the next request.',
    input: inputs.AmendAgreementInput,
    answers: agreementPayload,
    run: commands.amendAgreement,
  }),
  giveAgreementNotice: mutation({
    grant: duty(...agreementNoticers),
    description:
      '종료 통지. 어느 쪽이든 협약이 연장되지 않게 합니다. Keeps an agreement from renewing, by either side.',
    input: inputs.GiveAgreementNoticeInput,
    answers: agreementPayload,
    run: commands.giveAgreementNotice,
  }),
  withdrawAgreementNotice: mutation({
    grant: duty(...agreementNoticers),
    description:
      '통지 철회. 통지한 쪽이 협약이 끝나기 전에 통지를 거둡니다. Takes a notice back, by the side that gave it, while the agreement is in force.',
    input: inputs.WithdrawAgreementNoticeInput,
    answers: agreementPayload,
    run: commands.withdrawAgreementNotice,
  }),
  endAgreement: mutation({
    grant: duty(...agreementKeepers),
    description:
      '협약 해지. 협약을 끝냅니다. 협약에 근거한 열람은 서울의 자정에, 또는 곧바로 끝나고, 진행 중인 의뢰는 취소됩니다. Ends an agreement: access that rests on it ends at midnight in Seoul, or at once, and open referrals are revoked.',
    input: inputs.EndAgreementInput,
    answers: agreementPayload,
    run: commands.endAgreement,
  }),
});
