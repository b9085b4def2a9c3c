import { josa } from 'es-hangul';
import {
  asBadInput,
  asConflict,
  asForbidden,
  asNotFound,
  asOverloaded,
  asUnauthenticated,
  asUnavailable,
  errorOf,
  faults,
} from './faults.js';

const again = '잠시 뒤에 같은 요청을 다시 보내십시오.\nSend the same request again shortly.';

/** What may be refused anywhere: what many nouns check alike, and what the database itself says. */
export const commonFaults = faults({
  NOT_FOUND: asNotFound(
    ({ what }) =>
      `${String(what).startsWith('{') ? `${what}을(를)` : josa(String(what), '을/를')} 찾을 수 없습니다.\nNot found: it may not exist.`,
  ),
  DUTY_NOT_PERMITTED: asForbidden('이 작업을 할 권한이 없습니다.\nYour duty does not permit this operation.'),
  SIGN_IN_NEEDED: asUnauthenticated(
    '로그인이 필요합니다.\nThis needs a token: send "Authorization: Bearer …".',
  ),

  CHANGED_MEANWHILE: asConflict(
    '다른 사람이 먼저 변경했습니다.\nSomebody changed it meanwhile: read it again and decide anew.',
    ['currentVersion', 'state'],
  ),
  BEING_CHANGED: asConflict(
    '다른 사람이 변경하고 있습니다.\nSomebody is changing it right now: try again.',
    [],
    again,
  ),
  RIGHTS_CHANGED: asConflict(
    '권한이 방금 바뀌었습니다.\nYour record changed a moment ago: ask again.',
    [],
    again,
  ),
  IDEMPOTENCY_KEY_USED: asConflict(
    '이 idempotencyKey는 다른 요청에 이미 쓰였습니다.\nThat "idempotencyKey" was used for another input.',
    { field: 'input.idempotencyKey' },
    '요청마다 새 UUID를 쓰십시오.\nUse a new UUID for each change.',
  ),
  IDEMPOTENCY_KEY_LENGTH: asBadInput(
    ({ least, most }) =>
      `idempotencyKey는 ${least}자 이상 ${most}자 이하입니다.\n"idempotencyKey" has ${least} to ${most} characters: a UUID is best.`,
    { field: 'input.idempotencyKey' },
  ),
  CURSOR_NOT_OF_FEED: asConflict(
    '쓸 수 없거나 기간이 지난 커서입니다.\nThat cursor is not one of this feed, or not any more: read what you keep anew, and start over without a cursor.',
    { startOver: true },
    '보관한 내용을 다시 읽고 커서 없이 처음부터 시작하십시오.\nRead what you keep anew, and start over without a cursor.',
  ),
  ANSWER_TOO_LARGE: asBadInput(
    ({ most }) =>
      `응답이 너무 큽니다.\nThe answer is longer than ${most} bytes: ask for fewer rows, or for less of each.`,
  ),

  TEXT_EMPTY: asBadInput('내용을 적어 주십시오.\nThe text cannot be empty.'),
  TEXT_TOO_LONG: asBadInput(
    ({ most }) => `${most}자까지 적을 수 있습니다.\nThe text has at most ${most} characters.`,
    ['most'],
  ),
  TEXT_INVISIBLE: asBadInput('보이는 글자가 없습니다.\nThe text has no character that anybody can see.'),
  TEXT_UNREADABLE: asBadInput(
    '글자가 아닌 것이 들어 있습니다.\nThe text holds something that is no character.',
  ),
  HOLDS_REGISTRATION_NUMBER: asBadInput(
    '주민등록번호로 보이는 숫자는 여기에 적을 수 없습니다.\nThe text holds what looks like a registration number, which has a place of its own.',
    [],
    '그 숫자를 빼고 다시 보내십시오.\nTake the number out and send it again.',
  ),
  LIST_TOO_LONG: asBadInput(
    ({ most }) => `${most}개까지입니다.\nThe list has at most ${most} entries.`,
    ['most'],
  ),
  LIST_LENGTH_OUT_OF_RANGE: asBadInput(
    ({ least, most }) => `${least}개 이상 ${most}개 이하입니다.\nThe list has ${least} to ${most} entries.`,
    ['least', 'most'],
  ),
  DATE_OUT_OF_RANGE: asBadInput(
    ({ first, last }) => `${first}부터 ${last}까지의 날이어야 합니다.\nGive a day from ${first} to ${last}.`,
    ['first', 'last'],
  ),
  NUMBER_OUT_OF_RANGE: asBadInput(
    ({ least, most }) => `${least}부터 ${most}까지의 수입니다.\nThe number is from ${least} to ${most}.`,
    ['least', 'most'],
  ),
  VALUE_UNREADABLE: asBadInput('값을 읽을 수 없습니다.\nA value that was given cannot be read.'),
  FIELD_NOT_REMOVABLE: asBadInput('비울 수 없는 항목입니다.\nIt cannot be taken away.'),
  FIELD_NEEDED: asBadInput('꼭 있어야 하는 항목입니다.\nIt is needed.'),
  NOTHING_TO_RECORD: asBadInput(
    '기록할 항목이 없습니다.\nNothing is to be written down: send at least one field.',
  ),

  NOT_A_DATE: asBadInput('날짜는 2026-01-31처럼 적습니다.\nDate must look like 2026-01-31.'),
  NOT_AN_INSTANT: asBadInput(
    '시각은 2026-01-31T09:00:00+09:00처럼 적습니다.\nDateTime must look like 2026-01-31T09:00:00+09:00.',
  ),
  NOT_A_MONTH: asBadInput('월은 2026-01과 같이 적습니다.\nA month looks like 2026-01.'),
  NOT_WHOLE_WON: asBadInput(
    '금액은 0 이상의 정수(원)입니다.\nKrw must be whole won, none below 0, such as 50000.',
  ),
  NOT_AN_AMOUNT: asBadInput(
    '금액이나 수량은 1 이상의 정수입니다.\nAmount must be a whole number above 0, such as 12.',
  ),
  NOT_A_ZONE_CODE: asBadInput(
    '담당 구역은 행정동 코드이며 통과 반을 붙일 수 있습니다(예: 1120055000-3-2).\nA zone is the ten digits of a dong, with its tong and its ban behind them where it is one: 1120055000-3-2.',
  ),
  NOT_A_WEB_ADDRESS: asBadInput(
    '누리집 주소는 https://로 시작합니다.\nAn address of a page begins with https:// or http://.',
  ),
  NOT_A_MAIL_ADDRESS: asBadInput(
    '전자우편 주소는 name@example.or.kr처럼 적습니다.\nAn e-mail address looks like name@example.or.kr.',
  ),
  NOT_A_PHONE_NUMBER: asBadInput(
    '전화번호는 02-123-4567처럼 적습니다.\nA telephone number looks like 02-123-4567.',
  ),
  NOT_A_DECIMAL: asBadInput('0 이상의 소수입니다.\nThe value is a decimal number, such as 1000.50.'),
  NOT_A_TIME_OF_DAY: asBadInput('시각은 09:00처럼 적습니다.\nThe value is a time of day, such as 09:00.'),
  NOT_A_LIST_OF_WEEKDAYS: asBadInput(
    '요일은 MO,TU처럼 적습니다.\nDays of the week look like MO,TU, or like 1MO for the first Monday.',
  ),
  NOT_A_WEEKDAY: asBadInput('요일은 MO처럼 적습니다.\nA day of the week looks like MO.'),
  NOT_A_LIST_OF_DAYS: asBadInput(
    '그 기간에 있는 날이나 주를 1,15처럼 적습니다.\nDays or weeks are numbers that there are, with commas between them, such as 1,15.',
  ),
  NOT_A_FREQUENCY: asBadInput(
    '반복 주기는 DAILY, WEEKLY, MONTHLY, YEARLY 가운데 하나입니다.\nIt is one of DAILY, WEEKLY, MONTHLY and YEARLY.',
  ),
  NOT_A_DISTRICT_CODE: asBadInput(
    '시·군·구 코드는 11170처럼 숫자 다섯 자리입니다.\nA district code has five digits, such as 11170.',
  ),
  NOT_A_DONG_CODE: asBadInput(
    '행정동 코드는 1117051000처럼 숫자 열 자리입니다.\nA dong code has ten digits, such as 1117051000.',
  ),
  NOT_AN_IDENTIFIER: asBadInput('형식이 맞지 않는 식별자입니다.\nThat is not an identifier of this API.'),
  IDENTIFIER_OF_OTHER_TYPE: asBadInput(
    ({ type }) => `${type}의 식별자가 아닙니다.\nExpected an id of the type ${type}.`,
  ),
  IDENTIFIER_OF_NO_TYPE: asBadInput('알 수 없는 종류의 식별자입니다.\nThat id is of no type of this API.'),
  TOO_MANY_DISTRICTS: asBadInput(
    ({ most }) =>
      `한 번에 ${most}개 시·군·구까지 찾을 수 있습니다.\nIds of at most ${most} districts are looked for at once.`,
    ['most'],
  ),
  IDENTIFIER_OF_OTHER_DISTRICT: asBadInput(
    '다른 시·군·구의 식별자입니다.\nAll ids must be of the same district.',
  ),
  BAD_CURSOR: asBadInput('이 목록의 커서가 아닙니다.\nThat cursor is not one of this list.'),
  CURSOR_OF_OTHER_QUESTION: asBadInput(
    '다른 순서나 다른 조건의 커서입니다.\nThat cursor is of another order or another filter.',
    { field: 'after' },
  ),
  PAGE_SIZE_OUT_OF_RANGE: asBadInput(
    ({ most }) => `한 페이지는 0개 이상 ${most}개 이하입니다.\nA page has 0 to ${most} entries.`,
    ['most'],
  ),
  FIRST_AND_LAST: asBadInput(
    'first와 last를 함께 쓸 수 없습니다.\n"first" and "last" cannot be given together.',
    { field: 'last' },
  ),
  TOO_MANY_ROWS: asBadInput(
    ({ rows, most }) =>
      `요청한 목록이 너무 큽니다.\nThe page sizes multiply to ${rows} rows; at most ${most} are possible.`,
    ['rows', 'most'],
  ),
  ALIAS_TOO_LONG: asBadInput(
    ({ most }) => `별칭이 너무 깁니다.\nAn alias may have ${most} characters.`,
    ['most'],
  ),

  SERVER_BUSY: asOverloaded('지금은 요청이 많습니다.\nToo many requests right now: try again shortly.'),
  DATABASE_UNREACHABLE: asUnavailable(
    '데이터베이스에 연결할 수 없습니다.\nThe database cannot be reached right now: try again shortly.',
  ),
  DATABASE_LATE: asUnavailable(
    '데이터베이스가 제때 응답하지 않았습니다.\nThe database did not answer in time: try again shortly.',
  ),
  DATABASE_READ_ONLY: asUnavailable(
    '데이터베이스가 지금은 읽기 전용입니다.\nThe database is read-only right now, and what cannot be logged is not shown: try again shortly.',
  ),
  OUTCOME_UNKNOWN: asUnavailable(
    '변경이 반영되었는지 알 수 없습니다.\nIt is not known whether this was done: send it again with the same "idempotencyKey", which does it once.',
    [],
    '같은 idempotencyKey로 다시 보내면 한 번만 반영됩니다.\nSend it again with the same "idempotencyKey", which does it once.',
  ),
});

/** Nothing is there, or it may not be known: both are said alike. */
export const notFound = (what: string) => errorOf(commonFaults.NOT_FOUND, { what });
