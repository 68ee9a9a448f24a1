// `flarescope api`: what is printed where, and with which status it ends.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type RunOptions, temporaryFolder } from '../helpers/command.ts';
import { testToken } from '../helpers/explorer.ts';
import { flarescope, servedSandbox } from '../helpers/run-command.ts';
import { closedPort, closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

/** A server that gives one response to everything, and the environment that leads to it. */
async function serving(body: string | Uint8Array, type = 'application/json', status = 200): Promise<RunOptions['env']> {
  const { origin } = await startHttp((_, response) => {
    response.writeHead(status, { 'content-type': type, 'x-from': 'the test' }).end(body);
  });
  return { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
}

const oddJson = '{ "big" : 12345678901234567890,\r\n\t"one":1.0,"one":1e400, "esc":"\\u0041\\/" }\n';
const refusal = JSON.stringify({
  success: false,
  errors: [{ code: 4242, message: 'the thing said no' }],
  result: null,
});

describe('to a pipe', () => {
  test.each<readonly [what: string, body: string | Uint8Array, type: string]>([
    ['JSON with its white space, digits and doubled keys', oddJson, 'application/json'],
    ['text that is no JSON', '<h1>Hi</h1>\r\n', 'text/plain'],
    ['bytes that are no text', Uint8Array.from({ length: 512 }, (_, index) => index % 256), 'application/octet-stream'],
    ['a byte order mark', '\ufeff{"a":1}', 'application/json'],
    ['what would move a terminal', '\u001b]52;c;aGk=\u0007', 'text/plain'],
    ['nothing', '', 'application/json'],
  ])('%s goes exactly as it came', async (_, body, type) => {
    const ended = await flarescope(['api', 'GET', '/x'], { env: await serving(body, type) });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.bytes.equals(Buffer.from(body))).toBe(true);
  });

  test('a response of 20 MB goes whole', async () => {
    const ended = await flarescope(['api', '--sandbox', '/sandbox/fault/big', 'mb==20']);
    expect(ended.code).toBe(0);
    const { result } = JSON.parse(ended.stdout);
    expect(ended.bytes.length).toBeGreaterThan(20 * 1024 * 1024);
    expect(result.at(-1).index).toBe(result.length - 1);
  });

  test('--include puts the status and the header fields first', async () => {
    const ended = await flarescope(['api', '--include', '/x'], { env: await serving(oddJson) });
    const [head = '', ...body] = ended.stdout.split('\n\n');
    expect(head.split('\n')[0]).toBe('HTTP 200 OK');
    expect(head).toMatch(/^x-from: the test$/m);
    expect(body.join('\n\n')).toBe(oddJson);
  });

  test('a filter prints what jq puts out, a line for each', async () => {
    const env = await serving('{"result":[{"name":"a","n":1.50},{"name":"b"}]}');
    const ended = await flarescope(['api', '/x', '| .result[].name'], { env });
    expect(ended).toMatchObject({ code: 0, stdout: '"a"\n"b"\n', stderr: '' });
    const wrong = await flarescope(['api', '/x', '| .result['], { env });
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/^flarescope: the filter cannot be read: /);
  });
});

describe('the exit status', () => {
  test('is 1 where the API says no: the body is still printed, the sentence goes to standard error', async () => {
    const ended = await flarescope(['api', '/x'], { env: await serving(refusal, 'application/json', 403) });
    expect(ended).toMatchObject({ code: 1, stdout: refusal });
    expect(ended.stderr).toMatch(
      /^flarescope: GET http:\/\/\S+\/x: 403 Forbidden: the thing said no \(code 4242\)\. [^\n]+\n$/,
    );
  });

  test('is 1 also where only the envelope says no', async () => {
    const ended = await flarescope(['api', '/x'], { env: await serving(refusal) });
    expect(ended).toMatchObject({ code: 1, stdout: refusal });
  });

  test.each<readonly [words: readonly string[], says: RegExp]>([
    [[], /no request given/],
    [['FETCH', '/x'], /"FETCH" is not a method/],
    [['/x', 'word'], /"word" is not an item/],
    [['/zones/{zone_id}'], /put values in place of \{zone_id\}/],
    [['https://evil.example/x'], /This URL is on "https:\/\/evil\.example"/],
    [['POST', '/x', '@missing.json'], /the file missing\.json could not be read/],
    [['--colour', '/x'], /--colour/],
  ])('is 2 for %j, and nothing is sent', async (words, says) => {
    const server = await startHttp((_, response) => response.end('{}'));
    const env = { CLOUDFLARE_BASE_URL: server.origin, CLOUDFLARE_API_TOKEN: testToken };
    const ended = await flarescope(['api', ...words], { env });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).toMatch(/^flarescope: [^\n]+\n$/);
    expect(server.seen).toEqual([]);
  });

  test('is 3 where no response comes', async () => {
    const env = { CLOUDFLARE_BASE_URL: `http://127.0.0.1:${await closedPort()}`, CLOUDFLARE_API_TOKEN: testToken };
    const ended = await flarescope(['api', '/x'], { env });
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    const lines = ended.stderr.trimEnd().split('\n');
    expect(lines.slice(0, 3).every((line) => /refused the connection.*: attempt [234] of 4 in \d s$/.test(line))).toBe(
      true,
    );
    expect(lines.at(-1)).toMatch(
      /refused the connection: nothing is listening on that port \(tried 4 times\)\. Check the host/,
    );
  });
});

describe('against a sandbox that goes on running', () => {
  test('a write changes what is read afterwards', async () => {
    const { env } = await servedSandbox();
    const api = (...words: readonly string[]) => flarescope(['api', ...words], { env });
    const zones = JSON.parse((await api('/zones', 'name==example.com')).stdout);
    const records = `/zones/${zones.result[0].id}/dns_records`;

    const made = await api(records, 'type=A', 'name=made', 'content=198.51.100.77', 'ttl:=3600', 'proxied:=false');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const { result } = JSON.parse(made.stdout);
    expect(result).toMatchObject({ type: 'A', name: 'made.example.com', ttl: 3600, proxied: false });

    const again = await api('POST', records, 'type=A', 'name=made', 'content=198.51.100.77', 'ttl:=3600');
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('(code 81058)');

    await api('PATCH', `${records}/${result.id}`, 'ttl:=120');
    expect(JSON.parse((await api(`${records}/${result.id}`)).stdout).result.ttl).toBe(120);
    expect((await api('DELETE', `${records}/${result.id}`)).code).toBe(0);
    expect((await api(`${records}/${result.id}`)).code).toBe(1);
  });

  test('@file sends the bytes of the file', async () => {
    const { env } = await servedSandbox();
    const folder = await temporaryFolder();
    const bytes = Uint8Array.from({ length: 3000 }, (_, index) => (index * 7) % 256);
    await writeFile(path.join(folder, 'value.bin'), bytes);
    const api = (...words: readonly string[]) => flarescope(['api', ...words], { env });
    const accounts = JSON.parse((await api('/accounts')).stdout);
    const namespaces = `/accounts/${accounts.result[0].id}/storage/kv/namespaces`;
    const { result } = JSON.parse((await api(namespaces)).stdout);
    const value = `${namespaces}/${result[0].id}/values/from-file`;
    expect((await api('PUT', value, `@${path.join(folder, 'value.bin')}`)).code).toBe(0);
    expect((await api(value)).bytes.equals(Buffer.from(bytes))).toBe(true);
  });

  test('a token that it does not know is refused, and never printed', async () => {
    const { env } = await servedSandbox();
    const ended = await flarescope(['api', '-i', '/zones'], { env: { ...env, CLOUDFLARE_API_TOKEN: testToken } });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/code \d+/);
    expect(ended.stdout + ended.stderr).not.toContain(testToken);
  });
});

describe('help and version', () => {
  test.each([[['--help']], [['-h']], [['help']], [['api', '--help']], [['open', '-h']], [['sandbox', '--help']]])(
    '%j tells how to use it on standard output',
    async (words) => {
      const ended = await flarescope(words);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(ended.stdout).toMatch(/Usage/);
      expect(ended.stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
    },
  );

  test('an unknown command is refused', async () => {
    const ended = await flarescope(['explode\u001b[2J']);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^flarescope: unknown command .* See flarescope --help\n$/);
    expect(ended.stderr).not.toContain('\u001b');
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
        /^flarescope: CLOUDFLARE_BASE_URL must be an http or https URL without a query, such as [^\n]+\n$/,
      );
      expect(ended.stderr).not.toContain('secret');
    },
  );
});
