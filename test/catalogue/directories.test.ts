import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { importHsds } from '../../src/hsds/import/load.js';
import { idFromSource } from '../../src/hsds/import/mapping/uuid.js';
import { startApp } from '../support/app.js';
import { asKeeper, freshDatabase } from '../support/database.js';
import { instant, openAt } from './finding.js';

// Opening hours in directories of HSDS 2.0 that others wrote: a second, simple reading of their rows against `openAt`.

interface Row {
  service_id: string;
  location_id: string;
  weekday: string;
  opens_at: string;
  closes_at: string;
}

const folder = process.env.HAMKKE_TEST_DIRECTORIES;
const missing = folder === undefined || !existsSync(folder);
if (missing)
  console.warn('Directories of other publishers are not tested: HAMKKE_TEST_DIRECTORIES names none.');

(missing ? describe.skip : describe)('directories of other publishers', () => {
  /** Folders that hold a file of regular schedules. */
  const packages = missing
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => /(^|\/)regular_schedules?\.csv$/.test(path))
        .map((path) => join(folder, path, '..'));

  /** Minutes from the beginning of its day, by a row’s words; null where they don’t say. */
  function minutes(text: string): number | null {
    const [, hour, minute = '0', half] = /^(\d{1,2})(?::(\d\d))?\s*([ap]m)?$/i.exec(text.trim()) ?? [];
    if (hour === undefined) return null;
    return (
      (half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour)) * 60 +
      Number(minute)
    );
  }
  const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

  /** Whether a row may be open at a minute of a week, by the widest reading of its words: over midnight where it says so. */
  function mayBeOpen({ weekday, opens_at, closes_at }: Row, at: number): boolean {
    const [day, from, to] = [names.indexOf(weekday.toLowerCase()), minutes(opens_at), minutes(closes_at)];
    if (day < 0 || from === null || to === null) return false;
    const start = day * 1440 + from;
    const length = to > from ? to - from : to + 1440 - from;
    return [at, at + 7 * 1440].some((each) => each >= start && each < start + length);
  }

  test.each(packages.map((each) => [each.slice((folder ?? '').length), each]))('%s', async (name, path) => {
    const own = await freshDatabase('empty');
    const server = await startApp({ database: own });
    try {
      const report = await importHsds(own.owner, path, { source: 'directory' });
      const file = readdirSync(path).find((each) => /^regular_schedules?\.csv$/.test(each))!;
      const rows: Row[] = parse(readFileSync(join(path, file)), { columns: true, bom: true });
      // What `openAt` finds are services: each owner of hours is one, named by its id.
      const services = await asKeeper(own.owner, async (sql) => {
        await sql`update services set name = id::text`;
        await sql`insert into services (id, name) select uuidv7(), id::text from locations`;
        await sql`insert into services_at_location (id, service_id, location_id)
          select uuidv7(), s.id, l.id from services s join locations l on l.id::text = s.name`;
        return sql`select hamkke.keep_search(array(select id from services)) as written`;
      });
      expect(services[0]!.written).toBeGreaterThan(0);
      const owners = new Map<string, Row[]>();
      for (const row of rows) {
        const owner = row.service_id
          ? idFromSource('directory', 'services', row.service_id)
          : idFromSource('directory', 'locations', row.location_id);
        owners.set(owner, [...(owners.get(owner) ?? []), row]);
      }
      // A service that says no hours is given in those of the place that its row names.
      const servicesFile = readdirSync(path).find((each) => /^services?\.csv$/.test(each));
      const given: { id: string; location_id?: string }[] = servicesFile
        ? parse(readFileSync(join(path, servicesFile)), { columns: true, bom: true })
        : [];
      for (const { id, location_id } of given) {
        const service = idFromSource('directory', 'services', id);
        const place = location_id && owners.get(idFromSource('directory', 'locations', location_id));
        if (place && !owners.has(service)) owners.set(service, place);
      }
      const wrong: unknown[] = [];
      let open = 0;
      const week = Array.from({ length: 7 * 24 }, (_, n): [number, number] => [Math.floor(n / 24), n % 24]);
      for (const [day, hour] of week)
        for (const owner of await openAt(server, instant(day, hour, 15))) {
          open++;
          if (!owners.get(owner)?.some((row) => mayBeOpen(row, day * 1440 + hour * 60 + 15)))
            wrong.push([owner, day, hour]);
        }
      const [hours] = await own.owner`select count(*)::int as n from schedules h where hamkke.has_hours(h)`;
      const refused = report.findings.filter(
        ({ entity, reason }) => entity === 'schedules' && /no hours/.test(reason),
      );
      console.info(
        `${name}: ${rows.length} rows, ${rows.filter((row) => row.opens_at || row.closes_at).length} with times, ${hours!.n} with hours.`,
        ...refused.map(({ reason, count }) => `\n${count} × ${reason}`),
        `\nOpen ${open} times in the hours of a week, ${wrong.length} of them closed by the rows.`,
      );
      expect(wrong).toEqual([]);
      expect(open).toBeGreaterThan(0);
    } finally {
      await server.stop();
      await own.drop();
    }
  });
});
