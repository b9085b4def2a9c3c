import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// What takes minutes and is no part of `npm test`: every file of parts/ is a program that prints what it measured and
// ends with 0 where that is within its bounds. `npm run test:long -- memory` runs one of them.

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const [only, ...given] = process.argv.slice(2);
const parts = readdirSync(here('parts')).filter((file) => file.endsWith('.js'));
const chosen = parts.filter((file) => !only || file === `${only}.js`);
if (chosen.length === 0) {
  console.error(`There is no part "${only}": ${parts.map((file) => file.slice(0, -3)).join(', ')}.`);
  process.exit(2);
}
const failed = chosen.filter((file) => {
  console.log(`\n# ${file.slice(0, -3)}`);
  return spawnSync(process.execPath, [here(`parts/${file}`), ...given], { stdio: 'inherit' }).status !== 0;
});
if (failed.length) console.error(`\nNot within its bounds: ${failed.join(', ')}`);
process.exit(failed.length ? 1 : 0);
