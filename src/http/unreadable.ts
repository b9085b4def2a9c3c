import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { errorOf } from '../faults.js';
import { httpFaults } from './faults.js';

const { message, extensions } = errorOf(httpFaults.ADDRESS_NOT_ENCODED);
// Node has read no header: nobody knows in which language they would like it.
const body = JSON.stringify({ errors: [{ message: message.replace('\n', ' '), extensions }] });
const answer = [
  'HTTP/1.1 400 Bad Request',
  'content-type: application/json; charset=utf-8',
  'cache-control: no-store',
  'connection: close',
  `content-length: ${Buffer.byteLength(body)}`,
  '',
  body,
].join('\r\n');

/** Answers a request whose address has letters such as Korean ones, which Node reads as no request, so that no hook sees it. */
export function tellOfAddress(server: Server): void {
  // Before Fastify's own listener, which answers every other fault of a connection and leaves a closed one alone.
  server.prependListener('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code !== 'HPE_INVALID_URL') return;
    if (socket.writable) socket.write(answer);
    (socket as Socket).destroy(error);
  });
}
