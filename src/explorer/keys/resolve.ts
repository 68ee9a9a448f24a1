// From a chord to the binding that answers to it. Contexts are asked in order; the first that has the chord wins.
import type { Binding, Context } from './binding.ts';
import { bindings } from './bindings.ts';
import type { Chord } from './chord.ts';

const byContext = new Map<Context, Map<Chord, Binding>>();
for (const binding of bindings) {
  for (const context of binding.contexts) {
    const chords = byContext.get(context) ?? new Map<Chord, Binding>();
    byContext.set(context, chords);
    for (const chord of binding.keys) chords.set(chord, binding);
  }
}

/** The binding that `chord` has in the first of `contexts` that knows it; undefined when none does. */
export function resolve(contexts: readonly Context[], chord: Chord): Binding | undefined {
  for (const context of contexts) {
    const binding = byContext.get(context)?.get(chord);
    if (binding) return binding;
  }
  return undefined;
}

/** Every binding that can be reached from `contexts`: an inner context hides an outer one's chords. */
export function reachable(contexts: readonly Context[]): readonly Binding[] {
  return bindings.filter((binding) => binding.keys.some((chord) => resolve(contexts, chord) === binding));
}

/** The binding of an action that has one in `contexts`. */
export function bindingOf(id: Binding['id'], contexts: readonly Context[]): Binding | undefined {
  return reachable(contexts).find((binding) => binding.id === id);
}
