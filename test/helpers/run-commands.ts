// Commands as people paste them, run by the shells that they are for. What stands for curl writes down how it was called and
// then is curl: its requests go to a recorder on this machine. `.ci/run` installs the shells; see `whyNotRun`.
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { findWine, runInCommandPrompt } from './command-prompt.ts';
import { findProgram, type ProgramCall, runToEnd } from './programs.ts';
import type { Recorded, Recorder } from './recorder.ts';

export const posixShells = ['sh', 'bash', 'dash', 'zsh', 'fish'] as const;

/** PowerShell, by how it passes arguments: Legacy as Windows PowerShell 5.1 and 7.0 to 7.2 do, Windows and Standard as later ones. */
export const powerShells = ['PowerShell Legacy', 'PowerShell Windows', 'PowerShell Standard'] as const;

/** cmd.exe, by where the line comes from. */
export const commandPrompts = ['Command Prompt', 'batch file'] as const;

export type CommandShell = (typeof posixShells | typeof powerShells | typeof commandPrompts)[number];

export interface ShellCommand {
  readonly shell: CommandShell;
  /** As pasted; of several lines where it has them. */
  readonly text: string;
}

export interface CommandRun {
  /** The programs that were started and are recorded, in order. */
  readonly calls: readonly ProgramCall[];
  /** What curl, Invoke-RestMethod and other programs then sent. */
  readonly requests: readonly Recorded[];
  /** What shell and programs printed, errors among it, to tell why a command failed. */
  readonly said: string;
}

export interface RunCommandsOptions {
  readonly recorder: Recorder;
  /** Where the commands run: its files are what they name. */
  readonly folder: string;
  /** Variables that the commands use. */
  readonly env?: Readonly<Record<string, string>>;
  /** Programs that are recorded, with their input, and print `{}`: what is not installed, and filters. @default ['jq'] */
  readonly recorded?: readonly string[];
}

/**
 * Why commands of this shell are not run here, as a sentence; undefined where they are. With CI set they are run wherever `.ci/run` can
 * install the shell, so that they fail where it could not.
 */
export function whyNotRun(shell: CommandShell): string | undefined {
  if (isPowerShell(shell)) {
    if (findPowerShell() !== undefined || (inCi && findProgram('dotnet') !== undefined)) return undefined;
    return 'PowerShell is not installed (dotnet tool install --global PowerShell).';
  }
  if (isCommandPrompt(shell)) {
    if (findWine() !== undefined || (inCi && findProgram('apt-get') !== undefined)) return undefined;
    return 'There is no cmd.exe (apt-get install wine64 gcc-mingw-w64-x86-64-win32).';
  }
  return inCi || findProgram(shell) !== undefined ? undefined : `The shell ${shell} is not installed.`;
}

/** Runs commands, those of PowerShell in one process and those of the Command Prompt in another; the results are in their order. */
export async function runCommands(
  commands: readonly ShellCommand[],
  options: RunCommandsOptions,
): Promise<readonly CommandRun[]> {
  const place = await mkdtemp(path.join(tmpdir(), 'flarescope-commands-'));
  try {
    const session = await prepare(place, options);
    const runs = new Map<ShellCommand, CommandRun>();
    options.recorder.take();
    for (const [index, command] of commands.entries()) {
      if (isPowerShell(command.shell) || isCommandPrompt(command.shell)) continue;
      runs.set(command, await runInPosixShell(command, path.join(place, String(index)), session));
    }
    const powerShell = commands.filter(({ shell }) => isPowerShell(shell));
    if (powerShell.length > 0) await runInPowerShell(powerShell, runs, session);
    const prompt = commands.filter(({ shell }) => isCommandPrompt(shell));
    if (prompt.length > 0) await runPrompt(prompt, runs, session);
    return commands.map((command) => runs.get(command) ?? { calls: [], requests: [], said: 'it did not run' });
  } finally {
    await rm(place, { recursive: true, force: true, maxRetries: 5 });
  }
}

const inCi = process.env.CI !== undefined;
const isPowerShell = (shell: CommandShell): boolean => (powerShells as readonly string[]).includes(shell);
const isCommandPrompt = (shell: CommandShell): boolean => (commandPrompts as readonly string[]).includes(shell);

/** PowerShell, where the PATH has it or where `dotnet tool install --global` puts it. */
export function findPowerShell(): string | undefined {
  const tool = path.join(homedir(), '.dotnet/tools/pwsh');
  return findProgram('pwsh') ?? (existsSync(tool) ? tool : undefined);
}

interface Session {
  /** A folder for this session's own files. */
  readonly place: string;
  readonly folder: string;
  readonly recorder: Recorder;
  readonly env: Readonly<Record<string, string>>;
  readonly recorded: readonly string[];
  readonly curl: string;
}

async function prepare(place: string, options: RunCommandsOptions): Promise<Session> {
  const { folder, recorder, recorded = ['jq'] } = options;
  const curl = findProgram('curl') ?? 'curl';
  const programs = path.join(place, 'programs');
  await mkdir(programs);
  for (const name of ['curl', 'curl.exe', ...recorded]) {
    const file = path.join(programs, name);
    await writeFile(file, name.startsWith('curl') ? `${recordCall}exec '${curl}' "$@" < "$call.input"\n` : recordAll);
    await chmod(file, 0o755);
  }
  await writeFile(path.join(place, '.curlrc'), 'silent\nshow-error\nmax-time = 20\n');
  const env = {
    PATH: `${programs}:${process.env.PATH}`,
    HOME: place,
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    // Whatever a command names, nothing leaves this machine.
    http_proxy: 'http://127.0.0.1:9',
    https_proxy: 'http://127.0.0.1:9',
    no_proxy: '127.0.0.1,localhost',
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
    DOTNET_CLI_TELEMETRY_OPTOUT: '1',
    ...(process.env.DOTNET_ROOT === undefined ? {} : { DOTNET_ROOT: process.env.DOTNET_ROOT }),
    ...options.env,
  };
  return { place, folder, recorder, env, recorded, curl };
}

/** The calls of a command are numbered. */
const numberCall = `#!/bin/sh
set -C
number=1
until { true > "$RECORDED/$number"; } 2> /dev/null; do number=$((number + 1)); done
set +C
call="$RECORDED/$number"
`;

/** Only who names standard input reads it. */
const recordCall = `${numberCall}: > "$call.input"
for argument in "$@"; do
  case $argument in *@-|*'<-'|*'@-;'*|*'<-;'*|-) /bin/cat > "$call.input"; break ;; esac
done
printf '%s\\0' "\${0##*/}" "$@" > "$call"
`;

const recordAll = `${numberCall}/bin/cat > "$call.input"
printf '%s\\0' "\${0##*/}" "$@" > "$call"
echo '{}'
`;

async function readCalls(folder: string): Promise<readonly ProgramCall[]> {
  const numbers = (await readdir(folder)).filter((name) => /^\d+$/.test(name)).map(Number);
  return Promise.all(
    numbers
      .toSorted((one, other) => one - other)
      .map(async (number) => {
        const [program = '', ...args] = (await readFile(path.join(folder, `${number}`), 'utf8'))
          .split('\0')
          .slice(0, -1);
        const input = await readFile(path.join(folder, `${number}.input`));
        return { program: program.replace(/\.exe$/, ''), args, input };
      }),
  );
}

async function runInPosixShell({ shell, text }: ShellCommand, own: string, session: Session): Promise<CommandRun> {
  await mkdir(own);
  const file = path.join(own, 'command');
  await writeFile(file, `${text}\n`);
  const plain = { zsh: ['-f'], fish: ['--no-config'], bash: ['--norc', '--noprofile'] }[shell as string] ?? [];
  const said = await runToEnd(shell, [...plain, file], { ...session, env: { ...session.env, RECORDED: own } });
  return { calls: await readCalls(own), requests: session.recorder.take(), said };
}

/** A request between two commands, which tells theirs apart. */
const between = '/between-two-commands';

async function runInPowerShell(
  commands: readonly ShellCommand[],
  runs: Map<ShellCommand, CommandRun>,
  session: Session,
): Promise<void> {
  const { place, recorder } = session;
  const own = path.join(place, 'powershell');
  await mkdir(own);
  for (const [index, { text }] of commands.entries()) {
    await mkdir(path.join(own, String(index)));
    await writeFile(path.join(own, String(index), 'command'), text);
  }
  const driver = path.join(own, 'driver.ps1');
  const passing = commands.map(({ shell }) => `'${shell.split(' ')[1]}'`).join(', ');
  await writeFile(
    driver,
    `$client = [Net.Http.HttpClient]::new()
$number = 0
foreach ($passing in @(${passing})) {
  $env:RECORDED = "${own}/$number"
  $PSNativeCommandArgumentPassing = $passing
  # Windows PowerShell 5.1 pipes ASCII to programs.
  $OutputEncoding = if ($passing -eq 'Legacy') { [Text.ASCIIEncoding]::new() } else { [Text.UTF8Encoding]::new($false) }
  try { & ([scriptblock]::Create([IO.File]::ReadAllText("$env:RECORDED/command"))) *> "$env:RECORDED/said" }
  catch { $_ | Out-String | Add-Content "$env:RECORDED/said" }
  $client.GetAsync('${new URL(recorder.baseUrl).origin}${between}').Wait()
  $number++
}
`,
  );
  const said = await runToEnd(findPowerShell() ?? 'pwsh', ['-NoProfile', '-NonInteractive', '-File', driver], session);
  const requests = splitAt(recorder.take(), ({ target }) => target === between);
  for (const [index, command] of commands.entries()) {
    const folder = path.join(own, String(index));
    const printed = await readFile(path.join(folder, 'said'), 'utf8').catch(() => '');
    runs.set(command, {
      calls: await readCalls(folder),
      requests: requests[index] ?? [],
      said: printed + said,
    });
  }
}

function splitAt<T>(all: readonly T[], isEnd: (item: T) => boolean): readonly (readonly T[])[] {
  const parts: T[][] = [[]];
  for (const item of all) {
    if (isEnd(item)) parts.push([]);
    else parts.at(-1)?.push(item);
  }
  return parts;
}

/** cmd.exe starts a recorder alone; the curl of this machine then gets what it recorded. */
async function runPrompt(
  commands: readonly ShellCommand[],
  runs: Map<ShellCommand, CommandRun>,
  session: Session,
): Promise<void> {
  const { place, folder, recorder, env } = session;
  const texts = commands.map(({ shell, text }) => ({ text, isBatch: shell === 'batch file' }));
  const found = await runInCommandPrompt(texts, { place, folder, env, programs: ['curl', ...session.recorded] });
  for (const [index, command] of commands.entries()) {
    const { calls = [], said = '' } = found[index] ?? {};
    let printed = said;
    for (const { program, args, input } of calls) {
      if (program === 'curl') printed += await runToEnd(session.curl, args, { folder, env, input });
    }
    runs.set(command, { calls, requests: recorder.take(), said: printed });
  }
}
