// Jumping to a key by a few letters of its path. What few nodes there are is looked through at once; a worker goes through the rest.
import { isSameDocument } from '../../../json/document.ts';
import { type KeyPath, keyPaths, nodeAtKeyPath } from '../../../json/key-paths.ts';
import { moveTo } from '../../../json/view.ts';
import { narrow } from '../../../text/matching.ts';
import { formatCount, formatQuantity } from '../../../text/numbers.ts';
import { visible } from '../../../text/untrusted.ts';
import { cellWidth, truncateStart } from '../../../text/width.ts';
import { withView } from '../../model/document.ts';
import type { DocumentEvent } from '../../model/events.ts';
import { closeOverlay, pick } from '../../model/focus.ts';
import type { Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import { letterSpans, type Row, span } from '../../model/rows.ts';
import { currentPage } from '../../model/select.ts';
import type { KnownKeys, State } from '../../model/state.ts';

/** Nodes that take less time to look through than a key may. */
const atOnce = 10_000;

/** Opens the list of all keys of the document on screen. */
export function openKeys(state: State): Step {
  const body = currentPage(state)?.body;
  if (body?.kind !== 'json') return [state, []];
  const { document } = body.view;
  const known = state.keys;
  const isKnown = known?.document.nodeCount === document.nodeCount && isSameDocument(known.document, document);
  const opened = pick(state, 'keys');
  if (isKnown) return [opened, []];
  const found = keyPaths(document, atOnce);
  const keys: KnownKeys = { document, ...found, isRead: found.isAll };
  return [{ ...opened, keys }, found.isAll ? [] : [{ type: 'keys.read', document }]];
}

/** Takes in the keys of a whole document. */
export function takeKeys(
  state: State,
  { document, paths, isAll }: Extract<DocumentEvent, { type: 'keys.told' }>,
): State {
  const { keys } = state;
  if (!keys || keys.document !== document) return state;
  return { ...state, keys: { document, paths, isAll, isRead: true } };
}

/** What was narrowed last: the list is asked for several times for a key. */
let narrowed:
  | { readonly paths: readonly KeyPath[]; readonly typed: string; readonly items: readonly PickerItem[] }
  | undefined;

function itemsFor(paths: readonly KeyPath[], typed: string): readonly PickerItem[] {
  if (narrowed?.paths === paths && narrowed.typed === typed) return narrowed.items;
  const items = narrow(
    paths.map(({ text }) => text),
    typed,
  ).map(({ index, letters }): PickerItem => {
    const { text, count } = paths[index]!;
    return { key: String(index), row: (width) => keyRow(text, letters, count, width) };
  });
  narrowed = { paths, typed, items };
  return items;
}

/** The end of a long path says more than its beginning. */
function keyRow(text: string, letters: Parameters<typeof letterSpans>[1], count: number, width: number): Row {
  const number = count === 1 ? '' : `  ${formatCount(count)}`;
  const room = Math.max(1, width - cellWidth(number));
  const shown = visible(text);
  const path = cellWidth(shown) > room ? [span(truncateStart(shown, room), 'key')] : letterSpans(text, letters, 'key');
  return [...path, span(number, 'count')];
}

/** All keys, each with the path that it stands at; Enter goes to it. */
export const keysPicker: PickerSpec = {
  label: '@',
  title: 'Go to a key',
  items: (state: State, typed: string): readonly PickerItem[] => itemsFor(state.keys?.paths ?? [], typed),
  empty: ({ keys }: State): string => {
    if (keys && !keys.isAll && !keys.isRead) return 'No key matches yet; the document is being read';
    return keys && !keys.isAll ? `No key matches among the first ${formatCount(keys.paths.length)}` : 'No key matches';
  },
  status: ({ keys }: State): Row => {
    if (!keys || keys.isAll) return [];
    return [span(keys.isRead ? `the first ${formatQuantity(keys.paths.length, 'path')}` : 'reading …', 'warn')];
  },
  choose: (state: State, { key }: PickerItem): Step => {
    const closed = closeOverlay(state);
    const body = currentPage(closed)?.body;
    const path = closed.keys?.paths[Number(key)];
    if (body?.kind !== 'json' || !path) return [closed, []];
    const { view } = body;
    return [withView(closed, moveTo(view, nodeAtKeyPath(view.document, path, view.cursor))), []];
  },
};
