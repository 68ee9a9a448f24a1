// What a history of a million requests costs: the start of the program, the opening of its pane, each key of a filter.
// The filter is asked through the worker, as the explorer does; a key's response counts when it is back on the thread that paints.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createHistoryClient, type HistoryClient } from '../../src/workers/history.ts';
import { fillHistory, type HistoryShape } from './history-rows.ts';
import { cleanEnvironment, type Program, placeholder } from './programs.ts';
import { takeTurns } from './rounds.ts';
import { openSession } from './session.ts';
import { type Summary, summarise } from './statistics.ts';

/** Milliseconds. */
export interface HistoryCost {
  readonly rows: number;
  /** From the start of the process to the usable frame, with an empty history and with this one. */
  readonly start: { readonly empty: Summary; readonly full: Summary };
  /** From the start to the echo of a key that is typed at once. */
  readonly echo: { readonly empty: Summary; readonly full: Summary };
  /** From the key that opens the pane to the first rows on the screen, the history read by then as it is at a start. */
  readonly pane: Summary;
  /** The newest rows from a worker that has just been started, its start included. */
  readonly firstRead: Summary;
  /** From a key of a filter to the first rows that fit, and to the last word on them. */
  readonly key: readonly KeyCost[];
}

export interface KeyCost {
  readonly name: string;
  readonly first: Summary;
  readonly complete: Summary;
}

const size = { columns: 80, rows: 24 };

const shapes: readonly (HistoryShape & { readonly name: string })[] = [
  { name: 'one line in ten is new', rows: 1_000_000, newLines: 100 },
];

/** Typed letter by letter: words that stand there, abbreviations, what there is little or nothing of. */
const typed = [
  'dns_records',
  'dnsrec',
  'host7',
  'frwl rul',
  'staging workers',
  'worker-4999',
  '198.51.100.77',
  'nosuchthing',
];

export async function measureHistory(
  programs: readonly Program[],
  rounds: number,
  folder: string,
): Promise<readonly HistoryCost[]> {
  const [program] = programs;
  if (!program) throw new Error('there is no program to measure');
  const costs: HistoryCost[] = [];
  for (const shape of shapes) {
    const empty = path.join(folder, 'history-empty');
    const full = path.join(folder, 'history-full');
    await Promise.all([mkdir(empty, { recursive: true }), mkdir(full, { recursive: true })]);
    const data = path.join(full, 'flarescope', 'data');
    fillHistory(data, shape, Date.now());
    const homes = [empty, full];
    await takeTurns(homes, 1, (home) => start(program, home));
    const [emptyStarts = [], fullStarts = []] = await takeTurns(homes, rounds, (home) => start(program, home));
    const pick = (starts: readonly Start[], name: keyof Start): Summary => summarise(starts.map((one) => one[name]));
    costs.push({
      rows: shape.rows,
      start: { empty: pick(emptyStarts, 'usable'), full: pick(fullStarts, 'usable') },
      echo: { empty: pick(emptyStarts, 'echoed'), full: pick(fullStarts, 'echoed') },
      pane: pick(fullStarts, 'pane'),
      firstRead: summarise(await repeat(rounds, () => firstRead(data))),
      key: await keyCosts(data, rounds),
    });
  }
  return costs;
}

interface Start {
  readonly usable: number;
  readonly echoed: number;
  readonly pane: number;
}

async function start(program: Program, home: string): Promise<Start> {
  const session = openSession({
    ...size,
    file: process.execPath,
    args: [program.main],
    env: cleanEnvironment(home),
    cwd: home,
  });
  try {
    const usable = await session.shown((screen) => screen.row(1).includes(placeholder), 'the prompt');
    session.write('x');
    const echoed = await session.shown((screen) => /❯ x$/.test(screen.row(1)), 'the typed character in the prompt');
    // Out of the way before the program is left: a line that is not sent would be there at the next start.
    session.write('\u0015');
    await session.shown((screen) => screen.row(1).includes(placeholder), 'the prompt');
    await session.quiet(700);
    const pressed = session.write('\u001b[Z');
    const opened = await session.shown(
      (screen) => screen.row(2).includes('History') && !/^│\s*│$/.test(screen.row(3)),
      'the history pane with what is in it',
    );
    session.write('\u0003');
    await session.ended();
    return { usable: usable - session.startedAt, echoed: echoed - session.startedAt, pane: opened - pressed };
  } finally {
    await session.close();
  }
}

async function firstRead(data: string): Promise<number> {
  const client = open(data);
  const begin = performance.now();
  await client.call('list', { from: 'newest' }, 300);
  const took = performance.now() - begin;
  await client.close();
  return took;
}

async function keyCosts(data: string, rounds: number): Promise<readonly KeyCost[]> {
  const client = open(data);
  try {
    // The first search reads the lines from the disk.
    await key(client, 'nosuchthing');
    const costs: KeyCost[] = [];
    for (const query of typed) {
      const keys: { readonly first: number; readonly complete: number }[] = [];
      for (let round = 0; round < rounds; round += 1) {
        for (let length = 1; length <= query.length; length += 1) keys.push(await key(client, query.slice(0, length)));
      }
      costs.push({
        name: query,
        first: summarise(keys.map((one) => one.first)),
        complete: summarise(keys.map((one) => one.complete)),
      });
    }
    return costs;
  } finally {
    await client.close();
  }
}

function key(client: HistoryClient, query: string): Promise<{ readonly first: number; readonly complete: number }> {
  const begin = performance.now();
  let first: number | undefined;
  return new Promise((resolve) => {
    client.search(query, 'rank', (_, isComplete) => {
      const now = performance.now() - begin;
      first ??= now;
      if (isComplete) resolve({ first, complete: now });
    });
  });
}

function open(data: string): HistoryClient {
  return createHistoryClient({ folder: data, bodyKey: undefined }, (sentence) => {
    throw new Error(sentence);
  });
}

async function repeat<Result>(times: number, measure: () => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let time = 0; time < times; time += 1) results.push(await measure());
  return results;
}
