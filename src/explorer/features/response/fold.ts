// Opening and closing what the tree holds.
import type { Row } from '../../keys/binding.ts';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

export const foldRows: readonly Row[] = [
  {
    id: 'depth.set',
    keys: digits,
    contexts: ['response'],
    help: 'open to this depth',
    when: 'tree',
    hint: 'depth',
    label: '1–9',
  },
  { id: 'depth.all', keys: ['0'], contexts: ['response'], help: 'open to every depth', when: 'tree' },
  { id: 'depth.less', keys: ['-'], contexts: ['response'], help: 'one level less', when: 'tree' },
  { id: 'depth.more', keys: ['+', '='], contexts: ['response'], help: 'one level more', when: 'tree' },
  {
    id: 'fold.close',
    keys: ['h', 'left'],
    contexts: ['response'],
    help: 'close, or go to the parent',
    when: 'tree',
  },
  {
    id: 'fold.open',
    keys: ['l', 'right'],
    contexts: ['response'],
    help: 'open, or go to the first child',
    when: 'tree',
  },
  {
    id: 'fold.toggle',
    keys: ['enter'],
    contexts: ['response'],
    help: 'open or close',
    when: 'tree',
    hint: 'fold',
  },
  {
    id: 'fold.closeRecursively',
    keys: ['H'],
    contexts: ['response'],
    help: 'close with all below',
    when: 'tree',
  },
  {
    id: 'fold.openRecursively',
    keys: ['L'],
    contexts: ['response'],
    help: 'open with all below',
    when: 'tree',
  },
  { id: 'fold.openAll', keys: ['e'], contexts: ['response'], help: 'open all', when: 'tree' },
  { id: 'fold.closeAll', keys: ['E'], contexts: ['response'], help: 'close all', when: 'tree' },
];
