// The measurements of documents as tables, with the goals next to the figures they are for.
import type { DocumentFigures, ViewerFigures } from './documents.ts';
import type { ColdRate } from './index-rate.ts';
import type { ShapeFigures } from './shape-rate.ts';
import type { Summary } from './statistics.ts';
import { figure, table } from './table.ts';

/** From the issue that asked for them: milliseconds, bytes, and the first frame as a multiple of the one of a small file. */
const goals = {
  firstFrameToSmall: 1.2,
  peakMemory: 260_000_000,
  keyMedian: 5,
  keyP99: 16,
  end: 16,
  folds: 16,
  search: 150,
  indexToParse: 2,
} as const;

/** From this size on the goals hold. */
const large = 100_000_000;

export function documentTables(measured: readonly DocumentFigures[]): string {
  const head = ['first frame', 'loaded', 'RSS MB', 'a key', 'p99', 'end', 'close all', 'open all', 'search', ''];
  const small = measured[0];
  const tables = measured.map((document) =>
    table(
      `${sizeName(document.size)}, a list of DNS records`,
      head,
      document.viewers.map((viewer) => row(viewer, document.size >= large ? small : undefined)),
    ),
  );
  return ['Documents at 120×40, medians in ms; a key and p99: j, until its last byte.', ...tables].join('\n\n');
}

function row(viewer: ViewerFigures, small: DocumentFigures | undefined): readonly string[] {
  const { name, firstFrame, loaded, peakMemory, key, end, closeAll, openAll, search, problem } = viewer;
  const notes = problem === undefined ? [] : [`stopped: ${problem}`];
  const before = small?.viewers.find((other) => other.name === name)?.firstFrame;
  if (small !== undefined && name.startsWith('flarescope')) notes.push(...missedGoals(viewer, before));
  const memory = peakMemory === undefined ? '–' : (peakMemory.median / 1_000_000).toFixed(0);
  const times = [key?.median, key?.p99, end?.median, closeAll?.median, openAll?.median, search?.median];
  return [name, median(firstFrame), median(loaded), memory, ...times.map(shown), notes.join(', ')];
}

function missedGoals(viewer: ViewerFigures, small: Summary | undefined): readonly string[] {
  const { firstFrame, peakMemory, key, end, closeAll, openAll, search } = viewer;
  const checks: readonly (readonly [string, number | undefined, number])[] = [
    ['first frame to 1 kB', firstFrame && small && firstFrame.median / small.median, goals.firstFrameToSmall],
    ['RSS', peakMemory?.median, goals.peakMemory],
    ['a key', key?.median, goals.keyMedian],
    ['p99', key?.p99, goals.keyP99],
    ['end', end?.median, goals.end],
    ['close all', closeAll?.median, goals.folds],
    ['open all', openAll?.median, goals.folds],
    ['search', search?.median, goals.search],
  ];
  const missed = checks.filter(([, value, limit]) => value === undefined || value > limit);
  if (missed.length === 0) return ['all goals met'];
  return missed.map(
    ([name, value, limit]) => `${name} goal ≤ ${limit} missed${value === undefined ? '' : ` (${figure(value)})`}`,
  );
}

export function coldTable(rates: readonly ColdRate[]): string {
  const rows = rates.map(({ size, index, parse }) => {
    const times = parse.median / index.median;
    const note = `goal ≥ ${goals.indexToParse} ${times >= goals.indexToParse ? 'met' : 'missed'}`;
    return [sizeName(size), median(index), median(parse), `${times.toFixed(2)}×`, note];
  });
  return table('Opened once, in a new process, ms', ['index', 'JSON.parse', 'times', ''], rows);
}

export function shapeTable(measured: readonly ShapeFigures[]): string {
  const rows = measured.map(({ name, size, nodes, index, openAllAndEnd, depth, search }) => [
    name,
    (size / 1_000_000).toFixed(1),
    nodes.toLocaleString('en-US'),
    ...[index, openAllAndEnd, depth, search].map(median),
    '',
  ]);
  return table('Hard shapes, ms', ['MB', 'nodes', 'index', 'all, end', 'depth 1', 'search', ''], rows);
}

function median(summary: Summary | undefined): string {
  return shown(summary?.median);
}

function shown(value: number | undefined): string {
  return value === undefined ? '–' : figure(value);
}

function sizeName(bytes: number): string {
  return bytes < 1_000_000 ? `${bytes / 1000} kB` : `${bytes / 1_000_000} MB`;
}
