// The catalog's figures as tables, with the goals next to the figures they are for.
import type { CatalogFigures } from './catalog.ts';
import { goal } from './report.ts';
import type { Summary } from './statistics.ts';
import { figure, table } from './table.ts';

/** From the issue that asked for the catalog: milliseconds, and shares of the phrases. */
const catalogGoals = { load: 30, match: 0.05, keyMedian: 8, keyP99: 16, first: 0.75, firstFive: 0.95 } as const;

export function catalogTables({ counts, load, parse, firstRank, match, keystroke, ranking }: CatalogFigures): string {
  const line = (name: string, summary: Summary, note: string): readonly string[] => [
    name,
    ...[summary.min, summary.median, summary.p99, summary.max].map((value) =>
      value < 0.1 ? value.toFixed(4) : figure(value),
    ),
    note,
  ];
  const keys = `${goal(keystroke.median, catalogGoals.keyMedian)}, p99 ${goal(keystroke.p99, catalogGoals.keyP99)}`;
  const times = table(
    'The catalog, ms',
    ['min', 'median', 'p99', 'max', ''],
    [
      line('loaded in a new process', load, goal(load.median, catalogGoals.load)),
      line(
        'its file read and parsed alone',
        parse,
        `loading takes ${(load.median / parse.median).toFixed(1)} × of that`,
      ),
      line('first ranking there', firstRank, ''),
      line('a path matched', match, goal(match.median, catalogGoals.match)),
      line('ranked at a keystroke', keystroke, keys),
    ],
  );
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const shares = ranking.map((row) => [
    row.name,
    String(row.phrases),
    percent(row.first),
    percent(row.firstFive),
    `${least(row.first, catalogGoals.first)}, ${least(row.firstFive, catalogGoals.firstFive)}`,
  ]);
  const told = `${counts.all} operations: ${counts.sdk} of the SDK, ${counts.cf} of the command line, ${counts.both} of them in both`;
  return [told, times, table('Task phrases', ['phrases', 'first', 'of five', ''], shares)].join('\n\n');
}

function least(value: number, limit: number): string {
  return `goal ≥ ${(limit * 100).toFixed(0)} % ${value >= limit ? 'met' : 'missed'}`;
}
