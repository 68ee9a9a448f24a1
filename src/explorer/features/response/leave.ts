// Leaving with a result: the value under the cursor is printed once the terminal is as it was.
import { isUnfinished } from '../../../json/document.ts';
import { complain, type Step } from '../../model/notices.ts';
import { rowHere } from '../../model/select.ts';
import type { State } from '../../model/state.ts';

/** Quits, and has the value under the cursor printed. */
export function leaveWithValue(state: State): Step {
  const chosen = rowHere(state);
  if (!chosen) return [state, []];
  if (isUnfinished(chosen.document, chosen.node)) return [complain(state, 'This value has not arrived completely'), []];
  return [state, [{ type: 'quit', chosen }]];
}
