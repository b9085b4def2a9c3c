import { client, openServer, percentile, times } from '../server.js';

// New documents from somebody without a token, each of ten root fields of which much is planned: whatever the server
// remembers of them must not add up.

const documents = Number(process.argv[2] ?? 100_000);
const atOnce = 8;
/** How much more memory the second half may need than the first half came to. */
const mostMore = 30;

const place =
  'location { name addresses { city } phones { number } languages { name } schedules { description } }';
const service = `name description phones { number } organization { name services(first: 1) { nodes { name } } } serviceAtLocations { ${place} }`;
const document = (n) =>
  `query Q${n} { ${Array.from({ length: 5 }, (_, at) => `a${n}_${at}: services(first: 0) { nodes { ${at % 2 ? 'id' : ''} ${service} } }`).join(' ')} }`;

const server = await openServer({ X_RATE: '1000000' });
const { ask, stop } = client(server.url, atOnce);
let worst = 0;
try {
  const first = await ask({ query: document(0) });
  if (first.status !== 200 || first.text().includes('"errors"')) throw new Error(first.text());
  console.log(`${documents} documents of ${document(0).length} bytes, ${atOnce} at once`);
  const halves = [[], []];
  const spent = [];
  await times(documents, atOnce, async (n) => {
    const { status, milliseconds } = await ask({ query: document(n + 1) });
    if (status !== 200) worst += 1;
    spent.push(milliseconds);
    if (n % 50 === 0) halves[n * 2 < documents ? 0 : 1].push(server.resident());
    if (n % Math.ceil(documents / 10) === 0) console.log(`${n}: ${server.resident().toFixed(0)} MB resident`);
  });
  const [before, after] = halves.map((each) => Math.max(...each));
  console.log(
    `the most resident memory, MB: first half ${before.toFixed(0)}, second half ${after.toFixed(0)}`,
  );
  console.log(
    `milliseconds a document: median ${percentile(spent, 0.5).toFixed(1)}, p95 ${percentile(spent, 0.95).toFixed(1)}`,
  );
  console.log(`not answered with 200: ${worst}`);
  process.exitCode = after - before <= mostMore && worst === 0 ? 0 : 1;
} finally {
  stop();
  await server.stop();
}
