import { spawnSync } from 'node:child_process';

// The tests of which the suite asks a sample, whole: a real city's directory in, in again, out and in again, and every
// kind of tamper with the access log on many more rows, ten thousand edits of one member by many hands, releases of many more
// districts and secrets, and what is asked of access by every persona.

const files = [
  'test/catalogue/real-directory',
  'test/hsds/roundtrip',
  'test/hsds/korea/samples',
  'test/household/record',
  'test/seal/tampering',
  'test/release',
  'test/seal/sealer',
  'test/http/known',
  'test/statistics/page-browser.programs',
  'test/clients/recipes.programs',
  ...['matrix', 'mutations', 'walls', 'hidden', 'counts', 'twoWorlds', 'differential'].map(
    (each) => `test/access/${each}.test.ts`,
  ),
];
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.config.js', ...files],
  { stdio: 'inherit', env: { ...process.env, HAMKKE_TEST_LONG: 'true' } },
);
process.exit(status ?? 1);
