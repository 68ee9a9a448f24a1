// A watch on the screen: the mark of a row that has just changed, and below the response how it goes, with the log of changes.
import { isSameDocument, type JsonDocument, type NodeId, rawParent } from '../../../json/document.ts';
import { isOpen } from '../../../json/folds.ts';
import type { TreeView } from '../../../json/tree-view.ts';
import { formatCount, formatDuration, formatQuantity } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, truncateStart } from '../../../text/width.ts';
import { keyFor } from '../../model/key-labels.ts';
import { fitRow, type Role, type Row, rowWidth, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { clockTime, freshAt, freshFor, watchRowsOf } from '../../model/watch.ts';

/** The row with what has just happened to its value behind it. */
export function withFresh(state: State, view: TreeView, node: NodeId, row: Row, width: number): Row {
  const { watch, now } = state;
  if (!watch || watch.fresh.length === 0 || !isSameDocument(watch.document, view.document)) return row;
  const fresh = freshAt(watch, view.document, node, !isOpen(view.folds, view.document, node), now);
  if (!fresh) return row;
  const told = `  ◂ ${fresh.told}`;
  const room = width - rowWidth(row);
  const shown = room >= cellWidth(told) ? row : fitRow(row, Math.max(8, width - Math.min(cellWidth(told), 14)));
  return fitRow([...trimmed(shown), span(told, now - fresh.at < freshFor ? 'match' : 'warn')], width);
}

/** The role of a cell of the table that has just changed, or in which something has. */
export function freshRole(
  { watch, now }: State,
  document: JsonDocument,
): ((cell: NodeId) => Role | undefined) | undefined {
  if (!watch || watch.fresh.length === 0 || !isSameDocument(watch.document, document)) return undefined;
  return (cell) => {
    // Of a row that is new, or elsewhere, every cell.
    const fresh =
      freshAt(watch, document, cell, true, now) ?? freshAt(watch, document, rawParent(document, cell), false, now);
    return fresh && (now - fresh.at < freshFor ? 'match' : 'warn');
  };
}

/** Without the blanks that a row is filled up with. */
function trimmed(row: Row): Row {
  const last = row.at(-1);
  return last && last.text.trim() === '' && row.length > 1 ? row.slice(0, -1) : row;
}

/** Rows below the response; none where nothing is watched. */
export function watchRows(state: State, width: number, height: number): readonly Row[] {
  const { watch } = state;
  const count = watchRowsOf(state, height);
  if (!watch || count === 0) return [];
  const { ended, seconds, slowedMs, changes, log } = watch;
  const every = slowedMs === undefined ? `every ${seconds} s` : `every ${formatDuration(slowedMs)} (rate limit)`;
  const words = ended === undefined ? `watching ${every}` : `watch ended: ${visible(ended)}`;
  const counts = ` · ${formatQuantity(watch.count, 'answer')} · ${formatQuantity(changes, 'change')} `;
  const stops = ended === undefined ? `· ${keyFor(state, 'app.back')} stops ` : '';
  const hint = log.length === 0 ? stops : `${stops}· ${keyFor(state, 'watch.log')} reads all `;
  const head: Row = [
    span('─ ', 'border'),
    span(words, ended === undefined ? 'accent' : 'bad'),
    span(counts + hint, 'dim'),
  ];
  const rule = fitRow([...head, span('─'.repeat(Math.max(0, width - rowWidth(head))), 'border')], width);
  const lines = log.slice(-(count - 1)).map(({ at, mark, path, text }): Row => {
    const room = Math.max(8, Math.floor((width - 12) / 2));
    return [
      span(`${clockTime(at)} `, 'dim'),
      span(`${mark} `, 'warn'),
      span(truncateStart(path, room), 'key'),
      span(`  ${text}`),
    ];
  });
  const shown = count === 1 ? [] : lines;
  const blank = Array.from({ length: count - 1 - shown.length }, (): Row => []);
  if (shown.length === 0 && blank.length > 0)
    blank[0] = [span(`nothing has changed yet, of ${formatCount(watch.count)} looked at`, 'dim')];
  return [rule, ...shown, ...blank].map((row) => fitRow(row, width));
}
