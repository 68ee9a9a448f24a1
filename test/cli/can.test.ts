// `flarescope can`, and what `api` says of permissions: what requests need against what a token may do. Against the sandbox, whose tokens may do
// no more than they say, and which refuses by a table of its own.
import { beforeAll, describe, expect, test } from 'vitest';
import { splitRequests } from '../../src/cli/several-requests.ts';
import { ROUTES } from '../../src/sandbox/routes.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { flarescope } from '../helpers/run-command.ts';
import { hostSandbox, largeAccountId, zoneIdOf } from '../sandbox/client.ts';

const harness = hostSandbox();
let zone = '';
let account = '';

beforeAll(async () => {
  zone = await zoneIdOf(harness.sdk(), 'example.com');
  account = await largeAccountId(harness.sdk());
});

/** Of nothing that there is, in the forms that the API takes. */
const noId = `${'0'.repeat(31)}1`;
const noUuid = '00000000-0000-4000-8000-000000000001';

/** A token may read its own policies only with this. */
const readsItself = 'API Tokens Read on the user';

function envOf(words: string): Readonly<Record<string, string>> {
  const { baseUrl, makeToken } = harness.sandbox();
  return { CLOUDFLARE_BASE_URL: baseUrl, CLOUDFLARE_API_TOKEN: makeToken(words) };
}

describe('can', () => {
  test.each([
    ['another permission', 'no', 'it lacks DNS Write', 1, 'DNS Read on example.com'],
    ['it has it', 'yes', 'it has DNS Write for zone', 0, 'DNS Write on example.com'],
    ['another zone', 'no', 'it has DNS Write for zone', 1, 'DNS Write on example.net'],
    [
      'all zones of the account',
      'yes',
      'it has DNS Write for all zones of account',
      0,
      'DNS Write, Zone Read on all zones of Example Books',
    ],
    [
      'all zones of another one',
      'no',
      'it has DNS Write for all zones of account',
      1,
      'DNS Write on all zones of Example Labs; Zone Read on all zones',
    ],
    [
      'a denial',
      'no',
      'one of its policies denies DNS Write',
      1,
      'DNS Write on all zones; deny DNS Write on example.com',
    ],
  ])('%s: %s', async (_, answer, reason, code, words) => {
    const ended = await flarescope(['can', 'POST', `/zones/${zone}/dns_records`, 'type=A'], {
      env: envOf(`${words}; ${readsItself}`),
    });
    expect(ended.stdout).toMatch(new RegExp(`^${answer}\tPOST /zones/${zone}/dns_records\t${reason}`));
    expect(ended.code).toBe(code);
  });

  test('a token that may not read its own policies is told as not known, with what it would need', async () => {
    const ended = await flarescope(['can', `GET /zones/${zone}/dns_records`], {
      env: envOf('DNS Read on example.com'),
    });
    expect(ended.code).toBe(4);
    expect(ended.stdout).toContain('unknown\t');
    expect(ended.stdout).toContain('it may not read its own policies (that takes API Tokens Read)');
  });

  test('no beats unknown, and unknown beats yes', async () => {
    const env = envOf(`DNS Read on example.com; ${readsItself}`);
    const [yes, no, unknown] = [`GET /zones/${zone}/dns_records`, 'GET /zones', 'GET /accounts/{account_id}/no/such'];
    const codes = [];
    for (const lines of [[yes], [yes, unknown], [unknown, no, yes]])
      codes.push((await flarescope(['can', ...lines], { env })).code);
    expect(codes).toEqual([0, 4, 1]);
  });

  test('--json has what is needed, what is there and the verdict; names are resolved', async () => {
    const env = envOf(`DNS Read, Zone Read on all zones; ${readsItself}`);
    const ended = await flarescope(['can', 'PATCH', '/zones/example.com/dns_records/x', '--json'], { env });
    expect(JSON.parse(ended.stdout)).toEqual([
      {
        request: 'PATCH /zones/example.com/dns_records/x',
        operation: 'PATCH /zones/{zone_id}/dns_records/{dns_record_id}',
        permissions: { certainty: 'accepted', any_of: ['DNS Write'], from: expect.any(String) },
        target: { kind: 'zone', id: zone, name: 'example.com' },
        verdict: 'no',
        probable: false,
        reason: 'it lacks DNS Write',
        has: [{ permission: 'DNS Write', state: 'missing', allowed: '', denied: '' }],
      },
    ]);
  });

  test('on a terminal it is a table, and the policies follow', async () => {
    const env = envOf(`DNS Read on all zones; ${readsItself}`);
    const ended = await flarescope(['can', `PUT /zones/${zone}/dns_records/x`, 'GET /zones/{zone_id}/dns_records'], {
      env,
      columns: 80,
    });
    expect(ended.stdout.replaceAll(zone, 'ID').replace(/····\w+/, '····')).toMatchInlineSnapshot(`
      "PUT /zones/ID/dns_records/x
      Update DNS record · DNS

      may it?     No: it lacks DNS Write
      needs       DNS Write (zone)
                  lacks it  DNS Write
      for         zone ID

      GET /zones/{zone_id}/dns_records
      List DNS records · DNS

      may it?     Yes: it has DNS Read for all zones
      needs       DNS Read or DNS Write (zone)
                  has it    DNS Read  all zones
      for         any zone
      credential  token ····, user API token, active, does not expire

      Its policies
        allows    DNS Read
                  for all zones
        allows    API Tokens Read
                  for the user
      "
    `);
    expect(ended.code).toBe(1);
  });

  test('a name that nothing has, an unknown operation and a global key are not known; a request without a path is refused', async () => {
    const { baseUrl, email, apiKey } = harness.sandbox();
    const key = { CLOUDFLARE_BASE_URL: baseUrl, CLOUDFLARE_EMAIL: email, CLOUDFLARE_API_KEY: apiKey };
    const named = await flarescope(['can', 'GET /zones/nope.example/dns_records'], { env: key });
    expect(named).toMatchObject({ code: 4, stdout: expect.stringContaining('no zone is named nope.example') });
    const global = await flarescope(['can', 'GET /zones'], { env: key });
    expect(global).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('a global key may do what its user may do'),
    });
    const bare = await flarescope(['can'], { env: key });
    expect(bare).toMatchObject({ code: 2, stderr: expect.stringContaining('give it a request') });
  });

  test('where no response comes it ends with 3, and says what is needed all the same', async () => {
    const sandbox = await startSandbox({});
    await sandbox.close();
    const env = { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: sandbox.token };
    const ended = await flarescope(['can', `GET /zones/${zone}/dns_records`, '--json'], { env });
    expect(ended.code).toBe(3);
    expect(JSON.parse(ended.stdout)[0]).toMatchObject({
      permissions: { any_of: ['DNS Read', 'DNS Write'] },
      verdict: 'unknown',
    });
  });
});

describe('api', () => {
  const patch = (): readonly string[] => ['PATCH', `/zones/${zone}/dns_records/${noId}`, 'content=192.0.2.1'];

  test("after a refusal tells what is needed, below the API's own words: a script where to go on, a person what is missing", async () => {
    const env = envOf(`DNS Read on all zones; ${readsItself}`);
    const script = await flarescope(['api', ...patch()], { env });
    expect(script.code).toBe(1);
    expect(script.stderr).toMatch(
      /403 Forbidden: Authentication error \(code 10000\)\. .*It needs DNS Write \(zone\)\. flarescope can PATCH \/zones/,
    );
    const person = await flarescope(['api', ...patch()], { env, columns: 80 });
    expect(person.stderr).toMatch(
      /Authentication error .*It needs DNS Write \(zone\)\. The credential lacks DNS Write\.\s*$/,
    );
    const list = await flarescope(['api', '--all', '/zones'], { env });
    expect(list.stderr).toContain('It needs Zone Read or Zone Write (zone). flarescope can GET /zones');
  });

  test('says nothing of what nobody knows the needs of, and nothing false of a token that may not read itself', async () => {
    const unknown = await flarescope(['api', `/zones/${zone}/no/such/thing`], { env: envOf('DNS Read on all zones') });
    expect(unknown.stderr).not.toContain('needs');
    const hidden = await flarescope(['api', ...patch()], { env: envOf('DNS Read on all zones'), columns: 80 });
    expect(hidden.stderr).toContain('It needs DNS Write (zone). flarescope can PATCH');
    expect(hidden.stderr).not.toContain('lacks');
  });

  test('--dry-run and --ask say what the token lacks, and nothing where it lacks nothing', async () => {
    const lacks = envOf(`DNS Read on all zones; ${readsItself}`);
    const line = 'The credential lacks DNS Write: the API will refuse this';
    expect((await flarescope(['api', '--dry-run', ...patch()], { env: lacks })).stderr).toContain(line);
    expect((await flarescope(['api', '--ask', ...patch()], { env: lacks, answers: ['n'] })).stderr).toContain(line);
    const post = ['api', '--dry-run', 'POST', `/zones/${zone}/dns_records`, 'type=A'];
    expect((await flarescope(post, { env: lacks, columns: 80 })).stderr).toContain(line);
    const has = envOf(`DNS Write on all zones; ${readsItself}`);
    expect((await flarescope(['api', '--dry-run', ...patch()], { env: has })).stderr).not.toContain('lacks');
  });
});

test.each([
  [['GET', '/zones'], [['GET', '/zones']]],
  [
    ['/zones', '/accounts'],
    [['/zones'], ['/accounts']],
  ],
  [
    ['GET', '/zones', 'POST', '/zones', 'name=x'],
    [
      ['GET', '/zones'],
      ['POST', '/zones', 'name=x'],
    ],
  ],
  [
    ['GET /zones a==b', 'delete /zones/x'],
    [['GET /zones a==b'], ['delete /zones/x']],
  ],
  [
    ['/zones', '| .result', '/user'],
    [['/zones', '| .result'], ['/user']],
  ],
  [
    ['PUT', '/a', 'path=/b', '@/c', 'https://api.cloudflare.com/client/v4/d'],
    [['PUT', '/a', 'path=/b', '@/c'], ['https://api.cloudflare.com/client/v4/d']],
  ],
  [[], []],
])('the words %j are these requests', (words, expected) => {
  expect(splitRequests(words)).toEqual(expected);
});

describe('what is said agrees with what the sandbox does', () => {
  const words = [
    'DNS Read on example.com',
    'Zone Read, DNS Write, Zone Settings Read on all zones of Example Books',
    'Zone Write, Zone Settings Write on all zones; deny Zone Write on example.com; User Details Read, Memberships Write on the user',
    'Workers Scripts Read, Workers KV Storage Write, D1 Write, Account Settings Read on Example Books; Workers R2 Storage Read, Account API Tokens Write on all accounts',
  ];

  test.each(words)('with %s', { timeout: 60_000 }, async (given) => {
    const value = harness.sandbox().makeToken(`${given}; ${readsItself}`);
    const routes = ROUTES.filter(({ open, path }) => open !== true && !path.includes('/sandbox')).map(
      ({ method, path }) => ({
        method,
        path: path.replace('{zone_id}', zone).replace('{account_id}', account),
      }),
    );
    const lines = routes.map(({ method, path }) => `${method} ${path}`);
    const { baseUrl } = harness.sandbox();
    const env = { CLOUDFLARE_BASE_URL: baseUrl, CLOUDFLARE_API_TOKEN: value };
    const ended = await flarescope(['can', ...lines, '--json'], { env });
    const told: readonly { verdict: string; request: string; reason: string; probable: boolean }[] = JSON.parse(
      ended.stdout,
    );
    const wrong: string[] = [];
    for (const [index, { method, path }] of routes.entries()) {
      const { verdict, reason, probable } = told[index] ?? { verdict: '', reason: '', probable: false };
      // What is only probable may be otherwise.
      if (verdict === 'unknown' || probable) continue;
      const concrete = path.replace(/\{(database|certificate_pack)_id\}/g, noUuid).replace(/\{\w+\}/g, noId);
      const response = await harness.request(concrete, { method, headers: { authorization: `Bearer ${value}` } });
      const { status } = response;
      const isRefused = status === 403 && /Authentication error|Unauthorized/.test(await response.text());
      if (isRefused !== (verdict === 'no')) wrong.push(`${method} ${path}: ${verdict}, ${reason}; ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(told.filter(({ verdict }) => verdict !== 'unknown').length).toBeGreaterThan(told.length / 3);
  });
});
