/** What one persona sees at one place of the answer. */
export type Cell =
  | { state: 'value'; text: string }
  /** null here, while another persona of the comparison sees something. */
  | { state: 'withheld' }
  /** null for everybody who reaches this place. */
  | { state: 'empty' }
  /** The place does not exist in this answer: a row that was not given, or part of something withheld. */
  | { state: 'absent' };

export interface Row {
  path: string;
  label: string;
  depth: number;
  cells: Cell[];
  /** Whether the personas see different things here or further in. */
  differs: boolean;
  /** Whether the place only holds others, and has nothing to say of its own. */
  group: boolean;
}

type Fields = Record<string, unknown>;

/** Lays the answers of several personas over each other: one row for each place that any of them has. */
export function compare(answers: unknown[]): Row[] {
  const rows: Row[] = [];
  fields(answers, '', 0, rows);
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

function fields(objects: unknown[], path: string, depth: number, rows: Row[]): boolean {
  const keys = union(objects.map((object) => (isFields(object) ? Object.keys(object) : [])));
  return keys
    .map((key) =>
      place(
        objects.map((object) => (isFields(object) ? object[key] : undefined)),
        path ? `${path}.${key}` : key,
        key,
        depth,
        rows,
      ),
    )
    .some(Boolean);
}

function items(lists: unknown[], path: string, depth: number, rows: Row[]): boolean {
  const byKey = lists.map(
    (items) => new Map(Array.isArray(items) ? items.map((item, index) => [identity(item, index), item]) : []),
  );
  return union(byKey.map((map) => [...map.keys()]))
    .map((key, index) =>
      place(
        byKey.map((map) => map.get(key)),
        `${path}[${key}]`,
        `${index + 1}`,
        depth,
        rows,
      ),
    )
    .some(Boolean);
}

function place(values: unknown[], path: string, label: string, depth: number, rows: Row[]): boolean {
  const someoneSees = values.some((value) => value !== null && value !== undefined);
  const cells = values.map((value): Cell => {
    if (value === undefined) return { state: 'absent' };
    if (value === null) return { state: someoneSees ? 'withheld' : 'empty' };
    return { state: 'value', text: words(value) };
  });
  const differs = new Set(cells.map((cell) => JSON.stringify(cell))).size > 1;
  const group = values.every((value) => value === undefined || isFields(value));
  const row: Row = { path, label, depth, cells, differs, group };
  rows.push(row);
  const within = values.some(Array.isArray) && !values.some(isPlainList) ? items : fields;
  row.differs = within(values, path, depth + 1, rows) || differs;
  return row.differs;
}

/** Rows keep their identity where they carry one: a row that is hidden from somebody leaves a gap, not a shift. */
function identity(item: unknown, index: number): string {
  const id = isFields(item) ? (item.id ?? (isFields(item.node) ? item.node.id : undefined)) : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : `#${index}`;
}

function words(value: unknown): string {
  if (isPlainList(value)) return value.join(', ');
  if (Array.isArray(value)) return value.length ? `${value.length}` : '[ ]';
  if (isFields(value)) return '{ … }';
  return String(value);
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list of words or numbers reads as one value. */
const isPlainList = (value: unknown): value is unknown[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item) => item === null || typeof item !== 'object');

const union = (lists: string[][]): string[] => [...new Set(lists.flat())];
