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
      '주민등록번호 기록. 가구원의 주민등록번호를 암호화해 둡니다. 가려서만 보이고 다시는 전체가 보이지 않습니다. Seals the registration number of a member, in place of the one that was there; it is shown masked and never again whole.',
    input: RecordRegistrationNumberInput,
    answers: memberPayload,
    run: recordNumber,
  }),
  removeRegistrationNumber: mutation({
    grant: duty(...dutiesRecording('UNIQUE_ID')),
    description:
      '주민등록번호 파기. 더는 둘 근거가 없거나 다른 사람의 것인 주민등록번호를 파기합니다. 있었다는 사실은 남습니다. Destroys a registration number that no law asks for any more, or that is another’s; that there was one stays known.',
    input: RemoveRegistrationNumberInput,
    answers: memberPayload,
    run: removeNumber,
  }),
});
