// Text of servers, pastes and variables that would take the terminal over, turn lines around or hide in them: it is shown
// for what it is. What counts is the raw stream of bytes, since a screen would already have obeyed.
import { afterEach, describe, expect, test } from 'vitest';
import { expectKeysToWork } from '../helpers/expect-keys.ts';
import { asExplorer, type Explorer, startExplorer, startExplorerAt } from '../helpers/explorer.ts';
import { openTerminal } from '../helpers/terminal.ts';
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

function expectNoHarm(app: Explorer, what?: string): void {
  // The program's own title of the window has a name in it, cleaned.
  const bytes = app
    .bytes()
    .replaceAll(/\u001b\]2;[^\u0000-\u001f\u0080-\u009f\u200b\u202a-\u202e\u2066-\u2069]*flarescope\u0007/g, '');
  for (const text of Object.values(harm)) expect(bytes, what).not.toContain(text);
  // No OSC, DCS, SOS, PM, APC or C1 of whatever content; no blink; no mark that reorders or hides.
  expect(bytes, what).not.toMatch(
    /\u001b[\]PX^_]|[\u0080-\u009f]|\u001b\[5;44m|[\u200b\u202a-\u202e\u2066-\u2069]|\u0007|\u0008/,
  );
  expect(app.modes().mouse).toMatch(/^(?:none|drag)$/);
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

  test('in every part of a message is shown or refused, not obeyed', async () => {
    const heads: readonly (readonly [what: string, shown: string, head: string])[] = [
      ['a status text', '─ 418 ·', `HTTP/1.1 418 ${harm.clipboard}${harm.bidi}`],
      ['what is no HTTP', 'No response', all],
      ['a header field', '─ 200 ·', `HTTP/1.1 200 OK\r\nx-evil: ${harm.bidi}${harm.c1} tail`],
      ['a header field with escapes', 'No response', `HTTP/1.1 200 OK\r\nx-evil: ${harm.clipboard} tail`],
      ['a Ratelimit', '─ 200 ·', `HTTP/1.1 200 OK\r\nratelimit: "${harm.bidi}";r=${harm.c1};t=1`],
      ['a header name', 'No response', `HTTP/1.1 200 OK\r\nx-${harm.clipboard}: y`],
      [
        'a Content-Encoding',
        'encoding is not supported',
        `HTTP/1.1 200 OK\r\ncontent-encoding: ${harm.bidi}${harm.c1}`,
      ],
      [
        'a Location',
        'redirects to https://',
        `HTTP/1.1 302 Found\r\nlocation: https://evil.example/${harm.bidi}${harm.c1}`,
      ],
    ];
    const server = await startScripted((path) => {
      const [, , head = ''] = heads[Number(path.slice(1))] ?? [];
      return Buffer.from(`${head}\r\ncontent-length: 2\r\n\r\n{}`);
    });
    const app = await startExplorerAt(server.origin);
    for (const [index, [what, shown]] of heads.entries()) {
      await app.ask(`GET /${index}`, shown);
      // A response has a view for its header fields; where there is none the key only says so.
      if (shown.startsWith('─')) await app.pressFor('r', '· headers');
      expectNoHarm(app, what);
      await expectKeysToWork(app, `GET /${index}`);
    }
  });

  test('that the user pastes goes to the prompt as text', async () => {
    const app = await startExplorer();
    app.paste(`GET /things name==${harm.bidi}${harm.hidden}`);
    await app.waitFor(/❯ GET \/things name==\\u202egnp/);
    expectNoHarm(app);
  });

  test('in the environment ends the start, and is not shown', async () => {
    const env = { CLOUDFLARE_API_KEY: 'k'.repeat(37), CLOUDFLARE_EMAIL: `ada${harm.blink}@example.com` };
    const app = asExplorer(await openTerminal({ env, columns: 120 }));
    await app.waitFor('CLOUDFLARE_EMAIL holds a space or a character that no credential has');
    expect(await app.exited).toMatchObject({ code: 2 });
    expectNoHarm(app);
    expect(app.bytes()).not.toContain('kkk');
  });

  test('in what is typed as a token is shown as dots', async () => {
    const server = await startHttp((_, response) => {
      response.writeHead(403, { 'content-type': 'application/json' }).end(`{"success":false,"errors":[]}`);
    });
    const app = await startExplorerAt(server.origin);
    await app.pressFor('ctrl+o', 'use a token');
    app.write('use a token');
    await app.waitFor('1 of 1');
    await app.pressFor('enter', /token or key for \S+ .*❯/);
    app.paste(`token${harm.clipboard}`);
    await app.waitFor('•••••');
    expectNoHarm(app);
  });
});
