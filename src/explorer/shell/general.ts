// Keys that mean the same everywhere.
import type { Row } from '../keys/binding.ts';
import { panes } from '../keys/contexts.ts';

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
