/** What is compared of an answer. */
interface Given {
  data?: unknown;
  errors?: readonly { path?: readonly (string | number)[] }[];
}

/** What one persona sees at one place of the answer. */
export type Cell =
  | { state: 'value'; text: string }
  /** null here, while another persona of the comparison sees something. */
  | { state: 'withheld' }
  /** null for everybody who reaches this place. */
  | { state: 'empty' }
  /** null with an error that names this place. */
  | { state: 'refused' }
  /** A row that was not given, or a whole answer without data. */
  | { state: 'absent' }
  /** Inside something that was not given: the row of that place has said so. */
  | { state: 'beyond' };

export interface Row {
  path: string;
  /** What stands before the label: the fields and the places in lists that lead here. */
  trail: string[];
  label: string;
  cells: Cell[];
  /** Whether those who come so far see different things at this very place. */
  differs: boolean;
  /** Whether the place only holds others, and has nothing to say of its own. */
  group: boolean;
}

interface Place {
  path: string;
  trail: string[];
  /** Who comes so far: whoever was given what this place is in. */
  reached: boolean[];
}

type Fields = Record<string, unknown>;

/** Stands where an error says why there is no value. */
const refused = Symbol('refused');

/** Lays the answers of several personas over each other: one row for each place that any of them has. */
export function compare(answers: Given[]): Row[] {
  const rows: Row[] = [];
  const given = answers.map(withRefusals);
  fields(given, { path: '', trail: [], reached: given.map(() => true) }, rows);
  return rows;
}

/** Counts what an answer holds and what of it is null. */
export function count(value: unknown): { values: number; nulls: number } {
  if (value === null) return { values: 0, nulls: 1 };
  if (value === undefined) return { values: 0, nulls: 0 };
  if (typeof value !== 'object') return { values: 1, nulls: 0 };
  return Object.values(value)
    .map(count)
    .reduce((sum, part) => ({ values: sum.values + part.values, nulls: sum.nulls + part.nulls }), {
      values: 0,
      nulls: 0,
    });
}

function withRefusals({ data, errors = [] }: Given): unknown {
  const copy: unknown = structuredClone(data);
  for (const { path } of errors) {
    let at = copy;
    for (const step of path ?? []) {
      if (typeof at !== 'object' || at === null) break;
      const within = at as Record<string | number, unknown>;
      if (within[step] === null) within[step] = refused;
      at = within[step];
    }
  }
  return copy;
}

function fields(objects: unknown[], at: Place, rows: Row[]): void {
  for (const key of union(objects.map((object) => (isFields(object) ? Object.keys(object) : [])))) {
    place(
      objects.map((object) => (isFields(object) ? object[key] : undefined)),
      { ...at, path: at.path ? `${at.path}.${key}` : key },
      key,
      rows,
    );
  }
}

function items(lists: unknown[], at: Place, rows: Row[]): void {
  const byKey = lists.map(
    (items) => new Map(Array.isArray(items) ? items.map((item, index) => [identity(item, index), item]) : []),
  );
  for (const [index, key] of union(byKey.map((map) => [...map.keys()])).entries()) {
    place(
      byKey.map((map) => map.get(key)),
      { ...at, path: `${at.path}[${key}]` },
      `${index + 1}`,
      rows,
    );
  }
}

function place(values: unknown[], at: Place, label: string, rows: Row[]): void {
  const someoneSees = values.some(isSeen);
  const list = values.some(isRows) && !values.some(isPlainList);
  const cells = values.map((value, index): Cell => {
    if (!at.reached[index]) return { state: 'beyond' };
    if (value === undefined) return { state: 'absent' };
    if (value === refused) return { state: 'refused' };
    if (value === null) return { state: someoneSees ? 'withheld' : 'empty' };
    return { state: 'value', text: words(value) };
  });
  // Objects differ by what is in them and lists by their rows, each at a place of its own.
  const seen = values.map((value, index) => {
    const cell = cells[index];
    return isFields(value) || (list && Array.isArray(value)) ? 'holds others' : JSON.stringify(cell);
  });
  const differs = new Set(seen.filter((_, index) => at.reached[index])).size > 1;
  const group = someoneSees && values.every((value) => !isSeen(value) || isFields(value) || isRows(value));
  rows.push({ path: at.path, trail: at.trail, label, cells, differs, group });
  const within = { ...at, trail: [...at.trail, label], reached: values.map(isSeen) };
  if (list) items(values, within, rows);
  else fields(values, within, rows);
}

/** Rows keep their identity where they carry one: a row that is hidden from somebody leaves a gap, not a shift. */
function identity(item: unknown, index: number): string {
  const id = isFields(item) ? (item.id ?? (isFields(item.node) ? item.node.id : undefined)) : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : `#${index}`;
}

function words(value: unknown): string {
  if (isPlainList(value)) return value.join(', ');
  if (Array.isArray(value)) return value.length ? `[ ${value.length} ]` : '[ ]';
  if (isFields(value)) return leaves(value).join(' · ') || '{ }';
  return String(value);
}

/** What an object says in short: the values in it, without ids. */
function leaves(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (isFields(value))
    return Object.entries(value).flatMap(([key, one]) => (key === 'id' ? [] : leaves(one)));
  return [words(value)];
}

const isSeen = (value: unknown): boolean => value !== null && value !== undefined && value !== refused;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list of words or numbers reads as one value. */
const isPlainList = (value: unknown): value is unknown[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item) => item === null || typeof item !== 'object');

/** A list of objects, with a place for each of them. */
const isRows = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.length > 0 && !isPlainList(value);

const union = (lists: string[][]): string[] => [...new Set(lists.flat())];
