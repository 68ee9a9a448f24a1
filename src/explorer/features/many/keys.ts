// Marking rows, and one request for each of them.
import { inGroup } from '../../keys/binding.ts';
import { whyNotJson } from '../../model/reasons.ts';
import { markMatches, markRange, markRow } from './marks.ts';
import {
  retryMarked,
  sendMarked,
  showMarked,
  undoMarked,
  whyNoReport,
  whyNoRetry,
  whyNotSent,
  whyNoUndo,
} from './plan.ts';

export const markKeys = inGroup('Many at once', [
  {
    id: 'marks.one',
    keys: ['*'],
    contexts: ['response'],
    help: 'mark this row of the list, or not',
    when: whyNotJson,
    do: markRow,
  },
  {
    id: 'marks.range',
    keys: ['V'],
    contexts: ['response'],
    help: 'mark a range: at its begin, at its end',
    when: whyNotJson,
    do: markRange,
  },
  {
    id: 'marks.matches',
    keys: ['M'],
    contexts: ['response'],
    help: 'mark all rows, or all that match',
    when: whyNotJson,
    do: markMatches,
  },
  {
    id: 'many.show',
    keys: ['U'],
    contexts: ['response'],
    help: 'show the last report of marked rows',
    when: whyNoReport,
    do: showMarked,
  },
  {
    id: 'many.agree',
    keys: ['enter'],
    contexts: ['many', 'counting'],
    help: 'send it for all marked rows',
    hint: 'send',
    when: (state) => whyNotSent(state, 'enter'),
    do: sendMarked,
  },
  {
    id: 'many.agreeToLoss',
    keys: ['y'],
    contexts: ['many'],
    help: 'agree to the loss for all marked rows',
    hint: 'yes',
    when: (state) => whyNotSent(state, 'yes'),
    do: sendMarked,
  },
  {
    id: 'many.retry',
    keys: ['r'],
    contexts: ['many'],
    help: 'send what was not done again',
    hint: 'retry',
    when: whyNoRetry,
    do: retryMarked,
  },
  {
    id: 'many.undo',
    keys: ['u'],
    contexts: ['many'],
    help: 'take back all that was done',
    hint: 'take back',
    when: whyNoUndo,
    do: undoMarked,
  },
]);
