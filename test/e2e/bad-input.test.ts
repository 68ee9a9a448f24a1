// Servers that are not there, or answer badly, or mean harm; and requests that cannot be sent. Each brings one clear
// sentence, the keys go on working, and what was typed is still there.
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { flarescope } from '../helpers/command.ts';
import { type Explorer, startExplorer, startExplorerAt, testToken } from '../helpers/explorer.ts';
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

/** The user goes on typing where the line was left, and takes it back. */
async function expectKeysToWork(app: Explorer, typed = line): Promise<void> {
  if (!app.isTyping()) app.press(':');
  await app.waitFor(() => app.isTyping() && app.line() === typed, `the prompt with ${typed}`);
  app.press('end');
  app.write(' and==more');
  await app.waitForLine(`${typed} and==more`);
  app.press(...Array<string>(' and==more'.length).fill('backspace'));
  await app.waitForLine(typed);
  await app.pressFor('tab', () => !app.isTyping());
  await app.pressFor('?', '─ Keys ─');
  app.press('q');
  await app.waitForGone('─ Keys ─');
}

interface Unanswered {
  readonly name: string;
  readonly start: () => Promise<string>;
  /** What the pane says happened. */
  readonly says: RegExp;
}

const at = async (server: Promise<{ readonly origin: string }>): Promise<string> => (await server).origin;
const withScheme = (scheme: string, origin: string): string => origin.replace(/^https?/, scheme);
const okBody: Answer = (_, response) => response.setHeader('content-type', 'application/json').end('{"result":[]}');
const scripted = (head: string, body: string | Uint8Array = ''): (() => Promise<string>) => {
  const bytes = Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
  return () => at(startScripted(bytes));
};

const unanswered: readonly Unanswered[] = [
  {
    name: 'an unknown host',
    start: async () => 'https://flarescope.invalid',
    says: /The name of flarescope\.invalid was not found|the name of flarescope\.invalid was not found/,
  },
  {
    name: 'a refused port',
    start: async () => `http://127.0.0.1:${await closedPort()}`,
    says: /refused the connection: nothing listens on that port \(tried 4 times\)/,
  },
  {
    name: 'https to a port that speaks http',
    start: async () => withScheme('https', await at(startHttp(okBody))),
    says: /did not speak TLS on this port: it answered in plain text/,
  },
  {
    name: 'http to a port that speaks https',
    start: async () => withScheme('http', await at(startHttps(okBody))),
    says: /speaks TLS on this port, and the request went there in plain text|closed the connection before it answered/,
  },
  {
    name: 'a certificate that nobody vouches for',
    start: () => at(startHttps(okBody)),
    says: /the certificate of 127\.0\.0\.1:\d+ was not accepted/,
  },
  {
    name: 'a token that would go over a network in plain text',
    start: async () => 'http://192.0.2.1',
    says: /plain http would show the credential to everyone on the way/,
  },
  {
    name: 'a server that hangs up',
    start: () => at(startRaw((socket) => void socket.on('data', () => socket.destroy()))),
    says: /closed the connection before it answered .*\(tried 4 times\)/,
  },
  {
    name: 'a server that is no web server',
    start: () => at(startRaw((socket) => void socket.end('SSH-2.0-OpenSSH_9.9\r\n'))),
    says: /what 127\.0\.0\.1:\d+ sent is not HTTP/,
  },
  {
    name: 'a body that breaks off',
    start: scripted('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000', '{"result":[{"id":"0'),
    says: /the answer of 127\.0\.0\.1:\d+ broke off after 19 of 1000 bytes/,
  },
  {
    name: 'a chunked body that breaks off',
    start: scripted('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked', '13\r\n{"result":[{"id":"0\r\n'),
    says: /broke off after 19 bytes/,
  },
  {
    name: 'gzip that does not inflate',
    start: scripted('HTTP/1.1 200 OK\r\ncontent-encoding: gzip', gzipSync('x'.repeat(5000)).fill(0xff, 12)),
    says: /the answer is marked as gzip but could not be decoded/,
  },
  {
    name: 'a header field of 1 MB',
    start: scripted(`HTTP/1.1 200 OK\r\nx-large: ${'x'.repeat(1024 * 1024)}`, '{}'),
    says: /sent more header fields than this program takes/,
  },
  {
    name: 'a redirect to another server',
    start: scripted('HTTP/1.1 302 Found\r\nlocation: https://evil.example/steal?token=1\r\ncontent-length: 0'),
    says: /points to https:\/\/evil\.example\/steal: this program does not follow to another server/,
  },
];

describe('no answer', () => {
  test.each(unanswered)('from $name', async ({ start, says }) => {
    const app = await startExplorerAt(`${await start()}/client/v4`);
    await app.ask(line, 'No answer');
    await app.waitForProse(says);
    expect(app.prose()).toMatch(/^tried GET https?:\/\/\S+\/client\/v4\/things happened .+ next .+/);
    expect(app.bytes()).not.toContain(testToken);
    await expectKeysToWork(app);
  });
});

const page = '<!DOCTYPE html><html><body><h1>Sorry</h1></body></html>';
const envelope = JSON.stringify({
  success: false,
  errors: [{ code: 4242, message: 'the thing said no' }],
  messages: [],
  result: null,
});
const sentences: readonly (readonly [status: number, phrase: string, advice: RegExp])[] = [
  [401, 'Unauthorized', /credential|token/i],
  [403, 'Forbidden', /permission/],
  [404, 'Not Found', /check the path/i],
  [429, 'Too Many Requests', /wait 60 min before trying again/i],
  [500, 'Internal Server Error', /try again in a moment/i],
];
const faces = [
  { kind: 'with an envelope', type: 'application/json', body: envelope, shows: /errors \[1\]/ },
  { kind: 'without an envelope', type: 'application/json', body: '{"oops":true}', shows: /oops +true/ },
  { kind: 'as an HTML page', type: 'text/html', body: page, shows: /<h1>Sorry<\/h1>/ },
  { kind: 'without a body', type: 'application/json', body: '', shows: /content-type +application\/json/ },
];

describe('an error status', () => {
  test.each(
    sentences.flatMap(([status, phrase, advice]) => faces.map((face) => ({ status, phrase, advice, ...face }))),
  )('$status $kind', async ({ status, phrase, advice, type, body, shows, kind }) => {
    const server = await startHttp((_, response) => {
      // So long a wait is told instead of sat through.
      response.writeHead(status, { 'content-type': type, 'retry-after': '3600' }).end(body);
    });
    const app = await startExplorerAt(`${server.origin}/client/v4`);
    await app.ask(line, `─ ${status} · `);
    const said =
      kind === 'with an envelope' ? 'the thing said no (code 4242)' : `The server answered ${status} ${phrase}`;
    await app.waitForProse(said);
    expect(app.prose()).toMatch(advice);
    await app.waitForProse(shows);
    expect(server.seen).toHaveLength(1);
    await expectKeysToWork(app);
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
    await expectKeysToWork(app);
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
    await expectKeysToWork(app);
  });
});

/** Sequences that a terminal would obey, and marks that would turn text around or hide it. None may reach the terminal. */
const harm = {
  clipboard: '\u001b]52;c;aGFja2Vk\u0007',
  title: '\u001b]0;owned\u001b\\',
  mouse: '\u001b[?1000h',
  blink: '\u001b[5;44m',
  c1: '\u009b5;44m',
  device: '\u001bP$q"p\u001b\\',
  bidi: '\u202egnp.exe\u202c',
  hidden: 'a\u200bb\u2066c',
  line: '\r\nforged row\u0008\u0007',
};
const all = Object.values(harm).join(' ');

function expectNoHarm(app: Explorer): void {
  const bytes = app.bytes();
  for (const text of Object.values(harm)) expect(bytes).not.toContain(text);
  // No OSC, DCS, SOS, PM, APC or C1 of whatever content; no blink; no mark that reorders or hides.
  expect(bytes).not.toMatch(
    /\u001b[\]PX^_]|[\u0080-\u009f]|\u001b\[5;44m|[\u200b\u202a-\u202e\u2066-\u2069]|\u0007|\u0008/,
  );
  expect(app.modes().mouse).toBe('none');
}

describe('hostile text', () => {
  test('in keys, values, errors and messages of JSON is shown, not obeyed', async () => {
    const body = JSON.stringify({
      success: false,
      errors: [{ code: 1, message: all }],
      messages: [{ message: all }],
      result: [{ id: all, [all]: all, name: all, nested: { [harm.bidi]: [harm.c1] } }],
      result_info: { cursor: all },
    });
    const server = await startHttp((_, response) => {
      response.writeHead(400, { 'content-type': 'application/json' }).end(body);
    });
    const app = await startExplorerAt(server.origin);
    await app.ask(line, '─ 400 · ');
    await app.waitForProse('\u241b]52;c;aGFja2Vk\u2407');
    await app.pressFor('0', 'depth all');
    for (const key of ['space', 'space', 'G']) app.press(key);
    await app.waitFor(/row (\d+) of \1 /);
    await app.pressFor('r', '· headers');
    const raw = await app.pressFor('r', '· raw');
    expect(raw).toContain('\\u001b]52');
    expectNoHarm(app);
  });

  test('that is no JSON is shown, not obeyed', async () => {
    const server = await startHttp((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(`plain ${all}\n${all}\n`);
    });
    const app = await startExplorerAt(server.origin);
    await app.ask(line, '· raw ─');
    await app.waitForProse(/plain .*\u241b\]52/);
    expectNoHarm(app);
  });

  test('unescaped inside of what claims to be JSON is shown, not obeyed', async () => {
    const server = await startHttp((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(`{"a":"${all}"}`);
    });
    const app = await startExplorerAt(server.origin);
    await app.ask(line, 'Not JSON: line 1, column 7');
    expectNoHarm(app);
  });

  test.each([
    ['a status text', `HTTP/1.1 418 ${harm.clipboard}${harm.bidi}\r\ncontent-length: 2`],
    ['a header field', `HTTP/1.1 200 OK\r\nx-evil: ${harm.bidi}${harm.c1} tail\r\ncontent-length: 2`],
    ['a header field with escapes', `HTTP/1.1 200 OK\r\nx-evil: ${harm.clipboard} tail\r\ncontent-length: 2`],
    ['a header name', `HTTP/1.1 200 OK\r\nx-${harm.clipboard}: y\r\ncontent-length: 2`],
    ['a Location', `HTTP/1.1 302 Found\r\nlocation: https://evil.example/${harm.bidi}${harm.c1}\r\ncontent-length: 2`],
    ['a Content-Encoding', `HTTP/1.1 200 OK\r\ncontent-encoding: ${harm.bidi}${harm.c1}\r\ncontent-length: 2`],
    ['a Ratelimit', `HTTP/1.1 200 OK\r\nratelimit: "${harm.bidi}";r=${harm.c1};t=1\r\ncontent-length: 2`],
    ['what is no HTTP', all],
  ])('in %s is shown or refused, not obeyed', async (_, head) => {
    const bytes = Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'utf8'), Buffer.from('{}')]);
    const app = await startExplorerAt(await at(startScripted(bytes)));
    await app.ask(line, /─ (No answer|\d{3} ·)/);
    // An answer has a face for its header fields; where there is none the key only says so.
    if (!app.screen().includes('No answer')) await app.pressFor('r', '· headers');
    expectNoHarm(app);
    await expectKeysToWork(app);
  });

  test('that the user pastes goes to the prompt as text', async () => {
    const app = await startExplorer();
    app.paste(`GET /things name==${harm.bidi}${harm.hidden}`);
    await app.waitFor(/❯ GET \/things name==\\u202egnp/);
    expectNoHarm(app);
  });
});

describe('a request that cannot be sent', () => {
  test.each<readonly [typed: string, says: string, cursor: number]>([
    ['FETCH /zones', '"FETCH" is not a method', 0],
    ['GET /zones per_page', '"per_page" is not an item', 11],
    ['GET /zones "a', 'The " at column 12 is not closed', 13],
    ['GET /zones ==x', 'has no name before ==', 11],
    ['POST /zones a:={', 'The value after := is not JSON', 16],
    ['POST /zones a=1 @body.json', 'There is one body only', 16],
    ['GET /zones/{zone_id}/settings', 'Put a value in place of {zone_id}', 11],
    ['GET https://evil.example/client/v4/zones', 'This URL is on "https://evil.example"', 4],
    ['GET //evil.example/zones', 'names another host', 4],
    ['GET /zones Host:evil.example', 'host is set by the connection itself', 11],
    ['GET', 'GET needs a path after it', 3],
  ])('%s', async (typed, says, cursor) => {
    const app = await startExplorer();
    app.write(typed);
    await app.waitForLine(typed);
    await app.pressFor('enter', says);
    expect(app.line()).toBe(typed);
    expect(app.isTyping()).toBe(true);
    expect(app.cursor().column).toBe(3 + cursor);
    // Correcting it is all that is needed.
    app.press('ctrl+e', 'ctrl+u');
    await app.ask('GET /user/tokens/verify', '─ 200 · ');
  });

  test('because its file is not there says which', async () => {
    const app = await startExplorer();
    await app.ask('POST /zones @missing.json', 'No answer');
    await app.waitForProse(/the file missing\.json could not be read/);
    await expectKeysToWork(app, 'POST /zones @missing.json');
  });

  test('with nothing typed says how to begin', async () => {
    const app = await startExplorer();
    await app.pressFor('enter', 'Type a request first, such as GET /zones per_page==50');
  });
});

describe('settings that cannot be used', () => {
  test.each(['nonsense', 'ftp://127.0.0.1/client/v4', 'http://user:secret@127.0.0.1/', 'https://127.0.0.1/?a=b'])(
    'CLOUDFLARE_BASE_URL=%s is refused before anything is sent',
    async (url) => {
      const ended = await flarescope(['api', '/zones'], {
        env: { CLOUDFLARE_BASE_URL: url, CLOUDFLARE_API_TOKEN: testToken },
      });
      expect(ended.code).toBe(2);
      expect(ended.stderr).toMatch(
        /^flarescope: CLOUDFLARE_BASE_URL is not an address that requests can go to: [^\n]+\n$/,
      );
      expect(ended.stderr).not.toContain('secret');
    },
  );

  test('a token that no header can carry is not sent, and not shown', async () => {
    const server = await startHttp(okBody);
    const env = { CLOUDFLARE_API_TOKEN: 'töken\u001b]52;c;x\u0007-secret' };
    const app = await startExplorerAt(server.origin, { env });
    await app.ask(line, 'No answer');
    await app.waitForProse(/the credential holds a character that no header field can carry/);
    expect(server.seen).toEqual([]);
    expect(app.bytes()).not.toContain('-secret');
    expectNoHarm(app);
  });
});
