/** How one field of a filter narrows the rows: SQL for the alias, with the field's value bound where it stands. */
export type Condition<V> = (
  alias: string,
  value: (type: string, as?: (given: V) => unknown) => string,
) => string;

/** A condition for each field of a filter input; a field that is absent or null narrows nothing. */
export type Filter<F> = { readonly [K in keyof F]-?: Condition<NonNullable<F[K]>> };

export type AnyFilter = Readonly<Record<string, Condition<never>>>;
