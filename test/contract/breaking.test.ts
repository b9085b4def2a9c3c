import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { acceptedChanges, breakingChanges } from '../../src/contract/breaking.js';
import { brokenPromises } from '../../src/contract/faults.js';

const before = `
  type Query { household(id: ID!): Household }
  type Household { id: ID!, name: String!, stage: Stage @deprecated(reason: "use cases") }
  enum Stage { OPEN CLOSED }
`;
const after = (text: string) => buildSchema(text);
const removed = "Field 'name' was removed from object type 'Household'";

test('a removed field breaks its clients', async () => {
  expect(await breakingChanges(before, after(before.replace('name: String!,', '')))).toEqual([removed]);
});

test('a field that may now be null, a removed enum value and a new required argument break clients', async () => {
  const changed = before
    .replace('name: String!', 'name: String')
    .replace('OPEN CLOSED', 'OPEN')
    .replace('(id: ID!)', '(id: ID!, district: String!)');
  expect(await breakingChanges(before, after(changed))).toHaveLength(3);
});

test('what is added, described or deprecated breaks nobody, and neither does the schema as it is', async () => {
  const grown = before
    .replace('name: String!', '"Its name." name: String! @deprecated(reason: "later"), new: Int')
    .replace('OPEN CLOSED', 'OPEN CLOSED PAUSED')
    .replace('(id: ID!)', '(id: ID!, district: String)');
  expect(await breakingChanges(before, after(grown))).toEqual([]);
  expect(await breakingChanges(before, after(before))).toEqual([]);
});

test('a break is told with the version that it breaks, until it is accepted with a reason', async () => {
  const schema = after(before.replace('name: String!,', ''));
  const earlier = [{ commit: 'HEAD', text: before }];
  const [told] = await brokenPromises(schema, earlier, new Set());
  expect(told).toContain(`Breaks clients of HEAD: ${removed}`);
  const accepted = acceptedChanges(`# Accepted\n\n- \`${removed}\` — the identity facet has it\n`);
  expect(await brokenPromises(schema, earlier, accepted)).toEqual([]);
});

test('a break is not accepted without a reason', () => {
  expect(acceptedChanges(`- \`${removed}\` — \n- \`${removed}\`\n`).size).toBe(0);
});
