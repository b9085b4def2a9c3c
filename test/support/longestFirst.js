import { relative } from 'node:path';
import { BaseSequencer } from 'vitest/node';

/** The files that take longest, the longest first: begun last, one would keep a single worker busy at the end of a run. */
const long = [
  'test/access/differential.test.ts',
  // What documents weigh is measured while little else is in the memory of its worker.
  'test/http/documents.test.ts',
  'test/access/matrix.test.ts',
  'test/access/walls.test.ts',
  'test/explorer/explorer.test.ts',
  'test/access/mutations.test.ts',
  'test/start/server.test.ts',
  'test/hsds/roundtrip.test.ts',
  'test/access/bases.test.ts',
  'test/start/connections.test.ts',
  'test/seal/command.test.ts',
  'test/statistics/page-browser.test.ts',
  'test/access/log.test.ts',
  'test/http/known.test.ts',
  'test/fact/facts.test.ts',
  'test/access/twoWorlds.test.ts',
  'test/seal/sealer.test.ts',
  'test/catalogue/bad-input.test.ts',
  'test/catalogue/hsds3.test.ts',
  'test/start/deploy.test.ts',
  'test/clients/recipes.test.ts',
  'test/start/firstDay.test.ts',
  'test/database/install.test.ts',
  'test/http/outages.test.ts',
  'test/access/hidden.test.ts',
  'test/access/scope.test.ts',
];

/** The order of files: the long ones, then the others as Vitest has them, the largest first. */
export class LongestFirst extends BaseSequencer {
  async sort(files) {
    const place = ({ moduleId }) => {
      const at = long.indexOf(relative(this.ctx.config.root, moduleId));
      return at < 0 ? long.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
