import postgres from 'postgres';

/** Leaves nothing behind: our own server ends with its folder, another one keeps none of our databases. */
export default async function tearDown() {
  const run = globalThis.hamkkeTestRun;
  if (!run) return;
  if (run.own) return run.stop();
  const admin = postgres(run.url, { max: 1, onnotice: () => {} });
  try {
    const left = await admin`select datname from pg_database where starts_with(datname, ${run.prefix})`;
    for (const { datname } of left) await admin.unsafe(`drop database if exists ${datname} with (force)`);
  } finally {
    await admin.end({ timeout: 5 });
  }
}
