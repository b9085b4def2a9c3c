import { createHash } from 'node:crypto';
import { filterJson } from '../../access/filters.js';
import { commonFaults } from '../../commonFaults.js';
import { parseCursor } from '../../database/planner/cursor.js';
import type { Draft } from '../../database/planner/draft.js';
import type { FoundRows, RowRequest, RowSource } from '../../database/planner/rowSource.js';
import type { Arguments } from '../../database/planner/sql.js';
import { errorOf } from '../../faults.js';
import { alike } from '../../text/alike.js';
import { soughtBy } from './query.js';
import { type PointInput, pointOf, type ServiceFilter } from './serviceFilter.js';

export type ServiceOrder = 'RELEVANCE' | 'NAME' | 'NEAREST';

interface Given {
  filter?: ServiceFilter | null;
  near?: PointInput | null;
  after?: string | null;
}

/** What a request seeks and narrows by, bound as the functions of the database take it (search/page.sql). */
export function seeking(draft: Draft, at: number): string {
  const json = (of: (given: Given) => unknown) =>
    `${draft.bind('text', (given) => JSON.stringify(of(given[at] as Given)))}::jsonb`;
  const fields = draft.filterAt(at);
  // JSON's null is not that of SQL.
  const sought = `nullif(${json(({ filter }) => (filter?.search && alike(filter.search) ? soughtBy(filter.search) : null))}, 'null')`;
  return `${sought}, ${json(({ filter }) => filterJson(fields, filter))}`;
}

/** Says whose cursor it is: one of another order or another question would skip rows without a word. */
const askedBy = (order: ServiceOrder, { filter, near }: Given) =>
  createHash('sha256')
    .update(JSON.stringify([order, filter ?? null, near ?? null]))
    .digest('base64url')
    .slice(0, 12);

/** Finds services in an order, by `hamkke.find_services`. */
export const servicesBy =
  (order: ServiceOrder): RowSource =>
  ({ draft, at, size, alias: f }: RowRequest): FoundRows => {
    const given = (all: Arguments) => all[at] as Given;
    const near = draft.bind('text', (all) => pointText(given(all).near));
    const after = draft.bind('text', (all) => cursorText(order, given(all)));
    const most = draft.bind('int', (all) => size(all) + 1);
    const asked = draft.bind('text', (all) => askedBy(order, given(all)));
    return {
      sort: [`${f}.asked`, `${f}.rank`, `${f}.place`, `${f}.name collate "C"`, `${f}.id`],
      page: `select ${asked} as asked, * from hamkke.find_services('${order}', ${seeking(draft, at)}, ${near}::float8[], ${after}::jsonb, ${most})`,
      count: `(select hamkke.count_services(${seeking(draft, at)}))`,
      distance: (service) =>
        draft.argumentsAt(at).near
          ? `(select min(hamkke.metres(p.latitude, p.longitude, (${near}::float8[])[1], (${near}::float8[])[2])) from services_at_location l join locations p on p.id = l.location_id where l.service_id = ${service}.id and not l.confidential and not p.confidential and p.latitude is not null and p.longitude is not null)`
          : null,
    };
  };

function pointText(near: PointInput | null | undefined): string | null {
  if (!near) return null;
  const { latitude, longitude } = pointOf(near);
  return `{${latitude},${longitude}}`;
}

function cursorText(order: ServiceOrder, given: Given): string | null {
  if (typeof given.after !== 'string') return null;
  const [asked, rank, place, ...rest] = parseCursor(given.after, 5);
  if (asked !== askedBy(order, given)) throw errorOf(commonFaults.CURSOR_OF_OTHER_QUESTION);
  return JSON.stringify([Number(rank), Number(place), ...rest]);
}
