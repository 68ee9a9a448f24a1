// From keys to the binding that they mean. Contexts are asked in order; the first that has the keys wins.
import type { Binding } from './binding.ts';
import { type KeySequence, keysLabel } from './chord.ts';
import type { Context } from './context.ts';
import type { OwnKeys } from './own-keys.ts';

/** What keys mean somewhere. */
interface Meaning {
  /** Undefined where the keys begin a sequence. */
  readonly binding: Binding | undefined;
}

/** A binding that can be reached, and how hints name the key that does. */
interface Reachable {
  readonly binding: Binding;
  readonly label: string;
}

/** A sequence that may follow what was pressed. */
interface Following {
  /** The keys that are still to be pressed. */
  readonly keys: KeySequence;
  readonly binding: Binding;
}

/** The bindings, ready to be looked up for every key and every frame. */
export interface Keymap {
  readonly bindings: readonly Binding[];
  /** What `keys` mean in the first of `contexts` that knows them; undefined where none does. */
  readonly resolve: (contexts: readonly Context[], keys: KeySequence) => Meaning | undefined;
  /** Every binding that can be reached from `contexts`: an inner context hides an outer one's keys. */
  readonly reachable: (contexts: readonly Context[]) => readonly Reachable[];
  /** What may follow the keys that begin a sequence. */
  readonly following: (contexts: readonly Context[], begun: KeySequence) => readonly Following[];
}

const begins: Meaning = { binding: undefined };

export function createKeymap(bindings: readonly Binding[]): Keymap {
  const byContext = new Map<Context, Map<KeySequence, Meaning>>();
  for (const binding of bindings) {
    const meaning: Meaning = { binding };
    for (const context of binding.contexts) {
      const meanings = byContext.get(context) ?? new Map<KeySequence, Meaning>();
      byContext.set(context, meanings);
      for (const keys of binding.keys) {
        meanings.set(keys, meaning);
        for (const begun of beginnings(keys)) meanings.set(begun, begins);
      }
    }
  }
  const resolve: Keymap['resolve'] = (contexts, keys) => {
    for (const context of contexts) {
      const meaning = byContext.get(context)?.get(keys);
      if (meaning) return meaning;
    }
    return undefined;
  };
  const isReachable = (contexts: readonly Context[], keys: KeySequence, binding: Binding): boolean =>
    resolve(contexts, keys)?.binding === binding &&
    beginnings(keys).every((begun) => resolve(contexts, begun) === begins);
  // The footer asks for the same few again with every frame.
  const known = new Map<string, readonly Reachable[]>();
  const reachable: Keymap['reachable'] = (contexts) => {
    const key = contexts.join();
    const before = known.get(key);
    if (before) return before;
    const found: Reachable[] = [];
    for (const binding of bindings) {
      const keys = binding.keys.find((candidate) => isReachable(contexts, candidate, binding));
      if (keys !== undefined) found.push({ binding, label: binding.label ?? keysLabel(keys) });
    }
    known.set(key, found);
    return found;
  };
  const following: Keymap['following'] = (contexts, begun) =>
    bindings.flatMap((binding) =>
      binding.keys
        .filter((keys) => keys.startsWith(`${begun} `) && isReachable(contexts, keys, binding))
        .map((keys) => ({ keys: keys.slice(begun.length + 1), binding })),
    );
  return { bindings, resolve, reachable, following };
}

/** The bindings with the user's own keys. Where these differ by context, a binding is several, each with its contexts. */
export function withOwnKeys(bindings: readonly Binding[], own: OwnKeys): readonly Binding[] {
  if (own.size === 0) return bindings;
  return bindings.flatMap((binding): readonly Binding[] => {
    const { label, labelWith, ...rest } = binding;
    const parts = own.get(binding.id);
    if (parts) return parts.map((part) => ({ ...rest, ...part }));
    // A label that shows keys of two tells of both.
    return [labelWith !== undefined && own.has(labelWith) ? rest : binding];
  });
}

/** What is pressed of a sequence before its last key, the longest last. */
export function beginnings(keys: KeySequence): readonly KeySequence[] {
  const found: KeySequence[] = [];
  for (let blank = keys.indexOf(' '); blank !== -1; blank = keys.indexOf(' ', blank + 1))
    found.push(keys.slice(0, blank));
  return found;
}

/** How hints and sentences name the key of a binding. */
export function bindingLabel(binding: Binding): string {
  return binding.label ?? keysLabel(binding.keys[0] ?? '');
}
