// Addresses: IPv4 and IPv6, alone or with the length of a prefix, and URLs.

/** First address, length of the prefix, what they are for. RFC 6890, RFC 5737, RFC 1918, RFC 6598, RFC 3849, RFC 4193. */
const ranges4: readonly (readonly [first: string, length: number, use: string])[] = [
  ['0.0.0.0', 8, 'this network'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'shared by a carrier (CGNAT)'],
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link-local'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.2.0', 24, 'documentation'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'benchmarks'],
  ['198.51.100.0', 24, 'documentation'],
  ['203.0.113.0', 24, 'documentation'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved'],
];

const ranges6: readonly (readonly [first: string, length: number, use: string])[] = [
  ['::', 128, 'unspecified'],
  ['::1', 128, 'loopback'],
  ['::ffff:0:0', 96, 'an IPv4 address'],
  ['64:ff9b::', 96, 'translated to IPv4'],
  ['2001:db8::', 32, 'documentation'],
  ['fc00::', 7, 'private (unique local)'],
  ['fe80::', 10, 'link-local'],
  ['ff00::', 8, 'multicast'],
];

/** What an address says; undefined where the text is none. */
export function addressLines(text: string): readonly string[] | undefined {
  const [, address = '', prefix] = /^([0-9A-Fa-f:.]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const groups = bytes4(address) ?? bytes6(address);
  if (!groups) return undefined;
  const bits = groups.length * 8;
  const length = prefix === undefined ? undefined : Number(prefix);
  if (length !== undefined && length > bits) return undefined;
  const is4 = bits === 32;
  const use = (is4 ? ranges4 : ranges6).find(([first, size]) =>
    isWithin(groups, (is4 ? bytes4(first) : bytes6(first)) ?? [], size),
  )?.[2];
  const lines = [`IPv${is4 ? 4 : 6}, ${use ?? 'public'}`];
  if (!is4) lines.push(hexGroups(groups).join(':'));
  if (length !== undefined && length < bits) {
    const [first, last] = [masked(groups, length, 0), masked(groups, length, 1)].map(textOf);
    lines.push(`${first} to ${last}`, `${2n ** BigInt(bits - length)} addresses`);
  } else {
    lines.push(reverseName(groups));
  }
  return lines;
}

function bytes4(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.map(Number);
}

function bytes6(text: string): readonly number[] | undefined {
  const [, front = text, ending] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
  const tail = ending === undefined ? [] : bytes4(ending);
  if (!tail || !text.includes(':')) return undefined;
  const whole = ending === undefined ? front : `${front}${hexGroups(tail).join(':')}`;
  const halves = whole.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...rest];
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return undefined;
  return groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]);
}

function hexGroups(bytes: readonly number[]): readonly string[] {
  const groups: string[] = [];
  for (let at = 0; at < bytes.length; at += 2) {
    groups.push((((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16).padStart(4, '0'));
  }
  return groups;
}

function bitAt(bytes: readonly number[], bit: number): number {
  return ((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
}

function isWithin(bytes: readonly number[], first: readonly number[], length: number): boolean {
  for (let bit = 0; bit < length; bit++) if (bitAt(bytes, bit) !== bitAt(first, bit)) return false;
  return true;
}

/** The address with the bits after the prefix all 0 or all 1. */
function masked(bytes: readonly number[], length: number, rest: 0 | 1): readonly number[] {
  return bytes.map((byte, index) => {
    const kept = Math.max(0, Math.min(8, length - index * 8));
    const mask = (0xff << (8 - kept)) & 0xff;
    return (byte & mask) | (rest === 1 ? ~mask & 0xff : 0);
  });
}

function textOf(bytes: readonly number[]): string {
  return bytes.length === 4 ? bytes.join('.') : hexGroups(bytes).join(':');
}

/** The name that a PTR record has for it (RFC 1035 3.5, RFC 3596 2.5). */
function reverseName(bytes: readonly number[]): string {
  if (bytes.length === 4) return `${bytes.toReversed().join('.')}.in-addr.arpa`;
  return `${[...hexGroups(bytes).join('')].toReversed().join('.')}.ip6.arpa`;
}

/** The parts of an http, https, ws or wss URL, its query decoded; undefined where the text is none. */
export function urlLines(text: string): readonly string[] | undefined {
  if (!/^(?:https?|wss?):\/\/\S+$/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const lines = [`scheme    ${url.protocol.slice(0, -1)}`, `host      ${url.hostname}`];
  if (url.port !== '') lines.push(`port      ${url.port}`);
  if (url.username !== '') lines.push(`user      ${url.username}`);
  lines.push(`path      ${decoded(url.pathname)}`);
  for (const [name, value] of url.searchParams) lines.push(`query     ${name} = ${value}`);
  if (url.hash !== '') lines.push(`fragment  ${decoded(url.hash.slice(1))}`);
  return lines;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
