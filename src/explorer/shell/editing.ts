// Editing a line, as in a shell.
import type { Row } from '../keys/binding.ts';
import { fields } from '../keys/contexts.ts';

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
