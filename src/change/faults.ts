import { asBadInput, asConflict, faults } from '../faults.js';

/** Why a webhook, a delivery or a subscription is refused. */
export const changeFaults = faults({
  SUBSCRIBED_ELSEWHERE: asBadInput(
    '구독은 /graphql/stream에서 받습니다.\nSubscribe at /graphql/stream, as text/event-stream.',
  ),
  WEBHOOKS_ARE_OFF: asBadInput(
    '이 서버는 웹훅을 쓰지 않습니다.\nThis server has no webhooks: HAMKKE_WEBHOOK_KEY is not set.',
  ),
  NOT_AN_ADDRESS: asBadInput('주소가 올바르지 않습니다.\nThat is not an address.'),
  ADDRESS_NOT_HTTPS: asBadInput('웹훅 주소는 https여야 합니다.\nA webhook has an https address.'),
  ADDRESS_WITH_USER: asBadInput(
    '주소에 계정이나 #를 넣을 수 없습니다.\nThe address has no user, password or fragment.',
  ),
  ADDRESS_NOT_PUBLIC: asBadInput('공개 주소여야 합니다.\nThe address lies in the public internet.'),
  TOO_MANY_WEBHOOKS: asConflict(
    ({ most }) => `웹훅은 기관마다 ${most}개까지입니다.\nAn organization has at most ${most}.`,
  ),
  DELIVERY_IS_RUNNING: asConflict('아직 보내는 중입니다.\nIt is still being tried.'),
});
