// One-line text fields: which one has focus, and what the line editing keys do to it.
import * as line from '../../text/line-buffer.ts';
import { editBodyText, typeBodyText } from '../features/edit/body-text.ts';
import { openHistoryFilter } from '../features/history/filter.ts';
import { openPreview } from '../features/writes/consent.ts';
import { hasFocus, openHelp, openPicker, openQuestion, replaceOverlay, topOverlay } from '../model/focus.ts';
import { isCounting, type ManyPanel } from '../model/many.ts';
import type { BodyText, Question } from '../model/overlays.ts';
import type { State } from '../model/state.ts';
import type { WritePreview } from '../model/writes.ts';

/** The text field that takes printable keys now; undefined when a pane or the help has them. */
export function activeField(state: State): line.LineBuffer | undefined {
  return (
    (
      openQuestion(state) ??
      openPicker(state) ??
      openHistoryFilter(state) ??
      openBody(state) ??
      openNaming(state) ??
      openCounting(state) ??
      openHelp(state)
    )?.line ?? (hasFocus(state, 'prompt') ? state.composer.line : undefined)
  );
}

/** The body that is written as text, where it has focus. */
function openBody(state: State): BodyText | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'bodyText' ? overlay : undefined;
}

/** The preview of a write where the name of what goes is typed. */
function openNaming(state: State): WritePreview | undefined {
  const open = openPreview(state);
  return open?.write.consent === 'name' ? open : undefined;
}

/** The plan for marked rows, where their number is typed. */
function openCounting(state: State): ManyPanel | undefined {
  const overlay = topOverlay(state);
  return overlay?.kind === 'many' && isCounting(state.many) ? overlay : undefined;
}

/** True for a key that leaves the help while nothing is typed there, as it does in less. */
export function leavesHelp(state: State, text: string): boolean {
  return openHelp(state)?.line.text === '' && (text === 'q' || text === '?');
}

/** True while `?` is no text: nothing is typed, and neither a path nor a profile begins with it. */
export function isHelpKey(state: State): boolean {
  const isOpen = hasFocus(state, 'prompt') || openPicker(state)?.name === 'profiles';
  return isOpen && activeField(state)?.text === '';
}

/** What the keys of line editing begin with: of an untouched field what was suggested. */
function beginning({ line: own, suggested }: Question): line.LineBuffer {
  return suggested === undefined ? own : line.createLine(suggested);
}

/** Puts in what is typed or pasted. */
export function insertText(state: State, text: string): State {
  if (openBody(state)) return typeBodyText(state, text);
  const question = openQuestion(state);
  if (question?.suggested !== undefined) {
    const { suggested: _, ...asked } = question;
    return replaceOverlay(state, { ...asked, line: line.insert(asked.line, text) });
  }
  return editField(state, (buffer) => line.insert(buffer, text));
}

/** Changes the text field that has focus. */
export function editField(state: State, change: (buffer: line.LineBuffer) => line.LineBuffer): State {
  if (openBody(state)) return editBodyText(state, change);
  const question = openQuestion(state);
  if (question) {
    const { suggested: _, ...asked } = question;
    return replaceOverlay(state, { ...asked, line: change(beginning(question)) });
  }
  const help = openHelp(state);
  if (help) return replaceOverlay(state, { ...help, line: change(help.line), cursor: 0 });
  const asked = openHistoryFilter(state) ?? openNaming(state) ?? openCounting(state);
  if (asked) return replaceOverlay(state, { ...asked, line: change(asked.line) });
  const picker = openPicker(state);
  if (picker) {
    const line = change(picker.line);
    // What is in the list now is another list: its best stands at the top.
    const isSameText = line.text === picker.line.text;
    return replaceOverlay(state, { ...picker, line, ...(isSameText ? {} : { cursor: 0, top: 0 }) });
  }
  if (!hasFocus(state, 'prompt')) return state;
  const changed = change(state.composer.line);
  if (changed === state.composer.line) return state;
  const sameText = changed.text === state.composer.line.text;
  return {
    ...state,
    composer: {
      ...state.composer,
      line: changed,
      problem: sameText ? state.composer.problem : undefined,
      back: sameText ? state.composer.back : 0,
      // What is typed into an empty line is typed in this moment, for this account.
      recalled: changed.text === '' ? undefined : state.composer.recalled,
    },
  };
}
