import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { proxyTo } from '../../support/proxy.js';
import { figure, openDatabase, openServer } from '../process.js';

// The database is frozen for 25 s, gone for 25 s and read-only: whatever is not answered is 503 with Retry-After and the
// reason within 5 s, and everything is back 2 s after the database is.

/** How long each lasts; fewer for a look. */
const seconds = Number(process.argv[2] ?? 25);
const database = await openDatabase();
const wire = await proxyTo(database.url);
const server = await openServer(database.folder, { DATABASE_URL: wire.url });
const admin = postgres(database.url, { max: 1, onnotice: () => {} });
let asked = 0;
const next = () => {
  asked += 1;
  return asked;
};
const report = {
  input: {
    source: 'HOTLINE_129',
    emergency: false,
    responsibleDong: '1117090100',
    members: [{ name: '시험용' }],
  },
};
const personas = ['head', 'counsellor', 'nurse', 'apo', 'portal', 'police', 'neighbourhood-officer'];
const ways = {
  'a known document': () => server.ask('{ services(first: 1) { nodes { id } } }'),
  'a new document': () => server.ask(`{ services(first: 1) { nodes { new${next()}: id } } }`),
  'a person who is remembered': () => server.ask('{ households(first: 2) { nodes { id } } }', 'case-manager'),
  'a person who may not be': () =>
    server.ask('{ households(first: 2) { nodes { id } } }', personas[next() % personas.length]),
  'a change': () =>
    server.ask(
      'mutation ($input: ReceiveReportInput!) { receiveReport(input: $input) { case { id } } }',
      'case-manager',
      { variables: report },
    ),
  'the page of a link': () => server.get(`/r/${'x'.repeat(43)}`),
  'an answer by a link': () => server.post(`/r/${'x'.repeat(43)}`, { answer: 'ACCEPT' }),
  'a page of /hsds': () => server.get('/hsds/services'),
  'lines of /hsds': () => server.get('/hsds/organizations?format=ndjson'),
  'a subscription': () =>
    server.ask('subscription { changes { kind } }', 'welfare-centre', {
      path: '/graphql/stream',
      accept: 'text/event-stream',
    }),
  readiness: () => server.get('/readyz'),
};
const isRefusal = ({ status, retryAfter, body }) =>
  status === 503 && (retryAfter === '1' || body.includes('"status"')) && !/Too many|INTERNAL/.test(body);

async function through(what, begin, end, isRight) {
  for (const ask of Object.values(ways)) await ask();
  await begin();
  const until = performance.now() + seconds * 1000;
  const [wrong, slowest] = [new Set(), {}];
  await Promise.all(
    Object.entries(ways).map(async ([name, ask]) => {
      while (performance.now() < until) {
        const answer = await ask();
        // Readiness is tried anew twice a second.
        const isEarly = name === 'readiness' && performance.now() < until - seconds * 1000 + 1000;
        if (!isEarly && !isRight(name, answer))
          wrong.add(`${name}: ${answer.status} ${answer.failure ?? answer.body.slice(0, 90)}`);
        slowest[name] = Math.max(slowest[name] ?? 0, answer.ms);
      }
    }),
  );
  const longest = Math.max(...Object.values(slowest));
  figure(`${what}: answers that are not 503 with the reason`, wrong.size, wrong.size === 0, '0');
  for (const each of wrong) console.log(`     ${each}`);
  figure(`${what}: longest answer`, `${longest} ms`, longest <= 5000, 'at most 5,000 ms');
  await end();
  const began = performance.now();
  const returns = await Promise.all(
    Object.entries(ways).map(async ([name, ask]) => {
      while ((await ask()).status === 503 && performance.now() < began + 30_000) await pause(20);
      const at = Math.round(performance.now() - began);
      if (at > 2000) console.log(`     ${name} after ${at} ms`);
      return at;
    }),
  );
  const back = Math.max(...returns);
  figure(`${what}: back after`, `${back} ms`, back <= 2000, 'at most 2,000 ms');
  figure(`${what}: exits`, server.hasEnded() ? 1 : 0, !server.hasEnded(), '0');
}

const readOnly = (value) => async () => {
  await admin.unsafe(`alter database hamkke set default_transaction_read_only = ${value}`);
  wire.cut();
};
const logged = ['a person who is remembered', 'a person who may not be', 'a change', 'readiness'];
try {
  await through('frozen', database.freeze, database.thaw, (_, answer) => isRefusal(answer));
  await through(
    'gone',
    () => wire.become('gone'),
    () => wire.become('whole'),
    (_, answer) => isRefusal(answer),
  );
  await through('read-only', readOnly('on'), readOnly('off'), (name, answer) =>
    logged.includes(name) ? isRefusal(answer) : answer.status !== 500 && answer.status !== 0,
  );
} finally {
  database.thaw();
  await server.stop();
  await admin.end({ timeout: 1 });
  await wire.stop();
  await database.stop();
}
