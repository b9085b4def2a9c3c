import { parseKeys } from '../../dist/uniqueid/keys.js';
import { UniqueIds } from '../../dist/uniqueid/uniqueIds.js';
import { removeFolder } from './folders.js';
import { dump, files, NumberSearch } from './search.js';
import { within } from './server.js';

/**
 * Looks for seeded registration numbers in all that the run left, and then leaves nothing behind: our own server ends with
 * its folder, another one keeps none of our databases. Where a number is in clear the run has failed, and its files stay.
 */
export default async function tearDown() {
  const run = globalThis.hamkkeTestRun;
  if (!run) return;
  run.door.close();
  // One that did not start, or has no demo data, has said so to the test that asked.
  const server = await run.made.get('server')?.catch(() => null);
  const seeded = await run.made.get('demo')?.catch(() => null);
  if (seeded) return searchAndStop({ ...server, ...run });
  if (server) await leave({ ...server, ...run });
  for (const folder of [run.left, server?.folder, run.memory]) if (folder) removeFolder(folder);
  process.stderr.write('No test asked for the demo data: there were no registration numbers to look for.\n');
}

async function searchAndStop(run) {
  const began = performance.now();
  const folders = run.own ? [run.left, run.folder] : [run.left];
  let search;
  let figures;
  try {
    ({ search, figures } = await searchDatabases(run));
  } finally {
    // Once it has stopped, all that the server had in mind is in its files.
    await leave(run);
  }
  const read = await files(folders, (text, path) => search.in(text, path));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (search.places.size === 0)
    for (const folder of [...folders, run.memory]) if (folder) removeFolder(folder);
  report(search, { ...figures, ...read, seconds });
}

const leave = (run) => (run.own ? run.stop() : dropDatabases(run));

/** Every row of the databases that are left: both templates, and those of tests that ended too early to drop theirs. */
function searchDatabases(run) {
  return within(run.url, async (admin) => {
    const numbers = await inside(run.url, `${run.prefix}_demo`, (owner) => seededNumbers(owner, run.keys));
    const search = new NumberSearch(numbers);
    const figures = { numbers: numbers.size, databases: 0, rows: 0 };
    for (const { datname } of await databases(admin, run.prefix)) {
      figures.rows += await inside(run.url, datname, (owner) =>
        dump(owner, (text, table) => search.in(text, `${table} of ${datname}`)),
      );
      figures.databases += 1;
    }
    return { search, figures };
  });
}

const databases = (admin, prefix) =>
  admin`select datname from pg_database where starts_with(datname, ${prefix}) order by datname`;

const dropDatabases = ({ url, prefix }) =>
  within(url, async (admin) => {
    for (const { datname } of await databases(admin, prefix))
      await admin.unsafe(`drop database if exists ${datname} with (force)`);
  });

function inside(url, name, work) {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return within(address.href, work);
}

/** The numbers of the demo data, opened with the keys of this run. */
async function seededNumbers(owner, keys) {
  const uniqueIds = new UniqueIds(parseKeys(keys, 'the keys of this run'), true);
  const rows = await owner.begin(async (sql) => {
    await sql`set local role hamkke_keeper`;
    return sql`select * from member_unique_ids`;
  });
  return new Set(
    rows.map((row) => {
      const opened = uniqueIds.open(
        { districtId: row.district_id, memberId: row.member_id },
        {
          registrationNumberCiphertext: row.registration_number_ciphertext,
          registrationNumberKeyId: row.registration_number_key_id,
        },
      );
      if (opened.kind !== 'number') throw new Error(`A seeded number does not open: ${opened.kind}`);
      return opened.digits;
    }),
  );
}

function report({ places, bytes }, { numbers, databases, rows, files, logLines, seconds }) {
  const sought = `${numbers} seeded registration numbers sought in ${rows} rows of ${databases} databases, ${files} files and ${logLines} lines of logs, ${bytes} bytes in all, in ${seconds} s`;
  if (places.size > 0 || numbers === 0)
    throw new Error(
      `${sought}. In clear they stand in:\n${[...places].map(([place, found]) => `  ${place} (${found.size})`).join('\n')}`,
    );
  process.stderr.write(`${sought}: none is in clear.\n`);
}
