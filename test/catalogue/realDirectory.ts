import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { openZip } from '../../src/hsds/import/reading/zip.js';
import { isLong } from '../support/long.js';
import { zipOf } from './packages.js';

const file =
  process.env.HAMKKE_DIRECTORY_FILE ?? join(process.cwd(), '../shared/data/open211-miami-hsds-2.zip');
/** Whether this checkout has a real city's directory beside it. */
export const isThere = existsSync(file);
if (!isThere) console.warn(`The real directory is not tested: ${file} is not there.`);

/** One service of so many is in the sample. */
const oneOf = 16;

/** The real directory: some of its services with all that belongs to them, line by line as they were published, or all. */
export async function realDirectory(): Promise<string> {
  if (isLong) return file;
  const { files, close } = await openZip(file, file);
  try {
    const texts: Record<string, Buffer> = {};
    for (const { path, open } of files) texts[path] = await buffer(await open());
    return await zipOf(sampleOf(texts));
  } finally {
    close();
  }
}

type Line = { raw: string; record: Record<string, string> };

function sampleOf(texts: Record<string, Buffer>): Record<string, string | Buffer> {
  const lines = (name: string) =>
    parse(texts[`data/${name}.csv`]!, { columns: true, raw: true, bom: true }) as unknown as Line[];
  const some = (_: unknown, at: number) => at % oneOf === 0;
  const ids = (of: Line[], column: string) => new Set(of.map(({ record }) => record[column]!));
  const services = lines('services').filter(some);
  const chosen: Record<string, ReadonlySet<string>> = {
    service_id: ids(services, 'id'),
    organization_id: ids(services, 'organization_id'),
  };
  const known = ids(lines('services'), 'id');
  const places = lines('services_at_location').filter(({ record }) =>
    chosen.service_id!.has(record.service_id!),
  );
  chosen.location_id = ids(places, 'location_id');
  const own: Record<string, string> = {
    services: 'service_id',
    organizations: 'organization_id',
    locations: 'location_id',
  };
  const belongs = (name: string, record: Record<string, string>, at: number) => {
    if (own[name]) return chosen[own[name]]!.has(record.id!);
    const column = ['service_id', 'location_id', 'organization_id'].find((each) => record[each]);
    // What names a service that is not there stays in the sample as well, as part of what people publish.
    if (!column || (column === 'service_id' && !known.has(record[column]!))) return some(record, at);
    return chosen[column]!.has(record[column]!);
  };
  return Object.fromEntries(
    Object.entries(texts).map(([path, text]) => {
      const name = /^data\/(\w+)\.csv$/.exec(path)?.[1];
      if (!name || name === 'taxonomy') return [path, text];
      const header = text.toString('utf8', 0, text.indexOf('\n') + 1);
      const kept = lines(name).filter(({ record }, at) => belongs(name, record, at));
      return [path, header + kept.map(({ raw }) => raw).join('')];
    }),
  );
}
