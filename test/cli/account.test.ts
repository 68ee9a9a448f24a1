// Whose data a script works with: an account that was named, or none. Never made-up data in its place, never a request without its
// credential.
import { afterEach, expect, test } from 'vitest';
import { flarescope, servedSandbox } from '../helpers/run-command.ts';
import { closeServers, startHttp } from '../http/servers.ts';

afterEach(closeServers);

const zones = ['/zones', '| .result | length'] as const;

test('without a terminal the sandbox responds only when it is asked for', async () => {
  const refused = await flarescope(['api', ...zones]);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^flarescope: no credential found, and nothing was sent\. [^\n]*--sandbox[^\n]*\n$/);
  const asked = { code: 0, stdout: '20\n', stderr: '' };
  expect(await flarescope(['api', '--sandbox', ...zones])).toMatchObject(asked);
  expect(await flarescope(['--sandbox', 'api', ...zones])).toMatchObject(asked);
  expect(await flarescope(['api', ...zones], { env: { FLARESCOPE_SANDBOX: '1' } })).toMatchObject({
    ...asked,
    stderr: 'flarescope: FLARESCOPE_SANDBOX is set. Using the sandbox, which has made-up data\n',
  });
});

test('on a terminal the sandbox stands in, and says so', async () => {
  const ended = await flarescope(['api', ...zones], { columns: 80 });
  expect(ended.code).toBe(0);
  expect(ended.stderr).toBe('flarescope: no credential found. Using the sandbox, which has made-up data\n');
});

test.each<readonly [string, Readonly<Record<string, string>>]>([
  ['CLOUDFLARE_API_TOKEN', { CLOUDFLARE_API_TOKEN: '' }],
  ['CLOUDFLARE_API_TOKEN', { CLOUDFLARE_API_TOKEN: 'Bearer abc' }],
  ['CLOUDFLARE_API_TOKEN', { CLOUDFLARE_API_TOKEN: '"abc"' }],
  ['CLOUDFLARE_API_KEY', { CLOUDFLARE_API_KEY: 'abc' }],
  ['CLOUDFLARE_EMAIL', { CLOUDFLARE_EMAIL: 'a@b.example' }],
])('%s with %j is an error on a terminal too, and nothing is sent', async (variable, half) => {
  const { origin, seen } = await startHttp((_, response) => response.end('{"success":true}'));
  const env = { ...half, CLOUDFLARE_BASE_URL: origin };
  for (const columns of [undefined, 80]) {
    const ended = await flarescope(['api', '/user'], { env, ...(columns === undefined ? {} : { columns }) });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(new RegExp(`^flarescope: ${variable} `));
    expect(ended.stderr).not.toContain('abc');
  }
  expect(seen).toEqual([]);
  // What names the account, or needs none, goes on.
  expect(await flarescope(['api', '--sandbox', ...zones], { env })).toMatchObject({ code: 0, stdout: '20\n' });
  expect((await flarescope(['api', '/user', '--as', 'httpie'], { env })).code).toBe(0);
  expect((await flarescope(['endpoints', 'purge cache'], { env })).code).toBe(0);
  expect((await flarescope(['import'], { env, input: `curl ${origin}/user` })).stdout).toBe('GET /user\n');
  const whole = { ...env, CLOUDFLARE_API_TOKEN: 'a-whole-token-of-a-test-0123456789' };
  if (half.CLOUDFLARE_API_TOKEN === undefined)
    expect((await flarescope(['api', '/user'], { env: whole })).code).toBe(0);
});

test('auth status tells what is wrong with the environment', async () => {
  const { stdout, code } = await flarescope(['auth', 'status'], { env: { CLOUDFLARE_API_TOKEN: '' } });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^In use: none\. CLOUDFLARE_API_TOKEN is set but empty\. /);
});

test('--as takes no account, but for names, whose ids would be made up', async () => {
  const written = await flarescope(['api', '/user', '--as', 'curl']);
  expect(written).toMatchObject({ code: 0, stderr: '' });
  expect(written.stdout).toContain('https://api.cloudflare.com/client/v4/user');
  const named = await flarescope(['api', '/zones/example.com', '--as', 'curl']);
  expect(named).toMatchObject({ code: 2, stdout: '' });
  expect(named.stderr).toContain('no credential found');
});

test('the variable of the sandbox goes before a credential, so that no real account is touched', async () => {
  const { env } = await servedSandbox();
  const ended = await flarescope(['api', ...zones], { env: { ...env, FLARESCOPE_SANDBOX: 'yes' } });
  expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('FLARESCOPE_SANDBOX is set') });
  const wrong = await flarescope(['api', ...zones], { env: { ...env, FLARESCOPE_SANDBOX: 'please' } });
  expect(wrong).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('FLARESCOPE_SANDBOX takes 1') });
});
