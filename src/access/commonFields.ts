import { Int } from 'type-graphql';
import { line } from './bounds.js';
import { InputField } from './decorators.js';
import { commandLimits } from './limits.js';

// What the inputs of many commands have in common, each said once.

/** The key by which a command that comes twice is done once. */
export const IdempotencyKey = InputField(
  line(200),
  `중복 방지 키. A UUID of the client’s: the same key and input again has the same answer, for ${commandLimits.idempotencyHours} hours.`,
  { optional: true },
);

/** The version that the client decided by. */
export const ExpectedVersion = InputField(
  () => Int,
  '판 번호. The `version` that was read; refused with CONFLICT when somebody changed it since.',
);

/** Gives an input the fields that it has in common with others: type-graphql does not hand down the grants of inherited ones. */
export const common =
  (fields: Readonly<Record<string, PropertyDecorator>>): ClassDecorator =>
  ({ prototype }) => {
    for (const [name, field] of Object.entries(fields)) field(prototype as object, name);
  };
