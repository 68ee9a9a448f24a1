// A list as a table. What is not here means what it means in the tree.
import type { Row } from '../../keys/binding.ts';

export const tableRows: readonly Row[] = [
  {
    id: 'table.toggle',
    keys: ['t'],
    contexts: ['response', 'table'],
    help: 'list as a table, and back',
    when: 'json',
    hint: 'table',
  },
  { id: 'table.enter', keys: ['enter'], contexts: ['table'], help: 'open the row in the tree', hint: 'open' },
  {
    id: 'table.left',
    keys: ['h', 'left'],
    contexts: ['table'],
    help: 'column to the left',
    hint: 'columns',
    label: 'h l ← →',
  },
  { id: 'table.right', keys: ['l', 'right'], contexts: ['table'], help: 'column to the right' },
  { id: 'table.sort', keys: ['s'], contexts: ['table'], help: 'sort by the column; again: reversed', hint: 'sort' },
  { id: 'table.unsort', keys: ['S'], contexts: ['table'], help: 'the order of the list again' },
  { id: 'table.hide', keys: ['-'], contexts: ['table'], help: 'hide the column', hint: 'hide' },
  { id: 'table.columns', keys: ['c'], contexts: ['table'], help: 'go to a column, or show a hidden one' },
  { id: 'table.moveLeft', keys: ['H'], contexts: ['table'], help: 'move the column to the left' },
  { id: 'table.moveRight', keys: ['L'], contexts: ['table'], help: 'move the column to the right' },
];
