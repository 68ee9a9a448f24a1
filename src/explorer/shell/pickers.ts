// Every list to choose from, what moves in it, and its rows; what is in it and what choosing does is its feature's.
import { formatCount } from '../../text/numbers.ts';
import { visible } from '../../text/untrusted.ts';
import { wrap } from '../../text/wrap.ts';
import { accountPicker, protectionPicker } from '../features/accounts/adding.ts';
import { accountsPicker } from '../features/accounts/profiles.ts';
import { questionsPicker } from '../features/analytics/questions.ts';
import { chartPicker } from '../features/chart/chart.ts';
import { compareCopyPicker } from '../features/compare/output.ts';
import { compareWithPicker } from '../features/compare/start.ts';
import { offerPicker } from '../features/compose/completion.ts';
import { choicesPicker } from '../features/compose/form-filling.ts';
import { fieldsPicker } from '../features/compose/form-search.ts';
import { lookupPicker } from '../features/compose/lookup.ts';
import { membersPicker } from '../features/edit/body-text.ts';
import { followPicker } from '../features/find/follow.ts';
import { forEachPicker } from '../features/find/for-each.ts';
import { operationsPicker } from '../features/find/palette.ts';
import { noticesPicker } from '../features/notices/list.ts';
import { orderPicker } from '../features/pages/relist.ts';
import { leadingFilterPicker, notationPicker } from '../features/response/copy.ts';
import { keysPicker } from '../features/response/jump-to-key.ts';
import { columnsPicker } from '../features/response/table-columns.ts';
import { settingChoicePicker, settingsPicker } from '../features/settings/settings.ts';
import { themesPicker } from '../features/themes/themes.ts';
import { exportPicker } from '../features/tools/export.ts';
import { importPicker } from '../features/tools/import.ts';
import { openPicker, replaceOverlay } from '../model/focus.ts';
import { framed, inner, pickerHeight, pickerLayout } from '../model/layout.ts';
import type { Step } from '../model/notices.ts';
import type { Picker, PickerItem, PickerName } from '../model/overlays.ts';
import { chooseItem, type PickerSpec } from '../model/pickers.ts';
import { type Row, span } from '../model/rows.ts';
import type { State } from '../model/state.ts';

const pickers: Readonly<Record<PickerName, PickerSpec>> = {
  compareWith: compareWithPicker,
  compareCopy: compareCopyPicker,
  order: orderPicker,
  notation: notationPicker,
  leadingFilter: leadingFilterPicker,
  keys: keysPicker,
  columns: columnsPicker,
  chart: chartPicker,
  questions: questionsPicker,
  export: exportPicker,
  requests: importPicker,
  operations: operationsPicker,
  offer: offerPicker,
  choices: choicesPicker,
  fields: fieldsPicker,
  members: membersPicker,
  lookup: lookupPicker,
  follow: followPicker,
  forEach: forEachPicker,
  settings: settingsPicker,
  notices: noticesPicker,
  settingChoice: settingChoicePicker,
  profiles: accountsPicker,
  account: accountPicker,
  protection: protectionPicker,
  themes: themesPicker,
};

export function pickerSpec(name: PickerName): PickerSpec {
  return pickers[name];
}

/** A label, a title or a placeholder, which may say what is chosen. */
export function specText(text: PickerSpec['label'], state: State): string {
  return typeof text === 'string' ? text : text(state);
}

export function pickerItems(state: State, picker: Picker): readonly PickerItem[] {
  return pickers[picker.name].items(state, picker.line.text);
}

/** Chooses the item under the cursor of the picker on top. */
export function chooseInPicker(state: State): Step {
  const picker = openPicker(state);
  return picker ? chooseItem(state, pickers[picker.name]) : [state, []];
}

/** Moves the cursor by items, or by screens, and keeps it in the window. */
export function movePicker(state: State, by: number, unit: 'item' | 'screen'): State {
  const picker = openPicker(state);
  if (!picker) return state;
  const height = pickerHeight(state.screen, pickers[picker.name].preview !== undefined);
  const last = Math.max(0, pickerItems(state, picker).length - 1);
  const cursor = Math.min(last, Math.max(0, picker.cursor + (unit === 'item' ? by : by * height)));
  const top = Math.min(cursor, Math.max(picker.top, cursor - height + 1));
  return replaceOverlay(state, { ...picker, cursor, top });
}

interface PickerRows {
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
  const title = [span(visible(specText(spec.title, state)), 'title')];
  const item = items[picker.cursor];
  const { width: beside, height: below } = areas.preview ? inner(areas.preview) : { width: 0, height: 0 };
  const said = item ? spec.preview?.(state, item, beside, below) : spec.beside?.(state, beside);
  return {
    list: framed(areas.list, { title, status, focused: true }, items.length === 0 ? empty : shown),
    selected: items.length === 0 ? undefined : picker.cursor - top + 1,
    preview: areas.preview ? framed(areas.preview, { title: [], status: [], focused: false }, said ?? []) : [],
    isBeside: areas.preview !== undefined && areas.preview.y === areas.list.y,
  };
}
