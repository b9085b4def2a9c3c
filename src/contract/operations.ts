import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { type GraphQLSchema, getOperationAST, parse, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { packageRoot, readConfig } from '../config.js';
import { beyondLimits } from '../http/documentLimits.js';
import { preparedOperations } from '../http/operations.js';

/** What is wrong with the published operations: each must run as it stands, within the limits of a server as it comes. */
export function operationFaults(
  schema: GraphQLSchema,
  folder = `${packageRoot}/schema/operations`,
): string[] {
  const { limits } = readConfig({});
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const faults = files
    .filter((file) => file.endsWith('.json') && !files.includes(file.replace(/json$/, 'graphql')))
    .map((file) => `schema/operations/${file} holds the variables of no operation`);
  for (const { name, description, text, variables } of preparedOperations(folder)) {
    const file = files.find((each) => basename(each) === `${name}.graphql`);
    const at = `schema/operations/${file ?? `${name}.graphql`}`;
    const fault = (what: string) => faults.push(`${at}: ${what}`);
    if (!file) fault('the file and the operation in it must have one name');
    if (!description) fault('it must begin with a comment that says what it is for');
    const document = parse(text);
    const beyond = beyondLimits(document, limits);
    if (beyond) fault(beyond.message);
    for (const { message } of validate(schema, document)) fault(message);
    const operation = getOperationAST(document);
    if (!operation) {
      fault('a file holds one operation');
      continue;
    }
    const given = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    for (const { message } of given.errors ?? []) fault(message);
    const declared = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
    for (const extra of Object.keys(variables).filter((each) => !declared.includes(each)))
      fault(`it takes no variable $${extra}`);
  }
  return faults;
}
