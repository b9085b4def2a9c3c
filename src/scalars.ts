import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { commonFaults } from './commonFaults.js';
import { type Fault, plainErrorOf } from './faults.js';

// Which standard says how values are written: clients and generators read it from the schema (@specifiedBy).
const instants = 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6';
const wholeNumbers = 'https://www.rfc-editor.org/rfc/rfc8259#section-6';

/** Whether the day is in the calendar: JavaScript takes 30 February for 2 March. */
function exists(value: string): boolean {
  const day = Date.parse(`${value.slice(0, 10)}T00:00:00Z`);
  return (
    !Number.isNaN(day) &&
    new Date(day).toISOString().startsWith(value.slice(0, 10)) &&
    !Number.isNaN(Date.parse(value))
  );
}

/** What a scalar says of a value that is none of its own: never the value, and of a literal where it stands. */
const refused = (fault: Fault, node?: ValueNode) => plainErrorOf(fault, node ? { nodes: [node] } : {});

/** A scalar that PostgreSQL already wrote as text: answers pass through, input is checked against a pattern. */
function text(
  name: string,
  description: string,
  specifiedByURL: string,
  pattern: RegExp,
  fault: Fault,
): GraphQLScalarType<string, string> {
  const check = (value: unknown, node?: ValueNode): string => {
    if (typeof value === 'string' && pattern.test(value) && exists(value)) return value;
    throw refused(fault, node);
  };
  return new GraphQLScalarType({
    name,
    description,
    specifiedByURL,
    serialize: (value) => value as string,
    parseValue: (value) => check(value),
    parseLiteral: (node: ValueNode) => check(node.kind === Kind.STRING ? node.value : undefined, node),
  });
}

export const DateScalar = text(
  'Date',
  '날짜 (YYYY-MM-DD). 시간대가 없는 하루입니다. A whole day, without a time zone.',
  instants,
  /^\d{4}-\d\d-\d\d$/,
  commonFaults.NOT_A_DATE,
);
export const DateTimeScalar = text(
  'DateTime',
  '시각 (RFC 3339). UTC와의 차이까지 적은 한 순간입니다. An instant with its offset from UTC.',
  instants,
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-](?:0\d|1[0-5]):[0-5]\d)$/,
  commonFaults.NOT_AN_INSTANT,
);

const output = (name: string, description: string, specifiedByURL: string) =>
  new GraphQLScalarType({ name, description, specifiedByURL, serialize: (value) => value });

export const TimeScalar = output(
  'Time',
  '하루 중 시각 (HH:MM:SS). 서비스를 제공하는 곳의 시각입니다. A time of day where the service is given.',
  instants,
);
export const DecimalScalar = output(
  'Decimal',
  '소수 (문자열). 자릿수를 잃지 않도록 글로 적은 소수입니다. A decimal number as text, so that no digit is lost.',
  'https://www.w3.org/TR/xmlschema11-2/#decimal',
);
const won = (value: unknown, node?: ValueNode): number => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw refused(commonFaults.NOT_WHOLE_WON, node);
};
export const KrwScalar = new GraphQLScalarType({
  name: 'Krw',
  description: '원화 금액. 원 단위로 적는 정수입니다. Whole Korean won; a JSON number up to 2^53 - 1.',
  specifiedByURL: wholeNumbers,
  serialize: (value) => value,
  parseValue: (value) => won(value),
  parseLiteral: (node: ValueNode) => won(node.kind === Kind.INT ? Number(node.value) : undefined, node),
});

const counted = (value: unknown, node?: ValueNode): number => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw refused(commonFaults.NOT_AN_AMOUNT, node);
};
export const AmountScalar = new GraphQLScalarType({
  name: 'Amount',
  description:
    '금액 또는 수량. 금액은 원 단위, 물품은 개수로 적는 정수입니다. Whole won of money, whole units of what is given in kind; a JSON number up to 2^53 - 1.',
  specifiedByURL: wholeNumbers,
  serialize: (value) => value,
  parseValue: (value) => counted(value),
  parseLiteral: (node: ValueNode) => counted(node.kind === Kind.INT ? Number(node.value) : undefined, node),
});
