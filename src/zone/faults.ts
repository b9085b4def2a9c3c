import { asBadInput, asConflict, faults, listed } from '../faults.js';
import { zoneLimits } from './limits.js';

const { longestSubstitutionDays } = zoneLimits;

/** Why a substitute, a hand-over of zones, a round or a petition is refused. */
export const zoneFaults = faults({
  SUBSTITUTION_ENDS_BEFORE_IT_BEGINS: asBadInput(
    '대직 종료일이 시작일보다 빠릅니다.\nThe substitution ends before it begins.',
    { field: 'input.until' },
  ),
  SUBSTITUTION_TOO_LONG: asBadInput(
    `대직 기간은 최대 ${longestSubstitutionDays}일입니다. 더 길면 구역을 인계해 주십시오.\nSomebody stands in for at most ${longestSubstitutionDays} days: after that hand the zones over.`,
    { field: 'input.until' },
  ),
  SUBSTITUTED_ALREADY: asConflict(
    ({ from, until }) =>
      `이 기간에는 이미 대직자가 있습니다(${from}~${until}).\nSomebody stands in from ${from} to ${until}: end that first.`,
    ['from', 'until'],
  ),
  SUBSTITUTION_HAS_ENDED: asConflict('이미 끝난 대직입니다.\nThe substitution has ended.'),
  ZONES_OF_OTHER_OFFICE: asBadInput(
    '구역은 같은 기관의 직위끼리만 맡기거나 인계할 수 있습니다.\nZones go from one post to another of the same organization.',
  ),
  ZONES_TO_THEMSELVES: asBadInput(
    '구역을 맡기거나 인계하려면 다른 사람의 직위를 골라 주십시오.\nChoose a post of somebody else.',
  ),
  ZONES_TO_WHOM_THEY_STAND_IN_FOR: asConflict(
    ({ from, until }) =>
      `구역을 넘기는 사람이 받는 사람을 대직합니다(${from}~${until}). 다른 대직자를 먼저 정해 주십시오.\nWhoever gives the zones stands in for the other from ${from} to ${until} and would have them still: name another substitute first.`,
    ['from', 'until'],
  ),
  POST_WITHOUT_ZONE_DUTY: asBadInput(
    '구역을 담당하는 직무가 없는 직위입니다.\nThe post has no duty of a zone: give it one first.',
  ),
  POST_WITHOUT_ZONES: asBadInput('담당 구역이 없는 직위입니다.\nThe post has no zones.'),
  ZONE_NOT_OF_POST: asBadInput(
    ({ zones }) =>
      `그 직위의 담당 구역이 아닙니다(${listed(zones)}).\nThe post does not have the zone ${listed(zones)}: name zones as the post has them.`,
    { field: 'input.zones' },
  ),
  VISITS_NEED_A_NURSE: asConflict(
    '구역의 방문 담당까지 넘겨받을 수 없는 직위입니다. 방문 담당을 먼저 인계해 주십시오.\nThe zone has visits that the other post may not make: hand these over first, see "handOverCaseload".',
  ),
  ZONE_OF_OTHERS: asBadInput(
    '담당 구역이거나 대직 중인 구역에서만 할 수 있습니다.\nThis is done by whoever answers for the zone, or stands in for them.',
  ),
  PETITION_IS_SETTLED: asConflict('이미 처리된 민원입니다.\nThe petition was settled already.'),
  SETTLED_BEFORE_TAKEN: asBadInput(
    ({ takenOn }) =>
      `민원을 받은 날(${takenOn})부터 적을 수 있습니다.\nThe petition was taken on ${takenOn}.`,
    { field: 'input.settledOn' },
  ),
});
