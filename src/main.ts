import { readConfig } from './config.js';
import { StartError } from './errors.js';
import { start } from './start.js';
import { welcome } from './welcome.js';

try {
  const config = readConfig(process.env);
  const running = await start(config, (line) => console.log(line));
  console.log(await welcome(config, running.url));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.stop());
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}
