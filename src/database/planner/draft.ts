import type { Table } from 'drizzle-orm';
import type { FieldNode, GraphQLField, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { getArgumentValues } from 'graphql/execution/values.js';
import { filterOf } from '../../access/filters.js';
import { scopes, visible } from '../../access/visible.js';
import { commonFaults } from '../../commonFaults.js';
import { errorOf } from '../../faults.js';
import type { Opening } from '../run.js';
import { sizeOf } from './cursor.js';
import type { Part, Plan, PlanOptions } from './plan.js';
import { type Arguments, Text } from './sql.js';

/** A statement in work: its text so far, and what it takes from the operation that it is composed for. */
export class Draft {
  private readonly text = new Text();
  private readonly argued: { field: GraphQLField<unknown, unknown>; node: FieldNode }[] = [];

  constructor(
    private operation: Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>,
    private readonly options: PlanOptions,
  ) {}

  alias(): string {
    return this.text.alias();
  }

  bind(type: string, value: (given: Arguments) => unknown): string {
    return this.text.bind(type, value);
  }

  fields(type: GraphQLObjectType, nodes: readonly FieldNode[]) {
    const { schema, fragments, variableValues } = this.operation;
    return collectSubfields(schema, fragments, variableValues, type, nodes as FieldNode[]);
  }

  /** Remembers a field with arguments and says where in the request's arguments its own will stand. */
  argue(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    this.argued.push({ field, node });
    return this.argued.length - 1;
  }

  /** A field's arguments in the request that the statement is composed for: which of them are given holds for others. */
  argumentsAt(at: number): Record<string, unknown> {
    const { field, node } = this.argued[at]!;
    return getArgumentValues(field, node, this.operation.variableValues);
  }

  /** The fields of the filter that the field whose arguments stand there takes. */
  filterAt(at: number) {
    return filterOf(this.argued[at]!.field);
  }

  /** How many rows the field whose arguments stand there asks for. */
  size(at: number, usual: number, most: number) {
    return (given: Arguments) => sizeOf(given[at]!, usual, most);
  }

  /** The application's wall, as a condition more. */
  readonly wall = (table: Table, alias: string) =>
    this.options.wall ? ` and (${visible(table, alias, scopes.opened)})` : '';

  /** Refuses a name that PostgreSQL would cut: two that begin alike would become one. */
  checkName(name: string) {
    const { maxNameLength } = this.options.limits;
    if (name.length > maxNameLength) throw errorOf(commonFaults.ALIAS_TOO_LONG, { most: maxNameLength });
  }

  /** The finished statement, of which everything that binds a value was composed with this draft. */
  plan({ sql, shape, rows, listed = '' }: Part, opening: Opening): Plan {
    const { texts, slots } = this.text.finished(sql, listed);
    const argued = this.argued;
    // What binds values may hold on to this draft; it must not keep the variables of whoever asked first.
    const { schema, fragments } = this.operation;
    this.operation = { schema, fragments, variableValues: {} };
    return {
      text: texts[0]!,
      ...(listed ? { listed: texts[1]! } : {}),
      opening,
      bound: slots.length,
      shape,
      rows,
      given: (variables) => argued.map(({ field, node }) => getArgumentValues(field, node, variables)),
      values: (given) => slots.map((slot) => slot(given)),
    };
  }
}
