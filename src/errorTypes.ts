import { GraphQLEnumType, GraphQLSchema } from 'graphql';
import { declaredFaults } from './database/faults.js';
import { type ErrorCode, errorCodes } from './errors.js';
import { sentenceOf } from './faults.js';

// No field answers with an error, but clients make their own types of the schema: what `extensions` may hold stands in it.

/** What a client does about an error of each code: a Korean line and an English one. */
export const advice: Readonly<Record<ErrorCode, string>> = {
  NOT_FOUND:
    '식별자를 확인하십시오. 없는 것과 알 수 없는 것은 구별하지 않습니다.\nCheck the id. What is not there and what may not be known are told alike.',
  FORBIDDEN:
    '권한이 있는 사람에게 맡기십시오. 다시 보내도 같습니다.\nLeave it to somebody whose duty it is. Sending it again changes nothing.',
  BAD_INPUT:
    '"field"의 값을 고쳐 다시 보내십시오.\nCorrect what was sent, at "field" where that is told, and send it again.',
  CONFLICT: '다시 읽고 판단하십시오.\nRead it again and decide anew.',
  ILLEGAL_STEP: '"legalSteps" 가운데 하나를 고르십시오.\nTake one of "legalSteps".',
  UNAUTHENTICATED: '새 토큰으로 다시 보내십시오.\nGet a new token and send it again.',
  OVERLOADED:
    'Retry-After만큼 기다려 다시 보내십시오.\nWait as long as "Retry-After" says, and send it again.',
  UNAVAILABLE:
    '잠시 뒤에 다시 보내십시오. 변경은 같은 idempotencyKey로 보냅니다.\nSend it again shortly; a change with the same "idempotencyKey".',
  INTERNAL:
    'requestId의 값을 운영자에게 알려 주십시오.\nTell the operator the value of "requestId", which is also that of the header "X-Request-Id".',
};

const described = (text: string) => ({ description: text.replace('\n', ' ') });

const ErrorCodeType = new GraphQLEnumType({
  name: 'ErrorCode',
  description:
    '오류 코드. 어떤 오류이고 어떻게 해야 하는지 구분합니다. What kind of error it is, and so what to do about it: `extensions.code` of an error.',
  values: Object.fromEntries(errorCodes.map((code) => [code, described(advice[code])])),
});

const ErrorReasonType = new GraphQLEnumType({
  name: 'ErrorReason',
  description:
    '오류 사유. 무엇이 잘못되었는지 구분하며, 문장이 바뀌어도 그대로입니다. What is wrong: `extensions.reason` of an error, which stays the same while its message may be worded anew.',
  values: Object.fromEntries(
    [...declaredFaults].map(([reason, fault]) => [reason, described(sentenceOf(fault))]),
  ),
});

/** A schema that tells as well which errors there are. */
export function withErrors(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, types: [...config.types, ErrorCodeType, ErrorReasonType] });
}
