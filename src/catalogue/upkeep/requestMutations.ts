import { duty, signedIn } from '../../access/grants.js';
import { catalogueEditors } from '../../access/upkeep.js';
import { mutation, mutations, payload, readField } from '../../mutation.js';
import * as commands from './requestCommands.js';
import { ChangeRequest, ChangeRequestInput, DeclineChangeInput, ProposeChangeInput } from './requests.js';

/** What a step of a request answers. */
export const changeRequestPayload = payload<{ id: string }>(
  'ChangeRequestPayload',
  '정정 요청 결과. What a step of a change request answered.',
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
      '정정 제안. Proposes other values for fields of a record of the public catalogue, one’s own or another’s; an editor of its district decides.',
    input: ProposeChangeInput,
    answers: changeRequestPayload,
    run: commands.proposeChange,
  }),
  acceptChange: mutation({
    grant: duty(...catalogueEditors),
    description:
      '정정 반영. Writes what was proposed, unless a field is not any more what the proposer saw: then nothing is written.',
    input: ChangeRequestInput,
    answers: changeRequestPayload,
    run: commands.acceptChange,
  }),
  declineChange: mutation({
    grant: duty(...catalogueEditors),
    description: '정정 반려. Declines what was proposed, for a reason that the proposer reads.',
    input: DeclineChangeInput,
    answers: changeRequestPayload,
    run: (context, input) => commands.settleChange(context, 'declineChange', input),
  }),
  withdrawChange: mutation({
    grant: signedIn,
    description: '정정 철회. Takes back what the viewer’s organization proposed and nobody has decided on.',
    input: ChangeRequestInput,
    answers: changeRequestPayload,
    run: (context, input) => commands.settleChange(context, 'withdrawChange', input),
  }),
  noteOutcome: mutation({
    grant: signedIn,
    description:
      '결과 확인. Takes note of what became of a request of the viewer’s organization: it is no news any more.',
    input: ChangeRequestInput,
    answers: changeRequestPayload,
    run: (context, input) => commands.settleChange(context, 'noteOutcome', input),
  }),
});
