import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';

/** Coordinates of everything in a schema that says nothing about itself: the descriptions are the users' manual. */
export function undescribed(schema: GraphQLSchema): string[] {
  const silent: string[] = [];
  const look = (coordinate: string, { description }: { description?: string | null }) => {
    if (!description?.trim()) silent.push(coordinate);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    const { name } = type;
    // The root and the scalars of the specification are what GraphQL says they are.
    if (name.startsWith('__') || isSpecifiedScalarType(type)) continue;
    const root = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    if (!root.includes(type as never)) look(name, type);
    if (isEnumType(type)) for (const value of type.getValues()) look(`${name}.${value.name}`, value);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) look(`${name}.${field.name}`, field);
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) {
        look(`${name}.${field.name}`, field);
        for (const argument of field.args) look(`${name}.${field.name}(${argument.name}:)`, argument);
      }
  }
  for (const directive of schema.getDirectives()) look(`@${directive.name}`, directive);
  return silent;
}
