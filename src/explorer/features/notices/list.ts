// The notices of this session as a list, the newest first; enter copies one.
import { narrowItems } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { wrap } from '../../../text/wrap.ts';
import { closeOverlay, pick } from '../../model/focus.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import type { Reason } from '../../model/reasons.ts';
import { fitRow, type Row, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';

/** Those that wait to be shown are in the list, and have been seen with it. */
export function openNotices(state: State): State {
  return pick({ ...state, notices: { ...state.notices, waiting: [] } }, 'notices');
}

export function whyNoNotices({ notices }: State): Reason {
  return notices.told.length === 0 ? 'Nothing has been told in this session' : undefined;
}

export const noticesPicker: PickerSpec = {
  label: 'notices',
  title: 'Notices of this session',
  items: ({ notices }, typed) => {
    const newestFirst = notices.told.map((told, index) => ({ told, key: String(index) })).toReversed();
    return narrowItems(newestFirst, typed, ({ told }) => told.text).map(
      ({ told: { kind, text, at }, key }): PickerItem => {
        const mark = kind === 'problem' ? span('✗ ', 'bad') : span('• ', 'good');
        const shown: Row = [span(`${clockText(at)}  `, 'dim'), mark, span(visible(text))];
        return { key, row: (width) => fitRow(shown, width) };
      },
    );
  },
  empty: (_, typed) => `No notice has ${visible(typed.trim())} in it.`,
  preview: (state, item, width) =>
    wrap(visible(textOf(state, item)), Math.max(8, width)).map((line): Row => [span(line)]),
  choose: (state, item) => [closeOverlay(state), [{ type: 'copy', text: textOf(state, item), what: 'the notice' }]],
};

function textOf({ notices }: State, { key }: PickerItem): string {
  return notices.told[Number(key)]?.text ?? '';
}

/** The time of day, where the user is. */
function clockText(at: number | undefined): string {
  if (at === undefined) return '        ';
  const time = new Date(at);
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
