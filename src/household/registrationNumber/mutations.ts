import { dutiesRecording } from '../../access/duties.js';
import { duty } from '../../access/grants.js';
import { members } from '../../database/tables/household.js';
import { mutation, mutations, payload, rowField } from '../../mutation.js';
import { Member } from '../types.js';
import { type MemberKey, recordNumber, removeNumber } from './commands.js';
import { RecordRegistrationNumberInput, RemoveRegistrationNumberInput } from './inputs.js';

const memberPayload = payload<MemberKey>(
  'MemberPayload',
  '가구원 결과. What a change of what is known of a member answered.',
  { member: rowField(() => Member, members, '가구원. The member as they are now.') },
);

/** Registration numbers (주민등록번호), written down by those whose duty has them. */
export const RegistrationNumberMutations = mutations({
  recordRegistrationNumber: mutation({
    grant: duty(...dutiesRecording('UNIQUE_ID')),
    description:
      '주민등록번호 기록. Seals the registration number of a member, in place of the one that was there; it is shown masked and never again whole.',
    input: RecordRegistrationNumberInput,
    answers: memberPayload,
    run: recordNumber,
  }),
  removeRegistrationNumber: mutation({
    grant: duty(...dutiesRecording('UNIQUE_ID')),
    description:
      '주민등록번호 파기. Destroys a registration number that no law asks for any more, or that is another’s; that there was one stays known.',
    input: RemoveRegistrationNumberInput,
    answers: memberPayload,
    run: removeNumber,
  }),
});
