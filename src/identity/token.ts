import { readConfig } from '../config.js';
import { StartError } from '../errors.js';
import { run } from './personaToken.js';

// `npm run --silent token -- <persona>` prints the token of a demo persona, and nothing else.
try {
  console.log(await run(process.argv.slice(2), readConfig(process.env)));
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
