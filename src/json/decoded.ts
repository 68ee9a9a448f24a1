// What a string or a number may be besides itself: JSON, base64, a JWT, a point in time, an address. Guesses are offered
// beside the value, never in its place.
import { addressLines, urlLines } from './decoded-address.ts';
import { pointInTime, timeLines } from './decoded-time.ts';
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
export const MOST_DECODED = 1024 * 1024;

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
