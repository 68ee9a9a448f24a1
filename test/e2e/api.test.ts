// `flarescope api` as a process: pipes, a terminal, signals, and what it loads.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { flarescope, type RunOptions, shell, startFlarescope } from '../helpers/command.ts';
import { testToken } from '../helpers/explorer.ts';
import { mainFile, openTerminal } from '../helpers/terminal.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

/** A server that gives one response to everything, and the environment that leads to it. */
async function serving(body: string | Uint8Array, type = 'application/json', status = 200): Promise<RunOptions['env']> {
  const { origin } = await startHttp((_, response) => {
    response.writeHead(status, { 'content-type': type, 'x-from': 'the test' }).end(body);
  });
  return { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
}

const oddJson = '{ "big" : 12345678901234567890,\r\n\t"one":1.0,"one":1e400, "esc":"\\u0041\\/" }\n';
describe('to a pipe', () => {
  test('a reader that has seen enough ends it without a word', async () => {
    const line =
      '("$node" "$main" api --sandbox /sandbox/fault/big mb==50 2>errors; echo $? >status) | head -c 10; cat status errors';
    const ended = await shell(line);
    expect(ended.stdout).toMatch(/^\{"result":\n?0\n/);
    expect(ended.stdout).toBe('{"result":0\n');
  });
});

describe('on a terminal', () => {
  test('JSON is laid out and coloured, digit for digit', async () => {
    const env = await serving(oddJson);
    const terminal = await openTerminal({ args: [mainFile, 'api', '/x'], env: { ...env } });
    expect(await terminal.exited).toEqual({ code: 0, signal: undefined });
    expect(terminal.screen().trimEnd().split('\n')).toEqual([
      '{',
      '  "big": 12345678901234567890,',
      '  "one": 1.0,',
      '  "one": 1e400,',
      '  "esc": "\\u0041\\/"',
      '}',
    ]);
    expect(terminal.bytes()).toMatch(/\u001b\[3\dm"big"/);
    expect(terminal.modes().alternateScreen).toBe(false);
  });

  test('NO_COLOR takes the colours, and --raw the layout too', async () => {
    const env = { ...(await serving('{"a":[1,2]}')), NO_COLOR: '1' };
    const plain = await openTerminal({ args: [mainFile, 'api', '/x'], env });
    await plain.exited;
    expect(plain.bytes()).not.toMatch(/\u001b\[3\d/);
    expect(plain.screen()).toContain('  "a": [\n    1,');
    const raw = await openTerminal({ args: [mainFile, 'api', '--raw', '/x'], env });
    await raw.exited;
    expect(raw.bytes()).toBe('{"a":[1,2]}');
  });

  test('text of the server is shown, not obeyed, on both outputs', async () => {
    const harm = '\u001b]52;c;aGk=\u0007\u202eX';
    const body = JSON.stringify({ success: false, errors: [{ code: 1, message: harm }], result: harm });
    for (const [text, type] of [
      [body, 'application/json'],
      [`oops ${harm}`, 'text/plain'],
    ] as const) {
      const env = await serving(text, type, 400);
      const terminal = await openTerminal({ args: [mainFile, 'api', '-i', '/x'], env: { ...env } });
      expect(await terminal.exited).toEqual({ code: 1, signal: undefined });
      expect(terminal.bytes()).not.toMatch(/\u001b\]|\u0007|\u202e/);
      expect(terminal.screen()).toMatch(/\u241b\]52|\\u001b\]52/);
    }
  });

  test('binary data is not thrown at it', async () => {
    const env = await serving(
      Uint8Array.from({ length: 256 }, (_, index) => index),
      'image/png',
    );
    const terminal = await openTerminal({ args: [mainFile, 'api', '/x'], env: { ...env } });
    expect((await terminal.exited).code).toBe(0);
    expect(terminal.screen()).toContain('256 bytes of binary data');
    expect(terminal.bytes()).not.toContain('\u0007');
  });
});

describe('the exit status', () => {
  test('is 130 where ctrl+c cancels it, also in the middle of a body', async () => {
    for (const started of ['headers', 'body']) {
      let arrived = (): void => undefined;
      const reached = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      const server = await startHttp((_, response) => {
        if (started === 'body') response.writeHead(200, { 'content-length': 100 }).write('{"half');
        arrived();
      });
      const env = { CLOUDFLARE_BASE_URL: server.origin, CLOUDFLARE_API_TOKEN: testToken };
      const running = await startFlarescope(['api', '/x'], { env });
      await reached;
      running.child.kill('SIGINT');
      const ended = await running.ended;
      expect(ended).toMatchObject({ code: 130, signal: undefined, stdout: '' });
      expect(ended.stderr).toMatch(
        /^flarescope: GET http:\/\/\S+: it was cancelled\. Send it again if you want to\.\n$/,
      );
    }
  });
});

describe('help and version', () => {
  test.each([['--version'], ['--help']])('%s loads neither the UI nor the network', async (option) => {
    // Tells every file that Node loads, as the module hooks see it.
    const hooks = 'import{registerHooks}from"node:module";import{writeSync}from"node:fs";';
    const tell = 'registerHooks({load(url,context,next){writeSync(2,url+"\\n");return next(url,context)}})';
    const nodeArgs = ['--import', `data:text/javascript,${encodeURIComponent(hooks + tell)}`];
    const ended = await flarescope([option], { nodeArgs });
    expect(ended.code).toBe(0);
    const loaded = ended.stderr.trim().split('\n');
    const files = loaded.filter((url) => url.includes('/dist/'));
    expect(files.length).toBeGreaterThan(1);
    // The names of shared chunks say nothing of what is in them: the commands are 65 kB in words, and commander 39 kB more.
    const sizes = await Promise.all(files.map(async (url) => (await stat(fileURLToPath(url))).size));
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(90_000);
    expect(
      loaded.filter((url) =>
        /ink|react|undici|jq|explore|sandbox|node:(http|net|tls|zlib|worker_threads)/.test(path.basename(url)),
      ),
    ).toEqual([]);
    const whole = await flarescope(['api', '--sandbox', '/user'], { nodeArgs });
    expect(whole.stderr.split('\n').length).toBeGreaterThan(loaded.length + 5);
  });
});
