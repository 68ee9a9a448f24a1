// Hides one's own credential in what a server sends back: some echo a request's header fields, and what is shown, piped,
// kept in a history or saved must not hold them. Knows the usual disguises: hex, base64, percent-encoding, JSON's escapes,
// and a secret that is cut short.

import type { Failure } from '../api/failures.ts';
import { secretForms, shortestSecret } from '../api/known-secrets.ts';
import type { WireResponse } from '../api/messages.ts';
import type { BodySink } from './send.ts';

/** One secret, and the bytes that it is looked for by. */
export interface EchoForms {
  /** It in clear and in its disguises; empty where it is too short to be told from other text. */
  readonly texts: readonly Buffer[];
  readonly secret: Buffer;
}

export const noEcho: EchoForms = { texts: [], secret: Buffer.alloc(0) };

export function echoForms(secret: string): EchoForms {
  const texts = secretForms(secret).map((text) => Buffer.from(text));
  // UTF-16 in either order of its bytes: without the zero that stands before or behind.
  const wide = Buffer.from(secret, 'utf16le').subarray(0, -1);
  return {
    texts: texts.length === 0 ? [] : [...texts, wide],
    secret: Buffer.from(secret),
  };
}

/**
 * The response with `*` in the place of each character of the secrets, so that everything else stays where it is.
 *
 * @param isBodyDone true where a concealing sink has taken the body in
 */
export function withoutEcho(response: WireResponse, forms: EchoForms, isBodyDone = false): WireResponse {
  if (forms.texts.length === 0) return response;
  return {
    ...concealedHead(response, forms),
    body: isBodyDone ? response.body : maskBytes(response.body, forms),
  };
}

/**
 * A sink for a body that is taken in while it comes: it gets the bytes without the echo. What may be the beginning of a
 * secret waits for the bytes after it.
 */
export function concealingSink(sink: BodySink, forms: EchoForms): BodySink {
  if (forms.texts.length === 0) return sink;
  let held = Buffer.alloc(0);
  return {
    write: (chunk) => {
      const joined = Buffer.concat([held, chunk]);
      for (const [from, to] of placesIn(joined, forms, false)) joined.fill(asterisk, from, to);
      const cut = joined.length - begunAtEnd(joined, forms);
      held = joined.subarray(cut);
      return cut === 0 || sink.write(joined.subarray(0, cut));
    },
    end: () => {
      if (held.length > 0) void sink.write(concealed(held, forms));
      sink.end();
    },
    bytes: sink.bytes,
  };
}

/** Length of the longest end of the bytes that a secret may begin in: what comes slowly must not wait for more than it has to. */
function begunAtEnd(bytes: Buffer, { texts, secret }: EchoForms): number {
  let longest = 0;
  for (const form of texts) {
    for (let length = Math.min(form.length - 1, bytes.length); length > longest; length--) {
      if (bytes.compare(form, 0, length, bytes.length - length) === 0) longest = length;
    }
  }
  for (let length = Math.min(secret.length * longestSpelling, bytes.length); length > longest; length--) {
    const match = readSpelled(secret, bytes, bytes.length - length, 0);
    if (mayGoOn(secret, bytes, match)) return length;
  }
  return longest;
}

/** Status line and header fields without the echo. */
export function concealedHead<Head extends Pick<WireResponse, 'statusText' | 'headers'>>(
  head: Head,
  forms: EchoForms,
): Head {
  const headers = head.headers.map(([name, value]) => [maskText(name, forms), maskText(value, forms)] as const);
  return { ...head, statusText: maskText(head.statusText, forms), headers };
}

/** The bytes without the echo: of the beginning of a body, by which it is decided what to do with it. */
export function concealed(bytes: Uint8Array, forms: EchoForms): Uint8Array {
  return maskBytes(bytes, forms);
}

/** A failure that quotes the server, likewise. */
export function withoutEchoInFailure(failure: Failure, forms: EchoForms): Failure {
  return { ...failure, happened: maskText(failure.happened, forms) };
}

function maskText(text: string, forms: EchoForms): string {
  const bytes = Buffer.from(text);
  const masked = maskBytes(bytes, forms);
  return masked === bytes ? text : Buffer.from(masked).toString();
}

/** The bytes are copied only where there is something to hide, and own their buffer then too. */
function maskBytes(bytes: Uint8Array, forms: EchoForms): Uint8Array {
  const places = placesIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), forms, true);
  if (places.length === 0) return bytes;
  const masked = new Uint8Array(bytes);
  for (const [from, to] of places) masked.fill(asterisk, from, to);
  return masked;
}

const asterisk = 0x2a;

type Place = readonly [from: number, to: number];

/** @param isWhole false: more bytes follow, and what they may go on with is left for then */
function placesIn(bytes: Buffer, { texts, secret }: EchoForms, isWhole: boolean): readonly Place[] {
  if (texts.length === 0) return [];
  return [
    ...texts.flatMap((form) => beginningsOf(form, secret, bytes, isWhole)),
    ...spelledPlaces(secret, bytes, isWhole),
  ];
}

/** Bytes from which on the beginning of a secret is hidden too: a message may quote it cut short. */
const shortestBeginning = shortestSecret;

/** Where the form stands, or a long beginning of it. */
function beginningsOf(form: Buffer, secret: Buffer, bytes: Buffer, isWhole: boolean): readonly Place[] {
  const places: Place[] = [];
  const least = form.subarray(0, Math.ceil((shortestBeginning * form.length) / secret.length));
  for (let at = bytes.indexOf(least); at !== -1; ) {
    let end = at + least.length;
    while (end - at < form.length && end < bytes.length && bytes[end] === form[end - at]) end += 1;
    if (isWhole || end < bytes.length || end - at === form.length) places.push([at, end]);
    at = bytes.indexOf(least, end);
  }
  return places;
}

const backslash = 0x5c;
const percent = 0x25;

/** Bytes that one character may take: `\\\u0063`, as in JSON within JSON. Longer ones are found in a body that is looked at whole. */
const longestSpelling = 8;

/**
 * Where the secret, or a long beginning of it, stands with some of its characters escaped as in JSON, once or several times
 * (`\u0063fut_…`), or percent-encoded: it would be in clear as soon as somebody decodes it. Only what has a backslash or a percent
 * sign in it is found here, so each of those is looked at once, as the first in the secret.
 */
function spelledPlaces(secret: Buffer, bytes: Buffer, isWhole: boolean): readonly Place[] {
  const places: Place[] = [];
  let nextBackslash = bytes.indexOf(backslash);
  let nextPercent = bytes.indexOf(percent);
  for (let done = 0; ; ) {
    if (nextBackslash !== -1 && nextBackslash < done) nextBackslash = nextOf(bytes, backslash, done);
    if (nextPercent !== -1 && nextPercent < done) nextPercent = nextOf(bytes, percent, done);
    if (nextBackslash === -1 && nextPercent === -1) return places;
    const at =
      nextPercent === -1 || (nextBackslash !== -1 && nextBackslash < nextPercent) ? nextBackslash : nextPercent;
    const first = spellingAt(bytes, at);
    done = at + 1;
    // A run of backslashes is one escape: none begins within it.
    while (bytes[done] === backslash && bytes[at] === backslash) done += 1;
    if (first === undefined) continue;
    for (let index = secret.indexOf(first.byte); index !== -1; index = secret.indexOf(first.byte, index + 1)) {
      const from = at - index;
      if (from < 0 || secret.compare(bytes, from, at, 0, index) !== 0) continue;
      const { end, matched } = readSpelled(secret, bytes, at, index);
      if (matched < shortestBeginning || (!isWhole && mayGoOn(secret, bytes, { end, matched }))) continue;
      places.push([from, end]);
      done = Math.max(done, end);
      break;
    }
  }
}

interface SpelledMatch {
  readonly end: number;
  readonly matched: number;
}

/** True where the bytes end within the secret, perhaps within one of its escapes. */
function mayGoOn(secret: Buffer, bytes: Buffer, { end, matched }: SpelledMatch): boolean {
  if (matched === secret.length) return false;
  const isEscape = bytes[end] === backslash || bytes[end] === percent;
  return end === bytes.length || (isEscape && bytes.length - end < longestSpelling);
}

/** Matches from the place on, each character of the secret in any spelling. */
function readSpelled(secret: Buffer, bytes: Buffer, at: number, index: number): SpelledMatch {
  let end = at;
  let matched = index;
  while (matched < secret.length) {
    const byte = bytes[end];
    const spelled =
      byte === backslash || byte === percent ? spellingAt(bytes, end) : byte !== undefined && { byte, end: end + 1 };
    if (!spelled || spelled.byte !== secret[matched]) break;
    end = spelled.end;
    matched += 1;
  }
  return { end, matched };
}

/** What a backslash or a percent sign and the bytes behind it stand for, where that is one byte of ASCII. */
function spellingAt(bytes: Buffer, at: number): { readonly byte: number; readonly end: number } | undefined {
  if (bytes[at] === percent) {
    // Encoded once or twice.
    const digits = bytes[at + 1] === 0x32 && bytes[at + 2] === 0x35 ? at + 3 : at + 1;
    return hexAt(bytes, digits, 2) ?? hexAt(bytes, at + 1, 2) ?? { byte: percent, end: at + 1 };
  }
  let end = at;
  while (bytes[end] === backslash) end += 1;
  if (bytes[end] === 0x75) return hexAt(bytes, end + 1, 4);
  if (bytes[end] === 0x78) return hexAt(bytes, end + 1, 2);
  const byte = bytes[end];
  // `\/`, `\"` and the like; a letter behind a backslash is a control character.
  return byte === undefined || isAlphanumeric(byte) ? undefined : { byte, end: end + 1 };
}

/** As `indexOf`, whose call costs more than looking at the few bytes up to the next of many. */
function nextOf(bytes: Buffer, byte: number, from: number): number {
  const near = Math.min(from + 64, bytes.length);
  for (let at = from; at < near; at += 1) if (bytes[at] === byte) return at;
  return bytes.indexOf(byte, near);
}

function isAlphanumeric(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a);
}

function hexAt(
  bytes: Buffer,
  from: number,
  length: number,
): { readonly byte: number; readonly end: number } | undefined {
  let byte = 0;
  for (let at = from; at < from + length; at += 1) {
    const digit = hexDigit(bytes[at] ?? 0);
    if (digit === undefined) return undefined;
    byte = byte * 16 + digit;
  }
  return byte < 0x80 ? { byte, end: from + length } : undefined;
}

function hexDigit(byte: number): number | undefined {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}
