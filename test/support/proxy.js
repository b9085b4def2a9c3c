import { connect, createServer } from 'node:net';

/**
 * A wire to a database that can be cut as networks and machines cut it: `frozen` takes everything and gives nothing on,
 * `gone` accepts nobody and drops who is there, `resetsTypes` resets whoever asks for types, which the driver does first,
 * and `losesCommits` breaks off whenever something was committed, before anybody hears of it.
 */
export async function proxyTo(url) {
  const to = new URL(url);
  const pairs = new Set();
  let state = 'whole';
  let resets = 0;
  const asks = Buffer.from('typarray');

  function join(client) {
    const server = connect({ host: to.hostname, port: Number(to.port) });
    const pair = { client, server };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const each of [client, server]) each.on('error', end).on('close', end);
    client.on('data', (chunk) => {
      if (state === 'resetsTypes' && chunk.includes(asks)) {
        resets += 1;
        client.resetAndDestroy();
      } else server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (state === 'losesCommits' && chunk.includes('COMMIT')) client.resetAndDestroy();
      else client.write(chunk);
    });
    if (state === 'frozen') for (const each of [client, server]) each.pause();
  }

  const listener = createServer((client) => {
    if (state === 'gone') client.resetAndDestroy();
    else join(client);
  });
  await new Promise((done) => listener.listen(0, '127.0.0.1', done));
  const through = (given) => {
    const address = new URL(given);
    address.hostname = '127.0.0.1';
    address.port = String(listener.address().port);
    return address.href;
  };
  return {
    url: through(url),
    /** Another login's address of the same database, through this wire. */
    through,
    /** How many connections were reset while they fetched types. */
    resets: () => resets,
    become(next) {
      state = next;
      for (const { client, server } of pairs) {
        if (next === 'gone') client.resetAndDestroy();
        for (const each of [client, server]) next === 'frozen' ? each.pause() : each.resume();
      }
    },
    /** Resets every connection that is open now. */
    cut() {
      for (const { client } of pairs) client.resetAndDestroy();
    },
    async stop() {
      for (const { client, server } of pairs) {
        client.destroy();
        server.destroy();
      }
      await new Promise((done) => listener.close(done));
    },
  };
}
