import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const isRoot = process.getuid?.() === 0;

/** A folder for one test file, which everybody may enter; `remove` ends what was started in it first. */
export function makeWorkshop() {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'hamkke-start-'));
  chmodSync(folder, 0o755);
  const children: ChildProcess[] = [];
  return {
    folder,
    children,
    async remove() {
      for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
      await pause(0);
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** A server small enough to be killed: it starts the database, says its address and stops on any input. */
const main = `
import { startEmbedded } from './src/database/embedded.js';
import { readSync } from 'node:fs';
const [dataDirectory, port] = process.argv.slice(2);
try {
  const { url, stop } = await startEmbedded({ dataDirectory, port: Number(port), log: () => {} });
  console.log(url);
  process.stdin.once('data', () => stop().then(() => process.exit(0)));
} catch (error) {
  console.error(error.name === 'StartError' ? error.message : error.stack);
  process.exit(1);
}`;

/** Copies the embedded database out of `dist/` into the folder, so that a plain Node process of any user can run it. */
export function copyProgram(folder: string): string {
  const files = readdirSync(join(root, 'dist/database'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.startsWith('embedded') && file.endsWith('.js'))
    .map((file) => join('database', file));
  for (const file of ['errors.js', ...files]) cpSync(join(root, 'dist', file), join(folder, 'src', file));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'main.js'), main);
  symlinkSync(realpathSync(join(root, 'node_modules')), join(folder, 'node_modules'));
  return join(folder, 'main.js');
}

export interface Run {
  child: ChildProcess;
  /** The database's address, or how the program ended before it had one. */
  started: Promise<{ url: string } | { code: number | null; stderr: string }>;
  ended: Promise<number | null>;
}

export function run(children: ChildProcess[], program: string, data: string, ids = {}): Run {
  const child = spawn(process.execPath, [program, data, '0'], { ...ids, cwd: '/' });
  children.push(child);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<number | null>((done) => {
    child.on('close', done);
  });
  const started = new Promise<{ url: string } | { code: number | null; stderr: string }>((done) => {
    child.stdout.once('data', (chunk) => done({ url: String(chunk).trim() }));
    ended.then((code) => done({ code, stderr }));
  });
  return { child, started, ended };
}

export async function urlOf({ started }: Run): Promise<string> {
  const result = await started;
  if ('url' in result) return result.url;
  throw new Error(`The program ended with ${result.code}: ${result.stderr}`);
}

export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

export const postmasterOf = (data: string) =>
  Number(readFileSync(join(data, 'database/postmaster.pid'), 'utf8').split('\n')[0]);

/** A process that has ended but that nobody has asked after yet does not run any more. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what}`);
    await pause(10);
  }
}
