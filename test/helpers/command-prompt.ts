// A real cmd.exe, Wine's, with a recorder in place of the programs that it starts. The C runtime of the recorder, Wine's too, takes
// the command line apart as that of Windows does.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findProgram, type ProgramCall, runToEnd } from './programs.ts';

const compiler = 'x86_64-w64-mingw32-gcc-win32';

/** Debian's folders of Wine; undefined where it or the compiler for the recorder is missing. */
export function findWine(): { readonly programs: string; readonly libraries: string } | undefined {
  const programs = '/usr/lib/wine';
  const libraries = '/usr/lib/x86_64-linux-gnu/wine/x86_64-windows';
  const isThere = existsSync(path.join(programs, 'wine64')) && existsSync(libraries);
  return isThere && findProgram(compiler) !== undefined ? { programs, libraries } : undefined;
}

export interface PromptCommand {
  readonly text: string;
  /** In a batch file instead of typed at the prompt. */
  readonly isBatch: boolean;
}

export interface PromptOptions {
  /** A folder for the session's own files. */
  readonly place: string;
  /** Where the commands run. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** The programs that the recorder stands for. */
  readonly programs: readonly string[];
}

export interface PromptRun {
  readonly calls: readonly ProgramCall[];
  /** What the whole session printed. */
  readonly said: string;
}

/** Runs the commands in one session of cmd.exe. */
export async function runInCommandPrompt(
  commands: readonly PromptCommand[],
  options: PromptOptions,
): Promise<readonly PromptRun[]> {
  const wine = findWine();
  if (!wine) throw new Error(`wine64 or ${compiler} is not installed`);
  const own = path.join(options.place, 'prompt');
  const env = {
    ...options.env,
    WINEPREFIX: path.join(own, 'prefix'),
    WINEDEBUG: '-all',
    WINEPATH: windowsPath(path.join(own, 'programs')),
    RECORDED: windowsPath(path.join(own, 'recorded')),
    SESSION: windowsPath(path.join(own, 'lines')),
  };
  await makePrefix(env.WINEPREFIX, wine.libraries);
  await makePrograms(path.join(own, 'programs'), options.programs);
  const lines: string[] = [];
  for (const [index, { text, isBatch }] of commands.entries()) {
    lines.push(`>>"%RECORDED%" echo ${between}`);
    const file = path.join(own, `${index}.bat`);
    if (isBatch) await writeFile(file, `@echo off\r\n${withWindowsLineEnds(text)}\r\n`);
    lines.push(isBatch ? `call "${windowsPath(file)}"` : withWindowsLineEnds(text));
  }
  // From a pipe, Wine's cmd.exe would read more than a line and forget the rest.
  const inputFile = path.join(own, 'lines');
  await writeFile(inputFile, `${lines.join('\r\n')}\r\n`);
  const said = await runToEnd(path.join(wine.programs, 'wine64'), ['cmd', '/k'], {
    folder: options.folder,
    env,
    inputFile,
  });
  // The server of the prefix would hold its folder for some seconds.
  spawnSync(path.join(wine.programs, 'wineserver'), ['-k'], { env });
  const recorded = await readFile(path.join(own, 'recorded')).catch(() => Buffer.alloc(0));
  const [, ...parts] = readCalls(recorded);
  return commands.map((_, index) => ({ calls: parts[index] ?? [], said }));
}

/** A line in the record between two commands. */
const between = 'NEXT';

const withWindowsLineEnds = (text: string): string => text.replace(/\r?\n/g, '\r\n');

const windowsPath = (file: string): string => `Z:${file.replaceAll('/', '\\')}`;

/** As little as cmd.exe needs, in a moment. Wine's own, with a registry and copies of every library, takes ten seconds and 700 MB. */
async function makePrefix(prefix: string, libraries: string): Promise<void> {
  await mkdir(path.join(prefix, 'dosdevices'), { recursive: true });
  await mkdir(path.join(prefix, 'drive_c/windows'), { recursive: true });
  await symlink(libraries, path.join(prefix, 'drive_c/windows/system32'));
  await symlink('../drive_c', path.join(prefix, 'dosdevices/c:'));
  await symlink('/', path.join(prefix, 'dosdevices/z:'));
  await writeFile(path.join(prefix, '.update-timestamp'), 'disable\n');
}

async function makePrograms(folder: string, names: readonly string[]): Promise<void> {
  await mkdir(folder);
  const recorder = path.join(folder, 'recorder.exe');
  const source = path.join(import.meta.dirname, 'record-arguments.c');
  const { status, stderr } = spawnSync(compiler, ['-municode', '-O1', '-s', '-o', recorder, source]);
  if (status !== 0) throw new Error(`the recorder was not compiled: ${stderr}`);
  for (const name of names) await copyFile(recorder, path.join(folder, `${name}.exe`));
}

/** What test/helpers/record-arguments.c writes: fields, each with its length before it; between commands a line of the session. */
function readCalls(recorded: Buffer): readonly (readonly ProgramCall[])[] {
  const parts: ProgramCall[][] = [[]];
  let at = 0;
  const number = (): number => {
    const end = recorded.indexOf(':', at);
    const read = Number(recorded.toString('latin1', at, end));
    at = end + 1;
    return read;
  };
  const field = (): Buffer => {
    const length = number();
    at += length;
    return recorded.subarray(at - length, at);
  };
  while (at < recorded.length) {
    if (recorded.toString('latin1', at, at + between.length) === between) {
      parts.push([]);
      at = recorded.indexOf('\n', at) + 1;
      continue;
    }
    const words = Array.from({ length: number() }, () => field().toString('utf8'));
    const [name = '', ...args] = words;
    parts.at(-1)?.push({ program: name.replace(/^.*\\/, '').replace(/\.exe$/i, ''), args, input: field() });
  }
  return parts;
}
