// The keychain as it is on a Linux desktop: a real Secret Service. And the machines that have none.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { inSecretService, noSecretService } from '../helpers/secret-service.ts';
import { newPlace } from './vault-fixture.ts';

// Five programs and a D-Bus session take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const probe = path.join(import.meta.dirname, 'keychain-probe.ts');

function homeOf(folder: string): string {
  const home = path.join(path.dirname(folder), 'home');
  mkdirSync(home, { recursive: true });
  return home;
}

/** Runs the tasks in a session with a keyring, one process each, and gives what each printed. */
function withKeyring(folder: string, ...tasks: readonly string[]): readonly unknown[] {
  const runs = tasks.map((task) => `"$node" "$probe" "$folder" ${task}`).join(' && ');
  const { words, env } = inSecretService(homeOf(folder), runs);
  const [command = '', ...rest] = words;
  const { stdout, stderr } = spawnSync(command, rest, {
    env: { PATH: process.env.PATH, node: process.execPath, probe, folder, ...env },
    encoding: 'utf8',
    timeout: 100_000,
  });
  const lines = stdout.trim().split('\n');
  if (lines.length !== tasks.length) throw new Error(`${stdout}${stderr}`);
  return lines.map((line) => JSON.parse(line));
}

describe.skipIf(noSecretService !== undefined)(
  `a Secret Service${noSecretService ? ` (skipped: ${noSecretService})` : ''}`,
  () => {
    test('keeps the key from one process to the next, and is left when the protection changes', () => {
      const { folder } = newPlace();
      const shown = withKeyring(folder, 'create', 'read', 'to-passphrase', 'to-keychain', 'read');
      expect(shown[0]).toMatchObject({ ok: true });
      expect(shown.slice(1)).toEqual([
        { kind: 'open', protection: 'keychain', names: ['prod'] },
        { kind: 'open', protection: 'passphrase', names: ['prod'] },
        { kind: 'locked', protection: 'keychain', names: ['prod'] },
        { kind: 'open', protection: 'keychain', names: ['prod'] },
      ]);
      expect(readFileSync(path.join(folder, 'vault.json'), 'utf8')).toMatch(/"protection":"keychain","entry":"vault-/);
    });

    test('of another login does not have the key, and says so', () => {
      const { folder } = newPlace();
      withKeyring(folder, 'create');
      const { words, env } = inSecretService(homeOf(path.join(folder, 'other')), '"$node" "$probe" "$folder" read');
      const [command = '', ...rest] = words;
      const { stdout } = spawnSync(command, rest, {
        env: { PATH: process.env.PATH, node: process.execPath, probe, folder, ...env },
        encoding: 'utf8',
        timeout: 100_000,
      });
      expect(JSON.parse(stdout)).toMatchObject({
        kind: 'unreachable',
        reason: expect.stringMatching(
          /^The key of the profiles in the Secret Service keyring \(flarescope, vault-\w+\) is missing\./,
        ),
      });
    });
  },
);

describe('without a Secret Service', () => {
  const run = (folder: string, args: readonly string[], env: Record<string, string> = {}) =>
    spawnSync(process.execPath, [...args, probe, folder, 'create'], {
      env: { PATH: process.env.PATH, HOME: homeOf(folder), ...env },
      encoding: 'utf8',
      timeout: 100_000,
    });

  test('the keychain refuses in words, and no vault is made', () => {
    const { folder } = newPlace();
    const { stderr, status } = run(folder, []);
    expect(status).toBe(1);
    expect(stderr).toContain(
      'The Secret Service keyring cannot keep the key: no Secret Service (gnome-keyring, KWallet, KeePassXC …) is running in this session.',
    );
    expect(existsSync(path.join(folder, 'vault.json'))).toBe(false);
  });

  test('nothing goes to the keyring of the kernel, which a restart empties', () => {
    const { folder } = newPlace();
    run(folder, []);
    const keys = existsSync('/proc/keys') ? readFileSync('/proc/keys', 'utf8') : '';
    expect(keys).not.toContain('flarescope');
  });

  test('a module that does not load is no keychain', () => {
    const { folder } = newPlace();
    // The module's own way to name another library; this one is no library.
    const { stderr, status } = run(folder, [], { NAPI_RS_NATIVE_LIBRARY_PATH: probe });
    expect(status).toBe(1);
    expect(stderr).toContain('cannot keep the key: the module for keychains');
  });
});
