import type { Operation } from './ask.js';

/** A type of the schema or a field of one, whose name or description has what was looked for. */
export interface Found {
  type: SchemaType;
  field?: Described;
  description: string;
}

/** Whether a text has every word that was looked for, in any order and either language. */
const hasAll = (text: string, words: string[]): boolean => {
  const within = text.toLowerCase().normalize('NFC');
  return words.every((word) => within.includes(word));
};

const wordsOf = (looked: string): string[] =>
  looked.toLowerCase().normalize('NFC').split(/\s+/).filter(Boolean);

/** The operations whose name, description or audience has all the words. */
export function findOperations(
  operations: Operation[],
  looked: string,
  audienceOf: (operation: Operation) => string,
): Operation[] {
  const words = wordsOf(looked);
  return operations.filter((each) => hasAll(`${each.name} ${each.description} ${audienceOf(each)}`, words));
}

/** Types, fields, arguments and values of the schema that have all the words; those that have them in their name first. */
export function findInSchema(schema: Schema, looked: string, most: number): Found[] {
  const words = wordsOf(looked);
  if (words.length === 0) return [];
  const found: (Found & { byName: boolean })[] = [];
  const known = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    add(type, type);
    for (const field of Object.values(type.getFields?.() ?? {})) {
      add(type, field, field);
      for (const argument of field.args ?? []) add(type, argument, field);
    }
    for (const value of type.getValues?.() ?? []) add(type, value);
  }
  return found.sort((a, b) => Number(b.byName) - Number(a.byName)).slice(0, most);

  function add(type: SchemaType, hit: Described, field?: Described) {
    const description = hit.description ?? '';
    const name = field && hit !== field ? `${field.name} ${hit.name}` : hit.name;
    if (!hasAll(`${name} ${description}`, words)) return;
    const place = `${type.name}.${field?.name ?? ''}`;
    if (known.has(place)) return;
    known.add(place);
    found.push({ type, field, description, byName: hasAll(hit.name, words) });
  }
}
