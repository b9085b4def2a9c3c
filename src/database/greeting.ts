import type { Socket } from 'node:net';

/**
 * Mends what postgres.js 3.4 does with a socket that closes while something is being asked:
 * - What was asked in that moment stays unsent and is put in front of the next connection's greeting, which then is never
 *   sent, or sent behind a question that is not encrypted. Nothing but a greeting goes out first, and a connection that
 *   has said nothing by then is closed, until the driver has got rid of the rest.
 * - What was asked between a socket's error and its end is never answered. Every end is told as one without an error,
 *   after which the driver fails whatever is still open.
 */
export function mendSocket(socket: Socket, closed: () => void): Socket {
  const { write, emit } = socket;
  let greeted = false;
  socket.write = ((bytes: Uint8Array, ...rest: never[]) => {
    greeted = true;
    socket.write = write;
    if (isGreeting(bytes)) return write.apply(socket, [bytes, ...rest] as never);
    socket.destroy();
    return true;
  }) as Socket['write'];
  socket.emit = ((event: string, ...given: unknown[]) => {
    if (event !== 'close') return emit.apply(socket, [event, ...given] as never);
    // Not by a listener: the driver takes all of them away.
    closed();
    return emit.apply(socket, [event, false] as never);
  }) as Socket['emit'];
  // The driver has the socket after a few promises, and writes with the next immediate.
  const looks = (left: number) =>
    setImmediate(() => {
      if (left > 0) looks(left - 1);
      else if (!greeted) socket.destroy();
    });
  looks(4);
  return socket;
}

/** The first messages of PostgreSQL's protocol: version 3.0 of it, a request for TLS, a request to cancel. */
const greetings = [196_608, 80_877_103, 80_877_102];

/** Whether these are one of them and nothing else: the length stands in front. */
function isGreeting(bytes: Uint8Array): boolean {
  if (bytes.length < 8) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(0) === bytes.length && greetings.includes(view.getUint32(4));
}
