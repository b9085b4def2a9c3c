import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { startEmbedded } from '../../dist/database/embedded.js';
import { migrate, onceFor } from '../../dist/database/migrate.js';
import { definitionOfCells, definitionOfFacts } from '../../dist/fact/rebuild.js';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

const migrations = here('../../migrations/');

/** The rows of an earlier run serve as long as neither the tables nor the seed nor what is counted of them have changed. */
function forgetOther(folder, seed) {
  const tables = readdirSync(migrations).filter((file) => /^\d+_.*\.sql$/.test(file));
  const hash = createHash('sha256').update(seed).update(definitionOfFacts()).update(definitionOfCells());
  for (const file of tables.sort()) hash.update(readFileSync(`${migrations}${file}`));
  const now = hash.digest('hex');
  if (existsSync(`${folder}/made-of`) && readFileSync(`${folder}/made-of`, 'utf8') === now) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/made-of`, now);
}

const households = { file: 'seed.sql', folder: '.data', told: 'Making 100,000 households' };

/** An own PostgreSQL with the rows of a seed, kept between runs, and a login for the API. */
export async function openDatabase(say, { file, folder: name, told, buffersMb, values = {} } = households) {
  const seed = Object.entries(values).reduce(
    (text, [key, value]) => text.replaceAll(`:${key}`, String(value)),
    readFileSync(here(file), 'utf8'),
  );
  const folder = here(name);
  forgetOther(folder, seed);
  const embedded = await startEmbedded({ dataDirectory: folder, port: 0, buffersMb, log: say });
  const owner = postgres(embedded.url, { max: 1, onnotice: () => {} });
  await migrate(owner);
  await onceFor(owner, 'bench', seed, async () => {
    say(`${told}; this is done once.`);
    // Neither is counted nor checked what a seed writes by the million.
    await owner.begin((sql) => sql.unsafe(`set local session_replication_role = replica; ${seed}`));
    await owner.unsafe('analyze');
    // What services are found by, as a server makes it that finds none.
    await migrate(owner);
    await owner.unsafe('vacuum analyze');
  });
  await owner.unsafe('truncate access_log, access_log_seals, access_log_heads');
  await owner.unsafe('checkpoint');
  const password = randomBytes(24).toString('hex');
  await owner.unsafe(`alter role hamkke_api login password '${password}'`);
  const api = new URL(embedded.url);
  api.username = 'hamkke_api';
  api.password = password;
  return {
    owner,
    url: embedded.url,
    apiUrl: api.href,
    pid: Number.parseInt(readFileSync(`${folder}/database/postmaster.pid`, 'utf8'), 10),
    async stop() {
      await owner.end({ timeout: 2 });
      await embedded.stop();
    },
  };
}
