// Large documents in this explorer and in the viewers that people use else, as far as they are on PATH: until the first
// screen, memory, keys, leaps to the end, folding, search. One file for all, made anew; every session is a fresh process.
// The trap: a viewer that answers a key at once may still be working; a figure runs until what the key brings is on screen.
import { access, constants, open } from 'node:fs/promises';
import path from 'node:path';
import { peakMemory } from './memory.ts';
import { cleanEnvironment, type Program } from './programs.ts';
import { takeTurns } from './rounds.ts';
import { openSession, type Screen, type Session } from './session.ts';
import { type Summary, summarise } from './statistics.ts';

/** What is measured of one viewer on one file; times in milliseconds. Undefined where the viewer has no such thing. */
export interface ViewerFigures {
  readonly name: string;
  readonly firstFrame: Summary | undefined;
  /** Until the whole document is known. */
  readonly loaded: Summary | undefined;
  /** Bytes. */
  readonly peakMemory: Summary | undefined;
  readonly key: Summary | undefined;
  readonly end: Summary | undefined;
  readonly closeAll: Summary | undefined;
  readonly openAll: Summary | undefined;
  readonly search: Summary | undefined;
  /** Why it could not be measured to its end. */
  readonly problem: string | undefined;
}

export interface DocumentFigures {
  /** Bytes. */
  readonly size: number;
  readonly viewers: readonly ViewerFigures[];
}

export const needle = 'needle-at-the-end';

/** A row of the first records, which the first screen of every viewer shows. */
const early = 'host-0000000';

interface Viewer {
  readonly name: string;
  readonly command: string;
  readonly args: (file: string) => readonly string[];
  /** Shows that all is read; by a pause where the screen does not tell. */
  readonly isLoaded?: (screen: Screen) => boolean;
  /** Undefined for what prints the whole and ends. */
  readonly keys: { readonly down: string; readonly end: string; readonly start: string } | undefined;
  readonly folds?: { readonly close: string; readonly open: string };
  /** True where `/` and enter search, and the row found is shown. */
  readonly isSearchable: boolean;
}

/** The other viewers, by the names of their programs. jq is none: it prints, and what it costs is the time to its end. */
const others: readonly Omit<Viewer, 'command'>[] = [
  {
    name: 'jless',
    args: (file) => [file],
    keys: { down: 'j', end: 'G', start: 'g' },
    folds: { close: 'E', open: 'e' },
    isSearchable: true,
  },
  {
    name: 'fx',
    args: (file) => [file],
    keys: { down: 'j', end: 'G', start: 'g' },
    folds: { close: 'E', open: 'e' },
    isSearchable: true,
  },
  {
    name: 'less',
    args: (file) => ['-S', file],
    keys: { down: 'j', end: 'G', start: 'g' },
    // It finds the line, which is the whole document.
    isSearchable: false,
  },
  { name: 'jq', args: (file) => ['-C', '.', file], keys: undefined, isSearchable: false },
];

const size = { columns: 120, rows: 40 };
const steps = 40;
const repetitions = 5;
/** Milliseconds without output that end what a key brings, and that stand for "loaded" where nothing else does. */
const silence = 60;
const calm = 1500;

export async function measureDocuments(
  programs: readonly Program[],
  sizes: readonly number[],
  rounds: number,
  folder: string,
): Promise<readonly DocumentFigures[]> {
  const own = programs.map(
    ({ name, main }): Viewer => ({
      name,
      command: process.execPath,
      args: (file) => [main, 'open', file],
      isLoaded: (screen) => /row [\d,]+ of [\d,]+ /.test(screen.text()),
      keys: { down: 'j', end: 'G', start: 'g' },
      folds: { close: 'E', open: 'e' },
      isSearchable: true,
    }),
  );
  const found = await Promise.all(others.map(async (viewer) => ({ ...viewer, command: await whereIs(viewer.name) })));
  const viewers = [...own, ...found.flatMap((viewer) => (viewer.command === undefined ? [] : [viewer as Viewer]))];
  const results: DocumentFigures[] = [];
  for (const bytes of sizes) {
    const file = path.join(folder, `list-${bytes}.json`);
    await writeList(file, bytes);
    const sessions = await takeTurns(viewers, rounds, (viewer) => use(viewer, file, folder));
    results.push({
      size: bytes,
      viewers: viewers.map(({ name }, index) => figuresOf(name, sessions[index] ?? [])),
    });
  }
  return results;
}

interface Run {
  readonly times: Readonly<Record<string, readonly number[]>>;
  readonly memory: number | undefined;
  readonly problem: string | undefined;
}

async function use(viewer: Viewer, file: string, folder: string): Promise<Run> {
  const session = openSession({
    ...size,
    file: viewer.command,
    args: viewer.args(file),
    env: cleanEnvironment(folder),
    cwd: folder,
  });
  const times: Record<string, readonly number[]> = {};
  let problem: string | undefined;
  try {
    if (viewer.keys === undefined) {
      times.loaded = [(await session.ended()) - session.startedAt];
    } else {
      times.firstFrame = [(await session.shown((screen) => screen.text().includes(early), early)) - session.startedAt];
      await walk(viewer, viewer.keys, session, times);
    }
  } catch (error) {
    problem = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
  const memory = await peakMemory(session.pid).catch(() => undefined);
  await session.close();
  return { times, memory, problem };
}

async function walk(
  { folds, isLoaded, isSearchable }: Viewer,
  keys: NonNullable<Viewer['keys']>,
  session: Session,
  times: Record<string, readonly number[]>,
): Promise<void> {
  if (isLoaded) times.loaded = [(await session.shown(isLoaded, 'the whole document')) - session.startedAt];
  await session.quiet(calm);
  const repeat = async (name: string, count: number, key: string, back?: string): Promise<void> => {
    const taken: number[] = [];
    for (let turn = 0; turn < count; turn++) {
      taken.push(...(await strike(session, key)));
      if (back !== undefined) await strike(session, back);
    }
    times[name] = taken;
  };
  await strike(session, keys.start);
  await repeat('key', steps, keys.down);
  await repeat('end', repetitions, keys.end, keys.start);
  if (folds) {
    await repeat('closeAll', repetitions, folds.close, folds.open);
    await strike(session, folds.close);
    await repeat('openAll', repetitions, folds.open, folds.close);
    await strike(session, folds.open);
  }
  await strike(session, keys.start);
  // What is searched for stands without quotes in the field, and with them in the row that is found.
  const found = (screen: Screen): boolean => screen.text().includes(`"${needle}"`);
  const search: number[] = [];
  for (let turn = 0; turn < repetitions && isSearchable && !found(session.screen); turn++) {
    const at = session.write(`/${needle}\r`);
    search.push((await session.shown(found, `"${needle}"`)) - at);
    await session.quiet(calm / 3);
    await strike(session, keys.start);
  }
  times.search = search;
}

/** Sends a key and waits for all that it brings. Nothing, where it has nothing to bring, as at the last row. */
async function strike(session: Session, key: string): Promise<readonly number[]> {
  const before = session.chunks.length;
  const at = session.write(key);
  const isAnswered = await new Promise<boolean>((resolve) => {
    const end = (response: boolean): void => {
      clearTimeout(timer);
      stop();
      resolve(response);
    };
    const timer = setTimeout(() => end(false), calm);
    const stop = session.watch(() => {
      if (session.chunks.length > before) end(true);
    });
  });
  if (!isAnswered) return [];
  await session.quiet(silence);
  return [(session.chunks.at(-1)?.at ?? at) - at];
}

function figuresOf(name: string, runs: readonly Run[]): ViewerFigures {
  const summary = (key: string): Summary | undefined => {
    const values = runs.flatMap((run) => run.times[key] ?? []);
    return values.length === 0 ? undefined : summarise(values);
  };
  const memory = runs.flatMap((run) => run.memory ?? []);
  return {
    name,
    firstFrame: summary('firstFrame'),
    loaded: summary('loaded'),
    peakMemory: memory.length === 0 ? undefined : summarise(memory),
    key: summary('key'),
    end: summary('end'),
    closeAll: summary('closeAll'),
    openAll: summary('openAll'),
    search: summary('search'),
    problem: runs.find((run) => run.problem !== undefined)?.problem,
  };
}

async function whereIs(program: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, program);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}

const kinds = [
  ['A', (i: number) => `198.51.${i % 256}.${(i * 7) % 256}`],
  ['AAAA', (i: number) => `2001:db8::${(i % 65_536).toString(16)}`],
  ['CNAME', (i: number) => `edge-${i % 97}.example.net`],
  ['TXT', (i: number) => `v=spf1 include:_spf${i % 89}.example.com ~all`],
  ['MX', (i: number) => `mx${i % 7}.example.com`],
] as const;

/** Writes a response of about `bytes` bytes: a list of DNS records, the last of which holds the needle. */
export async function writeList(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'w');
  const tail = '],"success":true,"errors":[],"messages":[]}';
  let written = 0;
  let pending = '{"result":[';
  for (let index = 0; ; index++) {
    const isLast = written + pending.length + 600 + tail.length > bytes;
    pending += JSON.stringify(recordOf(index, isLast ? needle : null)) + (isLast ? tail : ',');
    if (!isLast && pending.length < 1_000_000) continue;
    await handle.write(pending);
    written += pending.length;
    pending = '';
    if (isLast) break;
  }
  await handle.close();
}

function recordOf(index: number, comment: string | null): unknown {
  const [type, content] = kinds[index % kinds.length] ?? kinds[0];
  return {
    id: (index * 2_654_435_761).toString(16).padStart(32, '0'),
    name: `host-${String(index).padStart(7, '0')}.example.com`,
    type,
    content: content(index),
    proxied: index % 3 === 0,
    ttl: index % 3 === 0 ? 1 : 3600,
    meta: { auto_added: false, source: 'primary' },
    comment,
    tags: index % 2 === 0 ? [] : [`owner:team-${index % 11}`],
    created_on: `2024-01-${String(1 + (index % 28)).padStart(2, '0')}T05:20:00.12345Z`,
    modified_on: `2024-02-${String(1 + (index % 28)).padStart(2, '0')}T05:20:00.12345Z`,
  };
}
