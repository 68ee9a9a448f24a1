// What people call the things whose ids are in requests, learned from answers and lookups.

import { withGuide } from './guide.ts';
import type { GuideEvent } from './guide-event.ts';
import { inform } from './notices.ts';
import type { State } from './state.ts';

/** Names that are remembered; beyond it the oldest are forgotten. */
const mostNames = 20_000;

/** Remembers names by their ids. */
export function learnNames(state: State, named: Iterable<readonly [id: string, name: string]>): State {
  const before = state.guide.names;
  const fresh = [...named].filter(([id, name]) => id !== name && before.get(id) !== name);
  if (fresh.length === 0) return state;
  const names = new Map([...before, ...fresh]);
  for (const id of names.keys()) {
    if (names.size <= mostNames) break;
    names.delete(id);
  }
  return withGuide(state, { names });
}

/** Ids were found for names that stood in a path; it is said once of each. */
export function takeNames(state: State, { names }: Extract<GuideEvent, { type: 'names.found' }>): State {
  const fresh = names.filter(({ kind, name, id }) => state.guide.ids.get(idKey(kind, name)) !== id);
  if (fresh.length === 0) return state;
  const ids = new Map([...state.guide.ids, ...fresh.map(({ kind, name, id }) => [idKey(kind, name), id] as const)]);
  const learned = learnNames(
    withGuide(state, { ids }),
    fresh.map(({ id, name }) => [id, name] as const),
  );
  return inform(learned, fresh.map(({ kind, name, id }) => `${kind} ${name} is ${id}`).join(', '));
}

/** Into `Guide.ids`; names of zones have no case. */
export function idKey(kind: string, name: string): string {
  return `${kind} ${name.toLowerCase()}`;
}
