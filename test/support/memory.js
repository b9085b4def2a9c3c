import { chmodSync, mkdtempSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

/** What Linux keeps in memory and not on a disk. */
const inMemory = '/dev/shm';
/** A run's databases, their logs and the folders of its tests take less than half of this. */
const needed = 4e9;

/**
 * A folder in memory that is open to everybody as that of temporary files is, or null where there is no room for one. A
 * database has a thousand files: to make them for each file of tests takes a disk two seconds, and memory a tenth of one.
 */
export function folderInMemory() {
  let room = 0;
  try {
    const { bavail, bsize } = statfsSync(inMemory);
    // A container may have less memory than its machine; this is what is left of its own.
    room = Math.min(bavail * bsize, process.availableMemory());
  } catch {
    // Only Linux has it.
  }
  if (room < needed) return null;
  const folder = mkdtempSync(join(inMemory, 'hamkke-test-'));
  // Tests start programs as other users.
  chmodSync(folder, 0o1777);
  return folder;
}
