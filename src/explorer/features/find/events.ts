// What came of asking about the API beside the user's own requests, and what a request's own response changes of what is known.
import { isLocalApi } from '../../../api/address.ts';
import { fieldName } from '../../../request/body-tree.ts';
import { effectiveMethod } from '../../../request/method.ts';
import type { Event } from '../../model/events.ts';
import { fitCatalog, needCatalog, takeNames, withFind } from '../../model/known-catalog.ts';
import { complain, type Step } from '../../model/notices.ts';
import { learnNeeded } from '../../model/permissions.ts';
import type { Reducers } from '../../model/reducers.ts';
import { currentPage, isRefusal, pointedParts } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import { formOf } from '../compose/form.ts';
import { placeCursor } from '../compose/form-cursor.ts';
import { fieldKey } from '../compose/form-part.ts';
import { forgetLists } from '../compose/lookup.ts';
import { accessReducers } from './permissions.ts';

export const findReducers: Reducers<
  'catalog.loaded' | 'catalog.failed' | 'names.found' | 'access.told' | 'access.placed'
> = {
  'catalog.loaded': (state, event) => {
    // The account may have changed while it was read.
    return fitCatalog(withFind(state, { catalog: event.known, isLoading: false, hasFailed: false }));
  },
  'catalog.failed': (state, event) => [
    complain(withFind(state, { isLoading: false, hasFailed: true }), event.reason),
    [],
  ],
  'names.found': (state, event) => [takeNames(state, event), []],
  ...accessReducers,
};

/** Another account has other ids, and another address may have another API. */
export function fitToAccount(state: State, event: Event): Step {
  if (event.type === 'session.opened' || (event.type === 'session.changed' && !event.isAnother))
    return fitCatalog(state);
  if (event.type !== 'session.changed') return [state, []];
  const bare: State = { ...state, request: { ...state.request, edited: undefined, reading: undefined } };
  return fitCatalog(
    withFind(bare, {
      ids: new Map(),
      access: undefined,
      places: new Map(),
      zoneAccounts: new Map(),
      lookup: undefined,
      hasFailed: false,
    }),
  );
}

/** A write may have changed any list, and an API that has answered can tell of itself. */
export function learnFromResponse(before: State, after: State, event: Event): Step {
  const { exchange } = before;
  if (event.type !== 'exchange.done' || exchange.kind !== 'sending' || exchange.id !== event.id) return [after, []];
  const isRead = ['GET', 'HEAD', 'OPTIONS'].includes(effectiveMethod(exchange.request));
  const known = onPointedPart(isRead ? after : forgetLists(after));
  const { baseUrl } = known.session;
  const page = currentPage(known);
  if (isRefusal(page?.failure)) return learnNeeded(known, page?.request);
  const mayAsk = baseUrl !== undefined && isLocalApi(baseUrl) && !known.find.hasFailed;
  return mayAsk ? needCatalog(known) : [known, []];
}

/** Puts the form's cursor on what the API complained of, for when the form has focus. */
function onPointedPart(state: State): State {
  const page = currentPage(state);
  const [part] = page ? pointedParts(state, page) : [];
  if (!part) return state;
  const steps = part.name.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  // What is nested has no row where it is closed; a name may have a dot in it as well.
  for (const key of [fieldKey(part.in, part.name), fieldKey(part.in, fieldName(steps))]) {
    const placed = placeCursor(state, key);
    if (formOf(placed)?.fields.some((field) => field.key === key)) return placed;
  }
  return state;
}
