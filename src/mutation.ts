import type { Table } from 'drizzle-orm';
import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  type ClassType,
  Ctx,
  Field,
  FieldResolver,
  Info,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { AllowedTo } from './access/decorators.js';
import { type Grant, inherited } from './access/grants.js';
import { isDistrictOwned, rulesOf } from './access/records.js';
import type { Context } from './context.js';
import type { RowFunction } from './database/functionReads.js';

/** A field of what a mutation answers, read anew from what the command returned: it is kept for a day, and rights change. */
interface PayloadField<Result> {
  type: () => unknown;
  description: string;
  nullable: boolean;
  read: (result: Result, context: Context, info: GraphQLResolveInfo, name: string) => unknown;
}

/** The type that a mutation answers with; whoever may send the mutation may have its fields. */
export interface Payload<Result> {
  type: ClassType<object>;
  resolver: ClassType<object>;
  /** Never there: it carries the type of what the command must return. */
  result?: Result;
}

interface RowKey {
  district: string;
  id: string;
}

/** The row that the command made or changed, as the viewer may have it. */
export const rowField = <Result = RowKey>(
  type: () => ClassType<object>,
  table: Table,
  description: string,
  keyOf: (result: Result) => { district?: string; id: string } = (result) => result as RowKey,
): PayloadField<Result> => ({
  type,
  description,
  nullable: true,
  read: (result, context, info) => {
    const { district = '', id } = keyOf(result);
    return isDistrictOwned(table)
      ? context.reads.one(context, info, table, { type: rulesOf(table).node!, district, id })
      : context.reads.shared(context, info, table, id);
  },
});

/** What a function of the database answers about the row that the command made or changed. */
export const functionField = (
  type: () => ClassType<object>,
  name: RowFunction,
  description: string,
): PayloadField<RowKey> =>
  readField(type, description, (key, context, info) => context.reads.functions.one(context, info, name, key));

/** What is read in a way of its own; null where there is nothing for the viewer. */
export const readField = <Result>(
  type: () => unknown,
  description: string,
  read: PayloadField<Result>['read'],
): PayloadField<Result> => ({ type, description, nullable: true, read });

/** What is worked out from what the command returned, always. */
export const computedField = <Result>(
  type: () => unknown,
  description: string,
  read: PayloadField<Result>['read'],
): PayloadField<Result> => ({ type, description, nullable: false, read });

/** A value that the command returned under the field's name. */
export const valueField = (type: () => unknown, description: string): PayloadField<object> =>
  computedField(
    type,
    description,
    (result, _context, _info, name) => (result as Record<string, unknown>)[name],
  );

/** Declares the type that mutations answer with. */
export function payload<Result>(
  name: string,
  description: string,
  fields: Readonly<Record<string, PayloadField<Result>>>,
): Payload<Result> {
  const type = class {};
  const resolver = class {};
  ObjectType(name, { description })(type);
  for (const [key, { type: of, description, nullable, read }] of Object.entries(fields)) {
    Field(of as never, { nullable, description })(type.prototype, key);
    AllowedTo(inherited)(type.prototype, key, undefined as never);
    const resolve = (result: Result, context: Context, info: GraphQLResolveInfo) =>
      read(result, context, info, key);
    method(
      resolver,
      key,
      resolve,
      [Root(), Ctx(), Info()],
      [FieldResolver(of as never, { nullable }), AllowedTo(inherited)],
    );
  }
  Resolver(() => type)(resolver);
  return { type, resolver };
}

interface MutationOptions<Input extends object, Result> {
  grant: Grant;
  description: string;
  input: ClassType<Input>;
  answers: Payload<Result>;
  /** Runs the command; the name is that of the mutation, as the log and the idempotency key have it. */
  run: (context: Context, input: Input, name: string) => Result | Promise<Result>;
}

/** One mutation: who may send it, what with, what it answers and what it does. */
export const mutation = <Input extends object, Result>(options: MutationOptions<Input, Result>) =>
  options as unknown as MutationOptions<object, unknown>;

/** The resolvers of a room's mutations, each under its name, and of what they answer. */
export function mutations(
  declared: Readonly<Record<string, ReturnType<typeof mutation>>>,
  inputDescription = '입력. 무엇을 어떻게 할지 적습니다. What is done, to what.',
): ClassType<object>[] {
  const resolver = class {};
  for (const [name, { grant, description, input, answers, run }] of Object.entries(declared)) {
    const resolve = (given: object, context: Context) => run(context, given, name);
    method(
      resolver,
      name,
      resolve,
      [Arg('input', () => input, { description: inputDescription }), Ctx()],
      [Mutation(() => answers.type, { nullable: true, description }), AllowedTo(grant)],
    );
  }
  Resolver()(resolver);
  return [resolver, ...new Set(Object.values(declared).map(({ answers }) => answers.resolver))];
}

/** Adds a method with its decorators to a class, as type-graphql has them written by hand. */
function method(
  to: ClassType<object>,
  name: string,
  body: (...given: never[]) => unknown,
  parameters: readonly ReturnType<typeof Root>[],
  decorators: readonly (MethodDecorator | PropertyDecorator)[],
) {
  const descriptor = { value: body, writable: true, enumerable: false, configurable: true };
  Object.defineProperty(to.prototype, name, descriptor);
  parameters.forEach((decorate, at) => {
    decorate(to.prototype as object, name, at);
  });
  for (const decorate of decorators) (decorate as MethodDecorator)(to.prototype as object, name, descriptor);
}
