import { dutiesRecording } from '../../access/duties.js';
import { duty } from '../../access/grants.js';
import { mutation, mutations } from '../../mutation.js';
import { memberPayload } from '../facet/mutations.js';
import { recordNumber, removeNumber } from './commands.js';
import { RecordRegistrationNumberInput, RemoveRegistrationNumberInput } from './inputs.js';

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
