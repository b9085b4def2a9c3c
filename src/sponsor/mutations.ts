import { duty } from '../access/grants.js';
import { budgetKeepers, funders, pledgeKeepers } from '../access/money.js';
import { sponsors } from '../database/tables/catalogue.js';
import { allocations } from '../database/tables/money.js';
import { functionField, mutation, mutations, payload, rowField } from '../mutation.js';
import { Allocation } from './allocation.js';
import * as commands from './commands.js';
import * as inputs from './inputs.js';
import { BudgetLine, Pledge, Sponsor } from './types.js';

type Key = commands.RowKey;

const sponsor = payload<Key>(
  'SponsorPayload',
  '후원자 결과. 후원자를 등록하거나 고친 결과를 돌려줍니다. What registering or changing a sponsor answered.',
  {
    sponsor: rowField(() => Sponsor, sponsors, '후원자. The sponsor.'),
  },
);
const pledge = payload<Key>(
  'PledgePayload',
  '약정 결과. 약정을 바꾼 결과를 돌려줍니다. What a change of a pledge answered.',
  {
    pledge: functionField(() => Pledge, 'own_pledge', '후원약정. The pledge as it is now.'),
  },
);
const budgetLine = payload<Key>(
  'BudgetLinePayload',
  '예산 결과. 예산 과목을 바꾼 결과를 돌려줍니다. What a change of a budget line answered.',
  {
    budgetLine: functionField(
      () => BudgetLine,
      'own_budget_line',
      '예산 과목. The budget line as it is now.',
    ),
  },
);
const allocation = payload<Key>(
  'AllocationPayload',
  '배분 결과. 배분한 결과를 돌려줍니다. What allocating answered.',
  {
    allocation: rowField(() => Allocation, allocations, '배분. The allocation as it is now.'),
  },
);

/** Money (후원·예산): everything is an entry of a ledger, and what was entered is never edited. */
export const SponsorMutations = mutations({
  registerSponsor: mutation({
    grant: duty(...pledgeKeepers),
    description:
      '후원자 등록. 후원자를 등록합니다. 시민은 따로 원하지 않으면 익명입니다. Registers a sponsor; a citizen is anonymous unless they chose otherwise.',
    input: inputs.RegisterSponsorInput,
    answers: sponsor,
    run: commands.registerSponsor,
  }),
  changeSponsor: mutation({
    grant: duty(...pledgeKeepers),
    description:
      '후원자 수정·종료. 우리 시·군·구가 등록한 후원자의 유형이나 이름을 고치거나, 후원하는 마지막 날을 정합니다. 기관은 바꿀 수 없습니다. Changes the kind or the name of a sponsor that the viewer’s district registered, or says the last day on which it gives. Of which organization it is stays: those people read its pledges.',
    input: inputs.ChangeSponsorInput,
    answers: sponsor,
    run: commands.changeSponsor,
  }),
  recordPledge: mutation({
    grant: duty(...pledgeKeepers),
    description:
      '후원약정 등록. 후원자가 우리 시·군·구에 약속한 것을 등록합니다. Records what a sponsor promises to the viewer’s district.',
    input: inputs.RecordPledgeInput,
    answers: pledge,
    run: commands.recordPledge,
  }),
  recordReceipt: mutation({
    grant: duty(...pledgeKeepers),
    description:
      '입금·입고. 약정한 것 가운데 들어온 것을 약속한 만큼까지 기록합니다. Records what came in of a pledge, no more than was promised.',
    input: inputs.PledgeEntryInput,
    answers: pledge,
    run: (context, input) => commands.enterOfPledge(context, 'recordReceipt', input),
  }),
  refundPledge: mutation({
    grant: duty(...pledgeKeepers),
    description:
      '환급. 들어왔으나 배분되지 않은 것을 후원자에게 돌려줍니다. Gives back to the sponsor what came in and is not allocated.',
    input: inputs.PledgeEntryInput,
    answers: pledge,
    run: (context, input) => commands.enterOfPledge(context, 'refundPledge', input),
  }),
  cancelPledge: mutation({
    grant: duty(...pledgeKeepers),
    description:
      '약정 취소. 들어오지 않았고 배분되지도 않은 약정을 취소합니다. Cancels what has not come in of a pledge and is not allocated.',
    input: inputs.PledgeEntryInput,
    answers: pledge,
    run: (context, input) => commands.enterOfPledge(context, 'cancelPledge', input),
  }),
  openBudgetLine: mutation({
    grant: duty(...budgetKeepers),
    description: '예산 편성. 시·군·구의 예산 과목을 엽니다. Opens a line of the viewer’s district’s budget.',
    input: inputs.OpenBudgetLineInput,
    answers: budgetLine,
    run: commands.openBudgetLine,
  }),
  adjustBudgetLine: mutation({
    grant: duty(...budgetKeepers),
    description:
      '예산 조정. 예산 과목의 금액을 늘리거나, 남은 만큼까지 줄입니다. Adds to a budget line, or cuts it by no more than is left.',
    input: inputs.AdjustBudgetLineInput,
    answers: budgetLine,
    run: commands.adjustBudgetLine,
  }),
  allocatePledge: mutation({
    grant: duty(...funders),
    description:
      '약정 배분. 후원약정에서 기간과 지정 용도에 맞게, 남은 만큼까지 서비스연계에 배분합니다. Gives a linkage something of a pledge: in its term, as it is earmarked, no more than is left.',
    input: inputs.AllocatePledgeInput,
    answers: allocation,
    run: commands.allocate,
  }),
  allocateBudget: mutation({
    grant: duty(...funders),
    description:
      '예산 배분. 올해 예산 과목에서 남은 만큼까지 서비스연계에 배분합니다. Gives a linkage something of a budget line of this year, no more than is left.',
    input: inputs.AllocateBudgetInput,
    answers: allocation,
    run: commands.allocate,
  }),
  releaseAllocation: mutation({
    grant: duty(...funders),
    description:
      '배분 취소. 배분을 전부 또는 일부 되돌립니다. 되돌린 것은 다시 배분할 수 있습니다. Gives back an allocation or a part of it: an entry, after which it can be allocated again.',
    input: inputs.ReleaseAllocationInput,
    answers: allocation,
    run: commands.releaseAllocation,
  }),
});
