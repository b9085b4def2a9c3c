import type { Sql } from 'postgres';

// Lines of the access log, as tests look at them.

export interface Logged {
  staff_id: string;
  post_id: string;
  organization_id: string;
  operation: string;
  action: string;
  purpose: string;
  district_id: string;
  household_id: string | null;
  shown: Record<string, string[]>;
  classes: string[];
  bases: string[];
  allowed: boolean;
  address: string;
}

/** The number of the last line; 0 where there is none. */
export async function lastLine(owner: Sql): Promise<number> {
  const [last] = await owner`select coalesce(max(id), 0)::int as id from access_log`;
  return Number(last!.id);
}

/** What was written after a line, in its order. */
export const linesAfter = (owner: Sql, last: number) => owner<Logged[]>`
  select staff_id, post_id, organization_id, operation, action, purpose, district_id, household_id,
    shown, to_json(classes) as classes, to_json(bases) as bases, allowed, address
  from access_log where id > ${last} order by id`;

/** Classes by subject, in order, so that two of them can be compared; without subjects of whom nothing was shown. */
export const bySubject = (shown: Iterable<[string, Iterable<string>]>) =>
  Object.fromEntries(
    [...shown]
      .map(([subject, classes]) => [subject, [...classes].sort()] as const)
      .filter(([, list]) => list.length),
  );
