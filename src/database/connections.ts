import { connect, type Socket } from 'node:net';
import postgres, { type Options, type Sql } from 'postgres';
import { mendSocket } from './greeting.js';

/**
 * How every lasting connection is made, in seconds: one may take so long, and the next is tried so soon. The driver's own
 * 30 and up to 20 would be how long an outage lasts after it is over.
 */
const connecting = { connect_timeout: 2, backoff: () => 0.2 };

export interface Connections {
  readonly sql: Sql;
  /** Lets them finish what they are at for so many seconds; then every one of them is closed. */
  end(seconds: number): Promise<void>;
}

/**
 * Connections that are closed for good when they are ended. postgres.js 3.4 connects once more where one of its own waits
 * for the next try while it is ended: that one would stay open, hold a place in the database and keep Node from ending.
 */
export function openConnections(url: string, options: Options<Record<string, never>>): Connections {
  const sockets = new Set<Socket>();
  let [over, tried] = [false, 0];
  const socket = ({ host, port, path }: { host: string[]; port: number[]; path: string | false }) => {
    const at = tried++ % host.length;
    const made = path ? connect(path) : connect(port[at]!, host[at]!);
    sockets.add(mendSocket(made, () => sockets.delete(made)));
    // Later, as the driver has to hear that it is closed.
    if (over) setImmediate(() => made.destroy());
    // The driver names these in its messages, and asks for the certificate of this host.
    return Object.assign(made, { host: host[at], port: port[at] });
  };
  const sql = postgres(url, { ...options, ...connecting, onnotice: () => {}, socket } as never) as Sql;
  return {
    sql,
    async end(seconds) {
      await sql.end({ timeout: seconds }).catch(() => {});
      over = true;
      for (const each of sockets) each.destroy();
    },
  };
}
