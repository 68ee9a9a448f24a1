// Requests that were sent several times in a row stand in one row of the history, until they are opened: the same line to the same
// account on one day, with the same outcome. Writes are never folded, since each of them changed something.
import { judgeWrite, wishOf } from '../../../api/writes.ts';
import { parseLine } from '../../../request/parse.ts';
import { dayOf, type HistoryState, type StoredItem } from '../../model/history.ts';

/** Requests in one row, or the first of them where they are open. */
export interface Repeats {
  /** All of them, the newest first. */
  readonly rows: readonly StoredItem[];
  /** Number of the oldest, which stays the same as more are sent. */
  readonly key: number;
  readonly isOpen: boolean;
}

interface FoldedRow {
  readonly row: StoredItem;
  readonly repeats: Repeats | undefined;
}

interface Folded {
  readonly opened: ReadonlySet<number>;
  readonly rows: readonly FoldedRow[];
}

const kept = new WeakMap<readonly StoredItem[], Folded>();

/** The rows of the store as the list has them; made anew only where they have changed. */
export function foldedRows({
  stored: { rows },
  opened,
}: Pick<HistoryState, 'stored' | 'opened'>): readonly FoldedRow[] {
  const before = kept.get(rows);
  if (before?.opened === opened) return before.rows;
  const folded: FoldedRow[] = [];
  for (let first = 0; first < rows.length; ) {
    const row = rows[first];
    if (!row) break;
    let end = first + 1;
    while (isRepeat(row, rows[end])) end += 1;
    const all = rows.slice(first, end);
    const key = all.at(-1)?.id ?? row.id;
    const isOpen = opened.has(key);
    if (all.length === 1 || !onlyReads(row.line))
      folded.push(...all.map((each) => ({ row: each, repeats: undefined })));
    else {
      folded.push({ row, repeats: { rows: all, key, isOpen } });
      if (isOpen) folded.push(...all.slice(1).map((each) => ({ row: each, repeats: undefined })));
    }
    first = end;
  }
  kept.set(rows, { opened, rows: folded });
  return folded;
}

/** The repeats that the row of that number is one of. */
export function groupAround(history: Pick<HistoryState, 'stored' | 'opened'>, id: number): Repeats | undefined {
  return foldedRows(history).find(({ repeats }) => repeats?.rows.some((row) => row.id === id))?.repeats;
}

function isRepeat(row: StoredItem, other: StoredItem | undefined): boolean {
  return (
    other?.line === row.line &&
    other.status === row.status &&
    other.failure === row.failure &&
    other.name === row.name &&
    other.profile === row.profile &&
    other.origin === row.origin &&
    dayOf(other.at) === dayOf(row.at)
  );
}

function onlyReads(line: string): boolean {
  const parsed = parseLine(line);
  return parsed.ok && judgeWrite(wishOf(parsed.request)).kind === 'reads';
}
