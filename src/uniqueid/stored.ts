import type { Sql } from 'postgres';
import { StartError } from '../errors.js';
import { holders } from './rotate.js';
import type { UniqueIds } from './uniqueIds.js';

/**
 * What the keys are to the numbers that the database holds. Numbers without any keys stop the start: every search would
 * find nobody, and a new number could not be stored. A database without numbers needs no keys.
 */
export async function checkStored(owner: Sql, uniqueIds: UniqueIds | null, say: (line: string) => void) {
  const indexed = await owner.begin(async (sql) => {
    await sql`set local role hamkke_keeper`;
    return Promise.all(
      holders.map(
        ({ table }) => sql<[{ least: string | null; most: string | null }]>`
          select min(registration_number_index) as least, max(registration_number_index) as most from ${sql(table)}`,
      ),
    );
  });
  const ends = indexed.flatMap(([{ least, most }]) => [least, most]).filter((each) => each !== null);
  if (ends.length === 0) return;
  if (!uniqueIds)
    throw new StartError(
      'The database holds registration numbers and there are no keys for them: set HAMKKE_UNIQUE_ID_KEYS to the file that they were sealed with.',
    );
  if (ends.some((each) => !each.startsWith(uniqueIds.indexPrefix)))
    say(
      'Some registration numbers were indexed with another key than the one in the key file and are not found: put that key back, or run npm run rotate:unique-ids.',
    );
}
