import { duty } from '../access/grants.js';
import { stepDuties } from '../access/steps.js';
import { cases, intakeReports } from '../database/tables/case.js';
import { errorOf } from '../faults.js';
import { mutation, mutations, payload, readField, rowField } from '../mutation.js';
import { type CaseKey, takeStep } from './commands.js';
import { caseFaults } from './faults.js';
import { handOver } from './handOver.js';
import { IncomingReport, incomingReport } from './incomingReports.js';
import * as inputs from './inputs.js';
import { type ReceivedKey, ReceiveReportInput, receiveReport } from './intake.js';
import { SentReport, sentReport } from './receipts.js';
import { assess, link, plan } from './records.js';
import { IntakeReport } from './report/types.js';
import { transfer } from './transfer.js';
import { Case } from './types.js';

export const casePayload = payload<CaseKey>(
  'CasePayload',
  '업무 결과. 업무를 처리한 결과를 돌려줍니다. What a step answered.',
  {
    case: rowField(
      () => Case,
      cases,
      '사례. The case as it is now; null where the viewer may not know of it.',
    ),
  },
);
const receiveReportPayload = payload<ReceivedKey>(
  'ReceiveReportPayload',
  '접수 결과. 접수한 결과를 돌려줍니다. What receiving a report answered.',
  {
    case: rowField(
      () => Case,
      cases,
      '사례. The case that the report belongs to; null for those who report and do not read.',
    ),
    report: rowField<ReceivedKey>(
      () => IntakeReport,
      intakeReports,
      '접수. The report; null for those who report and do not read.',
      ({ district, report }) => ({ district, id: report }),
    ),
    incomingReport: readField(
      () => IncomingReport,
      '접수 대기. The report as it waits, where the household is known and not served by the centre that received it; null where it needs nobody’s decision.',
      ({ district, report, waits }, context, info) =>
        waits ? incomingReport(context, info, { district, id: report }) : null,
    ),
    sentReport: readField(
      () => SentReport,
      '보낸 접수. Its receipt, by which whoever sent it learns what became of it.',
      ({ district, report }, context, info) => sentReport(context, info, { district, id: report }),
    ),
  },
);

/** One mutation a step of the process; which are legal and whose they are is said in access/steps.ts. */
export const CaseMutations = mutations({
  receiveReport: mutation({
    grant: duty(...stepDuties.RECEIVE),
    description:
      '접수. 신고나 의뢰를 접수하고 사례를 엽니다. 이미 진행 중인 사례가 있으면 거기에 붙습니다. Receives a report and opens a case with it, or attaches it to the case that is open at the centre; on a known household only when a case manager of the centre that serves it accepts it, unless that is the centre that received it.',
    input: ReceiveReportInput,
    answers: receiveReportPayload,
    run: (context, input, name) => receiveReport(context, input, name),
  }),
  triageCase: mutation({
    grant: duty(...stepDuties.TRIAGE),
    description:
      '사례분류. 접수된 사례가 무엇에 관한 것이고 얼마나 급한지 정합니다. Says what a received case is about and how urgent it is.',
    input: inputs.TriageInput,
    answers: casePayload,
    run: (context, input, name) =>
      takeStep(context, name, 'TRIAGE', input, async ({ sql, district, caseId }) => {
        await sql`select hamkke.take_up_reports(${district}, ${caseId})`;
        return { emergency: input.emergency, level: input.level };
      }),
  }),
  recordConsultation: mutation({
    grant: duty(...stepDuties.CONSULT),
    description:
      '초기상담. 가구와의 첫 상담을 기록합니다. Records the first consultation with the household.',
    input: inputs.StepInput,
    answers: casePayload,
    run: (context, input, name) => takeStep(context, name, 'CONSULT', input),
  }),
  recordVisit: mutation({
    grant: duty(...stepDuties.VISIT),
    description: '현장방문. 가정방문을 기록합니다. Records a visit at home.',
    input: inputs.StepInput,
    answers: casePayload,
    run: (context, input, name) => takeStep(context, name, 'VISIT', input),
  }),
  assessCase: mutation({
    grant: duty(...stepDuties.ASSESS),
    description:
      '욕구·위기도 조사. 조사에서 드러난 욕구를 기록합니다. Records the needs that the survey found.',
    input: inputs.AssessInput,
    answers: casePayload,
    run: (context, input, name) => takeStep(context, name, 'ASSESS', input, (taken) => assess(taken, input)),
  }),
  decideConference: mutation({
    grant: duty(...stepDuties.CONFER),
    description:
      '사례회의. 사례회의에서 정한 개입 유형과 수준을 기록합니다. Records the track and level that the conference decided.',
    input: inputs.ConferInput,
    answers: casePayload,
    run: (context, input, name) =>
      takeStep(context, name, 'CONFER', input, async () => ({
        track: input.track,
        level: input.level,
      })),
  }),
  planCase: mutation({
    grant: duty(...stepDuties.PLAN),
    description: '서비스 제공계획. 함께 정한 목표를 기록합니다. Records the goals that were agreed.',
    input: inputs.PlanInput,
    answers: casePayload,
    run: (context, input, name) => takeStep(context, name, 'PLAN', input, (taken) => plan(taken, input)),
  }),
  linkService: mutation({
    grant: duty(...stepDuties.LINK),
    description:
      '서비스 연계. 연계한 서비스를 기록합니다. 긴급 사례는 사례회의 전에도 연계할 수 있습니다. Records a service that was linked; an emergency may be linked before its conference.',
    input: inputs.LinkInput,
    answers: casePayload,
    run: (context, input, name) => takeStep(context, name, 'LINK', input, (taken) => link(taken, input)),
  }),
  recordMonitoring: mutation({
    grant: duty(...stepDuties.MONITOR),
    description: '점검. 어떻게 되어 가는지 점검해 기록합니다. Records how it goes.',
    input: inputs.StepInput,
    answers: casePayload,
    run: (context, input, name) => takeStep(context, name, 'MONITOR', input),
  }),
  closeCase: mutation({
    grant: duty(...stepDuties.CLOSE),
    description: '종결. 사례를 종결합니다. Closes the case.',
    input: inputs.CloseInput,
    answers: casePayload,
    run: (context, input, name) => {
      if (input.reason === 'TRANSFERRED') throw errorOf(caseFaults.CLOSED_BY_TRANSFER);
      if (input.reason === 'MERGED') throw errorOf(caseFaults.CLOSED_BY_MATCH);
      return takeStep(context, name, 'CLOSE', input, async () => ({ closureReason: input.reason }));
    },
  }),
  transferCase: mutation({
    grant: duty(...stepDuties.TRANSFER),
    description:
      '이관. 사례를 종결하고 다른 시·군·구의 센터에 보낼 수 있는 것만 담아 새로 엽니다. 주민등록번호는 가지 않습니다. Closes the case and opens a copy at a centre of another district, with what may go there: see `transfers`. Registration numbers stay, whatever was consented to: the centre there asks for them anew.',
    input: inputs.TransferInput,
    answers: casePayload,
    run: (context, input, name) =>
      takeStep(context, name, 'TRANSFER', input, (taken) => transfer(taken, input)),
  }),
  manageCase: mutation({
    grant: duty(...stepDuties.MANAGE),
    description:
      '사례관리 전환. 서비스연계로 시작한 사례를 통합사례관리로 바꿉니다. 다음은 계획입니다. Makes a case that was for service linkage only one that is managed: a plan comes next.',
    input: inputs.StepInput,
    answers: casePayload,
    run: (context, input, name) =>
      takeStep(context, name, 'MANAGE', input, async () => ({ track: 'CASE_MANAGED' })),
  }),
  handOverCase: mutation({
    grant: duty(...stepDuties.HAND_OVER),
    description:
      '사례 인계. 시·군·구 안의 다른 팀에 사례를 맡깁니다. 의뢰와 열린 상담은 함께 가고, 이전 팀의 담당은 끝납니다. Makes another team of the district responsible: its referrals and the consultations that are open go along, and whoever of the team before was assigned is so no more.',
    input: inputs.HandOverInput,
    answers: casePayload,
    run: (context, input, name) =>
      takeStep(context, name, 'HAND_OVER', input, (taken) => handOver(taken, input)),
  }),
  recordFollowUp: mutation({
    grant: duty(...stepDuties.FOLLOW_UP),
    description:
      '사후관리. 종결한 뒤에 어떻게 지내는지 기록합니다. Records how it went on after the case was closed.',
    input: inputs.StepInput,
    answers: casePayload,
    run: (context, input, name) => takeStep(context, name, 'FOLLOW_UP', input),
  }),
  reopenCase: mutation({
    grant: duty(...stepDuties.REOPEN),
    description: '재개. 종결한 사례를 조사 단계로 다시 엽니다. Opens a closed case again, at the survey.',
    input: inputs.StepInput,
    answers: casePayload,
    run: (context, input, name) => takeStep(context, name, 'REOPEN', input),
  }),
});
