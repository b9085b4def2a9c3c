import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longestFirst.js';

/** Files or tests that are named: a run of everything leaves out what needs programs that are not ours, such as a browser. */
const names = process.argv.slice(2).filter((each) => !/^-|^\d+$|^(run|list)$|vitest\.config\.js$/.test(each));

/** Milliseconds for a test: what asks all of something takes minutes, or hours. */
const patience = process.env.HAMKKE_TEST_LONG ? 3 * 3_600_000 : 180_000;

export default defineConfig({
  // graphql has two builds, and Vite would take another one than what imports it in Node.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**', '**/node_modules/**', ...(names.length ? [] : ['test/**/*.programs.test.ts'])],
    // Decorators want it before the first class, whichever of our modules a file loads first.
    setupFiles: ['reflect-metadata'],
    globalSetup: ['test/support/globalSetup.js'],
    // Processes, since tests send signals and start programs; without isolation each loads our modules once, not once a file.
    experimental: { fsModuleCache: true },
    pool: 'forks',
    isolate: false,
    // One more than the processors of a usual runner: some tests wait for servers that start, or for time to pass.
    maxWorkers: 3,
    execArgv: [
      // Each test makes much that lives as long as one answer: with room for it, most is gone before it is ever looked at.
      '--max-semi-space-size=64',
      '--initial-old-space-size=1000',
      // Node 20 optimizes code early, and again and again: most of ours runs too seldom for what that takes. Later versions
      // of Node wait longer by themselves, and do not know this option.
      ...(Number.parseInt(process.versions.node, 10) === 20 ? ['--interrupt-budget=1000000'] : []),
    ],
    sequence: { sequencer: LongestFirst },
    testTimeout: patience,
    hookTimeout: patience,
    // The end of a run searches all that it left; after this time Vitest would end without saying what it found.
    teardownTimeout: 600_000,
  },
});
