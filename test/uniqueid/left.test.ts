import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { families } from '../../src/demo/known.js';
import { asKeeper, freshDatabase } from '../support/database.js';
import { keepOutput, runLog } from '../support/runLog.js';
import { files, NumberSearch } from '../support/search.js';
import { hyphenated } from './numbers.js';

// The end of every run looks for seeded numbers in what the run left. That it would find one is shown here, with numbers
// that nobody has.

async function foundIn(place: string, control: string): Promise<string[]> {
  const search = new NumberSearch(new Set([control]));
  await files([place], (text, path) => search.in(text, path));
  return [...search.places.keys()].map((path) => basename(path));
}
const left = (control: string) => foundIn(process.env.HAMKKE_TEST_LEFT!, control);

test('a number that a program prints is found among what the run left', async () => {
  const control = '9913314666661';
  const child = spawn(process.execPath, ['-e', `console.error('of ${hyphenated(control)}')`]);
  keepOutput(child);
  await once(child, 'close');
  expect(await left(control)).toEqual([expect.stringMatching(/^left-.+\.log$/)]);
});

test('a number in a row that a test wrote is found after its database is gone', async () => {
  const control = '9913314666662';
  const database = await freshDatabase();
  const member = families.a.member(1);
  await asKeeper(
    database.owner,
    (sql) => sql`update member_contacts set phone = ${`7${control}7`} where member_id = ${member}`,
  );
  await database.drop();
  expect(await left(control)).toEqual([expect.stringMatching(/^left-.+\.rows$/)]);
});

test('a number that reaches a server’s log is not there, and the line is', async () => {
  const control = '9913314666663';
  const { log, close } = runLog();
  log.trace({ number: hyphenated(control) }, `asked for ${control}`);
  close();
  expect(await left(control)).toEqual([]);
  const search: string[] = [];
  await files([process.env.HAMKKE_TEST_LEFT!], (text, path) => {
    if (text.includes('asked for ******-*******')) search.push(basename(path));
  });
  expect(search).toEqual([expect.stringMatching(/^left-.+\.log$/)]);
});

test.each([0, 1, 12, 13, 25, 8 * 1024 * 1024 - 7, 8 * 1024 * 1024])(
  'a number is found %d bytes into a file, whatever stands around it',
  async (at) => {
    const folder = await mkdtemp(join(tmpdir(), 'hamkke-left-'));
    const control = '9913314666665';
    try {
      for (const written of [control, hyphenated(control), `12${control}34`]) {
        await writeFile(join(folder, 'page'), `${'\0'.repeat(at)}${written}\0${'8'.repeat(40)}`);
        expect(await foundIn(folder, control)).toEqual(['page']);
        await writeFile(join(folder, 'page'), `${'\0'.repeat(at)}${written.replace('66', '77')}\0`);
        expect(await foundIn(folder, control)).toEqual([]);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
