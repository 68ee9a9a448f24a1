// `flarescope auth` as scripts use it: pipes, no terminal, a passphrase from the environment or a file descriptor.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { flarescope, shell, start, temporaryFolder } from '../helpers/command.ts';
import { type Home, homeWithVault, passphrase } from '../helpers/home.ts';
import { inSecretService, noSecretService } from '../helpers/secret-service.ts';
import { mainFile } from '../helpers/terminal.ts';
import { closeServers } from '../http/servers.ts';

let sandbox: Sandbox;

// Each test starts many processes, which is slow where the machine has other work.
vi.setConfig({ testTimeout: 180_000 });

beforeAll(async () => {
  sandbox = await startSandbox({});
  return () => sandbox.close();
});
afterEach(closeServers);

/** A home with a vault without profiles in it, or a bare one. */
const newHome = (isBare?: 'bare'): Promise<Home> => homeWithVault(flarescope, sandbox, isBare);

describe('auth add', () => {
  test('says without a keychain and without a terminal what to give', async () => {
    const home = await newHome('bare');
    const ended = await shell('echo token-0123456789 | setsid -w "$node" "$main" auth add --secret-stdin --no-verify', {
      env: { FLARESCOPE_HOME: home.folder },
    });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('A passphrase protects the profiles instead.');
    expect(ended.stderr).toContain('Give it in FLARESCOPE_PASSPHRASE or with --passphrase-fd N');
    expect(await home.run(['auth', 'list'])).toMatchObject({ stdout: '' });
  });
});

describe('profiles', () => {
  test('that are locked open with the right passphrase only, from whatever it comes', async () => {
    const home = await newHome();
    await home.add('prod');
    const wrong = await home.run(['api', '/user'], { env: { FLARESCOPE_PASSPHRASE: 'wrong' } });
    expect(wrong).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('wrong passphrase') });
    const line = `"$node" "$main" auth list --passphrase-fd 3 3< "$file"; setsid -w "$node" "$main" api /user < /dev/null`;
    const file = path.join(await temporaryFolder(), 'passphrase');
    writeFileSync(file, `${passphrase}\nanother line\n`);
    const ended = await shell(line, { env: { FLARESCOPE_HOME: home.folder, file } });
    expect(ended.stdout).toMatch(/^\* {2}prod /);
    expect(ended.stderr).toContain('the profiles are locked, and there is no terminal to ask for the passphrase');
  });
});

test('bodies are kept in the history, sealed with a key of the vault, and stay readable when the protection changes', async () => {
  const home = await newHome();
  await home.add('prod');
  await home.run(['api', 'POST', '/zones', 'name=a-body-to-keep.example']);
  const shown = await home.run(['history', 'show', '1']);
  expect(shown.stdout).toContain('a-body-to-keep.example');
  const data = path.join(home.folder, 'data');
  const bytes = Buffer.concat(readdirSync(data).map((name) => readFileSync(path.join(data, name))));
  expect(bytes.includes('"a-body-to-keep.example"')).toBe(false);
  const file = path.join(await temporaryFolder(), 'next');
  writeFileSync(file, 'the next passphrase');
  const env = { FLARESCOPE_HOME: home.folder, FLARESCOPE_PASSPHRASE: passphrase, file };
  await shell(`"$node" "$main" auth protect passphrase --new-passphrase-fd 4 4< "$file"`, { env });
  const after = await home.run(['history', 'show', '1'], { env: { FLARESCOPE_PASSPHRASE: 'the next passphrase' } });
  expect(after.stdout).toBe(shown.stdout);
  const wrong = await home.run(['history', 'show', '1']);
  expect(wrong.stderr).toContain('bodies are not shown: wrong passphrase');
});

describe('auth protect', () => {
  test('changes the passphrase', async () => {
    const home = await newHome();
    await home.add('prod');
    const file = path.join(await temporaryFolder(), 'next');
    writeFileSync(file, 'the next passphrase');
    const line = `"$node" "$main" auth protect passphrase --new-passphrase-fd 4 4< "$file"`;
    const env = { FLARESCOPE_HOME: home.folder, FLARESCOPE_PASSPHRASE: passphrase, file };
    expect(await shell(line, { env })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('protected by the passphrase'),
    });
    expect((await home.run(['auth', 'list'])).stderr).toContain('wrong passphrase');
    const listed = await home.run(['auth', 'list'], { env: { FLARESCOPE_PASSPHRASE: 'the next passphrase' } });
    expect(listed.stdout).toMatch(/^\* {2}prod /);
  });

  test.skipIf(noSecretService !== undefined)(
    `goes from keychain to passphrase and back${noSecretService ? ` (skipped: ${noSecretService})` : ''}`,
    async () => {
      const home = await newHome('bare');
      const run = '"$node" "$main"';
      const lines = [
        `printf '%s' "$token" | ${run} auth add --secret-stdin --base-url "$url" prod`,
        `${run} api /user --jq .success`,
        `FLARESCOPE_PASSPHRASE='long enough' ${run} auth protect passphrase`,
        `FLARESCOPE_PASSPHRASE='long enough' ${run} auth list`,
        `FLARESCOPE_PASSPHRASE='long enough' ${run} auth protect keychain`,
        `${run} auth status`,
      ];
      const { words, env } = inSecretService(home.folder, lines.join(' && '));
      const [command = '', ...rest] = words;
      const variables = { node: process.execPath, main: mainFile, token: sandbox.token, url: sandbox.baseUrl };
      const running = await start(command, rest, { env: { FLARESCOPE_HOME: home.folder, ...env, ...variables } });
      running.child.stdin?.end();
      const ended = await running.ended;
      expect(ended.stdout).toContain('their key is in the Secret Service keyring');
      expect(ended.stdout).toContain('true\n');
      expect(ended.stdout).toContain('their key is protected by the passphrase');
      expect(ended.stdout).toMatch(/\* {2}prod /);
      expect(ended.stdout).toMatch(
        /In use: the profile prod, .*\nWrites: .*\nProfiles: 1, encrypted; their key is in the Secret Service/,
      );
    },
  );
});
