// `api --undoable` and `flarescope history undo`: what was there is kept sealed before a write goes out, and put back.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSecret } from '../../src/api/credential.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { makeCheapVault } from '../helpers/cheap-vault.ts';
import { temporaryFolder } from '../helpers/command.ts';
import { flarescope } from '../helpers/run-command.ts';

const passphrase = 'undo test passphrase';

interface Place {
  readonly sandbox: Sandbox;
  readonly home: string;
  readonly run: (...words: readonly string[]) => ReturnType<typeof flarescope>;
  /** What the API tells. */
  readonly result: (path: string, init?: RequestInit) => Promise<unknown>;
  readonly zone: string;
}

async function place(): Promise<Place> {
  const sandbox = await startSandbox({});
  onTestFinished(() => sandbox.close());
  const home = await temporaryFolder();
  const profile = {
    name: 'prod',
    credential: { kind: 'token', token: createSecret(sandbox.token) },
    baseUrl: sandbox.baseUrl,
    accountId: undefined,
    readOnly: false,
    production: false,
  } as const;
  await makeCheapVault(home, passphrase, profile);
  const result = async (at: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
    const response = await fetch(sandbox.baseUrl + at, { ...init, headers });
    return ((await response.json()) as { readonly result: unknown }).result;
  };
  const [zone] = (await result('/zones?name=example.com')) as readonly { readonly id: string }[];
  return {
    sandbox,
    home,
    result,
    zone: `/zones/${zone?.id}`,
    run: (...words) =>
      flarescope(words, {
        env: { FLARESCOPE_HOME: home, FLARESCOPE_PASSPHRASE: passphrase },
        secrets: [sandbox.token],
      }),
  };
}

describe('taking back on the command line', () => {
  test('a setting goes back to what it was; once is enough', async () => {
    const { run, result, zone } = await place();
    const before = (await result(`${zone}/settings/ssl`)) as { readonly value: string };
    const wanted = before.value === 'strict' ? 'off' : 'strict';
    const written = await run('api', '--undoable', 'PATCH', `${zone}/settings/ssl`, `value=${wanted}`);
    expect(written).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('flarescope history undo 1 takes it back'),
    });
    expect(await result(`${zone}/settings/ssl`)).toMatchObject({ value: wanted });

    expect(await run('history', 'undo', '1')).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(await result(`${zone}/settings/ssl`)).toMatchObject({ value: wanted });

    const undone = await run('history', 'undo', '1', '--yes');
    expect(undone).toMatchObject({
      code: 0,
      stdout: `PATCH ${zone}/settings/ssl value=${before.value}\n`,
      stderr: expect.stringContaining('request 1 was taken back'),
    });
    expect(await result(`${zone}/settings/ssl`)).toMatchObject({ value: before.value });
    expect(await run('history', 'undo', '1', '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('It was taken back already'),
    });
    // Taking back is a write like any other.
    expect(await run('history', 'undo', '2', '--yes')).toMatchObject({ code: 0 });
    expect(await result(`${zone}/settings/ssl`)).toMatchObject({ value: wanted });
  });

  test('a record that was deleted comes back, and what was done to it before can be taken back too', async () => {
    const { run, result, zone } = await place();
    const [record] = (await result(`${zone}/dns_records?type=MX`)) as readonly Readonly<Record<string, unknown>>[];
    const at = `${zone}/dns_records/${record?.id}`;
    await run('api', '--undoable', 'PATCH', at, 'priority:=33', 'comment=changed');
    const deleted = await run('api', '--undoable', 'DELETE', at);
    expect(deleted.stderr).toContain('the API gives it a new id');
    expect(await run('history', 'undo', '2', '--yes')).toMatchObject({ code: 0 });
    const undone = await run('history', 'undo', '1', '--yes');
    expect(undone).toMatchObject({ code: 0 });
    const records = (await result(`${zone}/dns_records?type=MX`)) as readonly Readonly<Record<string, unknown>>[];
    const same = records.find(({ name, content }) => name === record?.name && content === record?.content);
    expect(same).toMatchObject({ priority: record?.priority, comment: null, ttl: record?.ttl });
    expect(same?.id).not.toBe(record?.id);
  });

  test('what somebody else has changed since is not overwritten unless that is asked for', async () => {
    const { run, result, zone } = await place();
    const [record] = (await result(`${zone}/dns_records?type=TXT`)) as readonly Readonly<Record<string, unknown>>[];
    const at = `${zone}/dns_records/${record?.id}`;
    await run('api', '--undoable', 'PATCH', at, 'ttl:=120');
    await result(at, { method: 'PATCH', body: JSON.stringify({ ttl: 600, comment: 'theirs' }) });
    const refused = await run('history', 'undo', '1', '--yes');
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ttl was changed since, from 120 to 600'),
    });
    expect(await result(at)).toMatchObject({ ttl: 600 });
    expect(await run('history', 'undo', '1', '--yes', '--overwrite')).toMatchObject({ code: 0 });
    expect(await result(at)).toMatchObject({ ttl: record?.ttl, comment: 'theirs' });
  });

  test('what cannot be taken back is refused before it is sent', async () => {
    const { run, result, zone } = await place();
    const purged = await run('api', '--undoable', 'POST', `${zone}/purge_cache`, 'purge_everything:=true');
    expect(purged).toMatchObject({ code: 2, stderr: expect.stringMatching(/nothing was sent/i) });
    expect(await run('api', '--undoable', 'DELETE', zone)).toMatchObject({ code: 2 });
    expect(await result(zone)).toMatchObject({ name: 'example.com' });
  });

  test('without a vault nothing could be kept, so nothing is sent', async () => {
    const { sandbox, result, zone } = await place();
    const env = { CLOUDFLARE_BASE_URL: sandbox.baseUrl, CLOUDFLARE_API_TOKEN: sandbox.token };
    const words = ['api', '--undoable', 'PATCH', `${zone}/settings/ipv6`, 'value=off'];
    const before = await result(`${zone}/settings/ipv6`);
    expect(await flarescope(words, { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Nothing was sent'),
    });
    expect(await result(`${zone}/settings/ipv6`)).toEqual(before);
  });

  test('a request without what was there before says so', async () => {
    const { run, zone } = await place();
    await run('api', 'PATCH', `${zone}/settings/ipv6`, 'value=off');
    await run('api', 'GET', `${zone}/settings/ipv6`);
    expect(await run('history', 'undo', '1', '-y')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('was not kept'),
    });
    expect(await run('history', 'undo', '2', '-y')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('changed nothing'),
    });
    expect(await run('history', 'undo', '9', '-y')).toMatchObject({ code: 1 });
    expect(await run('history', 'undo', 'x')).toMatchObject({ code: 2 });
  });

  test('what was there is on the disk in no readable form', async () => {
    const { run, result, zone, home } = await place();
    const marker = 'what-was-there-before-4711';
    const made = (await result(`${zone}/dns_records`, {
      method: 'POST',
      body: JSON.stringify({ type: 'TXT', name: 'kept', content: `"${marker}"` }),
    })) as { readonly id: string };
    await run('api', '--undoable', 'DELETE', `${zone}/dns_records/${made.id}`);
    for (const name of readdirSync(path.join(home, 'data'))) {
      const bytes = readFileSync(path.join(home, 'data', name)).toString('latin1');
      expect(bytes).not.toContain(marker);
      expect(bytes).not.toContain(Buffer.from(marker).toString('base64').slice(0, 16));
    }
    expect(await run('history', 'undo', '1', '-y')).toMatchObject({ code: 0, stdout: expect.stringContaining(marker) });
  });
});
