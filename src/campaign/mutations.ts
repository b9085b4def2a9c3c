import { duty } from '../access/grants.js';
import { campaignManagers, outreachDuties } from '../access/outreach.js';
import type { ReceivedKey } from '../case/intake.js';
import { SentReport, sentReport } from '../case/receipts.js';
import { IntakeReport } from '../case/report/types.js';
import { Case } from '../case/types.js';
import * as tables from '../database/tables/campaign.js';
import { cases, intakeReports } from '../database/tables/case.js';
import { mutation, mutations, payload, readField, rowField } from '../mutation.js';
import * as commands from './commands.js';
import { campaignReaders } from './filters.js';
import * as inputs from './inputs.js';
import { Campaign, CampaignLine, Promotion } from './types.js';

const campaignPayload = payload(
  'CampaignPayload',
  '발굴조사 결과. 발굴조사를 시작하거나 바꾼 결과를 돌려줍니다. What a change of a campaign answered.',
  { campaign: rowField(() => Campaign, tables.campaigns, '발굴조사. The campaign as it is now.') },
);
const linePayload = payload(
  'CampaignLinePayload',
  '조사 결과. 조사 대상에 대해 적은 결과를 돌려줍니다. What writing about somebody of a list answered.',
  {
    line: rowField(
      () => CampaignLine,
      tables.campaignLines,
      '조사 대상. The line as it is now; null for a partner once nobody has to go there any more.',
    ),
  },
);
const selectPayload = payload<ReceivedKey>(
  'SelectLinePayload',
  '접수 결과. 조사 대상을 접수로 이은 결과를 돌려줍니다. What making a report of somebody of a list answered.',
  {
    case: rowField(
      () => Case,
      cases,
      '사례. The case that the report belongs to; null where the viewer may not know of it.',
    ),
    report: rowField<ReceivedKey>(
      () => IntakeReport,
      intakeReports,
      '접수. The report; null where the viewer may not know of it.',
      ({ district, report }) => ({ district, id: report }),
    ),
    sentReport: readField(
      () => SentReport,
      '접수증. Its receipt, by which whoever made it learns what became of it.',
      ({ district, report }, context, info) => sentReport(context, info, { district, id: report }),
    ),
  },
);
const promotionPayload = payload(
  'PromotionPayload',
  '홍보 활동 결과. 홍보 활동을 적은 결과를 돌려줍니다. What recording promotion activities answered.',
  { promotion: rowField(() => Promotion, tables.promotions, '홍보 활동. As it was recorded.') },
);

/** Going through a list of people to find those in need (발굴조사), and telling people where to turn to (홍보). */
export const CampaignMutations = mutations({
  beginCampaign: mutation({
    grant: duty(...campaignManagers),
    description:
      '발굴조사 시작. 우리 기관이 명단의 사람들을 찾아가는 조사를 시작합니다. 명단은 파일로 보냅니다. Begins a campaign of the viewer’s organization; its list comes by a file, to /campaigns/{id}/lines.',
    input: inputs.BeginCampaignInput,
    answers: campaignPayload,
    run: commands.beginCampaign,
  }),
  changeCampaign: mutation({
    grant: duty(...campaignManagers),
    description:
      '발굴조사 변경. 조사의 사유나 종료일을 바꿉니다. Changes why people are gone to, or until when.',
    input: inputs.ChangeCampaignInput,
    answers: campaignPayload,
    run: commands.changeCampaign,
  }),
  recordLineOutcome: mutation({
    grant: campaignReaders,
    description:
      '조사 결과 기록. 명단의 사람을 찾아간 결과를 적습니다. Records what became of going to somebody of a list, by the team or by the partner that surveys.',
    input: inputs.RecordLineOutcomeInput,
    answers: linePayload,
    run: commands.recordLineOutcome,
  }),
  selectLine: mutation({
    grant: duty(...outreachDuties),
    description:
      '접수로 잇기. 상담한 사람을 접수하여 가구와 사례로 잇습니다. 이름과 연락처는 명단에서 지워지고, 보편방문 명단이면 나이에 맞는 방문을 제안한 것으로 적습니다. Makes a report of somebody who was consulted: of a new household, or of the known one that somebody confirmed and the viewer may know of. Name and contact leave the line. From a list of UNIVERSAL_VISIT, the visit of their age counts as offered.',
    input: inputs.SelectLineInput,
    answers: selectPayload,
    run: commands.selectLine,
  }),
  confirmLineMatch: mutation({
    grant: duty(...outreachDuties),
    description:
      '동일인 확인. 명단의 사람이 이미 아는 가구의 사람이라고 확인합니다. 접수로 이을 때 그 가구에 붙습니다. Says that somebody of a list belongs to a known household, to which a report of them will be attached.',
    input: inputs.ConfirmLineMatchInput,
    answers: linePayload,
    run: (context, input, name) => commands.decideMatch(context, name, input),
  }),
  dismissLineMatch: mutation({
    grant: duty(...outreachDuties),
    description:
      '동일인 기각. 명단의 사람이 그 가구의 사람이 아니라고 적어, 다시 후보로 오르지 않게 합니다. Says that somebody of a list does not belong to a household: it is proposed no more.',
    input: inputs.DismissLineMatchInput,
    answers: linePayload,
    run: (context, input, name) => commands.decideMatch(context, name, input),
  }),
  recordPromotion: mutation({
    grant: duty(...outreachDuties),
    description:
      '홍보 활동 기록. 우리 기관이 한 홍보 활동을 적습니다. Records promotion activities of the viewer’s organization.',
    input: inputs.RecordPromotionInput,
    answers: promotionPayload,
    run: commands.recordPromotion,
  }),
});
