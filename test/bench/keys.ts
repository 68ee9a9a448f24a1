// From a key to the frame that it brings, at 120×40 on the page of 2,000 records.
// Each key is timed twice: by the bytes that follow it, and by when the screen shows what it had to bring. The second cannot
// be fooled by a program that lags behind its keys.
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { type KeyLatency, latenciesOf } from './latencies.ts';
import { peakMemory } from './memory.ts';
import { cleanEnvironment, type Program, placeholder } from './programs.ts';
import { recordCount } from './records.ts';
import { takeTurns } from './rounds.ts';
import { openSession, type Screen, type Session } from './session.ts';

/** What one kind of key did in one run; times in milliseconds. */
export interface KeyRun {
  readonly name: string;
  readonly keys: readonly KeyLatency[];
  /** For each key, until the screen shows what it brings. */
  readonly shown: readonly number[];
}

/** One session of one program. */
export interface KeySession {
  readonly runs: readonly KeyRun[];
  /** Bytes of peak resident memory once the page of records stands there; undefined where the system does not tell. */
  readonly pageMemory: number | undefined;
  /** The same at the end of the session. */
  readonly endMemory: number | undefined;
}

export interface KeyMeasurements {
  /** The pseudo-terminal and a program that echoes: no program can be quicker here. */
  readonly floor: readonly KeySession[];
  readonly programs: readonly { readonly name: string; readonly sessions: readonly KeySession[] }[];
}

const size = { columns: 120, rows: 40 };

/** Milliseconds between held-down keys: about 30 a second, as keyboards repeat. */
export const gap = 33;

/** Milliseconds without output that end a key's output. */
const silence = 30;

const heldKeys = 200;
const repetitions = 10;

export async function measureKeys(
  programs: readonly Program[],
  zoneId: string,
  rounds: number,
  folder: string,
): Promise<KeyMeasurements> {
  const echo =
    "process.stdin.setRawMode(true).on('data',d=>process.stdout.write(d));process.stdout.write('ready\\r\\n')";
  const subjects: readonly { readonly args: readonly string[]; readonly use: (s: Session) => Promise<KeySession> }[] = [
    { args: ['-e', echo], use: useEcho },
    ...programs.map(({ main }) => ({ args: [main], use: (session: Session) => useExplorer(session, zoneId) })),
  ];
  const [floor = [], ...others] = await takeTurns(subjects, rounds, async ({ args, use }) => {
    const home = await mkdtemp(path.join(folder, 'keys-'));
    const session = openSession({ ...size, file: process.execPath, args, env: cleanEnvironment(home), cwd: home });
    try {
      return await use(session);
    } finally {
      await session.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    }
  });
  return { floor, programs: programs.map(({ name }, index) => ({ name, sessions: others[index] ?? [] })) };
}

async function useEcho(session: Session): Promise<KeySession> {
  await session.shown((screen) => screen.row(0) === 'ready', 'the echoing program');
  const run = await hold(session, 'echo', Array<string>(repetitions * 4).fill('x'), (screen) => screen.row(1).length);
  return { runs: [run], pageMemory: undefined, endMemory: undefined };
}

async function useExplorer(session: Session, zoneId: string): Promise<KeySession> {
  const records = `GET /zones/${zoneId}/dns_records`;
  await session.shown((screen) => screen.row(1).includes(placeholder), 'the prompt');
  const total = recordCount.toLocaleString('en-US');
  await ask(session, `${records} per_page==${recordCount}`, `1–${total} of ${total}`);
  const pageMemory = await peakMemory(session.pid);
  const runs: KeyRun[] = [];

  runs.push(await hold(session, 'j, held', Array<string>(heldKeys).fill('j'), rowReached));
  const last = session.screen.text().match(/row [\d,]+ of ([\d,]+)/)?.[1] ?? '?';
  runs.push(...(await alternate(session, 'G', `row ${last} of`, 'g', 'row 1 of')));
  runs.push(...(await alternate(session, '0', 'depth all/', '2', 'depth 2/')));

  await ask(session, `${records} per_page==100`, 'page 1/20');
  // Seen once, a page needs no request.
  await press(session, ']', 'page 2/20');
  await press(session, '[', 'page 1/20');
  const [forward] = await alternate(session, ']', 'page 2/20', '[', 'page 1/20');
  if (forward) runs.push({ ...forward, name: '], a page seen' });

  await emptyPrompt(session);
  // No blanks: at the end of a row nobody sees them, and the screen could not tell that they came.
  const typed = '/accounts/0123456789abcdef0123456789abcdef/workers/scripts';
  runs.push(await hold(session, 'typing', [...typed], (screen) => promptText(screen).length));

  const endMemory = await peakMemory(session.pid);
  session.write('\u0003');
  await session.ended();
  return { runs, pageMemory, endMemory };
}

/** Sends a request from the prompt and waits for its response to stand still. */
async function ask(session: Session, line: string, wanted: string): Promise<void> {
  await emptyPrompt(session);
  session.write(`${line}\r`);
  await session.shown((screen) => screen.text().includes(wanted), wanted);
  await session.quiet(10 * silence);
}

async function emptyPrompt(session: Session): Promise<void> {
  if (!session.screen.row(1).includes(placeholder)) {
    session.write(':');
    await session.quiet(5 * silence);
    // To the end of the line, and cut from there to its start.
    session.write('\u0005\u0015');
  }
  await session.shown((screen) => screen.row(1).includes(placeholder), 'an empty prompt');
  await session.quiet(5 * silence);
}

function promptText(screen: Screen): string {
  const text = screen.row(1).replace(/^[^❯]*❯ ?/, '');
  return text.startsWith(placeholder) ? '' : text;
}

/** The number of the row under the cursor, as the lower edge of the response pane tells it. */
function rowReached(screen: Screen): number {
  const [, number = '0'] = /row ([\d,]+) of/.exec(screen.row(size.rows - 2)) ?? [];
  return Number(number.replaceAll(',', ''));
}

/** Sends keys at the pace of a held-down one. `reached` tells from the screen how far they got: one more with each key. */
async function hold(
  session: Session,
  name: string,
  keys: readonly string[],
  reached: (screen: Screen) => number,
): Promise<KeyRun> {
  const from = reached(session.screen);
  const shownAt: number[] = [];
  const stop = session.watch((at) => {
    // Several keys may share a frame.
    for (let progress = reached(session.screen) - from; shownAt.length < progress; ) shownAt.push(at);
  });
  const before = session.chunks.length;
  const sent: number[] = [];
  const start = performance.now();
  for (const key of keys) {
    sent.push(session.write(key));
    const wait = start + sent.length * gap - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }
  await session.shown((screen) => reached(screen) === from + keys.length, `${keys.length} keys of ${name}`);
  await session.quiet(3 * silence);
  stop();
  return {
    name,
    keys: latenciesOf(sent, session.chunks.slice(before), silence),
    shown: sent.map((at, index) => (shownAt[index] ?? Number.NaN) - at),
  };
}

/** Sends one key and waits for what it brings, and then for silence. */
async function press(session: Session, key: string, wanted: string): Promise<KeyRun> {
  const before = session.chunks.length;
  const at = session.write(key);
  const shown = await session.shown((screen) => screen.text().includes(wanted), `${wanted} after ${key}`);
  await session.quiet(3 * silence);
  return { name: key, keys: latenciesOf([at], session.chunks.slice(before), silence), shown: [shown - at] };
}

/** Presses one key and the one that takes it back, again and again. */
async function alternate(
  session: Session,
  there: string,
  wantedThere: string,
  back: string,
  wantedBack: string,
): Promise<readonly KeyRun[]> {
  const runs: KeyRun[] = [];
  for (let time = 0; time < repetitions; time++) {
    runs.push(await press(session, there, wantedThere), await press(session, back, wantedBack));
  }
  return [there, back].map((name) => {
    const same = runs.filter((run) => run.name === name);
    return { name, keys: same.flatMap((run) => run.keys), shown: same.flatMap((run) => run.shown) };
  });
}
