// Which pane or overlay has the keys.
import type { Context } from '../../keys/bindings.ts';
import type { OverlayName, PaneName, State } from '../state.ts';

const order: readonly PaneName[] = ['prompt', 'request', 'response', 'history'];

/** Where keys are looked up, innermost first. */
export function contexts(state: State): readonly Context[] {
  return [state.focus.overlay ?? state.focus.pane, 'global'];
}

export function focusPane(state: State, pane: PaneName): State {
  return { ...state, focus: { pane, overlay: undefined } };
}

export function openOverlay(state: State, overlay: OverlayName): State {
  return { ...state, focus: { ...state.focus, overlay } };
}

/** What was typed into a field that closes is dropped: a token must not linger. */
export function closeOverlay(state: State, emptied: Pick<State, 'goTo' | 'token'>): State {
  return { ...state, ...emptied, focus: { ...state.focus, overlay: undefined } };
}

export function cyclePane(state: State, step: 1 | -1): State {
  const next = order[(order.indexOf(state.focus.pane) + step + order.length) % order.length];
  return focusPane(state, next ?? 'prompt');
}
