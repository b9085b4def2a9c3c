import { asBadInput, asConflict, asForbidden, faults, listed } from '../../faults.js';
import { upkeepLimits, verificationInWords } from './limits.js';

const { mostPendingRequests } = upkeepLimits;
const { longest } = verificationInWords;

/** Why a change of the catalogue, or a request for one, is refused. */
export const upkeepFaults = faults({
  RECORD_OF_OTHERS: asForbidden(
    '이 기록을 맡은 기관이나 자원 편집자가 아닙니다.\nOnly the organization of that record, or an editor of its district, may do this.',
  ),
  VERIFICATION_OUT_OF_RANGE: asBadInput(
    `"validUntil"은 오늘부터 ${longest.korean} 안의 날입니다.\n"validUntil" is a day from today on, within ${longest.english}.`,
    { field: 'input.validUntil' },
  ),
  SEVERAL_CAPACITIES: asBadInput(
    '정원이 여럿입니다.\nThe service has several capacities: name the one that is meant by "capacityId".',
    { field: 'input.capacityId' },
  ),
  AVAILABLE_OUT_OF_RANGE: asBadInput(
    ({ maximum }) =>
      `남은 자리는 0 이상 정원(${maximum ?? '-'}) 이하입니다.\n"available" is from 0 to the maximum.`,
    ['field', 'maximum'],
  ),
  CAPACITY_WITHOUT_UNIT: asBadInput(
    '무엇을 세는지 단위를 적어 주십시오.\nThe service has no capacity yet: say by "unitId" what is counted.',
    { field: 'input.unitId' },
  ),
  FIELD_NOT_CORRECTABLE: asBadInput('제안할 수 없는 항목입니다.\nThat field cannot be proposed.'),
  TOO_MANY_PENDING_REQUESTS: asConflict(
    `검토를 기다리는 요청이 ${mostPendingRequests}건입니다.\nThe organization has ${mostPendingRequests} requests that wait: withdraw some first.`,
  ),
  NOTHING_TO_CORRECT: asBadInput(
    '지금 값과 같습니다.\nNothing would change: the record has these values already.',
  ),
  ONLY_EDITORS_DECIDE: asForbidden(
    '자원 편집자만 할 수 있습니다.\nAn editor of the record’s district decides on it.',
  ),
  ONLY_THE_PROPOSER_MAY: asForbidden(
    '제안한 기관만 할 수 있습니다.\nOnly the organization that proposed it may do this.',
  ),
  REQUEST_SETTLED: asConflict('이미 처리된 요청입니다.\nThat request was decided or withdrawn before.', [
    'state',
  ]),
  REQUEST_PENDING: asConflict('아직 결과가 없습니다.\nNobody has decided on that request.', ['state']),
  RECORD_DIFFERS: asConflict(
    ({ field }) =>
      `${field}이(가) 제안할 때와 다릅니다.\n"${field}" is not what the proposer saw: decline it, or have it proposed anew.`,
    ['field', 'seen', 'current'],
  ),
  SAME_RECORD_TWICE: asBadInput('서로 다른 두 기록을 적어 주십시오.\nName two records.'),
  MERGED_ALREADY: asConflict('이미 통합된 기록입니다.\nThat record was merged already.', ['mergedInto']),
  ORGANIZATION_IN_USE: asConflict(
    '함께에서 일하는 기관이라 다른 기관에 통합할 수 없습니다(직원, 협약, 동의, 의뢰 또는 사례).\nPeople, agreements, consents, referrals or cases belong to that organization, so it cannot be merged away: keep it, and merge the other one into it.',
    { keep: 'mergeId' },
  ),
  SERVICE_CLOSED_ALREADY: asConflict('이미 닫힌 서비스입니다.\nThat service was closed before.'),
  ORGANIZATION_NOT_EMPTY: asConflict(
    '서비스나 장소, 함께 일하는 사람이 있는 기관은 삭제할 수 없습니다.\nAn organization with services, locations or people is not removed: remove those first, or merge it.',
  ),
  RECORD_NOT_CORRECTABLE: asBadInput(
    '정정을 제안할 수 없는 기록입니다.\nChanges cannot be proposed to a record of that type.',
    { field: 'input.recordId' },
  ),
  FIELD_UNKNOWN: asBadInput(
    ({ names }) =>
      `제안할 수 있는 항목은 ${listed(names)}입니다.\nThat field cannot be proposed, but these can: ${listed(names)}.`,
  ),
  FIELD_GIVEN_TWICE: asBadInput('한 번만 적어 주십시오.\nThat field is given twice.'),
  VALUE_NOT_AMONG: asBadInput(
    ({ values }) => `${listed(values)} 가운데 하나입니다.\nThe value is one of ${listed(values)}.`,
  ),
  NOT_A_KEPT_RECORD: asBadInput(
    '기관, 서비스, 장소의 식별자가 아닙니다.\nExpected an id of an organization, a service or a location.',
  ),
  RECORDS_NOT_ALIKE: asBadInput(
    '같은 유형의 서로 다른 두 기록을 적어 주십시오.\nName two records that are different and of one kind.',
  ),
  TWO_RECORDS_NEEDED: asBadInput('두 기록을 적어 주십시오.\n"recordIds" names two records.', {
    field: 'input.recordIds',
  }),
});
