// A list to choose from, with what is said of the item under the cursor beside or below it.
import { formatCount } from '../../text/numbers.ts';
import { visible } from '../../text/untrusted.ts';
import { wrap } from '../../text/wrap.ts';
import { framed } from '../model/frame.ts';
import { inner } from '../model/layout.ts';
import type { Picker } from '../model/overlays.ts';
import { pickerLayout } from '../model/picker-layout.ts';
import { type Row, span } from '../model/spans.ts';
import type { State } from '../model/state.ts';
import { pickerItems, pickerSpec, pickerText } from './pickers.ts';

export interface PickerRows {
  readonly list: readonly Row[];
  /** Index in `list` of the row under the cursor. */
  readonly selected: number | undefined;
  /** Rows that stand beside the list, or below it. */
  readonly preview: readonly Row[];
  readonly isBeside: boolean;
}

export function pickerOverlay(state: State, picker: Picker): PickerRows {
  const spec = pickerSpec(picker.name);
  const areas = pickerLayout(state.screen, spec.preview !== undefined);
  const items = pickerItems(state, picker);
  const { width, height } = inner(areas.list);
  // A list that has become shorter, or a screen that has, must still show the cursor.
  const top = Math.min(Math.max(picker.top, picker.cursor - height + 1), picker.cursor);
  const shown = items.slice(top, top + height).map(({ row }) => (typeof row === 'function' ? row(width) : row));
  const empty = wrap(visible(spec.empty(state, picker.line.text)), Math.max(8, width)).map(
    (line): Row => [span(line, 'dim')],
  );
  const place = `${formatCount(picker.cursor + 1)} of ${formatCount(items.length)}`;
  const more = spec.status?.(state) ?? [];
  const status: Row = [
    ...more,
    ...(items.length === 0 ? [] : [span(more.length > 0 ? ' ─ ' : '', 'border'), span(place, 'dim')]),
  ];
  const title = [span(visible(pickerText(spec.title, state)), 'title')];
  const item = items[picker.cursor];
  const beside = areas.preview ? inner(areas.preview).width : 0;
  const said = item ? spec.preview?.(state, item, beside) : spec.beside?.(state, beside);
  return {
    list: framed(areas.list, { title, status, focused: true }, items.length === 0 ? empty : shown),
    selected: items.length === 0 ? undefined : picker.cursor - top + 1,
    preview: areas.preview ? framed(areas.preview, { title: [], status: [], focused: false }, said ?? []) : [],
    isBeside: areas.preview !== undefined && areas.preview.y === areas.list.y,
  };
}
