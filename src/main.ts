import { readConfig } from './config.js';
import { StartError } from './errors.js';
import { start } from './start.js';
import { welcome } from './welcome.js';

try {
  const config = readConfig(process.env);
  const running = await start(config, (line) => console.log(line));
  console.log(welcome(config, running.url));
  const stop = (noticeMs: number) => {
    // Whatever does not end in time, such as a frozen database, keeps nobody from stopping.
    setTimeout(() => process.exit(1), 9_500).unref();
    running.stop(noticeMs).then(
      // Everything is closed: a timer or a socket that a library forgot keeps nobody from stopping either.
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  // Ctrl-C is a person who waits; SIGTERM comes from what still has to learn that nobody should be sent here.
  process.once('SIGINT', () => stop(0));
  process.once('SIGTERM', () => stop(2_000));
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}
