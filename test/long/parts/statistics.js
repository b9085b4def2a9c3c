import { spawnSync } from 'node:child_process';

// The files of a release as programs of offices read them: LibreOffice and Python, where they are installed.

const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.config.js', 'test/statistics'],
  { stdio: 'inherit', env: { ...process.env, HAMKKE_TEST_LONG: 'true' } },
);
process.exit(status ?? 1);
