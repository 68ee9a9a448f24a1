// What can be done with a response.
import { lists, type Row } from '../../keys/binding.ts';

export const answerRows: readonly Row[] = [
  {
    id: 'response.nextView',
    keys: ['r'],
    contexts: ['response'],
    help: 'next view: tree, headers, raw',
    when: 'response',
    hint: 'view',
  },
];

export const copyRows: readonly Row[] = [
  {
    id: 'copy.open',
    keys: ['y'],
    contexts: ['response'],
    help: 'copy: the next key says what',
    when: 'response',
    hint: 'copy',
  },
  { id: 'copy.value', keys: ['v', 'y'], contexts: ['copy'], help: 'copy the value', when: 'row', hint: 'value' },
  {
    id: 'copy.subtree',
    keys: ['s'],
    contexts: ['copy'],
    help: 'copy the value, indented',
    when: 'row',
    hint: 'subtree',
  },
  {
    id: 'copy.path',
    keys: ['p'],
    contexts: ['copy'],
    help: 'copy the path, in a notation to choose',
    when: 'row',
    hint: 'path',
  },
  { id: 'copy.key', keys: ['k'], contexts: ['copy'], help: 'copy the key', when: 'row', hint: 'key' },
  { id: 'copy.body', keys: ['b'], contexts: ['copy'], help: 'copy the whole body', hint: 'body' },
  {
    id: 'export.open',
    keys: ['ctrl+x'],
    contexts: ['global'],
    help: 'write the request for another tool',
  },
  {
    id: 'export.open',
    keys: ['x'],
    contexts: ['response', 'history'],
    help: 'write the request for another tool',
    when: 'request',
    hint: 'export',
  },
  {
    id: 'export.lines',
    keys: ['ctrl+x'],
    contexts: ['export'],
    help: 'one line, or broken over lines',
    hint: 'lines',
  },
  { id: 'write.open', keys: ['w'], contexts: ['response'], help: 'write to a file', when: 'response' },
  {
    id: 'write.part',
    keys: ['tab'],
    contexts: ['write'],
    help: 'all of it, or this value alone',
    hint: 'all, or this value',
  },
];

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

export const readerRows: readonly Row[] = [
  {
    id: 'reader.open',
    keys: ['v'],
    contexts: ['response'],
    help: 'read the value, also decoded',
    when: 'row',
    hint: 'read',
  },
  { id: 'reader.nextView', keys: ['tab'], contexts: ['reader'], help: 'read it as something else', hint: 'decoded' },
  { id: 'reader.previousView', keys: ['shift+tab'], contexts: ['reader'], help: 'as what it was before' },
  { id: 'reader.copy', keys: ['y'], contexts: ['reader'], help: 'copy what is shown', hint: 'copy' },
  { id: 'reader.close', keys: ['v'], contexts: ['reader'], help: 'close the reader' },
];

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
