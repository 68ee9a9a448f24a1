// Choosing a theme: all of the screen is painted in the one under the cursor while one chooses.
import { themeNames, withSetting } from '../../../settings/table.ts';
import { createLine } from '../../../text/line-buffer.ts';
import { narrowItems } from '../../../text/matching.ts';
import { padEnd } from '../../../text/width.ts';
import { closeOverlay, openOverlay, openPicker } from '../../model/focus.ts';
import type { Step } from '../../model/notices.ts';
import type { PickerItem } from '../../model/overlays.ts';
import type { PickerSpec } from '../../model/pickers.ts';
import type { Reducers } from '../../model/reducers.ts';
import { fitRow, type Role, type Row, requestSpans, span } from '../../model/rows.ts';
import type { State } from '../../model/state.ts';
import { roleMeanings } from '../../model/theme.ts';

export function openThemes(state: State): Step {
  const cursor = Math.max(0, namesOf(state).indexOf(state.settings.theme));
  const opened = openOverlay(state, { kind: 'picker', name: 'themes', line: createLine(), cursor, top: 0 });
  return [opened, [{ type: 'theme.list' }]];
}

export const themeReducers: Reducers<'theme.listed'> = {
  'theme.listed': (state, { names }) => {
    const cursor = openPicker(state)?.name === 'themes' ? openPicker(state)?.cursor : undefined;
    const listed: State = { ...state, ownThemes: names };
    // Own ones come last: the cursor stays where it is, but where it could not stand on the one in force before.
    const at = namesOf(listed).indexOf(state.settings.theme);
    const isLost = cursor === 0 && at > 0 && !namesOf(state).includes(state.settings.theme);
    return [isLost ? openAt(listed, at) : listed, []];
  },
};

function openAt(state: State, cursor: number): State {
  return openOverlay(closeOverlay(state), { kind: 'picker', name: 'themes', line: createLine(), cursor, top: 0 });
}

/** What is painted follows what is set, and while one is chosen the cursor. */
export function showTheme(before: State, state: State): Step {
  const name = wantedTheme(state);
  return [state, name === wantedTheme(before) ? [] : [{ type: 'theme.show', name }]];
}

function wantedTheme(state: State): string {
  const picker = openPicker(state);
  if (picker?.name !== 'themes') return state.settings.theme;
  return narrowed(state, picker.line.text)[picker.cursor] ?? state.settings.theme;
}

function namesOf({ ownThemes }: State): readonly string[] {
  return [...themeNames, ...ownThemes.filter((name) => !themeNames.some((known) => known === name))];
}

function narrowed(state: State, typed: string): readonly string[] {
  return narrowItems(namesOf(state), typed, (name) => name);
}

const nameWidth = 20;

const meanings: Readonly<Record<(typeof themeNames)[number], string>> = {
  terminal: 'the colours of your terminal',
  auto: 'dark or light, as its background is',
  dark: 'on a dark background',
  light: 'on a light background',
  'high-contrast': 'as far apart as can be',
  'catppuccin-mocha': 'Catppuccin, dark',
  'gruvbox-dark-hard': 'Gruvbox, dark',
  'tokyo-night': 'Tokyo Night, dark',
};

export const themesPicker: PickerSpec = {
  label: 'theme',
  title: 'Colours',
  items: (state: State, typed: string): readonly PickerItem[] =>
    narrowed(state, typed).map((name) => {
      const known = themeNames.find((one) => one === name);
      const mark = name === state.settings.theme ? '• ' : '  ';
      const meaning = known && !state.ownThemes.includes(name) ? meanings[known] : 'your own';
      return { key: name, row: [span(mark, 'accent'), span(padEnd(name, nameWidth)), span(meaning, 'dim')] };
    }),
  empty: () => 'No theme matches. Your own stand in the folder themes beside settings.json',
  preview: (_, __, width) => sample(width),
  choose: (state: State, { key }: PickerItem): Step => {
    const chosen = { ...closeOverlay(state), settings: withSetting(state.settings, 'theme', key) };
    // Nothing else is painted until it is kept.
    return [chosen, [{ type: 'settings.write', name: 'theme', value: key }]];
  },
};

const samples: readonly Row[] = [
  [span('▾ ', 'marker'), span('{}', 'punctuation'), span(' success result', 'preview'), span(' [2]', 'count')],
  [span('  name   ', 'key'), span('"example.com"', 'string')],
  [span('  ttl    ', 'key'), span('3600', 'number')],
  [span('  paused ', 'key'), span('false', 'literal')],
  [
    ...requestSpans('GET '),
    ...requestSpans('POST '),
    ...requestSpans('PUT '),
    ...requestSpans('PATCH '),
    ...requestSpans('DELETE'),
  ],
  [
    span('200', 'good'),
    span('  '),
    span('retrying', 'warn'),
    span('  '),
    span('403', 'bad'),
    span('  '),
    span('found', 'match'),
  ],
  [],
];

/** Some JSON, then every role by what it means. */
function sample(width: number): readonly Row[] {
  const roles = Object.entries(roleMeanings) as readonly (readonly [Role | 'selected', string])[];
  const rows = roles.flatMap(([role, meaning]) => (role === 'selected' ? [] : [[span(meaning, role)]]));
  return [...samples, ...rows].map((row) => fitRow(row, width));
}
