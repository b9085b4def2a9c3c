import { Client } from 'undici';

/**
 * Keeps `clients` requests under way on as many kept-alive connections for `seconds`, and answers requests a second and
 * each one's milliseconds. Any answer that is no 200, or that holds an error, ends the run: a refusal is quick.
 */
export async function load(url, { clients, seconds, next }) {
  const { origin } = new URL(url);
  const until = performance.now() + seconds * 1000;
  const taken = [];
  const connections = Array.from({ length: clients }, () => new Client(origin, { pipelining: 1 }));
  const started = performance.now();
  await Promise.all(
    connections.map(async (client) => {
      while (performance.now() < until) {
        const sent = performance.now();
        await ask(client, next());
        taken.push(performance.now() - sent);
      }
    }),
  );
  const elapsed = (performance.now() - started) / 1000;
  await Promise.all(connections.map((client) => client.close()));
  taken.sort((a, b) => a - b);
  const at = (part) => taken[Math.floor(taken.length * part)];
  return { count: taken.length, rate: taken.length / elapsed, p50: at(0.5), p95: at(0.95) };
}

/** One request by `dispatch`, the cheapest way that undici has: what the load costs is taken from both servers alike. */
function ask(client, { path, headers, body }) {
  return new Promise((done, failed) => {
    const parts = [];
    let status;
    client.dispatch(
      { method: 'POST', path, headers, body },
      {
        onRequestStart() {},
        onResponseStart(_controller, code) {
          status = code;
        },
        onResponseData(_controller, part) {
          parts.push(part);
        },
        onResponseEnd() {
          const answer = parts.length === 1 ? parts[0] : Buffer.concat(parts);
          if (status === 200 && !answer.includes('"errors"')) done(answer);
          else failed(new Error(`${path} answered ${status}: ${answer.toString().slice(0, 500)}`));
        },
        onResponseError(_controller, error) {
          failed(error);
        },
      },
    );
  });
}

/** The answer to one request, parsed. */
export async function answer(url, request) {
  const client = new Client(new URL(url).origin);
  try {
    return JSON.parse(await ask(client, request));
  } finally {
    await client.close();
  }
}
