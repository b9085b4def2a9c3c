import { client, openServer, percentile } from '../server.js';

// What one client without a token costs everybody else, and what one operation can cost by itself, on the demo data.
// With HAMKKE_LIMIT_… in the environment the same is measured with other limits.

const seconds = Number(process.argv[2] ?? 8);
const limits = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => name.startsWith('HAMKKE_LIMIT_')),
);
const server = await openServer(limits);
const one = client(server.url, 1);

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
  for (const [what, attack] of Object.entries(attacks)) {
    const spent = [];
    let ratio = 0;
    for (let n = 0; n < 8; n++) {
      const query = attack(n);
      const { milliseconds, bytes } = await one.ask({ query });
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

async function attacked(attack, length, work) {
  const attacker = client(server.url, 32);
  const until = performance.now() + length * 1000;
  const statuses = new Map();
  let n = 1000;
  const strike = async () => {
    while (performance.now() < until) {
      const { status } = await attacker.ask({ query: attack(n++) });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const strikes = Array.from({ length: 32 }, strike);
  const answer = await work();
  await Promise.all(strikes);
  attacker.stop();
  return [answer, statuses];
}

try {
  const token = await server.token('case-manager');
  await others(token, 3);
  await alone();
  const rest = await others(token, seconds);
  console.log(`others' p95 with nobody else there: ${rest.toFixed(1)} ms`);
  for (const [what, attack] of Object.entries(attacks)) {
    const [p95, statuses] = await attacked(attack, seconds + 0.5, () => others(token, seconds));
    console.log(`${what}, 32 connections: ${[...statuses].map((each) => each.join(' × ')).join(', ')}`);
    judge(`others' p95 meanwhile, in times of that`, +(p95 / rest).toFixed(2), 2);
  }
  process.exitCode = failed.length ? 1 : 0;
} finally {
  one.stop();
  await server.stop();
}
