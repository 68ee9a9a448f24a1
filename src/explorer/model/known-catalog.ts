// The catalog as the state has it: asking for it, and the names that responses and lookups have told of ids.
import { isLocalApi } from '../../api/address.ts';
import type { Find } from './catalog.ts';
import type { Effect } from './effects.ts';
import type { Event, FindEvent } from './events.ts';
import { inform, type Step } from './notices.ts';
import type { State } from './state.ts';

export function withFind(state: State, changes: Partial<Find>): State {
  return { ...state, find: { ...state.find, ...changes } };
}

/** Asks for the catalog where there is none yet, and none is on its way. */
export function needCatalog(state: State): Step {
  if (state.find.catalog || state.find.isLoading) return [state, []];
  return [withFind(state, { isLoading: true }), [{ type: 'catalog.load' }]];
}

/**
 * Asks for the catalog before it is needed, where that needs no request to anybody: with the first frame, which tells the size
 * of the screen. Who reads a file may never need it, and loading it would hold up the first keys there, so that it waits for
 * a request to be begun.
 */
export function readCatalogAhead(before: State, state: State, event: Event): Step {
  const { response, composer, session } = state;
  const isOnFile = response !== undefined && response.request === undefined;
  const isBegun = composer.line.text !== '' && composer.line !== before.composer.line;
  if (isOnFile ? !isBegun : event.type !== 'screen.resized') return [state, []];
  // A local API that was asked for by that name has answered already.
  const mayAsk = session.kind === 'local' || session.baseUrl === undefined || !isLocalApi(session.baseUrl);
  return mayAsk ? needCatalog(state) : [state, []];
}

/** Another address may have another API: lets go of a catalog that is not its, and asks for the right one. */
export function fitCatalog(state: State): Step {
  const { catalog } = state.find;
  const { baseUrl } = state.session;
  const wanted = baseUrl !== undefined && isLocalApi(baseUrl) ? baseUrl : undefined;
  if (!catalog || catalog.baseUrl === wanted) return [state, []];
  const effects: readonly Effect[] = [{ type: 'catalog.load' }];
  return [withFind(state, { catalog: undefined, isLoading: true }), effects];
}

/** What to say while there is no catalog. */
export function whyNoCatalog({ find }: State): string {
  return find.isLoading ? 'The catalog is loading' : 'There is no catalog';
}

/** Names that are remembered; beyond it the oldest are forgotten. */
const mostNames = 20_000;

/** Remembers names by their ids. */
export function learnNames(state: State, named: Iterable<readonly [id: string, name: string]>): State {
  const before = state.find.names;
  const fresh = [...named].filter(([id, name]) => id !== name && before.get(id) !== name);
  if (fresh.length === 0) return state;
  const names = new Map([...before, ...fresh]);
  for (const id of names.keys()) {
    if (names.size <= mostNames) break;
    names.delete(id);
  }
  return withFind(state, { names });
}

/** Ids were found for names that stood in a path; it is said once of each. */
export function takeNames(state: State, { names }: Extract<FindEvent, { type: 'names.found' }>): State {
  const fresh = names.filter(({ kind, name, id }) => state.find.ids.get(idKey(kind, name)) !== id);
  if (fresh.length === 0) return state;
  const ids = new Map([...state.find.ids, ...fresh.map(({ kind, name, id }) => [idKey(kind, name), id] as const)]);
  const learned = learnNames(
    withFind(state, { ids }),
    fresh.map(({ id, name }) => [id, name] as const),
  );
  return inform(learned, fresh.map(({ kind, name, id }) => `${kind} ${name} is ${id}`).join(', '));
}

/** Into `Find.ids`; names of zones have no case. */
export function idKey(kind: string, name: string): string {
  return `${kind} ${name.toLowerCase()}`;
}
