// THE list of bindings, in the order in which help and the footer show them. The key handler, the footer, the `?` screen, the
// documentation's table and the keys that sentences name are all made from it.
import { accountKeys, profileKeys } from '../features/accounts/keys.ts';
import { analyticsKeys } from '../features/analytics/keys.ts';
import { moveInChart } from '../features/chart/chart.ts';
import { chartKeys } from '../features/chart/keys.ts';
import { compareKeys } from '../features/compare/keys.ts';
import { moveInComparison, placeInComparison } from '../features/compare/view.ts';
import { moveInRequest, placeInRequest } from '../features/compose/form-filling.ts';
import { completionKeys, formKeys, sendKeys } from '../features/compose/keys.ts';
import { bodyKeys, editKeys } from '../features/edit/keys.ts';
import { jqKeys, searchKeys } from '../features/filter/keys.ts';
import { findKeys, paletteKeys } from '../features/find/keys.ts';
import { scrollPermissions } from '../features/find/permissions.ts';
import { historyFocusKeys, historyKeys, historySearchKeys } from '../features/history/keys.ts';
import { moveInHistory, placeInHistory } from '../features/history/list.ts';
import { homeKeys } from '../features/home/keys.ts';
import { moveInHome } from '../features/home/offers.ts';
import { markKeys } from '../features/many/keys.ts';
import { scrollMany } from '../features/many/rows.ts';
import { noticeKeys } from '../features/notices/keys.ts';
import { pageKeys } from '../features/pages/keys.ts';
import {
  copyKeys,
  foldKeys,
  followKeys,
  jumpKeys,
  leaveKeys,
  shapeKeys,
  siblingKeys,
  sidewaysKeys,
  tableKeys,
  viewKeys,
  writeKeys,
} from '../features/response/keys.ts';
import { scrollReader } from '../features/response/reader.ts';
import { moveInTable, placeInTable } from '../features/response/table.ts';
import { moveInResponse, placeInResponse } from '../features/response/tree.ts';
import { settingsKeys } from '../features/settings/keys.ts';
import { themeKeys } from '../features/themes/keys.ts';
import { exportKeys } from '../features/tools/keys.ts';
import { watchKeys } from '../features/watch/keys.ts';
import { scrollPreview } from '../features/writes/consent.ts';
import { consentKeys } from '../features/writes/keys.ts';
import type { Binding } from '../keys/binding.ts';
import type { OwnKeys } from '../keys/own-keys.ts';
import { bindingLabel, createKeymap, type Keymap, withOwnKeys } from '../keys/resolve.ts';
import { isCovered, lockedReason } from '../model/account-in-force.ts';
import type { KeyLabels } from '../model/key-labels.ts';
import type { State } from '../model/state.ts';
import { helpKeys } from './help.ts';
import { editingKeys, focusKeys, generalKeys, pickerKeys, questionKeys } from './keys.ts';
import { movedInPrompt } from './long-prompt.ts';
import { type Movers, movementKeys, type Placers, placementKeys } from './movement-keys.ts';
import { paneKeys } from './pane-keys.ts';

/** What a movement does, by where it is made. */
export const movers: Movers = {
  home: (state, movement) => [moveInHome(state, movement), []],
  response: (state, movement) => [moveInResponse(state, movement), []],
  table: (state, movement) => [moveInTable(state, movement), []],
  chart: (state, movement) => [moveInChart(state, movement), []],
  request: (state, movement) => [moveInRequest(state, movement), []],
  reader: (state, movement) => [scrollReader(state, movement), []],
  history: moveInHistory,
  compare: (state, movement) => [moveInComparison(state, movement), []],
  preview: (state, movement) => [scrollPreview(state, movement), []],
  many: (state, movement) => [scrollMany(state, movement), []],
  permissions: (state, movement) => [scrollPermissions(state, movement), []],
};

const placers: Placers = {
  response: placeInResponse,
  table: placeInTable,
  request: placeInRequest,
  history: placeInHistory,
  compare: placeInComparison,
};

export const bindings: readonly Binding[] = [
  ...pageKeys,
  ...findKeys,
  ...homeKeys,
  ...analyticsKeys,
  ...editKeys,
  ...formKeys,
  ...bodyKeys,
  ...movementKeys(movers),
  ...placementKeys(placers),
  ...siblingKeys,
  ...sidewaysKeys,
  ...shapeKeys,
  ...followKeys,
  ...foldKeys,
  ...searchKeys,
  ...jumpKeys,
  ...jqKeys,
  ...tableKeys,
  ...chartKeys,
  ...copyKeys,
  ...exportKeys,
  ...writeKeys,
  ...leaveKeys,
  ...viewKeys,
  ...compareKeys,
  ...watchKeys,
  ...historyKeys,
  ...sendKeys(movedInPrompt),
  ...consentKeys,
  ...markKeys,
  ...historySearchKeys,
  ...completionKeys(movedInPrompt),
  ...questionKeys,
  ...profileKeys,
  ...settingsKeys,
  ...pickerKeys,
  ...helpKeys({ keymapOf, whyUnavailable }),
  ...editingKeys,
  ...paletteKeys,
  ...focusKeys,
  ...paneKeys,
  ...historyFocusKeys,
  ...accountKeys,
  ...themeKeys,
  ...noticeKeys,
  ...generalKeys,
];

/** The keymap with the user's own keys, made once. */
export function keymapOf({ ownKeys }: Pick<State, 'ownKeys'>): Keymap {
  const known = keymaps.get(ownKeys);
  if (known) return known;
  const made = createKeymap(withOwnKeys(bindings, ownKeys));
  keymaps.set(ownKeys, made);
  return made;
}

const keymaps = new WeakMap<OwnKeys, Keymap>();

/** What sentences call the keys of these bindings. */
export const keyLabels: KeyLabels = labelsOf(bindings);

/** The same with keys of the user's own. */
export function ownKeyLabels(ownKeys: OwnKeys): KeyLabels {
  return ownKeys.size === 0 ? keyLabels : labelsOf(keymapOf({ ownKeys }).bindings);
}

/** What has no key is named by what it is. */
function labelsOf(all: readonly Binding[]): KeyLabels {
  const labels: Record<string, string> = {};
  for (const binding of all) {
    const label = bindingLabel(binding);
    if (label !== '') labels[binding.id] ??= label;
  }
  for (const { id } of all) labels[id] ??= `(${id})`;
  return labels;
}

/** Undefined where the binding can act; else the reason why not, as the user is to read it. */
export function whyUnavailable(state: State, binding: Binding): string | undefined {
  if (isCovered(state) && binding.isAllowedWhileLocked !== true) return lockedReason(state);
  return binding.when?.(state);
}
