// Parts of the screen that are made anew only where something has changed that they were made of.
import type { State } from '../model/state.ts';

/**
 * `make`, which is not called again as long as what it has read of the state the last time stands there unchanged. What that is, is
 * seen as it reads it: it may follow from the state alone.
 */
export function remembered<Result>(make: (state: State) => Result): (state: State) => Result {
  let read = new Map<string | symbol, unknown>();
  let known: { readonly result: Result } | undefined;
  return (state) => {
    if (known && isUnchanged(state, read)) return known.result;
    const now: typeof read = new Map();
    known = undefined;
    const result = make(
      new Proxy(state, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name);
          now.set(name, value);
          return value;
        },
      }),
    );
    read = now;
    known = { result };
    return result;
  };
}

function isUnchanged(state: State, read: ReadonlyMap<string | symbol, unknown>): boolean {
  for (const [name, value] of read) if (Reflect.get(state, name) !== value) return false;
  return true;
}
