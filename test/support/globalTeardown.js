import { rmSync } from 'node:fs';
import postgres from 'postgres';

/** Leaves nothing behind: our own server ends with its folder, another one keeps none of our databases. */
export default async function tearDown() {
  const run = globalThis.hamkkeTestRun;
  if (!run) return;
  if (run.folder) {
    await run.stop();
    rmSync(run.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    return;
  }
  const admin = postgres(run.url, { max: 1, onnotice: () => {} });
  try {
    const left = await admin`select datname from pg_database where starts_with(datname, ${run.prefix})`;
    for (const { datname } of left) await admin.unsafe(`drop database if exists ${datname} with (force)`);
  } finally {
    await admin.end({ timeout: 5 });
  }
}
