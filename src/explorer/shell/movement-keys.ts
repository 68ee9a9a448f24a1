// The keys that move are the same everywhere; what moves is the business of the feature whose pane or overlay has the focus.
import { type Binding, inGroup } from '../keys/binding.ts';
import type { Chord, KeySequence } from '../keys/chord.ts';
import type { Context } from '../keys/context.ts';
import { contexts } from '../model/focus.ts';
import type { Movement, Placement } from '../model/movement.ts';
import { complain, type Step } from '../model/notices.ts';
import type { State } from '../model/state.ts';

/** What a movement does, by the innermost context. */
export type Movers = Readonly<Partial<Record<Context, (state: State, movement: Movement) => Step>>>;

const lists: readonly Context[] = [
  'response',
  'home',
  'request',
  'history',
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
      do: (state) => {
        const [innermost] = contexts(state);
        return (innermost && movers[innermost]?.(state, movement)) ?? [state, []];
      },
    })),
  );
}

/** How the window goes around the cursor, by the innermost context. */
export type Placers = Readonly<Partial<Record<Context, (state: State, placement: Placement) => State>>>;

const placements: readonly (readonly [placement: Placement, id: string, keys: KeySequence])[] = [
  ['middle', 'scroll.middle', 'z z'],
  ['top', 'scroll.top', 'z t'],
  ['bottom', 'scroll.bottom', 'z b'],
];

/** As in vim: the cursor stays on its row, and that goes to another place of the screen. */
export function placementKeys(placers: Placers): readonly Binding[] {
  return inGroup(
    'Move',
    placements.map(([placement, id, keys]) => ({
      id,
      keys: [keys],
      contexts: ['response', 'request', 'history', 'compare'],
      help: `scroll the cursor to the ${placement}`,
      do: (state) => {
        const [innermost] = contexts(state);
        const placed = innermost && placers[innermost]?.(state, placement);
        return [placed ?? complain(state, 'There are no rows here to scroll'), []];
      },
    })),
  );
}
