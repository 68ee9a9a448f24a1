// The palette: every operation of the API, found by words. Choosing one puts it into the prompt, and its form asks for the rest.
import { pathOf } from '../../../catalog/fill.ts';
import { type Letters, stretches } from '../../../catalog/rank/highlight.ts';
import type { Ranked } from '../../../catalog/rank/rank.ts';
import type { Operation } from '../../../catalog/types.ts';
import { formatLine } from '../../../request/format.ts';
import type { Step } from '../../model/exchange.ts';
import { closeOverlay, openPicker, pick } from '../../model/focus.ts';
import { needCatalog, whyNoCatalog } from '../../model/guide.ts';
import { letterSpans } from '../../model/letters.ts';
import type { PickerItem } from '../../model/overlays.ts';
import { type Row, type Span, span } from '../../model/spans.ts';
import type { State } from '../../model/state.ts';
import { focusForm } from '../compose/form-cursor.ts';
import { withLine } from '../compose/form-value.ts';
import { operationRows } from './operation-rows.ts';
import { rankedOperations } from './ranking.ts';

export function openPalette(state: State): Step {
  return needCatalog(pick(state, 'operations'));
}

/** The keys of the items are places in the ranking. */
const items = new WeakMap<readonly Ranked[], readonly PickerItem[]>();

export const operationsPicker = {
  label: 'operation',
  title: 'Operations',
  items: (state: State, typed: string): readonly PickerItem[] => {
    const found = rankedOperations(state, typed);
    const made =
      items.get(found) ??
      found.map((ranked, index): PickerItem => ({ key: String(index), row: (width) => operationRow(ranked, width) }));
    items.set(found, made);
    return made;
  },
  empty: (state: State, typed: string): string =>
    state.guide.catalog ? `No operation fits ${typed.trim()}: fewer or other words may` : whyNoCatalog(state),
  preview: (state: State, item: PickerItem, width: number): readonly Row[] => {
    const operation = chosen(state, item)?.operation;
    const catalog = state.guide.catalog?.catalog;
    return operation && catalog ? operationRows(operation, catalog.details(operation), width) : [];
  },
  choose: (state: State, item: PickerItem): Step => {
    const ranked = chosen(state, item);
    return [ranked ? prepare(closeOverlay(state), ranked.operation, ranked.values) : closeOverlay(state), []];
  },
};

function chosen(state: State, item: PickerItem): Ranked | undefined {
  return rankedOperations(state, openPicker(state)?.line.text ?? '')[Number(item.key)];
}

/** Puts an operation into the prompt, with what is known of its path, and gives its form the keys. */
export function prepare(state: State, operation: Operation, values: Readonly<Record<string, string>>): State {
  const line = formatLine({
    method: operation.method,
    path: pathOf(operation, values),
    items: [],
    filter: undefined,
  });
  return focusForm(withLine(state, line));
}

const methodWidth = 'DELETE '.length;

/** A title of fewer letters tells nothing. */
const leastTitle = 12;

/** Method, path and title, as far as they have room; the path keeps its braces only where they do not cost the title. */
export function operationRow({ operation, letters }: Ranked, width: number): Row {
  const { method, path, title, deprecated } = operation;
  const { path: inPath, title: inTitle } = letters();
  const role = deprecated ? 'dim' : 'text';
  const mark: readonly Span[] = deprecated ? [span('deprecated ', 'warn')] : [];
  const room = width - methodWidth - (deprecated ? 'deprecated '.length : 0);
  const isShort = path.length + 2 + Math.max(leastTitle, title.length) > room;
  const shown = isShort ? withoutNames(path, inPath) : { text: path, letters: inPath };
  const left = room - shown.text.length - 2;
  const words = left < leastTitle ? [] : [span('  '), ...letterSpans(title, inTitle, 'dim')];
  return [
    span(method.padEnd(methodWidth), 'method'),
    ...mark,
    ...letterSpans(shown.text, shown.letters, role),
    ...words,
  ];
}

/** The path with `{}` for its placeholders, and the letters where they stand then. */
function withoutNames(path: string, letters: Letters): { readonly text: string; readonly letters: Letters } {
  /** Where each letter stands in the shorter text; undefined for those that are left out. */
  const places: (number | undefined)[] = [];
  let text = '';
  let isInside = false;
  for (const letter of path.split('')) {
    if (letter === '}') isInside = false;
    places.push(isInside ? undefined : text.length);
    if (!isInside) text += letter;
    if (letter === '{') isInside = true;
  }
  const shown = letters.flatMap(([from, to]) => places.slice(from, to).filter((place) => place !== undefined));
  return { text, letters: stretches(shown) };
}
