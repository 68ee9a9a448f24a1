// What drawing a chart costs: reading its points, which happens once, and a frame, which happens for every key. In this process.
import { chartFields, defaultChoice, readChart } from '../../src/chart/data.ts';
import { plot } from '../../src/chart/plot.ts';
import { indexDocument } from '../../src/json/parse.ts';
import { type Summary, summarise } from './statistics.ts';
import { figure, table } from './table.ts';

/** Milliseconds. */
export interface ChartFigures {
  readonly size: string;
  readonly points: number;
  readonly read: Summary;
  readonly draw: Summary;
}

const points = 10_000;
const framesEach = 20;

export function measureCharts(rounds: number): readonly ChartFigures[] {
  const start = Date.parse('2026-11-29T00:00:00Z');
  const rows = Array.from({ length: points }, (_, index) => ({
    dimensions: { datetime: new Date(start + index * 1000).toISOString() },
    sum: { requests: Math.round(500 + 400 * Math.sin(index / 300) + ((index * 7919) % 100)) },
  }));
  const indexed = indexDocument(new TextEncoder().encode(JSON.stringify(rows)));
  if (!indexed.ok) throw new Error('the rows could not be indexed');
  const { document } = indexed;
  const fields = chartFields(document, 0);
  const choice = defaultChoice(fields, points);
  if (!choice) throw new Error('there is nothing to draw');
  return (
    [
      [40, 12],
      [80, 24],
      [200, 60],
    ] as const
  ).map(([width, height]) => {
    const [reads, draws]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      const before = performance.now();
      const data = readChart(document, 0, fields, choice);
      reads.push(performance.now() - before);
      if (data.places.length !== points) throw new Error(`${data.places.length} points were read`);
      for (let frame = 0; frame < framesEach; frame++) {
        const at = performance.now();
        plot(data, { cursor: frame, from: 0, to: points - 1 }, width, height);
        draws.push(performance.now() - at);
      }
    }
    return { size: `${width}x${height}`, points, read: summarise(reads), draw: summarise(draws) };
  });
}

export function chartsTable(measured: readonly ChartFigures[]): string {
  const rows = measured.map(({ size, points: count, read, draw }) => [
    size,
    count.toLocaleString('en-US'),
    figure(read.median),
    figure(draw.median),
    figure(draw.p95),
    figure(draw.max),
    '',
  ]);
  return table('Charts, ms', ['points', 'read once', 'frame', 'p95', 'max', ''], rows);
}
