// The list of all settings: what is in force, what it means, and what enter does with one. The table of the settings says what there
// is, `store/settings-writer.ts` keeps what is changed; a change counts when that is done.

import {
  expected,
  isDefaultSetting,
  readSetting,
  settingChoices,
  settingProblem,
  settingText,
} from '../../../settings/kinds.ts';
import {
  isSettingName,
  type SettingName,
  type SettingValue,
  settingNames,
  settingTable,
  withSetting,
} from '../../../settings/table.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { narrow, narrowItems } from '../../../text/matching.ts';
import { visible } from '../../../text/untrusted.ts';
import { truncate } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import { closeOverlay, openOverlay, openQuestion, pick } from '../../model/focus.ts';
import { complain, inform, type Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import type { QuestionSpec } from '../../model/questions.ts';
import type { Reducers } from '../../model/reducers.ts';
import { letterSpans, type Row, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { openThemes } from '../themes/themes.ts';

const widest = Math.max(...settingNames.map((name) => name.length));

/** Cells of a value in the list. */
const valueCells = 20;

export function openSettings(state: State): Step {
  return [pick(state, 'settings'), []];
}

export const settingsPicker: PickerSpec = {
  label: 'setting',
  title: 'Settings',
  items: (state, typed) =>
    // Words of the meaning find it too.
    narrowItems(settingNames, typed, (name) => `${name} ${settingTable[name].meaning}`).map((name) => ({
      key: name,
      row: settingRow(state, name),
    })),
  empty: (_, typed) => `No setting matches ${visible(typed.trim())}.`,
  preview: (state, { key }, width) => (isSettingName(key) ? saidOf(state, key, width) : []),
  choose: (state, { key }) => (isSettingName(key) ? changeSetting(state, key) : [state, []]),
};

function settingRow(state: State, name: SettingName): Row {
  const value = state.settings[name];
  const isDefault = isDefaultSetting(name, value);
  return [
    span(isDefault ? '  ' : '* ', 'accent'),
    span(name.padEnd(widest + 2)),
    span(truncate(shownValue(value), valueCells), isDefault ? 'dim' : 'text'),
  ];
}

function shownValue(value: SettingValue): string {
  return visible(settingText(value)) || 'none';
}

function saidOf(state: State, name: SettingName, width: number): readonly Row[] {
  const row = settingTable[name];
  const value = state.settings[name];
  const said = (text: string): readonly Row[] => wrap(text, Math.max(8, width)).map((line) => [span(line, 'dim')]);
  const unit = row.kind === 'whole' ? ` (${row.unit})` : '';
  return [
    ...wrap(row.meaning, Math.max(8, width)).map((line): Row => [span(line)]),
    ...said(
      `Now ${shownValue(value)}${isDefaultSetting(name, value) ? ', as by default' : `; by default ${shownValue(row.default)}`}.`,
    ),
    ...said(
      `Takes ${expected(row)}${unit}. A change counts ${row.applies === 'now' ? 'at once' : 'at the next start'}.`,
    ),
  ];
}

/** The setting under the cursor of the list, also while something about it is asked. */
function settingAt(state: State): SettingName | undefined {
  const list = state.focus.overlays.find((overlay) => overlay.kind === 'picker' && overlay.name === 'settings');
  if (list?.kind !== 'picker') return undefined;
  const key = settingsPicker.items(state, list.line.text)[list.cursor]?.key ?? '';
  return isSettingName(key) ? key : undefined;
}

/** Turns it over, lets one choose, or asks for it. */
function changeSetting(state: State, name: SettingName): Step {
  const row = settingTable[name];
  const value = state.settings[name];
  if (name === 'theme') return openThemes(state);
  if (row.kind === 'flag') return write(state, name, value !== true);
  if (settingChoices(row).length > 0) return [pick(state, 'settingChoice'), []];
  // A number is typed anew, and the field says what may be; names and texts are rather changed.
  const suggested = row.kind === 'whole' ? {} : { suggested: settingText(value) };
  return [openOverlay(state, { kind: 'question', name: 'setting', line: createLine(), ...suggested }), []];
}

/** The choices of the setting under the cursor; where it takes any text, what was typed is one as well. */
export const settingChoicePicker: PickerSpec = {
  label: (state) => settingAt(state) ?? '',
  title: (state) => settingAt(state) ?? '',
  items: (state, typed) => {
    const name = settingAt(state);
    if (name === undefined) return [];
    const row = settingTable[name];
    const choices = settingChoices(row);
    const found = narrow(choices, typed).map(({ index, letters }): PickerItem => {
      const choice = choices[index] ?? '';
      const current = settingText(state.settings[name]) === choice ? [span(' · current', 'dim')] : [];
      const usual = row.default === choice ? [span(' · default', 'dim')] : [];
      return { key: choice, row: [...letterSpans(choice, letters), ...current, ...usual] };
    });
    const own = typed.trim();
    const isOwn = row.kind === 'text' && own !== '' && !choices.includes(own);
    return isOwn ? [...found, { key: own, row: [span(`use ${visible(own)}`)] }] : found;
  },
  empty: (state, typed) => {
    const name = settingAt(state);
    return name === undefined ? '' : (settingProblem(name, typed) ?? '');
  },
  choose: (state, { key }) => {
    const name = settingAt(state);
    return name === undefined ? [closeOverlay(state), []] : take(state, name, key);
  },
};

export const settingQuestion: QuestionSpec = {
  label: (state) => settingAt(state) ?? '',
  placeholder: (state) => {
    const name = settingAt(state);
    return name === undefined ? '' : `${expected(settingTable[name])}; now ${shownValue(state.settings[name])}`;
  },
  answer: (state, typed) => {
    const name = settingAt(state);
    return name === undefined ? [closeOverlay(state), []] : take(state, name, typed);
  },
};

/** What is wrong with what is being typed for a setting. */
export function typedSettingProblem(state: State): string | undefined {
  const question = openQuestion(state);
  const name = settingAt(state);
  if (question?.name !== 'setting' || name === undefined || question.line.text.trim() === '') return undefined;
  const read = readSetting(name, question.line.text);
  return read.ok ? undefined : read.problem;
}

function take(state: State, name: SettingName, typed: string): Step {
  const read = readSetting(name, typed);
  return read.ok ? write(closeOverlay(state), name, read.value) : [complain(state, read.problem), []];
}

function write(state: State, name: SettingName, value: SettingValue | undefined): Step {
  return [state, [{ type: 'settings.write', name, value }]];
}

/** Goes back to the default of the setting under the cursor. */
export function resetSetting(state: State): Step {
  const name = settingAt(state);
  return name === undefined ? [state, []] : write(state, name, undefined);
}

export const settingsReducers: Reducers<'settings.written'> = {
  'settings.written': (state, { name, value = settingTable[name].default }) => {
    const when = settingTable[name].applies === 'now' ? '' : '; that counts from the next start';
    const changed = { ...state, settings: withSetting(state.settings, name, value) };
    return [inform(changed, `${name} is ${shownValue(value)}${when}`), []];
  },
};
