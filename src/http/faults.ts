import { asBadInput, asForbidden, asInternal, asOverloaded, faults, listed } from '../faults.js';

/** What a document may have too much of. */
export type DocumentPart = 'levels' | 'aliases' | 'fields' | 'root fields' | 'fields of one name';
const koreanParts: Record<DocumentPart, string> = {
  levels: '깊이는',
  aliases: '별칭은',
  fields: '필드는',
  'root fields': '최상위 필드는',
  'fields of one name': '이름이 같은 필드의 쌍은',
};

/** Why a request is refused before, or without, anybody looking at what it asks for. */
export const httpFaults = faults({
  INTERNAL_ERROR: asInternal('서버 오류가 발생했습니다.\nSomething went wrong on our side.'),
  NO_SUCH_ADDRESS: asBadInput('없는 주소입니다.\nThere is nothing at this address.'),
  ADDRESS_NOT_ENCODED: asBadInput(
    '주소를 읽을 수 없습니다. 한글은 퍼센트 인코딩으로 보내십시오.\nThe address cannot be read: percent-encode what is not ASCII.',
  ),
  METHOD_NOT_ALLOWED: asBadInput('이 메서드는 쓸 수 없습니다.\n/graphql takes GET and POST.'),
  SCHEMA_FOR_DEVELOPERS: asForbidden(
    '스키마는 앱 개발자 직무(DEVELOPER)로 봅니다.\nThe schema is read with the duty DEVELOPER.',
  ),
  BODY_TOO_LARGE: asBadInput(
    ({ most }) => `요청 본문이 너무 큽니다.\nA request has at most ${most} bytes.`,
    ['most'],
  ),
  BODY_OF_OTHER_TYPE: asBadInput('본문은 JSON이어야 합니다.\nSend the body as application/json.'),
  BODY_NOT_JSON: asBadInput('요청 본문이 올바른 JSON이 아닙니다.\nThe body is not valid JSON.'),
  REQUEST_INVALID: asBadInput('요청을 읽을 수 없습니다.\nThe request cannot be read.'),
  DOCUMENT_INVALID: asBadInput(
    'GraphQL 문서가 올바르지 않습니다.\nThe GraphQL document is not valid for this schema.',
  ),
  DOCUMENT_TOO_COMPLEX: asBadInput(
    ({ what, most }) =>
      `요청이 너무 복잡합니다. ${koreanParts[what as DocumentPart] ?? what} 최대 ${most}입니다.\nThe document has too many ${what}: at most ${most}.`,
    ['most'],
  ),
  DOCUMENT_HOLDS_REGISTRATION_NUMBER: asBadInput(
    '주민등록번호는 문서에 쓰지 말고 변수로 보내십시오.\nA document holds no registration number: send it as a variable.',
  ),
  VARIABLES_INVALID: asBadInput('변수가 문서와 맞지 않습니다.\nThe variables do not fit the document.'),
  PURPOSE_UNKNOWN: asBadInput(
    ({ purposes }) =>
      `Hamkke-Purpose의 값은 ${listed(purposes)} 가운데 하나입니다.\n"Hamkke-Purpose" is one of ${listed(purposes)}.`,
  ),
  STREAM_NOT_ACCEPTED: asBadInput(
    '구독은 text/event-stream으로 받습니다.\nSend "Accept: text/event-stream".',
  ),
  SUBSCRIPTIONS_ONLY: asBadInput(
    '구독만 받습니다.\nOnly subscriptions: queries and mutations have /graphql.',
  ),
  TOO_MANY_REQUESTS: asOverloaded(
    ({ retryAfterSeconds }) =>
      `요청이 너무 잦습니다. ${retryAfterSeconds}초 뒤에 다시 시도하십시오.\nToo many requests from you: try again in ${retryAfterSeconds} seconds.`,
    ['retryAfterSeconds'],
    'retryAfterSeconds초 뒤에 다시 보내십시오.\nSend it again after "retryAfterSeconds" seconds.',
  ),
});
