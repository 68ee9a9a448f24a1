// Editing a line, as in a shell.
import { fields, panes, type Row } from '../keys/binding.ts';

export const editingRows: readonly Row[] = [
  { id: 'edit.left', keys: ['left', 'ctrl+b'], contexts: fields, help: 'left' },
  { id: 'edit.right', keys: ['right', 'ctrl+f'], contexts: fields, help: 'right' },
  {
    id: 'edit.wordLeft',
    keys: ['alt+b', 'ctrl+left', 'alt+left'],
    contexts: fields,
    help: 'a word left',
  },
  {
    id: 'edit.wordRight',
    keys: ['alt+f', 'ctrl+right', 'alt+right'],
    contexts: fields,
    help: 'a word right',
  },
  { id: 'edit.start', keys: ['ctrl+a', 'home'], contexts: fields, help: 'start of the line' },
  { id: 'edit.end', keys: ['ctrl+e', 'end'], contexts: fields, help: 'end of the line' },
  { id: 'edit.backspace', keys: ['backspace'], contexts: fields, help: 'delete to the left' },
  {
    id: 'edit.delete',
    keys: ['delete', 'ctrl+d'],
    contexts: fields,
    help: 'delete to the right',
  },
  { id: 'edit.killToEnd', keys: ['ctrl+k'], contexts: fields, help: 'cut to the end' },
  { id: 'edit.killToStart', keys: ['ctrl+u'], contexts: fields, help: 'cut to the start' },
  {
    id: 'edit.killWordBack',
    keys: ['ctrl+w'],
    contexts: fields,
    help: 'cut back to white space',
  },
  {
    id: 'edit.deleteWordBack',
    keys: ['alt+backspace'],
    contexts: fields,
    help: 'delete a word to the left',
  },
  {
    id: 'edit.deleteWordForward',
    keys: ['alt+d'],
    contexts: fields,
    help: 'delete a word to the right',
  },
  { id: 'edit.yank', keys: ['ctrl+y'], contexts: fields, help: 'paste what was cut' },
  { id: 'edit.transpose', keys: ['ctrl+t'], contexts: fields, help: 'swap two characters' },
  { id: 'edit.undo', keys: ['ctrl+_', 'alt+u'], contexts: fields, help: 'undo' },
  { id: 'edit.redo', keys: ['alt+r'], contexts: fields, help: 'redo' },
];

export const generalRows: readonly Row[] = [
  { id: 'palette.open', keys: ['ctrl+p'], contexts: ['global'], help: 'find an operation', hint: 'operations' },
  {
    id: 'focus.prompt',
    keys: [':', 'i'],
    contexts: panes,
    help: 'go to the prompt; a .path there jumps',
    hint: 'prompt',
  },
  { id: 'focus.next', keys: ['tab'], contexts: ['global'], help: 'next pane', hint: 'panes' },
  { id: 'focus.previous', keys: ['shift+tab'], contexts: ['global'], help: 'previous pane' },
  { id: 'focus.history', keys: ['ctrl+r'], contexts: ['global'], help: 'go to the history' },
  { id: 'profiles.open', keys: ['ctrl+o'], contexts: ['global'], help: 'profiles, tokens, unlocking' },
  { id: 'help.open', keys: ['?'], contexts: ['global'], help: 'show all keys', hint: 'keys' },
  { id: 'app.redraw', keys: ['ctrl+l'], contexts: ['global'], help: 'draw the screen anew' },
  { id: 'app.back', keys: ['esc'], contexts: ['global'], help: 'cancel, or go back', hint: 'back' },
  { id: 'app.suspend', keys: ['ctrl+z'], contexts: ['global'], help: 'suspend to the shell' },
  { id: 'app.quit', keys: ['q', 'ctrl+c'], contexts: ['global'], help: 'quit', hint: 'quit' },
];

export const pickerRows: readonly Row[] = [
  {
    id: 'picker.choose',
    keys: ['enter'],
    contexts: ['picker'],
    help: 'choose',
    hint: 'choose',
  },
  {
    id: 'picker.down',
    keys: ['down', 'ctrl+n', 'tab'],
    contexts: ['picker'],
    help: 'down',
    hint: 'down',
  },
  { id: 'picker.up', keys: ['up', 'ctrl+p', 'shift+tab'], contexts: ['picker'], help: 'up' },
  {
    id: 'picker.pageDown',
    keys: ['pagedown'],
    contexts: ['picker'],
    help: 'a screen down',
  },
  { id: 'picker.pageUp', keys: ['pageup'], contexts: ['picker'], help: 'a screen up' },
];
