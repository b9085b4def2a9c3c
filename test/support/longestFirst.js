import { relative } from 'node:path';
import { BaseSequencer } from 'vitest/node';

/** The files that take longest, the longest first: begun last, one would keep a single worker busy at the end of a run. */
const long = [
  'test/access/differential.test.ts',
  // What documents weigh is measured while little else is in the memory of its worker.
  'test/http/documents.test.ts',
  'test/access/matrix.test.ts',
  'test/access/walls.test.ts',
  'test/access/counts.test.ts',
  'test/access/mutations.test.ts',
  'test/start/server.test.ts',
  'test/explorer/explorer.programs.test.ts',
  'test/clients/recipes.programs.test.ts',
  'test/seal/command.test.ts',
  'test/access/bases.test.ts',
  'test/access/log.test.ts',
  'test/hsds/roundtrip.test.ts',
  'test/start/connections.test.ts',
  'test/http/outages.test.ts',
  'test/fact/facts.test.ts',
  'test/start/firstDay.test.ts',
  'test/http/known.test.ts',
  'test/access/twoWorlds.test.ts',
  'test/statistics/page-browser.programs.test.ts',
  'test/access/hidden.test.ts',
  'test/start/deploy.test.ts',
  'test/catalogue/bad-input.test.ts',
  'test/database/install.test.ts',
  'test/catalogue/hsds3.test.ts',
  'test/access/scope.test.ts',
  'test/access/sent.test.ts',
  'test/start/embedded.test.ts',
  'test/seal/sealer.test.ts',
  'test/uniqueid/nowhere.test.ts',
  'test/release/attacks/amounts.test.ts',
  'test/catalogue/hostile.test.ts',
  'test/statistics/attacks.test.ts',
  'test/case/journey.test.ts',
  'test/release/busy.test.ts',
  'test/hsds/korea/fetch.test.ts',
  'test/release/attacks/releases.test.ts',
  'test/referral/stream.test.ts',
  'test/hsds/export.test.ts',
  'test/demo/demo.test.ts',
  'test/statistics/files.test.ts',
  'test/catalogue/real-directory.test.ts',
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
