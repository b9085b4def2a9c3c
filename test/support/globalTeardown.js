import postgres from 'postgres';
import { parseKeys } from '../../dist/uniqueid/keys.js';
import { UniqueIds } from '../../dist/uniqueid/uniqueIds.js';
import { removeFolder } from './globalSetup.js';
import { dump, files, NumberSearch } from './search.js';

/**
 * Looks for seeded registration numbers in all that the run left, and then leaves nothing behind: our own server ends with
 * its folder, another one keeps none of our databases. Where a number is in clear the run has failed, and its files stay.
 */
export default async function tearDown() {
  const run = globalThis.hamkkeTestRun;
  if (!run) return;
  const began = performance.now();
  const folders = run.own ? [run.left, run.folder] : [run.left];
  let search;
  let figures;
  try {
    ({ search, figures } = await searchDatabases(run));
  } finally {
    // Once it has stopped, all that the server had in mind is in its files.
    if (run.own) await run.stop();
    else await dropDatabases(run);
  }
  const read = await files(folders, (text, path) => search.in(text, path));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (search.places.size === 0) for (const folder of folders) removeFolder(folder);
  report(search, { ...figures, ...read, seconds });
}

/** Every row of the databases that are left: both templates, and those of tests that ended too early to drop theirs. */
async function searchDatabases(run) {
  const admin = postgres(run.url, { max: 1, onnotice: () => {} });
  try {
    const numbers = await within(run.url, `${run.prefix}_demo`, (owner) => seededNumbers(owner, run.keys));
    const search = new NumberSearch(numbers);
    const figures = { numbers: numbers.size, databases: 0, rows: 0 };
    for (const { datname } of await databases(admin, run.prefix)) {
      figures.rows += await within(run.url, datname, (owner) =>
        dump(owner, (text, table) => search.in(text, `${table} of ${datname}`)),
      );
      figures.databases += 1;
    }
    return { search, figures };
  } finally {
    await admin.end({ timeout: 5 });
  }
}

const databases = (admin, prefix) =>
  admin`select datname from pg_database where starts_with(datname, ${prefix}) order by datname`;

async function dropDatabases({ url, prefix }) {
  const admin = postgres(url, { max: 1, onnotice: () => {} });
  try {
    for (const { datname } of await databases(admin, prefix))
      await admin.unsafe(`drop database if exists ${datname} with (force)`);
  } finally {
    await admin.end({ timeout: 5 });
  }
}

async function within(url, name, work) {
  const inside = new URL(url);
  inside.pathname = `/${name}`;
  const owner = postgres(inside.href, { max: 1, onnotice: () => {} });
  try {
    return await work(owner);
  } finally {
    await owner.end({ timeout: 5 });
  }
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
