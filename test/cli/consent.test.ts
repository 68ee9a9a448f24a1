import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/command.ts';
import { flarescope, servedSandbox } from '../helpers/run-command.ts';

const zones = ['api', '/zones', '--jq', '.result[0].id', '-r'] as const;

async function someZone(env: Readonly<Record<string, string>>): Promise<string> {
  return (await flarescope(zones, { env })).stdout.trim();
}

describe('api', () => {
  test('sends what was written down, and wants --yes for what nothing brings back', async () => {
    const { env } = await servedSandbox();
    const changed = await flarescope(['api', 'PATCH', '/zones/example.com/settings/ssl', 'value=strict'], { env });
    expect(changed.code).toBe(0);
    const zone = await someZone(env);
    const refused = await flarescope(['api', 'DELETE', `/zones/${zone}`], { env });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('deletes a zone');
    expect(refused.stderr).toContain('--yes');
    expect(await someZone(env)).toBe(zone);
    for (const path of ['workers/scripts/S', 'r2/buckets/B', 'd1/database/D'])
      expect((await flarescope(['api', 'DELETE', `/accounts/${'a'.repeat(32)}/${path}`], { env })).code, path).toBe(2);
    const purge = ['api', 'POST', `/zones/${zone}/purge_cache`, 'purge_everything:=true'];
    expect((await flarescope(purge, { env })).code).toBe(2);
    expect((await flarescope(['api', 'DELETE', `/zones/${zone}`, '--yes'], { env })).code).toBe(0);
    expect(await someZone(env)).not.toBe(zone);
  });

  test('asks at a terminal, for the name of what goes', async () => {
    const { env } = await servedSandbox();
    const zone = await someZone(env);
    const named = await flarescope(['api', `/zones/${zone}`, '--jq', '.result.name', '-r'], { env });
    const name = named.stdout.trim();
    const words = ['api', 'DELETE', `/zones/${zone}`];
    const wrong = await flarescope(words, { env, answers: ['y'] });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain(`type ${name}`);
    expect(wrong.stderr).toContain('with its records, rules and settings');
    expect(await someZone(env)).toBe(zone);
    expect((await flarescope(words, { env, answers: [name] })).code).toBe(0);
  });

  test('--ask shows any request, --dry-run shows it and stops', async () => {
    const { env } = await servedSandbox();
    const words = ['PATCH', '/zones/example.com/settings/ssl', 'value=strict'];
    const read = async (): Promise<string> =>
      (
        await flarescope(['api', '/zones/example.com/settings/ssl', '--jq', '.result.value', '-r'], { env })
      ).stdout.trim();
    const before = await read();
    const dry = await flarescope(['api', '--dry-run', ...words], { env });
    expect(dry.stderr).toContain(`~ value  "${before}" → "strict"`);
    expect(await read()).toBe(before);
    expect((await flarescope(['api', '--ask', ...words], { env })).code).toBe(2);
    const declined = await flarescope(['api', '--ask', ...words], { env, answers: ['n'] });
    expect(declined.code).toBe(2);
    expect(declined.stderr).toContain('~ value');
    expect(await read()).toBe(before);
    expect((await flarescope(['api', '--ask', ...words], { env, answers: ['y'] })).code).toBe(0);
    expect(await read()).toBe('strict');
  });

  test.each(['/zones//dns_records', '/zones/example.com/dns_records/', '/zones//purge_cache'])(
    'refuses %s for every write, since an id is missing',
    async (path) => {
      const { env } = await servedSandbox();
      for (const method of ['DELETE', 'PUT', 'PATCH', 'POST']) {
        const ended = await flarescope(['api', method, path, '--yes'], { env });
        expect(ended.code, method).toBe(2);
        expect(ended.stderr).toContain('an id is missing there. Nothing was sent');
      }
    },
  );
});

test('history run asks for what was recorded under another account, and wants --yes without a terminal', async () => {
  const home = await temporaryFolder();
  const { env: served } = await servedSandbox();
  const env = { ...served, FLARESCOPE_HOME: home };
  const post = ['POST', '/zones/example.com/dns_records', 'type=A', 'name=new', 'content=198.51.100.4', 'ttl:=300'];
  expect((await flarescope(['api', '--sandbox', ...post], { env })).code).toBe(0);
  const refused = await flarescope(['history', 'run', '1'], { env });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('recorded under another account');
  const asked = await flarescope(['history', 'run', '1'], { env, answers: ['n'] });
  expect(asked.code).toBe(2);
  expect(asked.stderr).toContain('Recorded under the sandbox');
  expect((await flarescope(['history', 'run', '1', '--yes'], { env })).code).toBe(0);
});

test('import --run asks at a terminal as the explorer does, and follows api without one', async () => {
  const { env } = await servedSandbox();
  const command = `curl -X PATCH ${env.CLOUDFLARE_BASE_URL}/zones/example.com/settings/ssl --json '{"value":"strict"}'`;
  const asked = await flarescope(['import', '--run'], { env, input: command, answers: ['n'] });
  expect(asked.code).toBe(2);
  expect(asked.stderr).toContain('~ value');
  expect((await flarescope(['import', '--run'], { env, input: command })).code).toBe(0);
});
