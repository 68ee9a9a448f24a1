// A Secret Service of the test's own: gnome-keyring in a D-Bus session of its own, with folders of its own. `.ci/run`
// installs both; elsewhere a test that needs them says why it is skipped.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** Why there can be no Secret Service here; undefined where there can. In CI there must be. */
export const noSecretService = findObstacle();

function findObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'this is no Linux';
  const missing = ['dbus-run-session', 'gnome-keyring-daemon'].filter(
    (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0,
  );
  if (missing.length === 0) return undefined;
  const reason = `${missing.join(' and ')} is not installed (apt-get install gnome-keyring dbus)`;
  if (process.env.CI !== undefined) throw new Error(`in CI the keychain has to be tested, but ${reason}`);
  return reason;
}

/**
 * A line of shell, as words for spawn, that runs inside of such a session, its keyring unlocked.
 *
 * @param home where the keyring keeps its files
 */
export function inSecretService(
  home: string,
  line: string,
): { readonly words: readonly string[]; readonly env: Record<string, string> } {
  const runtime = path.join(home, 'run');
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  // The keyring prints what it listens at; the line's own output must stay alone.
  const unlock = 'printf test | gnome-keyring-daemon --unlock --components=secrets > /dev/null 2>&1';
  return {
    words: ['dbus-run-session', '--', 'sh', '-c', `${unlock}; ${line}`],
    env: { HOME: home, XDG_RUNTIME_DIR: runtime, XDG_DATA_HOME: path.join(home, 'data') },
  };
}
