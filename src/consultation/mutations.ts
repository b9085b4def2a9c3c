import { duty } from '../access/grants.js';
import { stepDuties } from '../access/steps.js';
import * as tables from '../database/tables/consultation.js';
import { mutation, mutations, payload, rowField } from '../mutation.js';
import * as commands from './commands.js';
import * as inputs from './inputs.js';
import { Consultation, ConsultationQuestion } from './types.js';

const consultationPayload = payload<commands.RowKey>(
  'ConsultationPayload',
  '원스톱 상담 결과. 상담을 처리한 결과를 돌려줍니다. What was done about a consultation.',
  {
    consultation: rowField(
      () => Consultation,
      tables.consultations,
      '상담. The consultation as it is now, each question with how far it is.',
    ),
  },
);
const questionPayload = payload<commands.RowKey>(
  'ConsultationQuestionPayload',
  '상담 질문 결과. 질문을 처리한 결과를 돌려줍니다. What was done about a question.',
  {
    question: rowField(
      () => ConsultationQuestion,
      tables.consultationQuestions,
      '질문. The question as it is now.',
    ),
  },
);

const counsels = duty(...stepDuties.CONSULT);

/** One-stop consultations (원스톱 상담): one specialist's plan over several organizations at once. */
export const ConsultationMutations = mutations({
  openConsultation: mutation({
    grant: counsels,
    description:
      '원스톱 상담 시작. 가족의 질문을 적고, 다른 기관에 물을 질문마다 의뢰를 작성합니다. 아직 아무에게도 보내지 않습니다. Begins a consultation and drafts a referral for each question that names a recipient, with its own smallest part; nobody is asked yet, and each question says which consents are missing.',
    input: inputs.OpenConsultationInput,
    answers: consultationPayload,
    run: commands.openConsultation,
  }),
  addConsultationQuestion: mutation({
    grant: counsels,
    description:
      '상담 질문 추가. 열린 상담에 질문을 더합니다. Adds a question to a consultation that is open, as `openConsultation` does.',
    input: inputs.AddConsultationQuestionInput,
    answers: questionPayload,
    run: commands.addConsultationQuestion,
  }),
  sendConsultation: mutation({
    grant: counsels,
    description:
      '상담 의뢰. 지금의 동의로 보낼 수 있는 의뢰를 모두 보냅니다. 나머지는 그대로 두고 없는 동의를 알려 줍니다. Sends every draft of a consultation that consents in force cover. What is not sent stays a draft: `state` and `missingConsents` of its question say why.',
    input: inputs.ConsultationStepInput,
    answers: consultationPayload,
    run: (context, input, name) => commands.runConsultationStep(context, name, input, 'send_consultation'),
  }),
  answerConsultationQuestion: mutation({
    grant: counsels,
    description:
      '상담 답변. 그 자리에서 답했거나, 의뢰가 이루어지지 않아 달리 해결한 결과를 적습니다. Records what came of a question that was answered at the table, or otherwise once its referral came to nothing.',
    input: inputs.AnswerConsultationQuestionInput,
    answers: questionPayload,
    run: commands.answerConsultationQuestion,
  }),
  closeConsultation: mutation({
    grant: counsels,
    description:
      '상담 종결. 답하거나 보낼 질문이 남지 않은 상담을 닫습니다. 보낸 의뢰는 그대로 이어집니다. Closes a consultation of which nothing is left to answer or to send; what was sent goes on.',
    input: inputs.ConsultationStepInput,
    answers: consultationPayload,
    run: (context, input, name) => commands.runConsultationStep(context, name, input, 'close_consultation'),
  }),
});
