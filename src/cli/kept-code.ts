// Loads the scripts that the build makes of the program, and keeps what V8 makes of them until the next start.
//
// Node's own cache of compiled code holds what V8 compiles of a file at first: of a function that is called later, nothing. So every
// start compiled anew what it called, which was a quarter of the first frame's time. Of a script, V8 gives what has been compiled until
// one asks, which is all that a run has used. What lies there is run: it has to be this user's own work.
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { locate } from '../store/locations.ts';
import { claimAllIn, makePrivateFolder, NotOurs } from '../store/owned-files.ts';
import { heapOptions, withHeapOptions } from '../terminal/heap.ts';
import { visible } from '../text/untrusted.ts';

/** Changes with every file of the bundle. */
declare const FLARESCOPE_BUILD: string;

/** Commands that are run often. */
const often = ['api', 'completion', 'endpoints', 'history', 'open'];

/** Milliseconds after which a program that runs on has used what it begins with, so that this can be kept without waiting for its end. */
const settledAfter = 10_000;

type Exports = Readonly<Record<string, unknown>>;

interface Loaded {
  readonly file: string;
  readonly script: Script;
  readonly options: ReturnType<typeof heapOptions>;
}

const modules = new Map<string, Exports>();

/** What was compiled by this run, and is not kept yet. */
let compiled: Loaded[] = [];

let isWaiting = false;

/** Folders of kept code: this user's, and the one that came with the program. */
let kept: { readonly own: string; readonly built: string } | undefined;

const global = globalThis as {
  flarescopeLoad?: typeof load;
  /** Modules that scripts have something of, which have put themselves there. */
  readonly flarescopeModules?: ReadonlyMap<string, Exports>;
};
global.flarescopeLoad = load;

/**
 * What a file of the bundle exports; it is run where that has not been done.
 *
 * @param name of a script beside this file
 */
function load(name: string): Exports {
  const known = modules.get(name) ?? global.flarescopeModules?.get(name);
  if (known) return known;
  const options = heapOptions();
  // V8 takes code only under the options that it was kept under.
  const file = [name, ...options].join('.');
  const cachedData = readKept(file);
  const script = new Script(readFileSync(import.meta.dirname + path.sep + name, 'latin1'), {
    // What is kept has the name in it, and comes with the program: no place on the machine that built it.
    filename: `flarescope/${name}`,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  if (cachedData === undefined || script.cachedDataRejected) {
    compiled.push({ file, script, options });
    // A program that idles is not woken for nothing.
    if (!isWaiting) setTimeout(keepNow, settledAfter).unref();
    isWaiting = true;
  }
  const loaded: Exports = script.runInThisContext()(load, importModule, { url: `${here}${name}` });
  modules.set(name, loaded);
  return loaded;
}

const here = new URL('.', import.meta.url).href;

/** A script has no `import` of its own. */
const importModule = (name: string): Promise<unknown> => import(name);

/** From the build, or from an earlier run. Asked for before it is read: an error costs more than a file. */
function readKept(file: string): Buffer | undefined {
  if (kept === undefined) return undefined;
  for (const folder of [kept.built, kept.own]) {
    const place = folder + path.sep + file;
    try {
      if (existsSync(place)) return readFileSync(place);
    } catch {
      // One that cannot be read is none.
    }
  }
  return undefined;
}

/**
 * From here on what V8 makes of scripts is kept, and taken from where an earlier run has kept it. Does without where the folder cannot be
 * made. As Node's own cache it is kept in NODE_COMPILE_CACHE where that is set, and not at all with NODE_DISABLE_COMPILE_CACHE.
 *
 * Each command that is run often has a folder of its own: none has to make do with what another needed. What another build of the
 * program left goes.
 */
export function keepCompiledCode(argv: readonly string[], io: Pick<NodeJS.Process, 'env' | 'stderr'>): void {
  const { env } = io;
  if (env.NODE_DISABLE_COMPILE_CACHE) return;
  // A package may be built on one machine and used on another with the same Node: what V8 makes is for one kind of processor.
  const command = `${frequentCommand(argv)}-${process.version}-${process.platform}-${process.arch}`;
  try {
    kept = {
      own: env.NODE_COMPILE_CACHE
        ? folderIn(path.join(env.NODE_COMPILE_CACHE, 'flarescope'), command)
        : ownFolder(locate(env).cache, command),
      built: path.join(import.meta.dirname, 'kept', FLARESCOPE_BUILD, command),
    };
    process.once('exit', keepNow);
  } catch (error) {
    // A start that takes a little longer is no reason to say anything.
    if (error instanceof NotOurs) io.stderr.write(`flarescope: compiled code is not kept: ${visible(error.message)}\n`);
  }
}

/** Options may stand before a command, and alone where it is the explorer that is started. */
function frequentCommand(argv: readonly string[]): string {
  const [first] = argv;
  if (first === undefined || first.startsWith('-')) return argv.find((word) => often.includes(word)) ?? 'explorer';
  return often.includes(first) ? first : 'others';
}

function ownFolder(cache: string, command: string): string {
  const all = path.join(cache, 'code');
  // Whoever could get in may have put something there, under any name and mode.
  if (makePrivateFolder(cache)) rmSync(all, { recursive: true, force: true });
  makePrivateFolder(all);
  for (const name of readdirSync(all)) {
    if (name !== FLARESCOPE_BUILD) rmSync(path.join(all, name), { recursive: true, force: true });
  }
  const folder = folderIn(all, command);
  claimAllIn(folder);
  return folder;
}

function folderIn(all: string, command: string): string {
  const folder = path.join(all, FLARESCOPE_BUILD, command);
  makePrivateFolder(path.dirname(folder));
  makePrivateFolder(folder);
  return folder;
}

/** Keeps what this run has compiled. Never throws: without it the next start takes a little longer. */
function keepNow(): void {
  const folder = kept?.own;
  const now = compiled;
  compiled = [];
  isWaiting = false;
  if (folder === undefined || now.length === 0) return;
  try {
    for (const { file, script, options } of now) {
      withHeapOptions(options, () => writeKept(path.join(folder, file), script.createCachedData()));
    }
  } catch {
    // A disk that is full, say.
  }
}

/** V8 trusts what it reads: the file is there with all that it holds, or not at all. */
function writeKept(file: string, bytes: Uint8Array): void {
  const own = `${file}.${process.pid}`;
  try {
    const descriptor = openSync(own, 'wx', 0o600);
    try {
      writeFileSync(descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(own, file);
  } catch (error) {
    rmSync(own, { force: true });
    throw error;
  }
}
