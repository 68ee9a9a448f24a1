// What came of asking about the API beside the user's own requests, and what a request's own response changes of what is known.
import { isLocalApi } from '../../../catalog/path-names.ts';
import { effectiveMethod } from '../../../request/method.ts';
import type { Event, GuideEvent } from '../../model/events.ts';
import { fitCatalog, needCatalog, takeNames, withGuide } from '../../model/known-catalog.ts';
import { complain, type Step } from '../../model/notices.ts';
import { currentPage, pointedParts } from '../../model/select.ts';
import type { State } from '../../model/state.ts';
import { formOf, keyOf } from '../compose/form.ts';
import { placeCursor } from '../compose/form-cursor.ts';
import { forgetLists, takeListed, takeUnlisted } from '../compose/lookup.ts';
import { takeAccess } from './access.ts';

export function followGuide(state: State, event: GuideEvent): Step {
  switch (event.type) {
    case 'catalog.loaded':
      // The account may have changed while it was read.
      return fitCatalog(withGuide(state, { catalog: event.known, isLoading: false, hasFailed: false }));
    case 'catalog.failed':
      return [complain(withGuide(state, { isLoading: false, hasFailed: true }), event.reason), []];
    case 'names.found':
      return [takeNames(state, event), []];
    case 'lookup.listed':
      return [takeListed(state, event), []];
    case 'lookup.failed':
      return [takeUnlisted(state, event), []];
    case 'access.told':
      return [takeAccess(state, event), []];
  }
}

/** Another account has other ids, and may have another API. */
export function changeAccount(state: State): Step {
  return fitCatalog(withGuide(state, { ids: new Map(), access: undefined, lookup: undefined, hasFailed: false }));
}

/** Called after what happened to a request: a write may have changed any list, and an API that has answered can tell of itself. */
export function learnFromResponse(before: State, after: State, event: Event): Step {
  const { exchange } = before;
  if (event.type !== 'exchange.done' || exchange.kind !== 'sending' || exchange.id !== event.id) return [after, []];
  const isRead = ['GET', 'HEAD', 'OPTIONS'].includes(effectiveMethod(exchange.request));
  const known = onPointedPart(isRead ? after : forgetLists(after));
  const { baseUrl } = known.session;
  const mayAsk = baseUrl !== undefined && isLocalApi(baseUrl) && !known.guide.hasFailed;
  return mayAsk ? needCatalog(known) : [known, []];
}

/** Puts the form's cursor on what the API complained of, for when the form has the keys. */
function onPointedPart(state: State): State {
  const page = currentPage(state);
  const [part] = page ? pointedParts(state, page) : [];
  const key = part && keyOf(part.in, part.name);
  return formOf(state)?.fields.some((field) => field.key === key) ? placeCursor(state, key) : state;
}
