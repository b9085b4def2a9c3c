import { randomUUID } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import type { App } from '../support/app.js';
import { asKeeper, type TestDatabase } from '../support/database.js';

/** A service as a test needs it; what is not said is not there. */
export interface Made {
  name: string;
  english?: string;
  description?: string;
  agency?: string;
  confidential?: boolean;
  district?: string;
  ages?: [number | null, number | null];
  cost?: number;
  languages?: [code: string | null, name: string][];
  areas?: { name?: string; extent?: string }[];
  places?: { latitude?: number; longitude?: number; dong?: string; schedules?: Hours[] }[];
  schedules?: Hours[];
  term?: string;
  room?: number;
}

/** Columns of a schedule under their names in the database. */
export type Hours = Record<string, string | number | null>;

/** Writes services and what belongs to them, and then what they are found by. */
export const make = (database: TestDatabase, services: readonly Made[]) =>
  asKeeper(database.owner, async (sql) => {
    const ids: string[] = [];
    for (const each of services) ids.push(await makeOne(sql, each));
    await sql`select hamkke.keep_search(${ids}::uuid[])`;
    return ids;
  });

async function makeOne(sql: TransactionSql, each: Made): Promise<string> {
  const id = randomUUID();
  const hidden = { confidential: each.confidential ?? false };
  const add = async (table: string, row: Record<string, unknown>) => {
    const made = { id: randomUUID(), ...hidden, ...row };
    await sql`insert into ${sql(table)} ${sql(made)}`;
    return made.id as string;
  };
  const agency = each.agency ? await add('organizations', { name: each.agency }) : null;
  await add('services', {
    id,
    organization_id: agency,
    name: each.name,
    alternate_name: each.english ?? null,
    description: each.description ?? null,
    district_id: each.district ?? null,
    minimum_age: each.ages?.[0] ?? null,
    maximum_age: each.ages?.[1] ?? null,
  });
  if (each.cost !== undefined)
    await add('cost_options', { service_id: id, amount: String(each.cost), currency: 'KRW' });
  for (const [code, name] of each.languages ?? []) await add('languages', { service_id: id, code, name });
  for (const area of each.areas ?? []) await add('service_areas', { service_id: id, ...area });
  for (const hours of each.schedules ?? []) await add('schedules', { service_id: id, ...hours });
  for (const { dong, schedules = [], ...point } of each.places ?? []) {
    const place = await add('locations', point);
    await add('services_at_location', { service_id: id, location_id: place });
    if (dong)
      await add('addresses', {
        location_id: place,
        address_1: '보기로 1',
        city: '구',
        region: dong,
        state_province: '시',
        postal_code: '00000',
        country: 'KR',
      });
    for (const hours of schedules) await add('schedules', { location_id: place, ...hours });
  }
  if (each.term) await add('attributes', { link_id: id, taxonomy_term_id: each.term });
  if (each.room !== undefined) {
    const unit = await add('units', { name: '명', confidential: false });
    await add('service_capacities', {
      service_id: id,
      unit_id: unit,
      available: each.room,
      updated: new Date().toISOString(),
    });
  }
  return id;
}

const find = `query ($filter: ServiceFilter, $near: PointInput, $orderBy: ServiceOrder, $first: Int, $after: String) {
  services(filter: $filter, near: $near, orderBy: $orderBy, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { distanceMetres node { id name } } } }`;

interface Services {
  services: {
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    edges: { distanceMetres: number | null; node: { id: string; name: string } }[];
  };
}

/** Asks for services as nobody in particular, and fails where that is an error. */
export async function found(app: App, variables: Record<string, unknown>) {
  const { data, errors } = await app.ask<Services>(null, find, { first: 100, ...variables });
  if (errors) throw new Error(`${errors[0]!.extensions.code}: ${errors[0]!.message}`);
  return data!.services;
}

/** The names that a search finds, in its order. */
export const names = async (app: App, filter: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  (await found(app, { filter, ...more })).edges.map(({ node }) => node.name);

/** An instant of the week from Monday, 5 January 2026, in Korea: days count from 0. */
export const instant = (day: number, hour: number, minute = 0) =>
  new Date(Date.UTC(2026, 0, 5 + day, hour - 9, minute)).toISOString();

/** The names of all services that are open at an instant. */
export async function openAt(app: App, at: string): Promise<Set<string>> {
  const open = new Set<string>();
  let after: string | null = null;
  do {
    const { edges, pageInfo } = await found(app, { filter: { openAt: at }, after });
    for (const { node } of edges) open.add(node.name);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  return open;
}
