import { signedIn } from '../../access/grants.js';
import { services, verifications } from '../../database/tables/catalogue.js';
import { mutation, mutations, payload, rowField } from '../../mutation.js';
import { Service } from '../types.js';
import * as commands from './commands.js';
import * as inputs from './inputs.js';
import { Verification } from './types.js';

type Key = { id: string };

const confirmCapacityPayload = payload<Key>(
  'ConfirmCapacityPayload',
  '여유 확인 결과. 여유를 확인한 결과를 돌려줍니다. What confirming room answered.',
  {
    service: rowField(() => Service, services, '서비스. The service as it is now.'),
  },
);
const verifyRecordPayload = payload<Key>(
  'VerifyRecordPayload',
  '정보 확인 결과. 정보를 확인한 결과를 돌려줍니다. What verifying a record answered.',
  {
    verification: rowField(() => Verification, verifications, '정보 확인. The verification as it is now.'),
  },
);

/** Keeping the catalogue true: by those whose records they are, and by its editors. */
export const UpkeepMutations = mutations({
  confirmCapacity: mutation({
    grant: signedIn,
    description:
      '여유 확인. 서비스에 남은 자리를 확인합니다. 한동안 아무도 확인하지 않으면 다시 알 수 없음이 됩니다. Confirms how much room a service has, for its organization’s own people and editors of its district; it is unknown again when nobody confirms it for a time.',
    input: inputs.ConfirmCapacityInput,
    answers: confirmCapacityPayload,
    run: commands.confirmCapacity,
  }),
  verifyRecord: mutation({
    grant: signedIn,
    description:
      '정보 확인. 기관, 서비스, 장소의 정보를 살펴보았고 맞다고 확인합니다. Says that an organization, a service or a location was looked at and is true, for its organization’s own people and editors of its district.',
    input: inputs.VerifyRecordInput,
    answers: verifyRecordPayload,
    run: commands.verifyRecord,
  }),
});
