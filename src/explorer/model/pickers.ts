// What a list to choose from is: each feature has the specifications of its own, and the shell one table of all.
import { openPicker } from './focus.ts';
import { complain, type Step } from './notices.ts';
import type { PickerItem } from './overlays.ts';
import type { Row } from './rows.ts';
import type { State } from './state.ts';

export interface PickerSpec {
  /** Before the field, as short as can be. */
  readonly label: string | ((state: State) => string);
  readonly title: string | ((state: State) => string);
  /** What is in it for what was typed, the best first. */
  readonly items: (state: State, typed: string) => readonly PickerItem[];
  /** Why there is nothing in it. */
  readonly empty: (state: State, typed: string) => string;
  readonly preview?: (state: State, item: PickerItem, width: number, height: number) => readonly Row[];
  /** What stands in the preview's place while there is no item. */
  readonly beside?: (state: State, width: number) => readonly Row[];
  /** Said on the lower edge beside the number of items. */
  readonly status?: (state: State) => Row;
  /** What choosing an item does; it closes the picker. */
  readonly choose: (state: State, item: PickerItem) => Step;
}

/** Chooses the item under the cursor of the picker on top. */
export function chooseItem(state: State, spec: PickerSpec): Step {
  const picker = openPicker(state);
  if (!picker) return [state, []];
  const item = spec.items(state, picker.line.text)[picker.cursor];
  return item ? spec.choose(state, item) : [complain(state, spec.empty(state, picker.line.text)), []];
}
