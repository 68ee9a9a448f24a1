// Lists to choose from.
import type { Row } from '../keys/binding.ts';

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
