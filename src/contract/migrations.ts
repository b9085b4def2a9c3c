import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { packageRoot } from '../config.js';
import * as tables from '../database/tables/index.js';

interface Journal {
  entries: { idx: number; tag: string }[];
}
type Snapshot = Record<string, unknown>;

/**
 * Says where the tables in the code and the newest migration differ. drizzle-kit's own check looks only at the
 * migrations among themselves, and its generator asks questions: here the two snapshots are compared, and nothing is
 * written.
 */
export function migrationFaults(folder = `${packageRoot}/migrations`): string[] {
  const { entries } = json<Journal>(`${folder}/meta/_journal.json`);
  const newest = entries.at(-1);
  if (!newest) return ['migrations/meta/_journal.json names no migration'];
  const faults = entries
    .filter(({ tag }) => !existsSync(`${folder}/${tag}.sql`))
    .map(({ tag }) => `migrations/${tag}.sql is in the journal but not in the folder`);
  const snapshot = json<Snapshot>(`${folder}/meta/${String(newest.idx).padStart(4, '0')}_snapshot.json`);
  return [...faults, ...differences(snapshot, snapshotOfTables())];
}

/** What the tables look like now, in the form of a snapshot. */
export function snapshotOfTables(): Snapshot {
  // CommonJS only under this name: an import statement would look for its types' optional drivers.
  const kit = createRequire(import.meta.url)('drizzle-kit/api') as {
    generateDrizzleJson(
      schema: object,
      previous: undefined,
      filter: undefined,
      casing: 'snake_case',
    ): Snapshot;
  };
  return JSON.parse(JSON.stringify(kit.generateDrizzleJson(tables, undefined, undefined, 'snake_case')));
}

/** The names of what differs between two snapshots, whichever way. */
export function differences(migrated: Snapshot, now: Snapshot): string[] {
  const faults: string[] = [];
  for (const kind of ['tables', 'enums', 'schemas', 'sequences', 'roles', 'policies', 'views']) {
    const before = (migrated[kind] ?? {}) as Record<string, unknown>;
    const after = (now[kind] ?? {}) as Record<string, unknown>;
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (isDeepStrictEqual(before[name], after[name])) continue;
      const what =
        before[name] === undefined
          ? 'is in no migration'
          : after[name] === undefined
            ? 'is in the migrations and no longer in the code'
            : 'differs from the migrations';
      faults.push(`${kind.replace(/s$/, '')} ${name} ${what}: run npx drizzle-kit generate`);
    }
  }
  return faults;
}

const json = <T>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as T;
