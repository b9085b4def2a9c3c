import { type GraphQLSchema, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { filterFaults } from './filters.js';
import { type Grant, nameOf, refusable } from './grants.js';

/** The grant of every field, by schema coordinate (`Type.field`). */
export type Policy = ReadonlyMap<string, Grant>;

/**
 * Reads who may see what from the built schema. Refuses a schema in which a field of any type, or of an input, has no
 * grant, or in which an interface has taken a field's grant away: a permission that nobody placed stops the start.
 */
export function policyOf(schema: GraphQLSchema): Policy {
  const policy = new Map<string, Grant>();
  const faults: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const at = `${type.name}.${field.name}`;
      const grant = field.extensions.grant as Grant | undefined;
      if (!grant) {
        faults.push(`${at} has no grant`);
        continue;
      }
      policy.set(at, grant);
      if (isObjectType(type) && refusable(grant) && String(field.type).endsWith('!'))
        faults.push(`${at} can be refused, so it must be nullable`);
    }
    if (isObjectType(type))
      for (const each of type.getInterfaces())
        for (const field of Object.values(each.getFields())) {
          const own = policy.get(`${type.name}.${field.name}`);
          const theirs = field.extensions.grant as Grant | undefined;
          if (own && theirs && nameOf(own) !== nameOf(theirs))
            faults.push(`${type.name}.${field.name} differs from ${each.name}'s grant`);
        }
  }
  faults.push(...filterFaults(schema));
  if (faults.length) throw new Error(`The schema is not safe to serve: ${faults.join('; ')}.`);
  return policy;
}
