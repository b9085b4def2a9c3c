import { type GraphQLSchema, isInputObjectType, isInterfaceType } from 'graphql';
import { caseWork } from '../access/duties.js';
import type { Grant } from '../access/grants.js';
import type { Policy } from '../access/policy.js';

const isCaseWork = (grant: Grant) =>
  grant.kind === 'duty' &&
  grant.duties.length === caseWork.length &&
  caseWork.every((each) => grant.duties.includes(each));

/** The grant in words, as short as a line of a table allows; the legend says the rest. */
export function inWords(grant: Grant): string {
  switch (grant.kind) {
    case 'open':
      return 'everybody';
    case 'inherited':
      return 'with its row';
    case 'signedIn':
      return 'every member of staff';
    case 'duty':
      return isCaseWork(grant) ? 'case work' : `duty ${grant.duties.join(', ')}`;
    case 'scope':
      return `\`${grant.dataClass}\` of the row's subject`;
    case 'ownClass':
      return 'rows whose own class the viewer has';
  }
}

const legend = `# Permissions

Who may see each field of the API, one line a field, so that a change of rights is a readable diff. Written by
\`npm run contract\` from the grants that stand beside the fields; do not edit it by hand.

| words | who |
|---|---|
| everybody | whoever asks, with or without a token |
| every member of staff | whoever has a token and an active staff record |
| case work | one of the duties ${caseWork.map((each) => `\`${each}\``).join(', ')} in the post of the request |
| duty … | one of these duties in the post of the request |
| with its row | whoever was given the row (or the object) that the field is on |
| \`CLASS\` of the row's subject | whoever has this data class for the household or member of the row: by duty, consent, referral or declared emergency |
| rows whose own class the viewer has | each row says its data class and whom it concerns; the viewer gets those of which they have the class for all of these |

Which households and rows there are for a viewer is decided before any field is (row-level security, and again by the
statement itself). A field of an input narrows by data: its grant says who may narrow by it, and it looks only at what the
viewer has.
`;

/** The text of schema/permissions.md: a table for each type, in the order of their names. */
export function permissionsText(schema: GraphQLSchema, policy: Policy): string {
  const types = new Map<string, string[]>();
  for (const [coordinate, grant] of [...policy].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const type = coordinate.slice(0, coordinate.indexOf('.'));
    const lines = types.get(type) ?? [];
    lines.push(`| \`${coordinate}\` | ${inWords(grant)} |`);
    types.set(type, lines);
  }
  const tables = [...types].map(([name, lines]) => {
    const type = schema.getType(name);
    const kind = isInputObjectType(type) ? ' (input)' : isInterfaceType(type) ? ' (interface)' : '';
    const who = isInputObjectType(type) ? 'who may narrow by it' : 'who may see it';
    return `## ${name}${kind}\n\n| field | ${who} |\n|---|---|\n${lines.join('\n')}\n`;
  });
  return [legend, ...tables].join('\n');
}
