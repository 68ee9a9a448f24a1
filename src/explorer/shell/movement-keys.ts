// The keys that move are the same everywhere; what moves is the business of the feature whose pane or overlay has the focus.
import { type Binding, type Context, inGroup } from '../keys/binding.ts';
import type { Chord } from '../keys/chord.ts';
import { isCovered, lockedReason } from '../model/account-in-force.ts';
import { contexts, topOverlay } from '../model/focus.ts';
import type { Movement } from '../model/movement.ts';
import type { Step } from '../model/notices.ts';
import type { State } from '../model/state.ts';

/** What a movement does, by the innermost context. */
export type Movers = Readonly<Partial<Record<Context, (state: State, movement: Movement) => Step>>>;

const lists: readonly Context[] = [
  'response',
  'request',
  'history',
  'help',
  'reader',
  'preview',
  'many',
  'permissions',
  'compare',
];

const movements: readonly (readonly [movement: Movement, keys: readonly Chord[], help: string])[] = [
  ['down', ['j', 'down'], 'down'],
  ['up', ['k', 'up'], 'up'],
  ['pageDown', ['space', 'pagedown', 'ctrl+f'], 'one screen down'],
  ['pageUp', ['b', 'pageup', 'ctrl+b'], 'one screen up'],
  ['halfPageDown', ['ctrl+d'], 'half a screen down'],
  ['halfPageUp', ['ctrl+u'], 'half a screen up'],
  ['first', ['g', 'home'], 'first row'],
  ['last', ['G', 'end'], 'last row'],
];

export function movementKeys(movers: Movers): readonly Binding[] {
  return inGroup(
    'Move',
    movements.map(([movement, keys, help]) => ({
      id: `move.${movement}`,
      keys,
      contexts: lists,
      help,
      ...(movement === 'down' ? { hint: 'move' } : {}),
      // The help may be read while the panes are hidden.
      isAllowedWhileLocked: true,
      when: (state) => (isCovered(state) && topOverlay(state)?.kind !== 'help' ? lockedReason(state) : undefined),
      do: (state) => {
        const [innermost] = contexts(state);
        return (innermost && movers[innermost]?.(state, movement)) ?? [state, []];
      },
    })),
  );
}
