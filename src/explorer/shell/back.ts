// Going back: what one press of the key leaves, cancels or takes off.
import { leaveProfiles } from '../features/accounts/unlocking.ts';
import { leaveChart } from '../features/chart/chart.ts';
import { leaveComparison } from '../features/compare/sides.ts';
import { dropMark } from '../features/compare/start.ts';
import { cancelLookup } from '../features/compose/lookup.ts';
import { leaveBodyText } from '../features/edit/body-text.ts';
import { cancelReading } from '../features/edit/resource.ts';
import { dropLayer } from '../features/filter/jq.ts';
import { cancelSearch } from '../features/filter/search.ts';
import { cancelTextSearch } from '../features/filter/text-search.ts';
import { leavePermissions } from '../features/find/permissions.ts';
import { dropFilter } from '../features/history/filter.ts';
import { leaveTour } from '../features/home/offers.ts';
import { dropMarks } from '../features/many/marks.ts';
import { leaveMany } from '../features/many/plan.ts';
import { leaveTable } from '../features/response/table.ts';
import { dropRowFilter } from '../features/response/table-filter.ts';
import { leaveWatch } from '../features/watch/watch.ts';
import { cancelWrite } from '../features/writes/consent.ts';
import { isArriving } from '../model/document.ts';
import { cancel } from '../model/exchange.ts';
import { closeOverlay, focusPane, openQuestion, topOverlay } from '../model/focus.ts';
import { keyFor } from '../model/key-labels.ts';
import { complain, type Step } from '../model/notices.ts';
import { currentBarePage } from '../model/select.ts';
import type { State } from '../model/state.ts';

/** Innermost first; each is undefined where it has nothing to leave. */
const steps: readonly ((state: State) => Step | undefined)[] = [
  dropFilter,
  cancelSearch,
  cancelTextSearch,
  (state) => (openQuestion(state)?.name === 'rowFilter' ? dropRowFilter(state) : undefined),
  cancelLookup,
  leaveBodyText,
  cancelReading,
  leavePermissions,
  cancelWrite,
  leaveMany,
  leaveProfiles,
  leaveComparison,
  (state) => (topOverlay(state) ? [closeOverlay(state), []] : undefined),
  (state) => (state.exchange.kind === 'sending' ? cancel(state) : undefined),
  stopArrival,
  dropMark,
  dropMarks,
  leaveWatch,
  dropRowFilter,
  leaveTable,
  leaveChart,
  dropLayer,
  (state) => (state.focus.pane !== 'response' && state.response ? [focusPane(state, 'response'), []] : undefined),
  (state) => (state.focus.pane === 'request' ? [focusPane(state, 'prompt'), []] : undefined),
  leaveTour,
];

export function back(state: State): Step {
  for (const step of steps) {
    const left = step(state);
    if (left) return left;
  }
  return [complain(state, `Nothing to cancel. ${keyFor(state, 'app.quit')} quits`), []];
}

function stopArrival(state: State): Step | undefined {
  // Taking a filter off leaves what it is over as it is.
  const body = currentBarePage(state)?.body;
  if (state.response?.layers.length && body?.kind === 'json' && body.live) return undefined;
  return state.response && isArriving(state) ? [state, [{ type: 'stopArrival', id: state.response.id }]] : undefined;
}
