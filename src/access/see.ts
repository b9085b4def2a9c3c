import { Extensions, Field } from 'type-graphql';
import { type Grant, inherited } from './grants.js';

/** Says who may see the field below it. */
export const See = (grant: Grant) => Extensions({ grant }) as MethodDecorator & PropertyDecorator;

/** A field of a command's input: whoever may send the command may fill it in. */
export const Given = (
  type: () => unknown,
  description: string,
  { optional = false }: { optional?: boolean } = {},
) =>
  ((target: object, key: string) => {
    Field(type as never, { nullable: optional, description })(target, key);
    Extensions({ grant: inherited })(target, key);
  }) as PropertyDecorator;

/** A field of an answer that no planner planned: whoever was given the object may have it. */
export const Told = (type: () => unknown, description: string, { optional = false } = {}) =>
  Given(type, description, { optional });
