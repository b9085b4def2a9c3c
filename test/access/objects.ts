import { GraphQLObjectType, getNamedType, isLeafType } from 'graphql';
import { schema } from '../../src/schema.js';
import type { Attack } from './attacks.js';
import type { Recorded } from './recorded.js';

// Answers with the types of what is in them.

export type Visit = (type: GraphQLObjectType, object: Record<string, unknown>, path: string) => void;

/** Goes through an answer with the types of what is in it; only root fields have other names there. */
function eachObject(named: unknown, value: unknown, path: string, visit: Visit): void {
  if (Array.isArray(value)) for (const each of value) eachObject(named, each, path, visit);
  else if (typeof value === 'object' && value !== null) {
    const object = value as Record<string, unknown>;
    const type = named instanceof GraphQLObjectType ? named : schema.getType(String(object.__typename));
    if (!(type instanceof GraphQLObjectType)) return;
    visit(type, object, path);
    for (const [name, inner] of Object.entries(object)) {
      const of = type.getFields()[name] && getNamedType(type.getFields()[name]!.type);
      if (of && !isLeafType(of)) eachObject(of, inner, `${type.name}.${name}`, visit);
    }
  }
}

/** Goes through the answers to some questions. */
export function eachObjectOf(questions: readonly Attack[], answers: Recorded['answers'], visit: Visit): void {
  for (const [at, { document }] of questions.entries()) {
    const [, name] = /^query (\w+)Differs/.exec(document) ?? [];
    // A published operation gives its root fields any name.
    if (!name) continue;
    const field = schema.getQueryType()!.getFields()[name]!;
    const { data } = JSON.parse(answers[at]!.body) as { data?: Record<string, unknown> | null };
    for (const value of Object.values(data ?? {}))
      eachObject(getNamedType(field.type), value, `Query.${name}`, visit);
  }
}

/** Lists that are answered as a whole and count other rows than they give, in words; how many each gives is kept. */
export function miscounted(
  questions: readonly Attack[],
  answers: Recorded['answers'],
  rows: Map<string, number>,
): string[] {
  const wrong: string[] = [];
  eachObjectOf(questions, answers, (type, page, path) => {
    if (!type.name.endsWith('Connection') || !Array.isArray(page.nodes)) return;
    const { hasNextPage, hasPreviousPage } = page.pageInfo as Record<string, boolean>;
    if (hasNextPage || hasPreviousPage) return;
    const { length } = page.nodes;
    rows.set(path, Math.max(rows.get(path) ?? 0, length));
    if (page.totalCount !== length) wrong.push(`${path}: ${page.totalCount} in all, ${length} rows`);
  });
  return wrong;
}
