// What can be done with a response: folding and moving in its tree, its table, the reader, copying and writing, its views.
import type { TreeView } from '../../../json/tree-view.ts';
import {
  closeAll,
  closeOrParent,
  closeRecursively,
  deeper,
  moveToPair,
  moveToParent,
  nextSibling,
  openAll,
  openOrEnter,
  openRecursively,
  previousSibling,
  setDepth,
  shallower,
  toggle,
} from '../../../json/view.ts';
import { type Binding, inGroup } from '../../keys/binding.ts';
import { digitOf } from '../../keys/chord.ts';
import { pick } from '../../model/focus.ts';
import { whyNoResponse, whyNoRow, whyNoTree, whyNotJson } from '../../model/reasons.ts';
import { fitColumn, widenColumn } from './column-widths.ts';
import { copyBody, copyFilter, copyKey, copyPath, copyValue, openCopy } from './copy.ts';
import { toggleFollow, whyNoFollow } from './follow.ts';
import { openKeys } from './jump-to-key.ts';
import { leaveWithValue } from './leave.ts';
import { closeReader, copyView, nextView, openReader } from './reader.ts';
import { forgetTable } from './remembered-table.ts';
import { backToTree, hideColumn, moveAcross, moveColumn, sortTable, toggleTable, unsortTable } from './table.ts';
import { openRowFilter } from './table-filter.ts';
import { toggleSums } from './table-sums.ts';
import {
  changeTree,
  cycleView,
  scrollSideways,
  toggleBrackets,
  toggleSizes,
  toggleSorted,
  toggleWrap,
} from './tree.ts';
import { nextPart, openWrite } from './write.ts';

/** What a key of the tree has in common with the others. */
function inTree(
  change: (view: TreeView) => TreeView,
  whyUnchanged?: string,
): Pick<Binding, 'contexts' | 'when' | 'do'> {
  return {
    contexts: ['response'],
    when: whyNoTree,
    do: (state) => [changeTree(state, change, whyUnchanged), []],
  };
}

const nothingInside = 'There is nothing inside this value';
const atTheRoot = 'This is the root';

export const siblingKeys = inGroup('Move', [
  {
    id: 'move.nextSibling',
    keys: ['J'],
    help: 'next sibling',
    ...inTree(nextSibling, 'This is the last of its siblings'),
  },
  {
    id: 'move.previousSibling',
    keys: ['K'],
    help: 'previous sibling',
    ...inTree(previousSibling, 'This is the first of its siblings'),
  },
  { id: 'move.toParent', keys: ['p'], help: 'go to the parent', ...inTree(moveToParent, atTheRoot) },
  {
    id: 'move.toPair',
    keys: ['%'],
    help: 'to the last inside, or to what it is in',
    ...inTree(moveToPair, 'There is nothing inside this value, and nothing around it'),
  },
]);

export const jumpKeys = inGroup('Search', [
  {
    id: 'jump.key',
    keys: ['@'],
    contexts: ['response'],
    help: 'go to a key by letters of its path',
    when: whyNoTree,
    do: openKeys,
  },
]);

export const sidewaysKeys = inGroup('Move', [
  {
    id: 'value.right',
    keys: ['.'],
    contexts: ['response'],
    help: 'scroll a long value to the right',
    when: whyNoTree,
    do: (state) => [scrollSideways(state, 'right'), []],
  },
  {
    id: 'value.left',
    keys: [','],
    contexts: ['response'],
    help: 'scroll a long value to the left',
    when: whyNoTree,
    do: (state) => [scrollSideways(state, 'left'), []],
  },
  {
    id: 'value.ends',
    keys: [';'],
    contexts: ['response'],
    help: 'go to the end of a long value, or back',
    when: whyNoTree,
    do: (state) => [scrollSideways(state, 'ends'), []],
  },
]);

export const shapeKeys = inGroup('Fold', [
  {
    id: 'tree.lines',
    keys: ['z l'],
    contexts: ['response'],
    help: 'show as JSON in lines, or as a tree',
    when: whyNoTree,
    do: (state) => [toggleBrackets(state), []],
  },
  {
    id: 'tree.sorted',
    keys: ['z k'],
    contexts: ['response'],
    help: 'order members by key, or as they came',
    when: whyNoTree,
    do: (state) => [toggleSorted(state), []],
  },
  {
    id: 'tree.wrap',
    keys: ['z w'],
    contexts: ['response'],
    help: 'wrap long values, or cut them',
    when: whyNoTree,
    do: (state) => [toggleWrap(state), []],
  },
  {
    id: 'tree.sizes',
    keys: ['z s'],
    contexts: ['response'],
    help: 'show sizes of what is folded, or not',
    when: whyNoTree,
    do: (state) => [toggleSizes(state), []],
  },
]);

export const followKeys = inGroup('Move', [
  {
    id: 'response.follow',
    keys: ['F'],
    contexts: ['response', 'table'],
    help: 'follow the end, or pause',
    hint: 'follow',
    when: whyNoFollow,
    do: (state) => [toggleFollow(state), []],
  },
]);

export const foldKeys = inGroup('Fold', [
  {
    id: 'depth.set',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    contexts: ['response'],
    help: 'expand to this depth',
    hint: 'depth',
    label: '1–9',
    takesDigits: true,
    when: whyNoTree,
    do: (state, chord) => [changeTree(state, (view) => setDepth(view, digitOf(chord))), []],
  },
  { id: 'depth.all', keys: ['0'], help: 'expand all', ...inTree((view) => setDepth(view, 'all')) },
  { id: 'depth.less', keys: ['-'], help: 'collapse one level', ...inTree(shallower) },
  { id: 'depth.more', keys: ['+', '='], help: 'expand one level', ...inTree(deeper) },
  {
    id: 'fold.close',
    keys: ['h', 'left'],
    help: 'collapse, or go to the parent',
    ...inTree(closeOrParent, atTheRoot),
  },
  {
    id: 'fold.open',
    keys: ['l', 'right'],
    help: 'expand, or go to the first child',
    ...inTree(openOrEnter, nothingInside),
  },
  {
    id: 'fold.toggle',
    keys: ['enter'],
    help: 'expand or collapse; in --print choose',
    hint: 'fold',
    ...inTree(toggle, nothingInside),
    do: (state) => (state.isChoosing ? leaveWithValue(state) : [changeTree(state, toggle, nothingInside), []]),
  },
  {
    id: 'fold.closeRecursively',
    keys: ['H'],
    help: 'collapse with all levels inside',
    ...inTree(closeRecursively, nothingInside),
  },
  {
    id: 'fold.openRecursively',
    keys: ['L'],
    help: 'expand with all levels inside',
    ...inTree(openRecursively, nothingInside),
  },
  { id: 'fold.openAll', keys: ['e'], help: 'expand all', ...inTree(openAll) },
  { id: 'fold.closeAll', keys: ['E'], help: 'collapse all', ...inTree(closeAll) },
]);

export const tableKeys = inGroup('Table', [
  {
    id: 'table.toggle',
    keys: ['t'],
    contexts: ['response', 'table'],
    help: 'show as a table, or as a tree',
    when: whyNotJson,
    hint: 'table',
    do: (state) => [toggleTable(state), []],
  },
  {
    id: 'table.enter',
    keys: ['enter'],
    contexts: ['table'],
    help: 'show the row in the tree',
    hint: 'open',
    do: (state) => (state.isChoosing ? leaveWithValue(state) : [backToTree(state, true), []]),
  },
  {
    id: 'table.left',
    keys: ['h', 'left'],
    contexts: ['table'],
    help: 'previous column',
    hint: 'columns',
    label: 'h l ← →',
    labelWith: 'table.right',
    do: (state) => [moveAcross(state, -1), []],
  },
  {
    id: 'table.right',
    keys: ['l', 'right'],
    contexts: ['table'],
    help: 'next column',
    do: (state) => [moveAcross(state, 1), []],
  },
  {
    id: 'table.sort',
    keys: ['s'],
    contexts: ['table'],
    help: 'sort by the column; reverse; as listed',
    hint: 'sort',
    do: sortTable,
  },
  {
    id: 'table.unsort',
    keys: ['S'],
    contexts: ['table'],
    help: 'restore the original order',
    do: unsortTable,
  },
  {
    id: 'table.filter',
    keys: ['f', '/'],
    contexts: ['table'],
    help: 'show only the rows with a text',
    hint: 'filter',
    do: openRowFilter,
  },
  {
    id: 'table.sums',
    keys: ['='],
    contexts: ['table'],
    help: 'count, sum, least and greatest, or not',
    hint: 'sum',
    do: (state) => [toggleSums(state), []],
  },
  {
    id: 'table.hide',
    keys: ['-'],
    contexts: ['table'],
    help: 'hide the column',
    hint: 'hide',
    do: (state) => [hideColumn(state), []],
  },
  {
    id: 'table.columns',
    keys: ['c'],
    contexts: ['table'],
    help: 'go to or show a column, also nested',
    do: (state) => [pick(state, 'columns'), []],
  },
  {
    id: 'table.moveLeft',
    keys: ['H'],
    contexts: ['table'],
    help: 'move the column to the left',
    do: (state) => [moveColumn(state, -1), []],
  },
  {
    id: 'table.moveRight',
    keys: ['L'],
    contexts: ['table'],
    help: 'move the column to the right',
    do: (state) => [moveColumn(state, 1), []],
  },
  {
    id: 'table.narrower',
    keys: ['('],
    contexts: ['table'],
    help: 'make the column narrower',
    hint: 'width',
    label: '( )',
    labelWith: 'table.wider',
    do: (state) => widenColumn(state, -1),
  },
  {
    id: 'table.wider',
    keys: [')'],
    contexts: ['table'],
    help: 'make the column wider',
    do: (state) => widenColumn(state, 1),
  },
  {
    id: 'table.fit',
    keys: ['0'],
    contexts: ['table'],
    help: 'make the column as wide as what is in it',
    do: fitColumn,
  },
  {
    id: 'table.forget',
    keys: ['_'],
    contexts: ['table'],
    help: 'forget how the table is arranged',
    do: forgetTable,
  },
]);

export const copyKeys = inGroup('Copy and write', [
  {
    id: 'copy.open',
    keys: ['y'],
    contexts: ['response'],
    help: 'copy; the next key chooses what',
    when: whyNoResponse,
    hint: 'copy',
    do: (state) => [openCopy(state), []],
  },
  {
    id: 'copy.value',
    keys: ['v', 'y'],
    contexts: ['copy'],
    help: 'copy the value',
    when: whyNoRow,
    hint: 'value',
    do: (state) => copyValue(state, 'value'),
  },
  {
    id: 'copy.subtree',
    keys: ['s'],
    contexts: ['copy'],
    help: 'copy the value, indented',
    when: whyNoRow,
    hint: 'subtree',
    do: (state) => copyValue(state, 'pretty'),
  },
  {
    id: 'copy.path',
    keys: ['p'],
    contexts: ['copy'],
    help: 'copy the path in a chosen notation',
    when: whyNoRow,
    hint: 'path',
    do: copyPath,
  },
  {
    id: 'copy.key',
    keys: ['k'],
    contexts: ['copy'],
    help: 'copy the key',
    when: whyNoRow,
    hint: 'key',
    do: copyKey,
  },
  {
    id: 'copy.filter',
    keys: ['f'],
    contexts: ['copy'],
    help: 'copy the jq filter that leads here',
    when: whyNoRow,
    hint: 'filter',
    do: copyFilter,
  },
  { id: 'copy.body', keys: ['b'], contexts: ['copy'], help: 'copy the whole body', hint: 'body', do: copyBody },
]);

export const writeKeys = inGroup('Copy and write', [
  {
    id: 'write.open',
    keys: ['w'],
    contexts: ['response'],
    help: 'write to a file',
    when: whyNoResponse,
    do: (state) => [openWrite(state), []],
  },
  {
    id: 'write.part',
    keys: ['shift+tab'],
    contexts: ['write'],
    help: 'the table, everything, or this value',
    hint: 'all, or this value',
    do: (state) => [nextPart(state), []],
  },
]);

export const leaveKeys = inGroup('Copy and write', [
  {
    id: 'value.print',
    keys: ['P'],
    contexts: ['response'],
    help: 'print the value on leaving',
    when: whyNoRow,
    do: leaveWithValue,
  },
]);

export const viewKeys = inGroup('Response', [
  {
    id: 'reader.open',
    keys: ['v'],
    contexts: ['response'],
    help: 'open the value in the reader',
    when: whyNoRow,
    hint: 'read',
    do: openReader,
  },
  {
    id: 'reader.nextView',
    keys: ['tab'],
    contexts: ['reader'],
    help: 'next representation',
    hint: 'decoded',
    do: (state) => [nextView(state, 1), []],
  },
  {
    id: 'reader.previousView',
    keys: ['shift+tab'],
    contexts: ['reader'],
    help: 'previous representation',
    do: (state) => [nextView(state, -1), []],
  },
  {
    id: 'reader.copy',
    keys: ['y'],
    contexts: ['reader'],
    help: 'copy what is shown',
    hint: 'copy',
    do: copyView,
  },
  {
    id: 'reader.close',
    keys: ['v'],
    contexts: ['reader'],
    help: 'close the reader',
    do: (state) => [closeReader(state), []],
  },
  {
    id: 'response.nextView',
    keys: ['r'],
    contexts: ['response'],
    help: 'next view: tree, headers, raw',
    when: whyNoResponse,
    hint: 'view',
    do: (state) => [cycleView(state), []],
  },
]);
