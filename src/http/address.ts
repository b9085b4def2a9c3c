import { BlockList, isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** An address without the port that some proxies add to it. */
const bare = (address: string) =>
  /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Whether an address is that of a trusted proxy, of which the setting names addresses and networks. */
export function trusts(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return (address) => {
    const own = bare(address);
    return isIP(own) !== 0 && list.check(own, familyOf(own));
  };
}

/**
 * Where a request comes from: the first address from the right that no trusted proxy wrote, or the other end of the
 * connection. A proxy that writes something else there gets its own address logged, and nobody's words.
 */
export function addressOf({ ip, socket }: FastifyRequest): string {
  const own = bare(ip);
  return isIP(own) === 0 ? (socket.remoteAddress ?? '') : own;
}
