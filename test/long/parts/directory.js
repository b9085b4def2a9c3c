import { spawnSync } from 'node:child_process';

// The whole of a real city's directory in, in again, out and in again. The suite asks a sample of it.

const words =
  'run --config vitest.config.js --maxWorkers 1 test/catalogue/real-directory test/hsds/roundtrip'.split(' ');
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...words], {
  stdio: 'inherit',
  env: { ...process.env, HAMKKE_TEST_WHOLE_DIRECTORY: 'true' },
});
process.exit(status ?? 1);
