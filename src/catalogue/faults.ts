import { asBadInput, faults } from '../faults.js';

/** Why a search of the catalogue is refused. */
export const catalogueFaults = faults({
  NEAREST_NEEDS_A_POINT: asBadInput('가까운 순에는 기준점(near)이 필요합니다.\nNEAREST needs "near".', {
    field: 'near',
  }),
  NO_SUCH_POINT: asBadInput('그런 위도와 경도는 없습니다.\nThere is no such latitude and longitude.'),
  TOO_MANY_WORDS: asBadInput(
    ({ most }) => `검색어는 낱말 ${most}개까지입니다.\nA search has at most ${most} words.`,
    ['most'],
  ),
});
