import { errorOf } from '../../faults.js';
import { statisticsFaults } from '../faults.js';
import type { Column, EntitySet, Entry } from './model.js';

// $filter, as far as closed lists go. What is compared is looked at before any release is read, so that a question is
// refused for what it says and never for what there is.

/** How large a filter may be. */
export const filterLimits = { characters: 2000, comparisons: 100, levels: 10 } as const;

type Literal = string | number | null;
/** A filter that was read: `in` has several literals, each other comparison one. */
export type Filter =
  | { op: 'and' | 'or'; sides: readonly [Filter, Filter] }
  | { op: 'in' | 'ge' | 'le'; column: string; literals: readonly Literal[] };

interface Token {
  kind: 'name' | 'text' | 'number' | 'mark' | 'end';
  text: string;
  at: number;
}

const token = /\s*(?:([A-Za-z_]\w*)|'((?:[^']|'')*)'|(-?\d{1,9})(?![\w.])|([(),]))/y;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== '') {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (!found) throw unreadable(at);
    const [, name, quoted, number, mark] = found;
    if (name !== undefined) tokens.push({ kind: 'name', text: name, at });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replaceAll("''", "'"), at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else tokens.push({ kind: 'mark', text: mark!, at });
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

const unreadable = (at: number) =>
  errorOf(statisticsFaults.ODATA_FILTER_UNREADABLE, { at: at + 1 }, '$filter');
const tooLarge = () => errorOf(statisticsFaults.ODATA_FILTER_TOO_LARGE, filterLimits, '$filter');

/** Reads a filter, or throws what is wrong with it. */
export function readFilter(text: string, set: EntitySet): Filter {
  if (text.length > filterLimits.characters) throw tooLarge();
  const tokens = tokensOf(text);
  let place = 0;
  let compared = 0;
  const next = () => tokens[place]!;
  const take = (kind: Token['kind'], word?: string): Token => {
    const found = next();
    if (found.kind !== kind || (word !== undefined && found.text !== word)) throw unreadable(found.at);
    place += 1;
    return found;
  };
  const isNext = (kind: Token['kind'], word: string) => next().kind === kind && next().text === word;

  const either = (level: number): Filter => {
    let filter = both(level);
    while (isNext('name', 'or')) {
      place += 1;
      filter = { op: 'or', sides: [filter, both(level)] };
    }
    return filter;
  };
  const both = (level: number): Filter => {
    let filter = one(level);
    while (isNext('name', 'and')) {
      place += 1;
      filter = { op: 'and', sides: [filter, one(level)] };
    }
    return filter;
  };
  const one = (level: number): Filter => {
    if (!isNext('mark', '(')) return comparison();
    if (level >= filterLimits.levels) throw tooLarge();
    place += 1;
    const filter = either(level + 1);
    take('mark', ')');
    return filter;
  };
  const comparison = (): Filter => {
    const name = take('name');
    const column = set.columns.find((each) => each.name === name.text);
    if (!column)
      throw errorOf(
        statisticsFaults.ODATA_COLUMN_UNKNOWN,
        { names: set.columns.map((each) => each.name) },
        '$filter',
      );
    const op = take('name');
    if (!['eq', 'in', 'ge', 'le'].includes(op.text)) throw unreadable(op.at);
    const isOrder = op.text === 'ge' || op.text === 'le';
    if (!column.compared || (isOrder && !column.ordered))
      throw errorOf(
        statisticsFaults.ODATA_COLUMN_NOT_COMPARED,
        { names: set.columns.filter((each) => each.compared).map((each) => each.name) },
        '$filter',
      );
    if (op.text !== 'in')
      return {
        op: isOrder ? (op.text as 'ge' | 'le') : 'in',
        column: column.name,
        literals: [literal(column)],
      };
    take('mark', '(');
    const literals = [literal(column)];
    while (isNext('mark', ',')) {
      place += 1;
      literals.push(literal(column));
    }
    take('mark', ')');
    return { op: 'in', column: column.name, literals };
  };
  const literal = (column: Column): Literal => {
    if (++compared > filterLimits.comparisons) throw tooLarge();
    const found = next();
    place += 1;
    return literalOf(found, column);
  };

  const filter = either(0);
  take('end');
  return filter;
}

/** What something is compared with, which the column must be able to have. */
function literalOf({ kind, text, at }: Token, { name, compared, nullable }: Column): Literal {
  if (kind === 'name' && text === 'null') {
    if (nullable) return null;
  } else if (compared === 'number') {
    if (kind === 'number') return Number(text);
  } else if (kind === 'text') {
    const fits = compared instanceof RegExp ? compared.test(text) : compared!.includes(text);
    if (fits) return text;
  } else if (kind === 'end' || kind === 'mark') throw unreadable(at);
  const values = Array.isArray(compared) ? compared : [forms[name] ?? '1'];
  throw errorOf(statisticsFaults.ODATA_VALUE_UNKNOWN, { values }, '$filter');
}

/** What values of columns without a list look like. */
const forms: Readonly<Record<string, string>> = {
  District: "'11170'",
  Value: "'SCHOOL', '1117051000'",
  Month: "'2026-01'",
  FirstMonth: "'2026-01'",
  LastMonth: "'2026-01'",
};

/** Whether an entry is one that a filter finds. */
export function fits(filter: Filter, entry: Entry): boolean {
  if ('sides' in filter) {
    const [one, other] = filter.sides;
    return filter.op === 'and'
      ? fits(one, entry) && fits(other, entry)
      : fits(one, entry) || fits(other, entry);
  }
  const value = entry[filter.column] as Literal;
  if (filter.op === 'in') return filter.literals.includes(value);
  const [bound] = filter.literals;
  if (value === null || bound === null || bound === undefined) return false;
  return filter.op === 'ge' ? value >= bound : value <= bound;
}

/** Which values of a column a filter leaves at all; null where it leaves any. */
export function possible(filter: Filter | null, column: string): Set<Literal> | null {
  if (!filter) return null;
  if (!('sides' in filter))
    return filter.op === 'in' && filter.column === column ? new Set(filter.literals) : null;
  const [one, other] = filter.sides.map((each) => possible(each, column)) as [
    Set<Literal> | null,
    Set<Literal> | null,
  ];
  if (filter.op === 'or') return one && other && new Set([...one, ...other]);
  if (!one || !other) return one ?? other;
  return new Set([...one].filter((each) => other.has(each)));
}

/** Whether a filter says anything of a column. */
export const mentions = (filter: Filter | null, column: string): boolean =>
  filter !== null &&
  ('sides' in filter ? filter.sides.some((each) => mentions(each, column)) : filter.column === column);
