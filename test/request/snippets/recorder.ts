// A server that writes down what comes, byte for byte, and the comparison with what this program would have sent.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type { RequestLine } from '../../../src/request/types.ts';
import { type BuiltRequest, toWire } from '../../../src/request/wire.ts';

export interface Recorded {
  readonly method: string;
  /** As in the request line: path and query. */
  readonly target: string;
  /** Name in small letters, value with a character for each byte. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

export interface Recorder {
  readonly baseUrl: string;
  /** What has come since the last call, in order. */
  readonly take: () => readonly Recorded[];
  readonly close: () => Promise<void>;
}

export async function startRecorder(): Promise<Recorder> {
  const recorded: Recorded[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = request.rawHeaders;
    const headers = raw.flatMap((name, at) => (at % 2 === 0 ? [[name.toLowerCase(), raw[at + 1] ?? ''] as const] : []));
    recorded.push({ method: request.method ?? '', target: request.url ?? '', headers, body: Buffer.concat(chunks) });
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"result":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/client/v4`,
    take: () => recorded.splice(0),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

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
  expect(fieldsByName(arrived, tolerance.joinsFields)).toEqual(fieldsByName(expected, tolerance.joinsFields));
  const body = wire.bodyFile === undefined ? wire.body : tolerance.file;
  expect(came?.body.toString('latin1')).toBe(Buffer.from(body ?? []).toString('latin1'));
}

function fieldsByName(
  fields: readonly (readonly [string, string])[],
  joins: boolean | undefined,
): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, readonly string[]>();
  for (const [name, value] of fields) {
    const lower = name.toLowerCase();
    byName.set(lower, [...(byName.get(lower) ?? []), value]);
  }
  return joins ? new Map([...byName].map(([name, values]) => [name, [values.join(', ').trim()]])) : byName;
}
