// A pasted command to a request line: curl as bash, the Command Prompt and PowerShell have it, Invoke-RestMethod and
// Invoke-WebRequest. Nothing runs. It must not know the catalog.

import { visible } from '../../text/untrusted.ts';
import { readAddress } from './address.ts';
import { readCmdScript } from './cmd-script.ts';
import { readCurlCommand } from './curl-command.ts';
import { createMarks, type Marks } from './marks.ts';
import { readPosixScript } from './posix-script.ts';
import { isAliasOfWebCmdlet, isWebCmdlet, nativePipeline, readWebCmdlet } from './powershell-command.ts';
import { readPowerShellScript } from './powershell-script.ts';
import { commandIn, type Dialect, dialectsOf, programOf } from './recognise.ts';
import { toLine } from './to-line.ts';
import type { Command, HttpCall, ImportOptions, ImportResult } from './types.ts';

/** More text than a person pastes; what is longer is refused rather than searched for commands. */
const LONGEST = 1_000_000;

/**
 * The first request in the text. Never throws. What stands in the command and not in the result is in its notes; credentials
 * are in neither, but sealed.
 */
export function importCommand<Sealed>(text: string, options: ImportOptions<Sealed>): ImportResult<Sealed> {
  const result = readCommand(text, options);
  return result.ok ? { ...result, notes: result.notes.map(visible) } : { ...result, message: visible(result.message) };
}

function readCommand<Sealed>(text: string, options: ImportOptions<Sealed>): ImportResult<Sealed> {
  if (text.length > LONGEST) return failed('This text is too long for a command.');
  const command = commandIn(text);
  if (command === undefined) {
    return failed('No curl or Invoke-RestMethod command was found in this text.');
  }
  const marks = createMarks(command);
  const read = callIn(command, options.baseUrl, marks);
  return typeof read === 'string' ? failed(read) : toLine(read, options, marks);
}

/** The call as the likeliest shell reads it; where that cannot be, as the next one does. */
function callIn(command: string, baseUrl: string, marks: Marks): HttpCall | string {
  let problem: string | undefined;
  for (const dialect of dialectsOf(command)) {
    const read = callsAs(dialect, command, marks);
    if (typeof read !== 'string') {
      const call = chosen(read, baseUrl, marks);
      if (call !== undefined) return call;
    }
    problem ??= typeof read === 'string' ? read : read.length === 0 ? NO_COMMAND : 'This command has no URL.';
  }
  return problem ?? NO_COMMAND;
}

const NO_COMMAND = 'No curl or Invoke-RestMethod command was found in this text.';

/** The first call that is for this API, as scripts ask others for an address or a time; else the first. */
function chosen(calls: readonly HttpCall[], baseUrl: string, marks: Marks): HttpCall | undefined {
  const addressed = calls.filter((call) => call.url !== '');
  const [first] = addressed;
  if (first === undefined) return undefined;
  const own = addressed.find((call) => readAddress(call.url, baseUrl, marks).ok) ?? first;
  if (addressed.length < 2) return own;
  const which = own === first ? 'the first one' : 'the first one for this API';
  return { ...own, notes: [`There are ${addressed.length} requests in this text: this is ${which}.`, ...own.notes] };
}

/** The requests in the text, in order, as one shell reads them; or why it cannot. */
function callsAs(dialect: Dialect, command: string, marks: Marks): readonly HttpCall[] | string {
  if (dialect === 'powershell') return callsInPowerShell(command, marks);
  const script = dialect === 'cmd' ? readCmdScript(command, marks) : readPosixScript(command, marks);
  if (!script.ok) return script.message;
  return script.pipelines.flatMap((pipeline) => {
    const own = pipeline.map(fromCurlOn);
    const index = own.findIndex(({ words: [program = ''] }) => programOf(program) === 'curl');
    return index < 0 ? [] : [readCurlCommand(own, index, marks)];
  });
}

/** `xargs curl …`, `timeout 5 curl …`, `docker run curl …`: the command that another one runs. */
function fromCurlOn(command: Command): Command {
  const at = command.words.findIndex((word) => programOf(word) === 'curl');
  return at > 0 ? { ...command, words: command.words.slice(at) } : command;
}

function callsInPowerShell(command: string, marks: Marks): readonly HttpCall[] | string {
  const script = readPowerShellScript(command, marks);
  if (!script.ok) return script.message;
  return script.pipelines.flatMap((pipeline) => {
    const index = pipeline.commands.findIndex((one) => isWebCmdlet(one.name) || programOf(one.name) === 'curl');
    const found = pipeline.commands[index];
    if (found === undefined) return [];
    const isCmdlet = isWebCmdlet(found.name) || isAliasOfWebCmdlet(found);
    return [isCmdlet ? readWebCmdlet(pipeline, index, marks) : readCurlCommand(nativePipeline(pipeline), index, marks)];
  });
}

function failed<Sealed>(message: string): ImportResult<Sealed> {
  return { ok: false, message, credential: undefined };
}
