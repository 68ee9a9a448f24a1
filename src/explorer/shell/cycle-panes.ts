// Going from pane to pane.
import { showHistory } from '../features/history/list.ts';
import { cyclePane } from '../model/focus.ts';
import type { Step } from '../model/notices.ts';
import type { State } from '../model/state.ts';

/** The next pane; the history reads what other sessions have sent meanwhile. */
export function cyclePanes(state: State, step: 1 | -1): Step {
  const moved = cyclePane(state, step);
  return moved.focus.pane === 'history' ? showHistory(moved) : [moved, []];
}
