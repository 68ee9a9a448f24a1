// What is known of the API: reading the catalog that fits the account, and taking in what came of other questions.
import { isLocalApi } from '../../catalog/path-names.ts';
import type { Event } from './action.ts';
import type { Guide } from './catalog.ts';
import type { Effect } from './effect.ts';
import type { Step } from './exchange.ts';
import type { State } from './state.ts';

export function withGuide(state: State, changes: Partial<Guide>): State {
  return { ...state, guide: { ...state.guide, ...changes } };
}

/** Asks for the catalog where there is none yet, and none is on its way. */
export function needCatalog(state: State): Step {
  if (state.guide.catalog || state.guide.isLoading) return [state, []];
  return [withGuide(state, { isLoading: true }), [{ type: 'catalog.load' }]];
}

/**
 * Asks for the catalog before it is needed, where that needs no request to anybody: with the first frame, which tells the size
 * of the screen. Who reads a file may never need it, and loading it would hold up the first keys there, so that it waits for
 * a request to be begun.
 */
export function readCatalogAhead(before: State, state: State, event: Event): Step {
  const { answer, composer, session } = state;
  const isOnFile = answer !== undefined && answer.request === undefined;
  const isBegun = composer.line.text !== '' && composer.line !== before.composer.line;
  if (isOnFile ? !isBegun : event.type !== 'screen.resized') return [state, []];
  return session.baseUrl !== undefined && isLocalApi(session.baseUrl) ? [state, []] : needCatalog(state);
}

/** Another address may have another API: lets go of a catalog that is not its, and asks for the right one. */
export function fitCatalog(state: State): Step {
  const { catalog } = state.guide;
  const { baseUrl } = state.session;
  const wanted = baseUrl !== undefined && isLocalApi(baseUrl) ? baseUrl : undefined;
  if (!catalog || catalog.baseUrl === wanted) return [state, []];
  const effects: readonly Effect[] = [{ type: 'catalog.load' }];
  return [withGuide(state, { catalog: undefined, isLoading: true }), effects];
}

/** What to say while there is no catalog. */
export function whyNoCatalog({ guide }: State): string {
  return guide.isLoading ? 'The catalog of operations is being read' : 'There is no catalog of operations';
}
