import { Extensions, Field } from 'type-graphql';
import type { Bounded } from './bounds.js';
import { type Grant, inherited } from './grants.js';

/** Says who may see the field below it. */
export const AllowedTo = (grant: Grant) => Extensions({ grant }) as MethodDecorator & PropertyDecorator;

/** Whether there may be nothing in its place, or in the place of an item of its list. */
interface Optional {
  optional?: boolean | 'items';
}

/** A field of an input behind a grant: a text or a date with what it may hold (see bounds.ts), anything else by its type. */
export const inputField =
  (grant: Grant) =>
  (type: (() => unknown) | Bounded, description: string, { optional = false }: Optional = {}) =>
    ((target: object, key: string) => {
      const bounded = typeof type === 'function' ? { type } : type;
      Field(bounded.type as never, { nullable: optional, description })(target, key);
      Extensions({ grant, ...('holds' in bounded ? { holds: bounded.holds } : {}) })(target, key);
    }) as PropertyDecorator;

/** A field of a command's input: whoever may send the command may fill it in. */
export const InputField = inputField(inherited);

/** A field of an answer that no planner planned: whoever was given the object may have it. */
export const OutputField = (type: () => unknown, description: string, optional: Optional = {}) =>
  InputField(type, description, optional);
