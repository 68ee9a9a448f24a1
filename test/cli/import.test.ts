// `flarescope import` and `flarescope api --as` as people and scripts use them.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { testToken } from '../helpers/explorer.ts';
import { flarescope } from '../helpers/run-command.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

const secret = 'cfut_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0';
const command = `curl "https://api.cloudflare.com/client/v4/zones?status=active&status=pending" \\
  -H "Authorization: Bearer ${secret}" -k | jq '.result[].name'`;

describe('flarescope import', () => {
  test('prints the request line, and says what it left out and that a credential was in it, without showing it', async () => {
    const ended = await flarescope(['import'], { input: command });
    expect(ended).toMatchObject({ code: 0, stdout: 'GET /zones status==active status==pending | .result[].name\n' });
    expect(ended.stderr).toMatch(/^flarescope: -k is not honoured/m);
    expect(ended.stderr).toMatch(/^flarescope: A token was taken out of the command.*flarescope auth add/m);
    expect(ended.stdout + ended.stderr).not.toContain(secret);
  });

  test('reads a file, and - for standard input', async () => {
    const file = path.join(await temporaryFolder(), 'command.txt');
    await writeFile(file, 'curl https://api.cloudflare.com/client/v4/ips\r\n');
    expect((await flarescope(['import', file])).stdout).toBe('GET /ips\n');
    expect((await flarescope(['import', '-'], { input: 'irm https://api.cloudflare.com/client/v4/ips' })).stdout).toBe(
      'GET /ips\n',
    );
  });

  test('--json prints the parts, digits and all', async () => {
    const input = `curl -X PUT 'https://api.cloudflare.com/client/v4/zones/<zone_id>?a=1&a=2&b=3' -H 'X-A: b' -d '{"id":12345678901234567890}'`;
    const ended = await flarescope(['import', '--json'], { input });
    expect(ended.code).toBe(0);
    expect(ended.stderr).toBe('');
    expect(ended.stdout).toContain('"body":{"id":12345678901234567890}');
    expect(JSON.parse(ended.stdout)).toEqual({
      method: 'PUT',
      path: '/zones/{zone_id}',
      query: { a: ['1', '2'], b: '3' },
      headers: { 'X-A': 'b' },
      body: { id: 12345678901234567000 },
      filter: null,
      notes: ['Replace {zone_id} with values.'],
    });
  });

  test('--run sends it to the account in force', async () => {
    const { origin, seen } = await startHttp((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"result":[{"name":"a"}]}');
    });
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const ended = await flarescope(['import', '--run'], { input: command, env });
    expect(ended).toMatchObject({ code: 0, stdout: '"a"\n' });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/zones?status=active&status=pending' });
    expect(seen[0]?.headers.authorization).toBe(`Bearer ${testToken}`);
  });

  test.each([
    [
      'something is to be filled in',
      'curl https://api.cloudflare.com/client/v4/zones/$ZONE_ID',
      /Replace \{zone_id\} with/,
    ],
    ['a part of it is missing', 'curl https://api.cloudflare.com/client/v4/x -H @headers.txt', /-H @FILE/],
  ])('--run does not send it where %s', async (_, input, said) => {
    const ended = await flarescope(['import', '--run'], { input });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(said);
    expect(ended.stderr).toMatch(/was not sent/);
  });

  test('takes one request of several, and sends none while nobody has chosen', async () => {
    const { origin, seen } = await startHttp((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true}');
    });
    const env = { CLOUDFLARE_BASE_URL: origin, CLOUDFLARE_API_TOKEN: testToken };
    const input =
      'curl https://api.cloudflare.com/client/v4/ips\ncurl -X DELETE https://api.cloudflare.com/client/v4/memberships/[1-2]';
    const unsure = await flarescope(['import', '--run'], { input, env });
    expect(unsure).toMatchObject({ code: 2, stdout: '' });
    expect(unsure.stderr).toMatch(
      /--index 1: GET \/ips\n.*--index 2: DELETE \/memberships\/1\n.*--index 3: DELETE \/memberships\/2\n/,
    );
    expect(unsure.stderr).toMatch(/choose one with --index N/);
    expect(seen).toEqual([]);
    expect((await flarescope(['import', '--index', '3'], { input, env })).stdout).toBe('DELETE /memberships/2\n');
    const run = await flarescope(['import', '--run', '--index', '3'], { input, env });
    expect(run.code, run.stderr).toBe(0);
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['DELETE /memberships/2']);
    const wrong = await flarescope(['import', '--index', '4'], { input, env });
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/none has the number 4/);
  });

  test('has jq make the body that the command has it make', async () => {
    const input = `curl https://api.cloudflare.com/client/v4/x -d "$(jq -n --arg n "it's $NAME" '{name: $n, list: [1, 2]}')"`;
    const ended = await flarescope(['import'], { input });
    expect(ended.stdout).toBe(`POST /x name="it's $NAME" list:=[1,2]\n`);
    expect(ended.stderr).toMatch(/Replace \$NAME/);
  });

  test.each<readonly [what: string, args: readonly string[], input: string, said: RegExp]>([
    ['no command', [], 'hello', /No curl or Invoke-RestMethod command/],
    ['another origin', [], 'curl https://example.com/', /example\.com/],
    ['a file that is not there', ['nothing.txt'], '', /nothing\.txt cannot be read: no such file/],
    ['two files', ['a', 'b'], '', /Expected 1 argument but got 2/],
    ['two options', ['--run', '--json'], '', /Use one of them/],
  ])('ends with 2 for %s', async (_, args, input, said) => {
    const ended = await flarescope(['import', ...args], { input });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(said);
  });
});

describe('flarescope api --as', () => {
  test('prints the command and sends nothing', async () => {
    const { origin, seen } = await startHttp((_, response) => response.end());
    const env = { CLOUDFLARE_BASE_URL: `${origin}/client/v4`, CLOUDFLARE_API_TOKEN: testToken };
    const ended = await flarescope(
      ['api', 'PATCH', '/zones/0123456789abcdef0123456789abcdef', 'paused:=true', '--as', 'curl'],
      { env },
    );
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toBe(
      `curl -X PATCH '${origin}/client/v4/zones/0123456789abcdef0123456789abcdef' -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN" -H 'accept: application/json' -H 'content-type: application/json' -d '{"paused":true}'\n`,
    );
    expect(seen).toEqual([]);
  });

  test('is for the public address where the sandbox would response, breaks lines, and says what to mind', async () => {
    const args = ['api', '/zones', 'name==a b', '--as', 'curl-cmd', '--multiline'];
    const ended = await flarescope(args);
    expect(ended.stdout).toBe(
      'curl -H "Authorization: Bearer %CLOUDFLARE_API_TOKEN%" ^\n  "https://api.cloudflare.com/client/v4/zones?name=a%20b" ^\n  -H "accept: application/json"\n',
    );
    expect(ended.stderr).toMatch(/batch file/);
  });

  test('uses the variables of a key', async () => {
    const env = { CLOUDFLARE_EMAIL: 'a@b.test', CLOUDFLARE_API_KEY: 'k'.repeat(37) };
    const { stdout } = await flarescope(['api', '/user', '--as', 'irm'], { env });
    expect(stdout).toContain(`'X-Auth-Email' = "$env:CLOUDFLARE_EMAIL"; 'X-Auth-Key' = "$env:CLOUDFLARE_API_KEY"`);
  });

  test.each([
    [
      'a format that there is not',
      ['/zones', '--as', 'wget'],
      /curl, curl-cmd, curl-powershell, irm, httpie, fetch, sdk, http/,
    ],
    ['a placeholder', ['/zones/{zone_id}', '--as', 'curl'], /\{zone_id\}/],
    ['what a format cannot say', ['HEAD', '/zones', '--as', 'sdk'], /cannot send HEAD/],
  ])('ends with 2 for %s', async (_, args, said) => {
    const ended = await flarescope(['api', ...args]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(said);
  });

  test('has ids where the line has names, which no other tool takes', async () => {
    const named = await flarescope(['api', '--sandbox', '/zones/example.com/dns_records', '--as', 'curl']);
    const [, id = ''] = /^flarescope: zone example\.com is ([0-9a-f]{32})$/m.exec(named.stderr) ?? [];
    expect(named.stdout).toContain(`/zones/${id}/dns_records'`);
    const unknown = await flarescope(['api', '--sandbox', '/zones/no.such.example/dns_records', '--as', 'curl']);
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(unknown.stderr).toMatch(/no zone is named no\.such\.example/);
  });

  test('comes back as it was by import', async () => {
    const words = [
      'POST',
      '/zones/0123456789abcdef0123456789abcdef/dns_records',
      'type=TXT',
      'content=it\'s "$HOME" %PATH%',
      'ttl:=60',
      '| .result.id',
    ];
    for (const format of ['curl', 'curl-cmd', 'curl-powershell', 'irm', 'httpie']) {
      const written = await flarescope(['api', ...words, '--as', format, '--multiline']);
      const read = await flarescope(['import'], { input: written.stdout });
      expect(read.stdout).toBe(
        'POST /zones/0123456789abcdef0123456789abcdef/dns_records type=TXT content="it\'s \\"$HOME\\" %PATH%" ttl:=60 | .result.id\n',
      );
    }
    // These leave the filter out; the SDK's own method is found in the catalog.
    for (const format of ['fetch', 'sdk', 'http']) {
      const written = await flarescope(['api', ...words, '--as', format, '--multiline']);
      if (format === 'sdk') expect(written.stdout).toContain('client.dns.records.create({');
      const read = await flarescope(['import'], { input: written.stdout });
      expect(read.stdout).toBe(
        'POST /zones/0123456789abcdef0123456789abcdef/dns_records type=TXT content="it\'s \\"$HOME\\" %PATH%" ttl:=60\n',
      );
    }
  });
});
