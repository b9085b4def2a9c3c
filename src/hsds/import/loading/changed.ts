import type { ReservedSql } from 'postgres';
import { searchText } from '../../../catalogue/search/query.js';

/**
 * Puts into `stage_changed` the services of which something was said anew that people look for: their own words, who
 * runs them, where they are and under which terms.
 */
export async function findChangedServices(sql: ReservedSql): Promise<number> {
  const changed = `_state in ('inserted', 'updated')`;
  const { count } = await sql.unsafe(`
    insert into stage_changed
    select id from stage_services where ${changed}
    union
    select s.id from services s join stage_organizations o on o.id = s.organization_id where o.${changed}
    union
    select s.service_id from services_at_location s join stage_services_at_location l on l.id = s.id where l.${changed}
    union
    select s.service_id from services_at_location s join stage_locations l on l.id = s.location_id where l.${changed}
    union
    select s.service_id from services_at_location s join stage_addresses a on a.location_id = s.location_id
      where a.${changed}
    union
    select s.id from services s join stage_attributes a on a.link_id = s.id where a.${changed}
    on conflict do nothing`);
  return count;
}

const batch = 2000;

/** The text that names are looked up in, of what HSDS 3.x brought: made here, for only the whole row knows all names. */
export async function renewSearchTexts(sql: ReservedSql): Promise<void> {
  await renew(
    sql,
    'organizations',
    `select o.id, o.name, o.alternate_name from organizations o join stage_organizations s on s.id = o.id
     where s._state in ('inserted', 'updated') and o.id > $1 order by o.id limit ${batch}`,
  );
  await renew(
    sql,
    'services',
    `select v.id, v.name, v.alternate_name, o.search_text as agency
     from stage_changed c join services v on v.id = c.id left join organizations o on o.id = v.organization_id
     where v.id > $1 order by v.id limit ${batch}`,
  );
}

interface Named {
  id: string;
  name: string;
  alternate_name: string | null;
  agency?: string | null;
}

/** In batches, one after the other: a cursor would hold the only connection. */
async function renew(sql: ReservedSql, table: 'organizations' | 'services', next: string) {
  let last = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await sql.unsafe<Named[]>(next, [last]);
    if (rows.length === 0) return;
    last = rows.at(-1)!.id;
    const texts = rows.map(({ name, alternate_name, agency }) =>
      [searchText(name, alternate_name), agency].filter(Boolean).join(' '),
    );
    await sql.unsafe(
      `update ${table} t set search_text = n.text
       from unnest($1::uuid[], $2::text[]) n (id, text) where n.id = t.id and t.search_text <> n.text`,
      [rows.map(({ id }) => id), texts],
    );
  }
}
