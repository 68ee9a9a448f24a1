// The keys that belong to no feature: editing a line, lists to choose from, questions, going from pane to pane, help and quitting.
import * as line from '../../text/line-buffer.ts';
import { showHistory } from '../features/history/list.ts';
import { fields, inGroup, panes } from '../keys/binding.ts';
import type { Chord } from '../keys/chord.ts';
import { cyclePane, focusPane, topOverlay } from '../model/focus.ts';
import type { Step } from '../model/notices.ts';
import type { State } from '../model/state.ts';
import { back } from './back.ts';
import { editField } from './fields.ts';
import { toggleHelp } from './help.ts';
import { chooseInPicker, movePicker } from './pickers.ts';
import { answerQuestion, confirmYes } from './questions.ts';

type Edit = (buffer: line.LineBuffer) => line.LineBuffer;

/** As in a shell. */
const edits: readonly (readonly [id: string, keys: readonly Chord[], help: string, edit: Edit])[] = [
  ['edit.left', ['left', 'ctrl+b'], 'left', line.moveLeft],
  ['edit.right', ['right', 'ctrl+f'], 'right', line.moveRight],
  ['edit.wordLeft', ['alt+b', 'ctrl+left', 'alt+left'], 'previous word', line.moveWordLeft],
  ['edit.wordRight', ['alt+f', 'ctrl+right', 'alt+right'], 'next word', line.moveWordRight],
  ['edit.start', ['ctrl+a', 'home'], 'start of the line', line.moveStart],
  ['edit.end', ['ctrl+e', 'end'], 'end of the line', line.moveEnd],
  ['edit.backspace', ['backspace'], 'delete the previous character', line.backspace],
  ['edit.delete', ['delete', 'ctrl+d'], 'delete the next character', line.deleteForward],
  ['edit.killToEnd', ['ctrl+k'], 'cut to the end', line.killToEnd],
  ['edit.killToStart', ['ctrl+u'], 'cut to the start', line.killToStart],
  ['edit.killWordBack', ['ctrl+w'], 'cut to the previous space', line.killWordBack],
  ['edit.deleteWordBack', ['alt+backspace'], 'delete the previous word', line.deleteWordBack],
  ['edit.deleteWordForward', ['alt+d'], 'delete the next word', line.deleteWordForward],
  ['edit.yank', ['ctrl+y'], 'paste the cut text', line.yank],
  ['edit.transpose', ['ctrl+t'], 'swap two characters', line.transpose],
  ['edit.undo', ['ctrl+_', 'alt+u'], 'undo', line.undo],
  ['edit.redo', ['alt+r'], 'redo', line.redo],
];

export const editingKeys = inGroup(
  'Line editing',
  edits.map(([id, keys, help, edit]) => ({
    id,
    keys,
    contexts: fields,
    help,
    isAllowedWhileLocked: true,
    do: (state) => [editField(state, edit), []],
  })),
);

export const questionKeys = inGroup('Prompt', [
  {
    id: 'question.answer',
    keys: ['enter'],
    contexts: ['question'],
    help: 'accept',
    hint: 'accept',
    isAllowedWhileLocked: true,
    do: answerQuestion,
  },
  {
    id: 'confirm.yes',
    keys: ['y'],
    contexts: ['confirm'],
    help: 'yes',
    hint: 'yes',
    isAllowedWhileLocked: true,
    do: confirmYes,
  },
  {
    id: 'confirm.no',
    keys: ['n', 'enter'],
    contexts: ['confirm'],
    help: 'no',
    hint: 'no',
    isAllowedWhileLocked: true,
    do: back,
  },
]);

export const pickerKeys = inGroup('Lists', [
  {
    id: 'picker.choose',
    keys: ['enter'],
    contexts: ['picker'],
    help: 'choose',
    hint: 'choose',
    isAllowedWhileLocked: true,
    do: chooseInPicker,
  },
  {
    id: 'picker.down',
    keys: ['down', 'ctrl+n', 'tab'],
    contexts: ['picker'],
    help: 'down',
    hint: 'down',
    isAllowedWhileLocked: true,
    do: (state) => [movePicker(state, 1, 'item'), []],
  },
  {
    id: 'picker.up',
    keys: ['up', 'ctrl+p', 'shift+tab'],
    contexts: ['picker'],
    help: 'up',
    isAllowedWhileLocked: true,
    do: (state) => [movePicker(state, -1, 'item'), []],
  },
  {
    id: 'picker.pageDown',
    keys: ['pagedown'],
    contexts: ['picker'],
    help: 'one screen down',
    isAllowedWhileLocked: true,
    do: (state) => [movePicker(state, 1, 'screen'), []],
  },
  {
    id: 'picker.pageUp',
    keys: ['pageup'],
    contexts: ['picker'],
    help: 'one screen up',
    isAllowedWhileLocked: true,
    do: (state) => [movePicker(state, -1, 'screen'), []],
  },
]);

export const focusKeys = inGroup('General', [
  {
    id: 'focus.prompt',
    keys: [':', 'i'],
    contexts: panes,
    help: 'go to the prompt; .path jumps',
    hint: 'prompt',
    isAllowedWhileLocked: true,
    do: (state) => [focusPane(state, 'prompt'), []],
  },
  {
    id: 'focus.next',
    keys: ['tab'],
    contexts: ['global'],
    help: 'next pane',
    hint: 'panes',
    do: (state) => cyclePanes(state, 1),
  },
  {
    id: 'focus.previous',
    keys: ['shift+tab'],
    contexts: ['global'],
    help: 'previous pane',
    do: (state) => cyclePanes(state, -1),
  },
]);

export const generalKeys = inGroup('General', [
  {
    id: 'help.open',
    keys: ['?'],
    contexts: ['global'],
    help: 'show all keys',
    hint: 'keys',
    isAllowedWhileLocked: true,
    do: (state) => [toggleHelp(state), []],
  },
  {
    id: 'app.mouse',
    keys: ['alt+i'],
    contexts: ['global'],
    help: 'turn the mouse off or on',
    isAllowedWhileLocked: true,
    do: (state) => [state, [{ type: 'settings.write', name: 'mouse', value: !state.settings.mouse }]],
  },
  {
    id: 'app.redraw',
    keys: ['ctrl+l'],
    contexts: ['global'],
    help: 'redraw the screen',
    isAllowedWhileLocked: true,
    do: (state) => [state, [{ type: 'redraw' }]],
  },
  {
    id: 'app.back',
    keys: ['esc'],
    contexts: ['global'],
    help: 'cancel, or go back',
    hint: 'back',
    isAllowedWhileLocked: true,
    do: back,
  },
  {
    id: 'app.suspend',
    keys: ['ctrl+z'],
    contexts: ['global'],
    help: 'suspend to the shell',
    isAllowedWhileLocked: true,
    do: (state) => [state, [{ type: 'suspend' }]],
  },
  {
    id: 'app.quit',
    keys: ['q', 'ctrl+c'],
    contexts: ['global'],
    help: 'quit',
    hint: 'quit',
    isAllowedWhileLocked: true,
    // In the help its other keys leave the help, as q does in less; at a question of yes or no they mean no.
    do: (state, chord) => {
      const isLeft =
        chord !== 'ctrl+c' && ['help', 'confirm', 'reader', 'permissions'].includes(topOverlay(state)?.kind ?? '');
      return isLeft ? back(state) : [state, [{ type: 'quit' }]];
    },
  },
]);

/** The next pane; the history reads what other sessions have sent meanwhile. */
function cyclePanes(state: State, step: 1 | -1): Step {
  const moved = cyclePane(state, step);
  return moved.focus.pane === 'history' ? showHistory(moved) : [moved, []];
}
