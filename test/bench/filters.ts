// Filters over a large document that is open already, as the explorer runs them in their thread: until the first rows are there, and to
// the end. Beside them jq, which reads the file each time, where it is on PATH.
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { indexDocument } from '../../src/json/parse.ts';
import { createFilterer } from '../../src/workers/filtering.ts';
import { documentOf, type Records } from './records.ts';
import { type Summary, summarise } from './statistics.ts';
import { figure, table } from './table.ts';

/** Milliseconds. */
interface FilterCost {
  readonly filter: string;
  /** Undefined for what comes all at once. */
  readonly first: Summary | undefined;
  readonly whole: Summary;
  /** Of the program jq; undefined where there is none. */
  readonly jq: Summary | undefined;
}

interface FilterFigures {
  /** Bytes. */
  readonly size: number;
  /** Until the document is indexed, which is done once. */
  readonly index: Summary;
  readonly filters: readonly FilterCost[];
}

const filters = [
  '.result[].name',
  '.result[] | select(.type=="A")',
  '.result | length',
  '.result | map({id,name})',
  '.result | group_by(.type)',
  '.result | sort_by(.name)',
  '.result[] | {name, content}',
  '[.result[] | select(.ttl > 300)]',
  '.result | map(.type) | unique',
  '.result[] | select(.name | test("^host-0"))',
];

export async function measureFilters(
  { list }: Records,
  size: number,
  rounds: number,
  folder: string,
): Promise<FilterFigures> {
  const made = documentOf(list, size);
  const file = path.join(folder, 'filters.json');
  await writeFile(file, made);
  const bytes = new Uint8Array(new SharedArrayBuffer(made.length));
  bytes.set(made);
  const indexTimes: number[] = [];
  const times = filters.map(() => ({ first: [] as number[], whole: [] as number[], jq: [] as number[] }));
  const hasJq = (await runJq(['--version'])) !== undefined;
  const filterer = createFilterer();
  try {
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      const indexed = indexDocument(bytes);
      indexTimes.push(performance.now() - start);
      if (!indexed.ok) throw new Error(indexed.error.reason);
      const { document } = indexed;
      for (const [id, filter] of filters.entries()) {
        const begun = performance.now();
        await new Promise<void>((resolve, reject) => {
          let isFirst = true;
          filterer.start(
            { id: round * filters.length + id + 1, document, filter, limitMs: 600_000 },
            {
              onStart: () => undefined,
              onGrow: (body) => {
                if (body && isFirst) times[id]?.first.push(performance.now() - begun);
                if (body) isFirst = false;
              },
              onEnd: (end) => {
                times[id]?.whole.push(performance.now() - begun);
                if (end.type === 'done' && end.error === undefined) resolve();
                else reject(new Error(`${filter} failed`));
              },
            },
          );
        });
        const jqMs = hasJq ? await runJq(['-c', filter, file]) : undefined;
        if (jqMs !== undefined) times[id]?.jq.push(jqMs);
      }
    }
  } finally {
    filterer.close();
  }
  return {
    size: made.length,
    index: summarise(indexTimes),
    filters: times.map(({ first, whole, jq }, id) => ({
      filter: filters[id] ?? '',
      first: first.length > 0 ? summarise(first) : undefined,
      whole: summarise(whole),
      jq: jq.length > 0 ? summarise(jq) : undefined,
    })),
  };
}

/** Milliseconds until it ends; undefined where it cannot be run. */
function runJq(args: readonly string[]): Promise<number | undefined> {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn('jq', args, { stdio: ['ignore', 'ignore', 'ignore'] });
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => resolve(code === 0 ? performance.now() - start : undefined));
  });
}

export function filtersTable({ size, index, filters: costs }: FilterFigures): string {
  const rows = costs.map(({ filter, first, whole, jq }) => [
    filter,
    first ? figure(first.median) : '–',
    figure(whole.median),
    jq ? figure(jq.median) : '–',
    jq ? figure(jq.median / whole.median) : '–',
    jq ? figure(jq.median / (whole.median + index.median)) : '–',
  ]);
  const megabytes = (size / 1_000_000).toFixed(0);
  return table(
    `Filters over ${megabytes} MB, ms (the pause after the last key included; indexing, once, takes ${figure(index.median)})`,
    ['filter', 'first rows', 'whole', 'jq', 'jq is slower by', 'with indexing'],
    rows,
  );
}
