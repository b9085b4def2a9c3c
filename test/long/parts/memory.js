import { client, openServer, percentile, times } from '../server.js';

// New documents from somebody without a token: small ones, and every hundredth of five root fields of which much is
// planned. Whatever the server remembers of them must not add up.

const documents = Number(process.argv[2] ?? 100_000);
const atOnce = 8;
/** Megabytes that the second half may need more than the first half came to. */
const mostMore = 30;

const place =
  'location { name addresses { city } phones { number } languages { name } schedules { description } }';
const service = `name description phones { number } organization { name services(first: 1) { nodes { name } } } serviceAtLocations { ${place} }`;
const roots = (n) =>
  Array.from({ length: 5 }, (_, at) => `a${n}_${at}: services(first: 0) { nodes { ${service} } }`).join(' ');
const document = (n) =>
  n % 100 ? `query Q${n} { a${n}: services(first: 1) { nodes { id name } } }` : `query Q${n} { ${roots(n)} }`;

// How fast one address may ask is another question: see load.js.
const server = await openServer({ HAMKKE_LIMIT_ADDRESS_RATE: '1000000' });
const { ask, stop } = client(server.url, atOnce);
try {
  const first = await ask({ query: document(0) });
  if (first.status !== 200 || first.text().includes('"errors"')) throw new Error(first.text());
  const lengths = [document(1), document(0)].map(({ length }) => length);
  console.log(`${documents} new documents of ${lengths.join(' and ')} bytes, ${atOnce} at once`);
  const halves = [[], []];
  const spent = [];
  let refused = 0;
  await times(documents, atOnce, async (n) => {
    const { status, milliseconds } = await ask({ query: document(n + 1) });
    if (status !== 200) refused += 1;
    spent.push(milliseconds);
    if (n % 50 === 0) halves[n * 2 < documents ? 0 : 1].push(server.resident());
    if (n % Math.ceil(documents / 10) === 0) console.log(`${n}: ${server.resident().toFixed(0)} MB resident`);
  });
  const [before, after] = halves.map((each) => Math.max(...each));
  console.log(
    `the most resident memory, MB: first half ${before.toFixed(0)}, second half ${after.toFixed(0)}`,
  );
  const [median, p95] = [0.5, 0.95].map((share) => percentile(spent, share).toFixed(1));
  console.log(`milliseconds a document: median ${median}, p95 ${p95}; not answered with 200: ${refused}`);
  process.exitCode = after - before <= mostMore && refused === 0 ? 0 : 1;
} finally {
  stop();
  await server.stop();
}
