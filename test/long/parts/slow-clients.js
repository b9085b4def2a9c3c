import { connect } from 'node:net';
import { figure, openDatabase, openServer } from '../process.js';

// 300 clients that send nothing, a header or a body byte by byte: all are closed within 15 s, and others are answered.

const database = await openDatabase();
const server = await openServer(database.folder, { DATABASE_URL: database.url });
const { hostname, port } = new URL(server.url);
const begun = [
  '',
  'POST /graphql HTTP/1.1\r\nhost: x\r\nx-slow: ',
  'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{',
];
const began = performance.now();
let closed = 0;
const ends = Array.from(
  { length: 300 },
  (_, nth) =>
    new Promise((done) => {
      const part = begun[nth % begun.length];
      const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(part));
      const drip = part ? setInterval(() => socket.write(' '), 500) : null;
      socket
        .on('error', () => {})
        .on('close', () => {
          clearInterval(drip);
          closed += 1;
          done(performance.now() - began);
        });
      socket.resume();
    }),
);
const longest = await Promise.race([
  Promise.all(ends).then((all) => Math.round(Math.max(...all))),
  new Promise((done) => setTimeout(done, 90_000, Number.POSITIVE_INFINITY)),
]);
figure('slow connections closed', closed, closed === 300, '300');
figure('the last one after', `${longest} ms`, longest <= 15_000, 'at most 15,000 ms');
const { status } = await server.ask('{ services(first: 1) { totalCount } }');
figure('others are answered with', status, status === 200, '200');
await server.stop();
await database.stop();
