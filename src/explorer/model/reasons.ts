// Why a key cannot act on what is on screen, as the user reads it: reasons that several features share.
import { keyFor } from './key-labels.ts';
import { currentPage } from './select.ts';
import type { State } from './state.ts';

/** Undefined, or the reason why something cannot be done. */
export type Reason = string | undefined;

export function whyNoResponse(state: State): Reason {
  return state.response ? undefined : 'There is no response yet. Send a request first';
}

/** For what folds and searches. */
export function whyNoTree(state: State): Reason {
  const page = currentPage(state);
  if (!page) return whyNoResponse(state);
  if (page.body.kind !== 'json') return 'This response is not JSON, so it has no tree';
  return page.view === 'tree' ? undefined : `This works in the tree view. ${viewKey(state)} switches the view`;
}

/** For what acts on the value under the cursor. */
export function whyNoRow(state: State): Reason {
  const page = currentPage(state);
  if (!page) return whyNoResponse(state);
  if (page.body.kind !== 'json') {
    const copies = `${keyFor(state, 'copy.open')} ${keyFor(state, 'copy.body')}`;
    return `This response is not JSON, so no value is selected. ${copies} copies the body`;
  }
  if (page.view === 'tree' || page.view === 'table' || page.view === 'chart') return undefined;
  return `No value is selected in this view. ${viewKey(state)} switches the view`;
}

export function whyNotJson(state: State): Reason {
  const page = currentPage(state);
  if (!page) return whyNoResponse(state);
  return page.body.kind === 'json' ? undefined : 'This response is not JSON';
}

function viewKey(state: State): string {
  return keyFor(state, 'response.nextView');
}

/** While a request is in flight. */
export function whyBusy(state: State): Reason {
  return state.exchange.kind === 'sending'
    ? `A request is in progress. ${keyFor(state, 'app.back')} cancels it`
    : undefined;
}
