import { asBadInput, asUnauthenticated, asUnavailable, faults } from '../faults.js';

/** Why nobody is known by a token, in words that tell nothing of what it holds. */
export const identityFaults = faults({
  AUTHORIZATION_MALFORMED: asUnauthenticated(
    'Authorization 머리글은 "Bearer <토큰>" 이어야 합니다.\nThe Authorization header must read "Bearer <token>".',
  ),
  TOKEN_EXPIRED: asUnauthenticated('토큰의 유효 기간이 지났습니다.\nThe token has expired.'),
  TOKEN_WITHOUT_EXPIRY: asUnauthenticated(
    '토큰에 유효 기간이 없습니다.\nThe token does not say when it expires.',
  ),
  TOKEN_NOT_YET_VALID: asUnauthenticated('토큰을 아직 쓸 수 없습니다.\nThe token is not yet valid.'),
  TOKEN_OF_OTHER_ISSUER: asUnauthenticated(
    '토큰의 발급자가 다릅니다.\nThe token comes from the wrong issuer.',
  ),
  TOKEN_FOR_OTHER_AUDIENCE: asUnauthenticated(
    '다른 서비스용 토큰입니다.\nThe token is meant for another audience.',
  ),
  TOKEN_WITHOUT_SUBJECT: asUnauthenticated(
    '토큰이 누구의 것인지 알 수 없습니다.\nThe token does not name a usable subject.',
  ),
  TOKEN_SIGNATURE_WRONG: asUnauthenticated(
    '토큰의 서명이 맞지 않습니다.\nThe signature of the token does not match.',
  ),
  TOKEN_KEY_UNKNOWN: asUnauthenticated(
    '토큰을 서명한 키를 알 수 없습니다.\nThe token is signed with an unknown key.',
  ),
  TOKEN_ALGORITHM_REFUSED: asUnauthenticated(
    '허용되지 않은 서명 방식입니다.\nThe signature algorithm is not allowed.',
  ),
  TOKEN_MALFORMED: asUnauthenticated('JWT 형식의 토큰이 아닙니다.\nThe token is not a JWT.'),
  NOT_ACTIVE_STAFF: asUnauthenticated(
    '등록되었거나 활동 중인 직원이 아닙니다.\nThis person is not active staff of any organization here.',
    [],
    '소속 기관의 관리자에게 등록을 요청하십시오.\nAsk whoever administers your organization to register you.',
  ),
  NOT_YOUR_POST: asBadInput('Hamkke-Post가 본인의 직위가 아닙니다.\n"Hamkke-Post" is not one of your posts.'),
  IDENTITY_PROVIDER_UNREACHABLE: asUnavailable(
    '로그인 서버에 연결할 수 없어 토큰을 확인하지 못했습니다.\nThe identity provider is not reachable, so the token could not be checked: try again shortly.',
  ),
});
