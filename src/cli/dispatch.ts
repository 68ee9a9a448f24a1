// From argv to a command: finds its specification, parses, runs it, and turns what it throws into a sentence and an exit status.
// Help loads nothing else.
import { holdEnvironmentSecrets } from '../accounts/environment-secrets.ts';
import { program } from './commands/program.ts';
import { helpText } from './help.ts';
import { type ColorChoice, type Io, print, processIo, tell, withColor, withoutHistory } from './io.ts';
import { Cancelled, exitCodes, Refusal } from './messages.ts';
import { readPlainArgv } from './plain-argv.ts';
import { findCommand } from './spec.ts';

/** Runs the command that `argv` names and gives its exit status. */
export async function dispatch(argv: readonly string[], io: Io = processIo()): Promise<number> {
  holdEnvironmentSecrets(io.env);
  const found = findCommand(program, argv);
  const { path, spec, argv: own } = found;
  try {
    const [first = ''] = own;
    if (isHelp(first)) return await tell(io, helpText(found));
    if (spec.run === undefined && first === '') {
      await print({ stdout: io.stderr }, helpText(found));
      return exitCodes.usage;
    }
    for (const { check } of path) await check?.(own);
    const given = readPlainArgv(found) ?? (await (await import('./read-argv.ts')).readArgv(found));
    if (given === 'help') return await tell(io, helpText(found));
    const { color } = given.values;
    const coloured = color === undefined ? io : withColor(io, color as ColorChoice);
    const runIo = given.values['no-history'] === true ? withoutHistory(coloured) : coloured;
    return (await spec.run?.(given, runIo)) ?? exitCodes.usage;
  } catch (error) {
    if (error instanceof Refusal || error instanceof Cancelled) {
      // Loaded only now: help has nothing to complain of.
      const { complain } = await import('./complain.ts');
      complain(io, error.message);
      return error.exitCode;
    }
    throw error;
  }
}

function isHelp(word: string): boolean {
  return word === '-h' || word === '--help';
}
