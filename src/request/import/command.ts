// A pasted command to a request line: curl as bash, the Command Prompt and PowerShell have it, Invoke-RestMethod and
// Invoke-WebRequest. Nothing runs. It must not know the catalog.

import { visible } from '../../text/untrusted.ts';
import { readAddress } from './address.ts';
import { readCmdScript } from './cmd-script.ts';
import { readCurlCommand } from './curl-command.ts';
import { readHttpMessage } from './http-message.ts';
import { readHttpieCommand } from './httpie-command.ts';
import { readJavaScript } from './javascript-call.ts';
import type { RunJq } from './jq-arguments.ts';
import { otherLanguage, type RequestText, requestTextIn } from './languages.ts';
import { createMarks, type Marks } from './marks.ts';
import { readPosixScript } from './posix-script.ts';
import { isAliasOfWebCmdlet, nativePipeline, readWebCmdlet } from './powershell-command.ts';
import { readPowerShellScript } from './powershell-script.ts';
import { type Dialect, dialectsOf, isRequestProgram, isWebCmdlet, programOf } from './recognise.ts';
import { toLine } from './to-line.ts';
import type { Command, HttpCall, ImportOptions, ImportResult, Pipeline } from './types.ts';
import { readWgetCommand } from './wget-command.ts';

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

/** Times that jq runs for one text; what it would make after that stays unknown. */
const MOST_RUNS = 8;

/** The same where somebody can run jq: bodies that it makes are read too. */
export async function importWithJq<Sealed>(
  text: string,
  options: ImportOptions<Sealed>,
  runJq: (filter: string, json: string) => Promise<string | undefined>,
): Promise<ImportResult<Sealed>> {
  const known = new Map<string, string | undefined>();
  for (;;) {
    const wanted: (readonly [key: string, filter: string, json: string])[] = [];
    const result = importCommand(text, {
      ...options,
      runJq: (filter, json) => {
        const key = JSON.stringify([filter, json]);
        if (!known.has(key)) wanted.push([key, filter, json]);
        return known.get(key);
      },
    });
    if (wanted.length === 0 || known.size >= MOST_RUNS) return result;
    for (const [key, filter, json] of wanted.slice(0, MOST_RUNS))
      known.set(key, known.get(key) ?? (await runJq(filter, json)));
  }
}

function readCommand<Sealed>(text: string, options: ImportOptions<Sealed>): ImportResult<Sealed> {
  if (text.length > LONGEST) return failed('This text is too long for a command.');
  const found = requestTextIn(text);
  if (found === undefined) return failed(otherLanguage(text) ?? NO_COMMAND);
  const marks = createMarks(found.text);
  const read = readAs(found, marks, options);
  if (typeof read === 'string') return failed(read);
  return chosen(read, options, marks);
}

const NO_COMMAND =
  'No curl or Invoke-RestMethod command was found in this text, nor one of HTTPie, xh or wget, a call of fetch or an HTTP message.';

function readAs<Sealed>(
  { language, text }: RequestText,
  marks: Marks,
  { runJq = () => undefined, findOperation = () => undefined }: ImportOptions<Sealed>,
): readonly HttpCall[] | string {
  if (language === 'http') return [readHttpMessage(text)];
  if (language === 'shell') return callsIn(text, marks, runJq);
  const read = readJavaScript(text, marks, findOperation);
  const addressed = typeof read === 'string' ? [] : read.filter(({ url }) => url !== '');
  if (addressed.length > 0) return addressed;
  return typeof read === 'string'
    ? read
    : 'The requests in this JavaScript are made in a way that is not supported: copy them as curl.';
}

/** The calls as the likeliest shell reads them; where that cannot be, as the next one does. */
function callsIn(command: string, marks: Marks, runJq: RunJq): readonly HttpCall[] | string {
  let problem: string | undefined;
  for (const dialect of dialectsOf(command)) {
    const read = callsAs(dialect, command, marks, runJq);
    const addressed = typeof read === 'string' ? [] : read.filter((call) => call.url !== '');
    if (addressed.length > 0) return addressed;
    problem ??= typeof read === 'string' ? read : read.length === 0 ? NO_COMMAND : 'This command has no URL.';
  }
  return problem ?? NO_COMMAND;
}

/** The first call that is for this API, as scripts ask others for an address or a time; else the first; or the one asked for. */
function chosen<Sealed>(
  calls: readonly HttpCall[],
  options: ImportOptions<Sealed>,
  marks: Marks,
): ImportResult<Sealed> {
  const own = calls.filter((call) => readAddress(call.url, options.baseUrl, marks).ok);
  const all = own.length > 0 ? own : calls;
  const { index } = options;
  const call = all[(index ?? 1) - 1];
  if (call === undefined) {
    const there = all.length === 1 ? 'There is 1 request' : `There are ${all.length} requests`;
    return failed(`${there} in this text, and none has the number ${index}.`);
  }
  const result = toLine(call, options, marks);
  if (!result.ok || calls.length < 2) return result;
  const others =
    own.length < 2
      ? `There are ${calls.length} requests in this text: this is the first one for this API.`
      : `There are ${all.length} requests in this text: this is ${index === undefined ? 'the first one' : `number ${index}`}.`;
  const choices = all.length < 2 ? [] : all.slice(0, MOST_CHOICES).map((one) => inFewWords(one, options, marks));
  return { ...result, notes: [others, ...result.notes], choices };
}

/** Requests of one text that are listed. */
const MOST_CHOICES = 200;

function inFewWords<Sealed>(call: HttpCall, options: ImportOptions<Sealed>, marks: Marks): string {
  const result = toLine(call, { ...options, seal: () => undefined }, marks);
  return result.ok ? `${result.request.method} ${result.request.path}` : 'another request';
}

/** The requests in the text, in order, as one shell reads them; or why it cannot. */
function callsAs(dialect: Dialect, command: string, marks: Marks, runJq: RunJq): readonly HttpCall[] | string {
  if (dialect === 'powershell') return callsInPowerShell(command, marks, runJq);
  const script = dialect === 'cmd' ? readCmdScript(command, marks) : readPosixScript(command, marks, runJq);
  if (!script.ok) return script.message;
  const unread = script.pipelines.flatMap(([first]) => (first === undefined ? [] : unreadWord(first)));
  const calls = script.pipelines.flatMap((pipeline) => {
    const own = pipeline.map(fromRequestOn);
    const index = own.findIndex(({ words: [program = ''] }) => isRequestProgram(program));
    if (index < 0) return [];
    const read = readProgram(own, index, marks, runJq);
    return isInContainer(pipeline[index]) ? read.map(withContainerFiles) : read;
  });
  const [word] = unread;
  return calls.map((call) => ({
    ...call,
    notes: [
      ...call.notes,
      ...script.notes,
      ...(word === undefined
        ? []
        : [`A part of the text was not understood. It begins with ${marks.written(word).slice(0, 30)}.`]),
    ],
    isComplete: call.isComplete && word === undefined,
  }));
}

/** The word that stands where a command's name should, and is a part of a request: it belongs to a command that was torn apart. */
function unreadWord({ words: [word = '', ...rest] }: Command): readonly string[] {
  if (/^[{}[\]()]?$/.test(word) || /^\[\[?$/.test(word)) return [];
  // What a server answered may stand behind the command.
  if (/^\{/.test(word) && /^\{"?(?:success|result|errors)\b/.test([word, ...rest].join(''))) return [];
  return /^(?:[-\u2013\u2014]{1,2}[A-Za-z]|[{"'\\]|[\w-]+:$)/.test(word) ? [word] : [];
}

function isInContainer(command: Command | undefined): boolean {
  return /^(?:docker|podman|nerdctl|kubectl)$/.test(programOf(command?.words[0] ?? ''));
}

/** Files of a container are not this machine's. */
function withContainerFiles(call: HttpCall): HttpCall {
  const file = call.body?.kind === 'form' ? call.body.items.find((item) => 'path' in item) : call.body;
  if (file === undefined || !('path' in file)) return call;
  const note = `The file ${file.path.slice(0, 60)} is the container's. Put in where it is on this machine.`;
  return { ...call, notes: [...call.notes, note], isComplete: false };
}

function readProgram(pipeline: Pipeline, index: number, marks: Marks, runJq: RunJq): readonly HttpCall[] {
  const program = programOf(pipeline[index]?.words[0] ?? '');
  const read = program === 'curl' ? readCurlCommand : program === 'wget' ? readWgetCommand : readHttpieCommand;
  return read(pipeline, index, marks, runJq);
}

/** `xargs curl …`, `timeout 5 curl …`, `docker run curl …`: the command that another one runs. */
function fromRequestOn(command: Command): Command {
  const [first = '', ...rest] = command.words;
  if (isRequestProgram(first)) return command;
  // Words such as `http` are found behind what is known to run others only.
  const isRunner = /^(?:xargs|timeout|nice|watch|parallel|docker|podman|nerdctl|kubectl|ssh)$/.test(programOf(first));
  const at = rest.findIndex((word) => (isRunner ? isRequestProgram(word) : programOf(word) === 'curl'));
  return at < 0 ? command : { ...command, words: rest.slice(at) };
}

function callsInPowerShell(command: string, marks: Marks, runJq: RunJq): readonly HttpCall[] | string {
  const script = readPowerShellScript(command, marks);
  if (!script.ok) return script.message;
  const calls = script.pipelines.flatMap((pipeline) => {
    const index = pipeline.commands.findIndex((one) => isWebCmdlet(one.name) || isRequestProgram(one.name));
    const found = pipeline.commands[index];
    if (found === undefined) return [];
    const isCmdlet = isWebCmdlet(found.name) || isAliasOfWebCmdlet(found);
    return isCmdlet
      ? [readWebCmdlet(pipeline, index, marks)]
      : readProgram(nativePipeline(pipeline), index, marks, runJq);
  });
  return calls.map((call) => ({ ...call, notes: [...call.notes, ...script.notes] }));
}

function failed<Sealed>(message: string): ImportResult<Sealed> {
  return { ok: false, message, credential: undefined };
}
