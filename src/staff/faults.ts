import { asBadInput, asConflict, asForbidden, faults } from '../faults.js';

/** Why a change of staff and posts is refused. */
export const staffFaults = faults({
  OWN_RECORD: asForbidden(
    '자신의 직무는 스스로 바꿀 수 없습니다.\nNobody changes their own record: ask another administrator.',
  ),
  POST_WITHOUT_DUTY: asBadInput('직무를 하나 이상 정해 주십시오.\nA post has at least one duty.'),
  DUTY_NOT_YOURS_TO_GIVE: asForbidden(
    ({ duty }) => `이 직무(${duty})는 줄 수 없습니다.\n${duty} is not yours to give or take.`,
  ),
  DUTY_NOT_OF_ORGANIZATION: asBadInput(
    ({ duty }) => `이 기관에는 없는 직무(${duty})입니다.\n${duty} is no duty of such an organization.`,
  ),
  DUTY_MIXES_WITH_POLICE: asBadInput(
    ({ duty }) =>
      `경찰 직무는 경찰 소속에게만, 경찰 소속에게는 경찰 직무만 줍니다.\nPolice at home have duties of the police alone, and nobody else has them: not ${duty}.`,
  ),
  DUTY_STANDS_ALONE: asBadInput(
    ({ duty }) => `다른 직무와 함께 가질 수 없는 직무(${duty})입니다.\n${duty} stands beside no other duty.`,
  ),
  DUTY_NEEDS_ZONES: asBadInput(({ duty }) => `담당 구역이 필요한 직무(${duty})입니다.\n${duty} needs zones.`),
  ZONE_OUTSIDE_DISTRICT: asBadInput(
    '담당 구역은 그 시·군·구의 행정동, 통이나 반입니다.\nZones are dong of the district, or tong and ban of one.',
  ),
  LAST_HEAD_OF_CENTER: asConflict(
    '센터장이 한 명도 남지 않습니다.\nThis is the last head of the centre: appoint another one first.',
  ),
  ACCOUNT_REGISTERED: asConflict('이미 등록된 계정입니다.\nThat account is registered already.'),
  POST_OF_OTHER_KIND: asBadInput(
    '소속 기관의 직위는 addPost로, 다른 기관의 직위는 dispatch로 정합니다.\nA post at home is made by addPost, one elsewhere by dispatch.',
  ),
  POST_THERE_ALREADY: asConflict(
    '같은 기관에 같은 직무의 직위가 이미 있습니다.\nThey have a post of these duties there already.',
  ),
  OTHER_POST_IS_PRIMARY: asConflict('주 직위가 이미 있습니다.\nAnother post is the primary one.'),
  POST_NOT_YOURS_TO_CHANGE: asForbidden(
    '줄 수 없는 직무의 직위는 바꿀 수 없습니다.\nA post whose duties are not yours to give is not yours to change.',
  ),
  POST_HAS_ENDED: asConflict('끝난 직위입니다.\nThe post has ended.'),
  POST_IS_PRIMARY: asConflict('이미 주 직위입니다.\nIt is the primary post already.'),
  PERSON_OF_OTHERS: asForbidden(
    '소속 기관의 관리자만 할 수 있습니다.\nWhoever administers the home organization, and may give every duty of theirs, decides this.',
  ),
});
