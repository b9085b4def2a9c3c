import { number, type Reader } from './reader.js';

/** Every number that bounds what one client, one request or one process may use. */
export interface Limits {
  maxDepth: number;
  maxRootFields: number;
  maxAliases: number;
  maxFields: number;
  maxPageSize: number;
  defaultPageSize: number;
  maxBodyBytes: number;
  maxTokens: number;
  requestDeadlineMs: number;
  poolSize: number;
  maxInFlight: number;
  plansPerDocument: number;
  rememberedBytes: number;
  maxListSize: number;
  maxRows: number;
  maxComparisons: number;
  answerBytes: number;
  openAnswerBytes: number;
  openAmplification: number;
  openStatements: number;
  addressStatements: number;
  openInFlight: number;
  addressRate: number;
  personRate: number;
  organizationRate: number;
  personNumbers: number;
  organizationNumbers: number;
  maxNameLength: number;
  maxStreams: number;
  changeDays: number;
  deliveryDays: number;
  hsdsPage: number;
  hsdsFullPage: number;
  hsdsSought: number;
  hsdsBytes: number;
  hsdsStreams: number;
  capacityDays: number;
}

const limit = (name: string, fallback: number, min: number, max: number, description: string) =>
  number(`HAMKKE_LIMIT_${name}`, fallback, min, max, description);

export const limits: Record<keyof Limits, Reader<number>> = {
  maxDepth: limit('MAX_DEPTH', 12, 1, 100, 'Levels of an operation.'),
  maxRootFields: limit('MAX_ROOT_FIELDS', 10, 1, 1000, 'Root fields of an operation: each is one statement.'),
  maxFields: limit('MAX_FIELDS', 500, 10, 100_000, 'Fields of an operation, fragments spread out.'),
  maxAliases: limit('MAX_ALIASES', 60, 0, 10_000, 'Aliases in an operation.'),
  maxPageSize: limit('MAX_PAGE_SIZE', 100, 1, 1000, 'The most rows that one page may ask for.'),
  defaultPageSize: limit('DEFAULT_PAGE_SIZE', 20, 1, 1000, 'Rows of a page that does not say.'),
  maxBodyBytes: limit('MAX_BODY_BYTES', 100_000, 1000, 10_000_000, "A request's body, in bytes."),
  maxTokens: limit('MAX_TOKENS', 2000, 100, 100_000, "A document's tokens."),
  requestDeadlineMs: limit('REQUEST_DEADLINE_MS', 4_000, 100, 600_000, "A request's time, in milliseconds."),
  poolSize: limit('POOL_SIZE', 8, 1, 500, 'Connections to the database.'),
  maxInFlight: limit('MAX_IN_FLIGHT', 256, 1, 100_000, 'Requests in work; more are refused at once.'),
  plansPerDocument: limit(
    'PLANS_PER_DOCUMENT',
    32,
    1,
    10_000,
    'Plans kept of one document, for each set of optional variables.',
  ),
  rememberedBytes: limit(
    'REMEMBERED_BYTES',
    32_000_000,
    100_000,
    10_000_000_000,
    'Memory for what is remembered of documents: they, their plans and the ways to answer them.',
  ),
  maxListSize: limit('MAX_LIST_SIZE', 200, 1, 10_000, 'The most rows of a list inside a row.'),
  maxRows: limit(
    'MAX_ROWS',
    20_000,
    100,
    1_000_000,
    'Rows that the page sizes of an operation may multiply to, all root fields together; ten values more count as another row.',
  ),
  maxComparisons: limit(
    'MAX_COMPARISONS',
    5000,
    100,
    10_000_000,
    'Pairs of fields of one name, and of fragments, that validating a document may compare.',
  ),
  answerBytes: limit('ANSWER_BYTES', 2_000_000, 10_000, 500_000_000, 'The longest answer, in bytes.'),
  openAnswerBytes: limit(
    'OPEN_ANSWER_BYTES',
    100_000,
    1000,
    500_000_000,
    'The longest answer without a token, unless the request is so long that the next setting allows more.',
  ),
  openAmplification: limit(
    'OPEN_AMPLIFICATION',
    100,
    1,
    1_000_000,
    'How many times as long as its request an answer without a token may be.',
  ),
  openStatements: limit(
    'OPEN_STATEMENTS',
    2,
    1,
    500,
    'Connections to the database that requests without a token use at once.',
  ),
  addressStatements: limit(
    'ADDRESS_STATEMENTS',
    1,
    1,
    500,
    'How many of those connections one address uses at once.',
  ),
  openInFlight: limit(
    'OPEN_IN_FLIGHT',
    64,
    1,
    100_000,
    'Requests without a token in work; more are refused at once.',
  ),
  addressRate: limit(
    'ADDRESS_RATE',
    50,
    1,
    1_000_000,
    'What an address may ask for without a token, in requests a second; new documents and long work count more.',
  ),
  personRate: limit('PERSON_RATE', 100, 1, 1_000_000, 'Requests a second of one person.'),
  organizationRate: limit('ORGANIZATION_RATE', 500, 1, 1_000_000, 'Requests a second of one organization.'),
  personNumbers: limit(
    'PERSON_NUMBERS',
    10,
    1,
    1_000_000,
    'How often a minute one person may look somebody up by a registration number.',
  ),
  organizationNumbers: limit(
    'ORGANIZATION_NUMBERS',
    60,
    1,
    1_000_000,
    'How often a minute the people of one organization may.',
  ),
  // PostgreSQL cuts names at 63 bytes, and a cut alias could meet another.
  maxNameLength: limit('MAX_NAME_LENGTH', 60, 10, 60, 'Characters of an alias.'),
  maxStreams: limit('MAX_STREAMS', 1000, 0, 100_000, 'Subscriptions that are open at once.'),
  changeDays: limit(
    'CHANGE_DAYS',
    90,
    1,
    3650,
    'Days that changes can be asked for, and their cursors are good.',
  ),
  deliveryDays: limit(
    'DELIVERY_DAYS',
    30,
    1,
    3650,
    'Days that a delivered webhook message can be looked up.',
  ),
  hsdsPage: limit('HSDS_PAGE', 1000, 1, 100_000, 'The most records of a page of /hsds.'),
  hsdsSought: limit(
    'HSDS_SOUGHT',
    10_000,
    1,
    1_000_000,
    'The most records that /hsds gives as lines of what is sought: each part of them is found anew.',
  ),
  hsdsFullPage: limit('HSDS_FULL_PAGE', 50, 1, 1000, 'The same with all that stands inside of each record.'),
  hsdsBytes: limit(
    'HSDS_BYTES',
    16_000_000,
    10_000,
    500_000_000,
    'The longest document of /hsds, in bytes; a longer one is refused.',
  ),
  hsdsStreams: limit('HSDS_STREAMS', 20, 0, 10_000, 'Answers of /hsds as ndjson that are under way at once.'),
  capacityDays: limit(
    'CAPACITY_DAYS',
    14,
    1,
    3650,
    "Days that a service's room holds; then it is unknown until somebody confirms it.",
  ),
};
