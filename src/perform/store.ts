// The one store: state changes by `update` alone, effects are handed on, listeners are told; and what locks the
// profiles once no key has been pressed for a while. Knows no UI library.
import type { Effect } from '../explorer/model/effects.ts';
import type { Event } from '../explorer/model/events.ts';
import type { State } from '../explorer/model/state.ts';
import { update } from '../explorer/shell/update.ts';
import type { Ticker } from '../http/clock.ts';

export interface Store {
  readonly getState: () => State;
  readonly dispatch: (event: Event) => void;
  /** Calls `listener` after every change; the returned function stops that. */
  readonly subscribe: (listener: () => void) => () => void;
}

export type Perform = (effect: Effect, dispatch: (event: Event) => void) => void;

/** A store that starts in `initial` and gives every effect to `perform`. */
export function createStore(initial: State, perform: Perform): Store {
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

/** Milliseconds between looks at the clock. */
const lookEvery = 5_000;

interface IdleLock {
  /** The store for whoever reads keys. */
  readonly store: Store;
  readonly stop: () => void;
}

/** @param minutes without a key or a paste; 0: never locks */
export function lockWhenIdle(store: Store, clock: Ticker, minutes: number): IdleLock {
  if (minutes === 0) return { store, stop: () => undefined };
  let lastKeyAt = clock.now();
  /** True where it has just been locked. */
  const lockIfIdle = (): boolean => {
    const isIdle = clock.now() - lastKeyAt >= minutes * 60_000 && store.getState().profiles.vault.kind === 'open';
    if (isIdle) store.dispatch({ type: 'profiles.idled' });
    return isIdle;
  };
  const stop = clock.every(lookEvery, lockIfIdle);
  const dispatch: Store['dispatch'] = (event) => {
    if (event.type === 'key.pressed' || event.type === 'text.pasted') {
      const isLate = lockIfIdle();
      lastKeyAt = clock.now();
      // The key that wakes a machine was meant for a screen that is hidden now.
      if (isLate) return;
    }
    store.dispatch(event);
  };
  return { store: { ...store, dispatch }, stop };
}
