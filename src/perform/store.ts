// The one store: state changes by `update` alone, effects are handed on, listeners are told. Knows no UI library.
import type { Effect } from '../explorer/model/effects.ts';
import type { Event } from '../explorer/model/events.ts';
import type { State } from '../explorer/model/state.ts';
import { update } from '../explorer/shell/update.ts';
import type { Dispatch } from './performers.ts';

export interface Store {
  readonly getState: () => State;
  readonly dispatch: Dispatch;
  /** Calls `listener` after every change; the returned function stops that. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** A store that starts in `initial` and gives every effect to `perform`. */
export function createStore(initial: State, perform: (effect: Effect, dispatch: Dispatch) => void): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  const dispatch = (event: Event): void => {
    const [next, effects] = update(state, event);
    if (next !== state) {
      state = next;
      for (const listener of listeners) listener();
    }
    for (const effect of effects) perform(effect, dispatch);
  };
  return {
    getState: () => state,
    dispatch,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
