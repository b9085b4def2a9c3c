import { consentRecorders, consentTakers } from '../access/duties.js';
import { duty } from '../access/grants.js';
import { consents, guardianships } from '../database/tables/consent.js';
import { mutation, mutations, payload, rowField } from '../mutation.js';
import * as commands from './commands.js';
import * as inputs from './inputs.js';
import { Consent, Guardianship } from './types.js';

const recorders = duty(...consentRecorders);
const takers = duty(...consentTakers);

export const consentPayload = payload(
  'ConsentPayload',
  '동의 결과. 동의를 기록한 결과를 돌려줍니다. What recording a consent answered.',
  {
    consent: rowField(
      () => Consent,
      consents,
      '동의. The consent as it is now; null where the viewer may not know of it.',
    ),
  },
);
const guardianshipPayload = payload(
  'GuardianshipPayload',
  '후견 결과. 후견을 기록한 결과를 돌려줍니다. What recording a guardianship answered.',
  {
    guardianship: rowField(
      () => Guardianship,
      guardianships,
      '후견. The guardianship as it is now; null where the viewer may not know of it.',
    ),
  },
);

/** Consent (docs/domain.md, section 5), written down by those who keep the household's. */
export const ConsentMutations = mutations({
  giveConsent: mutation({
    grant: recorders,
    description:
      '동의 기록. 가구원이나 아이의 법정대리인이 한 동의를 기록합니다. 빠진 것이 있으면 BAD_INPUT이 알려 줍니다. Records a consent that a member or the guardian of a child gave; BAD_INPUT says what is missing.',
    input: inputs.GiveConsentInput,
    answers: consentPayload,
    run: commands.giveConsent,
  }),
  narrowConsent: mutation({
    grant: takers,
    description:
      '동의 축소. 동의에서 항목이나 기간을 줄입니다. 다음 요청부터 적용되며, 받은 기관도 기록할 수 있습니다. Takes classes or days out of a consent, from the next request on; the recipient may record it too.',
    input: inputs.NarrowConsentInput,
    answers: consentPayload,
    run: commands.narrowConsent,
  }),
  extendConsent: mutation({
    grant: recorders,
    description:
      '동의 연장. 고지를 모두 다시 한 뒤, 더 오래 동의한다는 것을 기록합니다. Records that a consent was given anew, for longer, after all notices.',
    input: inputs.ExtendConsentInput,
    answers: consentPayload,
    run: commands.extendConsent,
  }),
  withdrawConsent: mutation({
    grant: takers,
    description:
      '동의 철회. 동의를 철회합니다. 받은 기관은 다음 요청부터 아무것도 보지 못합니다. Withdraws a consent: the recipient has nothing by it from the next request on, and may record it too.',
    input: inputs.WithdrawConsentInput,
    answers: consentPayload,
    run: commands.withdrawConsent,
  }),
  recordGuardianship: mutation({
    grant: recorders,
    description:
      '후견 기록. 누가 아이를 대신하는지 기록합니다. 그때부터는 기록된 법정대리인만 아이를 대신해 동의합니다. Records who speaks for a child: from then on only recorded guardians consent for it, in earlier consents too.',
    input: inputs.RecordGuardianshipInput,
    answers: guardianshipPayload,
    run: commands.recordGuardianship,
  }),
  endGuardianship: mutation({
    grant: recorders,
    description:
      '후견 종료. 아이를 대신하는 마지막 날을 기록합니다. Records the last day on which somebody speaks for a child.',
    input: inputs.EndGuardianshipInput,
    answers: guardianshipPayload,
    run: commands.endGuardianship,
  }),
});
