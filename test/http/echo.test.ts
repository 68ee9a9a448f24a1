import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { type Credential, createSecret } from '../../src/api/credential.ts';
import type { WireResponse } from '../../src/api/messages.ts';
import { type Client, createClient } from '../../src/http/client.ts';
import { concealingSink, echoForms, withoutEcho, withoutEchoInFailure } from '../../src/http/echo.ts';
import type { RecordEntry } from '../../src/http/interceptors/report.ts';
import { closeServers, failureOf, get, startHttp, textOf, watch } from './servers.ts';

const SECRET = 'cfut_0123456789abcdefghijklmnopqrstuvwxyz1234';
const clients: Client[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await closeServers();
});

function answer(body: Uint8Array): WireResponse {
  return {
    status: 200,
    statusText: 'OK',
    headers: [],
    body,
    url: 'https://example.com/',
    encodedBytes: body.length,
    durationMs: 1,
    attempts: 1,
  };
}

function masked(text: string, secret = SECRET): string {
  return textOf(withoutEcho(answer(Buffer.from(text)), echoForms(secret)));
}

/** The secret, each character as it is, or escaped in one of the ways that people meet. */
function spelled(ways: readonly number[]): string {
  return [...SECRET]
    .map((character, at) => {
      const hex = character.charCodeAt(0).toString(16);
      return (
        [
          `\\u00${hex}`,
          `\\u00${hex.toUpperCase()}`,
          `\\\\u00${hex}`,
          `%${hex}`,
          /\w/.test(character) ? character : `\\${character}`,
        ][ways[at] ?? 9] ?? character
      );
    })
    .join('');
}

describe('a body that is taken in while it comes', () => {
  test('has no echo in it, wherever its chunks are cut', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom(SECRET, Buffer.from(SECRET).toString('base64'), SECRET.slice(0, 20), '\\', '\\\\u0063', '%63'),
      fc.array(fc.nat(5), { minLength: SECRET.length, maxLength: SECRET.length }).map(spelled),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat(40), { minLength: 1, maxLength: 8 }), (pieces, sizes) => {
        const whole = Buffer.from(pieces.join(''));
        const taken: Buffer[] = [];
        let hasEnded = false;
        const sink = concealingSink(
          {
            write: (chunk) => {
              taken.push(Buffer.from(chunk));
              return true;
            },
            end: () => {
              hasEnded = true;
            },
            bytes: () => Buffer.concat(taken),
          },
          echoForms(SECRET),
        );
        for (let at = 0, turn = 0; at < whole.length; turn += 1) {
          const size = 1 + (sizes[turn % sizes.length] ?? 0);
          sink.write(whole.subarray(at, at + size));
          at += size;
        }
        sink.end();
        expect(hasEnded).toBe(true);
        expect(Buffer.concat(taken).toString()).toBe(masked(whole.toString()));
      }),
    );
  });

  test('is told to stop where the one who takes it in has enough', () => {
    const sink = concealingSink(
      { write: () => false, end: () => undefined, bytes: () => Buffer.alloc(0) },
      echoForms(SECRET),
    );
    expect(sink.write(Buffer.from(SECRET.slice(0, 10)))).toBe(true);
    expect(sink.write(Buffer.alloc(1000))).toBe(false);
  });

  test('has none on the way through the client either', async () => {
    const { origin } = await startHttp((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-echo': request.headers.authorization });
      response.end(`["${'x'.repeat(2_000_000)}","${request.headers.authorization}"]`);
    });
    const client = createClient({
      baseUrl: origin,
      credential: { kind: 'token', token: createSecret(SECRET) },
      userAgent: 'test',
    });
    clients.push(client);
    const taken: Buffer[] = [];
    let head = '';
    const response = await client.send(get(origin), {
      signal: new AbortController().signal,
      onEvent: () => undefined,
      openSink: (given) => {
        head = JSON.stringify(given);
        return {
          write: (chunk) => {
            taken.push(Buffer.from(chunk));
            return true;
          },
          end: () => undefined,
          bytes: () => Buffer.concat(taken),
        };
      },
    });
    for (const text of [head, Buffer.concat(taken).toString(), textOf(response), JSON.stringify(response.headers)]) {
      expect(text).not.toContain(SECRET);
    }
    expect(textOf(response)).toContain('Bearer ****');
  });
});

describe('an echo', () => {
  test('is replaced by as many stars, wherever it stands', () => {
    const stars = '*'.repeat(SECRET.length);
    expect(masked(`{"a":"Bearer ${SECRET}","b":["${SECRET}${SECRET}"]}`)).toBe(
      `{"a":"Bearer ${stars}","b":["${stars}${stars}"]}`,
    );
    expect(masked(SECRET)).toBe(stars);
  });

  test('is found in hexadecimal, in base64 of any alignment, and percent-encoded', () => {
    const text = fc.string({ unit: 'binary-ascii', maxLength: 9 });
    const secrets = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_+/%&= '), minLength: 16, maxLength: 60 });
    const disguises = fc.constantFrom<(before: string, secret: string, after: string) => string>(
      (before, secret, after) => Buffer.from(before + secret + after).toString('base64'),
      (before, secret, after) => Buffer.from(before + secret + after).toString('base64url'),
      (before, secret, after) => Buffer.from(before + secret + after).toString('hex'),
      (before, secret, after) =>
        Buffer.from(before + secret + after)
          .toString('hex')
          .toUpperCase(),
      (before, secret, after) => encodeURIComponent(before + secret + after),
    );
    fc.assert(
      fc.property(text, secrets, text, disguises, (before, secret, after, disguise) => {
        const shown = masked(disguise(before, secret, after), secret);
        // Of base64, up to two characters at either end belong to the neighbours as well.
        expect(shown).toMatch(new RegExp(`\\*{${secret.length}}`));
        expect(shown).toHaveLength(disguise(before, secret, after).length);
      }),
    );
  });

  test('is found with any of its characters escaped or percent-encoded, as it would be decoded later', () => {
    const ways = fc.array(fc.nat(5), { minLength: SECRET.length, maxLength: SECRET.length });
    fc.assert(
      fc.property(ways, fc.string({ maxLength: 9 }), (spellings, before) => {
        const text = `${JSON.stringify(before)}${spelled(spellings)} behind`;
        const shown = masked(text);
        expect(shown).toBe(`${JSON.stringify(before)}${'*'.repeat(spelled(spellings).length)} behind`);
      }),
    );
    const json = masked(`{"errors":[{"message":"Invalid token \\u0063${SECRET.slice(1)}\\n"}]}`);
    expect(JSON.parse(json).errors[0].message).toMatch(/^Invalid token \*+\n$/);
    const twice = JSON.stringify(JSON.stringify({ got: SECRET }).replace('c', '\\u0063'));
    expect(JSON.parse(JSON.parse(masked(twice))).got).toMatch(/^\*+$/);
  });

  test.each([16, 17, 30, SECRET.length - 1])('is found where only its first %i characters are quoted', (length) => {
    const beginning = SECRET.slice(0, length);
    expect(masked(`invalid token ${beginning}… (cut)`)).toBe(`invalid token ${'*'.repeat(length)}… (cut)`);
    expect(masked(`invalid token \\u0063${beginning.slice(1)}`)).toBe(`invalid token ${'*'.repeat(length + 5)}`);
    expect(masked(Buffer.from(beginning).toString('hex'))).toBe('*'.repeat(length * 2));
  });

  test('of its first 15 characters is left: another one may begin so', () => {
    expect(masked(SECRET.slice(0, 15))).toBe(SECRET.slice(0, 15));
  });

  test('is found in UTF-16', () => {
    const wide = Buffer.from(`"${SECRET}"`, 'utf16le');
    for (const bytes of [wide, Buffer.from(wide).swap16()]) {
      const shown = Buffer.from(withoutEcho(answer(bytes), echoForms(SECRET)).body).toString('latin1');
      expect(shown.replaceAll('\0', '')).toBe(`"${'*'.repeat(SECRET.length * 2 - 1)}"`);
    }
  });

  test('is looked for in the same time, however many backslashes and percent signs there are', () => {
    const few = 'x'.repeat(2_000_000);
    const many = ['\\', '%', 'cfut_0123456789\\u0063', '\\u0063\\u0066', '%25'].map((piece) =>
      piece.repeat(2_000_000 / piece.length),
    );
    for (const text of [few, ...many]) {
      const start = performance.now();
      expect(masked(text)).toBe(text);
      expect(performance.now() - start).toBeLessThan(3000);
    }
  });

  test('is hidden in header fields and the status text too', () => {
    const echoing = {
      ...answer(new Uint8Array()),
      statusText: SECRET,
      headers: [[`x-${SECRET}`, `a ${SECRET}`]] as const,
    };
    const hidden = withoutEcho(echoing, echoForms(SECRET));
    expect(JSON.stringify(hidden)).not.toContain(SECRET);
    expect(hidden.headers).toEqual([[`x-${'*'.repeat(45)}`, `a ${'*'.repeat(45)}`]]);
  });

  test('is hidden in a failure that quotes the server', () => {
    const failure = { kind: 'encoding', tried: 'a', happened: `it says ${SECRET}`, next: 'b' } as const;
    expect(withoutEchoInFailure(failure, echoForms(SECRET)).happened).toBe(`it says ${'*'.repeat(45)}`);
  });

  test('that is none leaves the very same bytes, binary ones too', () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, at) => at * 31);
    expect(withoutEcho(answer(bytes), echoForms(SECRET)).body).toBe(bytes);
  });

  test('owns its buffer, as every body does', () => {
    const { body } = withoutEcho(answer(Buffer.from(`x${SECRET}`)), echoForms(SECRET));
    expect(body.byteOffset).toBe(0);
    expect(body.buffer.byteLength).toBe(body.byteLength);
  });

  test('of a word too short to be a credential is left: the word may be part of the answer', () => {
    expect(masked('the token was right', 'token')).toBe('the token was right');
  });
});

const echo = (headers: object): string => JSON.stringify({ success: true, errors: [], messages: [], result: headers });

test.each<[string, Credential]>([
  ['token', { kind: 'token', token: createSecret(SECRET) }],
  ['key', { kind: 'key', email: 'ann@example.com', key: createSecret(SECRET) }],
])('a server that echoes the %s is believed everything else', async (_, credential) => {
  const server = await startHttp((request, response) => {
    response.setHeader('x-echo', JSON.stringify(request.headers));
    response.end(echo(request.headers));
  });
  const kept: RecordEntry[] = [];
  const client = createClient({
    baseUrl: server.origin,
    credential,
    userAgent: 'flarescope/test',
    record: (entry) => void kept.push(entry),
  });
  clients.push(client);
  const response = await client.send(get(`${server.origin}/`), watch());
  expect(JSON.stringify(server.seen[0]?.headers)).toContain(SECRET);
  expect(JSON.parse(textOf(response))).toMatchObject({ success: true, result: { 'user-agent': 'flarescope/test' } });
  for (const text of [textOf(response), JSON.stringify(response), JSON.stringify(kept)]) {
    expect(text).not.toContain(SECRET);
  }
  expect(
    Buffer.from((kept[0]?.outcome.type === 'answered' && kept[0].outcome.response.body) || []).toString(),
  ).not.toContain(SECRET);
});

test('a redirect that carries the credential elsewhere is refused without telling it', async () => {
  const server = await startHttp((request, response) => {
    response.writeHead(302, { location: `https://evil.example/${request.headers.authorization}` }).end();
  });
  const credential: Credential = { kind: 'token', token: createSecret(SECRET) };
  const client = createClient({ baseUrl: server.origin, credential, userAgent: 'flarescope/test' });
  clients.push(client);
  const failure = await failureOf(client.send(get(`${server.origin}/`), watch()));
  expect(failure.kind).toBe('redirect');
  expect(JSON.stringify(failure)).not.toContain(SECRET);
});
