// One line to the user at the foot of the screen. It stays until the next key.
import type { State } from './state.ts';

export function inform(state: State, text: string): State {
  return { ...state, notice: { kind: 'info', text } };
}

export function complain(state: State, text: string): State {
  return { ...state, notice: { kind: 'problem', text } };
}
