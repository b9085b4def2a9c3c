import { readdirSync, readFileSync } from 'node:fs';
import { packageRoot } from '../config.js';

/** Where the profile stands, as `npm run contract` writes it. */
export const profileFolder = 'schema/hsds-profile';

let files: ReadonlyMap<string, string> | undefined;

/** A document of the published profile by its path, `` for what it consists of; null for any other. */
export function profileFile(path: string): string | null {
  files ??= new Map(
    readdirSync(`${packageRoot}/${profileFolder}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.json'))
      .map((file) => [
        file.replaceAll('\\', '/'),
        readFileSync(`${packageRoot}/${profileFolder}/${file}`, 'utf8'),
      ]),
  );
  return files.get(path === '' ? 'profile.json' : path) ?? null;
}
