// What main starts: the version at once, and for everything else the commands, whose specifications are loaded only then.
import type { Io } from './io.ts';
import { version } from './version.ts';

/** Runs the command that `argv` names and gives its exit status. */
export async function run(argv: readonly string[], io?: Io): Promise<number> {
  if (argv[0] === '--version' || argv[0] === '-V') {
    (io ?? process).stdout.write(`${version}\n`);
    return 0;
  }
  const { dispatch } = await import('./dispatch.ts');
  return dispatch(argv, io);
}
