// What came, compared with what this program would have sent.
import { expect } from 'vitest';
import type { RequestLine } from '../../../src/request/types.ts';
import { type BuiltRequest, toWire } from '../../../src/request/wire.ts';
import type { Recorded } from '../../helpers/recorder.ts';

/** What this program would send, without the credential. */
export function wireOf(line: RequestLine, baseUrl: string): BuiltRequest {
  const wire = toWire(line, { baseUrl });
  if (!wire.ok) throw new Error(wire.error.message);
  return wire;
}

/** The value that the variable of the credential has in every test. */
export const testSecret = 'cfut_5 "$`\\%PATH%';

/** Headers that every client adds by itself: framing, who it is, and fetch's no-cache where a request is conditional. */
const CLIENTS_OWN =
  /^(?:host|user-agent|accept-encoding|accept-language|connection|content-length|expect|sec-fetch-mode|cache-control|pragma|api-version|x-stainless-.*)$/;

export interface Tolerance {
  /** Two targets that mean the same to the client. */
  readonly target?: (target: string) => string;
  /** Two values of a header that mean the same to the client. */
  readonly value?: (value: string) => string;
  /** Headers that are not compared, in small letters. */
  readonly ignores?: readonly string[];
  /** Fields of one name in one line, which RFC 9110 section 5.3 calls the same. */
  readonly joinsFields?: boolean;
  /** @default testSecret */
  readonly secret?: string;
  /** Bytes of the file that is the body. */
  readonly file?: Uint8Array | undefined;
}

/** Checks that what came is what this program sends: method, path and query, headers, body. */
export function expectSame(
  came: Recorded | undefined,
  line: RequestLine,
  baseUrl: string,
  tolerance: Tolerance = {},
): void {
  const wire = wireOf(line, baseUrl);
  const target = tolerance.target ?? ((text: string) => text);
  expect(came?.method).toBe(wire.method);
  expect(target(came?.target ?? '')).toBe(target(wire.url.slice(new URL(wire.url).origin.length)));
  const expected = [['authorization', `Bearer ${tolerance.secret ?? testSecret}`] as const, ...wire.headers];
  const arrived = came?.headers.filter(([name]) => !CLIENTS_OWN.test(name)) ?? [];
  expect(fieldsByName(arrived, tolerance)).toEqual(fieldsByName(expected, tolerance));
  const body = wire.bodyFile === undefined ? wire.body : tolerance.file;
  expect(came?.body.toString('latin1')).toBe(Buffer.from(body ?? []).toString('latin1'));
}

function fieldsByName(
  fields: readonly (readonly [string, string])[],
  { joinsFields, ignores = [], value: same = (text) => text }: Tolerance,
): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, readonly string[]>();
  for (const [name, value] of fields) {
    const lower = name.toLowerCase();
    if (ignores.includes(lower)) continue;
    byName.set(lower, [...(byName.get(lower) ?? []), same(value)]);
  }
  return joinsFields ? new Map([...byName].map(([name, values]) => [name, [values.join(', ').trim()]])) : byName;
}

/** Percent-escapes as RFC 3986 section 6.2.2 has them: unreserved characters decoded, digits in capitals. */
export function normalized(target: string): string {
  return target.replace(/%([0-9a-f]{2})/gi, (escaped, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : escaped.toUpperCase();
  });
}
