import { duty, signedIn } from '../../access/grants.js';
import { catalogueEditors } from '../../access/upkeep.js';
import { mutation, mutations, payload, readField } from '../../mutation.js';
import * as commands from './requestCommands.js';
import { ChangeRequest, ChangeRequestInput, DeclineChangeInput, ProposeChangeInput } from './requests.js';

/** What a step of a request answers. */
export const changeRequestPayload = payload<{ id: string }>(
  'ChangeRequestPayload',
  '정정 요청 결과. 정정 요청을 처리한 결과를 돌려줍니다. What a step of a change request answered.',
  {
    changeRequest: readField(
      () => ChangeRequest,
      '정정 요청. The request as it is now.',
      ({ id }, context, info) =>
        context.reads.functions.called(context, info, 'own_change_request($1::uuid)', [id]),
    ),
  },
);

/** What partners propose, and what editors say to it. */
export const ChangeRequestMutations = mutations({
  proposeChange: mutation({
    grant: signedIn,
    description:
      '정정 제안. 공개 자원목록의 기록을 고치자고 제안합니다. 그 시·군·구의 편집자가 결정합니다. Proposes other values for fields of a record of the public catalogue, one’s own or another’s; an editor of its district decides.',
    input: ProposeChangeInput,
    answers: changeRequestPayload,
    run: commands.proposeChange,
  }),
  acceptChange: mutation({
    grant: duty(...catalogueEditors),
    description:
      '정정 반영. 제안된 값을 기록에 반영합니다. 제안한 사람이 본 값과 달라졌으면 아무것도 쓰지 않습니다. Writes what was proposed, unless a field is not any more what the proposer saw: then nothing is written.',
    input: ChangeRequestInput,
    answers: changeRequestPayload,
    run: commands.acceptChange,
  }),
  declineChange: mutation({
    grant: duty(...catalogueEditors),
    description:
      '정정 반려. 제안을 받아들이지 않습니다. 제안한 사람이 사유를 읽습니다. Declines what was proposed, for a reason that the proposer reads.',
    input: DeclineChangeInput,
    answers: changeRequestPayload,
    run: (context, input) => commands.settleChange(context, 'declineChange', input),
  }),
  withdrawChange: mutation({
    grant: signedIn,
    description:
      '정정 철회. 우리 기관이 제안했고 아직 결정되지 않은 것을 거둡니다. Takes back what the viewer’s organization proposed and nobody has decided on.',
    input: ChangeRequestInput,
    answers: changeRequestPayload,
    run: (context, input) => commands.settleChange(context, 'withdrawChange', input),
  }),
  noteOutcome: mutation({
    grant: signedIn,
    description:
      '결과 확인. 우리 기관이 보낸 요청의 결과를 확인했다고 적습니다. Takes note of what became of a request of the viewer’s organization: it is no news any more.',
    input: ChangeRequestInput,
    answers: changeRequestPayload,
    run: (context, input) => commands.settleChange(context, 'noteOutcome', input),
  }),
});
