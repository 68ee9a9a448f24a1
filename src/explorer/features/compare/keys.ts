// Comparing: what is compared with what, and the keys of the comparison itself.
import { inGroup } from '../../keys/binding.ts';
import { digitOf } from '../../keys/chord.ts';
import { whyNoRow } from '../../model/reasons.ts';
import { whyNoItem } from '../history/list.ts';
import { copyComparison, ignoreHere, openCompareWrite, openIgnores, whyNoDifferences } from './output.ts';
import { compareItem, compareRow, compareWithBefore } from './start.ts';
import { closeDifference, nextChange, openDifference, setCompareDepth, toggleDifference } from './view.ts';

export const compareKeys = inGroup('Compare', [
  {
    id: 'compare.row',
    keys: ['D'],
    contexts: ['response'],
    help: 'compare: mark this, then another',
    when: whyNoRow,
    do: compareRow,
  },
  {
    id: 'compare.item',
    keys: ['D'],
    contexts: ['history'],
    help: 'compare with now, or with another',
    when: whyNoItem,
    do: compareItem,
  },
  {
    id: 'compare.before',
    keys: ['c'],
    contexts: ['history'],
    help: 'show what changed since, or by it',
    when: whyNoItem,
    do: compareWithBefore,
  },
  {
    id: 'compare.next',
    keys: ['n'],
    contexts: ['compare'],
    help: 'next change',
    hint: 'next',
    when: whyNoDifferences,
    do: (state) => [nextChange(state, 1), []],
  },
  {
    id: 'compare.previous',
    keys: ['N'],
    contexts: ['compare'],
    help: 'previous change',
    when: whyNoDifferences,
    do: (state) => [nextChange(state, -1), []],
  },
  {
    id: 'compare.toggle',
    keys: ['enter'],
    contexts: ['compare'],
    help: 'fold, or show the value whole',
    hint: 'fold',
    when: whyNoDifferences,
    do: (state) => [toggleDifference(state), []],
  },
  {
    id: 'compare.open',
    keys: ['l', 'right'],
    contexts: ['compare'],
    help: 'expand, or go to the first change in it',
    when: whyNoDifferences,
    do: (state) => [openDifference(state), []],
  },
  {
    id: 'compare.close',
    keys: ['h', 'left'],
    contexts: ['compare'],
    help: 'collapse, or go to what it is in',
    when: whyNoDifferences,
    do: (state) => [closeDifference(state), []],
  },
  {
    id: 'compare.depth',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    contexts: ['compare'],
    help: 'expand to this depth',
    label: '1–9',
    takesDigits: true,
    when: whyNoDifferences,
    do: (state, chord) => [setCompareDepth(state, digitOf(chord)), []],
  },
  {
    id: 'compare.all',
    keys: ['0', 'e'],
    contexts: ['compare'],
    help: 'expand all',
    when: whyNoDifferences,
    do: (state) => [setCompareDepth(state, undefined), []],
  },
  {
    id: 'compare.copy',
    keys: ['y'],
    contexts: ['compare'],
    help: 'copy as JSON Patch or text',
    hint: 'copy',
    when: whyNoDifferences,
    do: copyComparison,
  },
  {
    id: 'compare.write',
    keys: ['w'],
    contexts: ['compare'],
    help: 'write as JSON Patch or text',
    hint: 'write',
    when: whyNoDifferences,
    do: openCompareWrite,
  },
  {
    id: 'compare.ignore',
    keys: ['i'],
    contexts: ['compare'],
    help: 'choose the members to ignore',
    hint: 'ignore',
    do: openIgnores,
  },
  {
    id: 'compare.ignoreHere',
    keys: ['x'],
    contexts: ['compare'],
    help: 'ignore members of this name',
    when: whyNoDifferences,
    do: ignoreHere,
  },
]);
