// Moving in lists and trees.
import type { Row } from '../../keys/binding.ts';
import { lists } from '../../keys/contexts.ts';

export const moveRows: readonly Row[] = [
  { id: 'move.down', keys: ['j', 'down'], contexts: lists, help: 'down', hint: 'move' },
  { id: 'move.up', keys: ['k', 'up'], contexts: lists, help: 'up' },
  { id: 'move.pageDown', keys: ['space', 'pagedown', 'ctrl+f'], contexts: lists, help: 'a screen down' },
  { id: 'move.pageUp', keys: ['b', 'pageup', 'ctrl+b'], contexts: lists, help: 'a screen up' },
  { id: 'move.halfPageDown', keys: ['ctrl+d'], contexts: lists, help: 'half a screen down' },
  { id: 'move.halfPageUp', keys: ['ctrl+u'], contexts: lists, help: 'half a screen up' },
  { id: 'move.first', keys: ['g', 'home'], contexts: lists, help: 'first row' },
  { id: 'move.last', keys: ['G', 'end'], contexts: lists, help: 'last row' },
  { id: 'move.nextSibling', keys: ['J'], contexts: ['response'], help: 'next sibling', when: 'tree' },
  {
    id: 'move.previousSibling',
    keys: ['K'],
    contexts: ['response'],
    help: 'previous sibling',
    when: 'tree',
  },
  { id: 'move.toParent', keys: ['p'], contexts: ['response'], help: 'parent', when: 'tree' },
];
