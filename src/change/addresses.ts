import { type LookupAddress, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { Fault } from '../faults.js';
import { changeFaults } from './faults.js';

/** Networks that are not the public internet, by IANA's registries of special purpose addresses. */
const special = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  special.addSubnet(network, prefix, 'ipv4');
// Of IPv6 only the part that is given out to the public counts, without its tunnels and special uses.
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  special.addSubnet(network, prefix, 'ipv6');
const publicSix = new BlockList();
publicSix.addSubnet('2000::', 3, 'ipv6');

/** Whether an address lies in the public internet: no machine of ours, no neighbour, no cloud's metadata service. */
export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4');
    case 6:
      return publicSix.check(address, 'ipv6') && !special.check(address, 'ipv6');
    default:
      return false;
  }
}

/** Why a webhook cannot have this address; null where it can. A name is looked up when it is called, not here. */
export function faultOf(text: string, strict: boolean): Fault | null {
  if (text.length > 2000 || !URL.canParse(text)) return changeFaults.NOT_AN_ADDRESS;
  const { protocol, username, password, hostname, hash } = new URL(text);
  if (protocol !== 'https:' && (strict || protocol !== 'http:')) return changeFaults.ADDRESS_NOT_HTTPS;
  if (username || password || hash) return changeFaults.ADDRESS_WITH_USER;
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (strict && isIP(bare) !== 0 && !isPublic(bare)) return changeFaults.ADDRESS_NOT_PUBLIC;
  return null;
}

/** Looks a name up and refuses it where any of its addresses is not public: the one that is then connected to is one of these. */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 0);
    const addresses = found as LookupAddress[];
    if (addresses.length === 0 || addresses.some(({ address }) => !isPublic(address)))
      return done(new Error('not a public address'), '', 0);
    if (options.all) return done(null, addresses);
    const [{ address, family }] = addresses as [LookupAddress];
    done(null, address, family);
  });
};
