import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { client, openServer, percentile } from '../server.js';

// What one client without a token costs everybody else, and what one operation can cost by itself, on the demo data.
// With HAMKKE_LIMIT_… in the environment the same is measured with other limits.

const seconds = Number(process.argv[2] ?? 8) || 8;
const near = 'near: { latitude: 37.53, longitude: 126.97 }';
const repeated = (count, own) => Array.from({ length: count }, (_, at) => own(at)).join(' ');
const heavy = (n) =>
  `query H${n} { ${repeated(10, (at) => `a${at}: services(first: 100, ${near}, filter: { search: "지원" }) { totalCount nodes { id name description organization { name } } }`)} }`;
const deep = (first) =>
  `{ services(first: ${first}) { nodes { id name description organization { name description services(first: 20) { nodes { name description } } } serviceAtLocations { location { name description addresses { address1 city } } } } } }`;

/** What attackers send: the first few are accepted, the others refused. */
const attacks = {
  'ten roots of services(near, search)': heavy,
  'a page with pages in it': (n) => `query D${n} ${deep(100)}`,
  'fields of one name in a fragment': (n) =>
    `query O${n} { a } fragment F on Service { ${repeated(1500, () => 'name')} }`,
  'new documents': (n) =>
    `query N${n} { a${n}: services(first: 0) { nodes { name organization { name } phones { number } serviceAtLocations { location { name } } } } }`,
  'no document at all': (n) => `{{{ ${n}`,
};

const failed = [];
const judge = (what, is, most) => {
  console.log(`${what}: ${is} (at most ${most})`);
  if (!(is <= most)) failed.push(what);
};

async function alone() {
  for (const [what, document] of Object.entries(attacks)) {
    const spent = [];
    let ratio = 0;
    for (let n = 0; n < 8; n++) {
      const query = document(n);
      // At most as fast as an address may ask: a refusal would be measured otherwise.
      await new Promise((done) => setTimeout(done, 500));
      const { status, milliseconds, bytes } = await one.ask({ query });
      if (status === 429) continue;
      spent.push(milliseconds);
      ratio = Math.max(ratio, bytes / (JSON.stringify({ query }).length + 200));
    }
    judge(`${what}, alone, median milliseconds`, Math.round(percentile(spent, 0.5)), 200);
    judge(`${what}, bytes answered for each one sent`, Math.round(ratio), 100);
  }
}

/** Milliseconds of somebody with a token who asks for the same family, one request after the other. */
async function others(token, length) {
  const person = client(server.url, 4);
  const query = 'query Mine { households(first: 5) { nodes { id members { identity { name } } } } }';
  const spent = [];
  const until = performance.now() + length * 1000;
  const ask = async () => {
    while (performance.now() < until) {
      const { status, milliseconds } = await person.ask({ query }, { authorization: `Bearer ${token}` });
      if (status !== 200) throw new Error(`Somebody with a token was answered ${status}`);
      spent.push(milliseconds);
      await new Promise((done) => setTimeout(done, 40));
    }
  };
  await Promise.all([ask(), ask()]);
  person.stop();
  return percentile(spent, 0.95);
}

/** Attacks from a process of its own while `work` is done: its answer, what was answered, and what the server spent. */
async function attacked(what, length, work) {
  const attacker = fork(fileURLToPath(import.meta.url), ['attack', server.url, what, String(length)]);
  const statuses = new Promise((done) => attacker.once('message', done));
  const before = server.spent();
  const began = performance.now();
  const answer = await work();
  const share = (server.spent() - before) / (performance.now() - began);
  return { answer, statuses: await statuses, share };
}

async function attack(url, what, length) {
  const attacker = client(url, 32);
  const until = performance.now() + length * 1000;
  const statuses = {};
  // Each comes from an address of its own, which has spent nothing yet.
  const from = { 'x-forwarded-for': `203.0.113.${Object.keys(attacks).indexOf(what) + 1}` };
  let n = 1000;
  const strike = async () => {
    while (performance.now() < until) {
      const { status } = await attacker.ask({ query: attacks[what](n++) }, from);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 32 }, strike));
  process.send(statuses, () => process.exit(0));
}

async function measure() {
  const limits = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => name.startsWith('HAMKKE_LIMIT_')),
  );
  server = await openServer({ ...limits, HAMKKE_TRUSTED_PROXIES: '127.0.0.1' });
  one = client(server.url, 1);
  try {
    const token = await server.token('case-manager');
    await others(token, 3);
    await alone();
    const before = server.spent();
    const rest = await others(token, seconds);
    const share = (server.spent() - before) / (seconds * 1000);
    console.log(
      `others' p95 with nobody else there: ${rest.toFixed(1)} ms, server ${share.toFixed(2)} processors`,
    );
    for (const what of Object.keys(attacks)) {
      const found = await attacked(what, seconds + 0.5, () => others(token, seconds));
      const answered = Object.entries(found.statuses).map((each) => each.join(' × '));
      console.log(
        `${what}, 32 connections: ${answered.join(', ')}; server ${found.share.toFixed(2)} processors`,
      );
      judge(`others' p95 meanwhile, in times of that`, +(found.answer / rest).toFixed(2), 2);
    }
    process.exitCode = failed.length ? 1 : 0;
  } finally {
    one.stop();
    await server.stop();
  }
}

let server;
let one;
const [part, ...given] = process.argv.slice(2);
if (part === 'attack') await attack(given[0], given[1], Number(given[2]));
else await measure();
