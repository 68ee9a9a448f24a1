// A list to choose from, with what is said of the item under the cursor beside or below it.
import { inner } from '../../core/layout.ts';
import type { Picker } from '../../core/overlay.ts';
import { pickerLayout } from '../../core/picker-layout.ts';
import { pickerItems, pickerSpec } from '../../core/pickers.ts';
import { type Row, span } from '../../core/spans.ts';
import type { State } from '../../core/state.ts';
import { formatCount } from '../../text/numbers.ts';
import { visible } from '../../text/untrusted.ts';
import { wrap } from '../../text/wrap.ts';
import { framed } from '../widgets/frame.ts';

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
  const shown = items.slice(picker.top, picker.top + height).map(({ row }) => row);
  const empty = wrap(visible(spec.empty(state, picker.line.text)), Math.max(8, width)).map(
    (line): Row => [span(line, 'dim')],
  );
  const status: Row =
    items.length === 0 ? [] : [span(`${formatCount(picker.cursor + 1)} of ${formatCount(items.length)}`, 'dim')];
  const title = [span(spec.title, 'title')];
  const item = items[picker.cursor];
  const said = item && areas.preview && spec.preview ? spec.preview(state, item, inner(areas.preview).width) : [];
  return {
    list: framed(areas.list, { title, status, focused: true }, items.length === 0 ? empty : shown),
    selected: items.length === 0 ? undefined : picker.cursor - picker.top + 1,
    preview: areas.preview ? framed(areas.preview, { title: [], status: [], focused: false }, said) : [],
    isBeside: areas.preview !== undefined && areas.preview.y === areas.list.y,
  };
}
