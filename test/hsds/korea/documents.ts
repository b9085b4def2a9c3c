import { expect } from 'vitest';
import type { App } from '../../support/app.js';
import type { Faults } from '../official.js';

/** Every document that leaves by `/hsds` for everybody is one that the official schemas allow. */
export async function expectValidDocuments(app: App, faultsOf: Record<string, Faults>) {
  for (const [list, object, full] of [
    ['services', 'service', '&full=true'],
    ['organizations', 'organization', '&full=true'],
    ['taxonomies', 'taxonomy', ''],
    ['taxonomy_terms', 'taxonomy_term', ''],
  ] as const) {
    const { body } = await app.request(null, `/hsds/${list}?format=ndjson${full}`);
    for (const line of body.trimEnd().split('\n')) {
      const each = JSON.parse(line);
      expect([each, ...faultsOf[object]!(each)]).toEqual([each]);
    }
  }
}
