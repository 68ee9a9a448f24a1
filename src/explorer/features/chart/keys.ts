// The keys of a chart.
import { type Binding, inGroup } from '../../keys/binding.ts';
import { pick } from '../../model/focus.ts';
import { whyNotJson } from '../../model/reasons.ts';
import { moveAlong, showAll, toggleChart, toRowInTree, zoomChart } from './chart.ts';

export const chartKeys: readonly Binding[] = inGroup('Chart', [
  {
    id: 'chart.toggle',
    keys: ['C'],
    contexts: ['response', 'chart'],
    help: 'show as a chart, or as a tree',
    hint: 'chart',
    when: whyNotJson,
    do: (state) => [toggleChart(state), []],
  },
  {
    id: 'chart.left',
    keys: ['h', 'left'],
    contexts: ['chart'],
    help: 'previous value',
    hint: 'values',
    label: 'h l ← →',
    labelWith: 'chart.right',
    do: (state) => [moveAlong(state, -1), []],
  },
  {
    id: 'chart.right',
    keys: ['l', 'right'],
    contexts: ['chart'],
    help: 'next value',
    do: (state) => [moveAlong(state, 1), []],
  },
  {
    id: 'chart.farLeft',
    keys: ['H'],
    contexts: ['chart'],
    help: 'ten values back',
    do: (state) => [moveAlong(state, -10), []],
  },
  {
    id: 'chart.farRight',
    keys: ['L'],
    contexts: ['chart'],
    help: 'ten values on',
    do: (state) => [moveAlong(state, 10), []],
  },
  {
    id: 'chart.nearer',
    keys: ['+', '='],
    contexts: ['chart'],
    help: 'enlarge around the cursor',
    hint: 'zoom',
    label: '+ -',
    labelWith: 'chart.farther',
    do: (state) => [zoomChart(state, 1), []],
  },
  {
    id: 'chart.farther',
    keys: ['-'],
    contexts: ['chart'],
    help: 'show more around the cursor',
    do: (state) => [zoomChart(state, -1), []],
  },
  {
    id: 'chart.all',
    keys: ['0'],
    contexts: ['chart'],
    help: 'show all of it',
    do: (state) => [showAll(state), []],
  },
  {
    id: 'chart.fields',
    keys: ['c'],
    contexts: ['chart'],
    help: 'choose what is drawn, and along what',
    hint: 'fields',
    do: (state) => [pick(state, 'chart'), []],
  },
  {
    id: 'chart.enter',
    keys: ['enter'],
    contexts: ['chart'],
    help: 'show the row in the tree',
    hint: 'open',
    do: (state) => [toRowInTree(state, true), []],
  },
]);
