import { GraphQLString, type ValueNode } from 'graphql';
import { commonFaults } from '../commonFaults.js';
import { plainErrorOf } from '../faults.js';
import { isVisible, seen } from './invisible.js';

// Every text of every input and argument goes through GraphQL's own String: what is done there is done for all of them, however the
// text came, and for those that somebody adds tomorrow. A scalar of our own cannot be called String beside it.

const [parseValue, parseLiteral] = [GraphQLString.parseValue, GraphQLString.parseLiteral];

/** A text as it was sent, without what nobody sees in it; refused where nothing else is left. */
function read(text: string, node?: ValueNode): string {
  const cleaned = seen(text);
  // What is white space alone is judged by whoever reads it: some fields are left blank so.
  if (isVisible(cleaned) || /^[^\S\ufeff]*$/.test(text)) return cleaned;
  throw plainErrorOf(commonFaults.TEXT_INVISIBLE, node ? { nodes: [node] } : {});
}

/** Has GraphQL read texts so from now on, in this process. */
export function readTextsAsSeen(): void {
  GraphQLString.parseValue = (value) => read(parseValue(value));
  GraphQLString.parseLiteral = (node, variables) => read(parseLiteral(node, variables), node);
}
