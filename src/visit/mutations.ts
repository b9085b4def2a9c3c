import { dutiesRecording, visitOfferers } from '../access/duties.js';
import { duty } from '../access/grants.js';
import { members } from '../database/tables/household.js';
import * as tables from '../database/tables/visit.js';
import { memberPayload } from '../household/facet/mutations.js';
import { Member } from '../household/types.js';
import { mutation, mutations, payload, rowField } from '../mutation.js';
import * as commands from './commands.js';
import * as inputs from './inputs.js';
import { FormResult, HealthVisit, ReferralProposal, UniversalVisit } from './types.js';

const member = rowField<commands.MemberRowKey>(
  () => Member,
  members,
  '가구원. The member as they are now.',
  ({ district, member: id }) => ({ district, id }),
);

const universalVisitPayload = payload(
  'UniversalVisitPayload',
  '보편방문 결과. 보편방문을 처리한 결과를 돌려줍니다. What was done about a visit that is offered to all.',
  {
    universalVisit: rowField(
      () => UniversalVisit,
      tables.universalVisits,
      '보편방문. The visit as it is now.',
    ),
  },
);
const healthVisitPayload = payload<commands.MemberRowKey>(
  'HealthVisitPayload',
  '건강 방문 결과. 방문을 기록한 결과를 돌려줍니다. What recording a visit answered.',
  {
    visit: rowField(() => HealthVisit, tables.healthVisits, '건강 방문. The visit as it was recorded.'),
    member,
  },
);
const screeningPayload = payload<commands.MemberRowKey>(
  'ScreeningPayload',
  '검사 결과. 검사를 기록한 결과를 돌려줍니다. What recording a screening answered.',
  {
    result: rowField(() => FormResult, tables.formResults, '검사 결과. The score and what it means.'),
    member,
  },
);
const referralProposalPayload = payload(
  'ReferralProposalPayload',
  '의뢰 제안 결과. 의뢰 제안을 처리한 결과를 돌려줍니다. What was decided about a proposal.',
  {
    proposal: rowField(
      () => ReferralProposal,
      tables.referralProposals,
      '의뢰 제안. The proposal as it is now.',
    ),
  },
);

const offers = duty(...visitOfferers);
const nurses = duty(...dutiesRecording('HEALTH'));
const minds = duty(...dutiesRecording('MENTAL_HEALTH'));

/** Visits by age, birth and health, what is found there and what follows from it. */
export const VisitMutations = mutations({
  offerUniversalVisit: mutation({
    grant: offers,
    description:
      '보편방문 제안. 예순다섯이 되는 주민이나 아기가 태어난 가정에 방문을 제안합니다. Offers a visit to whoever turns sixty-five, or after a birth.',
    input: inputs.OfferUniversalVisitInput,
    answers: universalVisitPayload,
    run: commands.offerUniversalVisit,
  }),
  answerUniversalVisit: mutation({
    grant: offers,
    description:
      '보편방문 응답. 제안하거나 찾아간 결과를 기록합니다. 사양하면 더 할 일이 없습니다. Records what came of an offer or a try; who declines ends what is due.',
    input: inputs.AnswerUniversalVisitInput,
    answers: universalVisitPayload,
    run: commands.answerUniversalVisit,
  }),
  recordHealthVisit: mutation({
    grant: nurses,
    description:
      '건강 방문 기록. 방문과 그때 한 검사를 기록합니다. 다음 방문 기한이 정해집니다. Records a visit and the screenings that were made there; the next one is due by the tier.',
    input: inputs.RecordHealthVisitInput,
    answers: healthVisitPayload,
    run: commands.recordHealthVisit,
  }),
  recordScreening: mutation({
    grant: nurses,
    description:
      '검사 기록. 검사를 기록하고 점수를 냅니다. 방문 주기와 의뢰 제안이 그에 따릅니다. Records a screening and scores it; the tier and a proposal of a referral follow from it.',
    input: inputs.RecordScreeningInput,
    answers: screeningPayload,
    run: commands.recordScreening,
  }),
  changeTier: mutation({
    grant: nurses,
    description:
      '방문 주기 군 변경. 까닭을 적고 방문 주기를 바꿉니다. 나중의 검사가 더 잦은 방문을 요구할 때까지 유지합니다. Decides how often a member is visited, with the reason; it holds until a later result asks for more.',
    input: inputs.ChangeTierInput,
    answers: memberPayload,
    run: commands.changeTier,
  }),
  confirmReferralProposal: mutation({
    grant: minds,
    description:
      '의뢰 제안 확정. 제안한 의뢰를 작성합니다. 아직 아무에게도 보내지 않습니다. Drafts the referral that was proposed; nobody is asked yet.',
    input: inputs.ConfirmReferralProposalInput,
    answers: referralProposalPayload,
    run: commands.confirmReferralProposal,
  }),
  dismissReferralProposal: mutation({
    grant: minds,
    description:
      '의뢰 제안 기각. 까닭을 적고 의뢰하지 않기로 합니다. Decides against a referral that was proposed, with the reason.',
    input: inputs.DismissReferralProposalInput,
    answers: referralProposalPayload,
    run: commands.dismissReferralProposal,
  }),
});
