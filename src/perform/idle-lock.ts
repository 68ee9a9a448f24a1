// Locks the profiles when nobody has pressed a key for long. Looks at the clock now and then instead of setting a timer: a
// machine that was asleep has let the time pass all the same.
import type { Clock } from './ports.ts';
import type { Store } from './store.ts';

/** Milliseconds between looks at the clock. */
const lookEvery = 5_000;

export interface IdleLock {
  /** The store for whoever reads keys. */
  readonly store: Store;
  readonly stop: () => void;
}

/** @param minutes without a key or a paste; 0: never locks */
export function lockWhenIdle(store: Store, clock: Clock, minutes: number): IdleLock {
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
