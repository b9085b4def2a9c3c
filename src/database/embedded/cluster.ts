import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from '../../errors.js';
import { environment, type Runner, reach } from './runner.js';

export const major = '18';
export const user = 'hamkke';

/** Lies among PostgreSQL's own files, so that a cluster is never there without its password. */
const passwordFile = 'hamkke.password';
const unfinished = 'initialising-';

/** The one sentence for data that is there but not whole. */
export const damaged = (cluster: string, what: string) =>
  new StartError(
    `The database in ${cluster} is damaged (${what}); nothing of it was deleted: restore that folder from a backup, or move it away to begin with an empty database.`,
  );

/** Whether a database is there; throws when it is one that PostgreSQL 18 must not be started on. */
export function inspectCluster(cluster: string, runner: Runner): 'absent' | 'present' {
  const folder = statSync(cluster, { throwIfNoEntry: false });
  if (!folder) return 'absent';
  if (!folder.isDirectory()) throw damaged(cluster, 'it is not a folder');
  const uid = runner.ids.uid ?? process.getuid!();
  if (folder.uid !== uid)
    throw new StartError(
      `The database in ${cluster} belongs to another user (uid ${folder.uid}, not ${uid}): start as that user, or set HAMKKE_DATA_DIRECTORY to another folder.`,
    );
  if (readdirSync(cluster).length === 0) return 'absent';

  const version = readText(cluster, 'PG_VERSION')?.trim() ?? '';
  if (!/^\d+(\.\d+)?$/.test(version)) throw damaged(cluster, 'its PG_VERSION is missing or unreadable');
  if (version !== major)
    throw new StartError(
      `The database in ${cluster} was made by PostgreSQL ${version}, and this server brings PostgreSQL ${major}: set HAMKKE_DATA_DIRECTORY to another folder, or move the data over with pg_dump.`,
    );
  const control = statSync(join(cluster, 'global', 'pg_control'), { throwIfNoEntry: false });
  if (control?.size !== 8192) throw damaged(cluster, 'its global/pg_control is missing or cut short');
  if (!readPassword(cluster)) throw damaged(cluster, `its ${passwordFile} is missing or empty`);
  return 'present';
}

function readText(cluster: string, name: string): string | null {
  try {
    return readFileSync(join(cluster, name), 'utf8');
  } catch {
    return null;
  }
}

/** The password of the database’s owner, or nothing where none was written yet. */
export const readPassword = (cluster: string) => readText(cluster, passwordFile)?.trim() ?? '';

/** Makes the database beside its place and moves it there whole: a start that is cut off leaves none. */
export async function createCluster(cluster: string, native: string, runner: Runner): Promise<void> {
  const parent = dirname(cluster);
  for (const name of readdirSync(parent)) if (name.startsWith(unfinished)) clear(join(parent, name));

  const workshop = mkdtempSync(join(parent, unfinished));
  try {
    const made = join(workshop, 'database');
    const secret = join(workshop, passwordFile);
    mkdirSync(made, { mode: 0o700 });
    writeFileSync(secret, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
    const { uid, gid } = runner.ids;
    if (uid !== undefined) for (const path of [workshop, made, secret]) chownSync(path, uid, gid!);
    chmodSync(made, 0o700);

    await initialise(native, workshop, runner);
    renameSync(secret, join(made, passwordFile));
    renameSync(made, cluster);
    // Not only the files but their new name must survive a power failure.
    const folder = openSync(parent, 'r');
    fsyncSync(folder);
    closeSync(folder);
  } finally {
    clear(workshop);
  }
}

/** The initdb of a server that was killed may still be writing there: what is left goes at the next start. */
function clear(folder: string) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch {}
}

async function initialise(native: string, workshop: string, runner: Runner): Promise<void> {
  // pg_trgm of PostgreSQL 18 asks the C library what a letter is: with LC_CTYPE=C no Hangul would be one.
  const locales = ['C.UTF-8', 'en_US.UTF-8'];
  for (const locale of locales) {
    const said = await runInitdb(native, workshop, runner, locale);
    if (said === null) return;
    if (said.includes('look up effective user ID'))
      throw new StartError(
        `PostgreSQL needs a user with a name, and user ${process.getuid!()} has none on this machine: start as a user of /etc/passwd, or set DATABASE_URL.`,
      );
    if (!/invalid locale|locale name/.test(said) || locale === locales.at(-1))
      throw new StartError(
        `The database could not be made in ${dirname(workshop)} (initdb says: ${said}): see that its disk has room and that ${runner.name} can write there, or set HAMKKE_DATA_DIRECTORY or DATABASE_URL.`,
      );
  }
}

/** Null when it went well, otherwise what initdb said. */
async function runInitdb(
  native: string,
  workshop: string,
  runner: Runner,
  locale: string,
): Promise<string | null> {
  const folder = reach(runner, workshop);
  try {
    const child = spawn(
      join(native, 'bin', 'initdb'),
      [
        ...['-D', `${folder.name}/database`, '-U', user, `--pwfile=${folder.name}/${passwordFile}`],
        ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', `--lc-ctype=${locale}`],
        ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
      ],
      { ...runner.ids, cwd: '/', env: environment, stdio: ['ignore', 'ignore', 'pipe', folder.fd] },
    );
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (chunk) => {
      said += chunk;
    });
    const code = await new Promise((done) => {
      child.on('error', (error) => {
        said += error.message;
        done(-1);
      });
      child.on('close', done);
    });
    if (code === 0 && existsSync(join(workshop, 'database', 'PG_VERSION'))) return null;
    return (
      said.match(/(?:error|FATAL): +(.*)/)?.[1] ?? (said.trim().split('\n').at(-1) || `exit code ${code}`)
    );
  } finally {
    folder.close();
  }
}
