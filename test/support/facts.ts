import type { Sql } from 'postgres';
import { expect } from 'vitest';
import { checkFacts } from '../../src/fact/rebuild.js';

/** That figures are what the work comes to, whatever a test did: at most three of what differs are shown. */
export async function expectTrueFacts(owner: Sql): Promise<void> {
  expect((await checkFacts(owner)).slice(0, 3)).toEqual([]);
}
