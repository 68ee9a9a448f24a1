// Copying what stands under the cursor, or all of it. What is large is not made into text here: an effect says of what.
import { isUnfinished, keyOf } from '../../../json/document.ts';
import { composedFilters, leadingFilters } from '../../../json/leading-filters.ts';
import { type Notation, pathOf, pathText, shownPath } from '../../../json/paths.ts';
import { narrowItems } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { truncateMiddle } from '../../../text/width.ts';
import { closeOverlay, openOverlay, pick } from '../../model/focus.ts';
import { keyFor } from '../../model/key-labels.ts';
import { complain, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import { shownLayers } from '../../model/response.ts';
import { span } from '../../model/rows.ts';
import { currentPage, type RowHere, rowHere } from '../../model/select.ts';
import type { State } from '../../model/state.ts';

export function openCopy(state: State): State {
  return openOverlay(state, { kind: 'copy' });
}

/** The value as it is written, or indented. */
export function copyValue(state: State, kind: 'value' | 'pretty'): Step {
  return copyRow(state, (closed, row) => {
    const { document, node } = row;
    if (isUnfinished(document, node)) return [complain(closed, unfinished), []];
    const what = `${kind === 'value' ? 'the value of' : 'the subtree of'} ${pathLabel(row)}`;
    return [closed, [{ type: 'copy', text: { kind, document, node }, what }]];
  });
}

export function copyKey(state: State): Step {
  return copyRow(state, (closed, row) => {
    const key = keyOf(row.document, row.node);
    if (key !== undefined) return copyText(closed, key, `the key of ${pathLabel(row)}`);
    if (row.node === 0) return [complain(closed, 'The root has no key'), []];
    const copies = `${keyFor(state, 'copy.open')} ${keyFor(state, 'copy.path')}`;
    return [complain(closed, `A list item has no key. ${copies} copies its path`), []];
  });
}

/** Asks in which notation. */
export function copyPath(state: State): Step {
  return copyRow(state, (closed) => [pick(closed, 'notation'), []]);
}

function copyRow(state: State, copy: (closed: State, row: RowHere) => Step): Step {
  const closed = closeOverlay(state);
  const row = rowHere(state);
  return row ? copy(closed, row) : [closed, []];
}

const unfinished = 'This value has not arrived completely';

export function copyBody(open: State): Step {
  const state = closeOverlay(open);
  const body = currentPage(state)?.body;
  if (!body) return [state, []];
  switch (body.kind) {
    case 'empty':
      return [complain(state, 'There is no body to copy'), []];
    case 'binary':
      return [complain(state, 'The body is binary, so it cannot be copied'), []];
    case 'text':
    case 'json':
      if ((body.arriving && !(body.kind === 'json' && body.live)) || body.incomplete)
        return [complain(state, 'The body has not arrived completely'), []];
  }
  return [state, [{ type: 'copy', text: { kind: 'body', bytes: body.bytes }, what: 'the whole body' }]];
}

function copyText(state: State, text: string, what: string): Step {
  return [state, [{ type: 'copy', text, what }]];
}

/** Cells that a path may take in a notice. */
const placeCells = 60;

/** The path of the row under the cursor, as a notice says it. */
export function pathLabel({ document, node }: RowHere, cells = placeCells): string {
  return truncateMiddle(shownPath(pathOf(document, node)), cells);
}

const notations: readonly (readonly [notation: Notation, name: string])[] = [
  ['jq', 'jq'],
  ['pointer', 'JSON Pointer'],
  ['javascript', 'JavaScript'],
];

/** In which notation to copy the path of the row, each shown as it would be. */
export const notationPicker: PickerSpec = {
  label: 'path as',
  title: 'Copy the path as',
  items: (state: State, typed: string): readonly PickerItem[] =>
    narrowItems(notations, typed, ([, name]) => name).map(([notation, name]) => ({
      key: notation,
      row: [span(`${name.padEnd(13)} `, 'dim'), span(visible(pathHere(state, notation)))],
    })),
  empty: (): string => 'No notation matches',
  choose: (state: State, { key }: PickerItem): Step => {
    const [notation, name] = notations.find(([known]) => known === key) ?? ['jq', 'jq'];
    const text = pathHere(state, notation);
    const row = rowHere(state);
    const place = row ? pathLabel(row) : text;
    return copyText(closeOverlay(state), text, `the path ${place}, as ${name}`);
  },
};

/** Asks which of the filters that lead to the row; where there is one, that is copied. */
export function copyFilter(state: State): Step {
  return copyRow(state, (closed) => {
    const [first, ...others] = filtersHere(closed);
    if (first === undefined) return [closed, []];
    return others.length === 0
      ? copyText(closed, first.text, `the filter ${shortened(first.text)}`)
      : [pick(closed, 'leadingFilter'), []];
  });
}

const filterWords = { place: 'this one', identity: 'by identity', every: 'of every item' } as const;

/** Which filter to copy, each shown as it would be. */
export const leadingFilterPicker: PickerSpec = {
  label: 'filter',
  title: 'Copy the jq filter that leads here',
  items: (state: State, typed: string): readonly PickerItem[] =>
    narrowItems(filtersHere(state), typed, ({ by, text }) => `${filterWords[by]} ${text}`).map(({ by, text }) => ({
      key: by,
      row: [span(`${filterWords[by].padEnd(14)} `, 'dim'), span(visible(text))],
    })),
  empty: (): string => 'No filter matches',
  choose: (state: State, { key }: PickerItem): Step => {
    const chosen = filtersHere(state).find(({ by }) => by === key);
    const closed = closeOverlay(state);
    return chosen ? copyText(closed, chosen.text, `the filter ${shortened(chosen.text)}`) : [closed, []];
  },
};

/** What leads to the row from what came: the filters in force, and the path in what they have made. */
function filtersHere(state: State): ReturnType<typeof leadingFilters> {
  const row = rowHere(state);
  const { response } = state;
  if (!row || !response) return [];
  const layers = shownLayers(response).map(({ filter, page }) => ({
    text: filter,
    isSequence: page?.body.kind === 'json' && page.body.view.document.isSequence,
  }));
  return leadingFilters(row.document, row.node, layers.length === 0 ? undefined : composedFilters(layers));
}

function shortened(text: string): string {
  return truncateMiddle(visible(text), placeCells);
}

function pathHere(state: State, notation: Notation): string {
  const row = rowHere(state);
  return row ? pathText(pathOf(row.document, row.node), notation) : '';
}
