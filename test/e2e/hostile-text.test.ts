// Text of servers, pastes and variables that would take the terminal over, turn lines around or hide in them: it is shown
// for what it is. What counts is the raw stream of bytes, since a screen would already have obeyed.
import { afterEach, describe, expect, test } from 'vitest';
import { expectKeysToWork } from '../helpers/expect-keys.ts';
import { type Explorer, startExplorer, startExplorerAt } from '../helpers/explorer.ts';
import { closeServers, startHttp, startScripted } from '../http/servers.ts';

afterEach(closeServers);

const line = 'GET /things name==x';

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
    const app = await startExplorerAt((await startScripted(bytes)).origin);
    await app.ask(line, /─ (No response|\d{3} ·)/);
    // A response has a view for its header fields; where there is none the key only says so.
    if (!app.screen().includes('No response')) await app.pressFor('r', '· headers');
    expectNoHarm(app);
    await expectKeysToWork(app, line);
  });

  test('that the user pastes goes to the prompt as text', async () => {
    const app = await startExplorer();
    app.paste(`GET /things name==${harm.bidi}${harm.hidden}`);
    await app.waitFor(/❯ GET \/things name==\\u202egnp/);
    expectNoHarm(app);
  });

  test('in the environment and in what is typed as a token is shown as dots or pictures', async () => {
    const server = await startHttp((_, response) => {
      response.writeHead(403, { 'content-type': 'application/json' }).end(`{"success":false,"errors":[]}`);
    });
    const env = {
      CLOUDFLARE_API_TOKEN: '',
      CLOUDFLARE_API_KEY: 'k'.repeat(37),
      CLOUDFLARE_EMAIL: `ada${harm.blink}@example.com`,
    };
    const app = await startExplorerAt(server.origin, { env });
    await app.pressFor('ctrl+o', 'use an API token');
    app.write('use an');
    await app.waitFor('1 of 1');
    await app.pressFor('enter', 'API token ❯');
    app.paste(`token${harm.clipboard}`);
    await app.waitFor('•••••');
    expectNoHarm(app);
    expect(app.bytes()).not.toContain('kkk');
  });
});
