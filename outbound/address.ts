import { BlockList, isIP } from 'node:net';

/** Networks that are nobody's but ours, or nobody's at all: whoever may name an address must not reach them through us. */
const inner = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  inner.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  inner.addSubnet(network, prefix, 'ipv6');
}

/** Whether an IP address lies within networks of our own, or is none that packets of others may reach. */
export function isInner(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const family = isIP(plain);
  if (family === 0) return true;
  return inner.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** What is wrong with an address that others are to be reached under, or undefined. */
export function faultInUrl(text: string, allowPrivate: boolean): string | undefined {
  if (!URL.canParse(text)) return 'This is no address such as https://host/path';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
    return 'The address begins with https://';
  if (url.username !== '' || url.password !== '') return 'The address holds no user and password';
  if (url.hash !== '') return 'The address has no part after #';
  if (allowPrivate) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLocalName = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(host) || !/[.:]/.test(host);
  if (isLocalName || (isIP(host) !== 0 && isInner(host))) return 'The address lies within a private network';
  return undefined;
}
