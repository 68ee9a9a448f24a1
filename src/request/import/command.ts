// A pasted command to a request line: curl as bash, the Command Prompt and PowerShell have it, Invoke-RestMethod and
// Invoke-WebRequest. Nothing runs. Pure; must not know the catalog.

import { readCmdScript } from './cmd-script.ts';
import { readCurlCommand } from './curl-command.ts';
import { createMarks, type Marks } from './marks.ts';
import { readPosixScript } from './posix-script.ts';
import { isAliasOfWebCmdlet, isWebCmdlet, nativePipeline, readWebCmdlet } from './powershell-command.ts';
import { readPowerShellScript } from './powershell-script.ts';
import { programOf } from './program.ts';
import { commandIn, type Dialect, dialectsOf } from './recognise.ts';
import { toLine } from './to-line.ts';
import type { HttpCall, ImportOptions, ImportResult, Pipeline } from './types.ts';

/** More text than a person pastes; what is longer is refused rather than searched for commands. */
const LONGEST = 1_000_000;

/**
 * The first request in the text. Never throws. What stands in the command and not in the result is in its notes; credentials
 * are in neither, but sealed.
 */
export function importCommand<Sealed>(text: string, options: ImportOptions<Sealed>): ImportResult<Sealed> {
  if (text.length > LONGEST) return failed('This text is too long for a command.');
  const command = commandIn(text);
  if (command === undefined) {
    return failed('There is no command in this text that could be read: paste a curl or Invoke-RestMethod command.');
  }
  const marks = createMarks(command);
  const read = callIn(command, marks);
  if (typeof read === 'string') return failed(read);
  return toLine(read, options, marks);
}

/** The call as the likeliest shell reads it; where that cannot be, as the next one does. */
function callIn(command: string, marks: Marks): HttpCall | string {
  let problem: string | undefined;
  for (const dialect of dialectsOf(command)) {
    const read = callAs(dialect, command, marks);
    if (typeof read !== 'string' && read.url !== '') return read;
    problem ??= typeof read === 'string' ? read : 'There is no address in this command.';
  }
  return problem ?? NO_COMMAND;
}

const NO_COMMAND = 'There is no curl or Invoke-RestMethod command in this text.';

function callAs(dialect: Dialect, command: string, marks: Marks): HttpCall | string {
  if (dialect === 'powershell') return callInPowerShell(command, marks);
  const script = dialect === 'cmd' ? readCmdScript(command, marks) : readPosixScript(command, marks);
  if (!script.ok) return script.message;
  return firstCurl(script.pipelines, marks) ?? NO_COMMAND;
}

function firstCurl(pipelines: readonly Pipeline[], marks: Marks): HttpCall | undefined {
  const found = pipelines.flatMap((pipeline) => {
    const index = pipeline.findIndex(({ words: [program = ''] }) => programOf(program) === 'curl');
    return index < 0 ? [] : [{ pipeline, index }];
  });
  const [first] = found;
  if (first === undefined) return undefined;
  return withOthers(readCurlCommand(first.pipeline, first.index, marks), found.length);
}

function callInPowerShell(command: string, marks: Marks): HttpCall | string {
  const script = readPowerShellScript(command, marks);
  if (!script.ok) return script.message;
  const calls = script.pipelines.flatMap((pipeline) => {
    const index = pipeline.commands.findIndex((one) => isWebCmdlet(one.name) || programOf(one.name) === 'curl');
    const found = pipeline.commands[index];
    return found === undefined
      ? []
      : [{ pipeline, index, isCmdlet: isWebCmdlet(found.name) || isAliasOfWebCmdlet(found) }];
  });
  const [first] = calls;
  if (first === undefined) return NO_COMMAND;
  const call = first.isCmdlet
    ? readWebCmdlet(first.pipeline, first.index, marks)
    : readCurlCommand(nativePipeline(first.pipeline), first.index, marks);
  return withOthers(call, calls.length);
}

function withOthers(call: HttpCall, count: number): HttpCall {
  if (count < 2) return call;
  return { ...call, notes: [`There are ${count} requests in this text: this is the first one.`, ...call.notes] };
}

function failed<Sealed>(message: string): ImportResult<Sealed> {
  return { ok: false, message, credential: undefined };
}
