import { type Column, getTableColumns, getTableName, type Table } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';

/** What one request says: the arguments of every field of the plan that has any, in the plan's order. */
export type Arguments = readonly Record<string, unknown>[];

/** The text of a statement while it grows, with what will be bound to each of its parameters. */
export class Text {
  private readonly slots: ((given: Arguments) => unknown)[] = [];
  private aliases = 0;

  alias(): string {
    this.aliases += 1;
    return `t${this.aliases}`;
  }

  /** A parameter of the given SQL type; its value is found anew for every request. */
  bind(type: string, value: (given: Arguments) => unknown): string {
    this.slots.push(value);
    return `@{${this.slots.length - 1}}@::${type}`;
  }

  /**
   * Texts with their parameters numbered, and the slots that they use: a part that was composed and then not needed
   * would otherwise leave a parameter whose type PostgreSQL cannot tell. Nothing but names of GraphQL gets into a text,
   * so nothing of a client's can look like a parameter.
   */
  finished(...texts: string[]): { texts: string[]; slots: ((given: Arguments) => unknown)[] } {
    const used: number[] = [];
    const numbered = texts.map((text) =>
      text.replace(/@\{(\d+)\}@/g, (_, slot: string) => {
        if (!used.includes(Number(slot))) used.push(Number(slot));
        return `$${used.indexOf(Number(slot)) + 1}`;
      }),
    );
    return { texts: numbered, slots: used.map((slot) => this.slots[slot]!) };
  }
}

/** The column of a property; a property without one is a fault of ours. */
export function columnOf(table: Table, property: string): Column {
  const column = getTableColumns(table)[property];
  if (!column) throw new Error(`No column ${property}`);
  return column;
}

/** A column as the statement names it. */
export const nameOf = (table: Table, property: string, alias: string) => {
  const name = toSnakeCase(columnOf(table, property).name);
  return `${alias}."${name}"`;
};

/** Whether a table has a column for a property. */
export const has = (table: Table, property: string) => property in getTableColumns(table);

/** A table under an alias, as `from` takes it. */
export const from = (table: Table, alias: string) => `"${getTableName(table)}" ${alias}`;
