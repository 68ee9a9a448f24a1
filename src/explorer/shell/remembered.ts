// Parts of the screen that are made anew only where something has changed that they were made of.
import type { State } from '../model/state.ts';

/** What counts of parts of the state. */
type Counts = { readonly [Name in keyof State]?: (part: State[Name]) => unknown };

/**
 * `make`, which is not called again as long as what it has read of the state the last time stands there unchanged. What that is, is
 * seen as it reads it: it may follow from the state alone.
 *
 * @param counts for parts that change with every key: what `make` uses of them, where that is less
 */
export function remembered<Result>(make: (state: State) => Result, counts: Counts = {}): (state: State) => Result {
  const counted = new Map(Object.entries(counts) as [string | symbol, (part: unknown) => unknown][]);
  const read = (state: State, name: string | symbol): unknown => {
    const part: unknown = Reflect.get(state, name);
    const count = counted.get(name);
    return count ? count(part) : part;
  };
  let known: { readonly result: Result; readonly made: ReadonlyMap<string | symbol, unknown> } | undefined;
  return (state) => {
    if (known && isUnchanged(known.made, state)) return known.result;
    known = undefined;
    const made = new Map<string | symbol, unknown>();
    const result = make(
      new Proxy(state, {
        get: (target, name) => {
          made.set(name, read(target, name));
          return Reflect.get(target, name);
        },
      }),
    );
    known = { result, made };
    return result;
  };

  function isUnchanged(made: ReadonlyMap<string | symbol, unknown>, state: State): boolean {
    for (const [name, value] of made) if (read(state, name) !== value) return false;
    return true;
  }
}
