// What a string or a number may be besides itself: JSON, base64, a JWT, a point in time, an address. Guesses are offered
// beside the value, never in its place.
import { type PointInTime, pointInTime } from '../text/points-in-time.ts';
import { formatPretty } from './format.ts';
import { indexDocument } from './parse.ts';
import { decodeUtf8 } from './utf8.ts';

export type DecodedView = {
  readonly name: string;
  readonly text: string;
  /** A remark that belongs to it, as on what was not checked. */
  readonly note?: string;
  /** A point in time that it is, in milliseconds since the epoch. */
  readonly at?: number;
};

/** Characters of a value that are looked at. */
const MOST_DECODED = 1024 * 1024;

/** Every way in which a value can be read besides as it is. */
export function decodedViews(text: string): readonly DecodedView[] {
  if (text.length > MOST_DECODED) return [];
  const views = [jsonView(text), jwtView(text), base64View(text), timeView(text)];
  const [address, url] = [addressLines(text), urlLines(text)];
  if (address) views.push({ name: 'IP', text: address.join('\n') });
  if (url) views.push({ name: 'URL', text: url.join('\n') });
  return views.filter((view) => view !== undefined);
}

function jsonView(text: string): DecodedView | undefined {
  const json = /^\s*[[{]/.test(text) ? prettyJson(text) : undefined;
  return json === undefined ? undefined : { name: 'JSON', text: json };
}

function prettyJson(text: string): string | undefined {
  const indexed = indexDocument(new TextEncoder().encode(text));
  return indexed.ok ? [...formatPretty(indexed.document)].join('') : undefined;
}

/** RFC 7519. What it says is shown; whether that is true only its issuer's key can tell. */
function jwtView(text: string): DecodedView | undefined {
  if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(text)) return undefined;
  const [header, claims] = text.split('.').map((part) => {
    const bytes = base64Bytes(part);
    const decoded = bytes && utf8Text(bytes);
    return decoded?.startsWith('{') ? decoded : undefined;
  });
  if (header === undefined || claims === undefined) return undefined;
  const [prettyHeader, prettyClaims] = [prettyJson(header), prettyJson(claims)];
  if (prettyHeader === undefined || prettyClaims === undefined) return undefined;
  const times = [...claims.matchAll(/"(exp|nbf|iat)"\s*:\s*(\d{10})(?!\d)/g)].map(
    ([, name = '', seconds = '']) => `${jwtTimes[name] ?? name} ${new Date(Number(seconds) * 1000).toISOString()}`,
  );
  const parts = [prettyHeader, prettyClaims, ...(times.length > 0 ? [times.join('\n')] : [])];
  return { name: 'JWT', text: parts.join('\n\n'), note: 'The signature was not verified' };
}

const jwtTimes: Readonly<Record<string, string>> = { exp: 'expires', nbf: 'not before', iat: 'issued' };

/** Text in base64 (RFC 4648); of other bytes only what is marked as such by a sign that identifiers do not have. */
function base64View(text: string): DecodedView | undefined {
  // Hexadecimal digits and words are base64 too, by their letters.
  if (text.length < 8 || /^[0-9a-f-]+$/i.test(text) || /^[a-z]+$|^[A-Z]+$|^\d+$/.test(text)) return undefined;
  const bytes = base64Bytes(text.replaceAll(/\r?\n/g, ''));
  if (!bytes || bytes.length === 0) return undefined;
  const decoded = utf8Text(bytes);
  if (decoded !== undefined) return { name: 'base64', text: decoded };
  return /[+/=]/.test(text) ? { name: 'base64', text: hexText(bytes), note: `${bytes.length} bytes` } : undefined;
}

/** With or without padding, in either alphabet; undefined where it is no base64. */
function base64Bytes(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  const bare = text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  if (bare.length % 4 === 1 || (text.endsWith('=') && text.length % 4 !== 0)) return undefined;
  try {
    return Uint8Array.from(atob(bare), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** The text that bytes are; undefined where they are none, or hold control characters. */
function utf8Text(bytes: Uint8Array): string | undefined {
  const text = decodeUtf8(bytes, 0, bytes.length);
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd]/.test(text) ? undefined : text;
}

function hexText(bytes: Uint8Array): string {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = Array.from(bytes.subarray(at, at + 16), (byte) => byte.toString(16).padStart(2, '0'));
    rows.push(`${at.toString(16).padStart(6, '0')}  ${row.join(' ')}`);
  }
  return rows.join('\n');
}

function timeView(text: string): DecodedView | undefined {
  const point = pointInTime(text);
  return point && { name: 'time', text: timeLines(point).join('\n'), at: point.at };
}

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
function addressLines(text: string): readonly string[] | undefined {
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
function urlLines(text: string): readonly string[] | undefined {
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

/** `2025-11-24T12:00:00.000Z`, with the day of the week. */
function timeLines({ at, form }: PointInTime): readonly string[] {
  const date = new Date(at);
  const day = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'][date.getUTCDay()] ?? '';
  return [`${date.toISOString()}  ${day}`, `${Math.floor(at / 1000)} seconds since 1970`, `written as ${form}`];
}
