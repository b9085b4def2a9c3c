import { createServer } from 'node:net';
import { clients, figure, openDatabase, openServer } from '../process.js';

// SIGTERM with 200 clients at work, to node and to `npm start`: nothing that was sent is cut off, the process is gone in
// 10 s, and so is its port. As a load balancer does it, nobody new is sent where readiness is off.

const database = await openDatabase();
for (const command of [
  [process.execPath, 'dist/main.js'],
  ['npm', 'start', '--silent'],
]) {
  const server = await openServer(
    database.folder,
    {
      DATABASE_URL: database.url,
      HAMKKE_LIMIT_REQUEST_DEADLINE_MS: '30000',
      npm_config_update_notifier: 'false',
    },
    command,
  );
  const name = command.includes('npm') ? 'npm start' : 'node';
  const statuses = {};
  let [ready, answered] = [true, 0];
  const load = clients(
    200,
    () => !ready,
    (nth) =>
      server.ask(`{ services(first: 20, filter: { search: "${nth}" }) { totalCount nodes { name } } }`),
    ({ status, failure }) => {
      answered += 1;
      statuses[failure ?? status] = (statuses[failure ?? status] ?? 0) + 1;
    },
  );
  while (answered < 400) await server.get('/healthz');
  const began = performance.now();
  server.child.kill('SIGTERM');
  while ((await server.get('/readyz')).status === 200);
  ready = false;
  await load;
  const code = await server.ended;
  const took = Math.round(performance.now() - began);
  const failed = Object.entries(statuses).filter(([status]) => status !== '200');
  figure(`${name}: failed of ${answered} requests`, JSON.stringify(failed), failed.length === 0, 'none');
  figure(`${name}: gone after`, `${took} ms, with ${code}`, took <= 10_000, 'at most 10,000 ms');
  const free = createServer();
  const listens = await new Promise((done) => {
    free
      .once('error', ({ code }) => done(code))
      .listen(Number(new URL(server.url).port), '127.0.0.1', () => done('free'));
  });
  free.close();
  figure(`${name}: its port`, listens, listens === 'free', 'free');
}
await database.stop();
