interface Extended {
  fieldName: string;
}

/** What of type-graphql's store of decorators is used here; 2.0.0-rc.4, which package.json pins. */
interface Store {
  fieldExtensions: Extended[];
  findExtensions(this: Pick<Store, 'fieldExtensions'>, target: object, fieldName?: string): object;
}

/**
 * Lets type-graphql find the extensions of a field among those of fields of the same name. By itself it looks through those
 * of all fields for each of them, which is most of a second at every start; what it finds is the same.
 */
export function indexExtensions(): void {
  const store = (globalThis as unknown as { TypeGraphQLMetadataStorage: Store }).TypeGraphQLMetadataStorage;
  const find = store.findExtensions;
  const byName = new Map<string, Extended[]>();
  let indexed = 0;
  store.findExtensions = (target, fieldName) => {
    if (fieldName === undefined) return find.call(store, target);
    const all = store.fieldExtensions;
    // Whatever was declared since.
    if (indexed !== all.length) {
      byName.clear();
      for (const each of all) byName.set(each.fieldName, [...(byName.get(each.fieldName) ?? []), each]);
      indexed = all.length;
    }
    return find.call({ fieldExtensions: byName.get(fieldName) ?? [] }, target, fieldName);
  };
}
