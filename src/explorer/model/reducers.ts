// What an event changes: each feature has the reducers for the events that are its own, and the shell one table of all.
import type { Event } from './events.ts';
import type { Step } from './notices.ts';
import type { State } from './state.ts';

export type EventOf<Type extends Event['type']> = Extract<Event, { readonly type: Type }>;

/** One for each type of event: the compiler misses none. */
export type Reducers<Type extends Event['type']> = {
  readonly [Name in Type]: (state: State, event: EventOf<Name>) => Step;
};
