// The measurements as tables that a person can read, with the goals next to the figures they are for.
// A figure that misses its goal is said, and is no error: a slow machine is no broken program.
import type { AllPages } from './all-pages.ts';
import type { FirstFrame } from './first-frame.ts';
import type { IndexRate } from './index-rate.ts';
import { gap, type KeyMeasurements, type KeySession } from './keys.ts';
import { type Summary, summarise } from './statistics.ts';
import { figure, table } from './table.ts';

/** From the issues that asked for them: multiples of `node -e 0`, milliseconds, bytes, megabytes. */
const goals = {
  usableToNode: 2,
  echoedToNode: 2.6,
  firstEverToNode: 2.6,
  keyMedian: 3,
  keyP99: 10,
  bytesPerKey: 350,
  pageSeen: 8,
  pageMemory: 110,
  allPagesToFloor: 1.25,
  fasterThanSdk: 8,
} as const;

export function firstFrameTable(measured: FirstFrame): string {
  const { node, bareInk } = measured;
  const line = (name: string, summary: Summary, limit?: number): readonly string[] => [
    name,
    ...[summary.min, summary.median, summary.max].map(figure),
    `${(summary.median / bareInk.median).toFixed(2)}×`,
    `${(summary.median / node.median).toFixed(2)}×`,
    limit === undefined ? '' : goal(summary.median / node.median, limit),
  ];
  const programs = measured.programs.flatMap(({ name, version, firstByte, usable, echoed, firstEver }) => [
    line(`${name} --version, until it ends`, version),
    line(`${name}: first byte`, firstByte),
    line(`${name}: usable frame`, usable, goals.usableToNode),
    line(`${name}: a key typed then is echoed`, echoed, goals.echoedToNode),
    line(`${name}: usable frame, first start ever`, firstEver, goals.firstEverToNode),
  ]);
  const rows = [line('node -e 0, until it ends', node), line('bare Ink frame, bundled', bareInk), ...programs];
  return table('From the start of the process, ms', ['min', 'median', 'max', 'to bare Ink', 'to node', ''], rows);
}

export function keyTables(measured: KeyMeasurements): string {
  const head = ['keys', 'first', 'median', 'of runs', 'p95', 'p99', 'max', 'shown', 'max', 'bytes', 'lag', ''];
  const tables = [{ name: 'the pseudo-terminal alone', sessions: measured.floor }, ...measured.programs].map(
    ({ name, sessions }) => table(name, head, keyRows(sessions)),
  );
  const legend = [
    'Keys at 120×40, ms. first: until the first byte; median to max: until the last; of runs: least and greatest median of a run;',
    'shown: until the screen shows what the key brings; bytes: a key; lag: the last key of a held one until it is shown.',
  ].join('\n');
  return [legend, ...tables, memoryTable(measured)].join('\n\n');
}

export interface KeyFigures {
  readonly name: string;
  readonly first: Summary;
  readonly last: Summary;
  /** Medians of the runs. */
  readonly runs: Summary;
  readonly shown: Summary;
  readonly bytesPerKey: number;
  /** From the last key of each run until it was shown. */
  readonly lag: Summary;
  /** Keys after which nothing came before the next. */
  readonly silent: number;
}

/** The sessions of one program by kind of key. */
export function keyFigures(sessions: readonly KeySession[]): readonly KeyFigures[] {
  const names = sessions[0]?.runs.map((run) => run.name) ?? [];
  return names.map((name) => {
    const runs = sessions.flatMap((session) => session.runs.filter((run) => run.name === name));
    const keys = runs.flatMap((run) => run.keys);
    return {
      name,
      first: summarise(keys.flatMap((key) => key.first ?? [])),
      last: summarise(keys.flatMap((key) => key.last ?? [])),
      runs: summarise(runs.map((run) => summarise(run.keys.flatMap((key) => key.last ?? [])).median)),
      shown: summarise(runs.flatMap((run) => run.shown)),
      bytesPerKey: keys.reduce((sum, key) => sum + key.bytes, 0) / keys.length,
      lag: summarise(runs.map((run) => run.shown.at(-1) ?? Number.NaN)),
      silent: keys.filter((key) => key.first === undefined).length,
    };
  });
}

function keyRows(sessions: readonly KeySession[]): readonly (readonly string[])[] {
  return keyFigures(sessions).map((figures) => {
    const { name, first, last, runs, shown, bytesPerKey, lag, silent } = figures;
    const notes: string[] = [];
    if (name.startsWith('j')) {
      notes.push(`median ${goal(last.median, goals.keyMedian)}`, `p99 ${goal(last.p99, goals.keyP99)}`);
      notes.push(`bytes ${goal(bytesPerKey, goals.bytesPerKey)}`);
    }
    if (name.startsWith(']')) notes.push(goal(last.median, goals.pageSeen));
    if (lag.max > gap) notes.push('falls behind');
    if (silent > 0) notes.push(`${silent} keys without a frame of their own`);
    return [
      name,
      String(last.count + silent),
      figure(first.median),
      figure(last.median),
      `${figure(runs.min)}–${figure(runs.max)}`,
      figure(last.p95),
      figure(last.p99),
      figure(last.max),
      figure(shown.median),
      figure(shown.max),
      bytesPerKey.toFixed(0),
      figure(lag.max),
      notes.join(', '),
    ];
  });
}

function memoryTable(measured: KeyMeasurements): string {
  const rows = measured.programs.flatMap(({ name, sessions }) => memoryRows(name, sessions));
  if (rows.length === 0) return 'Peak resident memory: this system does not tell it of another process.';
  return table('Peak resident memory, MB', ['min', 'median', 'max', ''], rows);
}

function memoryRows(name: string, sessions: readonly KeySession[]): readonly (readonly string[])[] {
  const kinds = [
    ['with the page of 2,000 records', (session: KeySession) => session.pageMemory],
    ['after all these keys', (session: KeySession) => session.endMemory],
  ] as const;
  return kinds.flatMap(([words, read]) => {
    const bytes = sessions.flatMap((session) => read(session) ?? []);
    if (bytes.length === 0) return [];
    const { min, median, max } = summarise(bytes.map((value) => value / 1_000_000));
    const note = read === kinds[0][1] ? goal(median, goals.pageMemory) : '';
    return [[`${name} ${words}`, ...[min, median, max].map(figure), note]];
  });
}

export function indexTable(rates: readonly IndexRate[]): string {
  const rows = rates.flatMap(({ size, nodes, index, parse, parseText }) => {
    const megabytes = size / 1_000_000;
    const line = (name: string, summary: Summary, note = ''): readonly string[] => [
      name,
      ...[summary.min, summary.median, summary.max].map(figure),
      figure((megabytes / summary.median) * 1000),
      `${(index.median / summary.median).toFixed(2)}×`,
      note,
    ];
    const label = `${megabytes.toFixed(0)} MB`;
    return [
      line(`${label}: index`, index, `${nodes.toLocaleString('en-US')} nodes`),
      line(`${label}: JSON.parse of the bytes`, parse),
      line(`${label}: JSON.parse of the text`, parseText),
    ];
  });
  return table('A document in memory, ms', ['min', 'median', 'max', 'MB/s', 'index takes', ''], rows);
}

export function allPagesTable(measured: AllPages): string {
  const { pages, latencyMs, concurrency, items, readers, missing } = measured;
  const [ours] = readers;
  const sdk = readers.find(({ name }) => name.includes('SDK'));
  const floor = (pages * latencyMs) / concurrency;
  const rows = readers.map(({ name, ms }) => {
    const notes: string[] = [];
    if (name === ours?.name) {
      notes.push(
        `${(ms.median / floor).toFixed(2)}× of pages × latency / ${concurrency}, ${goal(ms.median / floor, goals.allPagesToFloor)}`,
      );
      if (sdk)
        notes.push(
          `${(sdk.ms.median / ms.median).toFixed(1)}× faster than the SDK, goal ≥ ${goals.fasterThanSdk} ${sdk.ms.median / ms.median >= goals.fasterThanSdk ? 'met' : 'missed'}`,
        );
    }
    return [name, ...[ms.min, ms.median, ms.max].map(figure), notes.join('; ')];
  });
  const title = `All of ${pages} pages, ${items} items, ${latencyMs} ms a page, whole processes, ms`;
  return [
    table(title, ['min', 'median', 'max', ''], rows),
    ...missing.map((name) => `Not on this machine: ${name}.`),
  ].join('\n');
}

export function goal(value: number, limit: number): string {
  return `goal ≤ ${limit} ${value <= limit ? 'met' : 'missed'}`;
}
