// What a large history costs as a table.
import type { HistoryCost } from './history.ts';
import { goal } from './report.ts';
import type { Summary } from './statistics.ts';
import { figure, table } from './table.ts';

/** From the issue that asked for the history. */
const historyGoals = { startGrowth: 15, pane: 50, key: 50 } as const;

export function historyTables(costs: readonly HistoryCost[]): string {
  return costs.map(historyTable).join('\n\n');
}

function historyTable({ rows, start, echo, pane, firstRead, key }: HistoryCost): string {
  const line = (name: string, summary: Summary, note = ''): readonly string[] => [
    name,
    ...[summary.min, summary.median, summary.p95, summary.max].map(figure),
    note,
  ];
  const growth = start.full.median - start.empty.median;
  const keys = key.flatMap(({ name, first, complete }) => [
    line(`${name}: first response`, first, goal(first.median, historyGoals.key)),
    line(`${name}: complete`, complete, goal(complete.median, historyGoals.key)),
  ]);
  return table(
    `A history of ${rows.toLocaleString('en-US')} requests, ms`,
    ['min', 'median', 'p95', 'max', ''],
    [
      line('usable frame, empty history', start.empty),
      line('usable frame', start.full, `grows by ${figure(growth)}, ${goal(growth, historyGoals.startGrowth)}`),
      line('a key typed then is echoed, empty history', echo.empty),
      line('a key typed then is echoed', echo.full),
      line('the pane opens', pane, goal(pane.median, historyGoals.pane)),
      line('newest rows from a worker that is started', firstRead),
      ...keys,
    ],
  );
}
