// Which pane or overlay has focus.
import { createLine } from '../../text/line-buffer.ts';
import type { Context } from '../keys/context.ts';
import { isCounting } from './many.ts';
import type { Confirm, HelpOverlay, Overlay, Picker, PickerName, Question, QuestionName } from './overlays.ts';
import { currentPage } from './select.ts';
import type { PaneName, State } from './state.ts';

const order: readonly PaneName[] = ['prompt', 'request', 'response', 'history'];

/** Where keys are looked up, innermost first. */
export function contexts(state: State): readonly Context[] {
  const overlay = topOverlay(state);
  if (overlay?.kind === 'question' && (overlay.name === 'search' || overlay.name === 'jq' || overlay.name === 'write'))
    return [overlay.name, 'question', 'global'];
  if (overlay && isUnlocking(overlay)) return ['unlock', overlay.kind, 'global'];
  if (
    overlay?.kind === 'picker' &&
    (overlay.name === 'profiles' || overlay.name === 'export' || overlay.name === 'settings')
  )
    return [overlay.name, 'picker', 'global'];
  if (overlay?.kind === 'bodyText') return ['body', 'global'];
  // Where a name is typed, letters are text.
  if (overlay?.kind === 'preview' && overlay.write.consent === 'name') return ['naming', 'question', 'global'];
  if (overlay?.kind === 'many' && isCounting(state.many)) return ['counting', 'question', 'global'];
  const view = overlay || state.focus.pane !== 'response' ? undefined : currentPage(state)?.view;
  if (!overlay && state.focus.pane === 'response' && isHome(state)) return ['home', 'response', 'global'];
  if (view === 'table' || view === 'chart') return [view, 'response', 'global'];
  return [overlay?.kind ?? state.focus.pane, 'global'];
}

/** True while the response pane has no response to show, but what may be asked for. */
export function isHome({ response, exchange }: State): boolean {
  return response === undefined && exchange.kind !== 'failed';
}

/** True for what asks for the passphrase, or for leave to ask the keychain. */
export function isUnlocking(overlay: Overlay): overlay is Extract<Overlay, { kind: 'question' | 'confirm' }> {
  return (overlay.kind === 'question' || overlay.kind === 'confirm') && overlay.name === 'unlock';
}

/** The overlay that has focus; undefined where a pane has it. */
export function topOverlay(state: State): Overlay | undefined {
  return state.focus.overlays.at(-1);
}

/** True where the pane has focus, with no overlay over it. */
export function hasFocus(state: State, pane: PaneName): boolean {
  return state.focus.pane === pane && topOverlay(state) === undefined;
}

/** Gives a pane focus; every overlay goes. */
export function focusPane(state: State, pane: PaneName): State {
  return { ...state, focus: { pane, overlays: [] } };
}

/** The picker that has focus. */
export function openPicker(state: State): Picker | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'picker' ? overlay : undefined;
}

/** Opens a list to choose from, with nothing typed yet. */
export function pick(state: State, name: PickerName): State {
  return openOverlay(state, { kind: 'picker', name, line: createLine(), cursor: 0, top: 0 });
}

export function openOverlay(state: State, overlay: Overlay): State {
  return { ...state, focus: { ...state.focus, overlays: [...state.focus.overlays, overlay] } };
}

/** Puts another in the place of the one on top: the same one changed, or the next step of a conversation. */
export function replaceOverlay(state: State, overlay: Overlay): State {
  return openOverlay(closeOverlay(state), overlay);
}

/** Takes off the one on top, and with it what was typed there: a token must not linger. */
export function closeOverlay(state: State): State {
  return { ...state, focus: { ...state.focus, overlays: state.focus.overlays.slice(0, -1) } };
}

export function cyclePane(state: State, step: 1 | -1): State {
  const next = order[(order.indexOf(state.focus.pane) + step + order.length) % order.length];
  return focusPane(state, next ?? 'prompt');
}

/** Opens a question with an empty field. */
export function ask(state: State, name: QuestionName): State {
  return openOverlay(state, { kind: 'question', name, line: createLine() });
}

/** The question that has focus. */
export function openQuestion(state: State): Question | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'question' ? overlay : undefined;
}

/** The question that has focus. */
export function openConfirm(state: State): Confirm | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'confirm' ? overlay : undefined;
}

/** The help, where it has focus; what is typed narrows it. */
export function openHelp(state: State): HelpOverlay | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'help' ? overlay : undefined;
}
