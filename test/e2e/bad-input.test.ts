// Servers that are not there, or answer badly. Each brings one clear sentence, the keys go on working, and what was typed
// is still there.
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { expectKeysToWork } from '../helpers/expect-keys.ts';
import { startExplorerAt, testToken } from '../helpers/explorer.ts';
import {
  type Answer,
  closedPort,
  closeServers,
  startHttp,
  startHttps,
  startRaw,
  startScripted,
} from '../http/servers.ts';

afterEach(closeServers);

const line = 'GET /things name==x';

interface WithoutResponse {
  readonly name: string;
  readonly start: () => Promise<string>;
  /** What the pane gives as the problem. */
  readonly says: RegExp;
}

const at = async (server: Promise<{ readonly origin: string }>): Promise<string> => (await server).origin;
const withScheme = (scheme: string, origin: string): string => origin.replace(/^https?/, scheme);
const okBody: Answer = (_, response) => response.setHeader('content-type', 'application/json').end('{"result":[]}');
const scripted = (head: string, body: string | Uint8Array = ''): (() => Promise<string>) => {
  const bytes = Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
  return () => at(startScripted(bytes));
};

const withoutResponse: readonly WithoutResponse[] = [
  {
    name: 'an unknown host',
    start: async () => 'https://flarescope.invalid',
    says: /no address was found for flarescope\.invalid/,
  },
  {
    name: 'a refused port',
    start: async () => `http://127.0.0.1:${await closedPort()}`,
    says: /refused the connection: nothing is listening on that port \(tried 4 times\)/,
  },
  {
    name: 'https to a port that speaks http',
    start: async () => withScheme('https', await at(startHttp(okBody))),
    says: /does not use TLS on this port: it responded in plain text/,
  },
  {
    name: 'http to a port that speaks https',
    start: async () => withScheme('http', await at(startHttps(okBody))),
    says: /uses TLS on this port, and the request was sent in plain text|closed the connection before it responded/,
  },
  {
    name: 'a certificate that nobody vouches for',
    start: () => at(startHttps(okBody)),
    says: /the certificate of 127\.0\.0\.1:\d+ was not accepted/,
  },
  {
    name: 'a token that would go over a network in plain text',
    start: async () => 'http://192.0.2.1',
    says: /plain http would expose the credential/,
  },
  {
    name: 'a server that hangs up',
    start: () => at(startRaw((socket) => void socket.on('data', () => socket.destroy()))),
    says: /closed the connection before it responded .*\(tried 4 times\)/,
  },
  {
    name: 'a server that is no web server',
    start: () => at(startRaw((socket) => void socket.end('SSH-2.0-OpenSSH_9.9\r\n'))),
    says: /what 127\.0\.0\.1:\d+ sent is not HTTP/,
  },
  {
    name: 'a body that breaks off',
    start: scripted('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000', '{"result":[{"id":"0'),
    says: /the response from 127\.0\.0\.1:\d+ broke off after 19 of 1000 bytes/,
  },
  {
    name: 'a chunked body that breaks off',
    start: scripted('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked', '13\r\n{"result":[{"id":"0\r\n'),
    says: /broke off after 19 bytes/,
  },
  {
    name: 'gzip that does not inflate',
    start: scripted('HTTP/1.1 200 OK\r\ncontent-encoding: gzip', gzipSync('x'.repeat(5000)).fill(0xff, 12)),
    says: /the response has Content-Encoding gzip but could not be decoded/,
  },
  {
    name: 'a header field of 1 MB',
    start: scripted(`HTTP/1.1 200 OK\r\nx-large: ${'x'.repeat(1024 * 1024)}`, '{}'),
    says: /sent more header fields than flarescope accepts/,
  },
  {
    name: 'a redirect to another server',
    start: scripted('HTTP/1.1 302 Found\r\nlocation: https://evil.example/steal?token=1\r\ncontent-length: 0'),
    says: /redirects to https:\/\/evil\.example\/steal: redirects to another server are not followed/,
  },
];

describe('no response', () => {
  test.each(withoutResponse)('from $name', async ({ start, says }) => {
    const app = await startExplorerAt(`${await start()}/client/v4`);
    await app.ask(line, 'No response');
    await app.waitForProse(says);
    expect(app.prose()).toMatch(/^tried GET https?:\/\/\S+\/client\/v4\/things problem .+ next .+/);
    expect(app.bytes()).not.toContain(testToken);
    await expectKeysToWork(app, line);
  });
});

const page = '<!DOCTYPE html><html><body><h1>Sorry</h1></body></html>';
const envelope = JSON.stringify({
  success: false,
  errors: [{ code: 4242, message: 'the thing was refused' }],
  messages: [],
  result: null,
});
const sentences: readonly (readonly [status: number, phrase: string, advice: RegExp])[] = [
  [401, 'Unauthorized', /credential|token/i],
  [403, 'Forbidden', /permission/],
  [404, 'Not Found', /check the path/i],
  [500, 'Internal Server Error', /try again in a moment/i],
  // The last, since what comes after it has to wait.
  [429, 'Too Many Requests', /wait 60 min before trying again/i],
];
const views = [
  { kind: 'with an envelope', type: 'application/json', body: envelope, shows: /errors \[1\]/ },
  { kind: 'without an envelope', type: 'application/json', body: '{"oops":true}', shows: /oops +true/ },
  { kind: 'as an HTML page', type: 'text/html', body: page, shows: /<h1>Sorry<\/h1>/ },
  { kind: 'without a body', type: 'application/json', body: '', shows: /content-type +application\/json/ },
];

describe('an error status', () => {
  // One start of the explorer for each view: the path says which status it asks for.
  test.each(views)('$kind', async ({ type, body, shows, kind }) => {
    const server = await startHttp(({ url = '' }, response) => {
      // So long a wait is told instead of sat through.
      response.writeHead(Number(/\d{3}/.exec(url)?.[0]), { 'content-type': type, 'retry-after': '3600' }).end(body);
    });
    const app = await startExplorerAt(`${server.origin}/client/v4`);
    for (const [status, phrase, advice] of sentences) {
      const request = `GET /things-${status} name==x`;
      if (!app.isTyping()) await app.pressFor(':', () => app.isTyping());
      await app.ask(request, `─ ${status} · `);
      const said =
        kind === 'with an envelope' ? 'the thing was refused (code 4242)' : `The server returned ${status} ${phrase}`;
      await app.waitForProse(said);
      expect(app.prose()).toMatch(advice);
      await app.waitForProse(shows);
      await expectKeysToWork(app, request);
    }
    expect(server.seen).toHaveLength(sentences.length);
  });
});

describe('an answer that is no JSON', () => {
  const cases: readonly { readonly name: string; readonly start: () => Promise<string>; readonly says: RegExp }[] = [
    {
      name: 'an announced length that is too short',
      start: scripted('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 10', '{"result":[1,2,3]}'),
      says: /Not JSON: line 1, column 11: .+/,
    },
    {
      name: 'a trailing comma',
      start: scripted('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8', '[1,\n 2,]'),
      says: /Not JSON: line 2, column 4: .+/,
    },
    { name: '204 and nothing', start: scripted('HTTP/1.1 204 No Content\r\nx-empty: yes'), says: /x-empty +yes/ },
    {
      name: '200 and nothing',
      start: scripted('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nx-empty: yes'),
      says: /x-empty +yes/,
    },
    {
      name: 'binary data',
      start: scripted(
        'HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: 256',
        Uint8Array.from({ length: 256 }, (_, index) => index),
      ),
      says: /Binary data, 256 B: the first bytes as a hex dump .*00 01 02 03/,
    },
    {
      name: 'a page where the API should be',
      start: scripted(`HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${page.length}`, page),
      says: /<h1>Sorry<\/h1>/,
    },
  ];
  test.each(cases)('but $name', async ({ start, says }) => {
    const app = await startExplorerAt(`${await start()}/client/v4`);
    await app.ask(line, /─ 20[04] · /);
    await app.waitForProse(says);
    await expectKeysToWork(app, line);
  });

  test('and JSON of 100,000 levels opens, folds and closes', async () => {
    const depth = 100_000;
    const server = await startHttp((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end('['.repeat(depth) + ']'.repeat(depth));
    });
    const app = await startExplorerAt(server.origin);
    await app.ask(line, /depth 2\/99,?999 /);
    await app.pressFor('0', 'of 100,000');
    await app.pressFor('G', 'row 100,000 of 100,000');
    await app.pressFor('E', 'row 1 of 1 ');
    await expectKeysToWork(app, line);
  });
});
