// What an update returns, and the one line to the user at the foot of the screen, which stays until the next key.
import type { Effect } from './effects.ts';
import type { State } from './state.ts';

export function inform(state: State, text: string): State {
  return { ...state, notice: { kind: 'info', text } };
}

export function complain(state: State, text: string): State {
  return { ...state, notice: { kind: 'problem', text } };
}

export type Step = readonly [State, readonly Effect[]];
