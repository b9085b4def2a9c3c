import { schema } from '../../src/schema.js';
import { publishedQueries } from '../support/published.js';
import { everythingOf, globalId, print } from './everything.js';
import type { Home } from './households.js';
import { objectType, type Prepared } from './prepared.js';
import { nodeTables, nodeTypes, tableOfNode } from './roots.js';
import { consentScoped, householdOf } from './rows.js';

export interface Attack {
  document: string;
  variables?: Record<string, unknown>;
}

const cursorOf = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');

const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const [firstId, lastId] = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

const everything = print(everythingOf(objectType('Household')));
const member = print(everythingOf(objectType('Member'), { depth: 0 }));

/** The same household by aliases, fragments of every kind, skipped fields and edges that lead back to it. */
const ways = [
  `query ($id: ID!) { household(id: $id) { ${everything} } }`,
  `query ($id: ID!) {
    first: household(id: $id) { ...Whole }
    again: household(id: $id) { a: members(first: 1) { x: identity { n: name } } b: members { ...Person y: health { c: conditions } } }
  }
  fragment Whole on Household { one: summary { responsibleDong head { ...Person } } two: housing { condition } three: finance { debtKrw benefits }
    four: family { careSituation } all: members { ...Person } cases { linkages { id dataClass valueKrw } notes { body } } }
  fragment Person on Member { id who: identity { name birthDate } contact { phone homeAddress } uniqueId { maskedRegistrationNumber }
    ... on Node { id } safety { findings risk } where: safeLocation { place address } legal { matters } }`,
  `query ($id: ID!, $no: Boolean = false) { household(id: $id) { id @skip(if: $no) cases { household { members { household { consents { member {
      household { cases { linkages { case { household { members { identity { name } contact { phone } safeLocation { place } } } } provider { name } service { name } }
      needs { description case { household { summary { head { identity { name } } } } } } goals { description } notes { body } } }
    } givenBy { identity { name } health { conditions } } organization { name } agreement { title organization { name } } } } } } } } }`,
  `query ($id: ID!) { household(id: $id) { intakeReports { origin { source sender { name } } incidents { narrative } investigation { record }
      center { name } household { members { ${member} } } case { household { id } notes { body kind } } }
    screenings { list screenedOn } assignments { kind from until } access { granted withheld { dataClass reason } } } }`,
  // Pages from either end, and from cursors that were made by hand.
  `query ($id: ID!, $order: ListOrder = NEWEST_FIRST) { household(id: $id) {
    membersConnection(last: 3) { edges { cursor node { id identity { name } } } nodes { contact { phone } safeLocation { place } } totalCount ${pageInfo} }
    casesConnection(first: 3, order: $order, before: "${cursorOf('2100-01-01', lastId)}") { edges { cursor node {
      notesConnection(last: 2, order: $order) { edges { cursor node { body } } nodes { id } totalCount ${pageInfo} }
      again: notesConnection(after: "${cursorOf('2000-01-01 00:00:00+00', firstId)}") { n: nodes { body } e: edges { r: node { body dataClass } } }
      linkagesConnection(order: NEWEST_FIRST) { nodes { valueKrw provider { name } allocationsConnection { nodes { amount } totalCount } } }
      needsConnection(last: 50) { nodes { description } totalCount } goalsConnection { edges { node { description } } }
    } } totalCount }
    intakeReportsConnection(last: 5) { nodes { incidents { narrative } investigation { record } } ${pageInfo} }
    consentsConnection(order: $order) { nodes { member { identity { name } } stepsConnection(last: 1) { nodes { askedBy { id } } totalCount } } } } }`,
];

/** Each question once: households of one district are found by the same lists. */
export const once = (attacks: readonly Attack[]): Attack[] => [
  ...new Map(attacks.map((each) => [JSON.stringify(each), each])).values(),
];

/** Everything that may be tried on a household: by its id, by the ids of its rows, by what is written in them. */
export function attacksOn({ world }: Prepared, home: Home): Attack[] {
  const rows = (table: string) => world.all(table).filter((row) => householdOf(table, row) === home.id);
  const attacks: Attack[] = ways.map((document) => ({
    document,
    variables: { id: `Household:${home.district}:${home.id}` },
  }));
  for (const type of nodeTypes.filter((each) => consentScoped.includes(tableOfNode(each))))
    for (const row of rows(tableOfNode(type)).slice(-1)) {
      const id = globalId(type, row);
      const selection = print(everythingOf(objectType(type), { depth: 1 }));
      attacks.push({
        document: `query ($id: ID!) { node(id: $id) { __typename id ... on ${type} { ${selection} } ...Any } }
          fragment Any on Node { same: id }`,
        variables: { id },
      });
      if (type === 'Case')
        attacks.push({ document: `query ($id: ID!) { case(id: $id) { ${selection} } }`, variables: { id } });
    }
  const list = `query ($district: String!, $filter: HouseholdFilter, $orderBy: HouseholdOrder, $after: String) {
    households(district: $district, filter: $filter, orderBy: $orderBy, after: $after, first: 100) {
      nodes { id members { identity { name } } } edges { cursor node { id summary { registeredOn responsibleDong } } }
      totalCount pageInfo { hasNextPage startCursor endCursor } } }`;
  const summary = rows('household_summaries')[0];
  const [ownCase] = rows('cases');
  const { district } = home;
  const filters: Record<string, unknown>[] = [
    {},
    ...rows('member_identities').map(({ name }) => ({ memberName: name })),
    { memberName: '' },
    ...rows('member_contacts').flatMap(({ phone }) => (phone ? [{ memberPhone: phone }] : [])),
    { visitTiers: ['HIGH', 'MODERATE', 'HEALTHY'] },
    { openedFrom: ownCase?.opened_on, openedUntil: ownCase?.opened_on },
    { stages: [ownCase?.stage], responsibleDong: summary?.responsible_dong },
  ];
  for (const filter of filters) attacks.push({ document: list, variables: { district, filter } });
  attacks.push({
    document: list,
    variables: { district, after: cursorOf(summary?.registered_on ?? '2020-01-01', home.id) },
  });
  const day = { OLDEST_FIRST: '2000-01-01', LONGEST_WITHOUT_STEP: '2000-01-01T00:00:00Z' };
  for (const [orderBy, first] of Object.entries(day))
    for (const after of [
      undefined,
      cursorOf(first, firstId, orderBy),
      cursorOf('infinity', firstId, orderBy),
    ])
      attacks.push({ document: list, variables: { district, orderBy, after } });
  return attacks;
}

/** What a shelter could be found by in the catalogue. */
export function attacksOnShelters({ world }: Prepared): Attack[] {
  const attacks: Attack[] = [];
  for (const type of nodeTypes.filter((each) => !consentScoped.includes(tableOfNode(each))))
    for (const row of world.all(tableOfNode(type)).filter((each) => each.confidential)) {
      const selection = print(everythingOf(objectType(type), { catalogue: true, depth: 1 }));
      attacks.push({
        document: `query ($id: ID!) { node(id: $id) { ... on ${type} { ${selection} } } }`,
        variables: { id: globalId(type, row) },
      });
    }
  for (const root of ['services', 'organizations', 'taxonomies', 'taxonomyTerms', 'sponsors', 'units']) {
    const field = schema.getQueryType()!.getFields()[root]!;
    const selection = print(
      everythingOf(objectType(String(field.type).replace('!', '')), { catalogue: true, depth: 2 }),
    );
    const filter =
      field.args.some(({ name }) => name === 'filter') && root !== 'sponsors'
        ? ', filter: { search: "canary" }'
        : '';
    attacks.push({
      document: `{ ${root}(first: 50) { ${selection} } found: ${root}(first: 50${filter}) { nodes { id } totalCount } }`,
    });
  }
  return attacks;
}

/**
 * Fields that tell what every purpose opens, each under its own. A model of a viewer is for one purpose; test/consent/clients
 * compares each row with what the household itself shows for that purpose.
 */
export const ofEveryPurpose = ['clients'];

export const isOfEveryPurpose = ({ document }: Pick<Attack, 'document'>) =>
  ofEveryPurpose.some((field) => document.includes(`${field}(`));

/** The published operations, with the ids in their variables exchanged for those of a household. */
export function publishedAttacks({ world }: Pick<Prepared, 'world'>, home: Home): Attack[] {
  const own = (type: string) => {
    // What is of no household, such as a pledge, is asked for by the id that was published.
    const table = nodeTables[type];
    const row = table && world.all(table).find((each) => householdOf(table, each) === home.id);
    return row && globalId(type, row);
  };
  return publishedQueries()
    .map(({ text, variables }) => ({
      document: text,
      variables: JSON.parse(JSON.stringify(variables), (_, value) => {
        const type = typeof value === 'string' && /^(\w+):\d{5}:[0-9a-f-]{36}$/.exec(value)?.[1];
        return type ? (own(type) ?? value) : value;
      }),
    }))
    .filter((each) => !isOfEveryPurpose(each));
}
