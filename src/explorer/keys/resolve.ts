// From a chord to the binding that it means. Contexts are asked in order; the first that has the chord wins.
import type { Binding, Context } from './binding.ts';
import { type Chord, chordLabel } from './chord.ts';

/** The bindings, ready to be looked up for every key and every frame. */
interface Keymap {
  readonly bindings: readonly Binding[];
  /** The binding that `chord` has in the first of `contexts` that knows it; undefined where none does. */
  readonly resolve: (contexts: readonly Context[], chord: Chord) => Binding | undefined;
  /** Every binding that can be reached from `contexts`: an inner context hides an outer one's chords. */
  readonly reachable: (contexts: readonly Context[]) => readonly Binding[];
}

export function createKeymap(bindings: readonly Binding[]): Keymap {
  const byContext = new Map<Context, Map<Chord, Binding>>();
  for (const binding of bindings) {
    for (const context of binding.contexts) {
      const chords = byContext.get(context) ?? new Map<Chord, Binding>();
      byContext.set(context, chords);
      for (const chord of binding.keys) chords.set(chord, binding);
    }
  }
  const resolve: Keymap['resolve'] = (contexts, chord) => {
    for (const context of contexts) {
      const binding = byContext.get(context)?.get(chord);
      if (binding) return binding;
    }
    return undefined;
  };
  // The footer asks for the same few again with every frame.
  const known = new Map<string, readonly Binding[]>();
  const reachable: Keymap['reachable'] = (contexts) => {
    const key = contexts.join();
    const found =
      known.get(key) ??
      bindings.filter((binding) => binding.keys.some((chord) => resolve(contexts, chord) === binding));
    known.set(key, found);
    return found;
  };
  return { bindings, resolve, reachable };
}

/** How hints and sentences name the key of a binding. */
export function bindingLabel(binding: Binding): string {
  return binding.label ?? chordLabel(binding.keys[0] ?? '');
}
