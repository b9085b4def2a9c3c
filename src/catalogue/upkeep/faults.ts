import { asBadInput, asConflict, asForbidden, type Faults } from '../../faults.js';
import { upkeepLimits, verificationInWords } from './limits.js';

const { mostPendingRequests } = upkeepLimits;
const { longest } = verificationInWords;

/** Why the database refuses to change the catalogue, or to take a change request. */
export const upkeepFaults = {
  RECORD_OF_OTHERS: asForbidden(
    '이 기록을 맡은 기관이나 자원 편집자가 아닙니다. Only the organization of that record, or an editor of its district, may do this.',
  ),
  VERIFICATION_OUT_OF_RANGE: asBadInput(
    `"validUntil"은 오늘부터 ${longest.korean} 안의 날입니다. "validUntil" is a day from today on, within ${longest.english}.`,
    { field: 'input.validUntil' },
  ),
  SEVERAL_CAPACITIES: asBadInput(
    '정원이 여럿입니다. The service has several capacities: name the one that is meant by "capacityId".',
    { field: 'input.capacityId' },
  ),
  AVAILABLE_OUT_OF_RANGE: asBadInput(
    ({ maximum }) =>
      `남은 자리는 0 이상 정원(${maximum ?? '-'}) 이하입니다. "available" is from 0 to the maximum.`,
    { field: 'input.available' },
  ),
  CAPACITY_WITHOUT_UNIT: asBadInput(
    '무엇을 세는지 단위를 적어 주십시오. The service has no capacity yet: say by "unitId" what is counted.',
    { field: 'input.unitId' },
  ),
  FIELD_NOT_CORRECTABLE: asBadInput('제안할 수 없는 항목입니다. That field cannot be proposed.'),
  TOO_MANY_PENDING_REQUESTS: asConflict(
    `검토를 기다리는 요청이 ${mostPendingRequests}건입니다. The organization has ${mostPendingRequests} requests that wait: withdraw some first.`,
  ),
  NOTHING_TO_CORRECT: asBadInput(
    '지금 값과 같습니다. Nothing would change: the record has these values already.',
  ),
  ONLY_EDITORS_DECIDE: asForbidden(
    '자원 편집자만 할 수 있습니다. An editor of the record’s district decides on it.',
  ),
  ONLY_THE_PROPOSER_MAY: asForbidden(
    '제안한 기관만 할 수 있습니다. Only the organization that proposed it may do this.',
  ),
  REQUEST_SETTLED: asConflict('이미 처리된 요청입니다. That request was decided or withdrawn before.', [
    'state',
  ]),
  REQUEST_PENDING: asConflict('아직 결과가 없습니다. Nobody has decided on that request.', ['state']),
  RECORD_DIFFERS: asConflict(
    ({ field }) =>
      `${field}이(가) 제안할 때와 다릅니다. "${field}" is not what the proposer saw: decline it, or have it proposed anew.`,
    ['field', 'seen', 'current'],
  ),
  SAME_RECORD_TWICE: asBadInput('서로 다른 두 기록을 적어 주십시오. Name two records.'),
  MERGED_ALREADY: asConflict('이미 통합된 기록입니다. That record was merged already.', ['mergedInto']),
  ORGANIZATION_IN_USE: asConflict(
    '함께에서 일하는 기관이라 다른 기관에 통합할 수 없습니다(직원, 협약, 동의, 의뢰 또는 사례). People, agreements, consents, referrals or cases belong to that organization, so it cannot be merged away: keep it, and merge the other one into it.',
    { keep: 'mergeId' },
  ),
  SERVICE_CLOSED_ALREADY: asConflict('이미 닫힌 서비스입니다. That service was closed before.'),
  ORGANIZATION_NOT_EMPTY: asConflict(
    '서비스나 장소, 함께 일하는 사람이 있는 기관은 삭제할 수 없습니다. An organization with services, locations or people is not removed: remove those first, or merge it.',
  ),
} satisfies Faults;
