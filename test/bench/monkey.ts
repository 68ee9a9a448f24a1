// A monkey at the keyboard: keys, whole and broken pastes, late answers, resizes and signals by chance, on the built program in a
// pseudo-terminal. After every thousand the program must still do what it is told, stand right on the screen, and have grown no fatter.
// It never presses what ends the program, nor what changes accounts, which would leave it before a passphrase that it does not know.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { bindings } from '../../src/explorer/shell/bindings.ts';
import { chordBytes } from '../helpers/chord-bytes.ts';
import { cleanEnvironment, placeholder } from './programs.ts';
import { openSession, type Session } from './session.ts';

export interface MonkeyRun {
  readonly seed: number;
  readonly keys: number;
  readonly seconds: number;
  /** Resident memory in MiB at each check. */
  readonly memory: readonly number[];
  /** How often the key that leads to the prompt had to be pressed once more. */
  readonly again: number;
}

/** Between two checks. */
const actionsPerCheck = 1000;

/** Milliseconds for what the program waits for: the rest of a paste or a sequence. */
const patience = 1200;

/** More than there can be to leave: questions over lists over panes, and every layer of a filter. */
const mostEscapes = 60;

/** Of the key that leads to the prompt. */
const mostPresses = 3;

const kept = /^(?:app\.(?:quit|suspend)|profiles\.|.*\bprint\b)/;

/** Every chord of every binding that a terminal can send. */
const chords = [...new Set(bindings.flatMap(({ keys }) => keys.flatMap((sequence) => sequence.split(' '))))].filter(
  (chord) => !bindings.some(({ id, keys }) => kept.test(id) && keys.includes(chord)) && isSent(chord),
);

function isSent(chord: string): boolean {
  try {
    return chordBytes(chord) !== '';
  } catch {
    return false;
  }
}

const letters = [...'abdefghijklmnoprstuvwxyzABCEFGHIJKLMNOPRSTUVXYZ0123456789 /=?&:.-{}[]()|"éß日ทำ👍🏽'].filter(
  (letter) => !bindings.some(({ id, keys }) => kept.test(id) && keys.includes(letter)),
);

const requests = [
  'GET /zones',
  'GET /zones per_page==5',
  'GET /accounts',
  'GET /user/tokens/verify',
  'GET /nowhere',
  'x =',
];

const answers = [
  '\u001b]11;rgb:1e1e/1e1e/2e2e\u001b\\',
  '\u001b]52;c;cXVpdA==\u0007',
  '\u001bP>|XTerm(379)\u001b\\',
  '\u001b_Gi=31;OK\u001b\\',
  '\u001b[?62;22c',
  '\u001b[12;40R',
  '\u001b[I',
  '\u001b[O',
  '\u001b[<0;10;20M',
  '\u001b[M !!',
  '\u001b[?1u',
  '\ufffd\u009b',
];

const pastes = ['GET /zones', 'one\rtwo\rq\r', '\u0003\u001b[A', '日本語 ทำงาน 👍🏽', 'x'.repeat(5000)];

const signals: readonly NodeJS.Signals[] = ['SIGWINCH', 'SIGCONT', 'SIGUSR1', 'SIGTSTP'];

/** Runs the monkey; rejects with the seed, the place and the screen where something is wrong. */
export async function runMonkey(main: string, seed: number, keys: number, folder: string): Promise<MonkeyRun> {
  const home = await mkdtemp(path.join(folder, 'monkey-'));
  const args = [main, '--sandbox'];
  const size = { columns: 100, rows: 30 };
  const session = openSession({ ...size, file: process.execPath, args, env: cleanEnvironment(home), cwd: home });
  const chance = random(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)]!;
  const memory: number[] = [];
  let again = 0;
  const start = performance.now();
  const recent: string[] = [];
  const send = (text: string): void => {
    recent.push(text);
    if (recent.length > 150) recent.shift();
    session.write(text);
  };
  let ending: string | undefined;
  const noteEnd = (how: string): void => {
    ending ??= how;
  };
  void session.ended().then(
    () => noteEnd('it quit'),
    (error: Error) => noteEnd(error.message),
  );
  try {
    await session.shown((screen) => screen.row(1).includes(placeholder), 'the prompt');
    for (let done = 0; done < keys; ) {
      for (let action = 0; action < actionsPerCheck && done < keys; action++, done++) {
        if (ending !== undefined) throw new Error(`${ending} (seed ${seed}, after ${done} keys)`);
        const kind = chance();
        if (kind < 0.6) send(chordBytes(one(chords)));
        else if (kind < 0.9) send(one(letters));
        else if (kind < 0.93) send(`:\u0005\u0015${one(requests)}\r`);
        else if (kind < 0.96) send(one(answers));
        else if (kind < 0.98) send(`\u001b[200~${one(pastes)}\u001b[201~`);
        else if (kind < 0.985) await inPieces(send, `\u001b[200~${one(pastes)}\u001b[201~`, chance);
        else if (kind < 0.9855) {
          // One without an end: what comes within its pause belongs to it.
          send(`\u001b[200~${one(pastes)}`);
          await wait(patience);
        } else if (kind < 0.99) session.resize(1 + Math.floor(chance() * 180), 1 + Math.floor(chance() * 60));
        else if (kind < 0.992) {
          const signal = one(signals);
          recent.push(signal);
          if (signal === 'SIGTSTP') await suspend(session);
          else process.kill(session.pid, signal);
        }
        // As much as a hand and a network bring in one go; more would measure how much the pseudo-terminal holds.
        if (action % 20 === 19) await session.quiet(5);
      }
      again += (await check(session, `seed ${seed}, after ${done} keys`, done)) - 1;
      memory.push(await residentMemory(session.pid));
    }
    session.write('\u0003');
    await session.ended();
  } catch (error) {
    // What cannot be written to a program that has ended is its end, not the line's.
    await wait(500);
    const last = recent.map((text) => JSON.stringify(text.slice(0, 60))).join(' ');
    throw new Error(`${ending === undefined ? reason(error) : `${ending} (seed ${seed})`}; the last keys: ${last}`);
  } finally {
    await session.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
  expectLevel(memory, seed);
  return { seed, keys, seconds: (performance.now() - start) / 1000, memory, again };
}

/** The program takes a line in its prompt, reached in the answered number of presses, and every row with a left border has its right one in the last column. */
async function check(session: Session, place: string, done: number): Promise<number> {
  await wait(patience);
  session.resize(100, 30);
  // The end of a paste that had none: until then what comes together may be the rest of it.
  session.write('\u001b[201~');
  await toGround(session, place);
  const presses = await toPrompt(session, place);
  const probe = `/probe/${done}`;
  session.write(`\u0005\u0015${probe}`);
  await session.shown((screen) => screen.row(1).endsWith(probe), `${probe} in the prompt (${place})`);
  await session.quiet(100);
  const { screen } = session;
  const rows = Array.from({ length: 30 }, (_, row) => screen.row(row));
  const isCut = (row: string): boolean => /^[│┌└]/.test(row) && !/[│┐┘]$/.test(row);
  if (!rows[0]?.startsWith(' flarescope') || rows.some(isCut))
    throw new Error(`the screen is not right (${place}):\n${screen.text()}`);
  return presses;
}

/** Presses Esc and looks, until nothing is left to leave or to cancel. */
async function toGround(session: Session, place: string): Promise<void> {
  for (let presses = 0; presses < mostEscapes; presses++) {
    session.write('\u001b');
    if (await comes(() => session.screen.text().includes('Nothing to cancel'), 500)) break;
  }
  // What a slow program has not read yet is read for itself, so that the next key is none with alt.
  await wait(patience);
  if (!session.screen.text().includes('Nothing to cancel'))
    throw new Error(`${mostEscapes} times Esc leave something open (${place}):\n${session.screen.text()}`);
}

/** Presses the prompt's key and looks; a program that was too busy has read the Esc before it and this one as one key. */
async function toPrompt(session: Session, place: string): Promise<number> {
  for (let presses = 1; presses <= mostPresses; presses++) {
    session.write(':');
    if (await comes(() => session.screen.cursorRow() === 1, 10_000)) return presses;
  }
  throw new Error(`${mostPresses} times : do not lead to the prompt (${place}):\n${session.screen.text()}`);
}

async function comes(isSo: () => boolean, ms: number): Promise<boolean> {
  for (const until = performance.now() + ms; performance.now() < until; await wait(10)) if (isSo()) return true;
  return isSo();
}

/** The last quarter must not stand above the second one by more than the noise of a garbage collector. */
function expectLevel(memory: readonly number[], seed: number): void {
  if (memory.length < 8) return;
  const [, early = 0, , late = 0] = quarters(memory).map(median);
  if (late > early * 1.25 + 32)
    throw new Error(`memory grows with seed ${seed}: ${early} MiB in the second quarter, ${late} MiB in the last`);
}

function quarters(memory: readonly number[]): readonly (readonly number[])[] {
  const edge = (quarter: number): number => Math.round((quarter * memory.length) / 4);
  return [0, 1, 2, 3].map((quarter) => memory.slice(edge(quarter), edge(quarter + 1)));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Until the program has given the terminal away and taken it again; in between ctrl+c is a signal, as it is in a shell. */
async function suspend(session: Session): Promise<void> {
  // What waits in the pseudo-terminal or before it would come in between.
  await session.quiet(300);
  const before = session.timesGivenBack();
  process.kill(session.pid, 'SIGTSTP');
  await session.shown(() => session.timesGivenBack() > before && session.hasTerminal(), 'the program to go on');
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function inPieces(send: (text: string) => void, text: string, chance: () => number): Promise<void> {
  for (let at = 0; at < text.length; ) {
    const next = at + 1 + Math.floor(chance() * 400);
    send(text.slice(at, next));
    at = next;
    await wait(2);
  }
}

async function residentMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Mulberry32: small, and the same everywhere. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function monkeyTable(runs: readonly MonkeyRun[]): string {
  const lines = runs.map(({ seed, keys, seconds, memory, again }) => {
    const level = quarters(memory).map(median).join(', ');
    return `seed ${seed}: ${keys.toLocaleString('en-US')} keys in ${seconds.toFixed(0)} s, ${memory.length} checks, ${again} second presses; ${level} MiB in the four quarters`;
  });
  return ['A monkey at the keyboard: no stuck state, no row out of its place, memory level', ...lines].join('\n');
}
