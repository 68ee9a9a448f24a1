// tmux as a terminal: a real one, which counts some characters otherwise than we do. Where it is missing, its tests skip with a sentence.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './command.ts';
import { cleanEnvironment } from './terminal.ts';

const hasTmux = ((): boolean => {
  try {
    execFileSync('tmux', ['-V']);
    return true;
  } catch {
    return false;
  }
})();

/** For `test.skipIf`: with CI set the tests run, and fail, so that nobody believes that they have. */
export const skipsTmux = !hasTmux && process.env.CI === undefined;

export interface Tmux {
  readonly folder: string;
  /** The rows of the screen, right ends trimmed. */
  readonly screen: () => readonly string[];
  readonly type: (text: string) => void;
}

/** A server of the test's own with one window of 80×24 that runs what `prepare` says; it ends with the test. */
export async function startTmux(prepare: (folder: string) => Promise<string>): Promise<Tmux> {
  const folder = await temporaryFolder();
  const run = (...args: readonly string[]): string =>
    execFileSync('tmux', ['-u', '-S', path.join(folder, 'socket'), '-f', '/dev/null', ...args], { encoding: 'utf8' });
  onTestFinished(() => void run('kill-server'));
  const given = Object.entries(cleanEnvironment(folder))
    .filter(([name]) => name !== 'TERM')
    .flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  run('new-session', '-d', '-x', '80', '-y', '24', '-c', folder, ...given, await prepare(folder));
  return {
    folder,
    screen: () => run('capture-pane', '-p').split('\n').slice(0, 24),
    type: (text) => void run('send-keys', '-l', text),
  };
}
