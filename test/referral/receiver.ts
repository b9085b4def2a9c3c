import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  headers: Record<string, string>;
  body: string;
  path: string;
}

/** Somebody's own program on this machine, which is told of changes and answers as a test wants it to. */
export class Receiver {
  readonly received: Received[] = [];
  status = 204;
  location: string | null = null;
  private waiting: (() => void)[] = [];
  private readonly server = createServer(async (request, response) => {
    const body = await textOf(request);
    this.received.push({ headers: request.headers as Record<string, string>, body, path: request.url ?? '' });
    response.writeHead(this.status, this.location ? { location: this.location } : {}).end('not to be read');
    for (const each of this.waiting.splice(0)) each();
  });

  async listen(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return this;
  }

  get url() {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/told`;
  }

  /** Resolves once this many messages came in all. */
  async count(most: number): Promise<Received[]> {
    while (this.received.length < most) await new Promise<void>((done) => this.waiting.push(done));
    return this.received;
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
