// What main starts: the version at once, and for everything else the commands, whose specifications are loaded only then, and are
// among what V8's work is kept of.
import type { Io } from './io.ts';
import { exitCodes, Refusal } from './messages.ts';
import { versionText } from './version.ts';
import { standardOutput, writeWhole } from './whole-output.ts';

/** Runs the command that `argv` names and gives its exit status. */
export async function run(argv: readonly string[], io?: Io): Promise<number> {
  if (argv[0] === '--version' || argv[0] === '-V') return printVersion(io);
  if (io === undefined) (await import('./kept-code.ts')).keepCompiledCode(argv, process);
  const { dispatch } = await import('./dispatch.ts');
  return dispatch(argv, io);
}

async function printVersion(io: Io | undefined): Promise<number> {
  try {
    await writeWhole(io?.stdout ?? standardOutput() ?? process.stdout, versionText);
    return exitCodes.success;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    (io ?? process).stderr.write(`flarescope: ${error.message}\n`);
    return error.exitCode;
  }
}
